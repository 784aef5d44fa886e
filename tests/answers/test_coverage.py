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
from bot.rules.items import NOBODY, Item


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
