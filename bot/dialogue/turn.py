"""One turn of the conversation: questions and focus in, answers and focus out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers import coverage, followup, person, relevant, smalltalk
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.kinds import ANSWERS, SMALL_TALK, answer
from bot.answers.memory import NOTHING, UNCHANGED, Learnt, Memory
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.dialogue import walk
from bot.dialogue.focus import Focus, Walk
from bot.dialogue.gaps import fill
from bot.dialogue.learning import KEPT, of_others, remembered_traits
from bot.knowledge.base import Knowledge
from bot.rules.compatibility import kept_from
from bot.rules.items import Person

_CONFIDENT = 0.6
_DOUBTFUL = 0.3
_HEALTH = {"medical", "reaction"}
URGENT = ("red_flag", "reaction")
"""Kinds that are answered alone."""
_SORE = "state.broken_skin"
"""Whoever reports a reaction has sore skin for the rest of the conversation: no active is recommended onto it."""


def turn(
    knowledge: Knowledge,
    texts: Texts,
    questions: Sequence[Question],
    focus: Focus,
    ranking: Sequence[str] = (),
    *,
    unsure: bool = False,
    memory: Memory = NOTHING,
    learnt: Learnt = UNCHANGED,
) -> tuple[list[Answer], Focus]:
    """The answers to a message, one for each of its questions, and the focus for the next.

    `ranking` holds the kinds that the classifier thought of, likeliest first; with `unsure` it was not sure of any.
    `memory` and `focus` hold already what the message has `learnt` of its sender.
    """
    urgent = [question for question in questions if question.kind in URGENT]
    if urgent:
        alone = answer(context_of(knowledge, texts, focus, urgent[0], memory), urgent[0])
        sore = [*focus.traits, *([_SORE] if _SORE not in focus.traits else [])]
        return [alone], msgspec.structs.replace(focus, walk=None, kind="reaction", traits=sore, decided_by=[], about=[])
    answers: list[Answer] = []
    for question in questions:
        given, focus = _one(knowledge, texts, question, focus, ranking, unsure=unsure, memory=memory, learnt=learnt)
        answers.append(given)
    context = context_of(knowledge, texts, focus, questions[0], memory)
    return _finished(context, coverage.complete(context, questions, answers), focus), focus


def context_of(knowledge: Knowledge, texts: Texts, focus: Focus, question: Question, memory: Memory) -> Context:
    """The person of an answer: what was told before, and what the question itself says.

    Of somebody else nothing was told before.
    """
    named = tuple(trait for trait in question.traits if knowledge.things[trait].kind in KEPT)
    told = () if named and of_others(knowledge, question) else remembered_traits(focus, memory)
    person = Person(traits=tuple(trait for trait in told if knowledge.things[trait].kind in KEPT))
    return Context(knowledge, texts, person.and_also(named))


def _one(
    knowledge: Knowledge,
    texts: Texts,
    question: Question,
    focus: Focus,
    ranking: Sequence[str],
    *,
    unsure: bool,
    memory: Memory,
    learnt: Learnt,
) -> tuple[Answer, Focus]:
    asked = fill(knowledge, question, focus, unsure=unsure)
    context = context_of(knowledge, texts, focus, asked, memory)
    if asked.kind == "routine" and not asked.things:
        asked = msgspec.structs.replace(asked, things=[item for item in memory.items if item.id in knowledge.things])
    doubtful = asked.kind.startswith("faq/") and asked.confidence < _DOUBTFUL and bool(asked.things)
    if doubtful and ranking[1:2] and ranking[1] in ANSWERS:
        # A general kind fits whatever was named; the entry is told beside it.
        asked = msgspec.structs.replace(asked, kind=ranking[1], second=asked.kind)
    if focus.walk is not None and asked.kind in ("affirm", "unsure"):
        asked = msgspec.structs.replace(asked, kind="walk_next" if asked.kind == "affirm" else "walk_repeat")
    if _is_elsewhere(asked, ranking):
        asked = msgspec.structs.replace(asked, kind="out_of_scope")
    if unsure and _HEALTH & set(ranking[:2]):
        # It may be about an illness: handing over is right in either case, asking back might not be.
        asked = msgspec.structs.replace(asked, kind="medical")
        return answer(context, asked), focus
    complete = asked.kind in ("compatibility", "comparison") and len(asked.things) > 1
    if unsure and asked.kind == question.kind and not asked.second and not complete:
        which = smalltalk.ask_which(context, [kind for kind in ranking if kind not in SMALL_TALK][:2], asked)
        return relevant.instead(context, asked, which), focus
    if (of_step := walk.about_step(context, question, focus)) is not None:
        return of_step, msgspec.structs.replace(focus, kind=of_step.kind, about=list(of_step.about))
    if asked.kind in walk.MOVES and focus.walk is None and _asks_what_follows(asked, focus):
        asked = msgspec.structs.replace(asked, kind="order", things=focus.things[-1:])
    if asked.kind in walk.MOVES:
        given, place = walk.move(context, asked, focus)
        return given, _moved(focus, asked, given, place)
    if asked.kind == "forget_me":
        return person.forgotten(context, asked), Focus()
    if asked.kind == "what_do_you_know":
        return person.known(context, memory, [*focus.traits, *focus.medicines]), focus
    if asked.kind == "tell" and any(kept_from(knowledge, item, context.person) for item in asked.things):
        asked = msgspec.structs.replace(asked, kind="suitability", traits=asked.traits or list(context.person.traits))
        given = answer(context, asked)
        return given, _on(focus, asked, given)
    if asked.kind == "tell":
        return person.told(context, asked, learnt), _on(focus, asked, None)
    if asked.kind == "why":
        return followup.why(context, focus.decided_by, focus.about), focus
    if asked.kind == "source":
        return followup.source(context, focus.decided_by, focus.about), focus
    given = answer(context, asked)
    if asked.kind == "goodbye" and focus.walk is not None:
        focus = msgspec.structs.replace(focus, walk=None, left=focus.walk)
    return given, focus if asked.kind in SMALL_TALK else _on(focus, asked, given)


def _asks_what_follows(asked: Question, focus: Focus) -> bool:
    """`what goes on after that`, where nothing is being walked through, is about the thing last talked about."""
    return bool(focus.things) and asked.kind == "walk_next" and bool({"what", "whats"} & set(asked.words))


def _is_elsewhere(asked: Question, ranking: Sequence[str]) -> bool:
    """Whether a question that names nothing of ours, and may be about anything, is answered as not ours."""
    names_nothing = not asked.things and not asked.traits and not asked.unknown
    return (
        asked.kind in ANSWERS
        and asked.kind not in _HEALTH
        and names_nothing
        and asked.confidence < _CONFIDENT
        and not asked.nearest
        and "out_of_scope" in ranking[:2]
    )


def _on(focus: Focus, asked: Question, given: Answer | None) -> Focus:
    """The focus after an answer: the things asked about stay it until others are named."""
    return msgspec.structs.replace(
        focus,
        kind=_kind_of(asked, given) if given is not None else focus.kind,
        things=asked.things or focus.things,
        moment=asked.moment or (focus.moment if not asked.things else None),
        decided_by=list(given.decided_by) if given is not None else focus.decided_by,
        about=list(given.about) if given is not None else focus.about,
    )


def _kind_of(asked: Question, given: Answer) -> str:
    """The kind to go on from; where a gate answered in place of an FAQ entry, the gate's."""
    return given.kind if asked.kind.startswith("faq/") and given.kind in ANSWERS else asked.kind


def _moved(focus: Focus, asked: Question, given: Answer, place: Walk | None) -> Focus:
    return msgspec.structs.replace(
        focus,
        walk=place,
        left=focus.walk if asked.kind == "walk_stop" else None if place is not None else focus.left,
        kind=focus.kind if given.kind == "walk" else given.kind,
        things=asked.things or focus.things,
        decided_by=list(given.decided_by),
        about=list(given.about) or focus.about,
    )


def _finished(context: Context, answers: list[Answer], focus: Focus) -> list[Answer]:
    """Buttons stand under the last answer only, and so does the way back to a walkthrough."""
    last = answers[-1]
    if (
        focus.walk is not None
        and last.kind != "walk"
        and last.kind in (*ANSWERS, *SMALL_TALK, "ask_which", "why", "source", "tell")
    ) or (focus.walk is not None and last.kind.startswith("faq/")):
        last = msgspec.structs.replace(
            last,
            notes=(*last.notes, walk.way_back(context, focus.walk)),
            suggestions=(*context.texts.all("walkthrough.continue"), *last.suggestions)[:4],
        )
    return [*(msgspec.structs.replace(entry, suggestions=()) for entry in answers[:-1]), last]
