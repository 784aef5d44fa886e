"""Health facts are kept beyond a conversation only after a yes to the question whether to remember them."""

from __future__ import annotations

import re

import msgspec

from bot.answers import person
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.memory import HealthTrait, Memory
from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.learning import PASSING

_YES = re.compile(r"^\W*(?:yes|yeah|yep|yup|ok|okay|sure|please do|do that|go ahead|fine|of course|please remember)\b")
_NO = re.compile(r"^\W*(?:no|nope|nah|don't|do not|rather not|better not|only (?:for )?now|just this)\b")
_ASKS_FOR_IT = re.compile(r"^\W*(?:please |and )?(?:remember|save)\b")
_SHORT = 6
"""More words than that are no mere yes or no."""


def said_yes(question: Question, text: str) -> bool | None:
    """Whether a message is a yes or a no; None where it is neither."""
    if question.things or question.traits or len(question.words) > _SHORT:
        return None
    if question.kind == "deny" or _NO.search(text):
        return False
    return True if question.kind == "affirm" or _YES.search(text) else None


def open_facts(context: Context, focus: Focus, memory: Memory) -> list[str]:
    """The health facts of this conversation that could be remembered and are not: states and medicines."""
    things = context.knowledge.things
    told = [trait for trait in focus.traits if things[trait].kind == "state" and trait not in PASSING]
    return [name for name in (*told, *focus.medicines) if name not in memory.person.all_traits]


def offer(context: Context, given: Answer, focus: Focus, memory: Memory) -> tuple[Answer, Focus]:
    """The answer with the question whether to remember what is new, each fact once."""
    new = [name for name in open_facts(context, focus, memory) if name not in focus.offered]
    if not new:
        return given, focus
    asked = person.consent_asked(context, given, new)
    return asked, msgspec.structs.replace(focus, waiting="consent", offered=[*focus.offered, *new])


def is_asked_for(text: str) -> bool:
    """`remember that I'm pregnant` is a yes before the question."""
    return bool(_ASKS_FOR_IT.search(text))


def given(context: Context, focus: Focus, memory: Memory, now: float, keep_for: float) -> tuple[Answer, Focus, Memory]:
    """The open facts are remembered for `keep_for` seconds."""
    facts = open_facts(context, focus, memory)
    kept = tuple(HealthTrait(trait=name, consented=now, expires=now + keep_for) for name in facts)
    known = msgspec.structs.replace(memory.person, health=(*memory.person.health, *kept))
    left = msgspec.structs.replace(
        focus,
        traits=[name for name in focus.traits if name not in facts],
        medicines=[name for name in focus.medicines if name not in facts],
        waiting="",
    )
    return person.consented(context, facts, now + keep_for), left, msgspec.structs.replace(memory, person=known)


def refused(context: Context, focus: Focus, memory: Memory) -> tuple[Answer, Focus]:
    """The open facts hold for this conversation, and it is not asked again in it."""
    said = person.declined(context, open_facts(context, focus, memory))
    return said, msgspec.structs.replace(focus, waiting="")
