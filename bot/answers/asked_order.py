"""The order in which a question puts two things itself: `serum before the mask`, `clay after my toner`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.question import Question
from bot.rules.items import Item

_BEFORE = re.compile(r"\b(?:before|under|underneath|beneath|then)\b")
_AFTER = re.compile(r"\b(?:after|over|on top of|following)\b")
_CHECKS = re.compile(
    r"\b(?:right|correct|correctly|proper|properly|wrong|okay|ok|good|fine|makes? sense)\b"
    r"(?! (?:way|order) (?:to|for|of)\b)"
)
_A_PAIR = 2
_OPEN = re.compile(r"\b(?:what|which|whats|how)\b|\b(?:before or after|after or before)\b")


def asked_order(question: Question, items: Sequence[Item]) -> tuple[Item, Item] | None:
    """The two things in the order that the question names, the one that goes on first before the other; None if it
    names none or asks for it."""
    placed = _placed(question, items)
    if len(placed) != _A_PAIR:
        return None
    (start, one), (end, other) = placed
    between = question.text.lower()[start + len(one.name) : end]
    before, after = _BEFORE.search(between), _AFTER.search(between)
    if bool(before) == bool(after) or re.search(r"\bor\b", between):
        return None
    return (one, other) if before else (other, one)


def is_checked(question: Question) -> bool:
    """Whether somebody wants to know if the order in which they name things is right."""
    said = question.text.lower()
    return bool(_CHECKS.search(said)) and not _OPEN.search(said)


def _placed(question: Question, items: Sequence[Item]) -> list[tuple[int, Item]]:
    said = question.text.lower()
    places = [(said.find(item.name.lower()), item) for item in items if item.name]
    return sorted(((at, item) for at, item in places if at >= 0), key=lambda found: found[0])
