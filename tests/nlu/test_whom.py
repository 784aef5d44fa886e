"""Whose state, age and skin a message tells of, and what it denies."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.nlu.reader import Reader


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge)


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("i got pregnant last week, is my baby ok", "state.pregnant"),
        ("im pregnant, is my baby ok after using retinol", "state.pregnant"),
        ("nursing mom here, retinol ok?", "state.breastfeeding"),
        ("my baby is due soon, is retinol ok", "state.pregnant"),
    ],
)
def test_a_state_beside_a_baby_is_the_writers(reader: Reader, text: str, state: str) -> None:
    reading = reader.read(text)
    assert state in {trait.id for trait in reading.traits}
    assert reading.about_self
    assert not reading.whom


@pytest.mark.parametrize(
    "text", ["my sister is pregnant, can she use retinol", "my wife is expecting, can she use retinol"]
)
def test_a_state_of_somebody_else_is_theirs(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert [trait.id for trait in reading.traits] == ["state.pregnant"]
    assert not reading.about_self
    assert reading.whom


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("my daughter (8) wants a sheet mask", True),
        ("my daughter, 8, wants retinol", True),
        ("my son 11 has acne", True),
        ("my daughter 2 wants", True),
        ("20% or 10%? mine is 15", False),
        ("my daughter has 8 masks", False),
        ("my sister (34) has acne", False),
    ],
)
def test_an_age_is_read_behind_who_it_is_of(reader: Reader, text: str, child: bool) -> None:
    assert ("state.child" in {trait.id for trait in reader.read(text).traits}) is child


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("my skin isnt sensitive", ["skin.sensitive"]),
        ("my skin isn't oily", ["skin.oily"]),
        ("my skin is not oily", ["skin.oily"]),
        ("i dont have eczema anymore", ["state.eczema"]),
        ("my eczema is gone since a year", ["state.eczema"]),
        ("my skin isnt as sensitive as hers", []),
        ("i think my eczema is gone", []),
        ("my skin is sensitive", []),
    ],
)
def test_what_is_not_so_or_over_is_denied(reader: Reader, text: str, denied: list[str]) -> None:
    assert reader.read(text).denied == denied


@pytest.mark.parametrize("text", ["i live in a very dry place", "it is a dry climate here"])
def test_a_dry_place_is_no_dry_skin(reader: Reader, text: str) -> None:
    assert "skin.dry" not in {trait.id for trait in reader.read(text).traits}


def test_who_says_they_are_dry_means_their_skin(reader: Reader) -> None:
    assert [trait.id for trait in reader.read("what about me, i'm dry").traits] == ["skin.dry"]
