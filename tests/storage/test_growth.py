"""A message costs the same late in a conversation as early: rows that are read are counted, not time."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa

from bot.storage.database import Database
from bot.storage.tracker_store import LamellaTrackerStore
from tests.storage.turns import turn


class Work(NamedTuple):
    """What one turn asked of the database."""

    statements: int
    rows_read: int
    events_replayed: int


async def test_the_thousandth_message_reads_as_many_rows_as_the_tenth(
    store: LamellaTrackerStore, database: Database
) -> None:
    counted: dict[str, int] = {"statements": 0, "rows": 0}

    def executed(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        counted["statements"] += 1
        if statement.startswith("SELECT") and not database.is_sqlite:
            counted["rows"] += cursor.rowcount

    def counting(cursor: Any, row: Any) -> Any:
        counted["rows"] += 1
        return row

    def connected(connection: Any, *_: Any) -> None:
        if database.is_sqlite:
            connection.row_factory = counting

    sa.event.listen(database.engine, "after_cursor_execute", executed)
    sa.event.listen(database.engine, "checkout", connected)
    work = {}
    for number in range(1, 1001):
        counted.update(statements=0, rows=0)
        tracker = await turn(store, "ann", f"message {number}", focus={"n": number}, expired=number % 100 == 50)
        work[number] = Work(counted["statements"], counted["rows"], len(tracker.events))
    print("\n10th:", work[10], "1,000th:", work[1000])
    assert work[10] == work[1000]
    assert work[1000].rows_read <= 8


def test_reading_a_conversation_uses_indices_only(store: LamellaTrackerStore, database: Database) -> None:
    """A table that is read from end to end would be small in a test and large in a shop."""
    if not database.is_sqlite:
        with database.read() as connection:
            connection.execute(sa.text("SET enable_seqscan = off"))
            plan = _plan(connection, "EXPLAIN ")
        assert "Seq Scan" not in plan
        return
    with database.read() as connection:
        plan = _plan(connection, "EXPLAIN QUERY PLAN ")
    assert "SCAN" not in plan
    assert "TEMP B-TREE" not in plan


def _plan(connection: Any, explain: str) -> str:
    statements = (
        "SELECT * FROM conversation WHERE sender_id = 'x'",
        "SELECT data FROM event WHERE conversation_id = 1 AND sequence >= 5 ORDER BY sequence",
        "SELECT sequence FROM event WHERE conversation_id = 1 AND message_id = 'x'",
    )
    return "\n".join(str(row) for said in statements for row in connection.execute(sa.text(explain + said)))
