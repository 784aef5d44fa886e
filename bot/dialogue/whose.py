"""Whose skin a message speaks of: its sender's, or somebody else's.

`Question.whom` is the word for somebody else that the reader found, `about_self` an I without anybody else; this adds
what only the words beside them tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.knowledge.base import Knowledge

TRAITS = ("skin", "state")
"""Sorts of traits that say something of a person; a concern is what they want to be rid of."""
_ME = frozenset(("i", "im", "i'm", "ive", "i've", "me", "myself", "mine"))
_THEY = frozenset(("she", "he", "her", "hers", "his", "him", "shes", "hes"))
_I_AM = r"\b(?:i|im|ive)\b(?: '\w+| am| have| was)?(?: [\w']+){0,2}"


def of_sender(question: Question) -> bool:
    """Whether the sender speaks of themselves; `my sister` alone is not that."""
    return bool(_ME & set(question.words))


def of_others(knowledge: Knowledge, question: Question) -> bool:
    """Whether what a question tells is told of somebody else: `my daughter is 11`, `same for my mum`.

    What stands right behind an `I am` is the sender's own all the same: `my husband says so, and I'm pregnant`.
    """
    if question.whom:
        return True
    said = set(question.words)
    if question.about_self or not (said & (_ME | _THEY) or "my" in said):
        return False
    text = " ".join(question.words)
    names = (_names(knowledge, trait) for trait in question.traits)
    return not any(re.search(rf"{_I_AM} (?:{of_trait})\b", text) for of_trait in names)


def talked_of(knowledge: Knowledge, questions: Sequence[Question], focus: Focus) -> Focus:
    """The focus with who else is talked of, and what was told of them; nobody else once the sender says `I` or `me`."""
    whom = next((question.whom for question in questions if question.whom), "")
    if not whom:
        own = any(map(of_sender, questions))
        return msgspec.structs.replace(focus, whom="", other=[]) if own else focus
    told = [trait for question in questions for trait in question.traits if knowledge.things[trait].kind in TRAITS]
    same = whom == focus.whom or whom in _THEY
    skin = any(knowledge.things[trait].kind == "skin" for trait in told)
    # `can she use vitamin C`, after what was asked of a child: she is that child.
    known = focus.other if focus.whom else focus.states if whom in _THEY else []
    before = [trait for trait in known if same and not (skin and knowledge.things[trait].kind == "skin")]
    return msgspec.structs.replace(focus, whom=whom, other=list(dict.fromkeys([*before, *told])))


def _names(knowledge: Knowledge, trait: str) -> str:
    thing = knowledge.things[trait]
    names = {thing.name, thing.name.removesuffix(" skin"), *thing.aliases}
    return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
