"""Which words of alarm are meant as such: not those said of other things, nor what is denied, nor a slight tingle."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OF_OTHER_THINGS = re.compile(
    r"\beye(?= (?:creams?|gels?|serums?|masks?|patch(?:es)?|contour|area|bags?|products?|balms?|makeup|make)\b)"
    r"|\bred(?= (?:head|heads|hair|haired|wine|carpet|light)\b)"
    r"|\bhot(?= (?:cloths?|flannels?|towels?|water|showers?|baths?|weather|summers?|climates?|yoga|tubs?)\b)"
    r"|(?<=\baftershave )(?:burns|stings|burning|stinging)\b(?! (?:me|my|now|right))"
)
"""Words of alarm that are said of no skin: the eye of an `eye cream`, the red of a `red head`."""
_FELT = r"(?:burn(?:s|ing)?|sting(?:s|ing)?|tingl(?:es?|ing)|prickl(?:es?|ing))"
_SEEN = (
    rf"(?:{_FELT}|hurt(?:s|ing)?|itch(?:es|ing|y)?|pain(?:ful)?|swelling|swollen|sore(?:ness)?|blister(?:s|ing)?|rash"
    r"|raw|hives)"
)
_DENIED = re.compile(
    rf"(?:\b(?:no|not|without|never|isnt|doesnt|dont|wasnt|didnt|arent)|\w+n't)(?: (?:any|really|actually|longer))*"
    rf" {_SEEN}\b(?:(?: (?:or|nor|,|and no|and not))+ {_SEEN}\b)*"
)
"""What somebody says their skin does not do: `no burning or itching, just flakes`."""
_BRIEF = (
    r"(?:slightly|mildly|a (?:tiny |little |wee |small )?bit|a (?:little|tad|touch)"
    r"|for (?:(?:a|about|like|maybe|only|just|one|two|some|few|\d+) )*(?:seconds?|secs?|minute|min|moments?))"
)
_SLIGHT = re.compile(
    rf"\b(?:slight(?:ly)?|mild(?:ly)?|light(?:ly)?|little|tiny|bit of an?|bit of|just|only) {_FELT}\b"
    r"|\btingl(?:es?|ing)\b|\b(?:moisturi[sz]er|cream|sunscreen|cleanser|lotion|face wash|toner) stings?\b"
    rf"|\b{_FELT}(?: (?:me|just|only|my (?:face|skin)))* {_BRIEF}\b(?! (?:more|too|worse|much|longer))"
    rf"|\b(?:normal|usual|common|supposed|meant|expected|should|does)\b[^.?!]*\bsting(?:s|ing)?\b"
    rf"|\bsting(?:s|ing)?\b[^.?!]*\b(?:normal|usual|common|expected)\b"
)
"""A tingle that is over in a moment, or the question whether a thing stings at all."""
_WORSE = re.compile(
    r"\b(?:red|redness|still|worse|worst|swell\w*|swollen|bad|badly|really|lots?|so much|hours?|days?|weeks?|months?"
    r"|raw|peel(?:s|ing)?|flak\w*|blister\w*|rash|hives|hot|pain\w*|sore|everything|anything|even|lips?|mouth|eyes?"
    r"|eyelids?|hurts?|itch\w*|minutes|since|yesterday|overnight|now|baby|child|toddler|son|daughter|help|stop|broken"
    r"|cut|wax\w*|shav\w*|laser|needling|quite|always|spread\w*|bleed\w*|bumps?|dark\w*|fire)\b"
)
"""Words beside which nothing counts as slight."""
_SENSES = re.compile(rf"\b{_FELT}\b")


def of_the_skin(words: Sequence[str]) -> list[str]:
    """The words of a message without those of alarm that are said of another thing, that are denied, or that tell of
    nothing but a slight tingle."""
    said = _DENIED.sub("", _OF_OTHER_THINGS.sub("", " ".join(words)))
    return (_SENSES.sub("", said) if is_slight(words) else said).split()


def is_slight(words: Sequence[str]) -> bool:
    """Whether somebody tells of a tingle that is over in a moment, or asks whether a thing tingles, and tells of
    nothing more."""
    said = _DENIED.sub("", " ".join(words))
    return bool(_SLIGHT.search(said)) and not _WORSE.search(said)
