"""Reports of skin that reacts, beside what was talked of."""

from __future__ import annotations

import pytest

from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.refocusing import SORE
from bot.dialogue.reports import in_context, leaves_sore
from bot.knowledge.base import Knowledge
from bot.rules.items import Item

_RETINOL = [Item(id="retinol")]


@pytest.mark.parametrize(
    ("kind", "said", "focus", "becomes"),
    [
        ("walk_next", "i washed it off already", Focus(traits=[SORE], kind="reaction"), "reaction"),
        ("walk_next", "i washed it off already", Focus(), "walk_next"),
        ("unsure", "for a few seconds", Focus(kind="reaction"), "faq/slight_sting"),
        ("unsure", "for a few hours", Focus(kind="reaction"), "unsure"),
        ("reaction", "what if it peels", Focus(things=_RETINOL), "faq/retinoid_first_weeks"),
        ("reaction", "what if it stings", Focus(), "faq/reaction_general"),
        ("reaction", "my skin is peeling a lot", Focus(things=_RETINOL), "faq/retinoid_first_weeks"),
        ("reaction", "my skin is peeling and burns", Focus(things=_RETINOL), "reaction"),
        ("reaction", "my skin is peeling a lot", Focus(things=_RETINOL, traits=[SORE]), "reaction"),
        ("reaction", "my skin is peeling a lot", Focus(things=[Item(id="niacinamide")]), "reaction"),
        ("reaction", "i tried it once but it irritated me", Focus(things=_RETINOL), "faq/retinoid_sore_return"),
        ("reaction", "i tried it yesterday and it irritated me", Focus(things=_RETINOL), "reaction"),
    ],
)
def test_what_was_talked_of_makes_another_question(
    knowledge: Knowledge, kind: str, said: str, focus: Focus, becomes: str
) -> None:
    assert in_context(knowledge, Question(kind=kind, words=said.split()), focus).kind == becomes


def test_an_emergency_stays_one(knowledge: Knowledge) -> None:
    raised = Question(kind="red_flag", flag="allergic_emergency", words=["what", "if", "my", "throat", "swells"])
    assert in_context(knowledge, raised, Focus(things=_RETINOL)) == raised


def test_something_in_the_eye_leaves_skin_as_it_was() -> None:
    assert not leaves_sore(Question(kind="red_flag", flag="in_the_eye"))
    assert leaves_sore(Question(kind="red_flag", flag="burning_now"))
    assert leaves_sore(Question(kind="reaction"))
