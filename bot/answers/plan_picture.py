"""Draws the weekly plan: a row a day, morning and evening side by side, what is special tinted and signed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from matplotlib.figure import Figure  # type: ignore[import-untyped]

from bot.answers.answer import Mark, Row, Week
from bot.answers.drawing import INK, LINE, QUIET, TEXT, Line, Page, height, saved, wide, wrapped
from bot.answers.texts import Texts
from bot.knowledge.model import Moment
from bot.rules.schedule import MOMENTS

# Lengths are inches, sizes of letters points.
_WIDTH = 8.0
_MARGIN = 0.35
_DAY = 1.25
_PAD = 0.13
_GAP = 0.07
_INDENT = 0.14
_TITLE, _HEAD, _SMALL = 19.0, 12.0, 10.0

_PLAIN = "#f6f7f9"
_TINTS: dict[Mark, tuple[str, str, str]] = {
    "retinoid": ("#e6dcf5", "#47207f", "●"),
    "acid": ("#fce6bd", "#653c00", "▲"),
    "mask": ("#cfe9e4", "#00463f", "■"),
}
"""For each mark the colour of its sessions, of its word, and its sign, so that it can be told without colours."""
_REST = "☾"


def drawn(texts: Texts, rows: Week, notes: Sequence[str], kind: str) -> bytes:
    """The week as `svg` or `png`; the notes stand below it."""
    return saved(lambda: _page(texts, rows, notes), kind, texts.say("plan.title"))


def sheet(texts: Texts, rows: Week, notes: Sequence[str]) -> Figure:
    """The drawing itself, as high as its rows need."""
    return _page(texts, rows, notes).figure


def _page(texts: Texts, rows: Week, notes: Sequence[str]) -> Page:
    column = (_WIDTH - 2 * _MARGIN - _DAY - _GAP) / 2
    lefts = {moment: _MARGIN + _DAY + index * (column + _GAP) for index, moment in enumerate(MOMENTS)}
    cells = [{moment: _lines(texts, rows, row, moment, column - 2 * _PAD) for moment in MOMENTS} for row in rows.rows]
    tall = [max(height(cell[moment]) for moment in MOMENTS) + 2 * _PAD for cell in cells]
    title = [Line(texts.say("plan.title"), _TITLE, INK, bold=True)]
    heads = [Line(texts.say(f"plan.{moment}"), _HEAD, INK, bold=True) for moment in MOMENTS]
    foot = [
        Line(line, _SMALL, QUIET)
        for note in (texts.say("plan.in_order"), *notes)
        for line in wrapped(note.split(), _SMALL, _WIDTH - 2 * _MARGIN)
    ]
    top = _MARGIN + height(title) + _GAP
    at = top + height(heads[:1]) + _GAP
    page = Page(_WIDTH, at + sum(tall) + _PAD + height(foot) + _MARGIN)
    page.lines(_MARGIN, _MARGIN, title)
    _draw_legend(page, _WIDTH - _MARGIN, _MARGIN + _GAP, _legend(texts, rows))
    for moment, head in zip(MOMENTS, heads, strict=True):
        page.lines(lefts[moment] + _PAD, top, [head])
    for row, cell, high in zip(rows.rows, cells, tall, strict=True):
        for moment in MOMENTS:
            marks = (row.morning if moment == "morning" else row.evening).marks
            page.box(lefts[moment], at, column, high, [_TINTS[mark][0] for mark in marks] or [_PLAIN])
            page.lines(lefts[moment] + _PAD, at + _PAD, cell[moment])
        page.rule(_MARGIN, at, _WIDTH - _MARGIN)
        page.lines(_MARGIN, at + _PAD, [Line(row.day, TEXT, INK, bold=True)])
        at += high
    page.rule(_MARGIN, at, _WIDTH - _MARGIN)
    page.lines(_MARGIN, at + _PAD, foot)
    return page


def _lines(texts: Texts, rows: Week, row: Row, moment: Moment, width: float) -> list[Line]:
    """What stands in a cell: the marks, then in order what is special, a line each, and between it what is daily."""
    cell = row.morning if moment == "morning" else row.evening
    special = rows.special(row, moment)
    lines = [
        Line(f"{_TINTS[mark][2]} {texts.say(f'plan.kind.{mark}')}", _SMALL, _TINTS[mark][1], bold=True)
        for mark in cell.marks
    ]
    if cell.rest:
        lines.append(Line(f"{_REST} {texts.say('plan.rest')}", _SMALL, QUIET, bold=True))
    elif not cell.names:
        lines.append(Line(texts.say("plan.basics"), TEXT, QUIET))
    for bold, names in groupby(cell.names, key=special.__contains__):
        if bold:
            for name in names:
                first, *more = wrapped(name.split(), TEXT, width, bold=True, hanging=_INDENT)
                lines.append(Line(first, TEXT, INK, bold=True))
                lines += [Line(line, TEXT, INK, bold=True, indent=_INDENT) for line in more]
        else:
            lines += [Line(line, TEXT, QUIET) for line in wrapped(_listed(names), TEXT, width)]
    return lines


def _legend(texts: Texts, rows: Week) -> list[tuple[str, Mark]]:
    """The marks that the week has, with sign and word."""
    found = {mark for row in rows.rows for cell in (row.morning, row.evening) for mark in cell.marks}
    return [
        (f"{sign} {texts.say(f'plan.kind.{mark}')}", mark) for mark, (_, _, sign) in _TINTS.items() if mark in found
    ]


def _draw_legend(page: Page, right: float, top: float, entries: Sequence[tuple[str, Mark]]) -> None:
    """Sign and word of each mark on its colour, up to the right margin."""
    widths = [wide(text, _SMALL, bold=True) + 2 * _PAD for text, _ in entries]
    left = right - sum(widths) - _GAP * (len(entries) - 1)
    for (text, mark), width in zip(entries, widths, strict=True):
        tint, ink, _ = _TINTS[mark]
        page.box(left, top, width, _SMALL * LINE / 72 + _GAP, [tint])
        page.lines(left + _PAD, top + _GAP / 2, [Line(text, _SMALL, ink, bold=True)])
        left += width + _GAP


def _listed(names: Iterable[str]) -> list[str]:
    """Names with the comma after each but the last."""
    *before, last = names
    return [*(f"{name}," for name in before), last]
