"""The picture of layers: every layer named in its place, whatever visitors call their products."""

from __future__ import annotations

import struct
import warnings
from concurrent.futures import ThreadPoolExecutor
from itertools import combinations

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from bot.answers.answer import AnswerStep
from bot.answers.layers_picture import drawn, sheet
from bot.answers.texts import load_texts
from tests.conftest import ROOT

TEXTS = load_texts(ROOT / "data/answers")
WASH = AnswerStep(text="Wash.")
MASK = AnswerStep(text="Spread the clay mask.", layer="clay mask", comes_off=True)
SERUM = AnswerStep(text="Smooth in the serum.", layer="niacinamide serum")
CREAM = AnswerStep(text="Smooth on the moisturiser.", layer="moisturiser")
ODD = ["$5 mask_{x}$ \\alpha", "面膜 🍋", "Line\nbreak\ttab", "<b>&amp;</b>", "x" * 300, "a bb " * 40]


def test_layers_stand_from_the_skin_outwards_and_what_comes_off_is_said() -> None:
    figure = sheet(TEXTS, [WASH, MASK, SERUM, CREAM])
    names = [text.get_text() for text in sorted(figure.texts, key=lambda text: text.get_position()[1])]
    assert names[:5] == ["Skin", "Comes off again", "Clay mask", "Niacinamide serum", "Moisturiser"]
    # Only what comes off is empty and dashed, and no two of the others look the same.
    fills = [one.get_facecolor() for one in figure.artists]
    assert [fill[3] == 0 for fill in fills] == [False, True, False, False]
    assert [one.get_linestyle() != "-" for one in figure.artists] == [False, True, False, False]
    assert len(set(fills)) == 4


@pytest.mark.parametrize("name", ODD)
def test_every_name_has_its_place(name: str) -> None:
    figure = sheet(TEXTS, [SERUM, AnswerStep(text="", layer=name, comes_off=True), CREAM])
    renderer = FigureCanvasAgg(figure).get_renderer()
    places = [text.get_window_extent(renderer).extents for text in figure.texts]
    for left, bottom, right, top in places:
        assert left >= 0
        assert bottom >= 0
        assert right <= figure.bbox.width
        assert top <= figure.bbox.height
    for one, other in combinations(places, 2):
        assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


@pytest.mark.parametrize("name", ODD)
def test_any_name_can_be_drawn_as_a_picture_that_messengers_take(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        png = drawn(TEXTS, [SERUM, AnswerStep(text="", layer=name), CREAM])
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width == 1080
    assert width + height <= 10_000


def test_pictures_drawn_at_once_are_the_same() -> None:
    with ThreadPoolExecutor(4) as threads:
        drawings = list(threads.map(lambda _: drawn(TEXTS, [MASK, SERUM, CREAM]), range(8)))
    assert len(set(drawings)) == 1
