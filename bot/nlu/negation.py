"""What a message names to leave it out, or to say that it is not so."""

from __future__ import annotations

import re

from bot.nlu.persons import NOT_ME
from bot.nlu.reading import Reading

_NEGATORS = {
    "not",
    "no",
    "without",
    "except",
    "instead",
    "minus",
    "skip",
    "skipping",
    "drop",
    "dropping",
    "omit",
    "remove",
}
_LEAVING = {"leave", "leaving", "left", "cut", "cutting", "take", "taking", "keep", "keeping"}
_TRIED = {"used", "tried", "touched", "owned"}
_DOUBTED = frozenset(
    (
        *("if", "pretend", "imagine", "suppose", "assume", "hypothetically", "were", "would", "wasn't", "weren't"),
        *("why", "maybe", "might", "unsure", "sure", "know", "think", "probably", "yet", "when", "until"),
    )
)
"""Words beside which a denial is none that may be relied on."""
_LACKING = re.compile(
    r"(?:\b(?:dont|doesnt|didnt|havent|hasnt|never|not)|n't)(?: (?:really|actually|even|ever))?"
    r" (?:have|has|had|got|get|been|suffer from|suffered from)(?: (?:any|a|an))?$"
)
_NOT_BORNE = re.compile(
    r"\b(?:can ?'?t|cannot|can ?not|couldn ?'?t|could not)(?: \w+)? (?:tolerate|stand|handle|bear|cope with)"
    r"(?: (?:any|the|strong|even))*$"
)
"""Says before what is named that it is not borne, and so not used."""
_BORNE_LESS = frozenset(("every", "daily", "more", "on", "twice", "often", "yet"))
"""Words behind it by which it is used, only not so often."""
_IS_OVER = re.compile(r"\b(?:done|finished|stopped|quit|no longer|not any ?more)(?: with)?$")
"""Says before what is named that it is over."""
_IS_NOT_OVER = re.compile(r"n't\b|\b(?:not|never|havent|hasnt|isnt|arent|wasnt|before|until|till|once|when|if|after)\b")
"""Words before that by which it goes on, or will."""
_ENDED = frozenset(("done", "finished", "stopped"))
_MAY_BE_OVER = frozenset(("state.breastfeeding", "state.pregnant", "state.trying"))
"""States that end for good when they end; what a medicine did to the skin goes on for a while."""
_YEARS_AGO = re.compile(
    r"\b(?:since|from|during|back in|throughout) my(?: early| late)?$|\bwhen i was (?:a|in my)(?: \w+)?$"
)
"""Says before an age that it is past."""
_AS_IT_IS = frozenset(("like", "this", "that", "so", "as", "before", "until", "till", "yet", "bad", "badly"))
"""Words after which something is said to be there, and otherwise than before."""
_AFTER_NOT = frozenset(("really", "actually", "even"))


_IS_NOT = re.compile(
    r"\w (?:isnt|isn't|aint|ain't|arent|aren't|wasnt|wasn't|is not|are not|not)"
    r"(?: (?:really|that|very|so|too|actually|even|particularly|super|overly|any|sore|all))*$"
)
"""Says behind its subject that what follows is not so: `my skin isnt sensitive`."""
_IS_GONE = re.compile(
    r"^(?:(?:has|have|is|are|'s|was) )?(?:all |completely |finally |now |totally )*"
    r"(?:gone|over|healed|cleared(?: up)?|went away|cured|better now|in the past)\b"
)
"""Says behind it that it is over: `my eczema is gone since a year`."""


def negated(words: list[str], start: int, end: int) -> bool:
    """Whether a thing is named to be left out: `not the retinol`, `leave out the vitamin C`, `take the clay off`."""
    before = words[max(0, start - 2) : start]
    if words[max(0, start - 4) : start][-4:-1] == ["yes", "or", "no"] or words[max(0, start - 3) : start] == [
        "yes",
        "or",
        "no",
    ]:
        return False  # `yes or no, retinol with acid` leaves nothing out.
    if before[-1:] and before[-1] in _ENDED:
        return False  # `not done breastfeeding` goes on, and `done breastfeeding` is told by `lacked`.
    borne_less = _BORNE_LESS & set(words[end : end + 4])
    if _NOT_BORNE.search(" ".join(words[max(0, start - 6) : start])) and not borne_less:
        return True  # `can't tolerate retinol`
    if words[max(0, start - 3) : start] == ["with", "or", "without"]:
        return False  # `LED with or without serum`
    never = {"never", "haven't", "havent"} & set(words[max(0, start - 3) : start])
    if never and _TRIED & set(before):
        return True  # `never used acids before`
    leaving = _LEAVING & set(words[max(0, start - 4) : start])
    leaving_out = leaving and (
        "out" in before or (words[end : end + 1] == ["out"] and words[end + 1 : end + 2] != ["of"])
    )
    return bool(leaving_out) or any(word in _NEGATORS for word in before)


def lacked(words: list[str], start: int, end: int, trait: str = "") -> bool:
    """Whether a trait is said not to be there: `I don't have acne`, `never been pregnant`, `done breastfeeding`,
    `since my teens`.

    Not where the words go on to how it is otherwise: `never had eczema like this`.
    """
    if _AS_IT_IS & set(words[end : end + 3]):
        return False
    before = " ".join(words[max(0, start - 6) : start])
    if not _DOUBTED.intersection(words) and "?" not in words and _IS_GONE.search(" ".join(words[end : end + 6])):
        return True
    if _IS_NOT.search(before) and "?" not in words:
        return True
    if _LACKING.search(before) or (trait == "state.teen" and _YEARS_AGO.search(before)):
        return True
    over = _IS_OVER.search(before) if trait in _MAY_BE_OVER else None
    return over is not None and not _IS_NOT_OVER.search(before[: over.start()])


def denied(words: list[str], reading: Reading) -> list[str]:
    """The traits that a message says the writer has not. Only what is said plainly counts."""
    if _DOUBTED & set(words):
        return []
    if reading.whom and NOT_ME.search(" ".join(words)):
        return [trait.id for trait in reading.traits]
    found = []
    for trait in reading.traits:
        said = [word for word in words[: trait.start] if word not in _AFTER_NOT]
        plainly = said[-1:] == ["not"] or said[-2:] == ["no", "longer"]
        if plainly or (trait.negated and lacked(words, trait.start, trait.end, trait.id)):
            found.append(trait.id)
    return found
