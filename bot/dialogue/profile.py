"""The questionnaire: data (`Focus.profile` is the open question) and what a message does to it."""

from __future__ import annotations

import re

import msgspec

from bot.answers import profile
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.memory import Learnt, Memory, owned
from bot.answers.person import told
from bot.answers.question import Question
from bot.dialogue.consent import said_yes
from bot.dialogue.focus import Focus
from bot.dialogue.learning import learn, remember
from bot.dialogue.owning import products

KIND = "profile"
"""The intent that begins the questionnaire or goes on with it; until one is trained, the words do."""

_BEGIN = re.compile(
    r"\b(?:set ?up|start|create|make|fill|do|begin|continue|finish|complete|build|update|resume|go on with)\b"
    r"[^.?!]{0,20}\b(?:profile|questionnaire|skin quiz)\b|^\W*(?:my )?(?:profile|questionnaire)\W*$"
)
_QUESTION = re.compile(
    r"\?|^\W*(?:what|how|why|which|when|where|who|can|could|should|does|do|is|are|may|walk|guide|tell me|explain)\b"
)
_UNSURE = re.compile(r"\b(?:not sure|no idea|don't know|dunno|unsure)\b")


def begins(question: Question, text: str) -> bool:
    """Whether the message asks for the questionnaire."""
    return question.kind == KIND or bool(_BEGIN.search(text))


def begin(context: Context, focus: Focus) -> tuple[Answer, Focus]:
    """The open question, or the first one. A walkthrough is set aside and can be gone on with."""
    at = focus.profile or 0
    begun = msgspec.structs.replace(
        focus, profile=at, waiting="profile", walk=None, left=focus.walk if focus.walk is not None else focus.left
    )
    return profile.asked(context, at), begun


def hear(
    context: Context, question: Question, text: str, focus: Focus, memory: Memory, now: float
) -> tuple[Answer, Focus, Memory] | None:
    """What a message does to the open question; None where it is about something else."""
    at = focus.profile
    if at is None or _QUESTION.search(text):
        return None
    if question.kind == "walk_stop":
        return profile.left(context), msgspec.structs.replace(focus, waiting=""), memory
    if question.kind == "walk_back":
        return *_at(context, max(0, at - 1), focus, ""), memory
    learnt = _answered(context, question, text, profile.QUESTIONS[at], now, focus, memory)
    if learnt is None and question.kind != "walk_skip" and not _UNSURE.search(text):
        return None
    learnt = learnt or Learnt()
    focus, memory = remember(context.knowledge, learnt, focus, memory)
    named = msgspec.structs.replace(question, traits=list(learnt.told))
    said = told(context, named, learnt).headline if learnt else ""
    return *_at(context, at + 1, focus, said), memory


def _answered(
    context: Context, question: Question, text: str, asked: str, now: float, focus: Focus, memory: Memory
) -> Learnt | None:
    """What an answer to one of the questions tells, perhaps nothing; None where it is no answer to it."""
    yes = said_yes(question, text)
    statement = msgspec.structs.replace(question, kind="tell", about_self=True)
    learnt = learn(context.knowledge, [statement], focus, memory)
    if asked == "sensitive" and yes:
        return Learnt(told=() if "skin.sensitive" in memory.person.traits else ("skin.sensitive",))
    if asked == "shelf":
        things = context.knowledge.things
        named = [item for item in products(context, question.things) if not things[item.id].prescription]
        if named:
            mine = tuple(owned(item, item.name or context.name(item), now) for item in named)
            return msgspec.structs.replace(learnt, owned=mine)
    if asked == "health" and (medicines := _medicines(context, question)):
        return msgspec.structs.replace(learnt, medicines=medicines)
    if learnt or question.traits:
        return learnt
    return Learnt() if yes is False or re.search(r"\b(?:none|nothing|neither)\b", text) else None


def _medicines(context: Context, question: Question) -> tuple[str, ...]:
    return tuple(item.id for item in question.things if context.knowledge.things[item.id].prescription)


def _at(context: Context, at: int, focus: Focus, said: str) -> tuple[Answer, Focus]:
    if at >= len(profile.QUESTIONS):
        return profile.done(context, before=said), msgspec.structs.replace(focus, profile=None, waiting="")
    return profile.asked(context, at, before=said), msgspec.structs.replace(focus, profile=at, waiting="profile")
