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
from sklearn.linear_model import LogisticRegression, SGDClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer

from bot.nlu.encoder import Encoder
from bot.nlu.reader import Mention, Reading

Vectors = npt.NDArray[np.float32]
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
        _lighten(self.ngrams[-1])
        if encoder is not None:
            self.meaning = LogisticRegression(C=20.0, max_iter=120).fit(meanings(readings, encoder), labels)
        return self

    def ranking(self, readings: Sequence[Reading], meant: Vectors | None) -> list[list[tuple[str, float]]]:
        """For each reading the kinds it may be, likeliest first, with scores that add up to 1.

        `meant` are the `meanings` of the readings, or None where there is no encoder.
        """
        scores = self.ngrams.predict_proba(list(readings))
        if self.meaning is not None and meant is not None:
            scores = NGRAM_WEIGHT * scores + (1 - NGRAM_WEIGHT) * self.meaning.predict_proba(meant)
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
        name, kind = _stands_for(mention)
        sort = "xactive" if kind in ("ingredient", "class") else f"x{kind}"
        return f"{sort} {name.replace('.', '_')}" if kind in ("mask", "product", "tool") else sort

    return _replaced(reading, token)


def plain_masked(reading: Reading) -> str:
    """The same in words that a sentence encoder knows."""

    def words(mention: Mention) -> str:
        name, kind = _stands_for(mention)
        return f"a {name}" if kind == "product" else _SORT_AS_WORDS[kind]

    return _replaced(reading, words)


def _stands_for(mention: Mention) -> tuple[str, str]:
    """Id and kind of what is named; of a product of the market those of its sort."""
    return (mention.like, mention.like_kind) if mention.like else (mention.id, mention.kind)


def _replaced(reading: Reading, token: Any) -> str:
    words: list[str] = list(reading.words)
    for mention in (*reading.things, *reading.traits):
        words[mention.start : mention.end] = [token(mention), *[""] * (mention.end - mention.start - 1)]
    return " ".join(word for word in words if word)


def _masked_texts(readings: Sequence[Reading]) -> list[str]:
    return [masked(reading) for reading in readings]


def _raw_texts(readings: Sequence[Reading]) -> list[str]:
    return [" ".join(reading.words) for reading in readings]


def _lighten(learnt: SGDClassifier) -> None:
    """Keeps of hundreds of labels by tens of thousands of n-grams one copy in single precision: a tenth of the file."""
    learnt.coef_ = learnt.coef_.astype(np.float32)
    for name in ("_standard_coef", "_average_coef", "_standard_intercept", "_average_intercept"):
        if hasattr(learnt, name):
            delattr(learnt, name)


def _ngram_model() -> Pipeline:
    def texts(read: Any, **options: Any) -> Pipeline:
        counts = TfidfVectorizer(sublinear_tf=True, min_df=2, dtype=np.float32, **options)
        return make_pipeline(FunctionTransformer(read), counts)

    features = FeatureUnion(
        [
            ("phrases", texts(_masked_texts, ngram_range=(1, 3), token_pattern=_WORD, max_features=12_000)),
            ("letters", texts(_masked_texts, analyzer="char_wb", ngram_range=(2, 4), max_features=8_000)),
            ("words", texts(_raw_texts, ngram_range=(1, 2), token_pattern=_WORD, max_features=8_000)),
        ],
        transformer_weights={"phrases": 1.0, "letters": 0.6, "words": 0.6},
    )
    # Averaged gradient descent: of like accuracy as liblinear, in a fifth of its time with hundreds of labels.
    return make_pipeline(
        features,
        SGDClassifier(loss="log_loss", alpha=2e-6, max_iter=12, tol=None, average=True, random_state=0, n_jobs=2),
    )


def meanings(readings: Sequence[Reading], encoder: Encoder) -> Vectors:
    """One row per reading: what was said, and what was said with the things replaced by their sort, side by side."""
    texts = [" ".join(reading.words) for reading in readings]
    masks = [plain_masked(reading) for reading in readings]
    different = list(dict.fromkeys((*texts, *masks)))
    at = {text: place for place, text in enumerate(different)}
    vectors = encoder(different)
    return np.hstack([vectors[[at[text] for text in texts]], vectors[[at[text] for text in masks]]])


def said(meant: Vectors) -> Vectors:
    """Of `meanings` the half that is what was said, things included."""
    return meant[:, : meant.shape[1] // 2]
