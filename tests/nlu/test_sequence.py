"""A list of steps is put in order, whatever the classifier takes it for."""

from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.answers.question import Question
from bot.knowledge.files import load
from bot.nlu.classifier import _set_intent
from bot.nlu.reader import Reader, clean
from bot.nlu.sequence import puts_in_order
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
