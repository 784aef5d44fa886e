"""A second question of a message that adds one thing asks about that thing only."""

from __future__ import annotations

from bot.answers.question import Question
from bot.dialogue.added import only_added
from bot.knowledge.base import Knowledge
from bot.rules.items import Item


def together(*names: str, kind: str = "compatibility") -> Question:
    return Question(kind=kind, things=[Item(id=name) for name in names])


def ids(questions: list[Question]) -> list[list[str]]:
    return [[item.id for item in question.things] for question in questions]


def test_the_added_thing_is_weighed_against_what_it_goes_with_least(knowledge: Knowledge) -> None:
    asked = [together("niacinamide", "retinol"), together("niacinamide", "retinol", "glycolic_acid")]
    assert ids(only_added(knowledge, asked)) == [["niacinamide", "retinol"], ["glycolic_acid", "retinol"]]


def test_other_questions_stay_as_they_are(knowledge: Knowledge) -> None:
    for asked in (
        [together("niacinamide", "retinol"), together("aha", "bha", "vitamin_c")],
        [together("aha", "bha"), together("aha", "bha", "vitamin_c", "retinol")],
        [together("aha", "bha", kind="order"), together("aha", "bha", "vitamin_c")],
        [together("aha", "bha"), together("aha", "bha", "vitamin_c", kind="order")],
        [together("aha"), together("aha", "bha")],
        [together("aha", "bha", "vitamin_c")],
    ):
        assert only_added(knowledge, asked) == asked
