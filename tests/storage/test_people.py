"""What is kept of people, of products and of answers."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.answers.memory import HealthTrait, ShelfItem, StoredPerson
from bot.storage import housekeeping
from bot.storage.database import Database
from bot.storage.feedback import Feedback, all_feedback
from bot.storage.people import drop_expired, load_person, save_person
from bot.storage.shelf import load_shelf
from bot.storage.tables import person
from bot.storage.unanswered import most_asked, normalised
from tests.storage.turns import keep


def pregnant(expires: float) -> HealthTrait:
    return HealthTrait(trait="state.pregnant", consented=10, expires=expires)


def test_a_person_is_kept_and_changed(database: Database) -> None:
    assert load_person(database, "ann", 0) == StoredPerson()
    known = StoredPerson(traits=("skin.dry", "skin.sensitive"), health=(pregnant(100),))
    save_person(database, "ann", known, 10)
    assert load_person(database, "ann", 50) == known
    assert known.all_traits == ("skin.dry", "skin.sensitive", "state.pregnant")
    save_person(database, "ann", StoredPerson(traits=("skin.oily",)), 60)
    assert load_person(database, "ann", 60) == StoredPerson(traits=("skin.oily",))
    assert load_person(database, "bob", 60) == StoredPerson()


def test_a_health_fact_ends_when_its_time_is_over(database: Database) -> None:
    save_person(database, "ann", StoredPerson(traits=("skin.dry",), health=(pregnant(100),)), 10)
    save_person(database, "bob", StoredPerson(health=(pregnant(900),)), 10)
    assert load_person(database, "ann", 101) == StoredPerson(traits=("skin.dry",))
    assert drop_expired(database, 101) == 1
    assert load_person(database, "ann", 50) == StoredPerson(traits=("skin.dry",))
    assert load_person(database, "bob", 101).health
    assert drop_expired(database, 101) == 0


async def test_the_server_takes_out_what_expired_and_goes_on_without_a_database(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    save_person(database, "ann", StoredPerson(health=(pregnant(100),)), 10)
    found = iter([Database(f"sqlite:///{tmp_path}"), database])
    monkeypatch.setattr(housekeeping, "shared", lambda: next(found))
    monkeypatch.setattr(housekeeping, "DAY", 0.01)
    with pytest.raises((RuntimeError, StopIteration)):
        await housekeeping.daily()
    with database.read() as connection:
        assert connection.execute(person.select()).all() == []


def test_a_person_of_whom_nothing_is_left_has_no_row(database: Database) -> None:
    save_person(database, "ann", StoredPerson(health=(pregnant(100),)), 10)
    assert drop_expired(database, 200) == 1
    with database.read() as connection:
        assert connection.execute(person.select()).all() == []


def test_a_broken_row_counts_as_empty(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    save_person(database, "ann", StoredPerson(traits=("skin.dry",), health=(pregnant(100),)), 10)
    with database.write() as connection:
        connection.execute(person.update().values(traits='["skin.dry", 3]', health="{"))
    with caplog.at_level(logging.ERROR):
        assert load_person(database, "ann", 20) == StoredPerson()
    assert "counts as empty" in caplog.text
    assert "skin.dry" not in caplog.text


def test_a_shelf_holds_each_product_once_and_all_that_is_known_of_it(database: Database) -> None:
    clay = ShelfItem(name="Green Clay", thing="mask.clay", attributes=("rich",), added=1)
    serum = ShelfItem(
        name="My serum", thing="retinol", form="serum", actives=("niacinamide",), moment="evening", added=2
    )
    keep(database, "ann", shelf=(clay, serum))
    assert load_shelf(database, "ann") == [clay, serum]
    other = ShelfItem(name="green  CLAY", thing="mask.clay", actives=("salicylic_acid",), added=3)
    keep(database, "ann", shelf=(clay, serum, other))
    assert load_shelf(database, "ann") == [other, serum]
    assert load_shelf(database, "bob") == []
    keep(database, "ann", shelf=())
    assert load_shelf(database, "ann") == []


def test_feedback_is_kept_without_its_sender_for_the_owner(database: Database) -> None:
    given = [Feedback(kind="order", about=("retinol",), helpful=helpful, given=1) for helpful in (True, False)]
    for found in given:
        keep(database, "ann", feedback=found)
    assert all_feedback(database) == given[::-1]
    assert all_feedback(database, limit=1) == given[1:]


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("Is  Snail-slime VEGAN?!", "is snail-slime vegan"),
        ("write to ann@example.com or +49 170 1234567", "write to or"),
        ("see https://example.com/x?y=1 please", "see please"),
        ("10% or 0.5 % BHA", "10% or 0 5 % bha"),
        ("ＦＵＬＬ ｗｉｄｔｈ", "full width"),
        (" ?! 😀", ""),
    ],
)
def test_a_question_is_counted_without_what_only_its_asker_has(text: str, question: str) -> None:
    assert normalised(text) == question
    assert len(normalised(text * 200)) <= 300


def test_unanswered_questions_are_counted(database: Database) -> None:
    for text, now in (("Snail slime?", 1), ("snail SLIME", 2), ("gold leaf?", 3), ("  ", 4)):
        keep(database, "ann", now, unanswered=text)
    assert [(found.question, found.times, found.last_seen) for found in most_asked(database)] == [
        ("snail slime", 2, 2),
        ("gold leaf", 1, 3),
    ]
    assert len(most_asked(database, limit=1)) == 1
