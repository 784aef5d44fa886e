"""The figures of the report, counted from what the turns have left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec

from bot.storage.feedback import Feedback
from bot.storage.insight import FINISHED, Turn

_AT_LEAST = 2
"""What was asked about once is not shown: it might be known who has that."""
_FIRST = date(1970, 1, 1)


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that the report shows in plots. Days without a message stand with 0."""

    days: tuple[date, ...]
    messages: dict[str, tuple[int, ...]]
    """By door, day by day."""
    conversations: tuple[int, ...]
    unsure: tuple[float | None, ...]
    """The share of messages that were not understood, day by day; None on a day without any."""
    unsure_in_all: int
    kinds: dict[str, int]
    things: dict[str, int]
    verdicts: dict[str, int]
    feedback: dict[str, tuple[int, int]]
    """By kind of answer: how many found it helpful, and how many did not."""
    steps: dict[str, int]
    """How often each step of a walkthrough was reached, as `1` … `5`, and `finished`."""
    left: dict[str, int]
    """At which step somebody said that they stop."""

    @property
    def total(self) -> int:
        """All messages."""
        return sum(map(sum, self.messages.values()))


def figures(turns: Sequence[Turn], given: Iterable[Feedback]) -> Figures:
    """The figures of some turns, in whatever order, and of some feedback."""
    numbers = [turn.day for turn in turns]
    days = list(range(min(numbers), max(numbers) + 1)) if numbers else []
    by_door = Counter((turn.door or "other", turn.day) for turn in turns)
    doors = sorted({door for door, _ in by_door})
    asked, unsure = Counter(numbers), Counter(turn.day for turn in turns if turn.unsure)
    begun = Counter(turn.day for turn in turns if turn.begins)
    helped = Counter((found.kind, found.helpful) for found in given)
    walks = Counter(turn.walk for turn in turns if turn.walk)
    steps = Counter[str]()
    for walk, count in walks.items():
        if walk[:1].isdigit():
            steps[walk.partition("/")[0]] += count
    if steps or walks[FINISHED]:
        steps[FINISHED] = walks[FINISHED]
    return Figures(
        days=tuple(_FIRST + timedelta(days=day) for day in days),
        messages={door: tuple(by_door[door, day] for day in days) for door in doors},
        conversations=tuple(begun[day] for day in days),
        unsure=tuple(unsure[day] / asked[day] if asked[day] else None for day in days),
        unsure_in_all=sum(unsure.values()),
        kinds=_most(kind for turn in turns for kind in turn.kinds),
        things=_most(thing for turn in turns for thing in turn.things),
        verdicts=dict(Counter(turn.verdict for turn in turns if turn.verdict)),
        feedback={kind: (helped[kind, True], helped[kind, False]) for kind in sorted({kind for kind, _ in helped})},
        steps=dict(sorted(steps.items(), key=lambda entry: (entry[0] == FINISHED, entry[0].zfill(3)))),
        left={walk.removeprefix("left "): count for walk, count in sorted(walks.items()) if walk.startswith("left ")},
    )


def _most(names: Iterable[str]) -> dict[str, int]:
    counted = Counter(name for name in names if name)
    return {name: count for name, count in counted.most_common(20) if count >= _AT_LEAST}
