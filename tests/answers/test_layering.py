"""What the steps of an order leave on the skin, as a picture of layers is drawn from it."""

from __future__ import annotations

from bot.answers.context import Context
from bot.answers.layering import order, session, spoken
from bot.answers.question import Question
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


def test_oil_and_sunscreen_each_have_their_time_of_day(knowledge: Knowledge, texts: Texts) -> None:
    context = Context(knowledge, texts, Person())
    items = [Item(id=name) for name in ("squalane", "moisturiser", "sunscreen")]
    given = order(context, Question(kind="order", things=items))
    morning, evening = (step.text for step in given.steps)
    assert "squalane" not in morning
    assert morning.index("moisturiser") < morning.index("sunscreen")
    assert "sunscreen" not in evening
    assert evening.index("moisturiser") < evening.index("squalane")
    assert any("sunscreen slides" in reason for reason in given.reasons)
    asked = order(context, Question(kind="order", things=items, moment="morning"))
    assert any("squalane" in step.text for step in asked.steps)
