"""What is said to a reaction fits what was told of it; a red flag is never made milder."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.kinds import answer
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.items import NOBODY, Item


@pytest.fixture
def context(knowledge: Knowledge, texts: Texts) -> Context:
    return Context(knowledge, texts, NOBODY)


def _said(given: Answer) -> str:
    return " ".join((given.headline, *given.reasons, *given.cautions))


def _reaction(context: Context, text: str, *things: str, traits: tuple[str, ...] = ()) -> Answer:
    asked = Question(
        kind="reaction", words=text.split(), things=[Item(id=name) for name in things], traits=list(traits)
    )
    return answer(context, asked)


def test_whoever_has_rinsed_it_off_is_not_told_to(context: Context) -> None:
    assert "rinse" in _said(_reaction(context, "my cheeks are pink")).lower()
    assert "rinse" not in _said(_reaction(context, "i washed it off and my cheeks are pink")).lower()


@pytest.mark.parametrize(
    ("cause", "entry"),
    [
        ("benzoyl_peroxide", "bpo_sore"),
        ("retinal", "retinoid_sore_return"),
        ("lactic_acid", "over_exfoliated"),
        ("lemon_juice", "home_remedy_sore"),
        ("eye_cream", "eye_cream_reaction"),
    ],
)
def test_what_it_came_from_decides_what_to_do(context: Context, cause: str, entry: str) -> None:
    told = context.knowledge.faq[entry].facts[0].says
    assert told in _reaction(context, "my cheeks are pink", cause).reasons
    assert told not in _reaction(context, "my cheeks are pink").reasons


def test_skin_torn_by_wax_is_a_small_wound(context: Context) -> None:
    given = _reaction(context, "wax took my skin along", "retinol", traits=("state.hair_removal",))
    assert given.headline == context.knowledge.faq["wax_skin_off"].facts[0].says


def test_whether_to_stop_is_answered_first(context: Context) -> None:
    assert _reaction(context, "my cheeks are pink should i stop").headline.startswith("Yes, stop")
    assert _reaction(context, "my cheeks are pink do i continue").headline.startswith("No, don't go on")
    assert "for good" in _reaction(context, "do i quit it for good", "benzoyl_peroxide").headline
    assert _reaction(context, "do i quit it for good", "fragrance").headline.startswith("Yes, stop")


def test_whether_it_scars_is_answered(context: Context) -> None:
    scar = context.knowledge.faq["irritation_scar"].facts[0].says
    assert scar in _reaction(context, "my cheeks peel will it leave scars").reasons
    assert scar not in _reaction(context, "my cheeks peel").reasons


def test_whether_it_is_an_allergy_or_usual_is_answered(context: Context) -> None:
    hint = context.knowledge.faq["irritant_or_allergy"].facts[0].says
    assert hint in _said(_reaction(context, "my cheeks are pink , is it an allergy ?"))
    assert hint not in _said(_reaction(context, "my cheeks are pink , and i have an allergy to nuts"))
    usual = context.knowledge.facts("benzoyl_peroxide", "caution")[0].says
    assert usual in _said(_reaction(context, "my skin is dry from it . is that normal ?", "benzoyl_peroxide"))
    assert usual not in _said(_reaction(context, "my skin is dry from it", "benzoyl_peroxide"))


def test_a_child_is_looked_at_today(context: Context) -> None:
    child = context.texts.say("safety.child")
    assert child in _reaction(context, "her cheeks are pink", traits=("state.child",)).cautions
    assert child not in _reaction(context, "my cheeks are pink").cautions


def test_every_answer_to_a_reaction_says_when_to_be_seen(context: Context) -> None:
    seen, emergency = (fact.says for fact in context.knowledge.faq["reaction_general"].facts[1:3])
    for text in ("my cheeks are pink", "i washed it off", "should i stop", "will it scar"):
        for things in ((), ("retinol",), ("benzoyl_peroxide",)):
            given = _reaction(context, text, *things)
            assert {seen, emergency} <= set(given.reasons)


@pytest.mark.parametrize("flag", ["burning_now", "red_reaction"])
def test_a_flag_told_of_what_is_off_already_is_as_strict(context: Context, flag: str) -> None:
    def raised(text: str) -> Answer:
        return answer(context, Question(kind="red_flag", flag=flag, words=text.split()))

    now, later = raised("it burns"), raised("i rinsed it off and it burns")
    assert "take it off" not in later.headline
    assert now.verdict == later.verdict == "avoid"
    assert "doctor" in later.headline
    assert "emergency" in later.headline
    assert context.texts.say("safety.stop") in later.reasons
    assert raised("it burns since last night").headline == now.headline, "an overnight mask may still be on"


def test_a_flag_that_is_urgent_stays_as_it_is(context: Context) -> None:
    for flag in context.knowledge.red_flags:
        if flag.level != "stop":
            asked = Question(kind="red_flag", flag=flag.id, words=["i", "rinsed", "it", "off"])
            given = answer(context, asked)
            assert given.headline == flag.says


def test_burning_is_no_proof(context: Context) -> None:
    words = ["it", "burns", "does", "that", "mean", "its", "working"]
    given = answer(context, Question(kind="red_flag", flag="burning_now", words=words))
    assert context.texts.say("safety.no_proof") in given.reasons


def test_a_complaint_that_names_nothing_is_not_guessed_at(context: Context) -> None:
    words = ["what", "is", "this", "itchy", "ring", "on", "my", "cheek"]
    given = answer(context, Question(kind="medical", words=words))
    assert given.headline == context.texts.say("safety.undiagnosed")
    assert context.texts.say("safety.be_seen") in given.reasons


def test_hydrocortisone_is_not_called_prescription_only(context: Context) -> None:
    def headline(*names: str) -> str:
        asked = Question(kind="compatibility", things=[Item(id=name) for name in names], words=["with"])
        return answer(context, asked).headline

    assert "pharmacist" in headline("hydrocortisone", "moisturiser")
    assert "prescription medicine" not in headline("hydrocortisone", "moisturiser")
    assert "prescriber" in headline("tretinoin", "moisturiser")
    assert "prescription medicine" in headline("tretinoin", "niacinamide")


def test_pregnant_on_isotretinoin_is_told_to_stop_and_call(context: Context) -> None:
    asked = Question(kind="medical", traits=["state.pregnant", "state.isotretinoin"], words=["what", "now"])
    given = answer(context, asked)
    assert "today" in given.headline
    assert given.verdict == "avoid"


def test_whether_it_can_happen_is_no_report(context: Context) -> None:
    assert _reaction(context, "can panthenol give a rash", "panthenol").headline.startswith("Yes, that can happen")
    assert not _reaction(context, "panthenol gave me a rash", "panthenol").headline.startswith("Yes, that can")


@pytest.mark.parametrize(
    ("thing", "traits"),
    [("retinol", ("state.pregnant",)), ("tretinoin", ()), ("retinol", ("state.isotretinoin",))],
)
def test_nobody_is_told_how_to_go_on_with_what_they_should_leave_alone(
    context: Context, thing: str, traits: tuple[str, ...]
) -> None:
    going_on = context.knowledge.faq["retinoid_sore_return"].facts
    said = _said(_reaction(context, "my skin is irritated what do i do", thing, traits=traits))
    assert not any(fact.says in said for fact in going_on)
    asked = Question(kind="medical", words=["sore", "dose"], things=[Item(id=thing)], traits=list(traits), sore=True)
    assert not any(fact.says in _said(answer(context, asked)) for fact in going_on)


@pytest.mark.parametrize(
    "text",
    [
        "it burns and i have not washed it off yet",
        "i can't get it rinsed off",
        "bought this two weeks ago, it is on right now",
    ],
)
def test_what_is_still_on_is_to_be_rinsed_off(context: Context, text: str) -> None:
    flag = next(flag for flag in context.knowledge.red_flags if flag.id == "burning_now")
    asked = Question(kind="red_flag", flag=flag.id, words=text.split())
    assert answer(context, asked).headline == flag.says
    assert context.texts.say("safety.taken_off") != _reaction(context, text, "lactic_acid").headline


def test_what_may_be_an_allergy_is_not_called_a_matter_of_strength(context: Context) -> None:
    again = context.texts.say("safety.not_for_good")
    assert _reaction(context, "retinol made me flaky should i stop for good", "retinol").headline == again
    assert _reaction(context, "retinol made me itchy should i stop for good", "retinol").headline != again
    assert _reaction(context, "it made me flaky should i stop for good", "tretinoin").headline != again


def test_what_goes_away_is_no_yes_to_whether_it_can_come(context: Context) -> None:
    can = context.texts.say("safety.it_can")
    assert _reaction(context, "can a toner cause redness").headline == can
    assert _reaction(context, "will my red face heal").headline != can
