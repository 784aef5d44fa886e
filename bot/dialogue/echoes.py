"""Advice that was given a moment ago is not given again with the next answer."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

import msgspec

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.dialogue.focus import Focus

_ADVICE = ("choice", "routine", "tell")
"""Kinds of answer that surround what was asked for with general advice."""
_KEPT = 16
"""Sentences that count as said a moment ago: those of two or three answers."""


def said_once(context: Context, answers: Sequence[Answer], focus: Focus) -> tuple[list[Answer], Focus]:
    """The answers without advice that was just given, and the focus that knows what has been said now.

    The first sentence stays, and so does every caution for somebody with a state to be careful of. A source is named
    once, and where two questions of a message come to one answer, so is that.
    """
    careful = any(context.knowledge.things[trait].kind == "state" for trait in context.person.traits)
    told: list[Answer] = []
    for given in answers:
        same = next((at for at, before in enumerate(told) if before.headline == given.headline), None)
        if same is not None:
            cautions = tuple(dict.fromkeys((*told[same].cautions, *given.cautions)))
            told[same] = msgspec.structs.replace(told[same], cautions=cautions)
            continue
        if given.kind in _ADVICE:
            cautions = given.cautions if careful else _new(given.cautions, focus)
            given = msgspec.structs.replace(given, reasons=_new(given.reasons, focus), cautions=cautions)
        by_title = {citation.title: citation for citation in reversed(given.sources)}
        told.append(msgspec.structs.replace(given, sources=tuple(reversed(by_title.values()))))
    now = (sentence for given in told for sentence in (given.headline, *given.reasons, *given.cautions))
    return told, having_said(focus, now)


def having_said(focus: Focus, now: Iterable[str]) -> Focus:
    """The focus that knows what has been said now."""
    return msgspec.structs.replace(focus, said=[*focus.said, *map(_checksum, now)][-_KEPT:])


def was_said(what: str, focus: Focus) -> bool:
    """Whether just that was said a moment ago."""
    return _checksum(what) in focus.said


def _new(sentences: Iterable[str], focus: Focus) -> tuple[str, ...]:
    return tuple(sentence for sentence in sentences if not was_said(sentence, focus))


def _checksum(sentence: str) -> int:
    return zlib.crc32(sentence.encode())
