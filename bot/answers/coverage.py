"""Nothing that somebody named goes unanswered: what the answers to a message pass over is told beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from bot.answers.answer import Answer, citations
from bot.answers.choice import on_circumstance
from bot.answers.context import Context
from bot.answers.kinds import SMALL_TALK
from bot.answers.question import Question
from bot.knowledge.model import Fact, Interaction, Topic
from bot.rules.compatibility import RANK, kept_from, pair, rule_for
from bot.rules.items import Item

MOST = 2
"""Sentences added to the answers to one message."""
_ALONE = (*SMALL_TALK, "label", "red_flag", "reaction", "order", "walk", "tell", "ask_which", "why", "source")
"""Kinds of answer that stand as they are. An order names every step that it was asked about."""
_BARE = frozenset(("mask", "serum", "product", "moisturiser", "cleanser", "makeup"))
"""Things that are named in passing in half of all messages."""
_TOPICS: dict[str, tuple[Topic, ...]] = {
    "effect": ("effect",),
    "suitability": ("suitability", "effect"),
    "necessity": ("necessity", "effect"),
    "frequency": ("frequency", "start"),
    "usage": ("usage", "start"),
    "time_of_day": ("time_of_day",),
    "results": ("results",),
    "duration": ("duration",),
    "definition": ("definition",),
    "comparison": ("effect", "definition"),
    "choice": ("choice", "effect"),
}

Founded = tuple[tuple[str, ...], Fact | Interaction]
"""Sentences and what they rest on."""


def complete(context: Context, questions: Sequence[Question], answers: Sequence[Answer]) -> list[Answer]:
    """The answers, each with at most a few sentences on what was named in its question and no answer speaks of.

    A rule for two things comes before a fact on one. Beside a refusal only what makes it stricter is told.
    """
    told = " ".join(map(_words_of, answers)).lower()
    room = MOST
    answers = _with_care_for_sore_skin(context, questions, answers)
    completed = []
    for question, given in zip(questions, answers, strict=True):
        if given.kind not in _ALONE and not given.asks_back:
            for sentences, founded in _passed_over(context, question, given, told):
                if not room:
                    break
                new = tuple(sentence for sentence in sentences if sentence and sentence.lower() not in told)
                if new:
                    given = _with(context, given, new, founded)
                    told += " ".join(new).lower()
                    room -= 1
        completed.append(given)
    return completed


def _with_care_for_sore_skin(
    context: Context, questions: Sequence[Question], answers: Sequence[Answer]
) -> list[Answer]:
    """Whoever says that their own skin is raw or painful hears that this is no time to go on, whatever they ask."""
    if not any(question.sore for question in questions) or any(given.kind in _ALONE for given in answers):
        return list(answers)
    first = answers[0]
    cautions = (context.texts.say("safety.sore"), *first.cautions)
    return [msgspec.structs.replace(first, cautions=cautions), *answers[1:]]


def _words_of(given: Answer) -> str:
    steps = (step.text for step in given.steps)
    return " ".join((given.headline, *given.reasons, *steps, *given.cautions, *given.notes))


def _passed_over(context: Context, question: Question, given: Answer, told: str) -> Iterator[Founded]:
    """What is missing, the most important first: a person's state, a thing asked about, a circumstance, a skin type."""
    knowledge = context.knowledge
    refused = given.verdict is not None and RANK[given.verdict] >= RANK["ask_professional"]
    traits = [trait for trait in question.traits if not _is_said(context, trait, told)]
    for trait in traits:
        if knowledge.things[trait].kind == "state":
            yield from _of_trait(context, trait, question)
    if refused:
        return
    for item in (*question.things, *(Item(id=name) for name in question.beside)):
        if item.id not in knowledge.things or item.id in _BARE or _is_said(context, item.id, told):
            continue
        if kept := kept_from(knowledge, item, context.person.and_also(tuple(question.traits))):
            yield from _of_rules([found.rule for found in kept if found.rule is not None])
        elif item.id in question.beside:
            yield from _of_pairs(context, item, question.things)
        else:
            yield from _of_thing(context, item, question)
    for name in question.circumstances:
        if not _is_said(context, name, told):
            yield from _of_facts(on_circumstance(context, name, question))
    for trait in traits:
        if knowledge.things[trait].kind != "state":
            yield from _of_trait(context, trait, question)


def _is_said(context: Context, name: str, told: str) -> bool:
    """Whether the thing, or the class right above it, is spoken of."""
    things = context.knowledge.things
    near = [name, *things[name].is_a[:1]]
    if things[name].kind == "class":
        near += context.knowledge.members(name)
    spoken = [word for one in near for word in (things[one].name, *things[one].aliases)]
    if things[name].kind == "skin":
        spoken.append(things[name].name.split()[0])
    return any(re.search(rf"\b{re.escape(word.lower())}", told) for word in spoken)


def _of_trait(context: Context, trait: str, question: Question) -> Iterator[Founded]:
    rules = [
        rule
        for item in question.things
        if item.id in context.knowledge.things and (rule := rule_for(context.knowledge, item, Item(id=trait)))
    ]
    yield from _of_rules(rules)
    if not rules:
        yield from _of_facts(context.facts(Item(id=trait), "choice", "caution")[:1])


def _of_thing(context: Context, item: Item, question: Question) -> Iterator[Founded]:
    for trait in question.traits:
        rule = pair(context.knowledge, item, Item(id=trait)).rule
        if rule is not None:
            yield (rule.says, rule.do), rule
            return
    paired = list(_of_pairs(context, item, [other for other in question.things if other.id != item.id]))
    if paired:
        yield paired[0]
    else:
        yield from _of_facts(context.facts(item, *_TOPICS.get(question.kind, ("effect",)))[:1])


def _of_pairs(context: Context, item: Item, others: Sequence[Item]) -> Iterator[Founded]:
    rules = [
        rule
        for other in others
        if other.id in context.knowledge.things and (rule := rule_for(context.knowledge, item, other))
    ]
    yield from _of_rules(rules)


def _of_rules(rules: Sequence[Interaction]) -> Iterator[Founded]:
    """The strictest of them."""
    for rule in sorted(rules, key=lambda rule: -RANK[rule.verdict])[:1]:
        yield (rule.says, rule.do), rule


def _of_facts(facts: Sequence[Fact]) -> Iterator[Founded]:
    for fact in facts:
        yield (fact.says,), fact


def _with(context: Context, given: Answer, sentences: tuple[str, ...], founded: Fact | Interaction) -> Answer:
    """The answer with sentences that stay when it has to be cut: after its first reason."""
    cited = citations(context.knowledge, [founded])
    return msgspec.structs.replace(
        given,
        reasons=(*given.reasons[:1], *sentences, *given.reasons[1:]),
        sources=tuple(dict.fromkeys((*given.sources, *cited)))[:4],
    )
