"""Masks that share one word for `mask`."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.nlu.reader import Reader


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge)


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("can i use both a sheet and a clay mask", ["mask.sheet", "mask.clay"]),
        ("are peel off or clay masks better", ["mask.peel_off", "mask.clay"]),
        ("compare clay, sheet, gel and overnight masks", ["mask.clay", "mask.sheet", "mask.gel", "mask.overnight"]),
        ("gel or cream mask for dry skin", ["mask.gel", "mask.cream"]),
        ("a clay mask or a sheet for tonight", ["mask.clay", "mask.sheet"]),
        ("is a clay mask better than a sheet mask", ["mask.clay", "mask.sheet"]),
        ("can i use serum, sheet mask and moisturiser", ["serum", "mask.sheet", "moisturiser"]),
        ("can i use vitamin c and a clay mask", ["vitamin_c", "mask.clay"]),
        ("do i use cream and a clay mask", ["mask.clay"]),
        ("cleansing gel or clay mask", ["cleanser", "mask.clay"]),
        ("i slept on clean sheets, clay mask before", ["mask.clay"]),
    ],
)
def test_each_mask_of_a_row_is_read(reader: Reader, text: str, things: list[str]) -> None:
    assert [mention.id for mention in reader.read(text).things] == things
