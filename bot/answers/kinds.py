"""Which function answers which kind of question."""

from __future__ import annotations

from collections.abc import Callable

from bot.answers import (
    choice,
    compatibility,
    definition,
    faq,
    frequency,
    layering,
    routine,
    safety,
    smalltalk,
)
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question

ANSWERS: dict[str, Callable[[Context, Question], Answer]] = {
    "compatibility": compatibility.answer,
    "order": layering.order,
    "usage": layering.usage,
    "wait": layering.wait,
    "frequency": frequency.answer,
    "duration": frequency.answer,
    "time_of_day": frequency.answer,
    "results": frequency.answer,
    "choice": choice.choice,
    "suitability": choice.suitability,
    "comparison": choice.comparison,
    "necessity": choice.necessity,
    "definition": definition.definition,
    "effect": definition.effect,
    "routine": routine.answer,
    "red_flag": safety.red_flag,
    "reaction": safety.reaction,
    "medical": safety.medical,
}
SMALL_TALK = (
    "greet",
    "goodbye",
    "thanks",
    "affirm",
    "deny",
    "help",
    "bot_challenge",
    "insult",
    "human",
    "unsure",
    "out_of_scope",
    "nonsense",
)


def answer(context: Context, question: Question) -> Answer:
    """The answer to one question of a kind that needs no conversation. Raises KeyError for another kind."""
    if question.kind.startswith("faq/"):
        return faq.answer(context, question)
    if question.kind in SMALL_TALK:
        return smalltalk.answer(context, question)
    return ANSWERS[question.kind](context, question)
