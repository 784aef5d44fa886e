"""`bot unanswered`: what the owner sees of visitors' questions and of their feedback."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from tests.storage.turns import keep


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    found = Database(f"sqlite:///{tmp_path}/lamella.db")
    monkeypatch.setattr("bot.storage.database._of_this_process", [found])
    return found


def shown(*arguments: str) -> list[str]:
    result = CliRunner().invoke(app, ["unanswered", *arguments])
    assert result.exit_code == 0, result.output
    return result.output.splitlines()


def test_the_most_asked_comes_first_and_feedback_is_counted_by_kind(database: Database) -> None:
    for said in ("Snail slime?", "gold leaf", "snail slime"):
        keep(database, "ann", unanswered=said)
    for helpful in (True, False, True):
        keep(database, "ann", feedback=Feedback(kind="order", helpful=helpful, given=1))
    assert shown() == ["    2  snail slime", "    1  gold leaf", "order: 2 found it helpful, 1 did not."]
    assert shown("--limit", "1")[:2] == ["    2  snail slime", "order: 2 found it helpful, 1 did not."]


def test_nothing_is_said_to_be_nothing(database: Database) -> None:
    assert shown() == ["Nothing was left unanswered."]


def test_a_database_that_cannot_be_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.database._of_this_process", [Database(f"sqlite:///{tmp_path}")])
    result = CliRunner().invoke(app, ["unanswered"])
    assert result.exit_code == 1
    assert "can't be read" in result.output
