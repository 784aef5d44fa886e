"""Who names an order is told whether it is right; who names a frequency or a time, whether it is too much."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.kinds import answer
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.items import NOBODY, Item, Person

SERUM, MASK, TONER = Item(id="serum", name="serum"), Item(id="mask", name="mask"), Item(id="toner", name="toner")
CREAM, SPF = Item(id="moisturiser", name="cream"), Item(id="sunscreen", name="spf")


@pytest.fixture
def context(knowledge: Knowledge, texts: Texts) -> Context:
    return Context(knowledge, texts, NOBODY)


def _answered(context: Context, kind: str, text: str, *things: Item, per_week: float | None = None) -> Answer:
    asked = Question(kind=kind, text=text, things=list(things), words=text.split(), per_week=per_week)
    return answer(context, asked)


@pytest.mark.parametrize(
    ("text", "things", "turned"),
    [
        ("can i use serum before the mask", (SERUM, MASK), True),
        ("can i use serum after the mask", (SERUM, MASK), False),
        ("may cream go under serum", (CREAM, SERUM), True),
        ("serum before or after mask ok", (SERUM, MASK), False),
    ],
)
def test_an_order_that_is_turned_round_is_no_yes(
    context: Context, text: str, things: tuple[Item, ...], turned: bool
) -> None:
    given = _answered(context, "compatibility", text, *things)
    assert given.headline.startswith("Better the other way round") is turned


@pytest.mark.parametrize(
    ("text", "things", "begins"),
    [
        ("toner , serum , cream , is that right ?", (TONER, SERUM, CREAM), "That order is right"),
        ("toner , cream , serum , is that right ?", (TONER, CREAM, SERUM), "Not quite"),
        ("what is the right order of toner , cream , serum", (TONER, CREAM, SERUM), "In this order"),
    ],
)
def test_a_list_is_checked_only_where_somebody_wants_it_checked(
    context: Context, text: str, things: tuple[Item, ...], begins: str
) -> None:
    assert _answered(context, "order", text, *things).headline.startswith(begins)


def test_a_morning_and_an_evening_have_an_order_each(context: Context) -> None:
    day = [Item(id=name, moment="morning") for name in ("sunscreen", "toner")]
    night = [Item(id="moisturiser", moment="evening")]
    given = answer(context, Question(kind="order", things=[*day, *night], text="order"))
    assert given.headline == "Morning, in this order: toner and sunscreen."
    assert given.reasons[0] == "Evening, in this order: moisturiser."


def test_two_serums_that_no_rule_puts_in_order_may_go_either_way(context: Context) -> None:
    both = Item(id="niacinamide"), Item(id="vitamin_c")
    assert "either may go first" in _answered(context, "order", "which first", *both).headline
    assert "either" not in _answered(context, "order", "which first", SERUM, CREAM).headline


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ("mask.clay", "a serum if you like"),
        ("mask.peel_off", "only plain care"),
        ("cleanser", "toner"),
        ("toner", "serum"),
    ],
)
def test_what_follows_depends_on_what_it_follows(context: Context, item: str, words: str) -> None:
    assert words in _answered(context, "order", "what goes on after it", Item(id=item)).headline


@pytest.mark.parametrize(
    ("text", "item", "times", "begins"),
    [
        ("twice a day ok", "niacinamide", 14, "Yes, that often is fine"),
        ("twice a day too much", "niacinamide", 14, "No, that often is fine"),
        ("daily or once a week", "niacinamide", 7, "Niacinamide can"),
        ("three times a week too much", "mask.clay", 3, "That is the very most"),
        ("three times a week too much", "mask.peel_off", 3, "That is too often"),
        ("every other day ok", "retinol", 3.5, "Yes, that often"),
        ("every third day ok", "mask.clay", 7 / 3, "Yes, that often"),
        ("every other day ok", "mask.gel", 3.5, "That is too often"),
        ("five nights ok", "retinol", 5, "Not at first"),
    ],
)
def test_a_frequency_that_is_named_gets_its_yes_or_no(
    context: Context, text: str, item: str, times: float, begins: str
) -> None:
    assert _answered(context, "frequency", text, Item(id=item), per_week=times).headline.startswith(begins)


@pytest.mark.parametrize(("skin", "begins"), [("skin.dry", "With dry skin rather less"), ("skin.oily", "Yes")])
def test_a_frequency_is_no_yes_to_skin_that_should_go_slowly(
    knowledge: Knowledge, texts: Texts, skin: str, begins: str
) -> None:
    asked = Question(kind="frequency", things=[Item(id="mask.clay")], per_week=2, traits=[skin], words=["ok"])
    given = answer(Context(knowledge, texts, Person(traits=(skin,))), asked)
    assert given.headline.startswith(begins)


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("is 45 minutes ok", "That is too long"),
        ("an hour bad ?", "That is too long"),
        ("is 15 mins enough", "That is fine"),
        ("what happens if it stays too long", "Left on for too long"),
        ("how long , 15 minutes", "A sheet mask stays on"),
    ],
)
def test_minutes_that_are_named_are_weighed(context: Context, text: str, begins: str) -> None:
    assert _answered(context, "duration", text, Item(id="mask.sheet")).headline.startswith(begins)


def test_whether_to_rinse_is_said_first(context: Context) -> None:
    assert _answered(context, "usage", "do i rinse it", Item(id="mask.gel", name="gel")).headline.startswith("Rinse")
    named = Item(id="mask.rinse_off", name="rinse-off mask")
    used = _answered(context, "usage", "how do i use the rinse-off mask", named)
    assert not used.headline.startswith("Rinse")


def test_when_a_mask_is_used_says_its_place_too(context: Context) -> None:
    given = _answered(context, "time_of_day", "when should i use one", Item(id="mask.sheet"))
    assert any("before moisturiser" in reason for reason in given.reasons)


def test_four_things_are_each_told_how_often(context: Context) -> None:
    things = [Item(id=name) for name in ("mask.clay", "niacinamide", "retinol", "toner")]
    given = _answered(context, "frequency", "how often tho", *things)
    said = " ".join((given.headline, *given.reasons)).lower()
    assert all(word in said for word in ("clay", "niacinamide", "retinol", "toner"))


@pytest.mark.parametrize(("trait", "leads"), [("concern.ageing", "For ageing"), ("concern.redness", "It depends")])
def test_an_entry_that_depends_is_led_by_what_somebody_needs(context: Context, trait: str, leads: str) -> None:
    asked = Question(kind="faq/better_overall", traits=[trait], things=[MASK, SERUM], words=["mask", "or", "serum"])
    assert answer(context, asked).headline.startswith(leads)


def test_a_serum_counts_among_what_is_for_a_concern(context: Context) -> None:
    words = ["serum", "or", "cream"]
    asked = Question(kind="comparison", traits=["concern.ageing"], things=[SERUM, CREAM], words=words)
    assert answer(context, asked).headline.startswith("Both serum and moisturiser")


def test_the_mask_that_goes_over_moisturiser_is_told_to_who_puts_one_there(context: Context) -> None:
    turned = _answered(context, "compatibility", "can i use a mask after cream", MASK, CREAM)
    assert any("overnight mask" in caution for caution in turned.cautions)
    right = _answered(context, "compatibility", "can i use cream after a mask", CREAM, MASK)
    assert not any("overnight mask" in caution for caution in right.cautions)
