"""A shop's feed in its visitors' mouths, by the way that every message goes: each product is found by its name, however
it is said, and a mask with a serum gets the verdict that what is in them calls for.
"""

from __future__ import annotations

import asyncio
import random
from itertools import product as pairs
from typing import Any

import pytest

from bot.feeds.feed import read
from bot.feeds.row import Row
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Verdict
from bot.nlu.products import Index
from bot.nlu.reader import Reader
from bot.nlu.recognition import recognise
from bot.nlu.shop import SHOP, ordinary_words
from bot.rehearsal import say
from bot.rules.compatibility import RANK, compatibility
from bot.rules.items import Item
from bot.rules.product import Product
from tests.nlu.test_products import FEED, _short, _slip, needs_data

pytestmark = needs_data


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge)


@pytest.fixture(scope="module")
def products(reader: Reader, agent: Any) -> Any:
    """The feed's products, known to the bot in this process."""
    assert FEED is not None
    rows = [row for row in read(FEED).rows if isinstance(row, Row)]
    found = [
        recognise(reader, name=row.name, brand=row.brand, sort=row.sort, ingredients=row.ingredients) for row in rows
    ]
    SHOP.stock(found)
    yield found
    SHOP.stock([])


def named(agent: Any, text: str) -> list[str]:
    """The products that the questions of a message are about."""
    parsed = asyncio.run(agent.parse_message(text))
    things = [thing for asked in parsed["questions"] for thing in asked.get("things", ())]
    return list(dict.fromkeys(thing["product"] for thing in things if thing.get("product")))


def test_a_hundred_products_are_found_in_chat_by_three_ways_of_naming_each(
    agent: Any, products: list[Product], reader: Reader
) -> None:
    index = Index(products, ordinary_words(reader), reader.spelling.repaired)
    cores = {entry.product.name: entry.core for entry in index.entries}
    chance = random.Random(100)
    missed: dict[str, list[str]] = {"full": [], "shortened": [], "slip": []}
    known = [one for one in products if one.kind]
    for one in chance.sample(known, 100):
        core = cores[one.name]
        for way, name in (("full", one.name), ("shortened", _short(core, cores)), ("slip", _slip(core, chance))):
            if named(agent, f"how often can i use the {name.lower()}?") != [core]:
                missed[way].append(name)
    print({way: 100 - len(names) for way, names in missed.items()})
    assert max(map(len, missed.values())) <= 5, missed


def test_a_mask_with_a_serum_gets_the_verdict_that_their_actives_call_for(
    agent: Any, products: list[Product], knowledge: Knowledge
) -> None:
    chance = random.Random(60)
    masks = [one for one in products if one.kind.startswith("mask") and one.actives]
    serums = [one for one in products if one.kind == "serum" and one.actives]
    milder, compared = [], 0
    for number in range(60):
        mask, serum = chance.choice(masks), chance.choice(serums)
        text = f"can i use {mask.name.lower()} and {serum.name.lower()} on the same day?"
        answers = [reply["answer"] for reply in asyncio.run(say(agent, text, f"pair-{number}"))]
        verdicts = [answer["verdict"] for answer in answers if answer and answer.get("verdict")]
        both = pairs(mask.actives, serum.actives)
        called_for = max((_verdict(knowledge, one, other) for one, other in both), key=lambda verdict: RANK[verdict])
        compared += RANK[called_for] > RANK["no_rule"]
        if not verdicts or max(RANK[verdict] for verdict in verdicts) < RANK[called_for]:
            milder.append((text, verdicts, called_for))
    print(f"{60 - len(milder)} of 60, of which {compared} ask for more than an order")
    assert compared >= 10
    assert milder == []


def _verdict(knowledge: Knowledge, one: str, other: str) -> Verdict:
    """What a rule says of two actives; `yes` where none does, so that it asks for nothing."""
    found = compatibility(knowledge, [Item(id=one), Item(id=other)])
    return found.verdict if found.rules and found.verdict != "no_rule" else "yes"
