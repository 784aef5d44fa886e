"""What the words about steps ask outright is understood so, whatever the classifier takes it for."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.answers.question import Question
from bot.knowledge.files import load
from bot.nlu.classifier import _set_intent
from bot.nlu.reader import Reader, clean
from bot.nlu.routine_forms import puts_in_order, routine_form
from tests.conftest import ROOT

READER = Reader(load(ROOT / "data/knowledge"))


@pytest.mark.parametrize(
    "text",
    [
        "Which of these goes on first? Toner? Essence?",
        "toner essence moisturiser, what order",
        "1. cleanser 2. sunscreen 3. moisturiser",
        "step 1 toner, step 2 cream, step 3 serum",
        "I go cleanser, moisturiser, serum. Is that right?",
        "essence, eye cream, sunscreen, correct?",
        "essence then eye cream then sunscreen ok?",
    ],
)
def test_a_list_of_steps_is_put_in_order(text: str) -> None:
    assert puts_in_order(READER.read(clean(text)))


@pytest.mark.parametrize(
    "text",
    [
        "my order of a serum and a toner has not come",
        "can toner, serum and cream be used together, right?",
        "I'm pregnant: which goes first, serum or cream?",
        "which should I buy first, toner or serum",
        "1. what is retinol 2. what is a serum",
    ],
)
def test_what_is_no_list_of_steps_is_left_alone(text: str) -> None:
    assert not puts_in_order(READER.read(clean(text)))


@pytest.mark.parametrize(
    ("text", "taken_for", "meant"),
    [
        ("must I cleanse once more after a mask", "faq/mask_before_cleansing", "faq/wash_after_mask"),
        ("is the hydrogel mask rinsed off", "duration", "usage"),
        ("do I rinse my cheeks after the sheet mask", "usage", "faq/rinse_after_sheet"),
        ("how long until I rinse the gel mask off", "duration", ""),
        ("how much rinse-off mask do I need", "faq/mask_amount", ""),
        ("do I cleanse before a gel mask", "faq/mask_before_cleansing", ""),
        ("at which step comes the eye cream", "faq/eye_cream_need", "order"),
        ("what should I do before the mask", "choice", "faq/mask_before_cleansing"),
        ("what do I put on after a mud mask", "faq/two_masks_in_a_row", "order"),
        ("is an essence just a gimmick", "faq/ampoule_serum_essence", "necessity"),
        ("mud mask, good or bad?", "faq/mask_cleanup", "suitability"),
        ("is azelaic acid every day ok", "faq/azelaic_strength", "frequency"),
        ("do I have to mask every week", "frequency", "necessity"),
        ("two masks in a week?", "faq/two_masks_in_a_row", "frequency"),
        ("thin serum under the sheet mask?", "faq/sheet_or_serum", "order"),
        ("may I use serum after the gel mask", "faq/replace", "compatibility"),
        ("mask or serum for wrinkles", "choice", "faq/better_overall"),
        ("serum then mask or mask then serum", "faq/rich_light_mask", "order"),
        ("is a serum or a mask the cheaper one", "comparison", "faq/mask_or_serum_cost"),
        ("serum instead of a mask?", "faq/replace", "faq/need_both"),
        ("can an overnight mask replace my night cream", "faq/night_cream_by_day", "comparison"),
        ("can a gel mask replace moisturiser", "compatibility", "faq/replace"),
        ("a serum in the morning?", "faq/serums_day_night", "time_of_day"),
        ("a different serum in the morning?", "faq/serums_day_night", ""),
        ("how does that fit into a routine", "routine", "order"),
        ("which is the last step of a skincare routine", "faq/reaction_general", "order"),
        ("is this where the toner comes in", "choice", ""),
        ("can I put toner on after my moisturiser", "faq/serum_and_moisturiser", "compatibility"),
        ("eye cream or toner first", "faq/spf_combined", "order"),
        ("which retinol or acid should I try first", "faq/retinol_or_acid", ""),
        ("must I moisturise after a mud mask", "necessity", "compatibility"),
        ("scrub before or after the gel mask", "order", "faq/exfoliate_before_mask"),
        ("I fell asleep in a gel mask", "duration", "faq/slept_in_mask"),
        ("how long until a toner sinks in", "results", "wait"),
        ("when must I put the gel mask on", "duration", "order"),
        ("can I go without toner", "faq/serum_missed", "necessity"),
        ("can I go without toner for a day", "faq/serum_missed", ""),
        ("does a mud mask do anything", "faq/mask_cleanup", "effect"),
        ("overnight mask each night fine?", "faq/washoff_overnight", "frequency"),
        ("which has the better results, mask or serum", "faq/convenience", "faq/better_overall"),
        ("is serum necessary with a mask", "faq/replace", "necessity"),
        ("toner over eye cream or under?", "faq/around_serum", "order"),
        ("what routine on mask days", "routine", "order"),
        ("something quick for date night", "faq/spot_tomorrow", "choice"),
    ],
)
def test_words_about_steps_decide(text: str, taken_for: str, meant: str) -> None:
    assert routine_form(taken_for, READER.read(clean(text)), 0.4) == meant


def test_a_report_and_a_state_are_left_to_what_is_made_for_them() -> None:
    rinsing = READER.read(clean("should I wash my face after a mask"))
    assert routine_form("reaction", rinsing, 0.4) == ""
    pregnant = READER.read(clean("I'm pregnant, should I wash my face after a mask"))
    assert routine_form("faq/mask_before_cleansing", pregnant, 0.4) == ""


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("serum before or after cream", ["serum", "moisturiser"]),
        ("mask, serum, cream", ["mask", "serum", "moisturiser"]),
        ("toner serum mask cream", ["toner", "serum", "mask", "moisturiser"]),
        ("a serum mask and toner", ["mask.sheet", "toner"]),
        ("cleanser toner mask serum", ["cleanser", "toner", "mask", "serum"]),
        ("serum before the cream from my doctor", ["serum"]),
        ("the gp said serum then cream", ["serum"]),
        ("serum, then cream for eczema", ["serum"]),
        ("urea cream", ["urea"]),
    ],
)
def test_the_cream_of_a_routine_is_moisturiser(text: str, ids: list[str]) -> None:
    assert [mention.id for mention in READER.read(clean(text)).things] == ids


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("two different masks in a week", 2),
        ("a mask twice in one day", 14),
        ("one day I tried a mask", None),
        ("a mask on Mondays and Fridays", 2),
    ],
)
def test_how_often_a_week(text: str, times: float | None) -> None:
    assert READER.read(clean(text)).per_week == times


def test_what_words_say_outright_is_not_in_doubt_because_the_guesses_were() -> None:
    message = Message()
    _set_intent(message, Question(kind="order", confidence=0.6), [("usage", 0.301), ("order", 0.3), ("faq/price", 0.3)])
    first, second, *_ = message.get("intent_ranking")
    assert (first["label"], second["label"]) == ("order", "usage")
    assert second["confidence"] < first["confidence"] / 2
    _set_intent(message, Question(kind="order", confidence=0.4), [("usage", 0.301), ("order", 0.3)])
    assert message.get("intent_ranking")[0]["label"] == "usage"
