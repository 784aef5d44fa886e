"""In a group nothing of a person is said, used or kept; whoever speaks of it is offered a private chat."""

from __future__ import annotations

import pytest

from bot.answers.memory import HealthTrait, Memory, StoredPerson, owned
from bot.answers.texts import Texts
from bot.dialogue.public import KIND
from bot.knowledge.base import Knowledge
from bot.rules.items import Item
from tests.dialogue.talk import Talk


@pytest.fixture
def group(knowledge: Knowledge, texts: Texts) -> Talk:
    """A group in which somebody talks who is well known."""
    talk = Talk(knowledge, texts, public=True)
    health = HealthTrait(trait="state.pregnant", consented=1, expires=1e12)
    shelf = (owned(Item(id="retinol", form="serum"), "my retinol", 1),)
    talk.memory = Memory(person=StoredPerson(traits=("skin.sensitive",), health=(health,)), shelf=shelf)
    return talk


def test_a_question_is_answered_as_for_anyone(group: Talk, knowledge: Knowledge, texts: Texts) -> None:
    known = group.memory
    said = group("compatibility", "retinol", "niacinamide", said="can i use retinol and niacinamide?")
    assert said == Talk(knowledge, texts)("compatibility", "retinol", "niacinamide", said="retinol and niacinamide?")
    assert group.memory == known, "nothing is lost either"


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("what_do_you_know", "what do you know about me"),
        ("forget_me", "forget me"),
        ("tell", "my skin is oily"),
        ("tell", "i have a clay mask and a retinol serum"),
        ("definition", "what is on my shelf?"),
        ("routine", "set up my profile"),
    ],
)
def test_what_is_personal_is_for_a_private_chat(group: Talk, kind: str, said: str) -> None:
    known = group.memory
    assert group(kind, said=said).kind == KIND
    assert group.memory == known
    assert not group.turned or not group.turned.forget


def test_who_speaks_of_their_health_is_answered_in_private_from_then_on(group: Talk) -> None:
    told = group("suitability", "retinol", said="i'm pregnant, can i use retinol?", traits=["state.pregnant"])
    assert told.kind == KIND
    assert "pregnan" not in f"{told.headline} {told.reasons} {told.notes}".lower()
    assert group("suitability", "retinol", said="and once a week?").kind == KIND, "never the answer for anyone"
    group.next_session()
    assert group("suitability", "retinol", said="is retinol for me?").kind == "suitability"


def test_a_red_flag_is_answered_at_once_and_all_after_it_in_private(group: Talk) -> None:
    said = group("red_flag", said="my face burns right now", flag="burning_now")
    assert said.kind == "red_flag"
    group("reaction", said="it burns")
    assert group("usage", "glycolic_acid", said="how do i use glycolic acid?").kind == KIND


def test_a_walkthrough_goes_on_in_a_group(group: Talk) -> None:
    group("walk_start", "mask.clay", said="walk me through a clay mask")
    assert group("walk_next", said="next").walk is not None
