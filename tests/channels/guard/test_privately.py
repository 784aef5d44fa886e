"""The log knows neither who somebody is nor what they wrote."""

from __future__ import annotations

from bot.channels.guard.privately import pseudonym
from bot.framework.logs import where


def test_a_pseudonym_is_the_same_for_the_same_person_and_does_not_name_them() -> None:
    assert pseudonym("ann") == pseudonym("ann") != pseudonym("ben")
    assert "ann" not in pseudonym("ann")
    assert pseudonym("ann", b"1" * 32) == pseudonym("ann", b"1" * 32) != pseudonym("ann", b"2" * 32)
    assert pseudonym("\ud83d")


def test_an_error_is_told_with_its_place_and_without_its_message() -> None:
    try:
        int("my rash itches")
    except ValueError as problem:
        told = where(problem)
    assert told.startswith("ValueError\n")
    assert "test_privately.py" in told
    assert "rash" not in told.replace('int("my rash itches")', "")
