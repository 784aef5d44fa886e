"""What a turn has to keep is written with the turn, or not at all, and only once."""

from __future__ import annotations

import logging

import pytest
import sqlalchemy as sa
from rasa.shared.core.events import SlotSet

from bot.answers.memory import ShelfItem, StoredPerson
from bot.storage import notes
from bot.storage.database import Database
from bot.storage.errors import DuplicateMessageError, StaleTrackerError, UndoneError
from bot.storage.feedback import Feedback, all_feedback
from bot.storage.people import load_person
from bot.storage.shelf import load_shelf
from bot.storage.tables import event
from bot.storage.tracker_store import LamellaTrackerStore
from bot.storage.unanswered import most_asked
from tests.storage.turns import begun, noted, reply, turn, update, user

CLAY = ShelfItem(name="clay mask", thing="mask.clay", added=1)
LIKED = Feedback(kind="order", about=("retinol",), helpful=True, given=1)


async def test_all_kinds_are_kept(store: LamellaTrackerStore, database: Database) -> None:
    said = noted(person=StoredPerson(traits=("skin.dry",)), shelf=(CLAY,), feedback=LIKED, unanswered="Snail slime?")
    await turn(store, "ann", "hello", also=said)
    assert load_person(database, "ann", 2) == StoredPerson(traits=("skin.dry",))
    assert load_shelf(database, "ann") == [CLAY]
    assert all_feedback(database) == [LIKED]
    assert [found.question for found in most_asked(database)] == ["snail slime"]


async def test_a_message_that_is_sent_again_keeps_nothing_twice(store: LamellaTrackerStore, database: Database) -> None:
    await turn(store, "ann", "that helped", message_id="m1", also=noted(feedback=LIKED, unanswered="gold leaf?"))
    with pytest.raises(DuplicateMessageError):
        await turn(store, "ann", "that helped", message_id="m1", also=noted(feedback=LIKED, unanswered="gold leaf?"))
    assert len(all_feedback(database)) == 1
    assert [found.times for found in most_asked(database)] == [1]


async def test_a_turn_that_is_refused_keeps_nothing(store: LamellaTrackerStore, database: Database) -> None:
    await turn(store, "ann", "one")
    late = await begun(store, "ann")
    await turn(store, "ann", "two", also=noted(shelf=(CLAY,)))
    update(late, user("three"), *reply("Yes."), *noted(shelf=()))
    with pytest.raises(StaleTrackerError):
        await store.save(late)
    assert load_shelf(database, "ann") == [CLAY]


async def test_a_turn_that_could_not_be_taken_is_taken_when_its_message_comes_again(
    store: LamellaTrackerStore, database: Database
) -> None:
    with pytest.raises(UndoneError):
        await turn(store, "ann", "hello", message_id="m1", also=noted(undone=True, shelf=(CLAY,)))
    assert not await store.seen("ann", "m1")
    assert load_shelf(database, "ann") == []
    await turn(store, "ann", "hello", message_id="m1", answer="Hello.")
    assert (await store.replies("ann", "m1") or [{}])[0]["text"] == "Hello."


async def test_a_new_session_does_not_keep_it_again(store: LamellaTrackerStore, database: Database) -> None:
    """A session begins by setting all slots to what they were."""
    await turn(store, "ann", "one", also=noted(shelf=(CLAY,), feedback=LIKED))
    await turn(store, "ann", "two", also=noted(shelf=()))
    await turn(store, "ann", "three", expired=True)
    assert load_shelf(database, "ann") == []
    assert len(all_feedback(database)) == 1


async def test_what_is_kept_stands_in_no_event(store: LamellaTrackerStore, database: Database) -> None:
    await turn(store, "ann", "hello", also=noted(shelf=(ShelfItem(name="zqgreen", thing="mask.clay", added=1),)))
    with database.read() as connection:
        stored = "".join(connection.execute(sa.select(event.c.data)).scalars())
    assert "zqgreen" not in stored
    assert load_shelf(database, "ann")[0].name == "zqgreen"


async def test_a_note_of_another_shape_is_left_out(
    store: LamellaTrackerStore, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        await turn(store, "ann", "hello", also=(SlotSet(notes.SLOT, {"old": True}), *noted(shelf=(CLAY,))))
    assert "cannot be read" in caplog.text
    assert load_shelf(database, "ann") == [CLAY]


def test_nothing_to_keep_is_no_event() -> None:
    assert notes.marker(notes.Notes(now=5)) == []
