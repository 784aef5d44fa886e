"""What pictures of answers are drawn with: lines of text that keep to their width, fields and rules on a page.

Lengths are inches, sizes of letters points.
"""

from __future__ import annotations

import io
import threading
from bisect import bisect_right
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from matplotlib import style  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]
from matplotlib.font_manager import FontProperties, findfont, get_font  # type: ignore[import-untyped]
from matplotlib.lines import Line2D  # type: ignore[import-untyped]
from matplotlib.patches import Polygon, Rectangle  # type: ignore[import-untyped]
from matplotlib.textpath import text_to_path  # type: ignore[import-untyped]

INK, QUIET, RULE, PAPER = "#1d2733", "#4a5563", "#c9d0d8", "#ffffff"
LINE = 1.42
"""A line is that many times as high as its letters."""
TEXT = 11.5
STRIPE = 0.06

_DOTS = 180
_BOX = "□"
_STYLE = {"font.family": ["DejaVu Sans"], "svg.hashsalt": "lamella", "svg.fonttype": "path"}
"""The same picture for the same answer, whatever the machine's own settings are."""
_ALONE = threading.Lock()
"""matplotlib's settings and letters are those of the process, so one picture is drawn at a time."""


class Line(NamedTuple):
    """A line of text."""

    text: str
    size: float
    colour: str
    bold: bool = False
    indent: float = 0.0


class Page:
    """A page to draw on, measured from its upper left corner."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width, height))

    def lines(self, left: float, top: float, lines: Sequence[Line]) -> None:
        """Lines of text, one under the other."""
        for line in lines:
            step = line.size * LINE / 72
            self.figure.text(
                (left + line.indent) / self.width,
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
            self._fill(left + width - index * STRIPE, top, STRIPE, height, colour)

    def _fill(self, left: float, top: float, width: float, height: float, colour: str) -> None:
        corner = (left / self.width, 1 - (top + height) / self.height)
        self.figure.add_artist(
            Rectangle(corner, width / self.width, height / self.height, facecolor=colour, edgecolor=colour, linewidth=0)
        )

    def shape(self, corners: Sequence[tuple[float, float]], fill: str, edge: str, *, dashed: bool = False) -> None:
        """A field with these corners, each from the left and from the top."""
        self.figure.add_artist(
            Polygon(
                [(left / self.width, 1 - top / self.height) for left, top in corners],
                closed=True,
                facecolor=fill,
                edgecolor=edge,
                linewidth=1.2,
                linestyle=(0, (4, 3)) if dashed else "-",
            )
        )

    def rule(self, left: float, top: float, right: float) -> None:
        """A thin line across."""
        at = 1 - top / self.height
        self.figure.add_artist(Line2D([left / self.width, right / self.width], [at, at], color=RULE, linewidth=0.8))


def saved(draw: Callable[[], Page], kind: str, title: str) -> bytes:
    """What `draw` draws as `svg` or `png`, the same bytes each time. From several threads, one after the other."""
    metadata = {"Title": title, "Date": None} if kind == "svg" else {"Title": title, "Software": None}
    file = io.BytesIO()
    with _ALONE, style.context(["default", _STYLE]):
        draw().figure.savefig(file, format=kind, dpi=_DOTS, metadata=metadata, facecolor=PAPER)
    return file.getvalue()


def height(lines: Sequence[Line]) -> float:
    """How high lines are, one under the other."""
    return sum(line.size * LINE / 72 for line in lines)


@lru_cache(maxsize=4096)
def wide(text: str, size: float, *, bold: bool) -> float:
    """How wide a text is."""
    width, _, _ = text_to_path.get_text_width_height_descent(text, _letters(size, bold=bold), False)
    return float(width) / 72


def wrapped(
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
        if wide(f"{lines[-1]} {piece}".strip(), size, bold=bold) <= room:
            lines[-1] = f"{lines[-1]} {piece}".strip()
        elif " " in piece and wide(piece, size, bold=bold) > width - hanging:
            waiting[:0] = piece.split()
        elif lines[-1]:
            lines.append("")
            waiting.insert(0, piece)
        else:
            ends = range(2, len(piece))
            fits = 1 + bisect_right(ends, room, key=lambda end: wide(piece[:end], size, bold=bold))
            lines[-1:] = [piece[:fits], ""]
            waiting.insert(0, piece[fits:])
    return [line for line in lines if line] or [""]


def _letters(size: float, *, bold: bool) -> Any:
    return FontProperties(family="DejaVu Sans", size=size, weight="bold" if bold else "normal")


def _drawable(text: str) -> str:
    """The text with a box for each sign that the letters do not have."""
    known = get_font(findfont(_letters(TEXT, bold=False))).get_charmap()
    return "".join(sign if ord(sign) in known else _BOX for sign in text)
