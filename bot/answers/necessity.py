"""Whether one needs a thing: in general, after another, or for a skin or concern."""

from __future__ import annotations

import msgspec

from bot.answers import for_product
from bot.answers.answer import Answer, citations
from bot.answers.context import Context
from bot.answers.definition import nothing_known, nothing_named
from bot.answers.question import Question
from bot.knowledge.model import Interaction
from bot.rules.compatibility import pair
from bot.rules.items import Item

_PLACES = frozenset(("after", "over", "under", "underneath", "following", "beneath", "before"))
"""Words by which a thing has its place beside another."""


def necessity(context: Context, question: Question) -> Answer:
    """Whether one needs it."""
    items = question.things
    if not items:
        return nothing_named(context, question)
    facts = [fact for item in items[:2] for fact in context.facts(item, "necessity")[: 3 - len(items[:2])]]
    facts += context.facts(items[0], "effect")[:1]
    facts[1:1] = for_product.fitting_on_both(context, items[0], for_product.for_whom(context, question))[:1]
    if not facts:
        return nothing_known(context, question)
    following = "definition.next_mask" if context.knowledge.is_a(items[0].id, "mask") else "definition.next"
    told = context.from_facts(
        "necessity", facts, items=items, suggestions=context.texts.all(following, thing=context.noun(items[0]))
    )
    rule = pair(context.knowledge, items[0], items[1]).rule if len(items) > 1 else _placed_beside(context, question)
    if rule is None:
        return told
    if len(items) == 1:
        # `do I need moisturiser after an overnight mask`: just that, and not whether skin needs moisturiser at all.
        said = [line for line in (rule.do, *(fact.says for fact in context.facts(items[0], "effect")[:1])) if line]
        sources = citations(context.knowledge, [rule])
        return msgspec.structs.replace(
            told, headline=rule.says, reasons=tuple(said), sources=sources, decided_by=(rule.id,)
        )
    # `do I need a serum if I use a cream`: also how the two stand to each other.
    reasons = tuple(dict.fromkeys((rule.says, *told.reasons)))
    return msgspec.structs.replace(told, reasons=reasons, decided_by=(rule.id,))


def _placed_beside(context: Context, question: Question) -> Interaction | None:
    """The rule for the thing needed and the mask or product after or under which it is; None where none is named."""
    if _PLACES.isdisjoint(question.words):
        return None
    things = context.knowledge.things
    placed = (name for name in question.beside if name in things and things[name].kind in ("mask", "product"))
    other = next(placed, None)
    return pair(context.knowledge, question.things[0], Item(id=other)).rule if other else None
