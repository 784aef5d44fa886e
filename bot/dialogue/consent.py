"""Health facts are kept beyond a conversation only after a yes to the question whether to remember them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.answers import person
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.memory import HealthTrait, Memory
from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.learning import PASSING

_COURTESY = (
    r"please|pls|plz|thanks|thank you|thx|then|and|do|you can|you may|for me|that's|thats|by all means"
    r"|(?:by|with) me"
)
_AGREEING = (
    r"yes|yeah|yep|yup|yess+|yea|ya|y|ok|okay|k|alright|all right|sure thing|sure|please do|do that|do so|go ahead"
    r"|do it|go for it|fine|of course|absolutely|definitely|why not|i don't mind|i dont mind|no problem|sounds good"
    r"|good idea|(?:remember|save|keep) (?:it|that|this|them)|remember"
)
_YES = re.compile(rf"^\W*(?:(?:{_AGREEING}|{_COURTESY})\b\W*)+$")
"""The whole message is a yes: `ok what instead` is none."""
_ONLY_COURTESY = re.compile(rf"^\W*(?:(?:{_COURTESY})\b\W*)+$")
_NO = re.compile(r"^\W*(?:no|nope|nah|don't|do not|rather not|better not|only (?:for )?now|just this)\b")
_ASKING = frozenset(
    (
        *("what", "which", "how", "when", "why", "where", "who", "can", "could", "should", "would"),
        *("instead", "?"),
    )
)
"""Words of whoever goes on to something else, and has not answered."""
_ASKS_FOR_IT = re.compile(
    r"^\W*(?:(?:please|and|ok|okay|yes|also|can you|could you|will you|do)\b\W*)*"
    r"(?:remember|save|note|keep in mind|bear in mind|(?:don't|dont|do not|never) forget)\b"
)
_NOT_KEPT = re.compile(
    r"\b(?:don't|dont|do not|never|please not|not)\b(?: \w+)? ?\b(?:save|store|keep|remember|record)\b"
)
_SHORT = 6
"""More words than that are no mere yes or no."""


def said_yes(question: Question, text: str) -> bool | None:
    """Whether a message is a yes or a no; None where it is neither."""
    if question.things or question.traits or question.kind == "forget_me" or len(question.words) > _SHORT:
        return None
    if "?" not in text and _YES.search(text) and not _ONLY_COURTESY.search(text):
        return True
    declines = question.kind == "deny" or _NO.search(text)
    return False if declines and not _ASKING & set(question.words) else None


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


def is_declined(text: str) -> bool:
    """`don't save that I have eczema`: it is not to be kept, and holds all the same."""
    return bool(_NOT_KEPT.search(text))


def not_kept(
    context: Context, traits: Sequence[str], focus: Focus, memory: Memory
) -> tuple[Answer, Focus, Memory] | None:
    """What is known of these, for this conversation only; None where none of them is known."""
    known = [trait for trait in traits if trait in (*focus.traits, *focus.medicines, *memory.person.all_traits)]
    facts = [trait for trait in known if context.knowledge.things[trait].kind == "state"]
    if not facts:
        return None
    health = tuple(kept for kept in memory.person.health if kept.trait not in facts)
    held = list(dict.fromkeys([*focus.traits, *facts]))
    focus = msgspec.structs.replace(
        focus, traits=held, offered=list(dict.fromkeys([*focus.offered, *facts])), waiting=""
    )
    person_left = msgspec.structs.replace(memory.person, health=health)
    return person.declined(context, facts), focus, msgspec.structs.replace(memory, person=person_left)


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
