"""What is asked of a medicine that is only its prescriber's to say: to stop it, or to put it elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.context import Context
from bot.answers.question import Question
from bot.rules.items import Item

_STOPPING = frozenset(("stop", "stopping", "quit", "pause", "skip", "halve", "double"))
_FOR_ELSEWHERE = re.compile(
    r"\bfor (?:my|his|her|the|a) (?:\w+ ){0,2}"
    r"(?:hands?|arms?|legs?|feet|foot|body|scalp|back|elbows?|knees?|groin|piles|nappy)\b"
)
_ELSEWHERE = frozenset(("circumstance.hands", "circumstance.body"))
_ON_THE_FACE = frozenset(("face", "cheek", "cheeks", "chin", "nose", "forehead", "eyelids", "lips", "neck"))
"""A medicine that was given for the hands is asked about for the face."""
_THROWING_OUT = frozenset(("bin", "binning", "ditch", "ditching", "chuck", "chucking"))
_MAY = frozenset(("can", "could", "should", "may", "shall", "ok", "okay"))


def stops_a_medicine(context: Context, question: Question, known: Sequence[str]) -> bool:
    """`can I stop the gel when it's better`, of somebody who uses a prescribed one: their prescriber's to say."""
    words = set(question.words)
    pointed = {"gel", "cream", "medicine", "treatment", "tablets", "pills", "it", "prescription"} & words
    beside = [*(item.id for item in question.things), *question.beside]
    named = any(_is_medicine(context, name) for name in beside)
    medicine = any(context.knowledge.things[name].prescription for name in known)
    only_that = named or (bool(pointed) and not question.things)
    if named and _THROWING_OUT & words and _MAY & words:
        return True
    return bool(_STOPPING & words) and bool(_MAY & words) and medicine and only_that


def with_told_medicines(context: Context, question: Question) -> list[Item]:
    """The things of the question, and before them the medicines that were told of beside it."""
    named = {item.id for item in question.things}
    told = [Item(id=name) for name in question.beside if _is_medicine(context, name) and name not in named]
    return [*told, *question.things]


def _is_medicine(context: Context, name: str) -> bool:
    thing = context.knowledge.things.get(name)
    return thing is not None and thing.prescription


def moved_medicines(context: Context, question: Question) -> list[Item]:
    """`she gave me betnovate for my hands, can I put some on my cheeks`: where it goes is the prescriber's to say."""
    named = dict.fromkeys((*(item.id for item in question.things), *question.beside))
    elsewhere = bool(_FOR_ELSEWHERE.search(" ".join(question.words)) or _ELSEWHERE & set(question.circumstances))
    if not elsewhere or not _ON_THE_FACE & set(question.words):
        return []
    return [Item(id=name) for name in named if _is_medicine(context, name)]
