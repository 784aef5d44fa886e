"""A sentence that says an earlier one again is told from one that has something new."""

from __future__ import annotations

import pytest

from bot.answers.likeness import once, repeats

SAID = (
    "Creams with urea, lactic acid or salicylic acid loosen the plugs.",
    "Take one of them once a day after showering, for about 12 weeks.",
)


@pytest.mark.parametrize(
    ("sentence", "again"),
    [
        ("Urea, lactic acid or salicylic acid in a cream loosens the plugs within 12 weeks.", True),
        ("Urea, lactic acid or salicylic acid in a cream loosens the plugs within 8 weeks.", False),
        ("Hard scrubbing, picking and hot water make the bumps red and sore.", False),
        ("Creams loosen plugs.", False),
    ],
)
def test_what_is_said_again_and_what_is_new(sentence: str, again: bool) -> None:
    assert repeats(sentence, SAID, 0.7) is again


def test_what_another_sentence_begins_with_is_not_said_beside_it() -> None:
    said = ("Leave it out.", "Leave it out; ask first.", "Leave it outside.", "Leave it out.")
    assert once(said) == ("Leave it out; ask first.", "Leave it outside.")
