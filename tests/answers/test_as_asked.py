"""What an answer says to what was asked for, and not to its opposite; and to whom it is said."""

from __future__ import annotations

import pytest

from bot.answers.context import Context
from bot.answers.kinds import answer
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.items import NOBODY, Item, Person


@pytest.fixture
def context(knowledge: Knowledge, texts: Texts) -> Context:
    return Context(knowledge, texts, NOBODY)


@pytest.mark.parametrize(
    ("words", "begins"),
    [
        (["do", "i", "need", "moisturiser"], "Yes"),
        (["can", "i", "skip", "moisturiser"], "No"),
        (["what", "happens", "without", "moisturiser"], "Moisturiser"),
    ],
)
def test_needing_it_is_no_yes_to_doing_without(context: Context, words: list[str], begins: str) -> None:
    given = answer(context, Question(kind="necessity", things=[Item(id="moisturiser")], words=words))
    assert given.headline.startswith(begins)
    assert not any(reason.startswith("Yes") for reason in given.reasons)


def test_what_comes_off_is_not_left_on_for_hours(context: Context) -> None:
    words = ["can", "i", "sleep", "in", "it"]
    clay = answer(context, Question(kind="duration", things=[Item(id="mask.clay")], words=words))
    assert clay.headline.startswith("No")
    stays = answer(context, Question(kind="duration", things=[Item(id="mask.overnight")], words=words))
    assert not stays.headline.startswith("No")


def test_no_sentence_recommends_what_is_kept_from_the_person(knowledge: Knowledge, texts: Texts) -> None:
    asked = Question(kind="choice", traits=["skin.oily"], words=["what", "for", "shine"])
    anybody = answer(Context(knowledge, texts, NOBODY), asked)
    expecting = answer(Context(knowledge, texts, Person(traits=("state.pregnant",))), asked)
    assert any("salicylic" in sentence for sentence in (anybody.headline, *anybody.reasons))
    assert not any("salicylic" in sentence for sentence in (expecting.headline, *expecting.reasons))


def test_an_unheard_product_is_left_out_by_somebody_in_a_state(knowledge: Knowledge, texts: Texts) -> None:
    asked = Question(kind="compatibility", things=[Item(id="mask.clay")], unknown=["zorbatrol"])
    nursing = answer(Context(knowledge, texts, Person(traits=("state.breastfeeding",))), asked)
    assert any("leave it out" in caution for caution in nursing.cautions)
    assert not any("leave it out" in caution for caution in answer(Context(knowledge, texts, NOBODY), asked).cautions)


def test_a_routine_is_made_of_what_one_has_and_a_mask_is_not_for_every_evening(context: Context) -> None:
    things = [Item(id=name) for name in ("toner", "niacinamide", "mask.gel")]
    given = answer(context, Question(kind="routine", things=things))
    morning, evening, with_mask = (step.text for step in given.steps)
    assert morning.index("toner") < morning.index("niacinamide") < morning.index("sunscreen")
    assert "mask" not in morning + evening
    assert "gel mask" in with_mask


def test_a_concern_told_in_passing_is_no_reason_against_it(context: Context) -> None:
    serum = Item(id="vitamin_c", form="serum")
    asked = Question(kind="compatibility", things=[serum], traits=["concern.scars"], words=["can", "i", "use", "it"])
    assert "not a first choice" not in answer(context, asked).headline
