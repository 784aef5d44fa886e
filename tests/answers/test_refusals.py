"""A refusal of one thing leaves the other things of a question answered, and promises nothing of the refused one."""

from __future__ import annotations

import pytest

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.kinds import answer
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.compatibility import refuses
from bot.rules.items import NOBODY, Item, Person


def said(given: Answer) -> str:
    return " ".join((given.headline, *given.reasons, *(step.text for step in given.steps), *given.cautions))


def asked_by(knowledge: Knowledge, texts: Texts, question: Question) -> Answer:
    states = tuple(trait for trait in question.traits if knowledge.things[trait].kind == "state")
    return answer(Context(knowledge, texts, Person(traits=states)), question)


def test_what_was_asked_of_the_others_stands_below_the_refusal(knowledge: Knowledge, texts: Texts) -> None:
    things = [Item(id="scrub"), Item(id="benzoyl_peroxide"), Item(id="adapalene")]
    asked = Question(kind="comparison", things=things, traits=["state.teen", "concern.acne"])
    given = asked_by(knowledge, texts, asked)
    fact = knowledge.facts_on_both("adapalene", "benzoyl_peroxide", "comparison")[0]
    assert refuses(given.verdict)
    assert "scrub" in given.headline
    assert fact.says in given.reasons


def test_a_sentence_on_what_is_refused_is_not_told(knowledge: Knowledge, texts: Texts) -> None:
    things = [Item(id="retinol"), Item(id="hyaluronic_acid")]
    given = asked_by(knowledge, texts, Question(kind="frequency", things=things, traits=["state.pregnant"]))
    start = knowledge.own_facts("retinol", "start")[0].says
    assert refuses(given.verdict)
    assert "yaluronic" in said(given)
    assert start not in said(given)


def test_of_what_was_only_named_in_passing_nothing_is_told(knowledge: Knowledge, texts: Texts) -> None:
    things = [Item(id="retinol"), Item(id="moisturiser")]
    alone = asked_by(knowledge, texts, Question(kind="order", things=things[:1], traits=["state.pregnant"]))
    given = asked_by(knowledge, texts, Question(kind="order", things=things, traits=["state.pregnant"]))
    assert given.reasons == alone.reasons


def test_a_prescribed_treatment_is_asked_about_for_what_comes_on_top(knowledge: Knowledge, texts: Texts) -> None:
    things = [Item(id="adapalene"), Item(id="glycolic_acid"), Item(id="lactic_acid")]
    given = asked_by(knowledge, texts, Question(kind="order", things=things, traits=["state.treatment"]))
    assert given.verdict == "ask_professional"
    assert "glycolic acid and lactic acid" in given.headline
    assert "dapalene" not in given.headline


@pytest.fixture
def context(knowledge: Knowledge, texts: Texts) -> Context:
    return Context(knowledge, texts, NOBODY)


def test_a_list_of_products_is_spread_over_the_day(context: Context) -> None:
    things = [Item(id=name) for name in ("vitamin_c", "retinol", "glycolic_acid")]
    given = answer(context, Question(kind="order", things=things))
    morning, evening, *rest = [step.text for step in given.steps]
    assert given.verdict == "alternate_days"
    assert "itamin C" in morning
    assert "retinol" in evening
    assert "glycolic" not in evening
    assert "glycolic" in rest[0]


def test_an_order_takes_what_was_named_elsewhere(context: Context) -> None:
    given = answer(context, Question(kind="order", things=[Item(id="moisturiser")], beside=["rosehip_oil"]))
    assert given.about == ("moisturiser", "rosehip_oil")


@pytest.mark.parametrize("text", ["an acne gel with benzoyl peroxide, before or after cream?", ""])
def test_a_product_named_by_its_active_too_is_one_step(context: Context, text: str) -> None:
    things = [Item(id=name) for name in ("spot_treatment", "benzoyl_peroxide", "moisturiser")]
    given = answer(context, Question(kind="order", things=things, text=text))
    assert "spot_treatment" not in given.about


def test_a_serum_that_is_said_to_be_retinol_is_one_step(context: Context) -> None:
    things = [Item(id=name) for name in ("eye_cream", "serum", "retinol")]
    one = answer(context, Question(kind="order", things=things, text="eye cream first? and my serum is retinol"))
    two = answer(context, Question(kind="order", things=things, text="eye cream, serum or retinol first?"))
    assert "serum" not in one.about
    assert "serum" in two.about


def test_a_class_does_not_clash_with_its_own_member(context: Context) -> None:
    things = [Item(id=name) for name in ("argireline", "lactic_acid", "exfoliating_acid")]
    given = answer(context, Question(kind="compatibility", things=things))
    assert "rgireline and lactic acid" in given.headline


def test_beside_many_pairs_the_medicine_is_told_of(context: Context) -> None:
    names = ("spironolactone", "niacinamide", "alpha_arbutin", "retinol")
    given = answer(context, Question(kind="compatibility", things=[Item(id=name) for name in names]))
    rule = next(iter(context.knowledge.between("spironolactone", "niacinamide")))
    assert rule.says in given.reasons


@pytest.mark.parametrize(
    ("listed", "asked", "word"),
    [
        ("Aqua, Glycerin, Linalool, Niacinamide.", "sold as fragrance free, is it?", "is scent"),
        ("Aqua, Glycerin, Panthenol, Niacinamide.", "sold as fragrance free, is it?", "no scent"),
        ("Aqua, Glycerin, Cetearyl Alcohol, Niacinamide.", "is the alcohol bad?", "fatty one"),
    ],
)
def test_a_list_answers_the_claim_that_was_asked_about(context: Context, listed: str, asked: str, word: str) -> None:
    given = answer(context, Question(kind="label", text=f"{listed} {asked}"))
    assert word in given.headline


def test_a_drying_alcohol_is_not_called_a_fatty_one(context: Context) -> None:
    text = "Aqua, Alcohol Denat., Cetearyl Alcohol, Glycerin. is the alcohol bad?"
    given = answer(context, Question(kind="label", text=text))
    assert "fatty one" not in said(given)


def test_a_list_is_weighed_for_the_concern(context: Context) -> None:
    text = "Water, Glycerin, Salicylic Acid (2% BHA), Phenoxyethanol"
    given = answer(context, Question(kind="label", text=text, traits=["concern.acne"]))
    assert "salicylic acid" in given.headline


def test_after_a_reaction_what_never_belongs_on_skin_does_not_come_back(context: Context) -> None:
    things = [Item(id="lemon_juice"), Item(id="glycolic_acid")]
    given = answer(context, Question(kind="red_flag", flag="burning_now", things=things))
    rest = next(line for line in given.reasons if "two to four weeks" in line)
    assert "emon" not in rest
    assert any("emon" in line and "not on your face again" in line for line in given.reasons)


def test_a_reaction_during_isotretinoin_is_for_the_prescriber_today(context: Context) -> None:
    given = answer(context, Question(kind="red_flag", flag="burning_now", traits=["state.isotretinoin"]))
    assert context.texts.say("safety.rest_treated") in given.reasons
