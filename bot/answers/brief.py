"""Several answers to one message: each says what was asked, and little beside it but every caution, so that all of it
is read."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.answer import Answer
from bot.answers.texts import Texts

_FEW = 2
"""Answers from which each has room for a reason and more; beyond them for one alone."""
_SHORT = 120
"""Characters of a headline that wants a reason beside it even where there is little room."""
_LAID_OUT = ("routine", "walk", "label")
"""Kinds whose steps are the answer."""
_TWO = 2
"""Things whose order the headline tells."""


def brief(texts: Texts, answers: Sequence[Answer]) -> list[Answer]:
    """The answers to one message, each shortened where there are several. One alone stays as it is."""
    if len(answers) == 1:
        return list(answers)
    shortened: list[Answer] = []
    for given in answers:
        leads = _unsaid(given, shortened)
        if leads is None:
            continue
        steps = given.steps if given.kind in _LAID_OUT or len(given.about) > _TWO else ()
        few = len(answers) <= _FEW
        shortened.append(
            msgspec.structs.replace(
                leads,
                headline=_without_offer(texts, leads.headline),
                reasons=leads.reasons[: 2 if few else int(len(leads.headline) < _SHORT)],
                steps=steps,
                sources=leads.sources[: 2 if few else 1],
            )
        )
    return shortened


def _unsaid(given: Answer, before: Sequence[Answer]) -> Answer | None:
    """The answer, led by its first reason where an answer above it begins with the same words; None if that is all."""
    if all(given.headline != other.headline for other in before):
        return given
    if not given.reasons:
        return None
    return msgspec.structs.replace(given, headline=given.reasons[0], reasons=given.reasons[1:])


def _without_offer(texts: Texts, headline: str) -> str:
    """What is not ours, without the offer of what is: it stands beside an answer."""
    return headline.removesuffix(texts.say("smalltalk.offer")).rstrip()
