"""Skin types that are said by their adjective alone."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from bot.nlu.attributes import COPULAS
from bot.nlu.reading import Mention

_SKINS = {
    "oily": "skin.oily",
    "dry": "skin.dry",
    "combination": "skin.combination",
    "combo": "skin.combination",
    "sensitive": "skin.sensitive",
    "normal": "skin.normal",
    "greasy": "skin.oily",
    "dehydrated": "skin.dehydrated",
}
"""Skin types by their adjective alone, which counts in a very short answer such as `combination` or `dry i think`."""
_HOW_MUCH = frozenset(
    ("very", "really", "super", "so", "quite", "rather", "pretty", "also", "too", "a", "bit", "always")
)
_AFTER_SKIN = frozenset(("at", "in", "and", "but", "too", "as", "on", "so", "which", "what", "skin", "both"))
"""Words that may follow the adjective; of `oily skin and dry hands` only the first is a skin type."""
_WHOSE_SKIN = frozenset(("hers", "his", "theirs", "she", "he"))


_I_AM = frozenset(("'m", "am", "im", "i'm"))
_OF_A_PERSON = frozenset(("oily", "dry", "combination", "combo", "greasy", "dehydrated"))
"""What people say of themselves and mean of their skin: `what about me, I'm dry`."""
_OTHER_NOUNS = frozenset(
    word
    for line in (
        "film films residue layer feel feeling finish texture formula consistency coating slick mess stuff cream",
        "creams serum serums product products lotion lotions sunscreen sunscreens moisturiser moisturisers",
        "moisturizer moisturizers hair hairs scalp fringe roots bangs food foods fish hands packaging bottle",
        "place places climate climates country city town air area region weather room office house heat season",
    )
    for word in line.split()
)
"""What else is called oily, greasy, shiny or sensitive: right behind the adjective."""
_HAIR = frozenset(("hair", "scalp", "fringe", "roots", "bangs", "ponytail"))
_OF_THE_FACE = frozenset(("skin", "face", "forehead", "nose", "cheeks", "chin", "zone", "complexion"))
_IS_NORMAL = frozenset(("that", "this", "it", "thats", "that's", "this's"))
_JUST_DRIED = re.compile(r"\b(?:clean(?:ed|sed)?|washed|towel)(?: ,)?(?: and)?$")
"""Stands before the dry of skin that has been dried."""
_TO_THE_SUN = re.compile(r"to (?:the )?(?:sun|sunlight|light|uv|rays)\b")
_BEFORE_ADJECTIVE = 6
"""Words before an adjective among which its subject stands."""


def of_something_else(words: Sequence[str], trait: Mention) -> bool:
    """Whether an adjective is said of no skin: `a sort of oily film`, `my hair gets so greasy`."""
    if trait.id == "skin.dry" and _JUST_DRIED.search(" ".join(words[: trait.start])):
        return True  # `on clean, dry skin`
    if trait.kind != "skin" or "skin" in trait.text:
        return False
    if trait.end - trait.start != 1:
        return not _OTHER_NOUNS.isdisjoint(words[trait.end : trait.end + 1])  # `a very dry place`
    before = words[max(0, trait.start - _BEFORE_ADJECTIVE) : trait.start]
    of_a_face = bool(_OF_THE_FACE & {*before, *words[trait.end : trait.end + 1]})
    if trait.id == "skin.normal" and (not of_a_face or before[-1:] in (["that"], ["this"], ["it"])):
        return True  # `is that normal?`
    subject = next((word for word in reversed(before) if word in _HAIR | _OF_THE_FACE), "")
    if words[max(0, trait.start - 1) : trait.start] in (["sun"], ["light"], ["heat"]):
        return True  # `does it make me sun sensitive`
    if trait.id == "skin.sensitive" and _TO_THE_SUN.match(" ".join(words[trait.end : trait.end + 3])):
        return True  # `sensitive to the sun`
    return subject in _HAIR or not _OTHER_NOUNS.isdisjoint(words[trait.end : trait.end + 1])


def bare_skins(words: Sequence[str], known: Collection[str]) -> list[Mention]:
    """The skin types of a very short answer that names nothing else: `combination`."""
    if _IS_NORMAL & {*words[:2]}:
        return []  # `is that normal?` asks of what happens, and names no type.
    return [_skin(word, at) for at, word in enumerate(words) if _SKINS.get(word) in known]


def further_skins(words: list[str], traits: Sequence[Mention], known: Collection[str]) -> list[Mention]:
    """Skin types said by an adjective beside another, `my skin is oily and dry`, or of a person: `hers is dry`."""
    ends = {trait.end for trait in traits if trait.kind == "skin"}
    found = []
    for at, word in enumerate(words):
        skin = _SKINS.get(word)
        before = at
        while before and words[before - 1] in _HOW_MUCH:
            before -= 1
        ends_there = not words[at + 1 : at + 2] or words[at + 1] in _AFTER_SKIN or not words[at + 1].isalpha()
        joined = ends_there and before and words[before - 1] in ("and", "but", "yet", "&") and before - 1 in ends
        of_skin = before > 1 and words[before - 1] in COPULAS and words[before - 2] in ("skin", "face")
        joined = joined or (of_skin and (ends_there or words[at + 1] == ","))
        joined = joined or _stands_before(words, at, traits)  # `dry, sensitive skin` is both.
        owned = before > 1 and words[before - 1] in COPULAS and words[before - 2] in _WHOSE_SKIN
        owned = owned or (ends_there and before > 0 and words[before - 1] in _I_AM and word in _OF_A_PERSON)
        if skin in known and (joined or owned) and all(trait.id != skin for trait in traits):
            found.append(_skin(word, at))
            ends.add(at + 1)
    return found


def _stands_before(words: Sequence[str], at: int, traits: Sequence[Mention]) -> bool:
    """Whether an adjective goes with the skin type that is named right behind it, with the word for skin in it."""
    start = at + 2 if words[at + 1 : at + 2] in ([","], ["/"], ["&"], ["and"], ["but"]) else at + 1
    return any(trait.kind == "skin" and trait.start == start and trait.end - start > 1 for trait in traits)


def _skin(word: str, at: int, *, negated: bool = False) -> Mention:
    return Mention(id=_SKINS[word], text=word, start=at, end=at + 1, kind="skin", negated=negated)
