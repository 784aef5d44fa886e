"""Every ingredient that people put on is described in full, itself or through its class."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Thing, Topic
from bot.rules.compatibility import rule_for
from bot.rules.items import Item

TOPICS: tuple[Topic, ...] = (
    "definition",
    "effect",
    "frequency",
    "time_of_day",
    "start",
    "results",
    "caution",
    "suitability",
    "sun",
)


def _ingredients(knowledge: Knowledge) -> list[Thing]:
    return [thing for thing in knowledge.things.values() if thing.kind == "ingredient"]


def _put_on(knowledge: Knowledge) -> list[Thing]:
    """Ingredients that are used for what they do: no medicines, no preservatives, scents or kitchen remedies."""
    return [
        thing
        for thing in _ingredients(knowledge)
        if not thing.prescription
        and thing.id not in knowledge.never
        and any(knowledge.things[above].use for above in knowledge.ancestors(thing.id))
        and any(knowledge.things[above].concerns for above in knowledge.ancestors(thing.id))
    ]


def test_there_are_enough(knowledge: Knowledge) -> None:
    assert len(_ingredients(knowledge)) >= 150
    assert len(_put_on(knowledge)) >= 130


@pytest.mark.parametrize("topic", TOPICS)
def test_every_ingredient_has_facts_on(knowledge: Knowledge, topic: Topic) -> None:
    assert [thing.id for thing in _ingredients(knowledge) if not knowledge.facts(thing.id, topic)] == []


def test_every_ingredient_that_is_put_on_has_its_figures(knowledge: Knowledge) -> None:
    for thing in _put_on(knowledge):
        uses = [knowledge.things[above].use for above in knowledge.ancestors(thing.id)]
        assert thing.irritancy, thing.id
        assert any(use is not None and use.per_week for use in uses), thing.id


def test_pregnancy_is_spoken_of_for_nearly_everything(knowledge: Knowledge) -> None:
    """Where no rule is written the verdict is `no_rule`, which is never a yes."""
    silent = [
        thing.id
        for thing in _put_on(knowledge)
        if rule_for(knowledge, Item(id=thing.id), Item(id="state.pregnant")) is None
    ]
    assert len(silent) <= 3, silent


def test_related_things_stay_distinct(knowledge: Knowledge) -> None:
    distinct = ("retinol", "retinal", "tretinoin", "adapalene", "retinyl_palmitate", "granactive_retinoid")
    definitions = {knowledge.own_facts(name, "definition")[0].says for name in distinct}
    assert len(definitions) == len(distinct)
    assert all(not knowledge.is_a(a, b) for a in distinct for b in distinct if a != b)
    assert knowledge.is_a("glycolic_acid", "aha")
    assert knowledge.is_a("aha", "exfoliating_acid")
    assert knowledge.is_a("retinol", "retinoid")
