"""What is said on waiting and on how often, where a yes or a number of minutes would mislead."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.kinds import answer
from bot.answers.question import Question
from bot.answers.texts import load_texts
from bot.knowledge.files import load
from bot.rules.items import Item, Person
from tests.conftest import ROOT

KNOWLEDGE = load(ROOT / "data/knowledge")
TEXTS = load_texts(ROOT / "data/answers")


def _answer(
    kind: str, text: str, *things: str, traits: tuple[str, ...] = (), per_week: float | None = None
) -> Answer:
    context = Context(KNOWLEDGE, TEXTS, Person(traits=traits))
    items = [Item(id=name, name=name.replace("_", " ")) for name in things]
    return answer(
        context,
        Question(kind=kind, text=text, words=text.split(), things=items, traits=list(traits), per_week=per_week),
    )


def test_minutes_are_no_way_to_use_two_that_are_kept_apart() -> None:
    apart = _answer("wait", "how long between a retinoid and an aha", "retinoid", "aha")
    assert apart.verdict in ("separate_times", "alternate_days")
    assert "not enough" in apart.headline
    assert "not enough" not in _answer("wait", "how long between", "niacinamide", "vitamin_c").headline


@pytest.mark.parametrize(("text", "yes"), [("do i have to use a serum daily", False), ("is a serum daily ok", True)])
def test_that_one_may_is_no_yes_to_whether_one_must(text: str, yes: bool) -> None:
    assert _answer("frequency", text, "serum", per_week=7).headline.startswith("Yes") is yes


def test_is_it_bad_without_is_no_no_to_the_need() -> None:
    assert _answer("necessity", "is it bad to go without moisturiser", "moisturiser").headline.startswith("Yes")
    assert not _answer("necessity", "can i go without moisturiser", "moisturiser").headline.startswith("Yes")


def test_side_effects_come_first_where_they_are_asked_for() -> None:
    first = KNOWLEDGE.facts("kojic_acid", "caution")[0].says
    given = _answer("effect", "side effects of kojic acid", "kojic_acid")
    assert given.headline == first
    assert first not in given.cautions


def test_what_is_chosen_in_general_fits_the_person_too() -> None:
    text, thing = "which anti-wrinkle cream", "anti_wrinkle_cream"
    assert "retinol of" in _answer("choice", text, thing).headline
    concerns = [name for name, one in KNOWLEDGE.things.items() if one.kind == "concern"]
    for concern in concerns:
        for things in ((thing,), (thing, "retinol", "scrub")):
            given = _answer("choice", text, *things, traits=(concern, "state.pregnant"))
            said = " ".join((given.headline, *given.reasons))
            assert "retinol of" not in said, concern
            assert "retinol for lines" not in said, concern
