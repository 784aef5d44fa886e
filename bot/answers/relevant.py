"""The facts nearest in meaning to a question: one of them in an answer, or an answer where no rule has one."""

from __future__ import annotations

import msgspec

from bot.answers.answer import Answer, citations
from bot.answers.context import Context
from bot.answers.question import Question
from bot.knowledge.base import Told
from bot.rules.compatibility import RANK, kept_from
from bot.rules.items import Item

ADDED = 0.62
"""Cosine from which a fact about what was asked joins an answer; about care in general, `SURE` is wanted."""
SURE = 0.75
"""From here on a fact is said first, and joins a verdict too."""
ENOUGH = 0.56
"""From here on facts alone are an answer to what no kind of question covers."""
_BROAD = ("product", "mask", "skin", "concern", "state")
"""Sorts of things whose facts may answer a question that names nothing: an active that nobody named may not."""


def nearest(context: Context, question: Question, least: float) -> list[Told]:
    """The facts nearest to the question that may be told to this person, nearest first."""
    near = [(context.knowledge.told.get(entry.fact), entry.score) for entry in question.nearest]
    return [
        told
        for told, score in near
        if told is not None
        and score >= (least if _is_about(context, question, told) else SURE)
        and _may_be_told(context, question, told)
    ]


def _is_about(context: Context, question: Question, told: Told) -> bool:
    """Whether the fact is told of what was named; where nothing was, of nothing more special than a product."""
    things = context.knowledge.things
    named = [name for name in (*(item.id for item in question.things), *question.traits) if name in things]
    if not named:
        return all(name.startswith("faq/") or things[name].kind in _BROAD for name in told.of)
    return any(context.knowledge.is_a(name, subject) for name in named for subject in told.of)


def _may_be_told(context: Context, question: Question, told: Told) -> bool:
    """Nothing is praised that the person should leave alone, nor what is chosen for everybody."""
    things = context.knowledge.things
    states = [name for name in (*question.traits, *context.person.traits) if things[name].kind == "state"]
    if not states or set(states) & set(told.of):
        return True
    told_of = [name for name in told.of if name in things]
    person = context.person.and_also(tuple(states))
    return (
        bool(told_of)
        and told.fact.topic != "choice"
        and not any(kept_from(context.knowledge, Item(id=name), person) for name in told_of)
    )


def _entries(told: Told) -> list[str]:
    return [name.removeprefix("faq/") for name in told.of if name.startswith("faq/")]


def _is_verdict(context: Context, told: Told) -> bool:
    """The first sentence of an FAQ entry answers its own question, with a yes or no that fits no other."""
    return any(context.knowledge.faq[name].facts[0] == told.fact for name in _entries(told))


def _is_refusal(given: Answer) -> bool:
    return given.verdict is not None and RANK[given.verdict] >= RANK["ask_professional"]


def enriched(context: Context, question: Question, given: Answer) -> Answer:
    """The answer with the fact that meets the question best, where that is not said already.

    Verdicts stand on rules: a fact joins them only if it is nearer than any doubt, and never a refusal.
    """
    found = nearest(context, question, ADDED if given.verdict is None else SURE)[:1]
    if found and _is_verdict(context, found[0]):
        return given
    said = {given.headline, *given.reasons, *given.cautions, *given.notes}
    if not found or found[0].fact.says in said or _is_refusal(given):
        return given
    place = 0 if question.nearest[0].score >= SURE and given.verdict is None else 1
    reasons = (*given.reasons[:place], found[0].fact.says, *given.reasons[place:])
    cited = citations(context.knowledge, [found[0].fact])
    return msgspec.structs.replace(given, reasons=reasons, sources=tuple(dict.fromkeys((*given.sources, *cited)))[:4])


def with_second(context: Context, question: Question, given: Answer) -> Answer:
    """The answer, and what the FAQ entry says that may be meant just as well, under its own question."""
    entry = context.knowledge.faq.get(question.second.removeprefix("faq/"))
    if entry is None or _is_refusal(given):
        return given
    first, *others = [fact.says for fact in entry.facts[:2]]
    said = (context.texts.say("common.also", question=entry.question, says=first), *others)
    cited = citations(context.knowledge, entry.facts[:2])
    if given.asks_back:
        return msgspec.structs.replace(given, headline=said[0], reasons=tuple(others), sources=cited, asks_back=False)
    reasons = (*given.reasons[:2], *said, *given.reasons[2:])
    return msgspec.structs.replace(given, reasons=reasons, sources=tuple(dict.fromkeys((*given.sources, *cited)))[:4])


def instead(context: Context, question: Question, given: Answer) -> Answer:
    """What the nearest facts say, where `given` would only have asked back or known nothing."""
    near = nearest(context, question, ENOUGH)[:2]
    if not near:
        return given
    entry = next(iter(_entries(near[0])), "")
    found = list(context.knowledge.faq[entry].facts[:3]) if entry else [told.fact for told in near]
    return context.from_facts(
        "advice", found, items=question.things, suggestions=given.suggestions, cautions=given.cautions
    )
