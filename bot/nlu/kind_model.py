"""The model that tells kinds of question apart, without Rasa.

Two logistic regressions, averaged: one over word and letter n-grams, one over the meaning of the sentence as an
encoder sees it. Without the encoder the first one works alone and understands less.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer

from bot.nlu.encoder import Encoder
from bot.nlu.reader import Mention, Reading

NGRAM_WEIGHT = 0.3
"""Share of the n-grams in the average; the best of those tried in cross-validation."""

_SURE = 0.6
"""From this score on, words that no dictionary has are taken for what they were learnt as: `thx`."""
_WORD = r"(?u)[^\s]+"
_SORT_AS_WORDS = {
    "ingredient": "an active",
    "class": "an active",
    "mask": "a mask",
    "tool": "a tool",
    "skin": "my skin type",
    "concern": "a skin concern",
    "state": "a condition",
}


class KindModel:
    """Tells the kind of question of a reading. Trained with an encoder, it can do without one."""

    def __init__(self) -> None:
        self.ngrams = _ngram_model()
        self.meaning: LogisticRegression | None = None

    def fit(self, readings: Sequence[Reading], labels: Sequence[str], encoder: Encoder | None) -> KindModel:
        """Learns from readings and their labels."""
        self.ngrams.fit(readings, labels)
        if encoder is not None:
            self.meaning = LogisticRegression(C=20.0, max_iter=200).fit(_vectors(readings, encoder), labels)
        return self

    def ranking(self, readings: Sequence[Reading], encoder: Encoder | None) -> list[list[tuple[str, float]]]:
        """For each reading the kinds it may be, likeliest first, with scores that add up to 1."""
        scores = self.ngrams.predict_proba(list(readings))
        if self.meaning is not None and encoder is not None:
            scores = NGRAM_WEIGHT * scores + (1 - NGRAM_WEIGHT) * self.meaning.predict_proba(
                _vectors(readings, encoder)
            )
        return [self._ranked(reading, row) for reading, row in zip(readings, scores, strict=True)]

    def _ranked(self, reading: Reading, scores: npt.NDArray[np.float64]) -> list[tuple[str, float]]:
        """What no classifier needs to decide, decided; else the scores in order."""
        if reading.script == "other":
            return [("out_of_scope", 1.0)]
        classes = self.ngrams.classes_
        ranked = [(str(classes[index]), float(scores[index])) for index in np.argsort(-scores)]
        unheard = not reading.known_words and not reading.things
        if reading.script == "none" or (unheard and ranked[0][1] < _SURE):
            return [("nonsense", 1.0)]
        return ranked


def masked(reading: Reading) -> str:
    """The words with things replaced by their sort, so that the phrasing is learnt and not the ingredient."""

    def token(mention: Mention) -> str:
        sort = "xactive" if mention.kind in ("ingredient", "class") else f"x{mention.kind}"
        return f"{sort} {mention.id.replace('.', '_')}" if mention.kind in ("mask", "product", "tool") else sort

    return _replaced(reading, token)


def plain_masked(reading: Reading) -> str:
    """The same in words that a sentence encoder knows."""
    return _replaced(
        reading, lambda mention: f"a {mention.id}" if mention.kind == "product" else _SORT_AS_WORDS[mention.kind]
    )


def _replaced(reading: Reading, token: Any) -> str:
    words: list[str] = list(reading.words)
    for mention in (*reading.things, *reading.traits):
        words[mention.start : mention.end] = [token(mention), *[""] * (mention.end - mention.start - 1)]
    return " ".join(word for word in words if word)


def _masked_texts(readings: Sequence[Reading]) -> list[str]:
    return [masked(reading) for reading in readings]


def _raw_texts(readings: Sequence[Reading]) -> list[str]:
    return [" ".join(reading.words) for reading in readings]


def _ngram_model() -> Pipeline:
    def texts(read: Any, **options: Any) -> Pipeline:
        return make_pipeline(FunctionTransformer(read), TfidfVectorizer(sublinear_tf=True, dtype=np.float32, **options))

    features = FeatureUnion(
        [
            ("phrases", texts(_masked_texts, ngram_range=(1, 3), token_pattern=_WORD)),
            ("letters", texts(_masked_texts, analyzer="char_wb", ngram_range=(2, 4))),
            ("words", texts(_raw_texts, ngram_range=(1, 2), token_pattern=_WORD)),
        ],
        transformer_weights={"phrases": 1.0, "letters": 0.6, "words": 0.6},
    )
    return make_pipeline(features, LogisticRegression(C=30.0, solver="liblinear", random_state=0))


def _vectors(readings: Sequence[Reading], encoder: Encoder) -> npt.NDArray[np.float32]:
    """What was said, and what was said with the things replaced by their sort, side by side."""
    said = [" ".join(reading.words) for reading in readings]
    both = encoder([*said, *(plain_masked(reading) for reading in readings)])
    return np.hstack([both[: len(said)], both[len(said) :]])
