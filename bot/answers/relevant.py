"""The facts nearest in meaning to a question: one of them in an answer, or an answer where no rule has one."""

from __future__ import annotations

import re

import msgspec

from bot.answers.answer import Answer, citations, with_sentences
from bot.answers.context import Context
from bot.answers.fitting import fits
from bot.answers.likeness import repeats
from bot.answers.properties import NARROW
from bot.answers.question import Question
from bot.knowledge.base import Told, is_for_whom
from bot.knowledge.model import Topic
from bot.rules.compatibility import kept_from, refuses
from bot.rules.items import Item

ADDED = 0.62
"""Cosine from which a fact about what was asked joins an answer; about care in general, `SURE` is wanted."""
SURE = 0.75
"""From here on a fact is said first, and joins a verdict too."""
AGAIN = 0.6
"""Share of the words that a fact must have in common with an answer to say nothing new."""
_ITS_OWN = 0.85
"""Confidence from which an entry answers just what was asked, and another sentence between its own would disturb."""
WORTH_A_WORD = 0.2
"""Confidence below which an entry that may be meant too is not told beside an answer: it mostly is not meant."""
ENOUGH = 0.56
"""From here on facts alone are an answer to what no kind of question covers."""
_A_PAIR = 2
_BESIDE_THE_POINT: dict[str, tuple[Topic, ...]] = {
    "wait": ("results", "frequency", "effect", "necessity"),
    "order": ("results", "necessity", "frequency"),
}
"""Topics of facts that sound like a question and are not asked in it: how long until it works, for how long to wait."""
_YES_OR_NO = re.compile(r"(?:Yes|No)\b")
_LEANS = re.compile(
    r"(?:Then|Otherwise|Instead|Meanwhile|Afterwards|After that|Until then|They|Both|So|Here|There|Such)\b"
    r"|(?:It|That|This|These|Those|If (?:it|that|they))(?! (?:is|are) (?:said|true))\b"
)
"""How a sentence of an entry begins that says nothing without the one before it."""
_PARTICULAR = ("ingredient", "class", "mask")
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
        and not _is_of_another(context, question, told)
        and _may_be_told(context, question, told)
    ]


def _is_about(context: Context, question: Question, told: Told) -> bool:
    """Whether the fact is told of what was named; where nothing was, of nothing more special than a product."""
    things = context.knowledge.things
    named = [name for name in (*(item.id for item in question.things), *question.traits) if name in things]
    if not named:
        return all(name.startswith("faq/") or things[name].kind in _BROAD for name in told.of)
    return any(context.knowledge.is_a(name, subject) for name in named for subject in told.of)


def _is_of_another(context: Context, question: Question, told: Told) -> bool:
    """Whether the fact is told of one thing only, and another is asked about: `how often`, after vitamin C."""
    things = context.knowledge.things
    known = [item.id for item in question.things if item.id in things]
    (of,) = told.of if len(told.of) == 1 and told.of[0] in things else ("",)
    if not known or not of or things[of].kind not in _PARTICULAR:
        return False
    return not any(context.knowledge.is_a(name, of) or context.knowledge.is_a(of, name) for name in known)


def _may_be_told(context: Context, question: Question, told: Told) -> bool:
    """Nothing is praised that the person should leave alone, nor what is chosen for everybody.

    What is chosen for somebody, or for two needs, is told only where both were named.
    """
    things = context.knowledge.things
    if told.fact.topic in NARROW:
        return False  # It answers what is asked so narrowly, and nothing else.
    named = [item.id for item in question.things if item.id in things]
    if told.fact.topic == "comparison" and named:
        # What sets one of them apart from something else was not asked.
        return all(any(context.knowledge.is_a(one, of) for one in named) for of in told.of if of in things)
    states = [name for name in (*question.traits, *context.person.traits) if things[name].kind == "state"]
    person = context.person.and_also(tuple(states))
    if is_for_whom(context.knowledge, told.fact):
        named = [name for name in (*(item.id for item in question.things), *question.traits) if name in things]
        of_both = all(any(context.knowledge.is_a(name, one) for name in named) for one in told.fact.about)
        return of_both and not question.kind.startswith("faq/") and fits(context.knowledge, told.fact, person)
    if not states or set(states) & set(told.of):
        return True
    told_of = [name for name in told.of if name in things]
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


def enriched(context: Context, question: Question, given: Answer) -> Answer:
    """The answer with the fact that meets the question best, where that is not said already.

    Verdicts stand on rules: a fact joins them only if it is nearer than any doubt, and never a refusal.
    """
    found = nearest(context, question, ADDED if given.verdict is None else SURE)[:1]
    if found and (_is_verdict(context, found[0]) or _YES_OR_NO.match(found[0].fact.says)):
        return given  # A yes or no to another question.
    if question.kind.startswith("faq/") and question.confidence >= _ITS_OWN:
        return given
    if found and _entries(found[0]) and _LEANS.match(found[0].fact.says):
        return given
    if found and found[0].fact.topic in _BESIDE_THE_POINT.get(question.kind, ()):
        return given
    said = {given.headline, *given.reasons, *given.cautions, *given.notes}
    if not found or refuses(given.verdict) or _is_told_for_whom(context, given):
        return given
    if found[0].fact.says in said or repeats(found[0].fact.says, said, AGAIN):
        return given
    place = 0 if question.nearest[0].score >= SURE and given.verdict is None else 1
    return with_sentences(context.knowledge, given, (found[0].fact.says,), [found[0].fact], place)


def _is_told_for_whom(context: Context, given: Answer) -> bool:
    """Whether it begins with what is chosen for just the person or need that was asked about."""
    return any(fact.says == given.headline for fact in context.knowledge.for_whom)


def with_second(context: Context, question: Question, given: Answer) -> Answer:
    """The answer, and what the FAQ entry says that may be meant just as well, under its own question.

    What was asked for somebody and is told for just that leaves nothing else to be meant.
    """
    entry = context.knowledge.faq.get(question.second.removeprefix("faq/"))
    if entry is None or refuses(given.verdict) or _is_told_for_whom(context, given):
        return given
    if question.confidence < WORTH_A_WORD and not given.asks_back:
        return given
    if given.decided_by and given.kind == "compatibility" and len(question.things) == _A_PAIR:
        return given  # A rule has decided just that pair.
    first, *others = [fact.says for fact in entry.facts[: 1 if given.steps else 2]]
    said = (context.texts.say("common.also", question=entry.question, says=first), *others)
    if given.asks_back:
        cited = citations(context.knowledge, entry.facts[:2])
        return msgspec.structs.replace(given, headline=said[0], reasons=tuple(others), sources=cited, asks_back=False)
    return with_sentences(context.knowledge, given, said, entry.facts[:2], 2)


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
