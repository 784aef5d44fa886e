"""A message in a conversation with a person who is remembered: what it changes, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from bot.answers import person, shelf
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.kinds import ANSWERS, SMALL_TALK
from bot.answers.memory import Learnt, Memory
from bot.answers.plan import plan
from bot.answers.profile import way_back
from bot.answers.question import Question
from bot.answers.smalltalk import elsewhere
from bot.answers.texts import Texts
from bot.dialogue import consent, owning, profile
from bot.dialogue.focus import Focus
from bot.dialogue.learning import learn, of_others, remember, remembered_traits
from bot.dialogue.turn import URGENT, context_of, turn
from bot.knowledge.base import Knowledge

_FEEDBACK = {"feedback_helpful": True, "feedback_unhelpful": False}
_HEALTH = (*URGENT, "medical")
_ABOUT_THE_PERSON = ("tell", "what_do_you_know", "forget_me", "consent", "profile")


class Message(NamedTuple):
    """A message as it was read; `said` is its text as it was typed, `now` in seconds since 1970."""

    questions: Sequence[Question]
    said: str = ""
    ranking: Sequence[str] = ()
    unsure: bool = False
    now: float = 0.0
    keep_for: float = 0.0
    """Seconds for which a health fact is kept after a yes."""


class Turned(NamedTuple):
    """What comes of a message."""

    answers: list[Answer]
    focus: Focus
    memory: Memory
    helpful: bool | None = None
    """What the sender thought of the answer before, which `focus.answered` names; None where they said nothing."""
    unanswered: bool = False
    """Something in it could not be answered: the owner should see it."""
    forget: bool = False
    """Everything of the sender is to be erased."""


def converse(knowledge: Knowledge, texts: Texts, message: Message, focus: Focus, memory: Memory) -> Turned:
    """Answers a message; focus and memory come back with what it told, asked to change or agreed to."""
    questions = list(message.questions)
    if any(question.kind in URGENT for question in questions):
        answers, focus = turn(knowledge, texts, questions, focus, memory=memory)
        return Turned(answers, _noted(focus, answers, waiting=""), memory)
    context = context_of(knowledge, texts, focus, questions[0], memory)
    handled = _handled(context, message, msgspec.structs.replace(focus, learnt=[]), memory)
    if handled is not None:
        answer, focus, memory = handled
        answers = [answer]
    else:
        if focus.waiting == "consent":
            focus = msgspec.structs.replace(focus, waiting="")  # A yes to something else is none to this.
        learnt = _learnt(context, message, focus, memory)
        focus, memory = remember(knowledge, learnt, focus, memory)
        questions = [_as_told(question, learnt) for question in questions]
        answers, focus = turn(
            knowledge,
            texts,
            questions,
            focus,
            message.ranking,
            unsure=message.unsure and questions[0].kind == message.questions[0].kind,
            memory=memory,
            learnt=learnt,
        )
        if any(answer.kind == "forget_me" for answer in answers):
            return Turned(answers, Focus(), Memory(), forget=True)
        answers = _with_changes(context, answers, learnt)
    answers = _because(knowledge, texts, questions, answers, focus, memory)
    focus, memory, answers = _health(context, message, focus, memory, answers)
    return Turned(
        answers,
        _noted(focus, answers, waiting=focus.waiting),
        memory,
        helpful=next((_FEEDBACK[question.kind] for question in questions if question.kind in _FEEDBACK), None),
        unanswered=any(map(_is_unanswered, questions, answers)) if len(questions) == len(answers) else False,
    )


def _handled(context: Context, message: Message, focus: Focus, memory: Memory) -> tuple[Answer, Focus, Memory] | None:
    """What is answered before anything else: what was waited for, and what is asked of shelf and profile."""
    question, text = message.questions[0], owning.text_of(message.questions, message.said)
    if len(message.questions) > 1:
        return None
    if focus.waiting == "consent" and (yes := consent.said_yes(question, text)) is not None:
        if yes:
            return consent.given(context, focus, memory, message.now, message.keep_for)
        return *consent.refused(context, focus, memory), memory
    if profile.begins(question, text) or (
        question.kind == "walk_resume" and focus.profile is not None and not focus.walk
    ):
        return *profile.begin(context, focus), memory
    if focus.waiting == "profile":
        heard = profile.hear(context, question, text, focus, memory, message.now)
        if heard is not None:
            return heard
    asked = owning.request(context, question, focus, owning.in_use(context, focus, memory), message.said)
    return _shelved(context, asked, focus, memory, message.now) if asked is not None else None


def _shelved(
    context: Context, asked: owning.Request, focus: Focus, memory: Memory, now: float
) -> tuple[Answer, Focus, Memory]:
    """What is done with the shelf, or said of it."""
    if asked.kind == "show":
        return shelf.shown(context, memory), focus, memory
    if asked.kind == "plan":
        week = plan(context, owning.in_use(context, focus, memory))
        return week, msgspec.structs.replace(focus, kind="routine", decided_by=list(week.decided_by)), memory
    if asked.kind == "fits":
        given = shelf.fits(context, owning.in_use(context, focus, memory), asked.items)
        about = msgspec.structs.replace(
            focus, kind="compatibility", things=list(asked.items), decided_by=list(given.decided_by)
        )
        return given, about, memory
    if asked.kind == "clear":
        return shelf.cleared(context), focus, msgspec.structs.replace(memory, shelf=())
    if asked.kind == "take":
        learnt = Learnt(gone=tuple(owning.meant(memory.shelf, asked)))
        missing = shelf.not_there
    else:
        learnt = Learnt(owned=tuple(owning.to_shelf(context, asked.items, asked.name, now)))
        missing = shelf.nothing_to_add
    if not learnt:
        return missing(context), focus, memory
    focus, memory = remember(context.knowledge, learnt, focus, memory)
    return shelf.changed(context, learnt), focus, memory


def _learnt(context: Context, message: Message, focus: Focus, memory: Memory) -> Learnt:
    """What a message tells of its sender: traits, medicines, and what they have and have no more."""
    things = context.knowledge.things
    learnt = learn(context.knowledge, message.questions, focus, memory)
    gone, lists = owning.said_to_be_gone(message.questions, message.said)
    stopped = [item.id for item in gone if item.id in remembered_traits(focus, memory)]
    others = any(of_others(context.knowledge, question) for question in message.questions)
    own = [] if others else owning.said_to_own(context, message.questions, message.said)
    held = {(entry.thing, entry.form) for entry in memory.shelf}
    new = [item for item in own if item not in gone and (item.id, item.form) not in held]
    return msgspec.structs.replace(
        learnt,
        withdrawn=tuple(dict.fromkeys((*learnt.withdrawn, *stopped))),
        owned=tuple(
            owning.to_shelf(context, [item for item in new if not things[item.id].prescription], "", message.now)
        ),
        gone=tuple(owning.taken_off(memory.shelf, gone, lists)),
        medicines=tuple(item.id for item in new if things[item.id].prescription),
    )


def _as_told(question: Question, learnt: Learnt) -> Question:
    """A message that only changes what is known is a statement, whatever it was taken for: `not me, my sister`.

    `forget that I'm pregnant` takes back that one fact; `forget me` is something else.
    """
    of_one_fact = question.kind == "forget_me" and set(question.traits) & set(learnt.withdrawn)
    if of_one_fact or (learnt and question.kind in SMALL_TALK and question.kind not in _FEEDBACK):
        return msgspec.structs.replace(question, kind="tell", traits=[])
    return question


def _with_changes(context: Context, answers: list[Answer], learnt: Learnt) -> list[Answer]:
    """What a message changed is said, where none of its answers says it."""
    said = person.changes(context, learnt)
    if not said or any(answer.kind == "tell" for answer in answers):
        return answers
    last = msgspec.structs.replace(answers[-1], notes=(*answers[-1].notes, *said))
    return [*answers[:-1], last]


def _because(
    knowledge: Knowledge,
    texts: Texts,
    questions: Sequence[Question],
    answers: Sequence[Answer],
    focus: Focus,
    memory: Memory,
) -> list[Answer]:
    """Answers that were shaped by what was told before say so."""
    now_told = {trait for question in questions for trait in question.traits} | set(focus.learnt)
    told = []
    for number, answer in enumerate(answers):
        question = questions[min(number, len(questions) - 1)]
        context = context_of(knowledge, texts, focus, question, memory)
        before = [trait for trait in remembered_traits(focus, memory) if trait in context.person.traits]
        shaping = [trait for trait in before if trait not in now_told]
        plain = answer.kind in (*_ABOUT_THE_PERSON, *SMALL_TALK, "walk")
        told.append(answer if plain else person.because(context, answer, shaping))
    return told


def _health(
    context: Context, message: Message, focus: Focus, memory: Memory, answers: list[Answer]
) -> tuple[Focus, Memory, list[Answer]]:
    """Asks whether to remember what is new of the person's health; the way back to the questionnaire comes first."""
    last = answers[-1]
    if focus.waiting == "profile" and last.kind != "profile" and focus.profile is not None:
        note = way_back(context, focus.profile)
        return focus, memory, [*answers[:-1], msgspec.structs.replace(last, notes=(*last.notes, note))]
    if focus.walk is not None or focus.waiting == "profile" or last.kind in ("consent", "medical"):
        return focus, memory, answers
    text = owning.text_of(message.questions, message.said)
    if consent.is_asked_for(text) and consent.open_facts(context, focus, memory):
        agreed, focus, memory = consent.given(context, focus, memory, message.now, message.keep_for)
        return focus, memory, [*answers[:-1], agreed]
    last, focus = consent.offer(context, last, focus, memory)
    return focus, memory, [*answers[:-1], last]


def _noted(focus: Focus, answers: Sequence[Answer], *, waiting: str) -> Focus:
    """The focus with the answer that feedback would be about."""
    last = answers[-1]
    focus = msgspec.structs.replace(focus, waiting=waiting)
    if last.kind in SMALL_TALK or last.kind in _ABOUT_THE_PERSON:
        return focus
    return msgspec.structs.replace(focus, answered=last.kind, answered_about=list(last.about))


def _is_unanswered(question: Question, answer: Answer) -> bool:
    """Whether the owner should see it: not understood, unknown, or outside what is known; never what is of health."""
    if question.kind in _HEALTH or answer.kind in _HEALTH:
        return False
    strange = answer.kind == "out_of_scope" and not elsewhere(question.words)
    lost = answer.kind == "nonsense" and bool(question.words)
    return (
        strange
        or lost
        or answer.kind == "ask_which"
        or (answer.asks_back and answer.kind in ANSWERS)
        or bool(question.unknown and answer.kind in ANSWERS)
    )
