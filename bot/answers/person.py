"""What the bot has been told about a person."""

from __future__ import annotations

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question


def told(context: Context, question: Question) -> Answer:
    """Acknowledges what was learnt; `context.person` already holds it."""
    if not question.traits:
        return Answer(
            kind="tell",
            headline=context.texts.say("person.told_nothing"),
            suggestions=context.texts.all("person.examples"),
        )
    names = [context.knowledge.things[trait].name for trait in question.traits]
    return Answer(
        kind="tell",
        headline=context.texts.say("person.told", traits=context.joined(names)),
        reasons=tuple(
            fact.says for trait in question.traits[:1] for fact in context.knowledge.facts(trait, "choice")[:1]
        ),
        suggestions=context.texts.all("person.next", trait=names[0]),
    )


def known(context: Context, question: Question) -> Answer:
    """What is remembered of this conversation."""
    names = [context.knowledge.things[trait].name for trait in context.person.traits]
    key = "person.known" if names else "person.known_nothing"
    return Answer(
        kind="what_do_you_know",
        headline=context.texts.say(key, traits=context.joined(names)),
        suggestions=context.texts.all("person.known_next") if names else context.texts.all("person.examples"),
    )


def forgotten(context: Context, question: Question) -> Answer:
    """The person asked to be forgotten; the dialogue has dropped what it held."""
    return Answer(
        kind="forget_me",
        headline=context.texts.say("person.forgotten"),
        suggestions=context.texts.all("smalltalk.examples"),
    )
