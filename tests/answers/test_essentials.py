"""What no answer on a thing should leave out is told once, where it is not told, and never beside a refusal."""

from __future__ import annotations

import re

import pytest

from bot.answers.answer import Answer, Citation
from bot.answers.context import Context
from bot.answers.essentials import MOST, with_essentials
from bot.answers.kinds import ANSWERS
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.items import NOBODY, Item, Person
from tests.dialogue.talk import Talk

_SUN = re.compile(r"sunscreen by day")


@pytest.fixture
def context(knowledge: Knowledge, texts: Texts) -> Context:
    return Context(knowledge, texts, NOBODY)


def added(context: Context, question: Question, *answers: Answer) -> tuple[str, ...]:
    """The sentences that are told below the answers."""
    given, _ = with_essentials(context, [question], answers, lambda what: False)
    return tuple(sentence for one in given for sentence in one.cautions)


def of_retinol(kind: str = "effect", **more: object) -> Question:
    return Question(kind=kind, things=[Item(id="retinol")], **more)  # type: ignore[arg-type]


def test_what_is_missing_is_told_in_one_sentence(context: Context) -> None:
    assert added(context, of_retinol(), Answer(kind="effect", headline="It renews skin.")) == (
        "Retinol: two or three evenings a week at first; sunscreen by day; none in pregnancy.",
    )


def test_what_is_told_already_is_not_told_again(context: Context) -> None:
    given = Answer(kind="effect", headline="It renews skin.", reasons=("Wear SPF 30.", "Leave it out when pregnant."))
    assert added(context, of_retinol(), given) == ("Retinol: two or three evenings a week at first.",)


def test_of_two_that_say_the_same_the_first_is_told(context: Context) -> None:
    asked = of_retinol("order")
    (sentence,) = added(context, asked, Answer(kind="order", headline="Retinol first."))
    assert "two or three evenings" in sentence
    assert "in the evening" not in sentence
    given = Answer(kind="order", headline="Retinol first.", reasons=("Begin slowly.",))
    assert "in the evening" in added(context, asked, given)[0]


def test_what_has_to_be_cut_for_want_of_room_counts_as_not_told(context: Context) -> None:
    given = Answer(kind="effect", headline="It renews skin. " * 56, reasons=("Skin.", "Sunscreen by day."))
    assert any(_SUN.search(sentence) for sentence in added(context, of_retinol(), given))


def test_a_member_has_its_own_essentials_before_those_of_its_class(context: Context) -> None:
    asked = Question(kind="effect", things=[Item(id="tretinoin")])
    assert added(context, asked, Answer(kind="effect", headline="It renews skin."))[0].startswith(
        "Tretinoin: as often as your prescriber says; "
    )


def test_a_kind_of_question_that_does_not_want_it_is_left_alone(context: Context) -> None:
    assert not added(context, of_retinol("duration"), Answer(kind="duration", headline="A minute."))


@pytest.mark.parametrize("more", [{"accustomed": True}, {"days": 200.0}])
def test_who_is_used_to_a_thing_is_not_told_how_to_begin(context: Context, more: dict[str, object]) -> None:
    told = added(context, of_retinol(**more), Answer(kind="effect", headline="It renews skin."))
    assert told == ("Retinol: sunscreen by day; none in pregnancy.",)


def test_nobody_in_a_state_is_told_how_to_begin(context: Context) -> None:
    given = Answer(kind="effect", headline="It smooths skin.")
    things = [Item(id="exfoliating_acid")]
    assert "first" in added(context, Question(kind="effect", things=things), given)[0]
    told = added(context, Question(kind="effect", things=things, traits=["state.rosacea"]), given)
    assert not any("first" in sentence for sentence in told)


def test_of_what_a_thing_is_not_nothing_is_told(context: Context) -> None:
    asked = Question(kind="definition", things=[Item(id="niacinamide"), Item(id="exfoliant")])
    assert not added(context, asked, Answer(kind="definition", headline="No.", about=("niacinamide",)))


def test_of_what_was_named_to_be_left_out_nothing_is_told(context: Context) -> None:
    asked = Question(kind="choice", things=[Item(id="vitamin_c")], rejected=["vitamin_c"])
    assert not added(context, asked, Answer(kind="choice", headline="Niacinamide."))


def test_nothing_is_added_to_a_refusal_or_a_question_back(context: Context) -> None:
    assert not added(context, of_retinol(), Answer(kind="effect", headline="No.", verdict="avoid"))
    assert not added(context, of_retinol(), Answer(kind="effect", headline="Which one?", asks_back=True))


def test_of_what_a_person_should_leave_alone_no_use_is_told(knowledge: Knowledge, texts: Texts) -> None:
    pregnant = Context(knowledge, texts, Person(traits=("state.pregnant",)))
    assert not added(pregnant, of_retinol(), Answer(kind="effect", headline="It renews skin."))
    named = of_retinol(traits=["state.pregnant"])
    assert not added(Context(knowledge, texts, NOBODY), named, Answer(kind="effect", headline="It renews skin."))


def test_no_more_than_a_few_sentences_are_added(context: Context) -> None:
    things = [Item(id=name) for name in ("retinol", "mask.clay", "scrub", "mask.sheet")]
    asked = Question(kind="usage", things=things)
    assert len(added(context, asked, Answer(kind="usage", headline="So."))) == MOST


def test_in_a_conversation_it_is_told_once(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    first = talk("compatibility", "retinol", "hyaluronic_acid", said="can i use retinol with hyaluronic acid")
    again = talk("compatibility", "retinol", "niacinamide", said="can i use retinol with niacinamide")
    assert any(_SUN.search(sentence) for sentence in first.cautions)
    assert not any(_SUN.search(sentence) for sentence in again.cautions)


def test_a_source_is_named_once_whatever_it_is_cited_for(context: Context, knowledge: Knowledge) -> None:
    source = knowledge.sources[knowledge.essentials("mask.clay")[0].sources[0]]
    given = Answer(
        kind="duration", headline="Ten minutes.", sources=(Citation(title=source.title, url=source.url, grade="B"),)
    )
    asked = Question(kind="duration", things=[Item(id="mask.clay")])
    told, _ = with_essentials(context, [asked], [given], lambda what: False)
    titles = [citation.title for citation in told[0].sources]
    assert len(titles) == len({*titles}) > 1


def test_each_essential_is_known_by_its_own_words(knowledge: Knowledge) -> None:
    """Else it would be told below an answer that says just that; and one of a kind that does not exist, never."""
    entries = {entry for name in knowledge.things for entry in knowledge.essentials(name)}
    assert entries
    for entry in entries:
        assert re.search(entry.unless, entry.says)
        assert {*entry.kinds} <= {*ANSWERS}
        assert not entry.says.endswith(".")


@pytest.mark.parametrize(
    ("said", "in_vain"),
    [
        ("how long until niacinamide works, i see no difference", True),
        ("i've used niacinamide for a month and it doesn't do anything, how long", True),
        ("how long does niacinamide take to work", False),
    ],
)
def test_who_waits_in_vain_is_told_what_then(knowledge: Knowledge, texts: Texts, said: str, in_vain: bool) -> None:
    given = Talk(knowledge, texts)("results", "niacinamide", said=said, text=said)
    assert (texts.say("frequency.if_nothing") in given.cautions) is in_vain
