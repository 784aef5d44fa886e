"""What a thing is and what it does."""

from __future__ import annotations

import re
from typing import get_args

from bot.answers import for_product
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.fitting import fits
from bot.answers.question import Question
from bot.knowledge.model import Fact, Topic
from bot.rules.compatibility import kept_from, pair, refuses
from bot.rules.items import Item

_HARMS = frozenset(("bad", "clog", "clogs", "clogging", "block", "blocks", "worse", "worsen", "cause", "causes"))
"""Words of a question whether something does harm, which is not answered by what it is chosen for."""
_CLOGS = re.compile(
    r"\b(?:clogs?|clogging|(?:non-?)?comedogenic|(?:blocks?|blocking|plugs?) (?:up )?(?:my |the |your )?pores)\b"
)
_HELPS = re.compile(r"\b(?:help\w*|treat\w*|clears?|clearing|fix\w*|against|prevent\w*|get rid|stop\w*)\b")
_OF_NO_PORES = ("acne_prone", "comparison", "choice", "form", "purging", "strength", "thinning", "bleaching")
"""Topics on which pores are named in passing, and the one that is told first."""
_ON_PORES = re.compile(r"\bclog|comedogenic|\b(?:spot|acne)-prone\b")
"""Words of a fact on whether something stops up pores."""
_GOOD_OR_BAD = re.compile(
    r"\b(?P<how>good|bad|harmful|damaging|terrible|great|beneficial|healthy|unhealthy)"
    r"(?: (?:for|to|on) (?:(?:the|my|your|our|ur|human) )?(?:skin|face|complexion)\b|(?: \?)?$)"
)
_BAD = frozenset(("bad", "harmful", "damaging", "terrible", "unhealthy"))
_IS_ONE_OF = re.compile(r"^(?:so |and |but )?(?:is|are|isn't|isnt|aren't|arent) .*\b(?:an?|one of the) ")
_AN_ACID = re.compile(r"\ban? (?:\w+ )?acid(?: \?)?$")
_SELDOM_IRRITATES = ("very low", "low")
_ASKS_LEAVE = frozenset(("can", "could", "may", "allowed", "ok", "okay", "safe"))
_SUN_IS_MINDED = ("exfoliating_acid", "retinoid", "hydroquinone", "benzoyl_peroxide")
_START_AND_SUN: tuple[Topic, ...] = ("start", "sun")
_CARE: tuple[Topic, ...] = ("sun", "start")
_ABOUT_A_TRAIT: tuple[Topic, ...] = ("definition", "choice", "caution")


def definition(context: Context, question: Question) -> Answer:
    """What it is, and shortly what it does; of a practice that goes by a name of its own, what its entry says."""
    if given := _membership(context, question):
        return given
    for item in question.things[:1]:
        entry = context.knowledge.faq.get(item.name.replace(" ", "_"))
        named = item.name != context.knowledge.things[item.id].name
        if entry is not None and named and item.name in entry.facts[0].says.lower():
            return context.from_facts("definition", entry.facts, items=[item], suggestions=entry.suggestions)
    return _answer(context, question, first="definition")


def _membership(context: Context, question: Question) -> Answer | None:
    """`is mandelic acid an AHA or a BHA`: whether it is one of a class that is named, or of the acids."""
    said = question.text or " ".join(question.words)
    knowledge = context.knowledge
    if not _IS_ONE_OF.search(said) or not question.things:
        return None
    item, *others = [item for item in question.things if item.id in knowledge.things]
    if not others and _AN_ACID.search(said) and knowledge.things[item.id].kind in ("ingredient", "class"):
        others = [Item(id="exfoliating_acid")]
    if not others or any(knowledge.things[other.id].kind != "class" for other in others):
        return None
    mine = [other for other in others if knowledge.is_a(item.id, other.id)]
    rest = [other for other in others if other not in mine]
    key = ("one_not_other" if rest else "one_of") if mine else "none_of"
    headline = context.texts.say(
        f"definition.{key}",
        thing=context.name(item),
        others=context.names(mine or rest),
        rest=context.joined([context.name(other) for other in rest], by="or"),
    )
    facts = [*context.facts(item, "definition")[:1], *context.facts(item, "effect")[:1]]
    suggestions = context.texts.all("definition.next", thing=context.noun(item))
    return context.from_facts("definition", facts, headline=headline, items=[item], suggestions=suggestions)


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
        care = _with_the_sun(context, item) if len(items) == 1 else []
        if first == "definition":
            found = [*own[0], *own[1][: 1 if care else 2], *care]
        else:
            found = [*own[1], *own[0][: not own[1]]]
        facts.extend(found if len(items) == 1 else found[:2])
    thing = context.knowledge.things[items[0].id]
    if first == "effect" and len(items) == 1 and thing.short and thing.kind in ("ingredient", "class"):
        headline = context.texts.say("choice.side", thing=context.name(items[0]), does=thing.short)
        facts = [*facts[:1], *_care(context, items[0]), *facts[1:]]
    said = question.text or " ".join(question.words)
    if first == "effect" and len(items) == 1 and clogs(said):
        return _on_pores(context, question)
    if first == "effect" and not question.traits and (judged := _judged(context, items[0], said)):
        suits = context.facts(items[0], "suitability")[:1]
        facts = [*suits, *(fact for fact in facts if fact not in suits)]
        # For whom it is says more than that it seldom irritates; what its class suits says less of it.
        headline = "" if context.knowledge.own_facts(items[0].id, "suitability") else judged
    if first == "effect" and question.traits and _HARMS.isdisjoint(question.words):
        headline, about_concern = helps(context, question)
        on_both = for_product.fitting_on_both(context, items[0], question.traits)
        lasts = [fact for trait in question.traits[:1] for fact in context.knowledge.facts(trait, "results")[:1]]
        facts = [*on_both[:1], *facts[:1], *about_concern[:1], *lasts]
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


def _judged(context: Context, item: Item, said: str) -> str:
    """Whether it is good or bad for skin in general, by how much it irritates; "" where that is not asked or known."""
    thing = context.knowledge.things[item.id]
    asked = _GOOD_OR_BAD.search(said)
    if asked is None or not thing.irritancy or not thing.short or thing.prescription:
        return ""
    if thing.kind not in ("ingredient", "class"):
        return ""
    mild = thing.irritancy in _SELDOM_IRRITATES
    key = ("mild" if mild else thing.irritancy) if asked["how"] in _BAD else ("for_most" if mild else "for_some")
    judged = "bad" if asked["how"] in _BAD else "good"
    return context.texts.say(f"definition.{judged}.{key}", thing=context.name(item), does=thing.short)


def clogs(said: str) -> bool:
    """Whether it is asked if something stops up pores, and not what helps against that."""
    return bool(_CLOGS.search(said)) and not _HELPS.search(said)


def _on_pores(context: Context, question: Question) -> Answer:
    """Whether it stops up pores, as far as that is known of it; else what such lists are worth."""
    item = question.things[0]
    topics = ("acne_prone", *(topic for topic in get_args(Topic) if topic not in _OF_NO_PORES))
    told = (fact for topic in topics for fact in context.knowledge.facts(item.id, topic))
    own = [fact for fact in told if _ON_PORES.search(fact.says.lower())]
    general = context.knowledge.faq["non_comedogenic"].facts
    named = context.knowledge.faq["clogging_list"].facts[0]
    if not own and context.knowledge.things[item.id].name.lower() in named.says.lower():
        own = [named]
    headline = "" if own else context.texts.say("definition.pores_unknown", thing=context.name(item))
    return context.from_facts(
        question.kind,
        [*own[:2], *general[-1:]],
        headline=headline,
        items=[item],
        suggestions=context.knowledge.faq["non_comedogenic"].suggestions,
    )


def _care(context: Context, item: Item) -> list[Fact]:
    """Of what irritates, how to begin and what it means for the sun."""
    if not context.stings(item):
        return []
    return [fact for topic in _CARE for fact in context.facts(item, topic)[:1]]


def _with_the_sun(context: Context, item: Item) -> list[Fact]:
    """Of an active that the sun is minded with, how to begin and that: nobody should learn what it is without it."""
    if not any(context.knowledge.is_a(item.id, sort) for sort in _SUN_IS_MINDED):
        return []
    return [fact for topic in _START_AND_SUN for fact in context.facts(item, topic)[:1]]


def _of_trait(context: Context, question: Question) -> Answer:
    """What a skin type, concern or state is, and what to do about it."""
    trait = question.traits[0]
    facts = [
        fact
        for topic in _ABOUT_A_TRAIT
        for fact in context.knowledge.facts(trait, topic)[: 2 if topic == "definition" else 1]
    ]
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
        facts = [
            fact
            for fact in context.knowledge.facts(trait, "choice")
            if fits(context.knowledge, fact, context.person)
        ]
        usual = [
            name
            for name in found.choose.get(thing.id, ())
            if not kept_from(context.knowledge, Item(id=name), context.person)
        ]
        if usual and not thing.contains:
            names = context.joined([context.knowledge.things[name].name for name in usual[:3]], by="or")
            say = context.texts.say("definition.form_helps", thing=context.noun(thing), trait=found.name, things=names)
            return say, facts
        is_a = context.knowledge.is_a
        kept_away = kept_from(context.knowledge, Item(id=thing.id), context.person)
        used = [*chosen, thing.id] if trait in context.knowledge.things[thing.id].concerns and not kept_away else chosen
        is_one = any(is_a(thing.id, name) or is_a(name, thing.id) for name in used)
        of_doctors = "definition.helps_prescribed" if context.is_medicine(thing) else "definition.helps"
        rule = pair(context.knowledge, Item(id=thing.id), Item(id=trait)).rule
        kept_off = rule is not None and refuses(rule.verdict)
        say = of_doctors if is_one and not kept_off else _not_chosen(context, question, kept_off=kept_off)
        return context.texts.say(say, thing=context.name(thing), trait=found.name), facts
    return "", []


def _not_chosen(context: Context, question: Question, *, kept_off: bool) -> str:
    """`may I use it` is answered first; not of what irritates, nor for somebody whose skin or state is known."""
    thing = question.things[0]
    asks = bool(_ASKS_LEAVE & set(question.words)) and not context.stings(thing) and not context.person.traits
    asks = asks and not kept_off
    return "definition.may_use" if asks and context.facts(thing, "effect") else "definition.not_first_choice"


def nothing_named(context: Context, question: Question) -> Answer:
    """The question names nothing that is known."""
    if question.unknown:
        headline = context.texts.say(
            "compatibility.unknown", things=context.joined([name.capitalize() for name in question.unknown])
        )
        things = context.knowledge.things
        states = [trait for trait in (*question.traits, *context.person.traits) if things[trait].kind == "state"]
        heeded = [fact.says for trait in states[:1] for fact in context.knowledge.facts(trait, "caution")[:1]]
        return Answer(
            kind=question.kind,
            verdict="no_rule",
            headline=headline,
            cautions=tuple(heeded),  # What holds in that state for whatever it is.
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
