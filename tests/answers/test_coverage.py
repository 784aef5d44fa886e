"""What a message names and no answer speaks of is told beside the answers."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.coverage import MOST, complete
from bot.answers.kinds import answer
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.items import NOBODY, Item, Person


@pytest.fixture
def context(knowledge: Knowledge, texts: Texts) -> Context:
    return Context(knowledge, texts, NOBODY)


def completed(context: Context, *questions: Question) -> list[Answer]:
    return complete(context, questions, [answer(context, question) for question in questions])


def said(answers: Sequence[Answer]) -> str:
    return " ".join(sentence for one in answers for sentence in (one.headline, *one.reasons, *one.cautions))


def test_what_somebody_uses_already_is_weighed_with_what_they_ask_about(context: Context) -> None:
    asked = Question(kind="frequency", things=[Item(id="mask.clay")], beside=["retinol"])
    told = said(completed(context, asked))
    rule = next(rule for rule in context.knowledge.between("mask.clay", "retinoid"))
    assert rule.says in told


def test_a_thing_that_an_entry_passes_over_is_told_of(context: Context) -> None:
    asked = Question(kind="faq/keratosis_pilaris", things=[Item(id="azelaic_acid")])
    without = said([answer(context, asked)])
    assert "zelaic" not in without
    assert "zelaic" in said(completed(context, asked))


def test_what_an_entry_is_asked_about_is_not_passed_over(context: Context) -> None:
    asked = Question(kind="faq/retinol_strength", things=[Item(id="retinol")])
    alone = answer(context, asked)
    assert "retinol" not in said([alone]).lower()
    assert completed(context, asked) == [alone]


@pytest.mark.parametrize(
    ("circumstance", "things", "word"),
    [
        ("circumstance.humid", ["serum"], "humid"),
        ("circumstance.nights", ["retinol"], "shifts"),
        ("circumstance.no_sunscreen", ["glycolic_acid"], "leave acids out"),
        ("circumstance.no_sunscreen", ["retinol"], "little sense"),
    ],
)
def test_circumstances_are_answered(context: Context, circumstance: str, things: list[str], word: str) -> None:
    asked = Question(kind="usage", things=[Item(id=name) for name in things], circumstances=[circumstance])
    assert word in said(completed(context, asked))


def test_only_a_few_sentences_are_added(context: Context) -> None:
    every = [name for name, thing in context.knowledge.things.items() if thing.kind == "circumstance"]
    asked = Question(kind="definition", things=[Item(id="niacinamide")], circumstances=every)
    given = answer(context, asked)
    added = [reason for reason in complete(context, [asked], [given])[0].reasons if reason not in given.reasons]
    assert len(added) == MOST


def test_a_refusal_is_not_softened(context: Context) -> None:
    asked = Question(
        kind="suitability",
        things=[Item(id="retinol"), Item(id="niacinamide")],
        traits=["state.pregnant"],
        circumstances=["circumstance.humid"],
        beside=["hyaluronic_acid"],
    )
    given = answer(context, asked)
    assert given.verdict == "avoid"
    assert complete(context, [asked], [given]) == [given]


def test_small_talk_and_warnings_stand_as_they_are(context: Context) -> None:
    for kind in ("greet", "reaction", "medical", "out_of_scope"):
        asked = Question(kind=kind, circumstances=["circumstance.humid"], beside=["retinol"], words=["hello"])
        given = answer(context, asked)
        if kind != "medical":
            assert complete(context, [asked], [given]) == [given]


def test_an_open_question_gets_no_yes(context: Context) -> None:
    yes = [faq for faq in context.knowledge.faq.values() if faq.facts[0].says.startswith(("Yes:", "No:"))]
    assert yes
    for faq in yes[:20]:
        asked = Question(kind=f"faq/{faq.id}", words=["what", "should", "i", "do"])
        assert not answer(context, asked).headline.startswith(("Yes", "No:"))
        assert answer(context, Question(kind=f"faq/{faq.id}", words=["is", "it"])).headline.startswith(("Yes", "No"))


def test_what_a_person_should_leave_alone_is_not_paired_with_what_they_ask_about(context: Context) -> None:
    asked = Question(kind="usage", things=[Item(id="hyaluronic_acid")], beside=["retinol"], traits=["state.pregnant"])
    told = completed(context, asked)
    rule = next(rule for rule in context.knowledge.between("retinoid", "state.pregnant"))
    assert rule.says in said(told)
    with_it = next(
        rule for rule in context.knowledge.interactions.values() if set(rule.between) == {"hydrator", "retinoid"}
    )
    assert with_it.says not in said(told)


def test_sore_skin_is_told_to_pause_whatever_is_asked(context: Context) -> None:
    asked = Question(kind="faq/purging", things=[Item(id="tretinoin")], about_self=True, sore=True)
    assert context.texts.say("safety.sore") in completed(context, asked)[0].cautions
    calm = Question(kind="faq/purging", things=[Item(id="tretinoin")], about_self=True)
    assert context.texts.say("safety.sore") not in completed(context, calm)[0].cautions


@pytest.mark.parametrize(
    ("thing", "apart", "together"),
    [("vitamin_c", "benzoyl peroxide", "niacinamide"), ("retinol", "exfoliants", "hydrating ingredients")],
)
def test_what_not_to_mix_is_answered_from_the_rules(context: Context, thing: str, apart: str, together: str) -> None:
    asked = Question(kind="compatibility", things=[Item(id=thing)], words=["what", "not", "to", "mix"])
    given = answer(context, asked)
    assert apart in given.headline
    assert together in given.reasons[0]
    assert not any(together in sentence for sentence in (given.headline,))
    assert answer(context, Question(kind="compatibility", things=[Item(id=thing)], words=["can", "i"])) != given


def test_the_same_steps_are_not_told_twice(context: Context) -> None:
    things = [Item(id="mask.clay"), Item(id="niacinamide")]
    together = Question(kind="compatibility", things=things, words=["can", "i"])
    order = Question(kind="order", things=things, words=["which", "first"])
    alone = [answer(context, question) for question in (together, order)]
    assert alone[0].steps == alone[1].steps
    first, second = complete(context, [together, order], alone)
    assert first.steps == alone[0].steps
    assert second.steps == ()


def test_what_a_state_forbids_comes_before_other_advice(knowledge: Knowledge, texts: Texts) -> None:
    context = Context(knowledge, texts, Person(traits=("state.pregnant",)))
    routine = Question(kind="faq/new_routine")
    retinol = Question(kind="faq/retinoid_forever", things=[Item(id="retinol")], traits=["state.pregnant"])
    first, second = completed(context, routine, retinol)
    assert first.verdict == "avoid"
    assert second.kind == "faq/new_routine"


def test_a_reason_is_told_once_in_a_reply(context: Context) -> None:
    pair = Question(kind="compatibility", things=[Item(id="aha"), Item(id="bha")])
    three = Question(kind="compatibility", things=[*pair.things, Item(id="vitamin_c")])
    first, second = completed(context, pair, three)
    assert first.reasons
    assert not set(first.reasons) & set(second.reasons)


def test_a_summer_that_is_over_is_no_circumstance(context: Context) -> None:
    asked = Question(kind="faq/melasma", circumstances=["circumstance.hot"], text="brown patches after the summer heat")
    past = Question(kind="faq/melasma", circumstances=["circumstance.hot"], text="brown patches since last summer")
    fact = context.knowledge.facts("circumstance.hot", "choice")[0]
    assert fact.says in said(completed(context, asked))
    assert fact.says not in said(completed(context, past))


def test_a_rule_told_in_passing_names_its_two(context: Context) -> None:
    things = [Item(id="tretinoin"), Item(id="hydroquinone")]
    told = said(completed(context, Question(kind="choice", traits=["concern.pigmentation"], things=things)))
    assert "with hydroquinone: the pair" in told


def test_an_entry_that_forgets_a_forbidding_state_begins_with_it(context: Context) -> None:
    asked = Question(kind="faq/wax_after", traits=["state.isotretinoin"])
    heeding = Question(kind="faq/isotretinoin_after", traits=["state.isotretinoin"])
    caution = context.knowledge.facts("state.isotretinoin", "caution")[0].says
    assert completed(context, asked)[0].headline == caution
    assert completed(context, heeding)[0].headline != caution
