"""In what order things go on, how they are applied, and how long to wait between."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from bot.answers.answer import Answer, AnswerStep, citations
from bot.answers.context import Context
from bot.answers.definition import nothing_known, nothing_named
from bot.answers.question import Question
from bot.knowledge.model import Moment
from bot.rules.compatibility import pair, strictest
from bot.rules.items import Item
from bot.rules.layering import Step, layering, slot, with_removal

_ROUTINE = (Item(id="cleanser"), Item(id="toner"), Item(id="serum"), Item(id="moisturiser"))
_LEAVES_NOTHING = ("cleanse", "light")
"""Slots that put nothing on the skin that stays there."""


def instruction(context: Context, step: Step) -> str:
    """A step as a sentence, with the thing that is put on and how long it stays."""
    if step.removes is not None:
        return context.texts.say(f"layering.removal.{step.removes}", thing=context.name(step.item))
    sentence = slot(context.knowledge, step).says.format(thing=context.name(step.item))
    if step.minutes is not None:
        sentence += " " + minutes(context, step.minutes)
    return sentence


def session(context: Context, items: Sequence[Item], moment: Moment | None) -> list[Step]:
    """The steps of a session with these things, from cleansing to the last layer, masks taken off again."""
    return with_removal(context.knowledge, layering(context.knowledge, items, moment).steps)


def spoken(context: Context, steps: Sequence[Step]) -> tuple[AnswerStep, ...]:
    """Steps as sentences."""
    removed = {step.item for step in steps if step.removes is not None}
    return tuple(
        AnswerStep(
            text=instruction(context, step),
            minutes=step.minutes,
            layer=_layer(context, step),
            comes_off=step.removes is None and step.item in removed,
        )
        for step in steps
    )


def _layer(context: Context, step: Step) -> str:
    """What a step leaves on the skin."""
    leaves = step.removes is None and step.slot not in _LEAVES_NOTHING
    return context.name(step.item) if leaves else ""


def minutes(context: Context, time: tuple[int, int]) -> str:
    """A time on the skin in words."""
    low, high = time
    return context.texts.say("layering.minutes" if low != high else "layering.minutes_exact", low=low, high=high)


def order(context: Context, question: Question) -> Answer:
    """The order of the things asked about; for one thing its place among the others; for none the whole routine."""
    items = question.things
    if not items:
        return _whole_routine(context, question)
    if len(items) == 1:
        facts = context.facts(items[0], "order", "usage")
        if not facts:
            return _whole_routine(context, question)
        return context.from_facts("order", facts, items=items, suggestions=context.texts.all("layering.next"))
    steps = layering(context.knowledge, items, complete=False).steps
    rules = [rule for a, b in pairwise(steps) if (rule := pair(context.knowledge, a.item, b.item).rule) is not None]
    told = [rule.verdict for rule in rules if rule.verdict not in ("yes", "yes_in_order")]
    names = [context.name(step.item) for step in steps]
    key = "layering.before" if len(names) == 2 else "layering.sequence"
    return Answer(
        kind="order",
        verdict=strictest(told) if told else None,
        headline=context.texts.say(key, first=names[0], then=context.joined(names[1:]), last=names[-1]),
        reasons=tuple(dict.fromkeys(sentence for rule in rules[:2] for sentence in (rule.says, rule.do) if sentence)),
        steps=spoken(context, session(context, items, question.moment)),
        cautions=(*context.personal_cautions(items), *_exceptions(context, items)),
        sources=citations(context.knowledge, [*rules, *(slot(context.knowledge, step) for step in steps)]),
        suggestions=context.texts.all("layering.next"),
        decided_by=tuple(rule.id for rule in rules),
        about=tuple(step.item.id for step in steps),
    )


def _exceptions(context: Context, items: Sequence[Item]) -> tuple[str, ...]:
    """A mask of no named kind with a serum: which kinds turn the order round."""
    plain_mask = any(item.id == "mask" and not item.attributes for item in items)
    return (context.texts.say("layering.mask_exceptions"),) if plain_mask and len(items) == 2 else ()


def _whole_routine(context: Context, question: Question) -> Answer:
    items = [*_ROUTINE, *([] if question.moment == "evening" else [Item(id="sunscreen")])]
    steps = layering(context.knowledge, items, question.moment).steps
    return Answer(
        kind="order",
        headline=context.texts.say("layering.routine"),
        reasons=(
            context.texts.say("layering.routine_mask"),
            *(fact.says for fact in context.knowledge.general_facts("caution")[:1]),
        ),
        steps=spoken(context, steps),
        sources=citations(context.knowledge, [slot(context.knowledge, step) for step in steps]),
        suggestions=context.texts.all("layering.next"),
        about=tuple(item.id for item in question.things),
    )


def usage(context: Context, question: Question) -> Answer:
    """How a thing is put on; for several, the steps."""
    items = question.things
    if not items:
        return nothing_named(context, question)
    if len(items) > 1:
        return order(context, question)
    facts = [*context.facts(items[0], "usage", "order")[:2], *context.facts(items[0], "start")[:1]]
    sun = [fact.says for fact in context.facts(items[0], "sun")[:1]] if context.stings(items[0]) else []
    if not facts:
        return nothing_known(context, question)
    return context.from_facts(
        "usage",
        facts,
        items=items,
        cautions=[*sun, *(fact.says for fact in context.facts(items[0], "caution")[:1])],
        suggestions=context.texts.all("layering.next"),
    )


def wait(context: Context, question: Question) -> Answer:
    """How long to wait between steps."""
    slots = [
        slot(context.knowledge, step) for step in layering(context.knowledge, question.things, complete=False).steps
    ]
    waits = [entry for entry in slots if entry.wait]
    general = [*context.knowledge.general_facts("usage")[:1], *context.knowledge.general_facts("myth")[:1]]
    own = [fact for item in question.things for fact in context.facts(item, "wait")[:1]]
    said = [fact.says for fact in (*own, *general)]
    return Answer(
        kind="wait",
        headline=said[0] if said else context.texts.say("layering.wait"),
        reasons=tuple(
            dict.fromkeys(
                [
                    *said[1:],
                    *(context.texts.say("layering.wait_after", step=entry.name, wait=entry.wait) for entry in waits),
                ]
            )
        )[:3],
        sources=citations(context.knowledge, [*own, *general, *waits]),
        cautions=context.personal_cautions(question.things),
        suggestions=context.texts.all("layering.next"),
        about=tuple(item.id for item in question.things),
    )
