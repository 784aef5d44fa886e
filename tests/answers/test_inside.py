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


@pytest.mark.parametrize("product", sorted(KNOWLEDGE.compound))
def test_a_product_is_judged_by_what_is_in_it(product: str) -> None:
    for state in STATES:
        context = Context(KNOWLEDGE, TEXTS, Person(traits=(state,)))
        question = Question(kind="suitability", things=[Item(id=product)], traits=[state], words=["for", "me"])
        inside = [pair(KNOWLEDGE, Item(id=name), Item(id=state)) for name in KNOWLEDGE.things[product].contains]
        strictest = max((RANK[found.verdict] for found in inside), default=0)
        given = answer(context, question)
        if strictest >= RANK["ask_professional"]:
            assert given.verdict is not None, (product, state)
            assert RANK[given.verdict] >= strictest, (product, state)
