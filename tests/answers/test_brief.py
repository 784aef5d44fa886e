"""Several answers to one message are short, and none begins as another does."""

from __future__ import annotations

from bot.answers.answer import Answer, AnswerStep, Citation
from bot.answers.brief import brief
from bot.answers.context import Context
from bot.answers.kinds import answer
from bot.answers.question import Question
from bot.answers.smalltalk import with_errand
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.items import NOBODY

_STEPS = (AnswerStep(text="Wash."), AnswerStep(text="Dry."))
_SOURCES = tuple(Citation(title=f"Source {at}", grade="C") for at in range(4))


def _answer(headline: str, **more: object) -> Answer:
    given = {"kind": "order", "reasons": ("One.", "Two.", "Three."), "cautions": ("Mind.", "Care.")}
    given |= {"sources": _SOURCES, "steps": _STEPS}
    return Answer(headline=headline, **{**given, **more})  # type: ignore[arg-type]


def test_one_answer_stays_as_it_is(texts: Texts) -> None:
    assert brief(texts, [_answer("First.")]) == [_answer("First.")]


def test_of_two_each_says_less(texts: Texts) -> None:
    first, _ = brief(texts, [_answer("First."), _answer("Second.")])
    assert (first.reasons, first.cautions, first.steps) == (("One.", "Two."), ("Mind.", "Care."), ())
    assert len(first.sources) == 2


def test_of_three_each_says_less_still(texts: Texts) -> None:
    long = _answer("Long. " * 30)
    first, _, third = brief(texts, [_answer("First."), _answer("Second."), long])
    assert (first.reasons, first.cautions, len(first.sources)) == (("One.",), ("Mind.", "Care."), 1)
    assert third.reasons == ()


def test_what_refuses_keeps_its_cautions(texts: Texts) -> None:
    first, _ = brief(texts, [_answer("No.", verdict="avoid"), _answer("Second.")])
    assert first.cautions == ("Mind.", "Care.")


def test_steps_that_are_the_answer_stay(texts: Texts) -> None:
    first, second = brief(texts, [_answer("A day.", kind="routine"), _answer("Three.", about=("a", "b", "c"))])
    assert (first.steps, second.steps) == (_STEPS, _STEPS)


def test_no_two_begin_alike(texts: Texts) -> None:
    answers = [_answer("Same."), _answer("Same."), _answer("Same.", reasons=())]
    assert [given.headline for given in brief(texts, answers)] == ["Same.", "One."]


def test_what_is_not_ours_offers_nothing_beside_an_answer(texts: Texts, knowledge: Knowledge) -> None:
    other = answer(Context(knowledge, texts, NOBODY), Question(kind="out_of_scope", words=["my", "dog"]))
    offer = texts.say("smalltalk.offer")
    assert other.headline.endswith(offer)
    assert offer not in brief(texts, [_answer("First."), other])[1].headline


def test_an_errand_beside_a_report_is_told_last(texts: Texts, knowledge: Knowledge) -> None:
    context = Context(knowledge, texts, NOBODY)
    report = Answer(kind="red_flag", headline="Rinse.", verdict="avoid")
    said = "it burns , i want a refund"
    told = texts.say("smalltalk.errand_beside")
    assert with_errand(context, report, said).notes == (told,)
    assert with_errand(context, report, "it burns").notes == ()
    assert with_errand(context, Answer(kind="red_flag", headline="Go.", verdict="ask_professional"), said).notes == ()
