"""Splits a message into clauses, so that two questions in one message are both seen."""

from __future__ import annotations

import re

_SHORTENED = "".join(
    rf"(?<!\b{re.escape(short)}\.)" for short in ("st", "dr", "mr", "ms", "vs", "approx", "e.g", "i.e", "etc")
)
_END = re.compile(rf"(?<=[?!;])\s*|(?<=[a-z)]\.){_SHORTENED}\s+|\n+", re.IGNORECASE)
"""Where a sentence ends: not after the dot of `St. Ives`."""
_ASKING = (
    r"(?:how|hows|what|whats|wheres|whens|whos|which|when|where|why|who|can|could|should|shall|do|does|is|are|will|would"
    r"|am|may)"
)
_AFTER_ASKING = (
    r"(?:i|it|the|my|a|you|we|to|do|does|is|are|can|should|often|long|much|many|type|kind|sort|one|order|they|this"
    r"|that|about|am|really|there|u|these|those|an|not|going|wash|first|would|will|could|did|might|else|comes|goes)"
)
_AND_ASKING = re.compile(
    rf"\s*(?:,|\band\b|\bn\b|&|\balso\b|\bbut\b|\bplus\b|[-–—])+\s+(?:also\s+|then\s+)?(?={_ASKING}\s+{_AFTER_ASKING}\b)",
    re.IGNORECASE,
)
_AND_ANOTHER = re.compile(
    r"\s+(?:and|also|plus|&)\s+"
    r"(?=(?:is|are|does|will|who|what (?:time|day))\s+(?!(?:for|to|with|not|in|on|at|that)\b)\w+)",
    re.IGNORECASE,
)
"""Where a second question follows a first whatever it is about: `is C for scars and who won the cup`."""
_AND_BESIDES = re.compile(
    r"\s*,?\s+(?:and\s+)?(?:also|btw|by the way)\s*,?\s+(?=(?:my|i|i'm|im)\b)"
    r"|\s+and\s+(?=(?:an?|any|some|the|which|what)?\s*(?:good\s+|best\s+)?(?:shampoo|conditioner|hair\s|nail\s))",
    re.IGNORECASE,
)
"""Where something else is told or asked for: `also my hair falls out`, `a mask and a shampoo`."""
_FILLER = (
    r"(?:so|and|but|first|firstly|second|secondly|third|thirdly|q|[1-4]"
    r"|also|ok|okay|hi|hey|hello|please|or|then|well|btw|oh)"
)
_QUESTION_START = re.compile(rf"^(?:{_FILLER}[\s,:;.)-]+)*{_ASKING}\b", re.IGNORECASE)
_ASKING_WITHIN = re.compile(
    r"\b(?:whats|what's|hows|how's|whens|how (?:often|long|much|many|do|does|should)"
    r"|(?<=, )(?:is|are|can|could|may|should|do|does))\b",
    re.IGNORECASE,
)
"""What makes a question of a clause that begins with its subject: `caffeine serum whats it do`."""
_CONDITION = re.compile(
    rf"^(?:{_FILLER}[\s,]+)*"
    r"(?:if|when(?! (?:will|do|does|did|can|should) )|after|before|since|because|as|once|while|for|with)\b",
    re.IGNORECASE,
)


_WHICH = re.compile(r"\bwhich (?:one|goes|comes|is|are|does|do|of)\b", re.IGNORECASE)
_AND_WHICH = re.compile(r"which (?:one )?(?:goes|comes|is|are|does|do|for|in|at|first|last)\b", re.IGNORECASE)
"""Two halves of one question that sets two things side by side."""
_HELP = re.compile(
    rf"^(?:{_FILLER}[\s,]+)*"
    r"(?:what (?:should|can|could|shall|do|would|must) (?:i|we|you|she|he|they) (?:do|suggest|recommend|advise)"
    r"|what now|what to do"
    r"|how (?:do|can|should) i (?:fix|solve|treat|calm|stop) (?:it|this|that)"
    r"|any (?:ideas?|advice|tips|suggestions|help)"
    r"|(?:please |can you |can anyone |can someone )?(?:help|advise)(?: me)?)"
    r"(?:,? (?:now|then|next|please|about (?:it|this|that)|here|with (?:it|this|that)))*[\s?!.]*$",
    re.IGNORECASE,
)
"""Asks for help with what the sentence before tells, and says nothing alone."""
MOST = 8
"""Clauses of a message that are read one by one; nobody asks more at once."""


def clauses(text: str) -> list[str]:
    """The clauses of a cleaned text, in order, none empty. A condition stays with what is asked under it."""
    found: list[str] = []
    for sentence in _END.split(text):
        waiting = ""
        for part in _together(_questions(sentence)):
            joined = f"{waiting}, {part.strip()}" if waiting else part
            waiting = joined if _CONDITION.match(joined) and not waiting and not joined.rstrip().endswith("?") else ""
            if not waiting and found and _HELP.match(joined.strip()):
                found[-1] = f"{found[-1].rstrip(' .;')}, {joined.strip()}"
            elif not waiting:
                found.append(joined)
        if waiting:
            found.append(waiting)
    return [part.strip(" ,-–—") for part in found if len(part.strip(" ,-–—?!.;")) > 1][:MOST]


def _questions(sentence: str) -> list[str]:
    """The parts of a sentence of which each may ask something."""
    return [
        part
        for whole in _AND_BESIDES.split(sentence)
        for half in _AND_ASKING.split(whole)
        for part in (_AND_ANOTHER.split(half) if _QUESTION_START.match(half) else [half])
    ]


def _together(parts: list[str]) -> list[str]:
    """The parts of a sentence, `which one is for the morning and which for the night` being one."""
    kept: list[str] = []
    for part in parts:
        if kept and _WHICH.search(kept[-1]) and _AND_WHICH.match(part):
            kept[-1] = f"{kept[-1]} and {part}"
        else:
            kept.append(part)
    return kept


def asks(clause: str) -> bool:
    """Whether a clause has the form of a question."""
    return clause.rstrip().endswith("?") or bool(_QUESTION_START.match(clause) or _ASKING_WITHIN.search(clause))
