"""The model that tells kinds of question apart, without Rasa.

One softmax regression over two views of a sentence side by side: its meaning as an encoder sees it, and its word and
letter n-grams, brought down to a few hundred dimensions; then a look at the words themselves. Without the encoder a
second one, over the n-grams only, works alone and understands less.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.decomposition import TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.neural_network import MLPClassifier
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer

from bot.nlu.phrasing import Phrasing
from bot.nlu.reading import Mention, Reading
from bot.nlu.wording import Wording

Vectors = npt.NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
"""Turns texts into vectors of length 1."""

_SURE = 0.6
"""From this score on, words that no dictionary has are taken for what they were learnt as: `thx`."""
_WIDTH = 320
"""Dimensions that the n-grams are brought down to."""
_AVERAGED = 3
"""Softmax regressions that the one in use is the mean of."""
_EVEN = 3.0
"""What makes n-grams alone large enough for the learning rate."""
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
        self.ngrams = _ngram_features()
        self.alone = softmax()
        self.both: MLPClassifier | None = None
        self.wording = Wording((), ())

    def fit(self, readings: Sequence[Reading], labels: Sequence[str], encoder: Encode | None) -> KindModel:
        """Learns from readings and their labels."""
        phrased = self.ngrams.fit_transform(readings).astype(np.float32)
        self.wording = Wording([reading.words for reading in readings], labels)
        # Half precision makes the model half as large to unpack at every start, and changes no prediction.
        self.ngrams[-1].components_ = self.ngrams[-1].components_.astype(np.float16)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)  # It learns for as long as it was told to.
            self.alone.fit(_EVEN * phrased, labels)
            if encoder is not None:
                self.both = averaged(np.hstack([meanings(readings, encoder), phrased]), labels)
        return self

    def ranking(self, readings: Sequence[Reading], meant: Vectors | None) -> list[list[tuple[str, float]]]:
        """For each reading the kinds it may be, likeliest first, with scores that add up to 1.

        `meant` are the `meanings` of the readings, or None where there is no encoder.
        """
        phrased = self._phrasing(readings)
        if self.both is not None and meant is not None:
            scores = self.both.predict_proba(np.hstack([meant, phrased]))
        else:
            scores = self.alone.predict_proba(_EVEN * phrased)
        return [self._ranked(reading, row) for reading, row in zip(readings, scores, strict=True)]

    def __getstate__(self) -> dict[str, Any]:
        """What is stored of it: without what is worked out anew at the first message."""
        return {name: value for name, value in self.__dict__.items() if name not in ("_phrasing", "_names")}

    @cached_property
    def _phrasing(self) -> Phrasing:
        return Phrasing(self.ngrams)

    @cached_property
    def _names(self) -> list[str]:
        return [str(name) for name in self.alone.classes_]

    def _ranked(self, reading: Reading, scores: npt.NDArray[np.float64]) -> list[tuple[str, float]]:
        """What no classifier needs to decide, decided; else the scores in order."""
        if reading.script == "other":
            return [("out_of_scope", 1.0)]
        order = np.argsort(-scores)
        names = [self._names[index] for index in order.tolist()]
        ranked = list(zip(names, scores[order].tolist(), strict=True))
        unheard = not reading.known_words and not reading.things
        if reading.script == "none" or (unheard and ranked[0][1] < _SURE):
            return [("nonsense", 1.0)]
        return self.wording.weighed(ranked, reading.words)


def masked(reading: Reading) -> str:
    """The words with things replaced by their sort, so that the phrasing is learnt and not the ingredient."""

    def token(mention: Mention) -> str:
        name, kind = _stands_for(mention)
        sort = "xactive" if kind in ("ingredient", "class") else f"x{kind}"
        return f"{sort} {name.replace('.', '_')}" if kind in ("mask", "product", "tool") else sort

    return replaced(reading, token)


def plain_masked(reading: Reading) -> str:
    """The same in words that a sentence encoder knows."""

    def words(mention: Mention) -> str:
        name, kind = _stands_for(mention)
        return f"a {name}" if kind == "product" else _SORT_AS_WORDS[kind]

    return replaced(reading, words)


def _stands_for(mention: Mention) -> tuple[str, str]:
    """Id and kind of what is named; of a product of the market those of its sort."""
    return (mention.like, mention.like_kind) if mention.like else (mention.id, mention.kind)


def replaced(reading: Reading, token: Callable[[Mention], str]) -> str:
    """The words with each thing and trait replaced by its `token`."""
    words: list[str] = list(reading.words)
    for mention in (*reading.things, *reading.traits):
        words[mention.start : mention.end] = [token(mention), *[""] * (mention.end - mention.start - 1)]
    return " ".join(word for word in words if word)


def _masked_texts(readings: Sequence[Reading]) -> list[str]:
    return [masked(reading) for reading in readings]


def _raw_texts(readings: Sequence[Reading]) -> list[str]:
    return [" ".join(reading.words) for reading in readings]


def _ngram_features() -> Pipeline:
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
    return make_pipeline(features, TruncatedSVD(_WIDTH, n_iter=1, random_state=0))


def softmax(seed: int = 0) -> MLPClassifier:
    """A network without a hidden layer is a softmax regression, here learnt by Adam in small batches: with hundreds of
    labels as accurate as a solver that runs to its end, in a third of the time."""
    return MLPClassifier((), alpha=3e-4, learning_rate_init=0.01, batch_size=128, max_iter=15, random_state=seed)


def averaged(features: Vectors, labels: Sequence[str]) -> MLPClassifier:
    """The mean of several softmax regressions that saw the examples in different orders: one of the same size, somewhat
    more often right, and much less moved by a few new examples."""
    learnt = [softmax(seed).fit(features, labels) for seed in range(_AVERAGED)]
    mean = learnt[0]
    mean.coefs_ = [np.mean([one.coefs_[0] for one in learnt], axis=0)]
    mean.intercepts_ = [np.mean([one.intercepts_[0] for one in learnt], axis=0)]
    return mean


def meanings(readings: Sequence[Reading], encoder: Encode) -> Vectors:
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
