"""Where others read along: nothing of a person is said, used or kept, and a private chat is offered instead."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.memory import NOTHING
from bot.answers.question import Question
from bot.dialogue import owning, profile
from bot.dialogue.focus import Focus
from bot.dialogue.learning import learn

KIND = "private"
"""The kind of the answer that offers a private chat; a door adds the way there."""

_PERSONAL = ("tell", "what_do_you_know", "forget_me", "consent", "profile")


def offer(
    context: Context, questions: Sequence[Question], said: str, focus: Focus
) -> tuple[Answer, Focus] | None:
    """The offer of a private chat, where a message can only be answered with what is its sender's own business.

    It is so for the rest of the conversation once they said something of their health: what would be right for anyone
    may be wrong for them, and a more careful answer would tell the others why.
    """
    learnt = learn(context.knowledge, questions, focus, NOTHING)
    health = [trait for trait in learnt.told if context.knowledge.things[trait].kind == "state"]
    if not (focus.traits or health or any(_is_personal(context, question, focus, said) for question in questions)):
        return None
    focus = msgspec.structs.replace(focus, traits=list(dict.fromkeys([*focus.traits, *health])))
    return Answer(kind=KIND, headline=context.texts.say("person.in_private")), focus


def _is_personal(context: Context, question: Question, focus: Focus, said: str) -> bool:
    return (
        question.kind in _PERSONAL
        or profile.begins(question, owning.text_of([question], said))
        or owning.request(context, question, focus, [], said) is not None
    )
