"""Whom a message is about, and how old they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.nlu.reading import Mention

SELF = {"i", "i'm", "im", "ive", "i've", "my", "me", "mine", "myself", "id", "'m", "'ve"}
OTHERS = {
    "daughter",
    "son",
    "sister",
    "brother",
    "mother",
    "mom",
    "mum",
    "dad",
    "wife",
    "husband",
    "girlfriend",
    "boyfriend",
    "friend",
    "kid",
    "kids",
    "child",
    "baby",
    "niece",
    "nephew",
    "customer",
    "client",
    "clients",
    "her",
    "his",
    "she",
    "he",
    "shes",
    "hes",
}
NOT_ME = re.compile(r"\b(?:i 'm not|i'm not|im not|i am not|not me|not for me)\b")
_FIRST_PERSON = SELF - {"my"}
_NOBODY_ELSE = frozenset(("baby", "child", "kid", "kids", "customer", "client", "clients", "his", "her"))
"""Words for others that are said of oneself as well: whoever has a baby may be nursing, `her retinol` may be mine."""
_ELSE = OTHERS - _NOBODY_ELSE | {"him", "hers", "mummy", "mam", "partner", "aunt", "uncle", "cousin", "nan", "gran"}
_AGE_WORDS = ("five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen")
_AGES = {word: age for age, word in enumerate((*_AGE_WORDS, "sixteen", "seventeen"), 5)}
_NO_AGE = (
    "%|weeks?|wks?|months?|days?|hours?|hrs?|mins?|minutes?|times|mg|ml|x|steps|out|of|percent|euros?|dollars?|pounds?"
    "|products?|years? (?:in|into|on)"
)
_AGE = re.compile(
    r"\b(?:(?P<turns>turn(?:s|ing)?|about to be|nearly|almost)|i ?'?m|i am|(?<!\bmine )is|aged?|she ?'?s|he ?'?s"
    r"|who'?s)"
    rf"\s+(?:only |just )?(?P<age>\d{{1,2}}|{'|'.join(_AGES)})\b"
    rf"(?!\s*(?:{_NO_AGE})|\s*[.,]\s*\d|\s*-\s*[a-z]\b|[\s-]*steps?\b)"
    r"|^(?P<bare>1[0-7]|[5-9])(?=(?: y| yrs)? ?,)"
    r"|\b(?:at|age) (?:the )?(?:age )?(?:of )?(?P<at>1[0-7]|[5-9])(?= ?[?.!]?$)"
    r"|\b(?:daughters?|sons?|nieces?|nephews?|kids?|child|boy|girl|sister|brother|toddler)(?: [,(])? "
    r"(?P<of>1[0-7]|[1-9])(?= ?(?:[),.?!]|$|yo\b|y\b|yrs?\b|years?\b|wants?\b|has\b|is\b|keeps?\b|asks?\b))"
    r"|\b(?P<birthday>\d{1,2}) ?th birthday|\byear (?P<school>[1-9]|1[0-3])\b(?! of| in| on)"
)
"""A person's age in years, as `i'm 12`, `turns 13`, `13th birthday` and the school year of the UK tell it."""


_ALSO_OF_ONESELF = frozenset(("baby", "child", "kid", "kids", "mom", "mum", "mother"))
"""Words for others that stand in what somebody tells of themselves: `I'm pregnant, is my baby ok`."""
_OF_EXPECTING = ("state.pregnant", "state.breastfeeding", "state.trying")
_I_AM = re.compile(
    r"(?:^|[^\w'])(?:i|im|i'm|we|ive|i've)(?: (?:'m|'ve|'re|am|are|have|just|got|recently|now|currently|been|was|only"
    r"|might be|may be|became|fell|found out))*$"
)
_OWN_SKIN = re.compile(
    r"\bmy (?:own |whole |entire |poor )?(?:face|skin|cheeks?|neck|forehead|chin|nose|eyes|eyelids?|lips)\b"
    r"(?! (?:cream|mask|serum|wash|oil|toner|lotion)\b)|\bi (?:left|forgot|fell asleep|kept|dozed)\b"
)
_A_CHILD = (
    r"(?:toddlers?|child|children|kids?|sons?|daughters?|bab(?:y|ies)|nieces?|nephews?|boys?|girls?|year ?-? ?olds?)"
)
_TOUCHES_CHILD = re.compile(
    rf"\b{_A_CHILD}\b[^.?!]{{0,24}}\b(?:us(?:e|es|ed|ing)|put|puts|putting|smear\w*|got|gets|has|had|rub\w*|wear\w*"
    r"|appl\w+|lick\w*|ate|touch\w*|face|skin)\b"
    rf"|\b(?:on|onto|for|with) (?:my |a |an |our |the |his |her )?(?:\w+ ){{0,3}}{_A_CHILD}\b"
)
"""The child uses it, is to have it, or has some of it on."""
_MY_CHILD = re.compile(
    rf"\b(?:my|our) (?:1[0-7]|[1-9]|{'|'.join(_AGES)}) ?-? ?(?:years?|yrs?) ?-? ?olds?\b(?! (?:skin|face|self)\b)"
)
"""`my 11 year old`, who is nobody's skin."""
_SOMEBODYS = frozenset(("she", "he", "her", "his", "him", "hers", "their", "they", "them", "she's", "he's"))
_IS_ONE = re.compile(r"\b(?:i ?'?m|i am|im) (?:a|just a|only a|still a)\b")


def only_mentions_child(words: list[str]) -> bool:
    """Whether a child is only part of the story: `my toddler cried, so I left the mask on, now my face is red`."""
    said = " ".join(words)
    if _TOUCHES_CHILD.search(said):
        return False
    return bool(_OWN_SKIN.search(said)) and _SOMEBODYS.isdisjoint(words) and not _IS_ONE.search(said) and not ages(said)


def tells_of_oneself(words: Sequence[str], traits: Sequence[Mention]) -> bool:
    """Whether a state is told of the writer, whoever else is named beside it: `I got pregnant, is my baby ok`."""
    if not OTHERS.intersection(words) <= _ALSO_OF_ONESELF:
        return False
    for trait in traits:
        if trait.kind != "state" or trait.negated:
            continue
        expects = trait.id in _OF_EXPECTING and (trait.start == 0 or "baby" in words)
        if expects or _I_AM.search(" ".join(words[: trait.start])):
            return True
    return False


def whom(words: list[str]) -> str:
    """The word for somebody else whom a message is about, `my sister is pregnant`; "" if it may be about the writer.

    A state that is taken for another's is not heeded for the writer, so that any `I`, and a `my` with anything but that
    person behind it, leaves it to the writer.
    """
    said = _MY_CHILD.sub("him", NOT_ME.sub("", " ".join(words))).split()
    if said[:2] in (["i", "meant"], ["i", "mean"]) or said[1:3] in (["i", "meant"], ["i", "mean"]):
        said = said[2:]
    own = any(word in _FIRST_PERSON for word in said) or any(
        word == "my" and (after not in _ELSE) for word, after in pairwise((*said, ""))
    )
    return "" if own else next((word for word in said if word in _ELSE), "")


def ages(said: str) -> list[int]:
    """The ages in years that are told in words joined by spaces; `since i was 12` tells none."""
    return [_age(match) for match in _AGE.finditer(said) if not said[: match.start()].rstrip().endswith("since")]


def _age(match: re.Match[str]) -> int:
    if match["school"]:
        return int(match["school"]) + 5
    if match["birthday"]:
        return int(match["birthday"]) - 1
    said = match["age"] or match["bare"] or match["at"] or match["of"]
    age = int(said) if said.isdigit() else _AGES[said]
    return age - 1 if match["turns"] else age
