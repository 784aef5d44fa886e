"""What was said is kept as long as the owner wants it, and conversations that go on lose nothing that they need."""

from __future__ import annotations

import time

import pytest
import sqlalchemy as sa

from bot.answers.memory import ShelfItem, StoredPerson
from bot.settings import DAY
from bot.storage import housekeeping
from bot.storage.database import Database
from bot.storage.errors import StaleTrackerError
from bot.storage.history import last_turns
from bot.storage.people import load_person, save_person
from bot.storage.retention import Dropped, drop_said_before
from bot.storage.shelf import load_shelf
from bot.storage.tables import conversation, event
from bot.storage.tracker_store import LamellaTrackerStore
from tests.storage.test_erasure import in_files
from tests.storage.turns import begun, keep, reply, turn, update, user

KNOWN = StoredPerson(traits=("skin.dry",))
OWNED = (ShelfItem(name="Green Clay", thing="mask.clay", added=1),)


def aged(database: Database, sender: str, days: float) -> None:
    """All that a sender has said so far was said so many days earlier."""
    mine = sa.select(conversation.c.id).where(conversation.c.sender_id == sender)
    with database.write() as connection:
        older = {"timestamp": event.c.timestamp - days * DAY}
        connection.execute(event.update().where(event.c.conversation_id.in_(mine)).values(older))
        rested = {"updated": conversation.c.updated - days * DAY}
        connection.execute(conversation.update().where(conversation.c.sender_id == sender).values(rested))


def texts(database: Database, sender: str) -> list[str]:
    return [one.text for one in last_turns(database, sender, 50)]


async def test_a_conversation_that_rested_goes_and_what_is_known_of_the_person_stays(
    store: LamellaTrackerStore, database: Database
) -> None:
    await turn(store, "ann", "zqfirst words")
    await turn(store, "ben", "hello")
    save_person(database, "ann", KNOWN, 1)
    keep(database, "ann", shelf=OWNED)
    aged(database, "ann", 31)
    aged(database, "ben", 29)
    assert drop_said_before(database, time.time() - 30 * DAY) == Dropped(1, 0)
    assert list(await store.keys()) == ["ben"]
    assert texts(database, "ben") == ["hello"]
    assert (load_person(database, "ann", 1), load_shelf(database, "ann")) == (KNOWN, list(OWNED))
    if database.is_sqlite:
        assert in_files(database, ["zqfirst"]) == []
    with database.read() as connection:
        assert "zqfirst" not in "".join(connection.execute(sa.select(event.c.data)).scalars())
    await turn(store, "ann", "back again")
    assert texts(database, "ann") == ["back again"]


async def test_a_conversation_that_goes_on_loses_its_old_words_and_not_its_thread(
    store: LamellaTrackerStore, database: Database
) -> None:
    for number in range(4):
        await turn(store, "ann", f"old {number}", focus={"thing": number}, message_id=f"m{number}")
    aged(database, "ann", 40)
    await turn(store, "ann", "new", focus={"thing": "kept"}, message_id="m9")
    dropped = drop_said_before(database, time.time() - 30 * DAY)
    assert dropped.conversations == 0
    assert dropped.events > 15
    assert texts(database, "ann") == ["new"]
    # Its numbers go on, and so do its slots, the copies of a message that come late, and its whole history.
    assert (await store.replies("ann", "m9") or [{}])[0]["text"] == "Yes."
    tracker = await turn(store, "ann", "newer", focus={"thing": "still"})
    assert tracker.get_slot("focus") == {"thing": "still"}
    assert texts(database, "ann") == ["new", "newer"]
    whole = await store.retrieve_full_tracker("ann")
    assert whole is not None
    assert [e.text for e in whole.events if e.type_name == "user"] == ["new", "newer"]


async def test_what_a_conversation_needs_to_go_on_stays_however_old(
    store: LamellaTrackerStore, database: Database
) -> None:
    for number in range(3):
        await turn(store, "ann", f"old {number}", focus={"thing": number})
    aged(database, "ann", 40)
    with database.write() as connection:
        connection.execute(conversation.update().values(updated=time.time()))
    assert drop_said_before(database, time.time() - 30 * DAY).events
    assert texts(database, "ann") == ["old 2"]
    tracker = await begun(store, "ann")
    assert tracker.get_slot("focus") == {"thing": 2}
    assert tracker.latest_message.text == "old 2"


async def test_a_turn_that_was_running_meanwhile_is_taken_again(store: LamellaTrackerStore, database: Database) -> None:
    await turn(store, "ann", "long ago")
    aged(database, "ann", 31)
    late = await begun(store, "ann")
    drop_said_before(database, time.time() - 30 * DAY)
    update(late, user("are you there"), *reply("Yes."))
    with pytest.raises(StaleTrackerError):
        await store.save(late)


async def test_many_go_in_small_portions(
    store: LamellaTrackerStore, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.retention._AT_ONCE", 2)
    for number in range(5):
        await turn(store, f"person {number}", "hello")
        aged(database, f"person {number}", 2)
    assert drop_said_before(database, time.time() - DAY) == Dropped(5, 0)
    assert list(await store.keys()) == []


@pytest.mark.parametrize(("days", "left"), [("", 1), ("20", 1), ("10", 0)])
async def test_the_owner_says_for_how_long(
    store: LamellaTrackerStore, database: Database, monkeypatch: pytest.MonkeyPatch, days: str, left: int
) -> None:
    await turn(store, "ann", "hello")
    aged(database, "ann", 15)
    monkeypatch.setenv("LAMELLA_HISTORY_DAYS", days)
    housekeeping._once(database, "us")
    assert len(list(await store.keys())) == left
