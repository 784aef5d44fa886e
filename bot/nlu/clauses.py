"""Splits a message into clauses, so that two questions in one message are both seen."""

from __future__ import annotations

import re

_SHORTENED = "".join(
    rf"(?<!\b{re.escape(short)}\.)" for short in ("st", "dr", "mr", "ms", "vs", "approx", "e.g", "i.e", "etc")
)
_END = re.compile(rf"(?<=[?!;])\s*|(?<=[a-z)]\.){_SHORTENED}\s+|\n+", re.IGNORECASE)
"""Where a sentence ends: not after the dot of `St. Ives`."""
_ASKING = r"(?:how|what|whats|which|when|where|why|who|can|could|should|shall|do|does|is|are|will|would|am|may)"
_AFTER_ASKING = (
    r"(?:i|it|the|my|a|you|we|to|do|does|is|are|can|should|often|long|much|many|type|kind|sort|one|order|they|this"
    r"|that|about|am|really|there|u|these|those|an|not|going|wash|first|would|will|could|did|might|else|comes|goes)"
)
_AND_ASKING = re.compile(
    rf"\s*(?:,|\band\b|\bn\b|&|\balso\b|\bbut\b|\bplus\b|[-–—])+\s+(?:also\s+|then\s+)?(?={_ASKING}\s+{_AFTER_ASKING}\b)",
    re.IGNORECASE,
)
_FILLER = r"(?:so|and|but|also|ok|okay|hi|hey|hello|please|or|then|well|btw|oh)"
_QUESTION_START = re.compile(rf"^(?:{_FILLER}[\s,]+)*{_ASKING}\b", re.IGNORECASE)
_ASKING_WITHIN = re.compile(
    r"\b(?:whats|what's|hows|how's|whens|how (?:often|long|much|many|do|does|should)"
    r"|(?<=, )(?:is|are|can|could|may|should|do|does))\b",
    re.IGNORECASE,
)
"""What makes a question of a clause that begins with its subject: `caffeine serum whats it do`."""
_CONDITION = re.compile(
    rf"^(?:{_FILLER}[\s,]+)*(?:if|when|after|before|since|because|as|once|while|for|with)\b", re.IGNORECASE
)


MOST = 8
"""Clauses of a message that are read one by one; nobody asks more at once."""


def clauses(text: str) -> list[str]:
    """The clauses of a cleaned text, in order, none empty. A condition stays with what is asked under it."""
    found: list[str] = []
    for sentence in _END.split(text):
        waiting = ""
        for part in _AND_ASKING.split(sentence):
            joined = f"{waiting}, {part.strip()}" if waiting else part
            waiting = joined if _CONDITION.match(joined) and not waiting and not joined.rstrip().endswith("?") else ""
            if not waiting:
                found.append(joined)
        if waiting:
            found.append(waiting)
    return [part.strip(" ,-–—") for part in found if len(part.strip(" ,-–—?!.;")) > 1][:MOST]


def asks(clause: str) -> bool:
    """Whether a clause has the form of a question."""
    return clause.rstrip().endswith("?") or bool(_QUESTION_START.match(clause) or _ASKING_WITHIN.search(clause))
