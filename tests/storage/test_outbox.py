"""Replies on their way: each kept once, in order, in one worker's hand, and left to another when that one dies."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import sqlalchemy as sa

from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.erasure import forget
from bot.storage.leases import hold, release
from bot.storage.outbox import HELD_FOR
from bot.storage.tables import outgoing

ONE, TWO = {"text": "one"}, {"text": "two"}


def put(
    database: Database, message: str, now: float = 0.0, sender: str = "telegram:7"
) -> tuple[bool, outbox.Held | None]:
    return outbox.put(database, "telegram", sender, message, [ONE, TWO], now)


def test_a_message_is_handed_over_once(database: Database) -> None:
    new, held = put(database, "1")
    assert new
    assert held is not None
    assert held.parts == [ONE, TWO]
    assert not held.again
    assert put(database, "1") == (False, None)
    assert outbox.finished(database, held, 1) is None
    assert put(database, "1") == (False, None), "after it was sent too"


def test_copies_that_come_together_are_handed_over_once(database: Database) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: put(database, "1")[0], range(16)))
    assert found.count(True) == 1


def test_a_conversation_is_sent_in_order(database: Database) -> None:
    _, first = put(database, "1")
    assert first is not None
    assert put(database, "2") == (True, None), "the first is still in hand"
    assert outbox.take(database, "telegram:7", 1) is None
    second = outbox.finished(database, first, 1)
    assert second is not None
    assert second.id > first.id
    other = put(database, "1", sender="telegram:8")[1]
    assert other is not None, "another conversation does not wait"


def test_what_a_dead_worker_held_is_taken_over_at_the_part_where_it_was(database: Database) -> None:
    _, held = put(database, "1")
    assert held is not None
    outbox.part_sent(database, held, 1)
    assert outbox.waiting(database, "telegram", HELD_FOR) == []
    late = 2 + HELD_FOR
    assert outbox.waiting(database, "telegram", late) == ["telegram:7"]
    taken = outbox.take(database, "telegram:7", late)
    assert taken is not None
    assert taken.sent == 1
    assert taken.again
    assert outbox.take(database, "telegram:7", late) is None, "one worker only"


def test_what_is_erased_in_hand_leaves_the_next_of_its_number_alone(database: Database) -> None:
    # SQLite gives the number of the last row to the next one, once that row is gone.
    notes: list[Callable[[Database, outbox.Held, float], object]] = [outbox.part_sent, outbox.finished]
    notes.append(lambda *of: outbox.put_off(*of, until=99.0))
    for number, note in enumerate(notes):
        sender, other = f"telegram:{number}1", f"telegram:{number}2"
        _, held = put(database, "1", 1.0, sender)
        assert held is not None
        forget(database, sender)
        _, of_another = put(database, "1", 2.0, other)
        put(database, "2", 2.0, other)
        assert of_another is not None
        note(database, held, 3.0)
        assert outbox.take(database, other, 4.0) is None, "still in hand"
        taken = outbox.take(database, other, 3 + HELD_FOR)
        assert taken is not None
        assert (taken.id, taken.sent, taken.failures) == (of_another.id, 0, 0)


def test_what_is_erased_in_hand_is_not_sent_on(database: Database) -> None:
    _, held = put(database, "1", 1.0)
    assert held is not None
    forget(database, "telegram:7")
    assert outbox.part_sent(database, held, 2.0) is None
    _, held = put(database, "2", 1.0)
    assert held is not None
    forget(database, "telegram:7")
    put(database, "3", 3.0)
    late = 4 + HELD_FOR
    after = outbox.part_sent(database, held, late)
    assert after is not None
    assert (after.created, after.sent) == (3.0, 0)


def test_what_is_put_off_waits_and_all_behind_it(database: Database) -> None:
    _, held = put(database, "1")
    put(database, "2")
    assert held is not None
    outbox.put_off(database, held, 0, 30)
    assert outbox.take(database, "telegram:7", 29) is None
    assert outbox.waiting(database, "telegram", 31) == ["telegram:7"], "once, though two replies wait"
    taken = outbox.take(database, "telegram:7", 31)
    assert taken is not None
    assert taken.id == held.id
    assert taken.failures == 1
    assert not taken.again


def test_a_lost_answer_makes_the_next_try_a_possible_repetition(database: Database) -> None:
    _, held = put(database, "1", now=1)
    assert held is not None
    outbox.put_off(database, held, 5, 10, maybe_sent=True)
    taken = outbox.take(database, "telegram:7", 11)
    assert taken is not None
    assert taken.again


def test_what_was_sent_is_not_kept(database: Database) -> None:
    _, held = put(database, "1")
    assert held is not None
    assert outbox.unsent(database) == {"telegram": 1}
    outbox.finished(database, held, 1)
    assert outbox.unsent(database) == {}
    with database.read() as connection:
        assert connection.execute(sa.select(outgoing.c.parts)).scalar() == "[]"
    assert outbox.drop_old(database, 60) == 0
    assert outbox.drop_old(database, 8 * 24 * 3600) == 1


def test_forgetting_a_person_takes_what_is_on_its_way_and_their_groups(database: Database) -> None:
    for sender in ("telegram:7", "telegram:7@-100", "telegram:77", "telegram:77@-100"):
        put(database, "1", sender=sender)
    forget(database, "telegram:7")
    assert outbox.waiting(database, "telegram", 2 * HELD_FOR) == ["telegram:77", "telegram:77@-100"]


def test_a_lease_has_one_holder(database: Database) -> None:
    assert hold(database, "poll", "a", 0, 10)
    assert not hold(database, "poll", "b", 5, 10)
    assert hold(database, "poll", "a", 5, 10), "the holder renews it"
    assert not hold(database, "poll", "b", 14, 10)
    assert hold(database, "poll", "b", 15, 10)
    release(database, "poll", "a")
    assert not hold(database, "poll", "a", 16, 10), "who lost it cannot give it back"
    release(database, "poll", "b")
    assert hold(database, "poll", "a", 16, 10)
