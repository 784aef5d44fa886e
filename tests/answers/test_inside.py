"""What is in a product counts where it is asked whom the product suits."""

from __future__ import annotations

import pytest

from bot.answers.context import Context
from bot.answers.kinds import answer
from bot.answers.question import Question
from bot.answers.texts import load_texts
from bot.knowledge.files import load
from bot.rules.compatibility import RANK, pair
from bot.rules.items import Item, Person
from tests.conftest import ROOT

KNOWLEDGE = load(ROOT / "data/knowledge")
TEXTS = load_texts(ROOT / "data/answers")
STATES = ("state.pregnant", "state.breastfeeding", "state.child", "state.isotretinoin", "state.broken_skin")


def _strictest(product: str, state: str) -> int:
    inside = (pair(KNOWLEDGE, Item(id=name), Item(id=state)) for name in KNOWLEDGE.things[product].contains)
    return max((RANK[found.verdict] for found in inside), default=0)


KEPT = [
    (product, state)
    for product in sorted(KNOWLEDGE.compound)
    for state in STATES
    if _strictest(product, state) >= RANK["ask_professional"]
]


def test_there_are_products_that_hold_something_strict() -> None:
    assert len({product for product, _ in KEPT}) > 40


@pytest.mark.parametrize(("product", "state"), KEPT)
def test_a_product_is_judged_by_what_is_in_it(product: str, state: str) -> None:
    context = Context(KNOWLEDGE, TEXTS, Person(traits=(state,)))
    given = answer(
        context, Question(kind="suitability", things=[Item(id=product)], traits=[state], words=["for", "me"])
    )
    assert given.verdict is not None
    assert RANK[given.verdict] >= _strictest(product, state)
