"""Draws the weekly plan: a row a day, morning and evening side by side, what is special tinted and signed."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from matplotlib import style  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]
from matplotlib.font_manager import FontProperties, findfont, get_font  # type: ignore[import-untyped]
from matplotlib.lines import Line2D  # type: ignore[import-untyped]
from matplotlib.patches import Rectangle  # type: ignore[import-untyped]
from matplotlib.textpath import text_to_path  # type: ignore[import-untyped]

from bot.answers.answer import Mark, Row, Week
from bot.answers.texts import Texts
from bot.knowledge.model import Moment
from bot.rules.schedule import MOMENTS

# Lengths are inches, sizes of letters points; a line is as high as `_LINE` times its letters.
_WIDTH = 8.0
_MARGIN = 0.35
_DAY = 1.25
_PAD = 0.13
_GAP = 0.07
_INDENT = 0.14
_STRIPE = 0.06
_LINE = 1.42
_DOTS = 180
_TITLE, _HEAD, _TEXT, _SMALL = 19.0, 12.0, 11.5, 10.0

_INK, _QUIET, _RULE, _PAPER, _PLAIN = "#1d2733", "#4a5563", "#c9d0d8", "#ffffff", "#f6f7f9"
_TINTS: dict[Mark, tuple[str, str, str]] = {
    "retinoid": ("#e6dcf5", "#47207f", "●"),
    "acid": ("#fce6bd", "#653c00", "▲"),
    "mask": ("#cfe9e4", "#00463f", "■"),
}
"""For each mark the colour of its sessions, of its word, and its sign, so that it can be told without colours."""
_REST = "☾"
_BOX = "□"

_STYLE = {"font.family": ["DejaVu Sans"], "svg.hashsalt": "lamella", "svg.fonttype": "path"}
"""The same picture for the same plan, whatever the machine's own settings are."""


class _Line(NamedTuple):
    text: str
    size: float
    colour: str
    bold: bool = False
    indent: float = 0.0


def drawn(texts: Texts, rows: Week, notes: Sequence[str], kind: str) -> bytes:
    """The week as `svg` or `png`; the notes stand below it."""
    title = texts.say("plan.title")
    metadata = {"Title": title, "Date": None} if kind == "svg" else {"Title": title, "Software": None}
    file = io.BytesIO()
    with style.context(["default", _STYLE]):
        sheet(texts, rows, notes).savefig(file, format=kind, dpi=_DOTS, metadata=metadata, facecolor=_PAPER)
    return file.getvalue()


def sheet(texts: Texts, rows: Week, notes: Sequence[str]) -> Figure:
    """The drawing itself, as high as its rows need."""
    column = (_WIDTH - 2 * _MARGIN - _DAY - _GAP) / 2
    lefts = {moment: _MARGIN + _DAY + index * (column + _GAP) for index, moment in enumerate(MOMENTS)}
    cells = [{moment: _lines(texts, rows, row, moment, column - 2 * _PAD) for moment in MOMENTS} for row in rows.rows]
    heights = [max(_height(cell[moment]) for moment in MOMENTS) + 2 * _PAD for cell in cells]
    title = [_Line(texts.say("plan.title"), _TITLE, _INK, bold=True)]
    heads = [_Line(texts.say(f"plan.{moment}"), _HEAD, _INK, bold=True) for moment in MOMENTS]
    foot = [
        _Line(line, _SMALL, _QUIET)
        for note in (texts.say("plan.in_order"), *notes)
        for line in _wrapped(note.split(), _SMALL, _WIDTH - 2 * _MARGIN)
    ]
    top = _MARGIN + _height(title) + _GAP
    at = top + _height(heads[:1]) + _GAP
    page = _Page(at + sum(heights) + _PAD + _height(foot) + _MARGIN)
    page.lines(_MARGIN, _MARGIN, title)
    page.legend(_WIDTH - _MARGIN, _MARGIN + _GAP, _legend(texts, rows))
    for moment, head in zip(MOMENTS, heads, strict=True):
        page.lines(lefts[moment] + _PAD, top, [head])
    for row, cell, height in zip(rows.rows, cells, heights, strict=True):
        for moment in MOMENTS:
            marks = (row.morning if moment == "morning" else row.evening).marks
            page.box(lefts[moment], at, column, height, [_TINTS[mark][0] for mark in marks] or [_PLAIN])
            page.lines(lefts[moment] + _PAD, at + _PAD, cell[moment])
        page.rule(_MARGIN, at, _WIDTH - _MARGIN)
        page.lines(_MARGIN, at + _PAD, [_Line(row.day, _TEXT, _INK, bold=True)])
        at += height
    page.rule(_MARGIN, at, _WIDTH - _MARGIN)
    page.lines(_MARGIN, at + _PAD, foot)
    return page.figure


def _lines(texts: Texts, rows: Week, row: Row, moment: Moment, width: float) -> list[_Line]:
    """What stands in a cell: the marks, then in order what is special, a line each, and between it what is daily."""
    cell = row.morning if moment == "morning" else row.evening
    special = rows.special(row, moment)
    lines = [
        _Line(f"{_TINTS[mark][2]} {texts.say(f'plan.kind.{mark}')}", _SMALL, _TINTS[mark][1], bold=True)
        for mark in cell.marks
    ]
    if cell.rest:
        lines.append(_Line(f"{_REST} {texts.say('plan.rest')}", _SMALL, _QUIET, bold=True))
    elif not cell.names:
        lines.append(_Line(texts.say("plan.basics"), _TEXT, _QUIET))
    for bold, names in groupby(cell.names, key=special.__contains__):
        if bold:
            for name in names:
                first, *more = _wrapped(name.split(), _TEXT, width, bold=True, hanging=_INDENT)
                lines.append(_Line(first, _TEXT, _INK, bold=True))
                lines += [_Line(line, _TEXT, _INK, bold=True, indent=_INDENT) for line in more]
        else:
            lines += [_Line(line, _TEXT, _QUIET) for line in _wrapped(_listed(names), _TEXT, width)]
    return lines


def _legend(texts: Texts, rows: Week) -> list[tuple[str, Mark]]:
    """The marks that the week has, with sign and word."""
    found = {mark for row in rows.rows for cell in (row.morning, row.evening) for mark in cell.marks}
    return [
        (f"{sign} {texts.say(f'plan.kind.{mark}')}", mark) for mark, (_, _, sign) in _TINTS.items() if mark in found
    ]


def _height(lines: Sequence[_Line]) -> float:
    return sum(line.size * _LINE / 72 for line in lines)


def _letters(size: float, *, bold: bool) -> Any:
    return FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")


@lru_cache(maxsize=4096)
def _wide(text: str, size: float, *, bold: bool) -> float:
    """How wide a text is, in inches."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, _letters(size, bold=bold), False)
    return float(width) / 72


def _listed(names: Iterable[str]) -> list[str]:
    """Names with the comma after each but the last."""
    *before, last = names
    return [*(f"{name}," for name in before), last]


def _wrapped(
    pieces: Sequence[str], size: float, width: float, *, bold: bool = False, hanging: float = 0.0
) -> list[str]:
    """The pieces in lines no wider than `width`, from the second on less `hanging`.

    A piece too long for a line is parted between its words, and a word too long for a line within.
    """
    lines = [""]
    waiting = [_drawable(piece) for piece in pieces]
    while waiting:
        piece = waiting.pop(0)
        room = width - (hanging if len(lines) > 1 else 0.0)
        if _wide(f"{lines[-1]} {piece}".strip(), size, bold=bold) <= room:
            lines[-1] = f"{lines[-1]} {piece}".strip()
        elif " " in piece and _wide(piece, size, bold=bold) > width - hanging:
            waiting[:0] = piece.split()
        elif lines[-1]:
            lines.append("")
            waiting.insert(0, piece)
        else:
            ends = range(2, len(piece))
            fits = 1 + bisect_right(ends, room, key=lambda end: _wide(piece[:end], size, bold=bold))
            lines[-1:] = [piece[:fits], ""]
            waiting.insert(0, piece[fits:])
    return [line for line in lines if line] or [""]


def _drawable(text: str) -> str:
    """The text with a box for each sign that the letters do not have."""
    known = get_font(findfont(_letters(_TEXT, bold=False))).get_charmap()
    return "".join(sign if ord(sign) in known else _BOX for sign in text)


class _Page:
    """A page to draw on, measured in inches from its upper left corner."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.figure = Figure(figsize=(_WIDTH, height))

    def lines(self, left: float, top: float, lines: Sequence[_Line]) -> None:
        """Lines of text, one under the other."""
        for line in lines:
            step = line.size * _LINE / 72
            self.figure.text(
                (left + line.indent) / _WIDTH,
                1 - (top + step * 0.76) / self.height,
                line.text,
                color=line.colour,
                fontproperties=_letters(line.size, bold=line.bold),
                verticalalignment="baseline",
                parse_math=False,
            )
            top += step

    def box(self, left: float, top: float, width: float, height: float, colours: Sequence[str]) -> None:
        """A field in the first colour, with a stripe of each other at its right edge."""
        first, *others = colours
        self._fill(left, top, width, height, first)
        for index, colour in enumerate(others, 1):
            self._fill(left + width - index * _STRIPE, top, _STRIPE, height, colour)

    def _fill(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        corner = (left / _WIDTH, 1 - (top + height) / self.height)
        self.figure.add_artist(
            Rectangle(corner, width / _WIDTH, height / self.height, facecolor=colour, edgecolor=colour, linewidth=0)
        )

    def rule(self, left: float, top: float, right: float) -> None:
        """A thin line across."""
        at = 1 - top / self.height
        self.figure.add_artist(Line2D([left / _WIDTH, right / _WIDTH], [at, at], color=_RULE, linewidth=0.8))

    def legend(self, right: float, top: float, entries: Sequence[tuple[str, Mark]]) -> None:
        """Sign and word of each mark on its colour, up to the right margin."""
        widths = [_wide(text, _SMALL, bold=True) + 2 * _PAD for text, _ in entries]
        left = right - sum(widths) - _GAP * (len(entries) - 1)
        for (text, mark), width in zip(entries, widths, strict=True):
            tint, ink, _ = _TINTS[mark]
            self.box(left, top, width, _SMALL * _LINE / 72 + _GAP, [tint])
            self.lines(left + _PAD, top + _GAP / 2, [_Line(text, _SMALL, ink, bold=True)])
            left += width + _GAP
