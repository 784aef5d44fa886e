"""What an ingredient list holds: the actives in it, what they do, and what to take care of."""

from __future__ import annotations

from bot.answers.answer import Answer, AnswerStep, citations
from bot.answers.context import Context
from bot.answers.definition import nothing_named
from bot.answers.question import Question


def answer(context: Context, question: Question) -> Answer:
    """The known ingredients in the order of the list, each with what it does; a list of unknowns is said to be one."""
    knowledge = context.knowledge
    items = [item for item in question.things if item.id in knowledge.things and knowledge.things[item.id].short]
    if not items:
        return nothing_named(context, question)
    facts = [fact for item in items for fact in context.facts(item, "effect")[:1]]
    cautions = [fact.says for item in items for fact in knowledge.own_facts(item.id, "caution")[:1]]
    return Answer(
        kind="label",
        headline=context.texts.say("label.found", count=len(items), things=context.names(items)),
        steps=tuple(
            AnswerStep(
                text=context.texts.say("label.line", thing=context.name(item), does=knowledge.things[item.id].short)
            )
            for item in items[:8]
        ),
        cautions=(*context.personal_cautions(items), *cautions[:1], context.texts.say("label.rest")),
        sources=citations(knowledge, facts),
        suggestions=context.texts.all("label.next", thing=context.noun(items[0])),
        about=tuple(item.id for item in items),
    )
