"""The report as one HTML page that needs nothing else: plots as SVG in it, light or dark as the reader's screen is."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

import matplotlib  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]
from matplotlib.ticker import MaxNLocator, PercentFormatter  # type: ignore[import-untyped]

from bot.insight.figures import Figures
from bot.insight.groups import Group
from bot.knowledge.model import VERDICTS

_TEXT = "#010203"
_SERIES = ("#010204", "#010205", "#010206", "#010207", "#010208")
"""Stand in the plots for colours that the page's style decides: matplotlib knows no style sheets."""
_WIDE, _HALF = 9.6, 4.6
"""Inches of a plot across the page, and of one beside another: about as wide as a screen shows them, as letters are."""
_ROW = 0.28
_LONGEST_NAME = 30
"""Characters of a name beside a bar; what is behind them would leave the bar no room."""
_STYLE = """
:root { color-scheme: light dark; --ground: #fbfaf8; --card: #fff; --text: #23211e; --soft: #6d675f; --line: #e4dfd7;
  --s0: #2f6f73; --s1: #c0703c; --s2: #7a5a9e; --s3: #5b7f3a; --s4: #a8485f; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #171615; --card: #201f1d; --text: #ece8e1; --soft: #a59e94; --line: #3a3733;
    --s0: #6fb7bb; --s1: #e29a68; --s2: #b79ad6; --s3: #9cc276; --s4: #e08aa0; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 2rem 1rem 4rem; max-width: 62rem; background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.7rem; margin: 0; } h2 { font-size: 1.1rem; margin: 0 0 .5rem; } p { margin: .3rem 0; }
.soft { color: var(--soft); } .numbers { display: flex; flex-wrap: wrap; gap: 1rem; margin: 1.5rem 0; padding: 0; }
.numbers li { list-style: none; background: var(--card); border: 1px solid var(--line); border-radius: .6rem;
  padding: .7rem 1.1rem; } .numbers b { display: block; font-size: 1.5rem; }
main { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: 1rem; }
section { min-width: 0; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem;
  overflow-x: auto; }
section.wide { grid-column: 1 / -1; } .wide svg { min-width: 34rem; }
svg { display: block; width: 100%; height: auto; } svg text { font-family: system-ui, sans-serif !important; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid var(--line); }
th { color: var(--soft); font-weight: 500; } td.number { width: 1%; text-align: right; }
"""

Axes = Any
Draw = Callable[[Axes], None]


def page(found: Figures, groups: Sequence[Group], names: Mapping[str, str], title: str) -> str:
    """The page. `names` are what things are called, by their ids."""
    sections = [
        _section("Messages by day and door", _days(found, _messages, _WIDE), wide=True),
        _section("Conversations begun", _days(found, _conversations, _WIDE), wide=True),
        _section("Not understood", _days(found, _unsure, _HALF)),
        _section("Walkthroughs, step by step", _bars(_steps(found.steps)), _left(found.left)),
        _section("Kinds of answer", _bars(_spoken(found.kinds))),
        _section("What was asked about", _bars({names.get(name, name): n for name, n in found.things.items()})),
        _section("Verdicts, from mild to strict", _bars(_in_order(found.verdicts))),
        _section("Feedback", _feedback(found.feedback)),
        _section("What could not be answered", _groups(groups), wide=True),
    ]
    since = f"{_day(found.days[0])} to {_day(found.days[-1])}" if found.days else "nothing was asked yet"
    body = "\n".join([_head(found, title, since), "<main>", *sections, "</main>"])
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _head(found: Figures, title: str, since: str) -> str:
    share = f"{100 * found.unsure_in_all / found.total:.1f} %" if found.total else "–"
    finished, begun = found.steps.get("finished", 0), found.steps.get("1", 0)
    numbers = {
        "messages": f"{found.total:,}",
        "conversations": f"{sum(found.conversations):,}",
        "not understood": share,
        "walkthroughs finished": f"{finished} of {begun}",
    }
    cards = "".join(f"<li><b>{value}</b>{name}</li>" for name, value in numbers.items())
    return (
        f'<h1>{escape(title)}</h1>\n<p class="soft">{escape(since)}. Nobody is named: counts, and questions that at '
        f"least two people asked.</p>\n<ul class=\"numbers\">{cards}</ul>"
    )


def _section(title: str, *content: str, wide: bool = False) -> str:
    side = ' class="wide"' if wide else ""
    return f"<section{side}><h2>{escape(title)}</h2>\n{''.join(content)}</section>"


def _nothing() -> str:
    return '<p class="soft">Nothing yet.</p>'


def _svg(width: float, height: float, draw: Draw, described: str) -> str:
    """A plot as an SVG element, its colours left to the style sheet."""
    settings = {"svg.fonttype": "none", "font.family": "sans-serif", "font.size": 10, "svg.hashsalt": "lamella"}
    for name in ("text.color", "axes.labelcolor", "axes.edgecolor", "xtick.color", "ytick.color"):
        settings[name] = _TEXT
    with matplotlib.rc_context(settings):
        figure = Figure(figsize=(width, height), layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes)
        file = io.StringIO()
        figure.savefig(file, format="svg", transparent=True, metadata={"Date": None})
    svg = file.getvalue()
    svg = svg[svg.index("<svg") :].replace(_TEXT, "var(--text)")
    for number, stand_in in enumerate(_SERIES):
        svg = svg.replace(stand_in, f"var(--s{number})")
    # The metadata names the program and its site; the page should hold no address at all but its own namespaces.
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg, flags=re.DOTALL)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(described)}" ', 1)


def _days(found: Figures, draw: Callable[[Axes, Figures], None], width: float) -> str:
    if not found.days:
        return _nothing()

    def drawn(axes: Axes) -> None:
        draw(axes, found)
        ticks = range(0, len(found.days), max(1, -(-len(found.days) // round(width))))
        axes.set_xticks(list(ticks), [f"{found.days[at].day} {found.days[at]:%b}" for at in ticks])
        axes.set_ylim(bottom=0)

    return _svg(width, 2.4, drawn, "day by day")


def _messages(axes: Axes, found: Figures) -> None:
    below = [0] * len(found.days)
    for number, (door, counts) in enumerate(found.messages.items()):
        axes.bar(range(len(counts)), counts, bottom=below, color=_SERIES[number % len(_SERIES)], label=door)
        below = [low + count for low, count in zip(below, counts, strict=True)]
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    axes.legend(frameon=False, ncol=len(found.messages), loc="lower left", bbox_to_anchor=(0, 1))


def _conversations(axes: Axes, found: Figures) -> None:
    axes.bar(range(len(found.days)), found.conversations, color=_SERIES[0])
    axes.yaxis.set_major_locator(MaxNLocator(integer=True))


def _unsure(axes: Axes, found: Figures) -> None:
    told = [(day, share) for day, share in enumerate(found.unsure) if share is not None]
    days, shares = [day for day, _ in told], [share for _, share in told]
    axes.plot(days, shares, marker="o", markersize=3, color=_SERIES[1], clip_on=False)
    axes.yaxis.set_major_formatter(PercentFormatter(1, decimals=0))


def _bars(counts: Mapping[str, int]) -> str:
    if not counts:
        return _nothing()
    names, values = list(counts), list(counts.values())

    def draw(axes: Axes) -> None:
        # By place, not by name: two names that are cut short may look the same.
        bars = axes.barh(range(len(names)), values, color=_SERIES[0])
        axes.set_yticks(range(len(names)), map(_short, names))
        axes.tick_params(left=False)
        axes.bar_label(bars, padding=4, color=_TEXT)
        axes.invert_yaxis()
        axes.xaxis.set_visible(False)
        axes.spines[["bottom"]].set_visible(False)

    return _svg(_HALF, 0.3 + _ROW * len(names), draw, "; ".join(f"{name} {value}" for name, value in counts.items()))


def _feedback(given: Mapping[str, tuple[int, int]]) -> str:
    if not given:
        return _nothing()
    names = [_words(kind) for kind in given]

    def draw(axes: Axes) -> None:
        places = range(len(names))
        axes.barh(places, [good for good, _ in given.values()], color=_SERIES[3], label="helpful")
        axes.barh(places, [-bad for _, bad in given.values()], color=_SERIES[4], label="not helpful")
        axes.set_yticks(places, map(_short, names))
        axes.axvline(0, color=_TEXT, linewidth=0.8)
        axes.invert_yaxis()
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.xaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
        axes.legend(frameon=False, ncol=2, loc="lower left", bbox_to_anchor=(0, 1))

    told = "; ".join(f"{_words(kind)} {good} helpful, {bad} not" for kind, (good, bad) in given.items())
    return _svg(_HALF, 0.8 + _ROW * len(names), draw, told)


def _groups(groups: Sequence[Group]) -> str:
    if not groups:
        return '<p class="soft">Nothing that two people have asked.</p>'
    rows = "".join(
        f'<tr><td class="number">{number}</td><td class="number">{group.people}</td>'
        f'<td class="number">{group.times}</td><td>{"<br>".join(map(escape, group.questions))}</td></tr>'
        for number, group in enumerate(groups, 1)
    )
    head = "<tr><th>No.</th><th>People</th><th>Times</th><th>In words like these</th></tr>"
    hint = "<p class=\"soft\"><code>bot unanswered --snippet NO.</code> makes an entry of a group to fill in.</p>"
    return f"<table>{head}{rows}</table>{hint}"


def _left(left: Mapping[str, int]) -> str:
    told = ", ".join(f"{count} at step {step}" for step, count in left.items())
    return f'<p class="soft">Stopped by a word: {escape(told)}.</p>' if told else ""


def _steps(steps: Mapping[str, int]) -> dict[str, int]:
    return {name if name == "finished" else f"step {name}": count for name, count in steps.items()}


def _in_order(verdicts: Mapping[str, int]) -> dict[str, int]:
    return {_words(verdict): verdicts[verdict] for verdict in VERDICTS if verdict in verdicts}


def _spoken(kinds: Mapping[str, int]) -> dict[str, int]:
    return {_words(kind): count for kind, count in kinds.items()}


def _words(name: str) -> str:
    return name.replace("_", " ").replace("faq/", "question: ")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
