"""Half a word where nothing has been talked of is asked about; after an answer it goes on with that."""

from __future__ import annotations

import pytest

from bot.answers.memory import Memory
from bot.answers.question import Question
from bot.answers.smalltalk import elsewhere
from bot.answers.texts import Texts
from bot.dialogue.conversation import Message, converse
from bot.dialogue.focus import Focus
from bot.knowledge.base import Knowledge
from bot.rules.items import Item
from tests.dialogue.talk import Talk


@pytest.mark.parametrize(("kind", "said"), [("walk_repeat", "what?"), ("affirm", "huh"), ("nonsense", "and?")])
def test_half_a_word_is_asked_about(knowledge: Knowledge, texts: Texts, kind: str, said: str) -> None:
    talk = Talk(knowledge, texts)
    asks_back = texts.say("smalltalk.unsaid")
    assert talk(kind, said=said).headline == asks_back
    talk("frequency", "retinol", said="how often retinol")
    assert talk(kind, said=said).headline != asks_back


def test_signs_alone_are_asked_about(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    assert talk("nonsense", said="!?").headline == texts.say("smalltalk.unsaid")
    assert talk("nonsense", said="xqz").headline == texts.say("smalltalk.nonsense")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("do you have a body", "about_me"),
        ("can you dream", "about_me"),
        ("are you happy", "about_me"),
        ("do you have primer", ""),
        ("can you water the garden", ""),
        ("how do you knit", ""),
        ("your website is slow", ""),
    ],
)
def test_what_is_asked_of_anybody_is_not_about_the_program(said: str, place: str) -> None:
    assert (elsewhere(said.split()) == "about_me") is (place == "about_me")


def test_another_question_keeps_what_the_first_tells(knowledge: Knowledge, texts: Texts) -> None:
    """What is learnt in one clause does not turn the other, which is none of ours, into a statement."""
    ours = Question(kind="frequency", things=[Item(id="retinol")], traits=["skin.dry"], about_self=True)
    other = Question(kind="out_of_scope", words=["and", "my", "dog", "?"], about_self=True)
    said = "i have dry skin, how often retinol and my dog?"
    message = Message([ours, other], said, ["frequency"], False, 0.0, 0.0, False)
    answers = converse(knowledge, texts, message, Focus(), Memory()).answers
    assert [given.kind for given in answers] == ["frequency", "out_of_scope"]
