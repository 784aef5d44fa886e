"""What an ingredient list holds: the actives in it, what they do, and what to take care of."""

from __future__ import annotations

from bot.answers.answer import Answer, AnswerStep, citations
from bot.answers.context import Context
from bot.answers.definition import nothing_named
from bot.answers.question import Question
from bot.rules.compatibility import RANK, for_trait, strictest
from bot.rules.items import Item, Person
from bot.rules.label import Found, Label, active, adjusts_acidity, label, telling

_LINES = 7


def answer(context: Context, question: Question) -> Answer:
    """The known ingredients of a list, those that ask for most care first, and what holds for this person.

    A list of which nothing is known is said to be one; so is a text that lists nothing.
    """
    knowledge = context.knowledge
    found = label(knowledge, question.text)
    if not found.found:
        return _named_only(context, question) if question.things else nothing_named(context, question)
    working = active(knowledge, found.found)
    told = [one for one in telling(knowledge, working, _LINES) if knowledge.things[one.id].short]
    items = [Item(id=one.id) for one in working]
    facts = [fact for one in told for fact in context.facts(Item(id=one.id), "effect")[:1]]
    cautions = [fact.says for one in told for fact in knowledge.own_facts(one.id, "caution")[:1]]
    main = Item(id=told[0].id) if told else items[0] if items else Item(id=found.found[0].id)
    headline = _headline(context, found, told)
    for_person = _for_person(context, question, items)
    return Answer(
        kind="label",
        headline=for_person or headline,
        reasons=(headline,) if for_person else (),
        steps=tuple(AnswerStep(text=_line(context, one)) for one in told),
        cautions=(
            *context.personal_cautions(items),
            *cautions[:1],
            *_acidity(context, found),
            context.texts.say("label.rest"),
        ),
        sources=citations(knowledge, facts),
        suggestions=context.texts.all("label.next", thing=context.noun(main)),
        about=tuple(item.id for item in items),
    )


def _headline(context: Context, found: Label, told: list[Found]) -> str:
    names = context.joined([context.knowledge.things[one.id].name for one in told[:3]])
    key = "label.found" if len(found.products) < 2 else "label.found_in_several"
    return context.texts.say(key, count=found.known, listed=found.listed, products=len(found.products), things=names)


def _for_person(context: Context, question: Question, items: list[Item]) -> str:
    """What in the list the person's skin or state speaks against; "" where nothing was told of them."""
    traits = [trait for trait in question.traits if context.knowledge.things[trait].kind in ("skin", "state")]
    if not traits:
        return ""
    names = context.joined([context.knowledge.things[trait].name for trait in traits])
    person = Person(traits=tuple(traits))
    against = {item.id: for_trait(context.knowledge, item, person) for item in items}
    worst = strictest([found.verdict for verdicts in against.values() for found in verdicts] or ["yes"])
    named = [item for item in items if any(found.verdict == worst for found in against[item.id])]
    key = "avoid" if RANK[worst] >= RANK["ask_professional"] else "slowly" if named else "nothing"
    return context.texts.say(f"label.for_person.{key}", things=context.names(named[:4]), traits=names)


def _line(context: Context, one: Found) -> str:
    thing = context.knowledge.things[one.id]
    percent = f" {one.percent:g} %" if one.percent is not None else ""
    return context.texts.say("label.line", thing=thing.name + percent, does=thing.short)


def _acidity(context: Context, found: Label) -> tuple[str, ...]:
    names = [context.knowledge.things[one.id].name for one in found.found if adjusts_acidity(context.knowledge, one)]
    return (context.texts.say("label.acidity", things=context.joined(names)),) if names else ()


def _named_only(context: Context, question: Question) -> Answer:
    """Ingredients that were named in a sentence rather than listed."""
    items = [item for item in question.things if context.knowledge.things[item.id].short]
    facts = [fact for item in items for fact in context.facts(item, "effect")[:1]]
    if not facts:
        return nothing_named(context, question)
    return Answer(
        kind="label",
        headline=context.texts.say("label.named", things=context.names(items)),
        steps=tuple(AnswerStep(text=_line(context, Found(id=item.id, written="", place=0))) for item in items[:_LINES]),
        cautions=(*context.personal_cautions(items), context.texts.say("label.rest")),
        sources=citations(context.knowledge, facts),
        suggestions=context.texts.all("label.next", thing=context.noun(items[0])),
        about=tuple(item.id for item in items),
    )
