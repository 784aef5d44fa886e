"""Advice is given once, a correction finds its question, and a new talk begins without the old one."""

from __future__ import annotations

import msgspec
import pytest

from bot.answers.answer import Answer, Citation
from bot.answers.context import Context
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.dialogue.conversation import Message, converse
from bot.dialogue.echoes import said_once
from bot.dialogue.focus import Focus
from bot.knowledge.base import Knowledge
from bot.rules.items import NOBODY, Item
from tests.dialogue.talk import Talk


@pytest.fixture
def talk(knowledge: Knowledge, texts: Texts) -> Talk:
    return Talk(knowledge, texts)


def test_advice_is_not_repeated_from_answer_to_answer(talk: Talk) -> None:
    told = talk("tell", said="i have sensitive skin", traits=["skin.sensitive"], about_self=True)
    which = talk("choice", "mask", said="which mask")
    at_night = talk("time_of_day", said="and at night?", moment="evening")
    sentences = [sentence for given in (told, which, at_night) for sentence in (*given.reasons, *given.cautions)]
    assert len(sentences) == len(set(sentences))
    assert at_night.headline != which.headline
    assert which.reasons or which.cautions


def test_cautions_for_a_state_are_repeated(talk: Talk) -> None:
    talk("tell", said="i'm pregnant", traits=["state.pregnant"], about_self=True)
    first = talk("choice", "serum", said="which serum for oily skin", traits=["skin.oily"])
    again = talk("choice", "serum", said="and which serum for spots", traits=["concern.acne"])
    assert set(first.cautions) & set(again.cautions)


def test_a_source_is_named_once(knowledge: Knowledge, texts: Texts) -> None:
    twice = Answer(kind="faq/x", headline="So.", sources=tuple(Citation(title="T", grade=grade) for grade in "BC"))
    (told,), _ = said_once(Context(knowledge, texts, NOBODY), [twice], Focus())
    assert told.sources == (Citation(title="T", grade="B"),)


def test_two_questions_with_one_answer_are_answered_once(knowledge: Knowledge, texts: Texts) -> None:
    context = Context(knowledge, texts, NOBODY)
    both = [Answer(kind="faq/slugging", headline="For dry skin."), Answer(kind="effect", headline="For dry skin.")]
    told, _ = said_once(context, [*both, Answer(kind="wait", headline="A minute.")], Focus())
    assert [given.headline for given in told] == ["For dry skin.", "A minute."]
    pairs = zip(both, ("Mind.", "Ask."), strict=True)
    minds = [msgspec.structs.replace(given, cautions=(word,)) for given, word in pairs]
    (once,), _ = said_once(context, minds, Focus())
    assert once.cautions == ("Mind.", "Ask.")


@pytest.mark.parametrize(
    ("meant", "kind", "about"),
    [("bha", "suitability", ("bha",)), ("mask.sheet", "frequency", ("mask.sheet",))],
)
def test_a_correction_finds_its_question(
    knowledge: Knowledge, texts: Texts, meant: str, kind: str, about: tuple[str, ...]
) -> None:
    asked = [
        Question(kind="suitability", things=[Item(id="aha", name="aha")], words=["can", "i", "use", "aha"]),
        Question(kind="frequency", things=[Item(id="mask.clay", name="clay mask")], words=["how", "often", "clay"]),
    ]
    first = converse(knowledge, texts, Message(asked), Focus(), Talk(knowledge, texts).memory)
    words = ["no", "i", "meant", *knowledge.things[meant].name.split()]
    correction = Question(kind="tell", things=[Item(id=meant, name=knowledge.things[meant].name)], words=words)
    corrected = converse(knowledge, texts, Message([correction]), first.focus, first.memory).answers[-1]
    assert (corrected.kind, corrected.about) == (kind, about)


@pytest.mark.parametrize("said", ["New conversation", "let's start over", "can we talk about something else"])
def test_a_new_talk_knows_the_person_and_not_the_subject(talk: Talk, said: str) -> None:
    talk("tell", said="i'm pregnant", traits=["state.pregnant"], about_self=True)
    talk("tell", said="no")
    talk("compatibility", "mask.clay", "niacinamide", said="clay mask and niacinamide?")
    talk("walk_restart" if "over" in said else "out_of_scope", said=said, unsure=True)
    assert (talk.focus.things, talk.focus.walk) == ([], None)
    assert talk.focus.traits == ["state.pregnant"]
    assert talk("frequency", "retinol", said="how often retinol").verdict == "avoid"


def test_starting_over_in_a_walkthrough_is_about_its_steps(talk: Talk) -> None:
    talk("walk_start", "mask.clay", said="walk me through a clay mask")
    talk("walk_next", said="next")
    again = talk("walk_restart", said="start over")
    assert again.walk is not None
    assert again.walk.at == 1


def test_another_skin_is_asked_the_same(talk: Talk) -> None:
    talk("choice", "serum", said="which serum for oily skin", traits=["skin.oily"])
    assert talk("suitability", said="what about dry skin", traits=["skin.dry"]).kind == "choice"
