"""Questions of compatibility for measuring, no two alike: answers that were kept would make a measurement too good."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

from bot.knowledge.files import load

_PHRASINGS = (
    "can i use {} and {} together?",
    "is it ok to put {} on after {}",
    "{} with {}, yes or no?",
    "do {} and {} go together in one evening",
    "may I layer {} over {}?",
)


def questions(seed: int = 1) -> Iterator[str]:
    """Each pair of ingredients and masks once, in an order that is the same in every run; some thousands."""
    things = load().things.values()
    names = sorted(thing.name.lower() for thing in things if thing.kind in ("ingredient", "mask"))
    pairs = list(combinations(names, 2))
    drawn = random.Random(seed)
    drawn.shuffle(pairs)
    for number, pair in enumerate(pairs):
        yield _PHRASINGS[number % len(_PHRASINGS)].format(*pair)
