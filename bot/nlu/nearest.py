"""Which facts say what a question asks: nearest in meaning, as the sentence encoder sees it.

A question and the sentence that answers it lie close together, whatever kind of question it is. So an answer can hold
the one sentence that meets the question, and a question that lies far from everything known is not ours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from bot.answers.question import Near
from bot.knowledge.base import Knowledge

Vectors = npt.NDArray[np.float32]
MOST = 6
"""How many facts are handed on with a question."""
_NOWHERE = np.empty(0, int)
LEAST = 0.4
"""Cosine below which a fact says nothing about a question."""


class Nearest:
    """The vectors of all facts, and the look-up of those near a question."""

    def __init__(self, knowledge: Knowledge, vectors: Mapping[str, Vectors]) -> None:
        self._knowledge = knowledge
        self.keys = [key for key in knowledge.told if key in vectors]
        self._vectors = np.array([vectors[key] for key in self.keys], np.float32).reshape(len(self.keys), -1)
        places: dict[str, list[int]] = {}
        for at, key in enumerate(self.keys):
            for name in knowledge.told[key].of or ("",):
                places.setdefault("" if name.startswith("faq/") else name, []).append(at)
        self._at = {name: np.array(at, int) for name, at in places.items()}

    @classmethod
    def of(
        cls, knowledge: Knowledge, encode: Callable[[Sequence[str]], Vectors], known: Mapping[str, Vectors]
    ) -> Nearest:
        """From vectors that are `known` by the facts' keys; what is missing there is encoded anew."""
        missing = [key for key in knowledge.told if key not in known]
        new = encode([knowledge.told[key].fact.says for key in missing]) if missing else ()
        return cls(knowledge, {**known, **dict(zip(missing, new, strict=True))})

    def vectors(self) -> dict[str, Vectors]:
        """The vector of each fact, by its key."""
        return dict(zip(self.keys, self._vectors, strict=True))

    def find(self, vector: Vectors, named: Iterable[str]) -> list[Near]:
        """The facts nearest to a question, nearest first: of what is `named` and its classes, and of care in general.

        Where nothing is named, of everything.
        """
        above = {name for thing in named for name in self._knowledge.ancestors(thing)}
        scores = self._vectors @ vector
        if above:
            about = np.zeros(len(self.keys), bool)
            for name in (*above, ""):
                about[self._at.get(name, _NOWHERE)] = True
            at = np.flatnonzero(about)
        else:
            at = np.arange(len(self.keys))
        best = at[np.argsort(-scores[at], kind="stable")[:MOST]]
        return [self._near(int(index), float(scores[index])) for index in best if scores[index] >= LEAST]

    def _near(self, index: int, score: float) -> Near:
        key = self.keys[index]
        faq = next((name for name in self._knowledge.told[key].of if name.startswith("faq/")), "")
        return Near(fact=key, score=round(score, 3), faq=faq)
