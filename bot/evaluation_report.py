"""How an evaluation looks: on the terminal, and as a folder with a page, two pictures and what was wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec
from matplotlib.backends.backend_agg import FigureCanvasAgg  # type: ignore[import-untyped]
from matplotlib.colors import ListedColormap  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]
from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from bot.evaluation import Confusion, Evaluation, Result, Share

_WIDEST = 110
_CONFUSIONS = 15
_EXAMPLES = 3
_LONGEST = 90
"""Characters of a text that is shown as an example."""
_CELLS = 24
"""Kinds that the picture of confusions shows: those with the most mistakes."""
_PALE = 4
"""From how many mistakes on a cell may be of the strongest red."""
_OTHERS = "all others"
_INK, _SOFT, _RIGHT, _WRONG = "#26221f", "#8a827b", "#3f7d6b", "#c4533f"


def figures(found: Evaluation) -> list[tuple[str, str, str]]:
    """Each figure with its name and of how many it is."""
    shares = [
        ("right overall: kind, things and verdict", found.overall),
        ("kind of question right", found.kinds),
        ("things all understood", found.things),
        ("things too many", found.things_extra),
        ("verdict right", found.verdicts),
        ("questions too many", found.questions_extra),
        ("out of scope, answered as ours", found.false_accepts),
        ("ours, turned away as out of scope", found.false_rejects),
        ("ours, asked back instead of answered", found.asked_back),
        ("red flags missed", found.red_flags_missed),
        ("red flags raised needlessly", found.red_flags_needless),
    ]
    return [
        *((name, str(share), f"{share.right} of {share.of}") for name, share in shares),
        ("parse, p50", f"{found.milliseconds(0.5):.1f} ms", ""),
        ("parse, p95", f"{found.milliseconds(0.95):.1f} ms", ""),
    ]


def on_terminal(found: Evaluation) -> RenderableType:
    """Figures, kinds and tags, the confusions that cost most, and what must not happen by name."""
    parts: list[RenderableType] = [_figures(found)]
    by = Table.grid(padding=(0, 4))
    by.add_row(_shares("kind", found.by_kind()), _shares("tag", found.by_tag()))
    parts.append(by)
    if confusions := found.confusions()[:_CONFUSIONS]:
        parts.append(_confusions(confusions))
    for heading, results in _must_not_happen(found):
        parts.append(Text(f"\n{heading}", style="bold red"))
        parts += [
            Text(f"  {_short(result.case.text)}  →  {', '.join(result.got.kinds)}") for result in results[:_CONFUSIONS]
        ]
        if len(results) > _CONFUSIONS:
            parts.append(Text(f"  and {len(results) - _CONFUSIONS} more", style="dim"))
    return Group(*parts)


def _figures(found: Evaluation) -> Table:
    table = Table(box=box.SIMPLE_HEAD, title=f"{len(found.results)} texts", title_justify="left", show_header=False)
    for name, figure, of in figures(found):
        table.add_row(name, Text(figure, style="bold"), Text(of, style="dim"))
    return table


def _shares(what: str, shares: Mapping[str, Share]) -> Table:
    table = Table(what, "right", "of", box=box.SIMPLE_HEAD)
    partly = {name: share for name, share in shares.items() if share.right < share.of}
    for name, share in partly.items():
        table.add_row(name, Text(str(share), style="bold"), str(share.of))
    if rest := len(shares) - len(partly):
        of = sum(share.of for share in shares.values()) - sum(share.of for share in partly.values())
        table.add_row(Text(f"{rest} others", style="dim"), Text("100.0 %", style="dim"), Text(str(of), style="dim"))
    return table


def _confusions(confusions: Sequence[Confusion]) -> Table:
    table = Table("", "meant", "taken for", "such as", box=box.SIMPLE_HEAD, width=_WIDEST)
    for confusion in confusions:
        examples = Text("\n").join(Text(_short(text)) for text in confusion.texts[:_EXAMPLES])
        table.add_row(str(len(confusion.texts)), confusion.kind, confusion.taken_for, examples)
    return table


def _must_not_happen(found: Evaluation) -> list[tuple[str, list[Result]]]:
    named: list[tuple[str, Callable[[Result], bool]]] = [
        ("Red flags missed", lambda result: result.red_flag_missed),
        ("Out of scope, answered as ours", lambda result: result.false_accept),
        ("Ours, turned away as out of scope", lambda result: result.false_reject),
    ]
    listed = [(heading, [result for result in found.results if holds(result)]) for heading, holds in named]
    return [(heading, results) for heading, results in listed if results]


def write(found: Evaluation, folder: Path) -> list[Path]:
    """Writes report.md, confusion.png, by_kind.png and wrong.jsonl into a folder. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        "report.md": _page(found).encode(),
        "wrong.jsonl": b"".join(msgspec.json.encode(_mistake(result)) + b"\n" for result in found.wrong),
    }
    for name, content in written.items():
        (folder / name).write_bytes(content)
    _save(confusion_picture(found), folder / "confusion.png")
    _save(kinds_picture(found), folder / "by_kind.png")
    return [folder / name for name in (*written, "confusion.png", "by_kind.png")]


def _mistake(result: Result) -> dict[str, object]:
    case, got = result.case, result.got
    return {
        "id": case.id,
        "text": case.text,
        "wrong": [
            name
            for name, right in (
                ("kind", result.kind_right),
                ("things", result.things_right),
                ("verdict", result.verdict_right),
            )
            if not right
        ],
        "expected": {"kinds": case.right_kinds, "things": sorted(case.needed), "verdict": case.verdict},
        "understood": {"kinds": got.kinds, "things": sorted(got.things), "verdicts": got.verdicts},
        "answered": got.answered,
        "tags": case.tags,
    }


def _page(found: Evaluation) -> str:
    lines = ["# Understanding", "", f"{len(found.results)} texts, each the first message of a conversation.", ""]
    lines += _rows(("", "", ""), figures(found))
    lines += ["", "![Share right by kind](by_kind.png)", "", "![Confusions](confusion.png)", ""]
    lines += ["## Confusions", ""]
    lines += _rows(
        ("times", "meant", "taken for", "such as"),
        [
            (str(len(one.texts)), one.kind, one.taken_for, "; ".join(map(_short, one.texts[:_EXAMPLES])))
            for one in found.confusions()
        ],
    )
    for what, shares in (("kind", found.by_kind()), ("tag", found.by_tag())):
        lines += ["", f"## By {what}", ""]
        lines += _rows((what, "right", "of"), [(name, str(share), str(share.of)) for name, share in shares.items()])
    if missed := found.things_missed():
        lines += ["", "## Things missed", ""]
        lines += _rows(("thing", "times"), [(name, str(count)) for name, count in missed.most_common()])
    for heading, results in _must_not_happen(found):
        lines += ["", f"## {heading}", ""]
        lines += _rows(
            ("text", "understood as", "answered as"),
            [(_short(one.case.text), ", ".join(one.got.kinds), ", ".join(one.got.answered)) for one in results],
        )
    return "\n".join(lines) + "\n"


def _rows(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    def row(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [row(head), row(["---"] * len(head)), *map(row, rows)]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def kinds_picture(found: Evaluation) -> Figure:
    """A bar for each kind: the share right, what is missing, and of how many."""
    shares = list(reversed(found.by_kind().items()))
    figure = Figure(figsize=(9, 1.1 + 0.21 * len(shares)), layout="constrained")
    axes = figure.add_subplot()
    places = range(len(shares))
    axes.barh(places, [share.value for _, share in shares], color=_RIGHT, height=0.72)
    axes.barh(
        places,
        [1 - share.value for _, share in shares],
        left=[share.value for _, share in shares],
        color=_WRONG,
        height=0.72,
        alpha=0.35,
    )
    for place, (_, share) in enumerate(shares):
        axes.text(1.01, place, f"{100 * share.value:.0f} % of {share.of}", va="center", fontsize=7, color=_INK)
    axes.set_yticks(places, [name for name, _ in shares], fontsize=7.5)
    axes.set_xlim(0, 1)
    axes.set_ylim(-0.6, len(shares) - 0.4)
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f} %")
    axes.tick_params(axis="x", labelsize=7.5)
    axes.tick_params(length=0, labelcolor=_INK)
    axes.axvline(found.overall.value, color=_INK, linewidth=0.9, linestyle="--")
    axes.spines[:].set_visible(False)
    axes.set_title(
        f"Right in kind, things and verdict, by kind; dashed: all of them, {found.overall}",
        fontsize=9.5,
        color=_INK,
        loc="left",
    )
    return figure


def confusion_picture(found: Evaluation) -> Figure:
    """Which kind was taken for which, for the kinds with the most mistakes; what was right stands aside, in grey."""
    confusions = found.confusions()
    weight: Counter[str] = Counter()
    for one in confusions:
        weight[one.kind] += len(one.texts)
        weight[one.taken_for] += len(one.texts)
    kinds = sorted(name for name, _ in weight.most_common(_CELLS))
    shown = [*kinds, *([_OTHERS] if len(weight) > len(kinds) else [])]
    at = {name: place for place, name in enumerate(shown)}
    size = max(len(shown), 1)
    figure = Figure(figsize=(3.2 + 0.34 * size, 2.6 + 0.34 * size), layout="constrained")
    axes = figure.add_subplot()
    counts = [[0] * size for _ in range(size)]
    for one in confusions:
        counts[at.get(one.kind, size - 1)][at.get(one.taken_for, size - 1)] += len(one.texts)
    most = max((count for row in counts[: len(kinds)] for count in row[: len(kinds)]), default=0)
    axes.imshow(counts, cmap=_reds(), vmin=0, vmax=max(most, _PALE), aspect="equal")
    right = Counter(result.case.label for result in found.results if result.kind_right)
    for row, name in enumerate(shown):
        for column in range(size):
            if row == column and name != _OTHERS:
                axes.text(column, row, str(right[name] or ""), ha="center", va="center", fontsize=7, color=_SOFT)
            elif count := counts[row][column]:
                ink = "white" if count > 0.55 * max(most, _PALE) else _INK
                axes.text(column, row, str(count), ha="center", va="center", fontsize=7.5, color=ink, weight="bold")
    axes.set_xticks(range(len(shown)), shown, rotation=60, ha="right", rotation_mode="anchor", fontsize=7.5)
    axes.set_yticks(range(len(shown)), shown, fontsize=7.5)
    axes.set_xticks([place - 0.5 for place in range(size + 1)], minor=True)
    axes.set_yticks([place - 0.5 for place in range(size + 1)], minor=True)
    axes.grid(which="minor", color="#e8e2dc", linewidth=0.6)
    axes.tick_params(which="both", length=0, labelcolor=_INK)
    axes.spines[:].set_visible(False)
    axes.set_xlabel("taken for", fontsize=9, color=_INK)
    axes.set_ylabel("meant", fontsize=9, color=_INK)
    mistakes = sum(len(one.texts) for one in confusions)
    axes.set_title(f"{mistakes} mistakes in kind; grey: how many were right", fontsize=9.5, color=_INK, loc="left")
    return figure


def _reds() -> ListedColormap:
    """From white to red, with every mistake visible: the first one is no white any more."""
    steps = [
        (1 - 0.05 - 0.18 * share, 0.9 - 0.575 * share, 0.87 - 0.62 * share) for share in (i / 254 for i in range(255))
    ]
    return ListedColormap([(1.0, 1.0, 1.0), *steps])


def _save(figure: Figure, path: Path) -> None:
    FigureCanvasAgg(figure)
    figure.savefig(path, dpi=150)
