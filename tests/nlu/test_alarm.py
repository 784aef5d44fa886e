"""Which words of alarm are meant as such."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.nlu.alarm import is_slight, of_the_skin
from bot.rules.safety import red_flag


@pytest.mark.parametrize(
    ("text", "slight"),
    [
        ("is it normal that lactic acid stings", True),
        ("retinol burns a bit when i put it on", True),
        ("my vitamin c tingles for a minute", True),
        ("it's just tingling", True),
        ("my moisturiser stings", True),
        ("a slight sting that is gone in seconds", True),
        ("is it normal that my skin burns", False),
        ("it stings a bit and my face is red", False),
        ("it burns a bit more every minutes", False),
        ("it tingles and my lips are swollen", False),
        ("still stings a little since yesterday", False),
        ("my baby's cheek tingles slightly", False),
        ("the acid stings badly", False),
    ],
)
def test_a_slight_tingle_is_told_from_a_burn(text: str, slight: bool) -> None:
    assert is_slight(text.split()) is slight


@pytest.mark.parametrize(
    ("text", "alarming"),
    [
        ("no burning , just my skin is flaking", False),
        ("my face is peeling , it doesn't hurt", False),
        ("my face doesn't burn or itch", False),
        ("no longer burning", False),
        ("my skin is burning , no rash", True),
        ("no idea why my face burns", True),
        ("it is not only itching , my face is burning", True),
        ("not swollen but i can't breathe", True),
    ],
)
def test_what_is_denied_alarms_nobody(knowledge: Knowledge, text: str, alarming: bool) -> None:
    assert bool(red_flag(knowledge, of_the_skin(text.split()))) is alarming


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("my eyelids are a bit puffy the day after a new eye cream", None),
        ("my eyelids went puffy minutes after the cream", "allergic_emergency"),
        ("my eyelids ballooned after the mask", "allergic_emergency"),
    ],
)
def test_lids_that_puff_at_once_are_an_emergency_and_the_next_day_are_not(
    knowledge: Knowledge, text: str, flag: str | None
) -> None:
    found = red_flag(knowledge, of_the_skin(text.split()))
    assert (found.id if found is not None else None) == flag
