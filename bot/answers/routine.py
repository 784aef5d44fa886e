"""A morning and an evening from cleanser to sunscreen, for a skin type or concern."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, AnswerStep, citations
from bot.answers.choice import first_choices
from bot.answers.context import Context
from bot.answers.fitting import fitting
from bot.answers.layering import session
from bot.answers.plan import plan
from bot.answers.question import Question
from bot.knowledge.model import IRRITANCY, Fact, Interaction, Moment
from bot.rules.compatibility import RANK, kept_from
from bot.rules.day import day
from bot.rules.items import Item
from bot.rules.layering import Step, begun_with, layering, slot, use_of

_WEEKLY = frozenset(
    ("week", "weekly", "schedule", "calendar", "days", "plan", "cycle", "cycling", "rotate", "rotation")
)
"""Words of a question about a routine that ask for a week rather than for a day."""
_NO_SERUM = ("benzoyl_peroxide", "adapalene")
"""Choices that come as a gel or a wash."""
_PUT_ON = ("ingredient", "class", "mask", "product")
_DAILY = 7
_BOTH: tuple[Moment, ...] = ("morning", "evening")
_BY_DAYS = RANK["alternate_days"]
_FEW = 2
"""Things that may all be used morning and evening; more are spread over the day."""
_BASICS = ("cleanser", "moisturiser", "sunscreen")
_MORNING = ("cleanser", "serum", "moisturiser", "sunscreen")
_EVENING = ("cleanser", "serum", "moisturiser")


def answer(context: Context, question: Question) -> Answer:
    """The steps of the moment asked for, or of both; the serum is the first choice for what is known of the person."""
    knowledge = context.knowledge
    in_particular = any(knowledge.things[item.id].kind != "product" for item in question.things)
    if in_particular and _WEEKLY & set(question.words):
        return plan(context, question.things, beginning=not question.accustomed)
    told = dict.fromkeys((*question.traits, *context.person.traits))
    # What bothers somebody is treated; what their skin is like is borne in mind.
    traits = sorted(
        (trait for trait in told if knowledge.things[trait].choose),
        key=lambda trait: knowledge.things[trait].kind != "concern",
    )
    own = [item for item in question.things if knowledge.things[item.id].kind in _PUT_ON]
    masks = [item for item in own if knowledge.is_a(item.id, "mask")]
    daily = [item for item in own if item not in masks]
    refused = _refused(context, daily, masks)
    masks = [mask for mask in masks if mask not in refused]
    left_out = (*day(knowledge, daily).left_out, *refused)
    begun_with = [item for item in own if item not in left_out]
    strongest = sorted(begun_with, key=lambda item: -IRRITANCY.index(knowledge.things[item.id].irritancy))
    chosen = strongest[:1] or [_serum(context, "evening", traits, [])]
    bare = not own and bool(kept_from(knowledge, Item(id="serum"), context.person))
    start = [] if bare else [fact for item in chosen for fact in context.facts(item, "start")[:1]]
    moments: tuple[Moment, ...] = (question.moment,) if question.moment else _BOTH
    lines, used, apart = _laid_out(context, daily, moments, traits)
    lines += _with_mask(context, masks)
    apart = [*refused.values(), *apart]
    # What suits a state comes before what suits anybody: no word of retinol to a teenager.
    suited = traits[:1] or [trait for trait in told if knowledge.things[trait].kind == "state"][:1]
    choices = (fact for trait in suited for fact in knowledge.facts(trait, "choice"))
    facts = [*start, *fitting(context, question, choices)[:1]]
    facts = facts or knowledge.facts("serum", "choice")[:1]
    dividing = list({rule.id: rule for rule in apart}.values())[:2]
    mask = context.facts(Item(id="mask"), "frequency")[:1] if "mask" in question.words else []
    key = "routine.for" if traits else "routine.simple"
    return Answer(
        kind="routine",
        headline=context.texts.say(key, trait=context.joined([knowledge.things[trait].name for trait in traits[:2]])),
        reasons=(
            *_left_out(context, left_out),
            *(rule.says for rule in dividing if rule in refused.values()),
            *(rule.do or rule.says for rule in dividing),
            *(fact.says for fact in facts[:2]),
            *([] if bare else [context.texts.say("routine.one_by_one" if len(daily) > _FEW else "routine.share")]),
            *([] if own else (fact.says for fact in mask)),
        ),
        steps=tuple(lines),
        cautions=(*context.personal_cautions(own), *(fact.says for fact in _warned(context, traits))),
        sources=citations(knowledge, [*dividing, *facts, *mask, *(slot(knowledge, step) for step in used)]),
        suggestions=context.texts.all("routine.next"),
        about=tuple(step.item.id for step in used),
    )


def _warned(context: Context, traits: list[str]) -> list[Fact]:
    """When what bothers somebody is for a doctor."""
    concerns = [trait for trait in traits if context.knowledge.things[trait].kind == "concern"]
    return [fact for trait in concerns[:1] for fact in context.knowledge.facts(trait, "caution")[:1]]


def _refused(context: Context, daily: Sequence[Item], masks: Sequence[Item]) -> dict[Item, Interaction]:
    """The masks that are not for any day beside what is in use, each with the rule that says so."""
    return {
        mask: found.rule
        for mask in masks
        for item in daily
        for found in day(context.knowledge, [item, mask]).apart
        if found.rule is not None and RANK[found.verdict] > _BY_DAYS
    }


def _left_out(context: Context, items: Sequence[Item]) -> tuple[str, ...]:
    """What of one's own has no place beside the rest."""
    return (context.texts.say("routine.left_out", things=context.names(list(items))),) if items else ()


def laid_out(context: Context, items: Sequence[Item]) -> tuple[AnswerStep, ...]:
    """Where in the day things have their place that do not all go into one session, and which of them take turns."""
    masks = [item for item in items if context.knowledge.is_a(item.id, "mask")]
    daily = [item for item in items if item not in masks and context.knowledge.things[item.id].kind in _PUT_ON]
    refused = _refused(context, daily, masks)
    placed = [mask for mask in masks if mask not in refused]
    return (*_laid_out(context, daily, _BOTH, [])[0], *_with_mask(context, placed))


def _with_mask(context: Context, masks: Sequence[Item]) -> list[AnswerStep]:
    """A mask is for one or two evenings a week, not for each of them."""
    if not masks:
        return []
    steps = layering(context.knowledge, [Item(id="cleanser"), *masks[:1], Item(id="moisturiser")], None).steps
    return [_line(context, "with_mask", steps)]


def _laid_out(
    context: Context, daily: list[Item], moments: Sequence[Moment], traits: list[str]
) -> tuple[list[AnswerStep], list[Step], list[Interaction]]:
    """A line for each moment and one for what takes turns in it; the steps; the rules that keep things apart."""
    lines: list[AnswerStep] = []
    used: list[Step] = []
    placed = day(context.knowledge, daily)
    for moment in moments:
        usual = _unless_owned(context, _items(context, moment, traits, daily), placed.at(moment))
        steps = layering(context.knowledge, [*usual, *placed.at(moment)], moment).steps
        used += steps
        lines.append(_line(context, moment, steps))
        if turns := placed.in_turns(moment):
            names = context.joined([context.name(item) for item in turns], by="or")
            lines.append(AnswerStep(text=context.texts.say("routine.in_turns", things=names)))
    apart = [found.rule for found in placed.apart if found.rule is not None]
    return lines, used, apart


def missing(context: Context, question: Question) -> Answer | None:
    """What of the basics is not among the things named, and what fits the concern then; None where none is named."""
    knowledge = context.knowledge
    named = [*(item.id for item in question.things), *question.beside]
    owned = [basic for basic in _BASICS if any(knowledge.is_a(name, basic) for name in named)]
    if not owned:
        return None
    wanted = [basic for basic in _BASICS if basic not in owned]
    key = "routine.missing.some" if wanted else "routine.missing.none"
    headline = context.texts.say(
        key,
        owned=context.joined([knowledge.things[name].name for name in owned]),
        wanted=context.joined([knowledge.things[name].name for name in wanted]),
    )
    traits = [trait for trait in question.traits if knowledge.things[trait].choose.get("serum")]
    chosen = [(knowledge.things[trait].name, first_choices(context, trait, "serum")) for trait in traits[:2]]
    lines = [
        context.texts.say("routine.missing.then", trait=name, things=context.joined(names, by="or"))
        for name, names in chosen
        if names
    ]
    choices = (fact for trait in traits[:2] for fact in knowledge.facts(trait, "choice")[:1])
    facts = fitting(context, question, choices)
    return Answer(
        kind=question.kind,
        headline=headline,
        reasons=(*lines, *(fact.says for fact in facts), context.texts.say("routine.one_by_one")),
        sources=citations(knowledge, facts or knowledge.faq["what_missing"].facts),
        suggestions=context.texts.all("routine.next"),
        about=tuple(owned),
    )


def _line(context: Context, key: str, steps: Sequence[Step]) -> AnswerStep:
    named = ", ".join(_with_days(context, step) if key != "with_mask" else context.name(step.item) for step in steps)
    return AnswerStep(text=context.texts.say(f"routine.{key}", steps=named))


def _with_days(context: Context, step: Step) -> str:
    """The name of what is put on, and how often a week where that is less than each day, be it at first."""
    name = context.name(step.item)
    if begun := _at_first(context, step.item):
        key = "routine.at_first" if begun[0] != begun[1] else "routine.at_first_exactly"
        return context.texts.phrase(key, thing=name, least=f"{begun[0]:g}", most=f"{begun[1]:g}")
    use = use_of(context.knowledge, step.item.id, "per_week")
    if use is None or use.per_week is None or use.per_week[1] >= _DAILY:
        return name
    least, most = use.per_week
    key = "routine.times_a_week" if least != most else "routine.times_a_week_exactly"
    return context.texts.phrase(key, thing=name, least=least, most=most)


def _unless_owned(context: Context, usual: list[Item], owned: Sequence[Item]) -> list[Item]:
    """The usual products without those that one's own things stand for: an active is the serum."""
    kinds = {context.knowledge.things[item.id].kind for item in owned}
    replaced = {item.id for item in owned} | ({"serum"} if kinds & {"ingredient", "class"} else set())
    return [item for item in usual if item.id not in replaced and not (replaced & {"serum"} and item.form == "serum")]


def _items(context: Context, moment: Moment, traits: list[str], owned: Sequence[Item]) -> list[Item]:
    products = _MORNING if moment == "morning" else _EVENING
    chosen = [_serum(context, moment, traits, owned) if name == "serum" else Item(id=name) for name in products]
    return [item for item in chosen if not kept_from(context.knowledge, item, context.person)]


def _serum(context: Context, moment: Moment, traits: list[str], owned: Sequence[Item]) -> Item:
    """The best choice for the first trait that suits the moment, the person and their things."""
    knowledge = context.knowledge
    for trait in traits:
        for name in knowledge.things[trait].choose.get("serum", ()):
            item = Item(id=name, form="" if name in _NO_SERUM else "serum")
            if moment not in _slots(context, item) or kept_from(knowledge, item, context.person):
                continue
            if not day(knowledge, [*owned, item]).apart:
                return item
    return Item(id="serum")


def _slots(context: Context, item: Item) -> tuple[Moment, ...]:
    """When in the day it has its place: of what irritates, or is begun slowly, once; vitamin C by day, the rest at
    night."""
    moments = tuple(context.knowledge.moments[item.id])
    if len(moments) == len(_BOTH) and context.knowledge.is_a(item.id, "vitamin_c"):
        return ("morning",)
    if len(moments) < len(_BOTH) or not (context.stings(item) or _at_first(context, item)):
        return moments
    return ("evening",)


def _at_first(context: Context, item: Item) -> tuple[float, float] | None:
    """From how many to how many times a week one begins with it, where that is less than each day."""
    begun = begun_with(context.knowledge, item.id)
    return begun if begun is not None and begun[1] < _DAILY else None


def steps_of(context: Context, items: list[Item], moment: Moment | None) -> list[Step]:
    """The steps of a session for a walkthrough: what was named and belongs to the moment, else a serum. Never none."""
    named = [
        item
        for item in items
        if context.knowledge.things[item.id].kind in ("ingredient", "class", "mask", "product", "tool")
    ]
    return session(context, named, moment) or session(context, [Item(id="serum")], moment)
