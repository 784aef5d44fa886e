"""How a text is cut into words."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from spacy.tokens import Doc
from spacy.vocab import Vocab

WORD = re.compile(r"[^\W_]+n't|[^\W_]+|'[^\W\d_]+|[^\w\s]|_")


class WordTokenizer:
    """spaCy tokenizer that keeps words, contractions in n't and single signs, so that `retinol+bpo` is three tokens."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        found = list(WORD.finditer(text))
        words = [match.group() for match in found]
        spaces = [match.end() < len(text) and text[match.end()] == " " for match in found]
        return Doc(self.vocab, words=words, spaces=spaces)


def script(text: str) -> Literal["latin", "other", "none"]:
    """The script of most letters; `none` where there is no letter."""
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return "none"
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    return "latin" if latin * 2 >= len(letters) else "other"
