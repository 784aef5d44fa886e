"""Half a question about what was talked of is known by its form, whatever the classifier made of it."""

from __future__ import annotations

import pytest

from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.forms import read_off
from bot.knowledge.base import Knowledge
from bot.rules.items import Item

RETINOL, VITAMIN_C, CLAY, SERUM = Item(id="retinol"), Item(id="vitamin_c"), Item(id="mask.clay"), Item(id="serum")
PAIR = Focus(kind="compatibility", things=[RETINOL, VITAMIN_C], pair=[RETINOL, VITAMIN_C])
ONE = Focus(kind="definition", things=[RETINOL])
MASK = Focus(kind="frequency", things=[CLAY], mask=CLAY)
CHOICE = Focus(kind="choice", things=[SERUM], chosen="niacinamide")
ORDER = Focus(kind="order", things=[Item(id="toner"), SERUM])


def _read(
    knowledge: Knowledge,
    text: str,
    focus: Focus,
    *things: str,
    kind: str = "out_of_scope",
    traits: tuple[str, ...] = (),
) -> tuple[str, list[str]] | None:
    asked = Question(
        kind=kind, text=text, words=text.split(), things=[Item(id=name) for name in things], traits=list(traits)
    )
    found = read_off(knowledge, asked, focus)
    return (found.kind, [item.id for item in found.things]) if found is not None else None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("so which goes first ?", "order"),
        ("which do i put on first", "order"),
        ("and which evenings for which", "routine"),
        ("how should i alternate them", "routine"),
        ("which of them is gentler", "comparison"),
        ("but is that harmful", "compatibility"),
        ("what happens if i mix them", "compatibility"),
    ],
)
def test_of_two(knowledge: Knowledge, text: str, kind: str) -> None:
    assert _read(knowledge, text, PAIR) == (kind, ["retinol", "vitamin_c"])
    assert _read(knowledge, text, ONE) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("which strength", "definition"),
        ("how strong", "definition"),
        ("how long will it take to work ?", "results"),
        ("are there any downsides", "effect"),
        ("can i leave it on all night", "duration"),
        ("do i get it over the counter", "faq/prescription_needed"),
    ],
)
def test_of_one(knowledge: Knowledge, text: str, kind: str) -> None:
    assert _read(knowledge, text, ONE) == (kind, ["retinol"])
    assert _read(knowledge, text, Focus()) is None


def test_whether_it_helps_wants_something_that_it_may_help(knowledge: Knowledge) -> None:
    assert _read(knowledge, "would it fade my freckles", ONE, traits=("concern.dark_spots",)) == (
        "suitability",
        ["retinol"],
    )
    assert _read(knowledge, "would it fade", ONE) is None


def test_how_long_of_a_mask_is_how_long_it_stays_on(knowledge: Knowledge) -> None:
    assert _read(knowledge, "how long", MASK) is None


def test_what_is_done_after_a_mask_is_about_the_mask(knowledge: Knowledge) -> None:
    assert _read(knowledge, "do i rinse my face afterwards", MASK) == ("usage", ["mask.clay"])
    assert _read(knowledge, "do i wash my face after", MASK, "cleanser") == ("usage", ["mask.clay"])
    assert _read(knowledge, "do i rinse my face afterwards", ONE) is None


def test_what_was_chosen_is_asked_about(knowledge: Knowledge) -> None:
    assert _read(knowledge, "how often", CHOICE, kind="frequency") == ("frequency", ["niacinamide"])
    assert _read(knowledge, "what strength", CHOICE) == ("definition", ["niacinamide"])
    assert _read(knowledge, "can i use it with retinol", CHOICE, "retinol", kind="compatibility") == (
        "compatibility",
        ["niacinamide", "retinol"],
    )


@pytest.mark.parametrize(
    ("text", "focus", "thing", "expected"),
    [
        ("and then what serum", MASK, "serum", ("choice", ["serum"])),
        ("what about serum", MASK, "serum", None),
        ("which serum first", MASK, "serum", None),
        ("and eye cream", ORDER, "eye_cream", ("order", ["toner", "serum", "eye_cream"])),
        ("and niacinamide", ONE, "niacinamide", None),
        ("can i put moisturiser under it", ONE, "moisturiser", ("order", ["retinol", "moisturiser"])),
        ("what about adding niacinamide", ONE, "niacinamide", ("compatibility", ["retinol", "niacinamide"])),
        ("what about adding retinol", ONE, "retinol", None),
    ],
)
def test_of_one_more(
    knowledge: Knowledge, text: str, focus: Focus, thing: str, expected: tuple[str, list[str]] | None
) -> None:
    assert _read(knowledge, text, focus, thing) == expected


def test_a_long_message_says_what_it_is_about(knowledge: Knowledge) -> None:
    text = "i have been wondering for some weeks now which of the two goes on first in the evening"
    assert _read(knowledge, text, PAIR) is None
