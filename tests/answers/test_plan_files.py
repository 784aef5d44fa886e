"""The weekly plan as a calendar and as a picture, the same bytes for the same plan."""

from __future__ import annotations

import io
import re
import struct
import warnings
import xml.etree.ElementTree as ET
from datetime import date, datetime, time, timedelta, timezone
from itertools import combinations

import pytest
from icalendar import Calendar, Event
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.patches import Rectangle

from bot.answers.context import Context
from bot.answers.plan import week
from bot.answers.plan_files import calendar, picture, week_calendar
from bot.answers.plan_picture import sheet
from bot.answers.texts import load_texts
from bot.rules.items import Item, Person
from bot.rules.schedule import Plan, schedule
from tests.conftest import ROOT
from tests.small import small

TEXTS = load_texts(ROOT / "data/answers")
MONDAY = date(2024, 1, 1)
LONG = "The Very Long Named Amazonian White Clay Purifying and Pore-Refining Mask with Charcoal"


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return Context(small(tmp_path_factory.mktemp("small")), TEXTS, Person())


@pytest.fixture(scope="module")
def planned(context: Context) -> Plan:
    return _planned(context, Item(id="retinol"), Item(id="mask.clay"), Item(id="niacinamide"))


def _planned(context: Context, *shelf: Item) -> Plan:
    return schedule(context.knowledge, shelf, context.person)


def _events(file: bytes) -> list[Event]:
    """The events as another program reads them, Monday morning first."""
    return list(Calendar.from_ical(file).walk("VEVENT"))


def test_every_session_is_an_event_that_comes_back_weekly(context: Context, planned: Plan) -> None:
    events = _events(calendar(context, planned, monday=MONDAY))
    assert len(events) == len(planned.sessions)
    for event, session in zip(events, planned.sessions, strict=True):
        at = time(7, 30) if session.moment == "morning" else time(21, 0)
        assert event["dtstart"].dt == datetime.combine(MONDAY + timedelta(days=session.day), at)
        assert event["rrule"] == {"FREQ": ["WEEKLY"]}
        assert event["dtstamp"].dt == datetime(2024, 1, 1, tzinfo=timezone.utc)


def test_times_are_local_wherever_one_is(context: Context, planned: Plan) -> None:
    file = calendar(context, planned, monday=MONDAY, morning=time(6, 5), evening=time(22, 15)).decode()
    starts = re.findall(r"^DTSTART.*$", file, re.MULTILINE)
    assert {start.strip()[-7:] for start in starts} == {"T060500", "T221500"}
    assert not any("TZID" in start or start.strip().endswith("Z") for start in starts)


def test_a_new_plan_replaces_the_former_one(context: Context, planned: Plan) -> None:
    other = _planned(context, Item(id="niacinamide"))
    first, second = (
        [str(event["uid"]) for event in _events(calendar(context, one, monday=monday))]
        for one, monday in ((planned, MONDAY), (other, MONDAY + timedelta(weeks=3)))
    )
    assert first == second
    assert len(set(first)) == 14


def test_an_event_says_what_to_look_out_for_and_then_every_step(context: Context, planned: Plan) -> None:
    events = _events(calendar(context, planned, monday=MONDAY))
    masked = next(number for number, one in enumerate(planned.sessions) if Item(id="mask.clay") in one.items)
    assert str(events[masked]["summary"]) == "Evening: clay mask"
    assert str(events[masked]["description"]).split("\n") == [
        "1. Wash with cleanser.",
        "2. Spread clay mask. Leave it on for 5 to 10 minutes, or as the label says.",
        "3. Rinse the clay mask off with plenty of lukewarm water and pat dry.",
        "4. Smooth in niacinamide. Then wait about 2 to 3 minutes.",
        "5. Smooth moisturiser over it.",
    ]
    morning = str(events[0]["description"]).split("\n")
    assert morning[-2:] == [
        "3. Smooth moisturiser over it. Then wait about a minute.",
        "4. Put on sunscreen. 15 minutes before the sun.",
    ]
    assert str(events[0]["summary"]) == "Morning: niacinamide"


def test_a_night_without_anything_strong_is_called_a_rest_night(context: Context, planned: Plan) -> None:
    events = _events(calendar(context, planned, monday=MONDAY))
    resting = [one.items == (Item(id="niacinamide"),) and one.moment == "evening" for one in planned.sessions]
    assert [str(event["summary"]) == "Evening: rest night" for event in events] == resting
    assert any(resting)


def test_a_session_lasts_as_long_as_its_steps(context: Context, planned: Plan) -> None:
    events = _events(calendar(context, planned, monday=MONDAY))
    lasting = [event["duration"].dt for event in events]
    masked = next(number for number, one in enumerate(planned.sessions) if Item(id="mask.clay") in one.items)
    assert max(lasting) == lasting[masked] >= timedelta(minutes=15)
    assert min(lasting) >= timedelta(minutes=5)


@pytest.mark.parametrize("name", ["Comma, semicolon; and \\ backslash", "Line\nbreak", "Größe 面膜 🍋", LONG])
def test_any_product_name_survives_the_calendar(context: Context, name: str) -> None:
    shelf = _planned(context, Item(id="retinol", name=name))
    events = _events(calendar(context, shelf, monday=MONDAY))
    assert len(events) == 14
    assert sum(name in str(event["description"]) for event in events) == shelf.uses(Item(id="retinol", name=name)) > 0


def test_a_week_begins_on_a_monday(context: Context, planned: Plan) -> None:
    with pytest.raises(ValueError, match="2024-01-02 is no Monday"):
        calendar(context, planned, monday=MONDAY + timedelta(days=1))


def test_the_week_of_an_answer_makes_the_same_events(context: Context, planned: Plan) -> None:
    """A messenger has only the answer: its calendar replaces that of the plan, with names for instructions."""
    of_plan = _events(calendar(context, planned, monday=MONDAY))
    of_answer = _events(week_calendar(TEXTS, week(context, planned), monday=MONDAY))
    for same in ("uid", "summary", "rrule", "dtstamp"):
        assert [event[same] for event in of_answer] == [event[same] for event in of_plan]
    assert [event["dtstart"].dt for event in of_answer] == [event["dtstart"].dt for event in of_plan]
    for event, session in zip(of_answer, planned.sessions, strict=True):
        lines = str(event["description"]).splitlines()
        assert [line.lower().split(". ", 1)[1] for line in lines] == [
            context.name(item).lower() for item in session.items
        ]
    with pytest.raises(ValueError, match="no Monday"):
        week_calendar(TEXTS, week(context, planned), monday=MONDAY + timedelta(days=1))


def test_the_same_plan_gives_the_same_files(context: Context, planned: Plan) -> None:
    assert calendar(context, planned, monday=MONDAY) == calendar(context, planned, monday=MONDAY)
    for suffix in (".svg", ".png"):
        assert picture(context, planned, suffix) == picture(context, planned, suffix)


def test_pictures_are_what_their_suffix_says(context: Context, planned: Plan) -> None:
    svg, png = picture(context, planned, ".svg"), picture(context, planned, ".png")
    assert ET.fromstring(svg).tag == "{http://www.w3.org/2000/svg}svg"
    assert b"<dc:date>" not in svg
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width == 1440
    assert height > 700
    with pytest.raises(ValueError, match=r"\.pdf is none of"):
        picture(context, planned, ".pdf")


def _drawing(context: Context, *shelf: Item) -> tuple[list[tuple[str, tuple[float, ...]]], list[tuple[float, ...]]]:
    """Texts and coloured fields with their places (left, bottom, right, top) in pixels; the page is the last field."""
    figure = sheet(context.texts, week(context, _planned(context, *shelf)), ("A note.",))
    renderer = FigureCanvasAgg(figure).get_renderer()
    texts = [(text.get_text(), text.get_window_extent(renderer).extents) for text in figure.texts]
    fields = [one.get_window_extent(renderer).extents for one in figure.artists if isinstance(one, Rectangle)]
    return texts, [*fields, figure.bbox.extents]


def _within(inner: tuple[float, ...], outer: tuple[float, ...]) -> bool:
    return inner[0] >= outer[0] and inner[1] >= outer[1] and inner[2] <= outer[2] and inner[3] <= outer[3]


def _overlap(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


SHELVES = {
    "nothing": [],
    "three": [Item(id=name) for name in ("retinol", "mask.clay", "niacinamide")],
    "twelve with long names": [
        Item(id=name, name=f"{LONG} {number}")
        for number, name in enumerate(["retinol", "glycolic_acid", "niacinamide", "moisturiser"] * 3)
    ],
    "many short words": [Item(id="niacinamide", name="a bb " * 40), Item(id="retinol", name="a bb " * 40)],
    "one endless word": [Item(id="niacinamide", name="x" * 300), Item(id="retinol", name="y" * 300)],
}


@pytest.mark.parametrize("shelf", SHELVES.values(), ids=SHELVES)
def test_every_text_has_its_place(context: Context, shelf: list[Item]) -> None:
    """No text leaves the page, crosses the edge of a field, or lies on another text."""
    texts, fields = _drawing(context, *shelf)
    for text, place in texts:
        assert _within(place, fields[-1]), text
        assert all(_within(place, field) for field in fields if _overlap(place, field)), text
    for (text, place), (other, other_place) in combinations(texts, 2):
        assert not _overlap(place, other_place), (text, other)


def test_the_picture_names_every_product(context: Context) -> None:
    shelf = [Item(id="retinol", name=LONG), Item(id="niacinamide"), Item(id="mask.clay")]
    texts, _ = _drawing(context, *shelf)
    drawn = " ".join(text for text, _ in texts)
    for name in (LONG, "niacinamide", "clay mask", "Monday", "Sunday", "Morning", "Evening", "Rest night", "A note."):
        assert name in drawn


def test_the_legend_does_not_rely_on_colour(context: Context) -> None:
    """What tints a session also stands in it as sign and word, and no two signs are the same."""
    texts, _ = _drawing(context, *(Item(id=name) for name in ("retinol", "mask.clay", "niacinamide")))
    words = [text for text, _ in texts]
    signs = {kind: next(word for word in words if word.endswith(kind)) for kind in ("Retinoid", "Mask")}
    assert signs["Retinoid"][0] != signs["Mask"][0]
    planned = _planned(context, *(Item(id=name) for name in ("retinol", "mask.clay", "niacinamide")))
    assert words.count(signs["Retinoid"]) == 1 + planned.uses(Item(id="retinol"))
    assert words.count(signs["Mask"]) == 1 + planned.uses(Item(id="mask.clay"))
    assert not any(word.endswith("Acid") for word in words)


def test_every_word_stands_out_from_its_ground(context: Context) -> None:
    """WCAG asks for a contrast of 4.5 to 1."""
    shelf = [Item(id="retinol"), Item(id="niacinamide"), Item(id="mask.clay", name="Mud", contains=("glycolic_acid",))]
    figure = sheet(context.texts, week(context, _planned(context, *shelf)), ("A note.",))
    renderer = FigureCanvasAgg(figure).get_renderer()
    fields = [one for one in figure.artists if isinstance(one, Rectangle)]
    assert len({field.get_facecolor() for field in fields}) == 4
    for text in figure.texts:
        place = text.get_window_extent(renderer).extents
        grounds = [
            field.get_facecolor() for field in fields if _overlap(place, field.get_window_extent(renderer).extents)
        ]
        for ground in grounds or ["white"]:
            assert _contrast(text.get_color(), ground) >= 4.5, text.get_text()


def _contrast(one: object, other: object) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: object) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in to_rgb(colour)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("name", ["$5 mask_{x}$ \\alpha", "面膜 🍋", "Line\nbreak\ttab", "<b>&amp;</b>"])
def test_any_product_name_can_be_drawn(context: Context, name: str) -> None:
    planned = _planned(context, Item(id="retinol", name=name))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ET.parse(io.BytesIO(picture(context, planned, ".svg")))
