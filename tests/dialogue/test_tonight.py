"""What is for tonight is read off the week's plan, and walked through with what stands on the shelf."""

from __future__ import annotations

import pytest

from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.schedule import schedule
from tests.dialogue.talk import Talk

WEDNESDAY = 2
"""The day on which these conversations are held."""


@pytest.fixture
def talk(knowledge: Knowledge, texts: Texts) -> Talk:
    talk = Talk(knowledge, texts)
    talk("tell", "retinol", "mask.clay", "niacinamide", said="i have retinol, a clay mask and niacinamide")
    return talk


def planned(talk: Talk, day: int, moment: str) -> list[str]:
    week = schedule(talk.knowledge, talk.memory.items, beginning=True)
    session = week.sessions[2 * day + (moment == "evening")]
    return [item.name for item in session.items]


@pytest.mark.parametrize("said", ["walk me through tonight", "walk me through my evening routine"])
def test_a_walkthrough_of_tonight_is_that_of_the_plan(talk: Talk, said: str) -> None:
    talk("effect", "vitamin_c", said="what does vitamin c do")
    begun = talk("walk_start", said=said, moment="evening")
    assert begun.walk is not None
    assert begun.headline.startswith("Wednesday")
    assert talk.focus.walk is not None
    walked = [item.name for item in talk.focus.walk.items if item.name]
    assert walked == planned(talk, WEDNESDAY, "evening")


def test_each_day_has_its_own(talk: Talk) -> None:
    evenings = set()
    for day, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")):
        talk("walk_start", said=f"walk me through {name} evening", moment="evening")
        assert talk.focus.walk is not None
        walked = tuple(item.name for item in talk.focus.walk.items if item.name)
        assert list(walked) == planned(talk, day, "evening")
        evenings.add(walked)
    assert len(evenings) > 1


@pytest.mark.parametrize(
    ("said", "day"), [("what do i use tonight?", 2), ("what's on tomorrow", 3), ("so what goes on on friday night", 4)]
)
def test_what_is_on_is_told(talk: Talk, said: str, day: int) -> None:
    told = talk("goodbye", said=said, unsure=True)
    names = planned(talk, day, "evening")
    assert all(name in told.headline for name in names)
    assert ("rest night" in told.headline) is (not names)
    assert talk.focus.walk is None


def test_whether_a_thing_is_on_is_a_yes_or_a_no(talk: Talk) -> None:
    for day, name in enumerate(("monday", "tuesday", "wednesday", "thursday")):
        told = talk("time_of_day", "retinol", said=f"is {name} a retinol night", moment="evening")
        assert told.headline.startswith("Yes") is ("retinol" in planned(talk, day, "evening"))


def test_the_morning_is_the_mornings(talk: Talk) -> None:
    begun = talk("walk_start", said="walk me through my morning routine", moment="morning")
    assert "morning" in begun.headline
    assert "niacinamide" in begun.headline
    assert "retinol" not in begun.headline


def test_what_the_person_should_not_use_is_not_walked_through(talk: Talk) -> None:
    talk("tell", said="i'm pregnant", traits=["state.pregnant"], about_self=True)
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"):
        begun = talk("walk_start", said=f"walk me through {name} evening", moment="evening")
        assert talk.focus.walk is not None
        assert all(item.id != "retinol" for item in talk.focus.walk.items)
        assert any("I leave out retinol" in caution for caution in begun.cautions)


def test_what_was_talked_of_is_walked_through_as_before(talk: Talk) -> None:
    talk("compatibility", "mask.sheet", "hyaluronic_acid", said="sheet mask and hyaluronic acid?")
    talk("walk_start", said="walk me through it")
    assert talk.focus.walk is not None
    assert {item.id for item in talk.focus.walk.items} == {"mask.sheet", "hyaluronic_acid"}


def test_without_a_shelf_there_is_no_plan(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    begun = talk("walk_start", said="walk me through tonight", moment="evening")
    assert "plan" not in begun.headline
    assert talk("choice", said="what should i use tonight", moment="evening").kind == "routine"
