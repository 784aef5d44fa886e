"""Writes docs/speed.md and its pictures from the figures of `make bench` and of the soak.

The words around the table are in docs/speed.md itself: only what stands between its marks is written.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot

PAGE = Path("docs/speed.md")
PICTURES = Path("docs/pictures")
SOAK = Path("reports/soak.json")
_BEGIN, _END = "<!-- figures: made by `make bench` -->", "<!-- end of the figures -->"
_CALM = 0.5
"""Load average below which nothing else runs that would count."""
_OURS, _PEER = "#0b6e4f", "#b4531f"

Figures = dict[str, Any]


def write(figures: Figures) -> list[Path]:
    """Writes what the figures give. Returns what was written."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    written = [draw(figures[step], PICTURES / f"speed-{name}.svg") for step, name, draw in _PLOTS if step in figures]
    soak = json.loads(SOAK.read_text(encoding="utf-8")) if SOAK.is_file() else None
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(_BEGIN)
    after = rest.split(_END)[1]
    lines = [*_table(figures), "", *_measured_on(figures), *(_of_soak(soak) if soak else [])]
    PAGE.write_text(before + "\n".join([_BEGIN, "", *lines, "", _END]) + after, encoding="utf-8")
    return [PAGE, *written]


def _table(figures: Figures) -> list[str]:
    rows = [("what", "Lamella", "the peer", "ratio", "target"), ("---", "---:", "---:", "---:", "---")]
    for step, rows_of in _ROWS:
        if step in figures:
            rows += rows_of(figures[step])
    return [f"| {' | '.join(row)} |" for row in rows]


Row = tuple[str, str, str, str, str]


def _row(what: str, ours: float | None, peer: float | None, unit: str, target: str, *, more: bool = False) -> Row:
    """`more`: the higher the better, so the ratio is ours to the peer's and called times."""

    def said(value: float | None) -> str:
        if value is None:
            return "–"
        digits = 0 if isinstance(value, int) or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
        return f"{value:,.{digits}f} {unit}".strip()

    ratio = "–"
    if ours is not None and peer:
        ratio = f"{ours / peer:.1f}×" if more else f"{ours / peer:.2f}"
    return what, said(ours), said(peer), ratio, target


def _environment(found: Figures) -> list[Row]:
    peer = found.get("peer", {})
    return [
        _row("environment: download, as wheels", found["ours"]["download"], peer.get("download"), "MB", "≤ 0.4"),
        _row("environment: disk", found["ours"]["disk"], peer.get("disk"), "MB", "≤ 0.4"),
    ]


def _training(found: Figures) -> list[Row]:
    peer = found.get("peer", {})
    what = "train from clean (the peer's for 100 epochs, reckoned from a few)"
    return [_row(what, found["ours"]["seconds"], peer.get("seconds"), "s", "≤ 0.2")]


def _serving(found: Figures) -> list[Row]:
    ours = found["ours"]["median"]
    peer = found["peer"]["median"] if "peer" in found else None
    several = next(name for name in found if name.startswith("ours,"))
    many = found[several]["median"]
    workers = several.removeprefix("ours, ")

    def of(*path: str) -> float | None:
        value: Any = peer
        for key in path:
            value = value[key] if value else None
        return value

    return [
        _row("process start to ready", ours["ready"], of("ready"), "s", "≤ 0.2"),
        _row("one visitor, median", ours["1"]["p50"], of("1", "p50"), "ms", "≤ 0.17, ≤ 12 ms"),
        _row("one visitor, 95 of 100 below", ours["1"]["p95"], of("1", "p95"), "ms", ""),
        _row("computing time a message", ours["1"]["cpu"], of("1", "cpu"), "ms", ""),
        _row("8 visitors, one process", ours["8"]["rate"], of("8", "rate"), "/s", "", more=True),
        _row("32 visitors, one process", ours["32"]["rate"], of("32", "rate"), "/s", "", more=True),
        _row(f"32 visitors, {workers}", many["32"]["rate"], of("32", "rate"), "/s", "≥ 10×", more=True),
        _row("memory, one process, encoder included", ours["memory"], of("memory"), "MB", "≤ 0.3"),
        _row(f"memory, {workers}", many["memory"], of("memory"), "MB", ""),
    ]


def _growth(found: Figures) -> list[Row]:
    def grown(times: list[float] | None) -> tuple[float | None, int]:
        """How much longer the last fifty messages take than the tenth and those around it, in the middle."""
        if not times or len(times) < 70:
            return None, 0
        return _middle(times[-50:]) / _middle(times[4:20]), len(times)

    ours, count = grown(found["ours"])
    peer, reached = grown(found.get("peer"))
    what = f"a conversation's {count:,}th message against its 10th"
    if peer:
        what += f" (the peer's {reached:,}th)"
    return [_row(what, ours, peer, "×", "≤ 1.2×")]


def _at_once(found: Figures) -> list[Row]:
    last = found["ours"][-1]
    peer = found.get("peer", [])
    wrong = last["unanswered"] + last["lost"] + last["doubled"]
    rows = [
        _row(f"{last['people']:,} conversations at once: errors, lost, doubled", wrong, None, "", "0"),
        _row("the same: half of them answered within", last["p50"] / 1000, None, "s", ""),
        _row("the same: all of them answered within", last["last"] / 1000, None, "s", ""),
    ]
    if peer:
        ours = next(one for one in found["ours"] if one["people"] == peer[-1]["people"])
        what = f"{ours['people']:,} at once: half of them answered within"
        rows.append(_row(what, ours["p50"] / 1000, peer[-1]["p50"] / 1000, "s", ""))
    return rows


def _rules(found: Figures) -> list[Row]:
    own = found["ours"]
    slowest = min(value for key, value in own.items() if key == "pair" or key.startswith("evening"))
    plans = max(value for key, value in own.items() if key.startswith("plan"))
    return [
        _row("pair verdicts, slowest of four ways (a bare look-up)", slowest, own["bare"], "/s", "≥ 200,000/s"),
        _row("weekly plan for 12 products", plans, None, "ms", "< 10 ms"),
    ]


_ROWS = [
    ("environment", _environment),
    ("training", _training),
    ("serving", _serving),
    ("growth", _growth),
    ("at_once", _at_once),
    ("rules", _rules),
]


def _measured_on(figures: Figures) -> list[str]:
    machine, run = figures["machine"], figures["run"]
    return [
        f"Measured on {machine['cores']} cores ({machine['processor']}), {run['rounds']} rounds of "
        f"{run['seconds']:g} s for each load; the load comes from the same cores."
        + ("" if run["load"] < _CALM else f" **Not a calm machine:** its load was {run['load']:.1f} before the run.")
    ]


def _of_soak(soak: Figures) -> list[str]:
    first, last = soak["first"], soak["last"]
    return [
        "",
        f"Soak: {soak['minutes']:g} minutes at {soak['rate']:.0f} messages a second, half of the top rate; "
        f"{soak['messages']:,} messages, {soak['unanswered']} unanswered. Median latency {first['p50']:.1f} ms in the "
        f"first tenth after the start and {last['p50']:.1f} ms in the last; memory {first['memory']:.0f} and "
        f"{last['memory']:.0f} MB.",
    ]


def _growth_plot(found: Figures, path: Path) -> Path:
    figure, axes = pyplot.subplots(figsize=(7, 3.6))
    for name, colour in (("ours", _OURS), ("peer", _PEER)):
        times = found.get(name, [])
        # The middle of ten neighbours: single messages jump.
        smooth = [_middle(times[max(0, at - 5) : at + 5]) for at in range(len(times))]
        axes.plot(range(1, len(times) + 1), smooth, color=colour, label={"ours": "Lamella", "peer": "the peer"}[name])
    axes.set(xlabel="message of one conversation", ylabel="ms", ylim=(0, None))
    tidy(axes)
    return kept(figure, path)


def _at_once_plot(found: Figures, path: Path) -> Path:
    figure, axes = pyplot.subplots(figsize=(7, 3.6))
    for name, colour, said in (("ours", _OURS, "Lamella"), ("peer", _PEER, "the peer")):
        if curve := found.get(name):
            people = [one["people"] for one in curve]
            axes.plot(people, [one["p50"] / 1000 for one in curve], color=colour, marker="o", label=f"{said}, half")
            axes.plot(
                people, [one["last"] / 1000 for one in curve], color=colour, linestyle=":", label=f"{said}, the last"
            )
    axes.set(xscale="log", yscale="log", xlabel="conversations that begin at once", ylabel="answered within, s")
    tidy(axes)
    return kept(figure, path)


def _serving_plot(found: Figures, path: Path) -> Path:
    figure, axes = pyplot.subplots(figsize=(7, 3.6))
    for name, own in found.items():
        users = sorted((key for key in own["median"] if key.isdigit()), key=int)
        colour = _PEER if name == "peer" else _OURS
        style = "--" if name.startswith("ours,") else "-"
        said = "the peer" if name == "peer" else name.replace("ours", "Lamella")
        rates = [own["median"][key]["rate"] for key in users]
        axes.plot(list(map(int, users)), rates, color=colour, linestyle=style, marker="o", label=said)
    axes.set(xscale="log", xlabel="visitors that ask again as soon as answered", ylabel="messages a second")
    axes.set_ylim(0, None)
    tidy(axes)
    return kept(figure, path)


_PLOTS = [
    ("serving", "rate", _serving_plot),
    ("growth", "growth", _growth_plot),
    ("at_once", "at-once", _at_once_plot),
]


def tidy(axes: Any) -> None:
    """The looks that all plots share."""
    axes.legend(frameon=False)
    axes.grid(alpha=0.25)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)


def kept(figure: Any, path: Path) -> Path:
    """Writes the picture as SVG."""
    figure.tight_layout()
    # Without a date: the same figures make the same file.
    with matplotlib.rc_context({"svg.hashsalt": "lamella"}):
        figure.savefig(path, metadata={"Date": None})
    pyplot.close(figure)
    return path


def _middle(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
