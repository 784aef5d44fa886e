"""Nothing that somebody named goes unanswered: what the answers to a message pass over is told beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from bot.answers.answer import Answer, with_sentences
from bot.answers.choice import on_circumstance
from bot.answers.context import Context
from bot.answers.fitting import fitting
from bot.answers.kinds import SMALL_TALK
from bot.answers.likeness import repeats
from bot.answers.question import Question
from bot.answers.relevant import AGAIN
from bot.answers.texts import capital
from bot.knowledge.model import Fact, Interaction, Topic
from bot.rules.compatibility import RANK, kept_from, refuses, rule_for
from bot.rules.items import Item

MOST = 2
"""Sentences added to the answers to one message."""
_ALONE = (*SMALL_TALK, "label", "red_flag", "reaction", "order", "walk", "tell", "ask_which", "why", "source")
"""Kinds of answer that stand as they are. An order names every step that it was asked about."""
_BARE = frozenset(("mask", "serum", "product", "moisturiser", "cleanser", "makeup"))
"""Things that are named in passing in half of all messages."""
_LONG_AGO = re.compile(
    r"\blast (?:spring|summer|autumn|fall|winter|year)\b|\bwent on (?:a )?(?:holiday|vacation|trip)\b"
)
"""Who tells how something began is not asking about that season or journey."""
_FORBIDDING = ("state.isotretinoin", "state.pregnant")
_OF_TWO = ("The pair ", "They ", "Both ", "The two ", "These two ")
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
    **dict.fromkeys(("faq/expiry", "faq/storage_place", "faq/used_expired", "faq/hot_car_frozen"), ("storage",)),
    "faq/rinse_leave_on": ("duration",),
}

Founded = tuple[tuple[str, ...], Fact | Interaction]
"""Sentences and what they rest on."""


def complete(context: Context, questions: Sequence[Question], answers: Sequence[Answer]) -> list[Answer]:
    """The answers, each with at most a few sentences on what was named in its question and no answer speaks of.

    The same steps are not told twice. A rule for two things comes before a fact on one. Beside a refusal only what
    makes it stricter is told.
    """
    told = " ".join((*map(_words_of, answers), *_entries_told(context, answers))).lower()
    room = MOST
    answers = _with_care_for_sore_skin(context, questions, answers)
    answers = [_led_by_state(context, *pair) for pair in zip(questions, answers, strict=True)]
    completed: list[Answer] = []
    for question, given in zip(questions, answers, strict=True):
        if given.kind not in _ALONE and not given.asks_back:
            for sentences, founded in _passed_over(context, question, given, told):
                if not room:
                    break
                fresh = (sentence for sentence in sentences if sentence and sentence != given.headline)
                new = tuple(sentence for sentence in fresh if sentence.lower() not in told)
                if new:
                    # After the first reason they stay when the answer has to be cut.
                    given = with_sentences(context.knowledge, given, new, [founded], 1)
                    told += " ".join(new).lower()
                    room -= 1
        completed.append(_not_told_twice(given, completed))
    # What somebody in a state is to leave alone comes before advice that takes no heed of it.
    return sorted(completed, key=lambda given: not (given.kind == "suitability" and given.verdict == "avoid"))


def _led_by_state(context: Context, question: Question, given: Answer) -> Answer:
    """An entry that takes no heed of a state that forbids much begins with what the state forbids."""
    if not given.kind.startswith("faq/") or refuses(given.verdict):
        return given
    told = _words_of(given).lower()
    for trait in question.traits:
        facts = context.facts(Item(id=trait), "caution")[:1]
        if trait in _FORBIDDING and facts and not _is_said(context, trait, told):
            led = with_sentences(context.knowledge, given, (given.headline,), facts, 0)
            return msgspec.structs.replace(led, headline=facts[0].says)
    return given


def _not_told_twice(given: Answer, before: Sequence[Answer]) -> Answer:
    """The answer without the steps and the reasons of an answer above it."""
    said = {reason for other in before for reason in (other.headline, *other.reasons)}
    reasons = tuple(reason for reason in given.reasons if reason not in said)
    steps = () if any(given.steps == other.steps for other in before) else given.steps
    return msgspec.structs.replace(given, reasons=reasons, steps=steps)


def _with_care_for_sore_skin(
    context: Context, questions: Sequence[Question], answers: Sequence[Answer]
) -> list[Answer]:
    """Whoever says that their own skin is raw or painful hears that this is no time to go on, whatever they ask."""
    if not any(question.sore for question in questions) or any(given.kind in _ALONE for given in answers):
        return list(answers)
    first = answers[0]
    cautions = (context.texts.say("safety.sore"), *first.cautions)
    return [msgspec.structs.replace(first, cautions=cautions), *answers[1:]]


def _entries_told(context: Context, answers: Sequence[Answer]) -> Iterator[str]:
    """The questions of the entries that are told: `a low one` speaks of retinol where it answers which retinol."""
    entries = context.knowledge.faq
    return (entries[name].question for given in answers if (name := given.kind.removeprefix("faq/")) in entries)


def _words_of(given: Answer) -> str:
    steps = (step.text for step in given.steps)
    return " ".join((given.headline, *given.reasons, *steps, *given.cautions, *given.notes))


def _passed_over(context: Context, question: Question, given: Answer, told: str) -> Iterator[Founded]:
    """What is missing, the most important first: a person's state, a thing asked about, a circumstance, a skin type."""
    knowledge = context.knowledge
    traits = [trait for trait in question.traits if not _is_said(context, trait, told)]
    for trait in traits:
        if knowledge.things[trait].kind == "state":
            yield from _of_trait(context, trait, question)
    if refuses(given.verdict):
        return
    for item in (*question.things, *(Item(id=name) for name in question.beside)):
        if item.id not in knowledge.things or item.id in _BARE or _is_said(context, item.id, told):
            continue
        if kept := kept_from(knowledge, item, context.person.and_also(tuple(question.traits))):
            yield from _of_rules(context, [found.rule for found in kept if found.rule is not None])
        elif item.id in question.beside:
            yield from _of_pairs(context, item, question.things)
        else:
            yield from _of_thing(context, item, question)
    for name in () if _LONG_AGO.search(question.text.lower()) else question.circumstances:
        if not _is_said(context, name, told):
            found = on_circumstance(context, name, question)
            yield from _of_facts([fact for fact in found if not repeats(fact.says, [told], AGAIN)])
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
    return any(_begins_a_word(word.lower(), told) for word in spoken)


def _begins_a_word(word: str, told: str) -> bool:
    at = told.find(word)
    while at > 0 and told[at - 1].isalnum():
        at = told.find(word, at + 1)
    return at >= 0


def _of_trait(context: Context, trait: str, question: Question) -> Iterator[Founded]:
    rules = [
        rule
        for item in question.things
        if item.id in context.knowledge.things and (rule := rule_for(context.knowledge, item, Item(id=trait)))
    ]
    yield from _of_rules(context, rules)
    if not rules:
        topics: tuple[Topic, ...] = ("choice", "caution")
        if context.knowledge.things[trait].kind == "state":
            topics = topics[::-1]
        yield from _of_facts(fitting(context, question, context.facts(Item(id=trait), *topics))[:1])


def _of_thing(context: Context, item: Item, question: Question) -> Iterator[Founded]:
    for trait in question.traits:
        rule = rule_for(context.knowledge, item, Item(id=trait))
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
    yield from _of_rules(context, rules)


def _of_rules(context: Context, rules: Sequence[Interaction]) -> Iterator[Founded]:
    """The strictest of them; one that speaks of `the pair` with the names of the two, which stand nowhere near."""
    for rule in sorted(rules, key=lambda rule: -RANK[rule.verdict])[:1]:
        says = rule.says
        if says.startswith(_OF_TWO):
            a, b = (context.knowledge.things[name].name for name in rule.between)
            says = capital(context.texts.say("common.of_two", a=a, b=b, says=says[0].lower() + says[1:]))
        yield (says, rule.do), rule


def _of_facts(facts: Sequence[Fact]) -> Iterator[Founded]:
    for fact in facts:
        yield (fact.says,), fact
