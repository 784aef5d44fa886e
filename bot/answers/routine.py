"""A morning and an evening from cleanser to sunscreen, for a skin type or concern."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, AnswerStep, citations
from bot.answers.context import Context
from bot.answers.layering import session
from bot.answers.plan import plan
from bot.answers.question import Question
from bot.knowledge.model import Moment
from bot.rules.compatibility import kept_from
from bot.rules.items import Item
from bot.rules.layering import Step, layering, slot

_WEEKLY = frozenset(
    ("week", "weekly", "schedule", "calendar", "days", "plan", "cycle", "cycling", "rotate", "rotation")
)
"""Words of a question about a routine that ask for a week rather than for a day."""
_PUT_ON = ("ingredient", "class", "mask", "product")
_MORNING = ("cleanser", "serum", "moisturiser", "sunscreen")
_EVENING = ("cleanser", "serum", "moisturiser")


def answer(context: Context, question: Question) -> Answer:
    """The steps of the moment asked for, or of both; the serum is the first choice for what is known of the person."""
    knowledge = context.knowledge
    if len(question.things) > 1 and _WEEKLY & set(question.words):
        return plan(context, question.things)
    told = dict.fromkeys((*question.traits, *context.person.traits))
    traits = [trait for trait in told if knowledge.things[trait].choose]
    own = [item for item in question.things if knowledge.things[item.id].kind in _PUT_ON]
    masks = [item for item in own if knowledge.is_a(item.id, "mask")]
    daily = [item for item in own if item not in masks]
    start = [fact for item in own[:1] for fact in context.facts(item, "start")]
    moments: tuple[Moment, ...] = (question.moment,) if question.moment else ("morning", "evening")
    lines: list[AnswerStep] = []
    used: list[Step] = []
    for moment in moments:
        owned = _owned(context, daily, moment)
        steps = layering(
            knowledge, [*_unless_owned(context, _items(context, moment, traits), owned), *owned], moment
        ).steps
        used += steps
        lines.append(_line(context, moment, steps))
    if masks:
        # A mask is for one or two evenings a week, not for each of them.
        steps = layering(knowledge, [Item(id="cleanser"), *masks[:1], Item(id="moisturiser")], None).steps
        lines.append(_line(context, "with_mask", steps))
    facts = [*start, *(fact for trait in traits[:1] for fact in knowledge.facts(trait, "choice")[:1])]
    facts = facts or knowledge.facts("serum", "choice")[:1]
    mask = context.facts(Item(id="mask"), "frequency")[:1]
    key = "routine.for" if traits else "routine.simple"
    return Answer(
        kind="routine",
        headline=context.texts.say(key, trait=context.joined([knowledge.things[trait].name for trait in traits[:2]])),
        reasons=(*(fact.says for fact in facts[:2]), context.texts.say("routine.share"), *(fact.says for fact in mask)),
        steps=tuple(lines),
        cautions=context.personal_cautions(own),
        sources=citations(knowledge, [*facts, *mask, *(slot(knowledge, step) for step in used)]),
        suggestions=context.texts.all("routine.next"),
        about=tuple(step.item.id for step in used),
    )


def _line(context: Context, key: str, steps: Sequence[Step]) -> AnswerStep:
    named = ", ".join(context.name(step.item) for step in steps)
    return AnswerStep(text=context.texts.say(f"routine.{key}", steps=named))


def _unless_owned(context: Context, usual: list[Item], owned: list[Item]) -> list[Item]:
    """The usual products without those that one's own things stand for: an active is the serum."""
    kinds = {context.knowledge.things[item.id].kind for item in owned}
    replaced = {item.id for item in owned} | ({"serum"} if kinds & {"ingredient", "class"} else set())
    return [item for item in usual if item.id not in replaced and not (replaced & {"serum"} and item.form == "serum")]


def _owned(context: Context, own: list[Item], moment: Moment) -> list[Item]:
    """The person's own things that belong into this moment."""
    return [item for item in own if moment in context.knowledge.moments[item.id]]


def _items(context: Context, moment: Moment, traits: list[str]) -> list[Item]:
    products = _MORNING if moment == "morning" else _EVENING
    return [_serum(context, moment, traits) if name == "serum" else Item(id=name) for name in products]


def _serum(context: Context, moment: Moment, traits: list[str]) -> Item:
    """The best choice for the first trait that belongs into this moment and that the person may use."""
    for trait in traits:
        for name in context.knowledge.things[trait].choose.get("serum", ()):
            item = Item(id=name, form="serum")
            if not kept_from(context.knowledge, item, context.person) and _owned(context, [item], moment):
                return item
    return Item(id="serum")


def steps_of(context: Context, items: list[Item], moment: Moment | None) -> list[Step]:
    """The steps of a session for a walkthrough: what was named and belongs to the moment, else a serum. Never none."""
    named = [
        item
        for item in items
        if context.knowledge.things[item.id].kind in ("ingredient", "class", "mask", "product", "tool")
    ]
    return session(context, named, moment) or session(context, [Item(id="serum")], moment)
