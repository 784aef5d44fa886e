"""What a rule keeps off somebody comes before what is chosen in general."""

from __future__ import annotations

import pytest

from bot.answers.context import Context
from bot.answers.kinds import answer
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.items import Item, Person


def _asked(kind: str, *things: str, said: str = "", **told: object) -> Question:
    items = [Item(id=name, name=name) for name in things]
    return Question(kind=kind, things=items, words=said.split(), text=said, **told)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("thing", "traits", "verdict"),
    [
        ("mask.peel_off", ["concern.acne"], "avoid"),
        ("mask.clay", ["concern.barrier"], "avoid"),
        ("mask.led", ["concern.melasma", "skin.dry"], "ask_professional"),
    ],
)
def test_a_rule_on_a_concern_decides(
    knowledge: Knowledge, texts: Texts, thing: str, traits: list[str], verdict: str
) -> None:
    given = answer(Context(knowledge, texts, Person()), _asked("suitability", thing, said="is it ok", traits=traits))
    assert given.verdict == verdict
    assert "as usual" not in given.headline


def test_no_medicine_is_told_to_be_fine_every_day(knowledge: Knowledge, texts: Texts) -> None:
    question = _asked("frequency", "hydroquinone", said="can i use hydroquinone every day", per_week=7)
    given = answer(Context(knowledge, texts, Person()), question)
    assert not given.headline.startswith("Yes")
    assert "prescriber" in given.headline


def test_how_often_is_no_question_beside_a_medicine_that_keeps_it_off(knowledge: Knowledge, texts: Texts) -> None:
    question = _asked("frequency", "bha", said="bha on the other nights", beside=["tretinoin"], per_week=3)
    given = answer(Context(knowledge, texts, Person()), question)
    assert given.kind == "compatibility"
    assert given.verdict == "avoid"


def test_a_childs_routine_has_no_serum(knowledge: Knowledge, texts: Texts) -> None:
    context = Context(knowledge, texts, Person(traits=("state.child",)))
    given = answer(context, _asked("routine", said="a routine please", traits=["state.child"]))
    assert given.steps
    assert all("serum" not in step.text for step in given.steps)
    assert all("serum" not in reason for reason in given.reasons)


def test_four_things_are_compared_in_a_line_each(knowledge: Knowledge, texts: Texts) -> None:
    things = ("glycolic_acid", "lactic_acid", "mandelic_acid", "salicylic_acid")
    given = answer(Context(knowledge, texts, Person()), _asked("comparison", *things, said="what is the difference"))
    assert all(f"{knowledge.things[name].name.capitalize()}:" in given.headline for name in things)


def test_an_allergy_concerns_only_what_a_rule_names(knowledge: Knowledge, texts: Texts) -> None:
    context = Context(knowledge, texts, Person(traits=("state.salicylate_allergy",)))
    assert answer(context, _asked("suitability", "salicylic_acid", said="can i use it")).verdict == "ask_professional"
    assert answer(context, _asked("suitability", "niacinamide", said="can i use it")).verdict != "no_rule"
