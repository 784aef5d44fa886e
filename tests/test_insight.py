"""The owner's report: what a turn adds to it, what is counted, and a page that names nobody and needs nothing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from rasa.shared.core.events import BotUttered, SessionStarted, SlotSet
from typer.testing import CliRunner

from bot.cli import app
from bot.insight.figures import figures
from bot.storage.counting import of
from bot.storage.database import Database
from bot.storage.feedback import Feedback, all_feedback
from bot.storage.insight import DAY, Turn, all_turns, drop_expired, put_turn
from bot.storage.tracker_store import LamellaTrackerStore
from bot.storage.unanswered import most_asked
from tests.storage.conftest import DOMAIN
from tests.storage.turns import keep, turn, user

WALK = {"walk": {"items": [], "at": 2}}


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    found = Database(f"sqlite:///{tmp_path}/lamella.db")
    monkeypatch.setattr("bot.storage.database._of_this_process", [found])
    return found


def answered(**answer: object) -> BotUttered:
    return BotUttered("Yes.", metadata={"answer": {"kind": "compatibility", **answer}})


def test_a_turn_leaves_what_it_was_about_and_not_who_or_what_was_said() -> None:
    message = user("is retinol ok for me, Anna")
    message.input_channel = "website"
    found = of([SessionStarted(), message, answered(verdict="avoid", about=("retinol",))])
    day = int(message.timestamp // DAY)
    assert found == Turn(
        day=day, door="website", begins=True, kinds=("compatibility",), things=("retinol",), verdict="avoid"
    )
    assert of([message]) is None


@pytest.mark.parametrize(
    ("answer", "after", "before", "walk"),
    [
        ({"kind": "walk", "walk": {"at": 2, "of": 5}}, WALK, {}, "2/5"),
        ({"kind": "walk"}, {}, WALK, "finished"),
        ({"kind": "walk"}, {}, {}, ""),
        ({"kind": "walk"}, {"left": {"at": 2}}, WALK, "left 3"),
        ({"kind": "frequency"}, WALK, WALK, ""),
    ],
)
def test_a_walkthrough_is_followed_to_its_end(
    answer: dict[str, object], after: dict[str, object], before: dict[str, object], walk: str
) -> None:
    found = of([user("next"), answered(**answer), SlotSet("focus", after)], [SlotSet("focus", before)])
    assert found is not None
    assert found.walk == walk


async def test_the_row_is_written_with_the_turn_and_not_at_all_where_the_owner_wants_none(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rasa.shared.core.domain import Domain

    store = LamellaTrackerStore(Domain.from_yaml(DOMAIN), database=database)
    await turn(store, "ann", "hello")
    assert [found.begins for found in all_turns(database)] == [True]
    monkeypatch.setenv("LAMELLA_INSIGHT_DAYS", "0")
    await turn(store, "ann", "hello again")
    assert len(all_turns(database)) == 1


def test_what_is_older_than_the_owner_wants_is_dropped(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMELLA_INSIGHT_DAYS", "10")
    with database.write() as connection:
        for day in (100, 105, 111):
            put_turn(connection, Turn(day=day, door="rest"))
    keep(database, "ann", 100 * DAY, unanswered="snail slime")
    keep(database, "ann", feedback=Feedback(kind="order", helpful=True, given=100 * DAY))
    assert drop_expired(database, 112 * DAY) == 3
    assert [found.day for found in all_turns(database)] == [105, 111]
    assert most_asked(database) == []
    assert all_feedback(database) == []


def test_days_without_a_message_count_and_single_things_do_not() -> None:
    turns = [
        Turn(day=1, door="rest", begins=True, kinds=("order",), things=("retinol", "serum"), verdict="yes"),
        Turn(day=3, door="rest", kinds=("ask_which",), things=("retinol",), unsure=True),
        Turn(day=3, door="slack", kinds=("order",), walk="1/5"),
    ]
    found = figures(turns, [Feedback(kind="order", helpful=False, given=1)])
    assert found.messages == {"rest": (1, 0, 1), "slack": (0, 0, 1)}
    assert found.conversations == (1, 0, 0)
    assert found.unsure == (0.0, None, 0.5)
    assert found.things == {"retinol": 2}
    assert found.kinds == {"order": 2}
    assert found.feedback == {"order": (0, 1)}
    assert found.steps == {"1": 1, "finished": 0}


def report(path: Path) -> str:
    result = CliRunner().invoke(app, ["report", "--out", str(path), "--days", "100000"])
    assert result.exit_code == 0, result.output
    return path.read_text()


def test_the_report_is_one_page_in_light_and_dark_that_names_nobody(tmp_path: Path, database: Database) -> None:
    with database.write() as connection:
        for day in range(20000, 20030):
            put_turn(connection, Turn(day=day, door="website", kinds=("order",), things=("retinol",), verdict="yes"))
    contacts = "anna@mail.example or @annas_skin order #12345"
    for sender in ("ann", "bob"):
        keep(database, sender, unanswered=f"is snail slime <vegan> ask me at {contacts}")
        keep(database, sender, unanswered=f"my name is {sender.capitalize()} Miller, is gold leaf vegan")
    page = report(tmp_path / "report.html")
    assert page.count("<svg") == 6
    assert "prefers-color-scheme: dark" in page
    assert "var(--s0)" in page
    assert "is snail slime vegan" in page
    assert "is gold leaf vegan" in page
    for said in ("anna@", "annas_skin", "12345", "miller", "Miller", "ann ", "bob"):
        assert said not in page
    assert set(re.findall(r"https?://[^\"' <]+", page)) <= {"http://www.w3.org/1999/xlink", "http://www.w3.org/2000/svg"}
    assert "<script" not in page
    assert report(tmp_path / "again.html") == page


def test_a_report_of_nothing_is_a_page_too(tmp_path: Path, database: Database) -> None:
    assert "Nothing yet." in report(tmp_path / "report.html")
