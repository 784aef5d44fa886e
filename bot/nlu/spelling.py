"""Which words are known, what a slip of the pen stands for, and whether a text is English at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from runpy import run_path

import spacy
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.matcher.levenshtein import levenshtein
from spellchecker import SpellChecker

_SHORTEST_REPAIRED = 4
_COMMON = {"mask", "masks", "serum", "serums", "sheet", "clay", "acid", "oily", "cream", "skin", "retinol", "vitamin"}
"""What a short slip is taken for when it is as near to something else."""
_LANGUAGES = Path(spacy.__file__).parent / "lang"
"""Read as files: as modules they bring their languages with them, which takes seconds."""
_FOREIGN = (
    *("de", "es", "fr", "it", "nl", "pl", "pt", "sv", "tr"),
    *("id", "vi", "tl", "ro", "cs", "hu", "da", "nb", "fi", "hr", "sk", "lt"),
)
"""Languages in Latin letters that visitors write in."""
_NO_MARKS = str.maketrans("đøłıæœ", "doliao", "".join(map(chr, range(0x300, 0x370))))


def _typed(word: str) -> set[str]:
    """A word of another language as it is written, and as it is typed without the marks over its letters."""
    return {word, unicodedata.normalize("NFD", word).translate(_NO_MARKS)}


_FOREIGN_STOP_WORDS = frozenset(
    typed
    for language in _FOREIGN
    for word in run_path(str(_LANGUAGES / language / "stop_words.py"))["STOP_WORDS"]
    if word.isalpha() and len(word) > 1
    for typed in _typed(word.lower())
    if len(typed) > 1
)


_HINDI = frozenset(
    (
        "kya", "hai", "hain", "mein", "ki", "ke", "ko", "aur", "nahi", "nahin", "kaise", "kaun", "kaunsa",
        "konsa", "kaunsi", "konsi", "chahiye", "karu", "karna", "karne", "sakte", "sakti", "sakta", "hoon",
        "hu", "mera", "meri", "mere", "liye", "bhi", "saath", "lagau", "lagana", "lagane", "lagaye", "laga",
        "raha", "rahi", "kitni", "kitna", "roz", "baad", "pehle", "chehre", "chehra", "yeh", "kuch", "accha",
        "acha", "batao", "bataye", "wala", "wali",
    )
)  # fmt: skip
"""Words of Hindi and Urdu as they are typed in Latin letters."""
_POLISH = frozenset(("jaka", "jaki", "jakie", "dla", "cery", "czy"))
"""Words that a list of stop words lacks."""
_ALL_BUT = 0.8
"""Share of strange words from which one foreign word among them is enough."""
_TELLING, _MANY, _MOSTLY = 3, 0.4, 0.5
"""Foreign words that tell by themselves, and the shares of strange words from which two do, or one."""
_VOWEL = re.compile("[aeiouyäöüåáéíóúàèìòùâêîôû]")
"""What any word has, and the mash of a keyboard often not."""
_VIETNAMESE = re.compile("[\u1ea0-\u1ef9\u0111\u01a1\u01b0]")
"""Letters that hardly any other language writes."""


@cache
def english_words() -> frozenset[str]:
    """The words of an English dictionary, read once."""
    return frozenset(SpellChecker(language="en").word_frequency.dictionary)


class Spelling:
    """Tells known words from slips. `names` are the words of all names, `ordinary` further words known in advance."""

    def __init__(self, names: Iterable[str], ordinary: Iterable[str]) -> None:
        self.of_names = frozenset(names)
        """Every word of a name, short ones too."""
        self._names = {word for word in self.of_names if len(word) >= _SHORTEST_REPAIRED and word.isalpha()}
        self._by_start: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self._names):
            self._by_start.setdefault((word[0], len(word)), []).append(word)
        self.vocabulary = self._names.union(ordinary)
        """The words of names, and what was known besides."""
        self.english = english_words()
        """The words of a dictionary."""
        self._foreign = (_FOREIGN_STOP_WORDS | _HINDI | _POLISH) - STOP_WORDS - self.vocabulary

    def repaired(self, word: str) -> str:
        """The word, or the name's word that it is a slip for. Words that are English or long known stay as they are."""
        if len(word) < _SHORTEST_REPAIRED or not (word.isascii() and word.isalpha()) or self.is_known(word):
            return word
        allowed = 1 if len(word) < 8 else 2
        near = []
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        for candidate in (name for length in lengths for name in self._by_start.get((word[0], length), ())):
            distance = 1 if swapped(word, candidate) else levenshtein(word, candidate, allowed)
            if distance <= allowed:
                near.append((distance, candidate not in _COMMON, candidate))
        return min(near)[-1] if near else word

    def is_heard(self, word: str) -> bool:
        """Whether the very word is known, as it stands."""
        return word in self.vocabulary or word in self.english

    def is_known(self, word: str) -> bool:
        """Whether the word is known, in the singular or without its apostrophe too."""
        return (
            self.is_heard(word)
            or word.rstrip("s") in self.vocabulary
            or f"{word[:-1]}'{word[-1]}" in self.english
        )

    def is_foreign(self, words: Sequence[str]) -> bool:
        """Whether the text is in another language: hardly a word is English, and some are known from elsewhere."""
        if sum(bool(_VIETNAMESE.search(word)) for word in words) > 1:
            return True
        spoken = [word for word in words if word.isalpha() and len(word) > 1]
        unheard = [word for word in spoken if not self.is_known(word) or word in self._foreign]
        foreign = sum(word in self._foreign for word in spoken)
        named = any(word in self._names for word in spoken)
        strange = len(spoken) >= 4 and len(unheard) >= _ALL_BUT * len(spoken) and all(map(_VOWEL.search, unheard))
        if len(spoken) < 3:
            return False
        if foreign >= _TELLING or (foreign == 2 and len(unheard) >= _MANY * len(spoken)):
            return True  # `fais moi une routine simple`: what is left may be English too.
        return len(unheard) >= _MOSTLY * len(spoken) and foreign > 0 and (named or strange)


def swapped(word: str, candidate: str) -> bool:
    """Whether two neighbouring letters were typed in the wrong order: `maks`."""
    differing = [index for index, (a, b) in enumerate(zip(word, candidate, strict=False)) if a != b]
    return (
        len(word) == len(candidate)
        and len(differing) == 2
        and differing[1] == differing[0] + 1
        and word[differing[0]] == candidate[differing[1]]
        and word[differing[1]] == candidate[differing[0]]
    )
