"""An answer as data, and its plain-text rendering."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Grade, Moment, Verdict

GENERAL = "general"
"""The source of what everyone says and nobody here has looked up; named only where no other stands beside it."""
_MOST_SOURCES = 4
LONGEST = 900
"""Characters of plain text that an answer should not exceed; less important reasons are left out first."""


def room(replies: int) -> int:
    """Characters that each reply to one message may take, whatever door it goes through: together those of one."""
    return LONGEST // max(1, replies)


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """A source as a visitor sees it."""

    title: str
    url: str = ""
    grade: Grade


class AnswerStep(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered step; minutes are (low, high)."""

    text: str
    minutes: tuple[int, int] | None = None
    layer: str = ""
    """What the step leaves on the skin, by name; empty for washing, taking off and devices."""
    comes_off: bool = False
    """Whether that layer is taken off again before the next."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a walkthrough stands: step `at` of `of`, counted from 1."""

    at: int
    of: int
    minutes: tuple[int, int] | None = None


Mark = Literal["retinoid", "acid", "mask"]
"""What a session is marked by in a week."""


class Cell(msgspec.Struct, frozen=True, kw_only=True):
    """What of one's own goes on in one session, in order."""

    names: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    rest: bool = False
    """A rest night: an evening without anything strong, in a week that has others."""


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One day."""

    day: str
    morning: Cell
    evening: Cell


class Week(msgspec.Struct, frozen=True, kw_only=True):
    """Seven rows, Monday first."""

    rows: tuple[Row, ...]
    daily: dict[Moment, tuple[str, ...]]
    """What of one's own is in every morning, and in every evening: the same each day, so nothing to look out for."""

    def cell(self, day: int, moment: Moment) -> Cell:
        """A session; days are counted from 0, Monday."""
        return self.rows[day].morning if moment == "morning" else self.rows[day].evening

    def special(self, row: Row, moment: Moment) -> tuple[str, ...]:
        """What a session has that not every day has at that time."""
        cell = row.morning if moment == "morning" else row.evening
        return tuple(name for name in cell.names if name not in self.daily[moment])


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What is said to a visitor, independent of the door it leaves by."""

    kind: str
    headline: str
    verdict: Verdict | None = None
    reasons: tuple[str, ...] = ()
    steps: tuple[AnswerStep, ...] = ()
    cautions: tuple[str, ...] = ()
    sources: tuple[Citation, ...] = ()
    notes: tuple[str, ...] = ()
    """Said last: the way back to a walkthrough, an offer."""
    asks_back: bool = False
    """It tells nothing but what it would have to know: a nearby fact is better."""
    walk: Place | None = None
    week: Week | None = None
    """What the steps tell day by day, where they are the days of a week."""
    suggestions: tuple[str, ...] = ()
    """Sentences that the visitor could type, shown as buttons."""
    decided_by: tuple[str, ...] = ()
    """Ids of the interactions that decided, for "why" and "says who"."""
    about: tuple[str, ...] = ()
    """Ids of the things that the answer is about."""

    @property
    def layers(self) -> tuple[AnswerStep, ...]:
        """The steps that leave something on the skin, from the skin outwards."""
        return tuple(step for step in self.steps if step.layer)


def citations(knowledge: Knowledge, founded: Iterable[object], most: int = 3) -> tuple[Citation, ...]:
    """The sources of facts and interactions, each once, in the order in which they carry the answer."""
    cited = [(knowledge.sources[name], entry.grade) for entry in founded for name in entry.sources]  # type: ignore[attr-defined]
    found = _each_title_once(Citation(title=source.title, url=source.url, grade=grade) for source, grade in cited)
    general = knowledge.sources.get(GENERAL)
    read = tuple(citation for citation in found if general is None or citation.title != general.title)
    return (read or found)[:most]


def _each_title_once(cited: Iterable[Citation]) -> tuple[Citation, ...]:
    """The citations, of the same source the first."""
    by_title: dict[str, Citation] = {}
    for citation in cited:
        by_title.setdefault(citation.title, citation)
    return tuple(by_title.values())


def with_sentences(
    knowledge: Knowledge, given: Answer, sentences: tuple[str, ...], founded: Iterable[object], at: int
) -> Answer:
    """The answer with sentences more at place `at` of its reasons, and with the sources of what they rest on."""
    sources = _each_title_once((*given.sources, *citations(knowledge, founded)))
    reasons = (*given.reasons[:at], *sentences, *given.reasons[at:])
    return msgspec.structs.replace(given, reasons=reasons, sources=sources[:_MOST_SOURCES])


def plain_text(answer: Answer, *, source: str, evidence: dict[str, str], longest: int = LONGEST) -> str:
    """The answer as plain text. `source` is the word for it, `evidence` the words for each grade.

    Beyond `longest` characters less important reasons are left out; headline, steps and cautions stay.
    """
    head = [answer.headline]
    steps = [f"{number}. {step.text}" for number, step in enumerate(answer.steps, 1)]
    tail = [*answer.cautions]
    if answer.sources:
        titles = "; ".join(citation.title for citation in answer.sources)
        tail.append(f"{source}: {titles} ({evidence[answer.sources[0].grade]})")
    tail.extend(answer.notes)
    reasons = reasons_within(answer.reasons, (*head, *steps, *tail), longest)
    return "\n".join(line for line in (*head, *reasons, *steps, *tail) if line)


def reasons_within(reasons: Iterable[str], others: Iterable[str], longest: int) -> list[str]:
    """The reasons for which there is room beside the others, the most important ones; at least one, if there is one."""
    kept = list(reasons)
    room = longest - sum(map(len, others))
    while len(kept) > 1 and sum(map(len, kept)) > room:
        kept.pop()
    return kept
