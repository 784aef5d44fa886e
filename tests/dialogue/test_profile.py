"""The questionnaire: answered, skipped, left, gone on with, and interrupted."""

from __future__ import annotations

import pytest

from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from tests.dialogue.talk import Talk


@pytest.fixture
def talk(knowledge: Knowledge, texts: Texts) -> Talk:
    begun = Talk(knowledge, texts)
    assert begun("out_of_scope", said="set up my profile").headline.startswith("Question 1 of 4")
    return begun


def test_all_questions_are_answered_and_health_is_asked_for_last(talk: Talk) -> None:
    assert "Question 2 of 4" in talk("tell", said="combination", traits=["skin.combination"]).headline
    assert "Question 3 of 4" in talk("affirm", said="yes").headline
    third = talk("definition", "retinol", "mask.sheet", said="retinol, sheet mask")
    assert "On your shelf now: retinol and sheet mask. Question 4 of 4" in third.headline
    last = talk("tell", said="i have rosacea", traits=["state.rosacea"], about_self=True)
    assert "That is all I need" in last.headline
    assert "Shall I remember" in last.notes[-1]
    assert talk.memory.person.all_traits == ("skin.combination", "skin.sensitive")
    talk("affirm", said="yes")
    assert talk.memory.person.all_traits[-1] == "state.rosacea"
    assert talk.focus.profile is None


@pytest.mark.parametrize(
    ("kind", "said"), [("walk_skip", "skip"), ("deny", "no"), ("nonsense", "none of these"), ("unsure", "not sure")]
)
def test_every_question_can_be_passed_over(talk: Talk, kind: str, said: str) -> None:
    for at in (2, 3, 4):
        assert f"Question {at} of 4" in talk(kind, said=said).headline
    assert "That is all" in talk(kind, said=said).headline
    assert talk.known() == ""


def test_it_is_left_at_any_point_and_gone_on_with_in_a_later_session(talk: Talk) -> None:
    talk("tell", said="oily", traits=["skin.oily"])
    assert "we leave it there" in talk("walk_stop", said="stop").headline
    assert "pregnan" not in talk("affirm", said="yes").headline
    talk.next_session(30)
    assert talk("walk_resume", said="continue").headline.startswith("Question 2 of 4")
    talk("walk_stop", said="stop")
    assert talk("tell", said="continue my profile").headline.startswith("Question 2 of 4")


def test_a_question_in_between_is_answered_and_led_back_from(talk: Talk) -> None:
    answer = talk("frequency", "retinol", said="how often can i use retinol?")
    assert answer.kind == "frequency"
    assert answer.notes[-1] == "Back to your profile: we were at question 1 of 4."
    assert "Question 2 of 4" in talk("tell", said="oily", traits=["skin.oily"]).headline


def test_one_question_back(talk: Talk) -> None:
    talk("walk_skip", said="skip")
    assert "Question 1 of 4" in talk("walk_back", said="back").headline


def test_a_report_in_between_is_answered_alone(talk: Talk) -> None:
    answer = talk("red_flag", flag="burning_now")
    assert answer.notes == ()
    assert talk.focus.waiting == ""


def test_a_walkthrough_is_set_aside_and_not_lost(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    talk("walk_start", "mask.clay", "niacinamide")
    talk("walk_next", said="next")
    talk("nonsense", said="set up my profile")
    assert "Question 2" in talk("walk_skip", said="skip").headline
    for _ in range(3):
        talk("walk_skip", said="skip")
    walk = talk("walk_resume", said="continue the steps").walk
    assert walk is not None
    assert walk.at == 2


def test_a_medicine_is_taken_as_health(talk: Talk) -> None:
    for _ in range(3):
        talk("walk_skip", said="skip")
    last = talk("tell", "tretinoin", said="i'm on tretinoin")
    assert "you use tretinoin" in last.headline
    assert "Shall I remember this beyond our conversation: tretinoin?" in last.notes[-1]
