"""Where in a day things have their place, so that no rule for two of them is broken."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Moment
from bot.rules.compatibility import RANK, PairVerdict, pair
from bot.rules.items import Item
from bot.rules.layering import slot_of
from bot.rules.schedule import parts_of

_VERY_MILD = ("", "very low")
_MILD = (*_VERY_MILD, "low")
_FEW = 2
"""Things of which the mild ones may be used morning and evening; of more, only the very mild ones are."""
_WITH_CARE = RANK["start_slowly"]
_BY_TIME = RANK["separate_times"]
_BY_DAYS = RANK["alternate_days"]


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """One day with some things. What takes turns stands in for what it is kept apart from, on other days."""

    morning: tuple[Item, ...] = ()
    evening: tuple[Item, ...] = ()
    turns: tuple[tuple[Moment, Item], ...] = ()
    left_out: tuple[Item, ...] = ()
    """What should not be used at all beside something that has its place."""
    apart: tuple[PairVerdict, ...] = ()
    """The verdicts that kept things apart, the strictest first."""

    def at(self, moment: Moment) -> tuple[Item, ...]:
        """What has its place in a moment."""
        return self.morning if moment == "morning" else self.evening

    def in_turns(self, moment: Moment) -> tuple[Item, ...]:
        """What has it there on other days."""
        return tuple(item for at, item in self.turns if at == moment)


def day(knowledge: Knowledge, items: Sequence[Item]) -> Day:
    """Places for the things: first for what a doctor prescribed, then for what has one time of day only.

    Within a moment no two have a verdict of `separate_times` or stricter, within the day none of `alternate_days`.
    """
    placed: dict[Moment, list[Item]] = {"morning": [], "evening": []}
    turns: list[tuple[Moment, Item]] = []
    left_out: list[Item] = []
    apart: list[PairVerdict] = []
    prescribed = {item.id for item in items if knowledge.things[item.id].prescription}
    for item in sorted(items, key=lambda one: (one.id not in prescribed, len(_moments(knowledge, one)))):
        moments = _moments(knowledge, item)
        mild = knowledge.things[item.id].irritancy in (_MILD if len(items) <= _FEW else _VERY_MILD)
        against = {
            moment: [found for other in others if RANK[(found := _weighed(knowledge, item, other)).verdict] >= _BY_TIME]
            for moment, others in placed.items()
        }
        ranks = [RANK[found.verdict] for some in against.values() for found in some]
        apart += [found for some in against.values() for found in some]
        free = [moment for moment in moments if not against[moment]]
        if any(rank > _BY_DAYS for rank in ranks):
            left_out.append(item)
        elif _BY_DAYS in ranks or not free:
            turns.append((moments[-1], item))
        else:
            # What is used once goes where it meets the least that wants care; so does what is mild, where that differs.
            met = {moment: _strictest(knowledge, item, placed[moment]) for moment in free}
            best = min(free, key=met.__getitem__)
            for moment in [at for at in free if met[at] < _WITH_CARE] or [best] if mild else [best]:
                placed[moment].append(item)
    return Day(
        morning=tuple(placed["morning"]),
        evening=tuple(placed["evening"]),
        turns=tuple(turns),
        left_out=tuple(left_out),
        apart=tuple(sorted(apart, key=lambda found: -RANK[found.verdict])),
    )


def _strictest(knowledge: Knowledge, item: Item, others: Sequence[Item]) -> int:
    return max((RANK[_weighed(knowledge, item, other).verdict] for other in others), default=0)


def _weighed(knowledge: Knowledge, a: Item, b: Item) -> PairVerdict:
    """The strictest verdict on what two products are and hold."""
    found = [
        pair(knowledge, Item(id=one, attributes=a.attributes), Item(id=other, attributes=b.attributes))
        for one in parts_of(knowledge, a) or [a.id]
        for other in parts_of(knowledge, b) or [b.id]
        if one != other
    ]
    return max(found, key=lambda one: RANK[one.verdict]) if found else pair(knowledge, a, b)


def _moments(knowledge: Knowledge, item: Item) -> tuple[Moment, ...]:
    """When a product and all that it holds are used; where that is never, when the product is."""
    own: tuple[Moment, ...] = knowledge.moments[item.id]
    if slot_of(knowledge, item) == "oil" and "evening" in own:
        own = ("evening",)  # Sunscreen slides on oil.
    parts = parts_of(knowledge, item)
    return tuple(at for at in own if all(at in knowledge.moments[part] for part in parts)) or own
