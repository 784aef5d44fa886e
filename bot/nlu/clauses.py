"""Splits a message into clauses, so that two questions in one message are both seen."""

from __future__ import annotations

import re

_END = re.compile(r"(?<=[?!;])\s*|(?<=[a-z)]\.)\s+|\n+", re.IGNORECASE)
_ASKING = r"(?:how|what|whats|which|when|where|why|who|can|could|should|shall|do|does|is|are|will|would|am|may)"
_AND_ASKING = re.compile(
    rf"\s*(?:,|\band\b|\balso\b|\bor\b|\bbut\b|\bplus\b|[-–—])+\s+(?:also\s+|then\s+)?(?={_ASKING}\s+(?:i|it|the|my|a|you|we|to|do|does|is|are|can|"
    r"should|often|long|much|type|kind|one|order|they|this|that|about)\b)",
    re.IGNORECASE,
)
_QUESTION_START = re.compile(
    rf"^(?:so|and|but|also|ok|okay|hi|hey|hello|please|or|then|well|btw)?[\s,]*{_ASKING}\b", re.IGNORECASE
)


def clauses(text: str) -> list[str]:
    """The clauses of a cleaned text, in order, none empty. A short text is one clause."""
    parts = [part for sentence in _END.split(text) for part in _AND_ASKING.split(sentence)]
    return [part.strip(" ,-–—") for part in parts if len(part.strip(" ,-–—?!.;")) > 1]


def asks(clause: str) -> bool:
    """Whether a clause has the form of a question."""
    return clause.rstrip().endswith("?") or bool(_QUESTION_START.match(clause))
