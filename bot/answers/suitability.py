"""Whether a thing is for this skin, this concern or this state."""

from __future__ import annotations

import re

import msgspec

from bot.answers import for_product
from bot.answers.answer import Answer, citations
from bot.answers.choice import ask_concern, choice, for_state
from bot.answers.compatibility import for_prescriber_to_decide
from bot.answers.context import Context
from bot.answers.definition import helps, nothing_known, nothing_named
from bot.answers.question import Question
from bot.knowledge.model import Fact, Interaction, Topic, Verdict
from bot.rules.compatibility import RANK, PairVerdict, pair, refuses, strictest
from bot.rules.items import Item

_PERSONAL = ("skin", "state")
_POINTS = re.compile(r"^(?:so |and )?(?:is|are|would|will|does|can|could) (?:i use )?(?:it|this|that|these|those)\b")
"""Asks about something that is pointed at."""
_WHO_NOT = re.compile(
    r"\bwho\b.{0,12}\b(?:should ?n ?'?o?t|should not|must not|can ?n?'?o?t|may not|shouldnt|cant|mustnt|avoid|not to)\b"
    r"|\bwho (?:is|are) .{0,30}\bnot for\b"
)
"""Asks for whom a thing is not."""
_NOT_FOR: tuple[Topic, ...] = ("suitability", "caution")
_LEFT_BY = re.compile(r"\b(?:[Nn]ot (?:on|for|with|over|in|to|beside|by)|[Nn]ever|[Ll]eave|[Kk]eep .{0,40}off|avoid)\b")
"""How a sentence tells who had better leave a thing out."""


def suitability(context: Context, question: Question) -> Answer:
    """Whether a thing is for this skin or state: the strictest of the rules for each pair of thing and trait."""
    traits = [trait for trait in question.traits if context.knowledge.things[trait].kind in _PERSONAL]
    things = question.things
    if not things and question.unknown:
        return nothing_named(context, question)
    # What a concern asks to leave out counts beside the skin type, and alone: an LED mask with melasma.
    traits += [trait for trait in question.traits if trait not in traits and _is_kept_off(context, things, trait)]
    if not traits and question.traits and things:
        headline, facts = helps(context, question)
        if given := for_product.instead(context, question):
            return given
        if _is_some_serum(things) and for_product.is_for_two(context, question):
            return choice(context, question)
        if headline:
            on_both = for_product.fitting_on_both(context, things[0], question.traits)
            facts = [*on_both[:1], *context.facts(things[0], "effect")[:1], *facts[:1]]
            return context.from_facts("suitability", facts, headline=headline, items=things)
    if not traits:
        traits = [trait for trait in context.person.traits if context.knowledge.things[trait].kind in _PERSONAL]
    if things:
        traits = [trait for trait in traits if _concerns(context, things, trait)]
    if not traits:
        return _in_general(context, question)
    if not things:
        asked_for = for_product.answer(context, question)
        given = asked_for or for_state(context, question, traits) or choice(context, question)
        return _of_which(context, given) if _POINTS.search(" ".join(question.words)) else given
    pairs = [found for item in things for trait in traits for found in _for_trait(context, item, trait)]
    medicines = {item.id for item in things if context.is_medicine(item)}
    # A prescribed treatment is asked about for what comes on top of it, before the medicine itself.
    worst = max(pairs, key=lambda found: (RANK[found.verdict], found.a not in medicines))
    rules = [found.rule for found in sorted(pairs, key=lambda found: -RANK[found.verdict]) if found.rule is not None]
    if refuses(worst.verdict):
        rules = [rule for rule in rules if refuses(rule.verdict)]  # Beside a no, nothing on how to go about it.
    prescription = [item for item in things if context.knowledge.things[item.id].prescription]
    allowed = [found.rule.says for found in pairs if found.rule is not None and not RANK[found.verdict]]
    verdict = strictest([worst.verdict, *(["ask_professional"] if prescription else [])])  # type: ignore[list-item]
    concerned = [item for item in things if worst.a in medicines or item.id not in medicines] or things
    if not refuses(verdict) and (given := for_product.instead(context, question)):
        return given
    fitting = [] if refuses(verdict) else for_product.fitting_on_both(context, things[0], traits)
    if verdict == "no_rule" and fitting and all(context.knowledge.things[trait].kind == "skin" for trait in traits):
        return choice(context, question)  # No rule forbids it, and what to look for in one is known.
    if _is_some_serum(things):
        # Of a serum of which nothing is known, what serves the needs is known.
        fitting = for_product.on_two(context, list(dict.fromkeys((*question.traits, *traits))))
    if verdict == "no_rule" and (given := _as_told(context, things, traits)):
        return given
    return Answer(
        kind="suitability",
        verdict=verdict,
        headline=_suits(context, worst, pairs, concerned)
        if verdict == worst.verdict
        else for_prescriber_to_decide(context, [context.name(item) for item in prescription]),
        reasons=(*_reasons(rules[:3], fitting), *(allowed if refuses(verdict) and len(things) > 1 else ())),
        cautions=_in_doubt(context, verdict, medicines),
        sources=citations(context.knowledge, [*rules, *fitting[:1]]),
        suggestions=context.texts.all("choice.next", trait=context.knowledge.things[traits[0]].name),
        decided_by=tuple(rule.id for rule in rules),
        about=tuple(item.id for item in things),
    )


def _is_kept_off(context: Context, things: list[Item], trait: str) -> bool:
    """Whether a rule keeps one of the things off skin with a concern."""
    return context.knowledge.things[trait].kind == "concern" and any(
        found.rule is not None and refuses(found.verdict)
        for item in things
        for found in _for_trait(context, item, trait)
    )


def _concerns(context: Context, things: list[Item], trait: str) -> bool:
    """Whether a trait has anything to do with the things: an allergy only where a rule names one of them."""
    return not context.knowledge.things[trait].narrow or any(
        found.rule is not None for item in things for found in _for_trait(context, item, trait)
    )


def _as_told(context: Context, things: list[Item], traits: list[str]) -> Answer | None:
    """What the thing's own fact says of that skin, where no rule weighs the two."""
    if len(things) != 1 or len(traits) != 1 or context.knowledge.things[traits[0]].kind != "skin":
        return None
    name = context.knowledge.things[traits[0]].name.lower()
    adjective = name.removesuffix(" skin")
    told = [
        fact for fact in context.facts(things[0], "suitability") if re.search(rf"\b{re.escape(adjective)}\b", fact.says)
    ]
    if not told:
        return None
    facts = [*told[:1], *context.facts(things[0], "effect")[:1]]
    cautions = [fact.says for fact in context.facts(things[0], "caution")[:1]]
    return context.from_facts("suitability", facts, items=things, cautions=cautions)


def _of_which(context: Context, given: Answer) -> Answer:
    """What is known for that skin, behind the question which product is meant: `is this any good for me`."""
    return msgspec.structs.replace(
        given, headline=context.texts.say("choice.which_product"), reasons=(given.headline, *given.reasons[:2])
    )


def _is_some_serum(things: list[Item]) -> bool:
    return [(item.id, item.contains) for item in things] == [("serum", ())]


def _reasons(rules: list[Interaction], fitting: list[Fact]) -> tuple[str, ...]:
    """What the rules say, with what to look for on the pack behind the first of them."""
    said = [sentence for rule in rules for sentence in (rule.says, rule.do) if sentence]
    return tuple(dict.fromkeys([*said[:1], *(fact.says for fact in fitting[:1]), *said[1:]]))


def _in_doubt(context: Context, verdict: Verdict, medicines: set[str]) -> tuple[str, ...]:
    if medicines:
        return (context.texts.say("compatibility.prescriber"),)
    return (context.texts.say("compatibility.patch_test"),) if verdict == "no_rule" else ()


def _inside(context: Context, item: Item) -> list[str]:
    """What is known to be in a thing, and what was named with it."""
    things = context.knowledge.things
    return [name for name in (*things[item.id].contains, *item.contains) if name in things]


def _for_trait(context: Context, item: Item, trait: str) -> list[PairVerdict]:
    """What holds for a thing and a trait, and what in it asks for more: the retinol of a serum."""
    own = pair(context.knowledge, item, Item(id=trait))
    inside = [
        pair(context.knowledge, Item(id=active), Item(id=trait))
        for active in _inside(context, item)
    ]
    return [own, *(found for found in inside if RANK[found.verdict] > max(RANK[own.verdict], RANK["no_rule"]))]


def _suits(context: Context, worst: PairVerdict, pairs: list[PairVerdict], things: list[Item]) -> str:
    """The strictest verdict, with everything that it holds of for the same skin or state."""
    alike = {found.a for found in pairs if (found.verdict, found.b) == (worst.verdict, worst.b)}
    several = refuses(worst.verdict)
    named = [item for item in things if alike & {item.id, *_inside(context, item)}] if several else []
    named = named or [next(item for item in things if worst.a in (item.id, *_inside(context, item)))]
    return context.texts.say(
        f"choice.suits.{worst.verdict}", thing=context.names(named), trait=context.knowledge.things[worst.b].name
    )


def _in_general(context: Context, question: Question) -> Answer:
    if _WHO_NOT.search(" ".join(question.words)) and len(question.things) == 1:
        told = [fact for topic in _NOT_FOR for fact in context.facts(question.things[0], topic)[:2]]
        told.sort(key=lambda fact: not _LEFT_BY.search(fact.says))
        if told:
            examples = context.texts.all("choice.concerns")
            return context.from_facts("suitability", told, items=question.things, suggestions=examples)
    facts: list[Fact] = []
    for item in question.things[:2]:
        facts += [
            *context.facts(item, "suitability")[:1],
            *context.facts(item, "effect")[:1],
            *context.facts(item, "caution")[:1],
        ]
    if not facts:
        return nothing_known(context, question) if question.things else ask_concern(context, question)
    return context.from_facts(
        "suitability", facts, items=question.things, suggestions=context.texts.all("choice.concerns")
    )
