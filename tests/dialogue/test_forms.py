"""Half a question about what was talked of is known by its form, whatever the classifier made of it."""

from __future__ import annotations

import pytest

from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.forms import in_the_same_state, read_off
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


@pytest.mark.parametrize(
    ("text", "kind", "things"),
    [
        ("what is a serum", "definition", ("serum",)),
        ("what does a clay mask do", "effect", ("mask.clay",)),
        ("can i talk to a human about side effects", "human", ()),
        ("how do i reduce the side effects", "usage", ()),
        ("what are the risks for the baby", "effect", ()),
        ("please forget my prescription", "forget_me", ()),
        ("my prescription ran out", "tell", ()),
        ("how long until it expires", "duration", ()),
        ("how strong is the evidence for that", "source", ()),
        ("how strong is the evidence", "effect", ()),
        ("which is the best football team", "out_of_scope", ()),
        ("do i need sunscreen after", "necessity", ("sunscreen",)),
        ("how do i mix a clay mask", "usage", ("mask.clay",)),
        ("what else should i avoid", "choice", ()),
        ("how often should i wash my pillowcase", "frequency", ()),
    ],
)
def test_a_question_of_its_own_stays_what_it_is(
    knowledge: Knowledge, text: str, kind: str, things: tuple[str, ...]
) -> None:
    for focus in (PAIR, ONE, CHOICE, Focus(kind="choice", things=[SERUM], wanted=["concern.acne"])):
        assert _read(knowledge, text, focus, *things, kind=kind) is None


def test_what_an_entry_surely_answers_is_left_to_it(knowledge: Knowledge) -> None:
    asked = Question(kind="faq/two_masks_in_a_row", words=["which", "one", "first"], confidence=0.9)
    assert read_off(knowledge, asked, PAIR) is None
    unsure = Question(kind="faq/two_masks_in_a_row", words=["which", "one", "first"], confidence=0.4)
    assert read_off(knowledge, unsure, PAIR) is not None


def test_what_else_helps_leaves_out_what_was_talked_of(knowledge: Knowledge) -> None:
    focus = Focus(kind="choice", things=[VITAMIN_C], wanted=["concern.acne"])
    found = read_off(knowledge, Question(kind="help", words=["and", "what", "else", "could", "help"]), focus)
    assert found is not None
    assert (found.kind, found.traits, found.rejected) == ("choice", ["concern.acne"], ["vitamin_c"])
    assert _read(knowledge, "and a mask ?", focus, "mask", kind="definition") == ("choice", ["mask"])
    assert _read(knowledge, "with a mask ?", focus, "mask", kind="compatibility") is None


IN_PREGNANCY = Focus(kind="suitability", things=[RETINOL], states=["state.pregnant"])


@pytest.mark.parametrize(
    ("text", "kind", "things", "heeded", "becomes"),
    [
        ("azelaic acid ?", "definition", ("azelaic_acid",), True, "suitability"),
        ("and what about the azelaic acid ?", "effect", ("azelaic_acid",), True, "suitability"),
        ("so what can i use for my spots", "choice", (), True, "choice"),
        ("what is azelaic acid ?", "definition", ("azelaic_acid",), False, "definition"),
        ("and what is azelaic acid", "definition", ("azelaic_acid",), False, "definition"),
        ("ok so how does a clay mask work", "effect", ("mask.clay",), False, "effect"),
        ("my skin is oily", "tell", (), False, "tell"),
        ("i use tretinoin", "tell", ("tretinoin",), False, "tell"),
        ("and for me ?", "suitability", (), False, "suitability"),
        ("ok next", "walk_next", (), False, "walk_next"),
    ],
)
def test_the_state_that_was_asked_about_goes_on_with_what_goes_on(
    text: str, kind: str, things: tuple[str, ...], heeded: bool, becomes: str
) -> None:
    items = [Item(id=name, name=name.replace("_", " ").replace("mask.", "")) for name in things]
    found = in_the_same_state(Question(kind=kind, text=text, words=text.split(), things=items), IN_PREGNANCY)
    assert (found.kind, "state.pregnant" in found.traits) == (becomes, heeded)


def test_a_state_that_was_asked_about_does_not_outlive_the_conversation() -> None:
    assert IN_PREGNANCY.in_new_session().states == []
    own = Question(kind="suitability", words=["azelaic"], traits=["state.rosacea"], things=[Item(id="azelaic_acid")])
    assert in_the_same_state(own, IN_PREGNANCY).traits == ["state.rosacea"]
