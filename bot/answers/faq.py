"""The questions of the founding documents, and of general care, that are no kind of their own."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question
from bot.knowledge.model import Fact

_DEPENDS = "It depends"
"""How an entry begins that has an answer for each of several needs."""


def answer(context: Context, question: Question) -> Answer:
    """The facts of the entry; `question.kind` is `faq/<id>`."""
    entry = context.knowledge.faq[question.kind.split("/", 1)[1]]
    facts = _led_by_need(context, question, entry.facts)
    return context.from_facts(question.kind, facts, items=question.things, suggestions=entry.suggestions)


def _led_by_need(context: Context, question: Question, facts: Sequence[Fact]) -> list[Fact]:
    """The facts of an entry on which it depends, the one that names what somebody wants help with first."""
    things = context.knowledge.things
    needs = [things[trait] for trait in question.traits if things[trait].kind in ("concern", "skin")]
    if not needs or not facts[0].says.startswith(_DEPENDS):
        return list(facts)
    names = [name.lower() for need in needs for name in (need.name, *need.aliases)]
    return sorted(facts, key=lambda fact: not any(name in fact.says.lower() for name in names))
