"""`can I use X` is weighed against what is in use."""

from __future__ import annotations

import pytest

from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.weighing import with_what_is_in_use
from bot.knowledge.base import Knowledge
from bot.rules.items import Item

_RETINOL = Item(id="retinol", form="serum")


def _asked(thing: str, words: str, **told: object) -> Question:
    return Question(kind="suitability", things=[Item(id=thing, name=thing)], words=words.split(), **told)  # type: ignore[arg-type]


def test_what_shares_no_session_with_what_is_in_use_is_asked_of_both(knowledge: Knowledge) -> None:
    question = with_what_is_in_use(knowledge, _asked("glycolic_acid", "can i use glycolic acid"), [_RETINOL], Focus())
    assert question.kind == "compatibility"
    assert [item.id for item in question.things] == ["retinol", "glycolic_acid"]


def test_the_strictest_of_all_in_use_is_weighed(knowledge: Knowledge) -> None:
    used = [Item(id="niacinamide"), Item(id="tretinoin"), Item(id="vitamin_c")]
    question = with_what_is_in_use(knowledge, _asked("mask.exfoliating", "can i use an acid mask"), used, Focus())
    assert [item.id for item in question.things] == ["tretinoin", "mask.exfoliating"]


@pytest.mark.parametrize(
    ("question", "focus"),
    [
        (_asked("niacinamide", "can i use niacinamide"), Focus()),
        (_asked("retinol", "can i use retinol"), Focus()),
        (_asked("glycolic_acid", "glycolic acid"), Focus()),
        (_asked("glycolic_acid", "can she use glycolic acid", whom="she"), Focus()),
        (_asked("glycolic_acid", "can i use glycolic acid"), Focus(whom="sister")),
        (_asked("glycolic_acid", "can i use glycolic acid", traits=["state.pregnant"]), Focus()),
    ],
)
def test_any_other_question_stays_what_it_is(knowledge: Knowledge, question: Question, focus: Focus) -> None:
    assert with_what_is_in_use(knowledge, question, [_RETINOL], focus) == question


def test_wax_with_a_retinoid_in_use_is_answered_for_that(knowledge: Knowledge) -> None:
    wax = Question(kind="faq/wax_skin_off", words=["can", "i", "wax", "my", "lip"])
    assert with_what_is_in_use(knowledge, wax, [_RETINOL], Focus()).kind == "faq/waxing"
    assert with_what_is_in_use(knowledge, wax, [Item(id="niacinamide")], Focus()) == wax
