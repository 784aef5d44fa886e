"""What the classifier left in doubt, decided by what is talked of."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.context import Context
from bot.answers.kinds import ANSWERS, OF_THE_DAY
from bot.answers.question import Question
from bot.dialogue import walk
from bot.dialogue.focus import Focus

HALF_SENTENCE = 8
"""Words of a question that points at what was talked of rather than naming it."""
POINTING = frozenset(("it", "that", "this", "them", "those", "these", "they", "both", "mine", "one"))
HEALTH = frozenset(("medical", "reaction"))
_CONFIDENT = 0.6
_DOUBTFUL = 0.3
_MISFITS = 0.5


def settled(context: Context, asked: Question, focus: Focus, ranking: Sequence[str]) -> Question:
    """The question as one that is answered: what the classifier left in doubt decided by what is talked of."""
    if asked.kind == "when":
        return msgspec.structs.replace(asked, kind="time_of_day", things=focus.things)
    if asked.kind == "instead":
        return msgspec.structs.replace(asked, kind="choice", things=[], traits=list(context.person.traits))
    # An entry fits a question in general; what points at a thing is about that thing.
    pointed = any(item.name not in " ".join(asked.words) for item in asked.things)
    enough = _CONFIDENT if pointed else _DOUBTFUL
    doubtful = asked.kind.startswith("faq/") and asked.confidence < enough and bool(asked.things)
    states = [trait for trait in asked.traits if context.knowledge.things[trait].kind == "state"]
    in_state = any(trait not in OF_THE_DAY for trait in states)
    misfits = asked.kind.startswith("faq/") and asked.confidence < _MISFITS and not asked.things
    if misfits and in_state and not _is_on(context, asked.kind, states):
        # `Are your products ok in pregnancy?`: what the state asks for in general, the entry beside it.
        asked = msgspec.structs.replace(asked, kind="suitability", second=asked.kind)
    # To hand somebody over to a doctor fits nothing in general.
    general = next((kind for kind in ranking[1:4] if kind in ANSWERS and kind != "medical"), "")
    if doubtful and general:
        # A general kind fits whatever was named; the entry is told beside it.
        asked = msgspec.structs.replace(asked, kind=general, second=asked.kind)
    if focus.walk is not None and asked.kind == "affirm":
        asked = msgspec.structs.replace(asked, kind="walk_next")
    if asked.kind == "walk_next" and focus.walk is None and focus.left is not None:
        asked = msgspec.structs.replace(asked, kind="walk_resume")
    if nowhere(asked, focus) and (asked.confidence < _MISFITS or asked.traits):
        asked = msgspec.structs.replace(asked, kind="tell")
    if _is_elsewhere(asked, ranking):
        asked = msgspec.structs.replace(asked, kind="out_of_scope")
    return asked


def _is_on(context: Context, kind: str, states: Sequence[str]) -> bool:
    """Whether an entry is on just that state: what isotretinoin asks for, of somebody who takes it."""
    things = context.knowledge.things
    entry = context.knowledge.faq[kind.removeprefix("faq/")].question.lower()
    return any(word.lower() in entry for state in states for word in (things[state].name, *things[state].aliases))


def nowhere(asked: Question, focus: Focus) -> bool:
    """A walkthrough word where nothing is being walked through."""
    walking = focus.walk is not None or focus.left is not None
    moves = asked.kind in walk.MOVES and asked.kind != "walk_start"
    return moves and not walking and not asks_what_follows(asked, focus)


def as_first_thought(question: Question, focus: Focus, ranking: Sequence[str]) -> Question:
    """`so what order is it` names nothing, and is ours all the same: it points at what was just talked of."""
    points = bool(POINTING & set(question.words)) and bool(focus.things) and len(question.words) <= HALF_SENTENCE
    if question.kind != "out_of_scope" or not points or not ranking or ranking[0] not in ANSWERS:
        return question
    return msgspec.structs.replace(question, kind=ranking[0])


def asks_what_follows(asked: Question, focus: Focus) -> bool:
    """`what goes on after that`, where nothing is being walked through, is about the thing last talked about."""
    return bool(focus.things) and asked.kind == "walk_next" and bool({"what", "whats"} & set(asked.words))


def _is_elsewhere(asked: Question, ranking: Sequence[str]) -> bool:
    """Whether a question that names nothing of ours, and may be about anything, is answered as not ours."""
    names_nothing = not asked.things and not asked.traits and not asked.unknown
    return (
        asked.kind in ANSWERS
        and asked.kind not in HEALTH
        and names_nothing
        and asked.confidence < _CONFIDENT
        and not asked.nearest
        and "out_of_scope" in ranking[:2]
    )


def wanted_before(context: Context, asked: Question, focus: Focus) -> Question:
    """`which mask`, after what is good for flaky skin: for the same."""
    follows = asked.kind == "choice" and focus.kind in ("choice", "routine") and not asked.traits
    things = context.knowledge.things
    own_skin = focus.whom or any(things[trait].kind == "skin" for trait in context.person.traits)
    before = [trait for trait in focus.wanted if things[trait].kind == "concern" or not own_skin]
    return msgspec.structs.replace(asked, traits=before) if follows and len(asked.words) <= HALF_SENTENCE else asked
