"""In what order things go on, how they are applied, and how long to wait between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.answers.answer import Answer, AnswerStep, citations
from bot.answers.asked_order import is_checked
from bot.answers.context import Context
from bot.answers.definition import nothing_known, nothing_named
from bot.answers.likeness import repeats
from bot.answers.question import Question
from bot.knowledge.model import Interaction, Moment
from bot.rules.compatibility import RANK, pair, strictest
from bot.rules.items import Item
from bot.rules.layering import Step, layering, slot, slot_of, use_of, with_removal

_ROUTINE = (Item(id="cleanser"), Item(id="toner"), Item(id="serum"), Item(id="moisturiser"))
_SERUM_IS = re.compile(r"\bserum(?:'s| is| has| contains) (?!before|after|first|last|better|best|ok)")
_WHICH_SERUM = re.compile(r"\b(?:which|what|two|three|my) serums?\b")
_OIL, _FACE_OIL = "oil", Item(id="face_oil")
_WHAT_FOLLOWS = frozenset(("what", "after"))
_BOTH = 2
_SAME = 0.8
"""Share of the words that two reasons for an order have in common, to be the same reason."""
_RINSED = frozenset(("rinse", "rinsed", "wash", "washed", "wipe"))
_COMES_OFF = ("rinse", "peel", "lift", "overnight")
_A_FEW = 2
"""Things up to which an order is one for the whole day."""
_EARLY = ("cleanse", "tone")
"""Slots after which more follows than thicker serums."""
_LEAVES_NOTHING = ("cleanse", "light")
"""Slots that put nothing on the skin that stays there."""
_ALL_OF_IT = frozenset(("products", "together", "everything", "steps"))
"""Words of a question on how things are used that names none."""


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
    items = _each_once(context, question)
    if not items:
        return _whole_routine(context, question)
    if len(items) == 1:
        facts = context.facts(items[0], "order", "usage")
        if not facts:
            return _whole_routine(context, question)
        following = _following(context, items[0]) if set(question.words) >= _WHAT_FOLLOWS else ""
        return context.from_facts(
            "order", facts, headline=following, items=items, suggestions=context.texts.all("layering.next")
        )
    if (divided := _oil_by_night(context, question, items)) is not None:
        return divided
    if len({item.moment for item in items if item.moment}) > 1 and len(items) > _A_FEW:
        return _by_moment(context, items)
    steps = layering(context.knowledge, items, complete=False).steps
    rules = [rule for a, b in pairwise(steps) if (rule := pair(context.knowledge, a.item, b.item).rule) is not None]
    told = [rule.verdict for rule in rules if rule.verdict not in ("yes", "yes_in_order")]
    names = [context.name(step.item) for step in steps]
    ordered = [step.item for step in steps]
    key = _key_of_two(steps, rules) if len(names) == _A_FEW else _key_of_sequence(question, items, ordered)
    return Answer(
        kind="order",
        verdict=strictest(told) if told else None,
        headline=context.texts.say(key, first=names[0], then=context.joined(names[1:]), last=names[-1]),
        reasons=_each_once_said([sentence for rule in rules[:2] for sentence in (rule.says, rule.do) if sentence]),
        steps=spoken(context, session(context, items, question.moment)),
        cautions=(*context.personal_cautions(items), *_exceptions(context, items)),
        sources=citations(context.knowledge, [*rules, *(slot(context.knowledge, step) for step in steps)]),
        suggestions=context.texts.all("layering.next"),
        decided_by=tuple(rule.id for rule in rules),
        about=tuple(step.item.id for step in steps),
    )


def _key_of_two(steps: Sequence[Step], rules: Sequence[Interaction]) -> str:
    """The sentence for an order of two; of the same slot, with no rule on it, either may go first."""
    one, other = steps
    told_apart = one.slot != other.slot or one.item.attributes != other.item.attributes
    return "layering.before" if told_apart or any(rule.first for rule in rules) else "layering.either"


def _key_of_sequence(question: Question, named: Sequence[Item], ordered: Sequence[Item]) -> str:
    """The sentence for an order of several things; who asks whether theirs is right is told that first."""
    if not is_checked(question):
        return "layering.sequence"
    return "layering.sequence_right" if list(named) == list(ordered) else "layering.sequence_wrong"


def _by_moment(context: Context, items: Sequence[Item]) -> Answer:
    """An order for the morning and one for the evening, for things that are named for one of them each."""
    lines: list[str] = []
    used: list[Step] = []
    for moment, key in (("morning", "day"), ("evening", "night")):
        steps = layering(context.knowledge, [item for item in items if item.moment == moment], complete=False).steps
        names = context.joined([context.name(step.item) for step in steps])
        lines.append(context.texts.say(f"layering.by_{key}", things=names))
        used.extend(steps)
    return Answer(
        kind="order",
        headline=lines[0],
        reasons=tuple(lines[1:]),
        cautions=context.personal_cautions(items),
        sources=citations(context.knowledge, [slot(context.knowledge, step) for step in used]),
        suggestions=context.texts.all("layering.next"),
        about=tuple(dict.fromkeys(step.item.id for step in used)),
    )


def _each_once_said(sentences: Sequence[str]) -> tuple[str, ...]:
    """The sentences without those that say an earlier one again."""
    kept: list[str] = []
    for sentence in sentences:
        if sentence not in kept and not any(repeats(sentence, [other], _SAME) for other in kept):
            kept.append(sentence)
    return tuple(kept)


def _oil_by_night(context: Context, question: Question, items: Sequence[Item]) -> Answer | None:
    """An order for the morning and one for the evening, where there is both an oil and sunscreen: the one makes the
    other slide. None where there is not, or a moment was asked about."""
    oils = [item for item in items if slot_of(context.knowledge, item) == _OIL]
    sunscreen = next((item for item in items if item.id == "sunscreen"), None)
    if question.moment or not oils or sunscreen is None:
        return None
    rules = [pair(context.knowledge, oil, sunscreen).rule for oil in (*oils, _FACE_OIL)]
    rule = next((found for found in rules if found is not None and _is_of_an_oil(context, found)), None)
    morning = layering(context.knowledge, [item for item in items if item not in oils], complete=False).steps
    evening = layering(context.knowledge, [item for item in items if item != sunscreen], complete=False).steps
    lines = [
        context.texts.say(f"layering.by_{moment}", things=context.joined([context.name(step.item) for step in steps]))
        for moment, steps in (("day", morning), ("night", evening))
    ]
    used = {step.item.id: step for step in (*morning, *evening)}
    return Answer(
        kind="order",
        headline=context.texts.say("layering.oil_by_night", things=context.names(oils)),
        reasons=tuple(said for said in ((rule.says, rule.do) if rule is not None else ()) if said),
        steps=tuple(AnswerStep(text=line) for line in lines),
        cautions=context.personal_cautions(items),
        sources=citations(
            context.knowledge,
            [*([rule] if rule is not None else []), *(slot(context.knowledge, step) for step in used.values())],
        ),
        suggestions=context.texts.all("layering.next"),
        decided_by=(rule.id,) if rule is not None else (),
        about=tuple(used),
    )


def _is_of_an_oil(context: Context, rule: Interaction) -> bool:
    """Whether a rule is written for oils, and not for all that squalane is a kind of."""
    return any(slot_of(context.knowledge, Item(id=name)) == _OIL for name in rule.between)


def _each_once(context: Context, question: Question) -> list[Item]:
    """The things without what names another once more: `an acne gel with benzoyl peroxide`, `my serum is retinol`."""
    things = context.knowledge.things
    actives = [item for item in question.things if item.id in things and things[item.id].kind == "ingredient"]
    again: set[str] = {"serum"} if actives and _SERUM_IS.search(question.text.lower()) else set()
    if len(actives) > 1 and _WHICH_SERUM.search(question.text.lower()):
        again.add("serum")
    if any("concern.acne" in things[item.id].concerns for item in actives):
        again.add("spot_treatment")
    return [item for item in question.things if item.id not in again]


def follows(context: Context, question: Question) -> Answer:
    """What goes on after the one thing that is asked about."""
    item = question.things[-1]
    steps = session(context, [item], question.moment)
    at = max((number for number, step in enumerate(steps) if step.item == item), default=-1)
    later = [context.name(step.item) for step in steps[at + 1 :] if step.removes is None]
    if at < 0 or not later:
        return order(context, question)
    key = "layering.follows" if question.moment or "sunscreen" in later else "layering.follows_by_day"
    last = steps[-1:]
    return Answer(
        kind="order",
        headline=context.texts.say(key, thing=context.name(item), later=context.joined(later)),
        reasons=tuple(fact.says for fact in context.facts(item, "order")[:2]),
        sources=citations(context.knowledge, [*(slot(context.knowledge, step) for step in last)]),
        suggestions=context.texts.all("layering.next"),
        about=(item.id,),
    )


def _following(context: Context, item: Item) -> str:
    """What of a usual routine goes on after a thing, or ""."""
    steps = layering(context.knowledge, [item, Item(id="moisturiser"), Item(id="sunscreen")], complete=False).steps
    names = [context.name(step.item) for step in steps]
    after = names[names.index(context.name(item)) + 1 :] if context.name(item) in names else []
    key = "layering.after.both" if len(after) > 1 else "layering.after.sunscreen"
    at = slot_of(context.knowledge, item)
    if len(after) > 1 and (at in _EARLY or context.knowledge.is_a(item.id, "mask")):
        key = f"layering.after.{at if at in _EARLY else 'strong_mask' if _takes_along(context, item) else 'mask'}"
    return context.texts.say(key, thing=context.noun(item)) if after else ""


def _takes_along(context: Context, item: Item) -> bool:
    """Whether a mask peels, so that only plain care follows it."""
    use = use_of(context.knowledge, item.id, "removal")
    return context.stings(item) or (use is not None and use.removal == "peel")


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
    if not items and not question.unknown and _ALL_OF_IT & set(question.words):
        return order(context, question)  # `how do I use your products together`
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
        headline=_taken_off(context, question, items[0]),
        items=items,
        cautions=[*sun, *(fact.says for fact in context.facts(items[0], "caution")[:1])],
        suggestions=context.texts.all("layering.next"),
    )


def _taken_off(context: Context, question: Question, item: Item) -> str:
    """How a mask comes off again, for who asks whether to rinse it off, or ""."""
    said = question.text.lower().replace(item.name.lower(), "") if item.name else question.text.lower()
    if not _RINSED & set(said.split()) or not context.knowledge.is_a(item.id, "mask"):
        return ""
    use = use_of(context.knowledge, item.id, "removal")
    known = use is not None and use.removal in _COMES_OFF
    return context.texts.say(f"layering.removal.{use.removal}", thing=context.name(item)) if use and known else ""


def _not_by_waiting(context: Context, question: Question, rule: Interaction) -> Answer:
    """Of two that are kept apart by hours or days, minutes between them are no way to use both."""
    return Answer(
        kind="wait",
        verdict=rule.verdict,
        headline=context.texts.say("layering.not_by_waiting"),
        reasons=tuple(sentence for sentence in (rule.do, rule.says) if sentence),
        sources=citations(context.knowledge, [rule]),
        cautions=context.personal_cautions(question.things),
        suggestions=context.texts.all("layering.next"),
        decided_by=(rule.id,),
        about=tuple(item.id for item in question.things),
    )


def wait(context: Context, question: Question) -> Answer:
    """How long to wait between steps."""
    slots = [
        slot(context.knowledge, step) for step in layering(context.knowledge, question.things, complete=False).steps
    ]
    waits = [entry for entry in slots if entry.wait]
    general = [*context.knowledge.general_facts("usage")[:1], *context.knowledge.general_facts("myth")[:1]]
    own = [fact for item in question.things for fact in context.facts(item, "wait")[:1]]
    rule = pair(context.knowledge, *question.things).rule if len(question.things) == _BOTH else None
    if rule is not None and RANK[rule.verdict] >= RANK["separate_times"]:
        return _not_by_waiting(context, question, rule)
    between = [rule.do] if rule is not None and rule.do and "minute" in rule.do else []
    said = [*between, *(fact.says for fact in (*own, *general))]
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
        sources=citations(context.knowledge, [*([rule] if rule and between else []), *own, *general, *waits]),
        cautions=context.personal_cautions(question.things),
        suggestions=context.texts.all("layering.next"),
        about=tuple(item.id for item in question.things),
    )
