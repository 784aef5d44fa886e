"""Draws what lies on the skin in the end, sheet over sheet; a mask that is taken off again is only outlined."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.colors import to_hex, to_rgb  # type: ignore[import-untyped]
from matplotlib.figure import Figure  # type: ignore[import-untyped]

from bot.answers.answer import AnswerStep
from bot.answers.drawing import INK, QUIET, RULE, TEXT, Line, Page, height, saved, wrapped
from bot.answers.texts import Texts, capital

# Lengths are inches, sizes of letters points.
_WIDTH = 6.0
_MARGIN = 0.3
_SHEET = 2.1
_SLOPE = 0.42
"""How far a sheet's far edge is moved to the right, and how deep it lies."""
_RISE = 0.62
"""From one sheet to the next."""
_GAP = 0.22
_TITLE, _SMALL = 14.0, 10.0

_SKIN = "#e5c3ad"
_THIN, _THICK = "#cfe9e4", "#2f8577"
"""The first layer over the skin and the last; those between are shaded between."""
_NONE = "none"


def drawn(texts: Texts, steps: Sequence[AnswerStep], kind: str = "png") -> bytes:
    """The layers of an answer's steps as `png` or `svg`."""
    return saved(lambda: _page(texts, steps), kind, texts.say("layering.picture.title"))


def sheet(texts: Texts, steps: Sequence[AnswerStep]) -> Figure:
    """The drawing itself, as high as its layers need."""
    return _page(texts, steps).figure


def _page(texts: Texts, steps: Sequence[AnswerStep]) -> Page:
    layers = [(step.layer, step.comes_off) for step in steps if step.layer]
    labels = [
        _label(texts, *named) for named in ((texts.phrase("layering.picture.skin"), False), *layers)
    ]
    fills = [_SKIN, *_shades(layers)]
    title = [
        Line(line, _TITLE, INK, bold=True)
        for line in wrapped(texts.say("layering.picture.title").split(), _TITLE, _WIDTH - 2 * _MARGIN, bold=True)
    ]
    tall = [max(_RISE, height(label) + _GAP / 2) for label in labels]
    page = Page(_WIDTH, 2 * _MARGIN + height(title) + _GAP + sum(tall))
    page.lines(_MARGIN, _MARGIN, title)
    # From the skin upwards, so that each sheet lies over the one below.
    at = page.height - _MARGIN
    for label, fill, high in zip(labels, fills, tall, strict=True):
        middle = at - high / 2
        _sheet(page, middle, fill)
        page.lines(2 * _MARGIN + _SHEET, middle - height(label) / 2, label)
        at -= high
    return page


def _label(texts: Texts, name: str, comes_off: bool) -> list[Line]:
    room = _WIDTH - 3 * _MARGIN - _SHEET
    lines = [Line(line, TEXT, INK, bold=True) for line in wrapped(capital(name).split(), TEXT, room, bold=True)]
    if comes_off:
        lines += [
            Line(line, _SMALL, QUIET)
            for line in wrapped(texts.say("layering.picture.comes_off").split(), _SMALL, room)
        ]
    return lines


def _shades(layers: Sequence[tuple[str, bool]]) -> list[str]:
    """A fill for each layer: the further out, the darker; none for what comes off."""
    staying = sum(not comes_off for _, comes_off in layers)
    shades = iter(_between(number / max(1, staying - 1)) for number in range(staying))
    return [_NONE if comes_off else next(shades) for _, comes_off in layers]


def _between(part: float) -> str:
    return str(to_hex([a + (b - a) * part for a, b in zip(to_rgb(_THIN), to_rgb(_THICK), strict=True)]))


def _sheet(page: Page, middle: float, fill: str) -> None:
    """One sheet, seen from the side and a little from above."""
    near, far = middle + _SLOPE / 2, middle - _SLOPE / 2
    left, right = _MARGIN, _MARGIN + _SHEET
    corners = [(left, near), (right - _SLOPE, near), (right, far), (left + _SLOPE, far)]
    outlined = fill == _NONE
    page.shape(corners, fill, QUIET if outlined else RULE, dashed=outlined)
