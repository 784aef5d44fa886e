"""In what order things go on, with times and waits."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Interaction, Moment, Removal, Slot, Use
from bot.rules.compatibility import RANK, PairVerdict, kept_from, pair, rule_for
from bot.rules.items import NOBODY, Item, Person

_CONSISTENCY = {"thin": 0, "": 1, "thick": 2}
PUT_ON = ("ingredient", "class", "mask", "product", "tool")
"""Kinds of things that go onto the skin."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step: the slot with its instruction, and what is put on. Times are whole minutes, low to high."""

    slot: str
    item: Item
    minutes: tuple[int, int] | None = None
    """How long it stays on, for what comes off again."""
    removes: Removal | None = None
    """Set where the step takes the thing off again, and how."""
    wait: tuple[int, int] = (0, 0)
    """How long to wait before the next step."""
    owned: bool = True
    """False for the steps that everyone needs and that were not named."""


class Layering(msgspec.Struct, frozen=True, kw_only=True):
    """The steps in order, and what is not among them and why."""

    steps: tuple[Step, ...] = ()
    kept_away: tuple[PairVerdict, ...] = ()
    """Rules by which the person should not use a thing; the thing is left out."""
    out_of_place: tuple[str, ...] = ()
    """Things that are not used at that time of day; left out."""
    apart: tuple[PairVerdict, ...] = ()
    """Rules by which two of the steps do not belong into one session, the strictest first; both are in the order."""
    rules: tuple[Interaction, ...] = ()
    """The rules that decided the order."""
    unknown: tuple[str, ...] = ()


def slot_of(knowledge: Knowledge, item: Item) -> str:
    """The slot of a thing: that of the product it comes in, else its own, else of its nearest class, else serum."""
    for name in (item.form, item.id):
        if name in knowledge.things and (use := use_of(knowledge, name, "slot")) is not None:
            return use.slot
    return "serum"


def use_of(knowledge: Knowledge, name: str, field: str) -> Use | None:
    """The use of the thing or of its nearest class that says something on a field of it."""
    for above in knowledge.ancestors(name):
        use = knowledge.things[above].use
        if use is not None and getattr(use, field):
            return use
    return None


def begun_with(knowledge: Knowledge, name: str) -> tuple[float, float] | None:
    """From how many to how many times a week one begins with the thing; None where nothing says so."""
    use = use_of(knowledge, name, "start_per_week")
    return use.start_per_week if use is not None else None


def layering(
    knowledge: Knowledge,
    items: Sequence[Item],
    moment: Moment | None = None,
    person: Person = NOBODY,
    *,
    complete: bool = True,
) -> Layering:
    """The steps in order, each with the wait after it.

    Slots give the order, a rule for two of the things (`first`) overrides it, thin goes before thick; else the order
    stays as it was given. The same thing twice is one step.
    With `complete`, the steps that everyone needs are added: cleanse at the start, moisturise at the end, and sunscreen
    in the morning. Nothing at all gives no steps.
    """
    known = [item for item in dict.fromkeys(items) if item.id in knowledge.things]
    known = [item for item in known if knowledge.things[item.id].kind in PUT_ON]
    unknown = [item.name or item.id for item in items if item.id not in knowledge.things]
    kept_away = {item: found for item in known if (found := kept_from(knowledge, item, person))}
    out_of_place = [item for item in known if moment is not None and moment not in knowledge.moments[item.id]]
    taken = [item for item in known if item not in kept_away and item not in out_of_place]
    steps = [_step(knowledge, item) for item in taken]
    if complete and steps:
        steps.extend(_needed(knowledge, {step.slot for step in steps}, moment))
    ordered, rules = _in_order(knowledge, steps)
    verdicts = [pair(knowledge, a, b) for a, b in combinations(taken, 2)]
    apart = [found for found in verdicts if RANK[found.verdict] >= RANK["separate_times"]]
    return Layering(
        steps=tuple(_with_waits(knowledge, ordered)),
        kept_away=tuple(found for rules_for_one in kept_away.values() for found in rules_for_one),
        out_of_place=tuple(item.id for item in out_of_place),
        apart=tuple(sorted(apart, key=lambda found: -RANK[found.verdict])),
        rules=tuple(rules),
        unknown=tuple(unknown),
    )


def _in_order(knowledge: Knowledge, steps: Sequence[Step]) -> tuple[list[Step], list[Interaction]]:
    """Each step after those that a rule puts before it, and of the free ones always the one of the earliest slot.

    Rules that would go round in a circle give way to the slots.
    """
    place = {name: index for index, name in enumerate(knowledge.slots)}
    keys = [(place[step.slot], _consistency(step.item), index) for index, step in enumerate(steps)]
    before: list[set[int]] = [set() for _ in steps]
    rules: list[Interaction] = []
    for one, other in combinations(range(len(steps)), 2):
        rule = rule_for(knowledge, steps[one].item, steps[other].item)
        if rule is None or not rule.first:
            continue
        first = _first_of(knowledge, rule, steps[one].item, steps[other].item)
        if first is None:
            continue
        rules.append(rule)
        before[other if first else one].add(one if first else other)
    ordered: list[Step] = []
    waiting = dict(enumerate(before))
    while waiting:
        free = [index for index, needed in waiting.items() if not needed & waiting.keys()] or list(waiting)
        chosen = min(free, key=keys.__getitem__)
        del waiting[chosen]
        ordered.append(steps[chosen])
    return ordered, rules


def _first_of(knowledge: Knowledge, rule: Interaction, one: Item, other: Item) -> bool | None:
    """Whether the rule puts `one` first; None where both could be the one that it means."""
    second = next(name for name in rule.between if name != rule.first)
    if knowledge.is_a(one.id, rule.first) and not knowledge.is_a(other.id, rule.first):
        return True
    if knowledge.is_a(other.id, rule.first) and not knowledge.is_a(one.id, rule.first):
        return False
    if knowledge.is_a(one.id, second) and not knowledge.is_a(other.id, second):
        return False
    if knowledge.is_a(other.id, second) and not knowledge.is_a(one.id, second):
        return True
    return None


def _with_waits(knowledge: Knowledge, steps: Sequence[Step]) -> list[Step]:
    """Each step with the longer of what its own slot asks for after it and what the next one asks for before it."""
    result: list[Step] = []
    for index, step in enumerate(steps):
        waits = [knowledge.slots[step.slot].wait_minutes if step.minutes is None else None]
        if index + 1 < len(steps) and (use := use_of(knowledge, steps[index + 1].item.id, "dry_before")) is not None:
            waits.append(use.dry_before)
        longest = max((wait for wait in waits if wait is not None), default=(0, 0), key=lambda wait: wait[1])
        result.append(msgspec.structs.replace(step, wait=longest))
    return result


def with_removal(knowledge: Knowledge, steps: Sequence[Step]) -> list[Step]:
    """The same steps, and after each mask that comes off the step that takes it off."""
    result: list[Step] = []
    for step in steps:
        removal = _removal(knowledge, step.item)
        if removal is not None:
            result.append(msgspec.structs.replace(step, wait=(0, 0)))
            result.append(msgspec.structs.replace(step, minutes=None, removes=removal))
        else:
            result.append(step)
    return result


def comes_off(knowledge: Knowledge, item: Item) -> bool:
    """Whether a mask is rinsed, peeled or lifted off, rather than left to stay."""
    return _removal(knowledge, item) is not None


def _removal(knowledge: Knowledge, item: Item) -> Removal | None:
    """How a mask comes off again before the next step; None for what stays."""
    use = use_of(knowledge, item.id, "removal") if knowledge.is_a(item.id, "mask") else None
    return use.removal if use is not None and use.removal in ("rinse", "peel", "lift") else None


def _step(knowledge: Knowledge, item: Item) -> Step:
    """A step; only what comes off again has a time."""
    comes_off = knowledge.things[item.id].kind == "tool" or _removal(knowledge, item) is not None
    timed = use_of(knowledge, item.id, "minutes") if comes_off else None
    return Step(slot=slot_of(knowledge, item), item=item, minutes=timed.minutes if timed is not None else None)


def _needed(knowledge: Knowledge, taken: set[str], moment: Moment | None) -> list[Step]:
    everyone = {"cleanse": "cleanser", "moisturise": "moisturiser"}
    if moment == "morning":
        everyone["protect"] = "sunscreen"
    if "mask_overnight" in taken:
        del everyone["moisturise"]
    return [
        Step(slot=slot, item=Item(id=thing), owned=False)
        for slot, thing in everyone.items()
        if slot not in taken and slot in knowledge.slots
    ]


def _consistency(item: Item) -> int:
    return next((_CONSISTENCY[value] for value in item.attributes if value in _CONSISTENCY), _CONSISTENCY[""])


def slot(knowledge: Knowledge, step: Step) -> Slot:
    """The slot of a step."""
    return knowledge.slots[step.slot]
