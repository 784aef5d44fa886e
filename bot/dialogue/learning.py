"""What a message tells of its sender's skin and health, and what it takes back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from bot.answers.memory import Learnt, Memory
from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.reports import has_dried
from bot.dialogue.whose import TRAITS, of_others
from bot.knowledge.base import Knowledge

PASSING = frozenset(
    (
        *("state.broken_skin", "state.sunburn", "state.shaving", "state.child", "state.recent_procedure"),
        *("state.dermaplaning", "state.hair_removal", "state.light_hair_removal"),
    )
)
"""States that are over soon, or whose owner is too young to agree: they hold for the conversation only."""

_ONE_OF = ("skin.oily", "skin.dry", "skin.combination", "skin.normal")
"""Skin types of which a person has one; the others may come beside it."""
_OF_THE_YOUNG = ("state.child", "state.teen")
_MY_AGE = re.compile(
    r"\b(?:i ?'?m|i am) (\d\d)(?= ?(?:$|[.,!?;]|years? old\b|yo\b|yrs? old\b|and\b|with\b|but\b|now\b))"
)
"""`I'm 44`, and not `I'm 20 minutes into a mask`."""
_GROWN_UP = 20
_OF_ONESELF = ("just", "got", "had", "did", "been", "currently")
"""Words that begin a report of one's own where the I is left out: `just back from a peel`."""
_TREATMENTS = frozenset(
    ("state.hair_removal", "state.light_hair_removal", "state.dermaplaning", "state.recent_procedure", "state.shaving")
)
_TO_COME = re.compile(
    r"\bbefore (?:i |my |a |an |the |getting |having )*(?:\w+ )?"
    r"(?:wax|shav|peel|laser|thread|facial|needl|dermaplan|epilat)"
    r"|\b(?:can|could|should|may|shall) i (?:wax|shave|thread|epilate|get|have)\b"
)
"""Asks of a treatment that has not been: `how long do I stop before waxing`."""
_FOR_NOW = re.compile(
    r"\bhow (?:long|sensitive|oily|dry)\b|^(?:so |and |but )*(?:how|why)\b.*\b(?:after|from|because|make|makes)\b"
)
"""Asks how skin is for a while, and tells no type: `how sensitive does retinol make my skin`."""
_PREGNANT = "state.pregnant"
_LOSS = re.compile(
    r"\b(?:i|we) (?:(?:just|have|had|recently|sadly|'ve) )*(?:miscarried|lost (?:the|my|our) (?:baby|pregnancy))\b"
    r"|\b(?:had|having|after) (?:a|my|the) (?:miscarriage|stillbirth|abortion|termination)\b"
)
_NOT_ME = re.compile(r"\bnot (?:about |for )?(?:me|mine|myself)\b")
_MIXED = re.compile(
    r"\b(?:oily|greasy)(?: (?!not\b)[\w'-]+){0,4} (?:and|but|&)(?: (?!not\b)[\w'-]+){0,4} dry\b"
    r"|\bdry(?: (?!not\b)[\w'-]+){0,4} (?:and|but|&)(?: (?!not\b)[\w'-]+){0,4} (?:oily|greasy)\b"
)
"""Two skin types at once, of which the reader may have found one: `oily and dry`, `dry here but oily there`."""


def learn(knowledge: Knowledge, questions: Sequence[Question], focus: Focus, memory: Memory) -> Learnt:
    """What the questions of one message tell and take back. A skin type takes the place of another one."""
    remembered = remembered_traits(focus, memory)
    of_mask = focus.walk is not None and all(map(has_dried, questions))
    told = [] if of_mask else list(dict.fromkeys(trait for one in questions for trait in _told(knowledge, one)))
    both = {"skin.oily", "skin.dry"}
    mixed = both <= set(told) or bool(
        both & set(told) and any(_MIXED.search(" ".join(question.words)) for question in questions)
    )
    if mixed:
        told = [trait for trait in told if trait not in _ONE_OF] + ["skin.combination"]
    withdrawn = [trait for trait in remembered if trait not in told and _is_taken_back(trait, questions)]
    loss = any(_LOSS.search(" ".join(question.words)) and not question.whom for question in questions)
    if loss:
        told, withdrawn = [trait for trait in told if trait != _PREGNANT], [*withdrawn, _PREGNANT]
    if any(_NOT_ME.search(" ".join(question.words)) for question in questions):
        withdrawn += focus.learnt
        told = [trait for trait in told if trait not in focus.learnt]
    if any(int(age) >= _GROWN_UP for question in questions for age in _MY_AGE.findall(" ".join(question.words))):
        withdrawn += _OF_THE_YOUNG  # Whoever is 44 had somebody else's age in mind before.
    if set(told) & set(_ONE_OF):
        withdrawn += [trait for trait in remembered if trait in _ONE_OF and trait not in told]
    return Learnt(
        told=tuple(trait for trait in told if trait not in remembered),
        withdrawn=tuple(dict.fromkeys(trait for trait in withdrawn if trait in remembered)),
        mixed=mixed,
        loss=loss,
    )


def remembered_traits(focus: Focus, memory: Memory) -> list[str]:
    """All that is known of the person, what is kept first: ids of traits, and of medicines."""
    return list(dict.fromkeys((*memory.person.all_traits, *focus.traits, *focus.medicines)))


def remember(knowledge: Knowledge, learnt: Learnt, focus: Focus, memory: Memory) -> tuple[Focus, Memory]:
    """Focus and memory with what was learnt: skin is kept at once, health holds for the conversation."""
    person = memory.person
    skin = [trait for trait in learnt.told if knowledge.things[trait].kind == "skin"]
    health = [trait for trait in learnt.told if knowledge.things[trait].kind == "state"]
    away = frozenset(learnt.withdrawn)
    kept = msgspec.structs.replace(
        person,
        traits=_without([*person.traits, *skin], away),
        health=tuple(entry for entry in person.health if entry.trait not in away),
    )
    gone = {owned.name for owned in (*learnt.gone, *learnt.owned)}
    shelf = (*(owned for owned in memory.shelf if owned.name not in gone), *learnt.owned)
    return (
        msgspec.structs.replace(
            focus,
            traits=list(_without([*focus.traits, *health], away)),
            medicines=list(_without([*focus.medicines, *learnt.medicines], away)),
            offered=list(_without(focus.offered, away)),
            learnt=list(learnt.told),
        ),
        msgspec.structs.replace(memory, person=kept, shelf=shelf),
    )


def _told(knowledge: Knowledge, question: Question) -> list[str]:
    """The traits that a question says its sender has."""
    reports = question.words[:1] and question.words[0] in _OF_ONESELF
    own = question.about_self or question.kind == "tell" or reports
    if not own or question.kind == "forget_me" or of_others(knowledge, question):
        return []
    said = " ".join(question.words)
    own_traits = (trait for trait in question.traits if knowledge.things[trait].kind in TRAITS)
    return [
        trait
        for trait in own_traits
        if trait not in question.denied
        and not (trait in _TREATMENTS and _TO_COME.search(said))
        and not (knowledge.things[trait].kind == "skin" and _FOR_NOW.search(said))
    ]


def _is_taken_back(trait: str, questions: Sequence[Question]) -> bool:
    """`I'm not pregnant any more`, `forget that I'm pregnant`."""
    plainly = trait not in PASSING  # Sore skin is not talked away.
    return any(
        (plainly and trait in question.denied) or (question.kind == "forget_me" and trait in question.traits)
        for question in questions
    )


def _without(traits: Iterable[str], away: frozenset[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(trait for trait in traits if trait not in away))
