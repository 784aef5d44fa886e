"""How fast the rules are: pair verdicts, the whole ingredient table with reasons, weekly plans.

Part of `make bench`; `python -m bench.rules` does it alone.

Each figure is the best of several runs over distinct pairs or shelves; nothing is kept from one
verdict to the next. Beside it stands a bare look-up of a ready answer in a table, which is what a rule base without
classes, people and times of day comes down to.
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterable
from itertools import combinations

from rich.console import Console
from rich.table import Table

from bot.knowledge.files import load
from bot.rules.compatibility import compatibility, pair
from bot.rules.items import NOBODY, Item, Person
from bot.rules.schedule import schedule

_RUNS = 7
_PEOPLE = (NOBODY, Person(traits=("skin.sensitive",)), Person(traits=("skin.oily", "state.pregnant")))


def best(work: Callable[[], object]) -> float:
    """Seconds of the fastest of several runs."""
    times = []
    for _ in range(_RUNS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def spent(work: Iterable[object]) -> None:
    """Takes everything and keeps nothing, as a server does."""
    deque(work, maxlen=0)


def measured() -> dict[str, float]:
    """Verdicts a second and milliseconds of a weekly plan, by what was asked."""
    knowledge = load()
    kinds = ("ingredient", "class", "mask", "product")
    things = [Item(id=thing.id) for thing in knowledge.things.values() if thing.kind in kinds]
    pairs = list(combinations(things, 2))
    random.Random(1).shuffle(pairs)
    ready = {frozenset((a.id, b.id)): pair(knowledge, a, b) for a, b in pairs}
    found = {"bare": len(pairs) / best(lambda: spent(ready.get(frozenset((a.id, b.id))) for a, b in pairs))}
    found["pair"] = len(pairs) / best(lambda: spent(pair(knowledge, a, b) for a, b in pairs))
    for person in _PEOPLE:
        seconds = best(lambda who=person: spent(compatibility(knowledge, both, "evening", who) for both in pairs))  # type: ignore[misc]
        found[f"evening, {_told(person)}"] = len(pairs) / seconds
    ingredients = [Item(id=thing.id) for thing in knowledge.things.values() if thing.kind == "ingredient"]

    def whole_table() -> list[tuple[str, str]]:
        verdicts = (pair(knowledge, a, b) for a in ingredients for b in ingredients)
        return [(one.verdict, one.rule.says if one.rule else "") for one in verdicts]

    found["table"] = best(whole_table)
    found["table of"] = len(ingredients) ** 2
    drawn = random.Random(2)
    shelves = [drawn.sample(things, 12) for _ in range(50)]
    for person in _PEOPLE[:2]:
        times = sorted(best(lambda own=shelf, who=person: schedule(knowledge, own, who)) for shelf in shelves)  # type: ignore[misc]
        found[f"plan, {_told(person)}"] = 1000 * times[len(times) // 2]
        found[f"slowest plan, {_told(person)}"] = 1000 * times[-1]
    return found


def _told(person: Person) -> str:
    return ", ".join(person.traits) or "nobody in particular"


def main() -> None:
    """Measures and prints the table."""
    found = measured()
    table = Table("what", "figure", "target")
    table.add_row("bare look-up of a ready answer", f"{found['bare']:,.0f}/s", "")
    table.add_row("pair verdict with rule, classes included", f"{found['pair']:,.0f}/s", "200,000/s")
    for person in _PEOPLE:
        told = _told(person)
        table.add_row(f"the same for an evening and {told}", f"{found[f'evening, {told}']:,.0f}/s", "200,000/s")
    of = f"{found['table of']:,.0f}"
    table.add_row(f"ingredient × ingredient with reasons, {of} pairs", f"{found['table']:.2f} s", "1 s")
    for person in _PEOPLE[:2]:
        told = _told(person)
        figure = f"{found[f'plan, {told}']:.1f} ms, slowest {found[f'slowest plan, {told}']:.1f}"
        table.add_row(f"weekly plan for 12 products, {told}", figure, "10 ms")
    Console().print(table)


if __name__ == "__main__":
    main()
