"""Red flags: reports that need help rather than an answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.knowledge.base import Knowledge
from bot.knowledge.model import RedFlag

LEVELS = ("emergency", "urgent", "stop")


def red_flag(knowledge: Knowledge, words: Sequence[str]) -> RedFlag | None:
    """The most urgent red flag that the words of a message raise, or None.

    `words` are lower-case; a pattern's words must all occur, `a|b` is either, and `word*` is any word that begins so.
    """
    said = set(words)
    raised = [flag for flag in knowledge.red_flags if any(_all_said(pattern, said) for pattern in flag.any_of)]
    return min(raised, key=lambda flag: LEVELS.index(flag.level), default=None)


def _all_said(pattern: str, said: set[str]) -> bool:
    return all(any(_is_said(word, said) for word in alternative.split("|")) for alternative in pattern.split())


def _is_said(word: str, said: set[str]) -> bool:
    if word.endswith("*"):
        return any(candidate.startswith(word[:-1]) for candidate in said)
    return word in said
