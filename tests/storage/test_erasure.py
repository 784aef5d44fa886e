"""Whoever asks to be forgotten is: afterwards no word that they typed is in the database."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet

from bot.answers.memory import HealthTrait, ShelfItem, StoredPerson
from bot.storage import erasure, people, shelf
from bot.storage.database import Database
from bot.storage.errors import StaleTrackerError
from bot.storage.feedback import Feedback, all_feedback
from bot.storage.tables import metadata
from bot.storage.tracker_store import LamellaTrackerStore
from bot.storage.unanswered import most_asked
from tests.storage.turns import begun, keep, reply, turn, update, user


def words(seed: int, count: int) -> list[str]:
    """Words that nobody else uses."""
    drawn = random.Random(seed)
    return ["zq" + "".join(drawn.choices("bcdfghklmnprstvw", k=10)) for _ in range(count)]


def in_tables(database: Database, wanted: list[str]) -> list[str]:
    with database.read() as connection:
        content = "\n".join(
            str(tuple(row)) for table in metadata.sorted_tables for row in connection.execute(sa.select(table))
        )
    return [word for word in wanted if word in content]


def in_files(database: Database, wanted: list[str]) -> list[str]:
    """The words that are in the file or beside it, in what is deleted too."""
    path = Path(database.engine.url.database)
    content = b"".join(found.read_bytes() for found in path.parent.glob(path.name + "*"))
    return [word for word in wanted if word.encode() in content]


def keep_all_kinds(database: Database, sender: str, typed: list[str]) -> None:
    health = HealthTrait(trait="state.pregnant", consented=1, expires=9e9)
    people.save_person(database, sender, StoredPerson(traits=("skin.dry",), health=(health,)), 1)
    keep(
        database,
        sender,
        shelf=(ShelfItem(name=typed[0], thing="serum", added=1),),
        feedback=Feedback(kind="compatibility", helpful=True, given=1),
        unanswered=f"{typed[1]} {typed[2]}?",
    )


def forgets() -> SlotSet:
    marker = erasure.marker()
    return SlotSet(marker["name"], marker["value"])


async def test_nothing_is_left_and_nothing_comes_back(store: LamellaTrackerStore, database: Database) -> None:
    typed, others = words(1, 60), words(2, 60)
    for number in range(20):
        said = " ".join(typed[number * 3 : number * 3 + 3])
        await turn(store, "ann", said, answer=f"About {said}", focus={"unknown": typed[: number + 1]})
        said = " ".join(others[number * 3 : number * 3 + 3])
        await turn(store, "bob", said, answer=f"About {said}", focus={"unknown": others[: number + 1]})
    keep_all_kinds(database, "ann", typed)
    keep_all_kinds(database, "bob", others)
    assert len(in_tables(database, typed)) == 60

    await turn(store, "ann", f"forget me {typed[0]}", also=(forgets(),))

    assert in_tables(database, typed) == []
    if database.is_sqlite:
        assert in_files(database, typed) == []
    assert len(in_tables(database, others)) == 60
    assert list(await store.keys()) == ["bob"]
    assert people.load_person(database, "ann", 1) == StoredPerson()
    assert shelf.load_shelf(database, "ann") == []
    assert len(all_feedback(database)) == 1
    assert len(most_asked(database)) == 1
    fresh = await turn(store, "ann", "hello again")
    assert fresh.get_slot("focus") is None
    whole = await store.retrieve_full_tracker("ann")
    assert whole is not None
    assert [e.text for e in whole.events if e.type_name == "user"] == ["hello again"]


async def test_the_file_holds_no_trace_after_many_people_and_many_sizes(tmp_path: Path, domain: Domain) -> None:
    """Rows of all sizes among each other make the pages of the file split and merge."""
    database = Database(f"sqlite:///{tmp_path}/many.db")
    store = LamellaTrackerStore(domain, database=database)
    drawn = random.Random(7)
    said: dict[str, list[str]] = {f"person {n}": [] for n in range(25)}
    for number in range(250):
        sender = drawn.choice(list(said))
        typed = words(1000 + number, drawn.choice([1, 3, 30, 200]))
        said[sender] += typed
        held = drawn.sample(said[sender], min(len(said[sender]), drawn.choice([1, 10, 100])))
        await turn(store, sender, " ".join(typed), focus={"unknown": held})
        owned = (ShelfItem(name=" ".join(typed[:5]), thing="serum", added=1),)
        keep(database, sender, number, unanswered=" ".join(typed[:2]), shelf=owned)
    for sender in drawn.sample(list(said), 15):
        await store.forget(sender)
        assert in_tables(database, said[sender]) == []
        assert in_files(database, said[sender]) == []
        del said[sender]
    assert len(in_tables(database, [word for typed in said.values() for word in typed])) > 100


async def test_what_a_reader_keeps_in_use_is_wiped_with_a_later_write(tmp_path: Path, domain: Domain) -> None:
    url = f"sqlite:///{tmp_path}/busy.db"
    database, other = Database(url), Database(url)
    store = LamellaTrackerStore(domain, database=database)
    typed = words(3, 5)
    await turn(store, "ann", " ".join(typed))
    with other.read() as reader:
        reader.execute(sa.text("SELECT count(*) FROM event"))
        await store.forget("ann")
        assert in_files(database, typed) == typed
    restarted = Database(url)
    await turn(LamellaTrackerStore(domain, database=restarted), "bob", "hello")
    assert in_files(database, typed) == []


async def test_a_large_file_is_not_rewritten_for_each_who_asks(
    tmp_path: Path, domain: Domain, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database._SOON", 0)
    monkeypatch.setattr("bot.storage.database._REST", 1e9)
    database = Database(f"sqlite:///{tmp_path}/large.db")
    store = LamellaTrackerStore(domain, database=database)
    rewritten: list[str] = []
    await turn(store, "nobody", "hello")
    sa.event.listen(
        database.engine,
        "checkout",
        lambda connection, *_: connection.set_trace_callback(lambda said: rewritten.append(said)),
    )
    for sender in ("ann", "bob", "cyd"):
        await turn(store, sender, "hello")
        await store.forget(sender)
    assert rewritten.count("VACUUM") == 1


async def test_forgetting_twice_and_forgetting_a_stranger_do_nothing(store: LamellaTrackerStore) -> None:
    await turn(store, "ann", "hello")
    for _ in range(2):
        await turn(store, "ann", "forget me", also=(forgets(),))
        assert list(await store.keys()) == []
    await store.forget("nobody")


async def test_a_turn_that_was_running_meanwhile_brings_nothing_back(store: LamellaTrackerStore) -> None:
    await turn(store, "ann", "my secret")
    late = await begun(store, "ann")
    await store.forget("ann")
    await turn(store, "ann", "hello")
    update(late, user("more of my secret"), *reply("Yes."))
    with pytest.raises(StaleTrackerError):
        await store.save(late)


async def test_an_unanswered_question_of_others_too_stays_with_theirs(
    store: LamellaTrackerStore, database: Database
) -> None:
    for sender in ("ann", "bob", "ann"):
        await turn(store, sender, "Is snail slime VEGAN?!")
        keep(database, sender, 5, unanswered="is snail slime vegan")
    assert [(found.question, found.times) for found in most_asked(database)] == [("is snail slime vegan", 3)]
    await store.forget("ann")
    assert [(found.question, found.times) for found in most_asked(database)] == [("is snail slime vegan", 1)]
    await store.forget("bob")
    assert most_asked(database) == []


async def test_a_broken_message_does_not_stand_in_the_way(store: LamellaTrackerStore, database: Database) -> None:
    await turn(store, "ann", "hello")
    with database.write() as connection:
        connection.execute(metadata.tables["event"].update().values(data="{broken"))
    await store.forget("ann")
    assert list(await store.keys()) == []
