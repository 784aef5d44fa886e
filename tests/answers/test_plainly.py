"""Plain questions are answered by what they ask: who should not, what not to mix, how long until spots fade."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.essentials import with_essentials
from bot.answers.kinds import answer
from bot.answers.question import Near, Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge, key_of
from bot.rules.items import NOBODY, Item


@pytest.fixture
def context(knowledge: Knowledge, texts: Texts) -> Context:
    return Context(knowledge, texts, NOBODY)


def asked(kind: str, said: str, *names: str, **more: object) -> Question:
    return Question(kind=kind, words=said.split(), things=[Item(id=name) for name in names], **more)  # type: ignore[arg-type]


def slots(given: Answer) -> tuple[str, str]:
    morning, evening = (step.text for step in given.steps[:2])
    return morning, evening


@pytest.mark.parametrize("concern", ["concern.acne", "concern.ageing", "concern.pigmentation", "concern.redness"])
def test_what_is_strong_or_begun_slowly_is_in_one_half_of_the_day(context: Context, concern: str) -> None:
    morning, evening = slots(answer(context, asked("routine", "a routine please", traits=[concern])))
    for name in ("retinol", "benzoyl peroxide", "salicylic acid", "azelaic acid", "vitamin C"):
        assert not (name in morning and name in evening)
    assert "retinol" not in morning
    assert "vitamin C" not in evening


def test_what_to_go_slowly_with_is_told_and_medicines_come_last(context: Context) -> None:
    given = answer(context, asked("compatibility", "what not to mix with azelaic acid", "azelaic_acid"))
    assert any(line.startswith("Go slowly") and "retinoids" in line for line in given.reasons)
    assert "hydrocortisone" not in given.headline
    assert any("hydrocortisone" in line and "doctor" in line for line in given.reasons)


def test_where_nothing_clashes_that_is_said(context: Context) -> None:
    given = answer(context, asked("compatibility", "what not to mix with hyaluronic acid", "hyaluronic_acid"))
    assert given.headline.startswith("Nothing that I know of")


def test_the_rest_of_a_routine_is_whatever_else_is_in_use(context: Context) -> None:
    said = "can i use vitamin c alongside my other skincare products"
    given = answer(context, asked("compatibility", said, "vitamin_c"))
    assert not given.asks_back
    assert "benzoyl peroxide" in given.headline


@pytest.mark.parametrize("name", ["mask.clay", "mask.sheet", "mask.overnight", "retinol", "scrub"])
def test_who_should_not_is_told_who_should_not(context: Context, name: str) -> None:
    given = answer(context, asked("suitability", f"who should not use {name}", name))
    assert any(word in given.headline.lower() for word in ("not", "never", "leave", "avoid"))


def test_how_long_spots_take_is_told_before_what_serums_take(context: Context) -> None:
    given = answer(context, asked("results", "how long until dark spots fade", traits=["concern.pigmentation"]))
    assert given.headline == context.knowledge.facts("concern.pigmentation", "results")[0].says


def test_a_choice_for_a_concern_tells_how_to_begin_with_what_it_names(context: Context) -> None:
    question = asked("choice", "what helps with wrinkles", traits=["concern.ageing"])
    given = Answer(kind="choice", headline="For lines, a serum with retinol.")
    (completed,), _ = with_essentials(context, [question], [given], lambda what: False)
    assert any("evenings a week" in caution and "pregnancy" in caution for caution in completed.cautions)


def test_what_is_named_to_be_left_out_is_not_chosen(context: Context) -> None:
    question = asked(
        "choice", "anything for dull skin that is not vitamin c", "vitamin_c",
        rejected=["vitamin_c"], traits=["concern.dullness"],
    )  # fmt: skip
    given = answer(context, question)
    assert "vitamin c" not in " ".join((given.headline, *given.reasons)).lower()


def test_moisturiser_after_a_mask_is_no_question_of_the_three_basics(context: Context) -> None:
    question = asked("necessity", "do i need moisturiser after an overnight mask", "moisturiser")
    question.beside = ["mask.overnight"]
    given = answer(context, question)
    assert not given.headline.startswith("Yes")
    assert "last step" in given.headline or "nothing goes on top" in given.headline


def test_how_everything_is_used_together_is_an_order(context: Context) -> None:
    given = answer(context, asked("usage", "how do i use your products together"))
    assert [step.text for step in given.steps]


def test_a_sentence_that_leans_on_another_is_not_told_alone(context: Context) -> None:
    entry = next(
        (name, fact)
        for name, one in context.knowledge.faq.items()
        for fact in one.facts[1:]
        if fact.says.startswith("Then ") and all(fact.topic == "answer" for fact in one.facts)
    )
    near = [Near(fact=key_of(entry[1]), score=0.99, faq=f"faq/{entry[0]}")]
    question = asked("frequency", "how many times a day should i moisturise", "moisturiser", nearest=near)
    assert entry[1].says not in answer(context, question).reasons
