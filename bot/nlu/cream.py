"""Tells the cream of a routine from any other, and a serum beside a mask from a serum mask."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.nlu.reading import Mention

_MOISTURISER = "moisturiser"
_STEP = ("product", "mask")
_BETWEEN = frozenset(
    (
        *(",", "and", "or", "then", "before", "after", "over", "under", ">", "+", "/", "&", "just", "-", "the", "vs"),
        *("versus", "step", ".", ")"),
    )
)
_TREATS = re.compile(
    r"\b(?:prescri\w+|doctor\w*|derm\w*|gp|pharmac\w+|medic\w+|steroid\w*|cortisone|antibiotic\w*|antifungal"
    r"|acne cream)\b"
)
"""Words beside which a cream may be a medicine."""
_OF_WHAT = frozenset(("for", "with", "from", "that", "against", "called", "of", "mask", "masks", "cleanser"))
_SERUM_MASK = re.compile(r"^(serum|toner) masks?$")
_ITS_OWN = 2
"""Other steps from which on `serum mask` in a list is a serum and a mask."""


def creams(words: list[str], mentions: Sequence[Mention]) -> list[Mention]:
    """A bare `cream` beside a step of a routine is a moisturiser: `mask, serum, cream`, `serum before or after cream`.

    One that may be a medicine, or that is named by what is in it, is none.
    """
    if _TREATS.search(" ".join(words)):
        return []
    taken = {at: mention for mention in mentions for at in range(mention.start, mention.end)}
    return [
        Mention(id=_MOISTURISER, text=word, start=at, end=at + 1, kind="product")
        for at, word in enumerate(words)
        if word in ("cream", "creme") and at not in taken and _is_step(words, at, taken)
    ]


def _is_step(words: list[str], at: int, taken: dict[int, Mention]) -> bool:
    if words[at + 1 : at + 2] and words[at + 1] in _OF_WHAT:
        return False
    before, after = at - 1, at + 1
    while before >= 0 and _is_between(words[before]):
        before -= 1
    while after < len(words) and _is_between(words[after]):
        after += 1
    behind, ahead = taken.get(before), taken.get(after)
    alone = before < at - 1 or behind is None or behind.kind in _STEP  # `urea cream` is what is in it.
    beside = behind is not None and behind.kind in _STEP
    begins = before < 0 and after > at + 1 and ahead is not None and ahead.kind in _STEP
    return (alone and beside) or begins


def _is_between(word: str) -> bool:
    return word in _BETWEEN or word.isdigit()


def apart(words: list[str], mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions with a `serum mask` or `toner mask` that stands in a list of steps as the two that it is there."""
    result: list[Mention] = []
    others = [mention for mention in mentions if mention.kind in _STEP and not _SERUM_MASK.match(mention.text)]
    for mention in mentions:
        named = _SERUM_MASK.match(mention.text)
        if named and len(others) >= _ITS_OWN and _in_a_row(mention, others):
            middle = mention.start + 1
            result.append(msgspec.structs.replace(mention, id=named[1], kind="product", text=named[1], end=middle))
            result.append(msgspec.structs.replace(mention, id="mask", text=words[middle], start=middle))
        else:
            result.append(mention)
    return result


def _in_a_row(mention: Mention, others: Sequence[Mention]) -> bool:
    """Whether other steps stand right before and right after it, with no article."""
    return any(other.end == mention.start for other in others) and any(other.start == mention.end for other in others)
