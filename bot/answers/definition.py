"""What a thing is and what it does."""

from __future__ import annotations

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question
from bot.knowledge.model import Fact, Topic

_ABOUT_A_TRAIT: tuple[Topic, ...] = ("definition", "choice", "caution")


def definition(context: Context, question: Question) -> Answer:
    """What it is, and shortly what it does."""
    return _answer(context, question, first="definition")


def effect(context: Context, question: Question) -> Answer:
    """What it does; for a concern or skin type that was named, whether it is a good choice for that."""
    return _answer(context, question, first="effect")


def _answer(context: Context, question: Question, *, first: str) -> Answer:
    items = question.things[:2]
    if not items and first == "definition" and question.traits:
        return _of_trait(context, question)
    if not items:
        return nothing_named(context, question)
    facts: list[Fact] = []
    headline = ""
    for item in items:
        own = context.facts(item, "definition")[:2], context.facts(item, "effect")[:4]
        found = [*own[0], *own[1][:2]] if first == "definition" else [*own[1], *own[0][: not own[1]]]
        facts.extend(found if len(items) == 1 else found[:2])
    if first == "effect" and question.traits:
        headline, about_concern = helps(context, question)
        facts = [*facts[:1], *about_concern[:1]]
    if not facts:
        return nothing_known(context, question)
    cautions = [fact.says for fact in context.facts(items[0], "caution")[:1]]
    used = bool(context.facts(items[0], "frequency", "start"))
    follow_up = "next_mask" if context.knowledge.is_a(items[0].id, "mask") else "next" if used else "examples"
    return context.from_facts(
        question.kind,
        facts,
        headline=headline,
        items=items,
        cautions=cautions,
        suggestions=context.texts.all(
            f"definition.{follow_up}",
            thing=context.noun(items[0]),
        ),
    )


def _of_trait(context: Context, question: Question) -> Answer:
    """What a skin type, concern or state is, and what to do about it."""
    trait = question.traits[0]
    facts = [fact for topic in _ABOUT_A_TRAIT for fact in context.knowledge.facts(trait, topic)[:1]]
    if not facts:
        return nothing_named(context, question)
    name = context.knowledge.things[trait].name
    return context.from_facts("definition", facts, suggestions=context.texts.all("choice.next", trait=name))


def helps(context: Context, question: Question) -> tuple[str, list[Fact]]:
    """Whether the thing is among the choices for what was named, as a sentence, and the facts on that choice."""
    thing = question.things[0]
    for trait in question.traits:
        found = context.knowledge.things[trait]
        chosen = [name for names in found.choose.values() for name in names]
        if not chosen:
            continue
        if thing.id in found.choose and not thing.contains:
            names = context.joined(
                [context.knowledge.things[name].name for name in found.choose[thing.id][:3]], by="or"
            )
            say = context.texts.say("definition.form_helps", thing=context.noun(thing), trait=found.name, things=names)
            return say, context.knowledge.facts(trait, "choice")
        fits = any(context.knowledge.is_a(thing.id, name) or context.knowledge.is_a(name, thing.id) for name in chosen)
        say = "definition.helps" if fits else "definition.not_first_choice"
        return context.texts.say(say, thing=context.name(thing), trait=found.name), context.knowledge.facts(
            trait, "choice"
        )
    return "", []


def nothing_named(context: Context, question: Question) -> Answer:
    """The question names nothing that is known."""
    if question.unknown:
        headline = context.texts.say(
            "compatibility.unknown", things=context.joined([name.capitalize() for name in question.unknown])
        )
        return Answer(
            kind=question.kind,
            verdict="no_rule",
            headline=headline,
            suggestions=context.texts.all("definition.examples"),
        )
    return Answer(
        kind=question.kind,
        headline=context.texts.say("definition.which"),
        asks_back=True,
        suggestions=context.texts.all("definition.examples"),
    )


def nothing_known(context: Context, question: Question) -> Answer:
    """The thing is known, but no fact on what was asked."""
    return Answer(
        kind=question.kind,
        verdict="no_rule",
        headline=context.texts.say("definition.no_fact", thing=context.names(question.things)),
        asks_back=True,
        cautions=tuple(fact.says for item in question.things[:1] for fact in context.facts(item, "caution")[:1]),
        suggestions=context.texts.all("definition.examples"),
    )
