"""How often, how long, at which time of day, and when a result shows."""

from __future__ import annotations

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question
from bot.knowledge.model import Fact, Topic
from bot.rules.items import Item
from bot.rules.layering import comes_off

_TOPICS: dict[str, tuple[Topic, ...]] = {
    "frequency": ("frequency", "start"),
    "duration": ("duration", "frequency"),
    "time_of_day": ("time_of_day", "usage"),
    "results": ("results", "effect"),
}
_HOURS = frozenset(("overnight", "hours", "sleep", "sleeping", "asleep"))
_BOTH = (Item(id="serum"), Item(id="mask"))


def answer(context: Context, question: Question) -> Answer:
    """What is known of the things on this; of serum and mask in general when nothing was named."""
    kind = question.kind
    items = [item for item in question.things if context.facts(item, *_TOPICS[kind])]
    if not items and question.unknown:
        return Answer(
            kind=kind,
            verdict="no_rule",
            headline=context.texts.say(
                "compatibility.unknown", things=context.joined([name.capitalize() for name in question.unknown])
            ),
        )
    if not items:
        items = [*_BOTH] if kind != "duration" else [Item(id="mask")]
    each = 2 if len(items) == 1 else 1
    facts = [fact for item in items[:3] for fact in context.facts(item, *_TOPICS[kind])[:each]]
    started: list[Fact] = []
    if kind == "frequency" or (kind == "time_of_day" and context.stings(items[0])):
        started = [fact for fact in context.facts(items[0], "start")[:1] if fact not in facts]
    return context.from_facts(
        kind,
        [*facts, *started],
        headline=_as_asked(context, question, items[0]),
        items=items,
        suggestions=context.texts.all(f"frequency.next.{kind}", thing=context.noun(items[0])),
    )


def _as_asked(context: Context, question: Question, item: Item) -> str:
    """Whether what the visitor named themselves is right: so many times a week, a whole night."""
    if question.kind == "frequency" and question.per_week:
        return context.texts.say(
            f"frequency.as_asked.{_fits(context, item, question.per_week)}", thing=context.noun(item)
        )
    if question.kind == "duration" and _HOURS & set(question.words) and comes_off(context.knowledge, item):
        return context.texts.say("frequency.as_asked.for_hours", thing=context.noun(item))
    return ""


def _fits(context: Context, item: Item, per_week: float | None) -> str:
    """Whether a frequency that the visitor named is within what the thing is used for."""
    for name in context.knowledge.ancestors(item.id):
        use = context.knowledge.things[name].use
        if use is not None and (usual := use.per_week or use.start_per_week) is not None:
            start_only = use.per_week is None
            if per_week is not None and per_week > usual[1]:
                return "too_much_at_first" if start_only else "too_much"
            return "fits"
    return "by_label"
