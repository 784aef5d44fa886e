"""What is named with a product: what it holds, what it is free of, for whom it is. No model takes part."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.nlu.by_things import in_a_product
from bot.nlu.reader import Reader


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge)


def test_the_oil_that_is_chosen_is_a_face_oil(reader: Reader) -> None:
    assert [mention.id for mention in reader.read("which oil for a parched face").things] == ["face_oil"]
    assert [mention.id for mention in reader.read("what oil does my greasy nose produce").things] == []


def test_of_a_perfumed_product_the_perfume_is_asked_about(reader: Reader) -> None:
    assert [mention.id for mention in in_a_product(reader.read("a cleanser with perfume").things)] == ["fragrance"]
    assert [mention.id for mention in in_a_product(reader.read("retinol and a cleanser").things)] == [
        "retinol",
        "cleanser",
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("perfume-free cleanser for my face", ["cleanser"]),
        ("silicone free toner", ["toner"]),
        ("perfume free", ["fragrance"]),
        ("toner free of perfume", ["toner", "fragrance"]),
    ],
)
def test_what_a_product_is_free_of_is_not_named(reader: Reader, text: str, named: list[str]) -> None:
    assert [mention.id for mention in reader.read(text).things] == named


@pytest.mark.parametrize("text", ["creams for dry, sensitive skin", "i have dry sensitive skin"])
def test_two_adjectives_before_skin_are_both_meant(reader: Reader, text: str) -> None:
    assert len({trait.id for trait in reader.read(text).traits}) == 2
