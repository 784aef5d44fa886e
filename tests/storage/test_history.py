"""What a page shows again after a reload."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.history import last_turns
from bot.storage.tables import event
from bot.storage.tracker_store import LamellaTrackerStore
from tests.storage.turns import begun, turn


async def test_the_last_turns_come_with_their_replies_the_oldest_first(
    store: LamellaTrackerStore, database: Database
) -> None:
    for number in range(6):
        await turn(store, "ann", f"Question {number}", answer=f"Answer {number}", message_id=f"m{number}")
        await turn(store, "ben", "Another question")
    found = last_turns(database, "ann", 4)
    assert [(one.message_id, one.text) for one in found] == [(f"m{n}", f"Question {n}") for n in (2, 3, 4, 5)]
    assert [one.replies[0]["text"] for one in found] == [f"Answer {n}" for n in (2, 3, 4, 5)]
    assert [len(one.replies) for one in found] == [1] * 4
    assert found[0].replies[0]["answer"] == {"headline": "Answer 2"}
    assert found[0].replies[0]["buttons"] == [{"title": "Why?", "payload": "Why?"}]
    assert found[0].at <= found[3].at
    assert len(last_turns(database, "ann", 50)) == 6


async def test_a_session_that_rasa_begins_anew_is_not_the_end_of_it(
    store: LamellaTrackerStore, database: Database
) -> None:
    await turn(store, "ann", "Yesterday")
    await store.save(await begun(store, "ann", expired=True))
    await turn(store, "ann", "Today")
    assert [one.text for one in last_turns(database, "ann", 50)] == ["Yesterday", "Today"]


async def test_of_a_stranger_and_of_the_forgotten_there_is_none(store: LamellaTrackerStore, database: Database) -> None:
    assert last_turns(database, "ann", 50) == []
    await turn(store, "ann", "Question")
    await turn(store, "ben", "Question")
    await store.forget("ann")
    assert last_turns(database, "ann", 50) == []
    assert len(last_turns(database, "ben", 50)) == 1


async def test_an_event_that_cannot_be_read_is_left_out(
    store: LamellaTrackerStore, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        await turn(store, "ann", f"Question {number}", message_id=f"m{number}")
    with database.write() as connection:
        connection.execute(event.update().where(event.c.message_id == "m1").values(data='{"event": "secretword"'))
    assert [one.text for one in last_turns(database, "ann", 50)] == ["Question 0", "Question 2"]
    assert "secretword" not in caplog.text
    with database.read() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(event)).scalar()
