"""Which sentences say again what was just said."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_][\w.%’'-]*")
_SMALL = frozenset(
    (
        "a", "an", "the", "of", "to", "in", "on", "at", "and", "or", "for", "it", "is", "are", "as", "with", "that",
        "this", "by", "be", "so", "if", "not", "no", "your", "you", "then", "than", "can", "but", "its", "from", "has",
        "have", "which", "one", "do", "does", "also", "such", "says", "say", "said", "they", "them", "was", "were",
    )
)  # fmt: skip
_STEM = 5
"""Letters by which two words count as the same: `weeks` and `week`, `irritates` and `irritation`."""
_FEW = 6
"""Words that carry meaning, below which a sentence is too short to be told from another by them."""


def repeats(sentence: str, said: Iterable[str], share: float) -> bool:
    """Whether at least that share of the words that carry a sentence's meaning stands in what was said, and each of its
    figures.

    It does not see a “not”: never for a sentence that forbids or warns.
    """
    meaning = _meaning(sentence)
    known = set().union(*map(_meaning, said))
    new = meaning - known
    figures = any(word[0].isdigit() for word in new)
    return len(meaning) >= _FEW and not figures and len(new) <= (1 - share) * len(meaning)


def once(sentences: Iterable[str]) -> tuple[str, ...]:
    """Each sentence once, and none that another one begins with: `Leave it out.` beside `Leave it out; ask first.`"""
    different = list(dict.fromkeys(sentences))

    def goes_on(sentence: str) -> bool:
        start = sentence.rstrip(".")
        return any(other != sentence and re.match(rf"{re.escape(start)}\W", other) for other in different)

    return tuple(sentence for sentence in different if not goes_on(sentence))


def _meaning(sentence: str) -> set[str]:
    words = (word.strip(".'’-") for word in _WORD.findall(sentence.lower()))
    return {word[:_STEM] for word in words if word not in _SMALL}
