"""A message in a conversation with a person who is remembered: what it changes, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from bot.answers import followup, person, shelf
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.kinds import ANSWERS, SMALL_TALK
from bot.answers.memory import NOTHING, Learnt, Memory
from bot.answers.plan import fixed, how_often, plan, rest_nights
from bot.answers.profile import way_back
from bot.answers.question import Question
from bot.answers.smalltalk import begun_anew, elsewhere
from bot.answers.texts import Texts
from bot.dialogue import consent, cues, owning, profile, public, tonight
from bot.dialogue.focus import Focus
from bot.dialogue.learning import learn, remember, remembered_traits
from bot.dialogue.listing import as_list
from bot.dialogue.turn import URGENT, context_of, turn
from bot.dialogue.weighing import with_what_is_in_use
from bot.dialogue.whose import of_others
from bot.knowledge.base import Knowledge
from bot.rules.compatibility import kept_from
from bot.rules.items import Item

_FEEDBACK = {"feedback_helpful": True, "feedback_unhelpful": False}
_HEALTH = (*URGENT, "medical")
_BESIDE_OWNING = ("comparison", "definition", "effect", *SMALL_TALK)
"""What a mere list of products is taken for."""
_WEIGHING = {
    *("?", "with", "together", "mix", "layer", "combine", "same", "can", "could", "should", "may", "ok", "okay"),
    *("fine", "then", "after", "before", "over", "under", "how", "which", "what", "when", "where", "is", "are"),
    *("do", "does"),
}
"""Words of whoever asks about the products that they list."""
_VAGUE = ("tell", "affirm", "deny", "nonsense", "out_of_scope")
_PLANNED = ("plan", "why")
"""Kinds of answer after which a day of the week is one of the week that was planned."""
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
    public: bool = False
    """Others read along: in a group or a channel."""


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
    """Answers a message; focus and memory come back with what it told, asked to change or agreed to.

    In public nothing is taken from memory, and nothing put there.
    """
    message = _to_be_remembered(_with_list(knowledge, message, focus))
    questions = list(message.questions)
    if message.public:
        return _in_public(knowledge, texts, message, focus, memory)
    if any(question.kind in URGENT for question in questions):
        answers, focus = turn(knowledge, texts, questions, focus, memory=memory)
        return Turned(answers, _noted(focus, answers, waiting=""), memory)
    context = context_of(knowledge, texts, focus, questions[0], memory)
    accustomed = cues.accustomed(owning.text_of(questions, message.said), focus.accustomed)
    focus, before = msgspec.structs.replace(focus, accustomed=accustomed), focus.accustomed
    handled = _handled(context, message, msgspec.structs.replace(focus, learnt=[]), memory, news=accustomed != before)
    if handled is not None:
        answer, focus, after = handled
        focus = msgspec.structs.replace(focus, stocking=len(after.shelf) > len(memory.shelf))
        answers, memory = [answer], after
    else:
        if focus.waiting == "consent":
            focus = msgspec.structs.replace(focus, waiting="")  # A yes to something else is none to this.
        learnt = _learnt(context, message, focus, memory)
        focus, memory = remember(knowledge, learnt, focus, memory)
        questions = [
            question if len(questions) > 1 and question.kind == "out_of_scope" else _as_told(question, learnt)
            for question in questions
        ]
        focus = msgspec.structs.replace(focus, stocking=bool(learnt.owned))
        medicines = [name for name in remembered_traits(focus, memory) if knowledge.things[name].prescription]
        used = owning.in_use(context, focus, memory)
        questions = [
            with_what_is_in_use(knowledge, _beside(question, medicines), used, focus) for question in questions
        ]
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


def _in_public(knowledge: Knowledge, texts: Texts, message: Message, focus: Focus, memory: Memory) -> Turned:
    questions = list(message.questions)
    if not any(question.kind in URGENT for question in questions):
        context = context_of(knowledge, texts, focus, questions[0], NOTHING)
        offered = public.offer(context, questions, message.said, focus)
        if offered is not None:
            answer, focus = offered
            return Turned([answer], focus, memory)
    answers, focus = turn(knowledge, texts, questions, focus, message.ranking, unsure=message.unsure)
    helpful = next((_FEEDBACK[question.kind] for question in questions if question.kind in _FEEDBACK), None)
    unanswered = any(map(_is_unanswered, questions, answers)) if len(questions) == len(answers) else False
    return Turned(answers, _noted(focus, answers, waiting=""), memory, helpful=helpful, unanswered=unanswered)


def _with_list(knowledge: Knowledge, message: Message, focus: Focus) -> Message:
    """The message as an ingredient list, or as a further piece of one, where it is that."""
    if any(question.kind in URGENT for question in message.questions):
        return message
    listed = as_list(knowledge, message.questions[0], message.said, focus)
    return message if listed is None else message._replace(questions=[listed], unsure=False)


def _to_be_remembered(message: Message) -> Message:
    """`please remember that I'm pregnant`, `don't forget it`, is no wish to be forgotten, whatever it was taken for."""
    text = owning.text_of(message.questions, message.said)
    if not consent.is_asked_for(text) or all(question.kind != "forget_me" for question in message.questions):
        return message
    kept = [
        msgspec.structs.replace(question, kind="tell", about_self=True) if question.kind == "forget_me" else question
        for question in message.questions
    ]
    return message._replace(questions=kept)


def _handled(
    context: Context, message: Message, focus: Focus, memory: Memory, *, news: bool
) -> tuple[Answer, Focus, Memory] | None:
    """What is answered before anything else: what was waited for, and what is asked of shelf and profile.

    With `news` the message says whether skin is used to actives: then the week that was planned is planned anew.
    """
    question, text = message.questions[0], owning.text_of(message.questions, message.said)
    if len(message.questions) > 1:
        return None
    if cues.begins_anew(text, focus):
        return begun_anew(context), focus.on_something_new(), memory
    if focus.waiting == "consent" and (yes := consent.said_yes(question, text)) is not None:
        if yes:
            return consent.given(context, focus, memory, message.now, message.keep_for)
        return *consent.refused(context, focus, memory), memory
    if consent.is_declined(text) and (kept_here := consent.not_kept(context, question.traits, focus, memory)):
        return kept_here
    if profile.begins(question, text) or (
        question.kind == "walk_resume" and focus.profile is not None and not focus.walk
    ):
        return *profile.begin(context, focus), memory
    if focus.waiting == "profile":
        heard = profile.hear(context, question, text, focus, memory, message.now)
        if heard is not None:
            return heard
    used = owning.in_use(context, focus, memory)
    asked = owning.request(context, question, focus, used, message.said)
    planned = used or focus.things
    if asked is None and planned and cues.asks_for_rest(text, of_plan=focus.answered == "plan"):
        about_week = msgspec.structs.replace(focus, kind="routine", decided_by=[])
        return rest_nights(context, planned, beginning=not focus.accustomed), about_week, memory
    if asked is None and planned and focus.answered in _PLANNED and cues.asks_why_that_day(text):
        named = [own.id for own in planned if any(_is_one(item, own) for item in question.things)]
        rules = [] if named else focus.decided_by
        return followup.why(context, rules, named or [item.id for item in planned], "plan"), focus, memory
    if asked is None and planned and focus.answered in _PLANNED and cues.asks_to_move(text):
        return fixed(context), msgspec.structs.replace(focus, kind="routine"), memory
    if asked is None and used and _wants_a_week(context, question, used, replanned=news and focus.answered == "plan"):
        asked = owning.Request("plan")
    elif asked is None and news and question.kind in _VAGUE and not question.things and not question.traits:
        return how_often(context, accustomed=focus.accustomed), focus, memory
    for_now = tonight.wanted(context, question, text, focus, used, message.now)
    if asked is None and for_now is not None:
        return *tonight.answer(context, for_now, used, focus), memory
    return _shelved(context, asked, focus, memory, message.now) if asked is not None else None


def _is_one(named: Item, own: Item) -> bool:
    """Whether a product on the shelf is meant by a name, `the mask` too."""
    return named.id == own.id or (named.id == "mask" and own.id.startswith("mask."))


def _wants_a_week(context: Context, question: Question, used: Sequence[Item], *, replanned: bool) -> bool:
    """Whether a routine is to be made of the shelf; what of it the person should leave alone is left out, and said."""
    of_shelf = question.kind == "routine" and not question.things
    return replanned or (of_shelf and any(kept_from(context.knowledge, item, context.person) for item in used))


def _shelved(
    context: Context, asked: owning.Request, focus: Focus, memory: Memory, now: float
) -> tuple[Answer, Focus, Memory]:
    """What is done with the shelf, or said of it."""
    if asked.kind == "show":
        return shelf.shown(context, memory), focus, memory
    if asked.kind == "plan":
        week = plan(context, owning.in_use(context, focus, memory), beginning=not focus.accustomed)
        return week, msgspec.structs.replace(focus, kind="routine", decided_by=list(week.decided_by)), memory
    if asked.kind == "fits":
        used = owning.in_use(context, focus, memory)
        given = shelf.fits(context, used, asked.items, beginning=not focus.accustomed)
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
    own = [] if others else owning.said_to_own(context, message.questions, message.said, stocking=focus.stocking)
    # A bare `retinol` is the retinol serum that stands there, and the other way round.
    held = {(entry.thing, form) for entry in memory.shelf for form in (entry.form, "")}
    bare = {entry.thing for entry in memory.shelf if not entry.form}
    new = [item for item in own if item not in gone and (item.id, item.form) not in held and item.id not in bare]
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
    owned = {entry.thing for entry in learnt.owned}
    listed = question.kind == "compatibility" and not _WEIGHING & set(question.words)
    if owned and (listed or question.kind in _BESIDE_OWNING) and {item.id for item in question.things} <= owned:
        return msgspec.structs.replace(question, kind="tell", traits=[])
    if learnt.told and question.kind in SMALL_TALK and question.kind not in _FEEDBACK:
        # What is new is said back, and what it asks for, even where the rest was not understood.
        return msgspec.structs.replace(question, kind="tell", traits=list(learnt.told))
    of_one_fact = question.kind == "forget_me" and set(question.traits) & set(learnt.withdrawn)
    not_ours = question.kind == "out_of_scope" and elsewhere(question.words)
    if of_one_fact or (learnt and question.kind in SMALL_TALK and question.kind not in _FEEDBACK and not not_ours):
        return msgspec.structs.replace(question, kind="tell", traits=[])
    return question


def _beside(question: Question, medicines: Sequence[str]) -> Question:
    """The question with the medicines that its sender uses, which every other thing is weighed against."""
    named = {item.id for item in question.things}
    others = [name for name in medicines if name not in named and name not in question.beside]
    return msgspec.structs.replace(question, beside=[*question.beside, *others]) if named else question


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
        plain = answer.kind in (*_ABOUT_THE_PERSON, *SMALL_TALK, "walk", "stands")
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
