"""Unanswered questions grouped by likeness, and nothing that only one person has said."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.cluster.hierarchy import fcluster, linkage

from bot.storage.unanswered import Unanswered

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Turns texts into vectors of length 1."""

PEOPLE = 2
"""Who is alone with a question might be known by it: fewer people than these are not shown."""
_ALIKE = 0.66
"""A cosine from which two questions are about the same, as seen by the sentence encoder; and by shared words."""
_ALIKE_BY_WORDS = 0.5
_HIDDEN = "…"
_SHOWN = 4


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """Questions that are alike, asked `times` by `people`; of a word that one person alone used only `…` is left."""

    questions: tuple[str, ...]
    times: int
    people: int
    last_seen: float


def grouped(asked: Sequence[Unanswered], known: Collection[str], encode: Encode | None) -> list[Group]:
    """The groups asked by at least two people, the most people first.

    `known` are words that name nobody: those of a dictionary and of the knowledge.
    """
    groups: dict[int, list[Unanswered]] = defaultdict(list)
    for label, question in zip(_labels([found.question for found in asked], encode), asked, strict=True):
        groups[label].append(question)
    found = [_group(questions, known) for questions in groups.values()]
    shown = [group for group in found if group.people >= PEOPLE]
    return sorted(shown, key=lambda group: (-group.people, -group.times, -group.last_seen, group.questions))


def _labels(questions: Sequence[str], encode: Encode | None) -> list[int]:
    """A number for each question, the same for those that are alike."""
    if len(questions) < 2:
        return [0] * len(questions)
    vectors = encode(list(questions)) if encode is not None else _by_words(questions)
    alike = _ALIKE if encode is not None else _ALIKE_BY_WORDS
    away = np.clip(1 - vectors @ vectors.T, 0, 2)[np.triu_indices(len(questions), 1)]
    return [int(label) for label in fcluster(linkage(away, "average"), 1 - alike, "distance")]


def _by_words(questions: Sequence[str]) -> npt.NDArray[np.float32]:
    words = [set(question.split()) for question in questions]
    place = {word: at for at, word in enumerate(sorted(set().union(*words)))}
    vectors = np.zeros((len(questions), len(place) + 1), np.float32)
    for row, said in enumerate(words):
        vectors[row, [place[word] for word in said] or [len(place)]] = 1
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)


def _group(asked: Sequence[Unanswered], known: Collection[str]) -> Group:
    by_word: dict[str, set[str]] = defaultdict(set)
    for found in asked:
        for word in found.question.split():
            by_word[word] |= found.askers
    told = Counter[str]()
    for found in asked:
        told[" ".join(_shown(word, by_word[word], known) for word in found.question.split())] += found.times
    return Group(
        questions=tuple(question for question, _ in told.most_common(_SHOWN)),
        times=sum(found.times for found in asked),
        people=len(frozenset().union(*(found.askers for found in asked))),
        last_seen=max(found.last_seen for found in asked),
    )


def _shown(word: str, askers: set[str], known: Collection[str]) -> str:
    plain = re.sub(r"[^\w]", "", word)
    shown = len(askers) >= PEOPLE or plain in known or word in known
    return word if shown else _HIDDEN
