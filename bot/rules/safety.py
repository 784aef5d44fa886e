"""Red flags: reports that need help rather than an answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal, NamedTuple

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.model import RedFlag
from bot.rules.items import NOBODY, Person

Level = Literal["emergency", "urgent", "stop"]
LEVELS: tuple[Level, ...] = ("emergency", "urgent", "stop")
"""From the most to the least urgent: call for help now; be seen the same day; stop, and watch it."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W\d_]+)?")


class Safety(msgspec.Struct, frozen=True, kw_only=True):
    """What a report raises. `level` is at least that of the flag; `because_of` are the states that made it stricter."""

    flag: RedFlag
    level: Level
    because_of: tuple[str, ...] = ()


def safety(knowledge: Knowledge, report: str, person: Person = NOBODY) -> Safety | None:
    """What a report in a person's own words raises, for that person; None where it raises nothing."""
    flag = red_flag(knowledge, _WORD.findall(report.lower().replace("’", "'")))
    return None if flag is None else for_person(flag, person)


def for_person(flag: RedFlag, person: Person) -> Safety:
    """A flag for a person: what could wait is urgent for those who must not wait with it."""
    because_of = tuple(trait for trait in person.traits if trait in flag.urgent_for)
    return Safety(
        flag=flag, level="urgent" if because_of and flag.level == "stop" else flag.level, because_of=because_of
    )


def red_flag(knowledge: Knowledge, words: Sequence[str]) -> RedFlag | None:
    """The most urgent red flag that the words of a message raise, or None.

    `words` are lower-case; a pattern's words must all occur, `a|b` is either, and `word*` is any word that begins so.
    `!a|b` must not be said.
    """
    said = set(words)
    raised = [flag for flag in knowledge.red_flags if any(_all_said(pattern, said) for pattern in flag.any_of)]
    return min(raised, key=lambda flag: LEVELS.index(flag.level), default=None)


def _all_said(pattern: str, said: set[str]) -> bool:
    return all(
        (not word.exact.isdisjoint(said) or (bool(word.begins) and any(one.startswith(word.begins) for one in said)))
        != word.absent
        for word in _parsed(pattern)
    )


class _Word(NamedTuple):
    """A place of a pattern: words of which one must be said, or none if `absent`, and beginnings of such words."""

    absent: bool
    exact: frozenset[str]
    begins: tuple[str, ...]


@cache
def _parsed(pattern: str) -> tuple[_Word, ...]:
    words = []
    for alternative in pattern.split():
        either = alternative.lstrip("!").split("|")
        words.append(
            _Word(
                absent=alternative.startswith("!"),
                exact=frozenset(word for word in either if not word.endswith("*")),
                begins=tuple(word[:-1] for word in either if word.endswith("*")),
            )
        )
    return tuple(words)
