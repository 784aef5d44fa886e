"""The questions of the founding documents, and of general care, that are no kind of their own."""

from __future__ import annotations

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question


def answer(context: Context, question: Question) -> Answer:
    """The facts of the entry; `question.kind` is `faq/<id>`."""
    entry = context.knowledge.faq[question.kind.split("/", 1)[1]]
    return context.from_facts(question.kind, entry.facts, items=question.things, suggestions=entry.suggestions)
