"""The shop's own products in what visitors write: found by their names, and never instead of ordinary words."""

from __future__ import annotations

import csv
import os
import random
import re
import time
from collections import Counter
from pathlib import Path

import pytest

from bot.knowledge.base import Knowledge
from bot.nlu.clauses import clauses
from bot.nlu.products import Index
from bot.nlu.reader import Reader, clean
from bot.nlu.recognition import recognise
from bot.nlu.shop import Shop, note, ordinary_words, said
from bot.rules.product import Product
from tests.conftest import training_examples

FEED = Path(os.environ["LAMELLA_DATA"]) / "data/products.csv" if "LAMELLA_DATA" in os.environ else None
needs_data = pytest.mark.skipif(FEED is None, reason="LAMELLA_DATA is not set: the product feed is elsewhere")

NAMES = (
    ("Lumo Hydra Glow Clay Mask 50ml", "mask.clay", ("kaolin",)),
    ("Lumo Night Fjord Serum 30ml", "serum", ("retinol",)),
    ("Lumo Night Fjord Eye Cream 15ml", "eye_cream", ("peptide",)),
    ("Lumo Quenchberry Toner", "toner", ("glycolic_acid",)),
    ("Zorbina Hydrating Mask", "mask.hydrating", ("hyaluronic_acid",)),
    ("Hydrating Mask", "mask.hydrating", ()),
    ("Vitamin C Serum", "serum", ("vitamin_c",)),
    ("Zorbina Calm Veil Serum 30ml", "serum", ("niacinamide",)),
    ("Zorbina Calm Veil Serum 50ml", "serum", ("niacinamide", "panthenol")),
    ("Zorbina Bath Salt", "", ()),
)
PRODUCTS = [Product(name=name, kind=kind, actives=actives) for name, kind, actives in NAMES]


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    counted = Counter(word for _, text in training_examples() for word in re.findall(r"[a-z]+", text.lower()))
    return Reader(knowledge, [word for word, count in counted.items() if count > 2])


@pytest.fixture(scope="module")
def shop(reader: Reader) -> Shop:
    found = Shop()
    found.read_with(reader)
    found.stock(PRODUCTS)
    return found


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("is your hydra glow mask ok with my retinol?", ["Lumo Hydra Glow Clay Mask"]),
        ("LUMO HYDRA GLOW CLAY MASK 50ML and a serum", ["Lumo Hydra Glow Clay Mask"]),
        ("is my hydra golw clay mask ok", ["Lumo Hydra Glow Clay Mask"]),
        ("my hydraglow mask", ["Lumo Hydra Glow Clay Mask"]),
        ("quenchbery toner after the lumo hydra glow mask", ["Lumo Quenchberry Toner", "Lumo Hydra Glow Clay Mask"]),
        ("night fjord serum and night fjord eye cream", ["Lumo Night Fjord Serum", "Lumo Night Fjord Eye Cream"]),
        ("the zorbina hydrating mask, how often", ["Zorbina Hydrating Mask"]),
        ("is a hydrating mask good for dry skin", []),
        ("can i use a vitamin c serum at night", []),
        ("what glows at night", []),
        ("is lumo any good", []),
        ("lumo night fjord", []),  # A serum or an eye cream: nobody can know.
        ("lumo hydra glow serum", []),  # There is none.
        ("bath salt", []),
    ],
)
def test_a_product_is_found_by_what_names_it_and_nothing_else(shop: Shop, text: str, names: list[str]) -> None:
    assert [found.product.name for found in shop.find(text)] == names


def test_of_two_sizes_the_one_said_counts_and_else_what_either_holds(shop: Shop) -> None:
    (small,) = shop.find("zorbina calm veil serum 30ml")
    (any_size,) = shop.find("the zorbina calm veil serum")
    assert small.product.actives == ("niacinamide",)
    assert set(any_size.product.actives) == {"niacinamide", "panthenol"}


def test_a_product_stands_in_a_sentence_as_what_it_is(shop: Shop, reader: Reader, knowledge: Knowledge) -> None:
    found = said(shop, knowledge, "is my hydra glow mask ok? and can i use lumo night fjord serum in the morning?")
    assert found.text == "is my clay mask ok? and can i use serum in the morning?"
    first, second = (note(reader.read(part), part, found) for part in clauses(found.text))
    assert [(one.id, one.product, one.contains) for one in first.things] == [
        ("mask.clay", "Lumo Hydra Glow Clay Mask", ["kaolin"])
    ]
    assert [(one.id, one.product, one.contains) for one in second.things] == [
        ("serum", "Lumo Night Fjord Serum", ["retinol"])
    ]
    assert second.moment == "morning"


def test_a_product_of_no_known_kind_is_named_as_unknown(shop: Shop, reader: Reader, knowledge: Knowledge) -> None:
    found = said(shop, knowledge, "is my zorbina bath salt ok with retinol")
    assert note(reader.read(found.text), found.text, found).unknown == ["Zorbina Bath Salt"]


@pytest.mark.parametrize(
    ("name", "sort", "ingredients", "kind", "actives"),
    [
        ("Lumo Glow Mask", "Face Mask", "Aqua, Kaolin, Glycerin", "mask", {"kaolin"}),
        ("Lumo Bubble Mask", "", "", "mask.bubble", set()),
        ("Lumo Eye Patches", "Mask", "", "mask.eye", set()),
        ("Lumo Foot Mask", "Mask", "Aqua, Urea", "", set()),
        ("Lumo Bath Soak", "Bath", "Aqua, Glycolic Acid", "", set()),
        ("Lumo Retinol Serum", "Serum", "", "serum", {"retinol"}),
        ("Lumo Alcohol-Free Tonic", "Toner", "Aqua, Glycerin", "toner", {"glycerin"}),
        ("Lumo Tonic", "Toner", "Aqua, Glycolic Acid, Glycerin", "exfoliating_toner", {"glycolic_acid"}),
        ("Lumo Day Cream SPF 30", "Moisturiser", "", "sunscreen", set()),
        ("Lumo Oil-Free Lotion", "", "", "moisturiser", set()),
        ("Lumo Fruit Peel", "Peel", "Aqua, Lactic Acid, Mandelic Acid", "mask.exfoliating", {"lactic_acid"}),
        ("Lumo Lip Balm", "Balm", "", "moisturiser", set()),
    ],
)
def test_a_feeds_row_becomes_what_its_words_say(
    reader: Reader, name: str, sort: str, ingredients: str, kind: str, actives: set[str]
) -> None:
    product = recognise(reader, name=name, sort=sort, ingredients=ingredients)
    assert product.kind == kind
    assert actives <= set(product.actives)
    assert product.actives if actives else "retinol" not in product.actives
    assert "alcohol_denat" not in product.actives


def test_what_stings_most_is_told_first(reader: Reader) -> None:
    product = recognise(reader, name="Lumo Serum", ingredients="Aqua, Glycerin, Panthenol, Retinol, Parfum")
    assert product.actives[0] == "retinol"


def real_products(reader: Reader) -> list[Product]:
    assert FEED is not None
    with FEED.open(encoding="utf-8") as file:
        return [
            recognise(reader, name=row["product_name"], sort=row["product_type"], ingredients=row["clean_ingreds"])
            for row in csv.DictReader(file)
        ]


@needs_data
def test_a_hundred_real_products_are_found_by_three_ways_of_naming_each(reader: Reader) -> None:
    """Full, shortened as far as nothing else is called so, and with one slip."""
    products = real_products(reader)
    index = Index(products, ordinary_words(reader), reader.spelling.repaired)
    cores = {entry.product.name: entry.core for entry in index.entries}
    chance = random.Random(20)
    right = {"full": 0, "shortened": 0, "slip": 0}
    for product in chance.sample(products, 100):
        core = cores[product.name]
        for way, name in (("full", product.name), ("shortened", _short(core, cores)), ("slip", _slip(core, chance))):
            found = index.find(clean(f"is my {name.lower()} ok with retinol?"))
            right[way] += [one.product.name for one in found] == [core]
    assert min(right.values()) >= 95, right


@needs_data
def test_a_message_costs_no_more_than_a_millisecond_with_the_whole_feed(reader: Reader) -> None:
    index = Index(real_products(reader), ordinary_words(reader), reader.spelling.repaired)
    texts = [clean(text) for _, text in training_examples()[:2000]]
    best = min(_seconds(index, texts) for _ in range(3))
    assert best / len(texts) < 0.001


def _seconds(index: Index, texts: list[str]) -> float:
    began = time.process_time()
    for text in texts:
        index.find(text)
    return time.process_time() - began


def _short(core: str, cores: dict[str, str]) -> str:
    words = core.split()
    for count in range(min(len(words), max(3, round(len(words) * 0.6))), len(words)):
        said_words = set(re.findall(r"[^\W_]+", " ".join(words[:count]).lower()))
        others = {one for one in cores.values() if said_words <= set(re.findall(r"[^\W_]+", one.lower()))}
        ends_well = words[count - 1].lower() not in ("and", "&", "with", "of")
        if ends_well and {one.lower() for one in others} == {core.lower()}:
            return " ".join(words[:count])
    return core


def _slip(core: str, chance: random.Random) -> str:
    """The name with two letters of its longest word swapped, one left out, or one doubled."""
    words = core.split()
    at = max(range(len(words)), key=lambda place: len(words[place]) * words[place].isalpha())
    word = words[at]
    place = chance.randrange(1, max(2, len(word) - 1))
    how = chance.randrange(3)
    swapped = word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]
    words[at] = (word[:place] + word[place + 1 :], word[:place] + word[place] + word[place:], swapped)[how]
    return " ".join(words)
