"""What a product of the shop was taken for: an answer about it rests on that."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.texts import capital
from bot.rules.items import Item

_TOLD = 4
"""Actives that are named."""


def with_products(context: Context, items: Sequence[Item], given: Answer) -> Answer:
    """The answer with what each product in it is and holds, so that the person can see whether that is right."""
    known = [item for item in dict.fromkeys(items) if item.product and item.id in context.knowledge.things]
    told = [_told(context, item) for item in known]
    if not told or given.asks_back:
        return given
    return msgspec.structs.replace(given, reasons=(*told, *given.reasons))


def _told(context: Context, item: Item) -> str:
    kind = context.noun(msgspec.structs.replace(item, product="", contains=()))
    names = [context.knowledge.things[active].name for active in item.contains if active in context.knowledge.things]
    key = "holds_nothing_known" if not names else "holds_more" if len(names) > _TOLD else "holds"
    actives = context.joined(names) if len(names) <= _TOLD else ", ".join(names[:_TOLD])
    return context.texts.say(f"product.{key}", product=capital(item.product), kind=kind, actives=actives)
