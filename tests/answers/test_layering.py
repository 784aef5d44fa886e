"""What the steps of an order leave on the skin, as a picture of layers is drawn from it."""

from __future__ import annotations

from bot.answers.context import Context
from bot.answers.layering import session, spoken
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.items import Item, Person


def test_layers_are_what_stays_or_comes_off_again(knowledge: Knowledge, texts: Texts) -> None:
    context = Context(knowledge, texts, Person())
    items = [Item(id="mask.clay"), Item(id="niacinamide", form="serum")]
    steps = spoken(context, session(context, items, "evening"))
    assert [(step.layer, step.comes_off) for step in steps] == [
        ("", False),
        ("clay mask", True),
        ("", False),
        ("niacinamide serum", False),
        ("moisturiser", False),
    ]


def test_an_overnight_mask_is_a_layer_that_stays(knowledge: Knowledge, texts: Texts) -> None:
    context = Context(knowledge, texts, Person())
    steps = spoken(context, session(context, [Item(id="serum"), Item(id="mask.overnight")], "evening"))
    assert (steps[-1].layer, steps[-1].comes_off) == ("overnight mask", False)
