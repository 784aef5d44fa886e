"""Whether a sentence may be told to this person: it recommends nothing that is kept from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.answers.context import Context
from bot.answers.question import Question
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Fact
from bot.rules.compatibility import kept_from
from bot.rules.items import Item, Person

_LEFT_OUT = re.compile(
    r"\b(?:no|not|nothing|never|nor|without|instead of|rather than|pauses?|stop|warns of)\b[^.,;:]*"
    r"|\bleaves? [^.,;:]*? (?:out|alone)\b[^.,;:]*"
    r"|\b[\w-]+[- ]free\b"
)
"""What a sentence names to leave it out."""
_WORD = re.compile(r"[\w'’]+(?:-\w+)*")
_RECOMMENDED = ("ingredient", "class", "mask", "product", "tool")
_LONGEST = 5
"""Words of the longest name that is looked for."""


@lru_cache(maxsize=4)
def _called(knowledge: Knowledge) -> dict[str, list[str]]:
    """Every name in small letters with the ids of what it recommends: none for a skin type or a state."""
    called: dict[str, list[str]] = {}
    for thing in knowledge.things.values():
        for name in {thing.name, *thing.aliases}:
            ids = called.setdefault(" ".join(_WORD.findall(name.lower())), [])
            if thing.kind in _RECOMMENDED:
                ids.append(thing.id)
    return called


@lru_cache(maxsize=4096)
def recommended(knowledge: Knowledge, sentence: str) -> frozenset[str]:
    """The ids of what a sentence names, and not to leave it out; of names inside each other the longest counts."""
    called = _called(knowledge)
    words = _WORD.findall(_LEFT_OUT.sub(" , ", sentence.lower()))
    found: set[str] = set()
    at = 0
    while at < len(words):
        for length in range(_LONGEST, 0, -1):
            name = " ".join(words[at : at + length])
            known = name if name in called else name.removesuffix("s")
            if known in called:
                found.update(called[known])
                at += length - 1
                break
        at += 1
    return frozenset(found)


def fits(knowledge: Knowledge, fact: Fact, person: Person) -> bool:
    """Whether the fact recommends nothing that is kept from the person.

    What they had better ask about first a fact may name that is about that very state: it says that they are to ask.
    """
    return not any(
        found.verdict == "avoid" or not any(knowledge.is_a(found.b, name) for name in fact.about)
        for recommends in recommended(knowledge, fact.says)
        for found in kept_from(knowledge, Item(id=recommends), person)
    )


def fitting(context: Context, question: Question, facts: Iterable[Fact]) -> list[Fact]:
    """Those of the facts that fit the person, with what the question says of them."""
    person = context.person.and_also(tuple(question.traits))
    return [fact for fact in facts if fits(context.knowledge, fact, person)]
