"""What an action loads of a person and has kept with its turn."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import SlotSet
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import memory, turn
from actions.turn import take_turn
from bot.answers.memory import HealthTrait, Memory, StoredPerson
from bot.channels.replies import PUBLIC
from bot.settings import health_kept
from bot.storage import erasure, notes
from bot.storage.database import Database
from bot.storage.people import save_person

DAY = 24 * 60 * 60.0
BEGUN = [{"event": "session_started"}, {"event": "user"}]


def said(text: str, *, focus: Any = None, events: Any = (), kept: Memory | None = None, **question: Any) -> list[Any]:
    """The events of the turn of a message."""
    latest = {"text": text, "questions": [{"words": text.lower().split(), **question}]}
    tracker = Tracker("ann", {"focus": focus}, latest, list(events), False, None, {}, "action_listen")
    return take_turn(CollectingDispatcher(), tracker, kept=kept or Memory(), now=100 * DAY)


def noted(events: list[Any]) -> notes.Notes:
    (found,) = notes.found_in(SlotSet(event["name"], event["value"]) for event in events)
    return found


def test_a_stranger_is_loaded_as_nobody_and_a_person_without_what_expired(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/lamella.db")
    assert memory.load(database, "ann", 0) == Memory()
    health = HealthTrait(trait="state.pregnant", consented=1, expires=50)
    save_person(database, "ann", StoredPerson(traits=("skin.dry",), health=(health,)), 1)
    assert memory.load(database, "ann", 10).person.all_traits == ("skin.dry", "state.pregnant")
    assert memory.load(database, "ann", 60).person.all_traits == ("skin.dry",)


def test_only_what_changed_is_kept() -> None:
    focus, *kept = said("my skin is dry", kind="tell", traits=["skin.dry"], about_self=True)
    assert focus["name"] == "focus"
    assert noted(kept) == notes.Notes(now=100 * DAY, person=StoredPerson(traits=("skin.dry",)))
    assert len(said("thanks", kind="thanks")) == 1


def test_the_owner_sets_for_how_long_health_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn, "KEEP_FOR", health_kept({"LAMELLA_HEALTH_DAYS": "7"}))
    waiting = {"waiting": "consent", "traits": ["state.pregnant"]}
    _, *kept = said("yes", focus=waiting, kind="affirm")
    person = noted(kept).person
    assert person is not None
    assert person.health == (HealthTrait(trait="state.pregnant", consented=100 * DAY, expires=107 * DAY),)


def test_a_conversation_is_not_read_back_to_its_beginning() -> None:
    class Counted(list[Any]):
        read = 0

        def __reversed__(self) -> Any:
            for event in super().__reversed__():
                self.read += 1
                yield event

    events = Counted([{"event": "session_started"}, *[{"event": "user"}, {"event": "bot"}] * 500])
    latest = {"text": "thanks", "questions": [{"kind": "thanks", "words": ["thanks"]}]}
    tracker = Tracker("ann", {"focus": None}, latest, [], False, None, {}, "action_listen")
    tracker.events = events
    take_turn(CollectingDispatcher(), tracker, now=1)
    assert 0 < events.read < 10


def test_forgetting_is_the_marker_and_nothing_else() -> None:
    dry = Memory(person=StoredPerson(traits=("skin.dry",)))
    assert said("forget me", kind="forget_me", kept=dry)[1:] == [erasure.marker()]


def test_feedback_is_kept_with_the_answer_that_it_is_about() -> None:
    focus = {"answered": "frequency", "answered_about": ["retinol"]}
    feedback = noted(said("that helped", focus=focus, kind="feedback_helpful")[1:]).feedback
    assert feedback is not None
    assert (feedback.kind, feedback.about, feedback.helpful) == ("frequency", ("retinol",), True)
    assert len(said("that helped", kind="feedback_helpful")) == 1


def test_what_could_not_be_answered_is_kept_as_it_was_typed() -> None:
    assert noted(said("Which LAMP for the hall?", kind="out_of_scope")[1:]).unanswered == "Which LAMP for the hall?"


def test_a_new_session_lets_go_of_what_held_for_the_last_one() -> None:
    focus = {"traits": ["state.pregnant"], "walk": {"items": [{"id": "mask.clay"}], "at": 1}}
    asked = {"kind": "thanks"}
    (going_on,) = said("thanks", focus=focus, events=[*BEGUN, {"event": "user"}], **asked)
    assert going_on["value"]["traits"] == ["state.pregnant"]
    (begun,) = said("thanks", focus=focus, events=[{"event": "user"}, *BEGUN], **asked)
    assert "traits" not in begun["value"]
    assert begun["value"]["walk"]["at"] == 1


def test_in_public_nothing_is_kept() -> None:
    latest = {
        "text": "my skin is dry",
        "metadata": {PUBLIC: True},
        "questions": [{"words": ["dry", "skin"], "kind": "tell", "traits": ["skin.dry"], "about_self": True}],
    }
    dispatcher = CollectingDispatcher()
    found = take_turn(dispatcher, Tracker("ann@-1", {}, latest, [], False, None, {}, "action_listen"), now=DAY)
    assert [event["name"] for event in found] == ["focus"]
    assert dispatcher.messages[0]["answer"]["kind"] == "private"
