"""How often, how long, at which time of day, and when a result shows."""

from __future__ import annotations

import re

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question
from bot.knowledge.model import Fact, Topic
from bot.rules.compatibility import for_trait, pair, refuses
from bot.rules.items import Item
from bot.rules.layering import begun_with, comes_off, use_of

_TOPICS: dict[str, tuple[Topic, ...]] = {
    "frequency": ("frequency", "start"),
    "duration": ("duration", "frequency"),
    "time_of_day": ("time_of_day", "usage"),
    "results": ("results", "effect"),
}
_HOURS = frozenset(("overnight", "hours", "sleep", "sleeping", "asleep"))
_GENTLE_START = 3.5
"""Uses a week that what irritates may be begun with: every other day."""
_MOST = 4
"""Things of which one answer tells."""
_SEVERAL = 2
"""Things from which on it is unclear which of them is used so often."""
_ODD_DAYS = 0.4
"""Every third day is twice a week, and a little."""
_HALF_A_DAY = 0.5
"""Every other day is three or four times a week."""
_DAILY = 7
_UPPER = 3
"""Times a week that a mask which is mild may be used at the very most, where its usual range ends below."""
_BOUND = re.compile(r"\b(?:have|need|got|supposed) to\b|\bmust\b")
_MINUTES = re.compile(r"\b(?:(\d{1,3}) ?(?:min|mins|minutes?)|(?:\d+|an|one|two|half an) ?(?:hours?|hrs?))\b")
_AN_HOUR = 60
_EITHER = r"(?:daily|days?|nights?|weeks?|weekly|once|twice|times)"
_EITHER_OR = re.compile(rf"\b{_EITHER}\b.{{0,20}}\bor\b.{{0,20}}\b{_EITHER}\b")
"""Names two frequencies to choose from, so that none is to be confirmed."""
_TOO_LONG = frozenset(("too", "long"))
_DOUBTED = frozenset(("too", "much", "bad", "overkill", "harmful", "harm", "wrong", "hurt", "damage", "excessive"))
_IN_VAIN = re.compile(
    r"\b(?:nothing|no (?:results?|change|difference|improvement|effect|more)|waiting|be patient|patience|give up"
    r"|stopped working|(?:(?:have|has|do|does|did|is|are)n'?t|not) (?:\w+ ){0,4}"
    r"(?:seen?|seeing|noticed?|noticing|work\w*|do(?:ing)? anything|help\w*|any))\b"
)
"""Words of somebody who has used a thing and sees nothing of it."""
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
    facts = [fact for item in items[:_MOST] for fact in context.facts(item, *_TOPICS[kind])[:each]]
    if kind == "results":
        lasts = [fact for trait in question.traits for fact in context.knowledge.facts(trait, "results")[:1]]
        place = 1 if question.things else 0
        facts[place:place] = lasts
    if kind == "results" and all(context.knowledge.is_a(item.id, "mask") for item in items):
        facts += context.facts(Item(id="serum"), "results")[:1]  # What lasts does not come from a mask.
    if kind == "time_of_day" and question.words[:1] == ["when"] and len(items) == 1:
        facts += [fact for fact in context.facts(items[0], "order")[:1] if fact not in facts]
    started: list[Fact] = []
    if kind == "frequency" or (kind == "time_of_day" and context.stings(items[0])):
        started = [fact for fact in context.facts(items[0], "start")[:1] if fact not in facts]
    return context.from_facts(
        kind,
        [*facts, *started],
        headline=_as_asked(context, question, items[0]),
        items=items,
        cautions=_if_nothing(context, question),
        suggestions=context.texts.all(f"frequency.next.{kind}", thing=context.noun(items[0])),
    )


def _if_nothing(context: Context, question: Question) -> tuple[str, ...]:
    """What to do where nothing comes of it, for somebody who has waited."""
    waited = question.kind == "results" and _IN_VAIN.search((question.text or " ".join(question.words)).lower())
    return (context.texts.say("frequency.if_nothing"),) if waited else ()


def _as_asked(context: Context, question: Question, item: Item) -> str:
    """Whether what the visitor named themselves is right: so many times a week, a whole night."""
    if context.is_medicine(item):
        return ""  # How often is the prescriber's to say.
    if question.kind == "frequency" and question.per_week and len(question.things) < _SEVERAL:
        fits = _fits(context, item, question.per_week)
        if fits == "fits" and ({"how", "often"} <= set(question.words) or _EITHER_OR.search(" ".join(question.words))):
            return ""  # `how often, once a day or twice` names no frequency to be confirmed.
        if fits == "fits" and _BOUND.search(" ".join(question.words)):
            return ""  # `do I have to use it every day`: that it may be is no yes to that.
        begun = begun_with(context.knowledge, item.id)
        from_the_start = begun is not None and begun[1] >= question.per_week
        if fits == "fits" and context.stings(item) and question.per_week > _GENTLE_START and not from_the_start:
            fits = "in_the_end"
        if fits == "fits" and _DOUBTED & set(question.words):
            fits = "fits_after_all"
        if fits.startswith("fits") and (said := _rather_less(context, item, question.per_week)):
            return said
        return context.texts.say(f"frequency.as_asked.{fits}", thing=context.noun(item))
    if question.kind == "duration" and _HOURS & set(question.words) and comes_off(context.knowledge, item):
        return context.texts.say("frequency.as_asked.for_hours", thing=context.noun(item))
    minutes = _MINUTES.search(" ".join(question.words))
    if question.kind == "duration" and minutes and not {"how"} & set(question.words):
        use = use_of(context.knowledge, item.id, "minutes")
        if use is not None and use.minutes is not None:
            key = "too_long" if int(minutes[1] or _AN_HOUR) > use.minutes[1] else "long_enough"
            return context.texts.say(f"frequency.as_asked.{key}", thing=context.noun(item))
    if question.kind == "duration" and set(question.words) >= _TOO_LONG and comes_off(context.knowledge, item):
        return context.texts.say("frequency.as_asked.left_on", thing=context.noun(item))
    return ""


def kept_off_by(context: Context, question: Question) -> Item | None:
    """The medicine, named or in use, that the one thing which is asked about does not go with; None where there is
    none: then how often is no question."""
    things = context.knowledge.things
    named = dict.fromkeys((*question.beside, *(one.id for one in question.things)))
    medicines = [Item(id=name) for name in named if name in things and context.is_medicine(Item(id=name))]
    asked = [item for item in question.things if item.id in things and not context.is_medicine(item)]
    if question.kind != "frequency" or len(asked) != 1:
        return None
    return next((one for one in medicines if refuses(pair(context.knowledge, asked[0], one).verdict)), None)


def _rather_less(context: Context, item: Item, per_week: float) -> str:
    """What is said instead of a yes to somebody whose skin should go slowly with a thing, or ""."""
    begun = begun_with(context.knowledge, item.id)
    often = begun is not None and per_week > begun[1]
    slowly = [found for found in for_trait(context.knowledge, item, context.person) if found.rule is not None]
    if not often or not slowly or slowly[0].rule is None or not slowly[0].rule.do:
        return ""
    trait = context.knowledge.things[slowly[0].b].name
    return context.texts.say("frequency.as_asked.rather_less", trait=trait, do=slowly[0].rule.do)


def _fits(context: Context, item: Item, per_week: float | None) -> str:
    """Whether a frequency that the visitor named is within what the thing is used for."""
    for name in context.knowledge.ancestors(item.id):
        use = context.knowledge.things[name].use
        if use is not None and (usual := use.per_week or use.start_per_week) is not None:
            start_only = use.per_week is None
            mild = context.knowledge.is_a(item.id, "mask") and not context.stings(item) and usual[1] == _UPPER - 1
            if per_week == _UPPER and mild:
                return "at_the_most"
            if per_week is not None and per_week > usual[1] + _ODD_DAYS:
                return "too_much_at_first" if start_only else "too_much"
            active = context.knowledge.things[item.id].kind in ("ingredient", "class")
            slow = use.start_per_week is not None and use.start_per_week[1] < _DAILY <= (per_week or 0)
            first = use.start_per_week if context.stings(item) or (active and slow) else None
            beyond = per_week is not None and first is not None and per_week > first[1] + _HALF_A_DAY
            return "in_the_end" if beyond else "fits"
    return "by_label"
