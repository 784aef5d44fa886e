"""In what order things go on, with times and waits."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Moment, Removal, Slot, Use
from bot.rules.compatibility import pair
from bot.rules.items import Item

_CONSISTENCY = {"thin": 0, "": 1, "thick": 2}


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One step: the slot with its instruction, what is put on, how long it stays on (whole minutes, low to high)."""

    slot: str
    item: Item
    minutes: tuple[int, int] | None = None
    removes: Removal | None = None
    """Set where the step takes the thing off again, and how."""


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


def layering(
    knowledge: Knowledge, items: Sequence[Item], moment: Moment | None = None, *, complete: bool = True
) -> list[Step]:
    """The steps in order.

    Slots give the order, a rule for two of the things (`first`) overrides it, thin goes before thick.
    With `complete`, the steps that everyone needs are added: cleanse at the start, moisturise at the end, and sunscreen
    in the morning. Without a moment it is the evening when a mask is among the things, else the steps of both.
    """
    known = [item for item in items if item.id in knowledge.things and knowledge.things[item.id].kind != "concern"]
    steps = [_step(knowledge, item) for item in known]
    if complete:
        steps.extend(_needed(knowledge, {step.slot for step in steps}, moment))
    place = {name: index for index, name in enumerate(knowledge.slots)}
    ordered = sorted(steps, key=lambda step: (place[step.slot], _consistency(step.item)))
    return _by_rules(knowledge, ordered)


def with_removal(knowledge: Knowledge, steps: Sequence[Step]) -> list[Step]:
    """The same steps, and after each mask that comes off the step that takes it off."""
    result: list[Step] = []
    for step in steps:
        result.append(step)
        use = use_of(knowledge, step.item.id, "removal") if knowledge.is_a(step.item.id, "mask") else None
        if use is not None and use.removal in ("rinse", "peel", "lift"):
            result.append(Step(slot=step.slot, item=step.item, removes=use.removal))
    return result


def _step(knowledge: Knowledge, item: Item) -> Step:
    """A step; only what comes off again has a time."""
    timed = use_of(knowledge, item.id, "minutes") if knowledge.things[item.id].kind in ("mask", "tool") else None
    return Step(slot=slot_of(knowledge, item), item=item, minutes=timed.minutes if timed is not None else None)


def _needed(knowledge: Knowledge, taken: set[str], moment: Moment | None) -> list[Step]:
    everyone = {"cleanse": "cleanser", "moisturise": "moisturiser"}
    if moment == "morning":
        everyone["protect"] = "sunscreen"
    if "mask_overnight" in taken:
        del everyone["moisturise"]
    return [
        Step(slot=slot, item=Item(id=thing), minutes=None)
        for slot, thing in everyone.items()
        if slot not in taken and slot in knowledge.slots
    ]


def _consistency(item: Item) -> int:
    return next((_CONSISTENCY[value] for value in item.attributes if value in _CONSISTENCY), _CONSISTENCY[""])


def _by_rules(knowledge: Knowledge, ordered: list[Step]) -> list[Step]:
    """Moves a step before another where a rule for the two says so. Each pair is looked at once, so it always ends."""
    result = list(ordered)
    for later in ordered:
        for earlier in ordered[: ordered.index(later)]:
            rule = pair(knowledge, earlier.item, later.item).rule
            if rule is None or not rule.first:
                continue
            other = next(name for name in rule.between if name != rule.first)
            if knowledge.is_a(later.item.id, rule.first) and not knowledge.is_a(earlier.item.id, rule.first):
                goes_first = True
            else:
                goes_first = knowledge.is_a(earlier.item.id, other) and not knowledge.is_a(later.item.id, other)
            if goes_first and result.index(later) > result.index(earlier):
                result.remove(later)
                result.insert(result.index(earlier), later)
    return result


def slot(knowledge: Knowledge, step: Step) -> Slot:
    """The slot of a step."""
    return knowledge.slots[step.slot]
