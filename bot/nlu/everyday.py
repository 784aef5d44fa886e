"""Everyday words as they are mistyped in a chat: `wich`, `b4`, `togther`. The names of things are mended elsewhere.

Only a fixed set of words that questions are made of is ever put in the place of another, and only of one that is no
word of its own.
"""

from __future__ import annotations

import re
from functools import lru_cache

from spacy.matcher.levenshtein import levenshtein

from bot.nlu.spelling import english_words, swapped

_CHAT = {
    spelling: word
    for word, spellings in {
        "after": "afta aftah",
        "because": "becuz bcoz bcuz becoz bcos cuz coz",
        "before": "b4 bfore befor b4r",
        "better": "betta",
        "could": "cud cld",
        "different": "difrent diffrent",
        "good": "gud",
        "have": "hav",
        "how": "hw",
        "morning": "mornin mrng moring",
        "night": "nite nyt",
        "nights": "nites",
        "often": "oftn offen",
        "people": "ppl",
        "please": "plz pls plse",
        "really": "rlly rly",
        "should": "shud shld shoud shuld",
        "skin": "skn",
        "through": "thru",
        "today": "2day",
        "together": "2gether togetha togeva",
        "tomorrow": "2moro 2morrow tmrw tmr tmrow tomoz tomoro",
        "tonight": "2nite 2night tonite",
        "using": "usin",
        "wait": "w8",
        "week": "wk",
        "weeks": "wks",
        "what": "wat wut wot",
        "whats": "wats wots wuts",
        "when": "wen",
        "which": "wich whitch",
        "with": "wiv wif",
        "would": "wud wld",
    }.items()
    for spelling in spellings.split()
}
"""Spellings that are meant, or that lie too far from their word to be told by their letters."""
_WORDS = frozenset(
    word
    for line in (
        "about after again already also alternate always and another anything apply applying around avoid because",
        "before begin beginner best better between both breakout can cheeks choose clean cleanse combination combine",
        "cream daily day difference different does during each either else enough especially every everyday",
        "everything exactly expensive face fine first for forehead from gentle good happen have hello help hour hours",
        "how hurt ignore instead irritate irritated irritation itchy just keep layer layered leave long looking many",
        "matter maybe mean minutes mix mixing month months morning mornings much necessary need neither never night",
        "nights normal not nothing often once only open opinion order other overnight people please possible problem",
        "product products put question quick really reapply recommend recommendation regularly remove rinse routine",
        "same seconds sensitive separate separately shall should since skin sleep something sometimes soon start",
        "still stop straight strength strong stronger suggest suitable suppose supposed thanks that the them then",
        "there these thing think this through time times today together tomorrow tonight too towel twice under until",
        "use used using very wait waiting wash water week weekly weeks what when where whether which while with",
        "without work working works worth would wrong year you your",
    )
    for word in line.split()
)
"""What a slip may be mended to."""
_LEFT = frozenset(("neem", "whats", "hows", "wheres", "whos", "whens"))
"""What the dictionary lacks and is no slip."""
_DRAWN_OUT = re.compile(r"(.)\1{2,}")
_LONG_ENOUGH, _LONG = 4, 8
"""Letters from which one may be wrong, missing or too many, and from which two may."""


@lru_cache(maxsize=4096)
def mended(word: str) -> str:
    """The everyday word that a lower-case word is a slip or a chat spelling of; any other word as it is.

    Letters in the wrong order come before a wrong letter; what is as near to two words stays as it is.
    """
    if word in _CHAT:
        return _CHAT[word]
    if len(word) < 3 or not (word.isascii() and word.isalpha()) or _is_word(word):
        return word
    if _DRAWN_OUT.search(word):
        short = _DRAWN_OUT.sub(r"\1", word)
        return short if short in _WORDS else word
    turned = [meant for meant in _WORDS if swapped(word, meant)]
    if turned:
        return turned[0] if len(turned) == 1 else word
    if len(word) < _LONG_ENOUGH:
        return word
    allowed = 1 if len(word) < _LONG else 2
    near = [
        (distance, meant)
        for meant in _WORDS
        if len(meant) > _LONG_ENOUGH - 1
        and meant[0] == word[0]
        and abs(len(meant) - len(word)) <= allowed
        and (distance := levenshtein(word, meant, allowed)) <= allowed
    ]
    least = min((distance for distance, _ in near), default=0)
    closest = [meant for distance, meant in near if distance == least]
    return closest[0] if len(closest) == 1 else word


def _is_word(word: str) -> bool:
    """Whether a dictionary has it, in the singular or with the apostrophe that was left out too."""
    english = english_words()
    apart = (f"{word[:-count]}'{word[-count:]}" for count in (1, 2))
    return word in _LEFT or word in english or word.removesuffix("s") in english or not english.isdisjoint(apart)
