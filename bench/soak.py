"""Half of the top rate for a long time: do memory and latency stay as they are? `python -m bench.soak --minutes 20`.

First the top rate is found, with as many visitors at a time as the table of `make bench` has; then half of it is asked
for, whatever the answers take, of conversations that go on and on. Figures of each interval go to reports/soak.csv as
they come, then reports/soak.json and docs/pictures/speed-soak.svg; `make bench` puts them into docs/speed.md.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from matplotlib import pyplot
from rich.console import Console

from bench import deployment
from bench.questions import questions
from bench.speed_page import SOAK, kept, tidy
from bench.visitors import asked, paced

CSV = Path("reports/soak.csv")
PICTURE = Path("docs/pictures/speed-soak.svg")
_VISITORS = 200
_TOP_VISITORS = 32

console = Console()
Interval = dict[str, float]


def soaked(minutes: float, workers: int, interval: float) -> tuple[float, list[Interval]]:
    """The rate that was asked for, and the figures of each interval."""
    asking = _over_again()
    found: list[Interval] = []
    with deployment.ours(workers) as running, CSV.open("w", newline="", encoding="utf-8") as file:
        asked(running.address, asking, 8, 3)
        rate = asked(running.address, asking, _TOP_VISITORS, interval).rate / 2
        console.print(f"Half of the top rate is {rate:.1f} messages a second.")
        table = csv.DictWriter(file, ["minute", "messages", "unanswered", "p50", "p95", "memory"])
        table.writeheader()
        began = time.perf_counter()
        while time.perf_counter() - began < 60 * minutes:
            visit = paced(running.address, asking, _VISITORS, interval, rate)
            one: Interval = {
                "minute": (time.perf_counter() - began) / 60,
                "messages": len(visit.heard),
                "unanswered": visit.unanswered,
                "p50": visit.milliseconds(0.5),
                "p95": visit.milliseconds(0.95),
                "memory": running.memory(),
            }
            found.append(one)
            table.writerow({key: round(value, 2) for key, value in one.items()})
            file.flush()
            told = f"{one['p50']:.1f} ms, {one['memory']:.0f} MB, {one['unanswered']:.0f} unanswered"
            console.print(f"{one['minute']:5.1f} min: {told}")
    return rate, found


def _over_again() -> Iterator[str]:
    while True:
        yield from questions(7)


def _part(intervals: list[Interval]) -> Interval:
    return {key: median(one[key] for one in intervals) for key in ("p50", "p95", "memory")}


def _plot(found: list[Interval]) -> Path:
    figure, (latency, memory) = pyplot.subplots(2, 1, figsize=(7, 4.6), sharex=True)
    minutes = [one["minute"] for one in found]
    latency.plot(minutes, [one["p50"] for one in found], label="half below")
    latency.plot(minutes, [one["p95"] for one in found], label="95 of 100 below")
    latency.set(ylabel="ms", ylim=(0, None))
    memory.plot(minutes, [one["memory"] for one in found], label="memory")
    memory.set(ylabel="MB", xlabel="minutes", ylim=(0, None))
    for axes in (latency, memory):
        tidy(axes)
    return kept(figure, PICTURE)


def main() -> None:
    """Soaks, and writes what it found."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--interval", type=float, default=10, help="seconds between two points of the curve")
    said = parser.parse_args()
    CSV.parent.mkdir(parents=True, exist_ok=True)
    rate, found = soaked(said.minutes, said.workers, said.interval)
    tenth = max(1, len(found) // 10)
    figures = {
        "minutes": round(found[-1]["minute"], 1),
        "rate": rate,
        "messages": int(sum(one["messages"] for one in found)),
        "unanswered": int(sum(one["unanswered"] for one in found)),
        # The first tenth still warms up: pages, caches and connections.
        "first": _part(found[tenth : 2 * tenth] or found),
        "last": _part(found[-tenth:]),
    }
    SOAK.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for path in (CSV, SOAK, _plot(found)):
        console.print(f"Written: {path}")


if __name__ == "__main__":
    main()
