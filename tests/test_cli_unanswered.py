"""`bot unanswered` and `bot report`: what the owner sees of visitors' questions and of their feedback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

import bot.nlu.reader  # noqa: F401 - a library of its warns when it is first imported, and not into a command's output
from bot.cli import app
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from tests.storage.turns import keep


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    found = Database(f"sqlite:///{tmp_path}/lamella.db")
    monkeypatch.setattr("bot.storage.database._of_this_process", [found])
    return found


def shown(*arguments: str, code: int = 0) -> list[str]:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output.splitlines()


def asked(database: Database, *said: tuple[str, str]) -> None:
    for sender, text in said:
        keep(database, sender, unanswered=text)


def test_questions_that_are_alike_stand_together_and_feedback_is_counted_by_kind(database: Database) -> None:
    asked(database, ("ann", "Is snail slime vegan?"), ("bob", "is snail slime vegan"), ("cy", "vegan snail slime?"))
    asked(database, ("ann", "gold leaf on the face"), ("bob", "gold leaf on the face"), ("ann", "only mine this is"))
    for helpful in (True, False, True):
        keep(database, "ann", feedback=Feedback(kind="order", helpful=helpful, given=1))
    told = shown("unanswered")
    assert told[0] == "  1. 3 people, 3 times"
    assert set(told[1:3]) == {"     is snail slime vegan", "     vegan snail slime"}
    assert told[3:5] == ["  2. 2 people, 2 times", "     gold leaf on the face"]
    assert told[-1] == "order: 2 found it helpful, 1 did not."
    assert "only mine" not in " ".join(told)
    assert len([line for line in shown("unanswered", "--limit", "1") if "people" in line]) == 1


def test_what_one_person_alone_has_asked_is_not_shown_however_often(database: Database) -> None:
    asked(database, *[("telegram:7", "snail slime"), ("telegram:7@-100", "snail slime")] * 3)
    assert shown("unanswered") == ["Nothing that two people have asked was left unanswered."]


def test_a_word_that_one_person_alone_used_is_not_shown(database: Database) -> None:
    asked(database, ("ann", "is zorbatrol cream vegan"), ("bob", "is zorbatrol cream vegan says qwintessa"))
    told = " ".join(shown("unanswered"))
    assert "zorbatrol" in told
    assert "qwintessa" not in told


def test_a_group_becomes_an_entry_to_fill_in(database: Database) -> None:
    asked(database, ("ann", "is snail slime vegan"), ("bob", "is snail slime vegan"))
    text = "\n".join(shown("unanswered", "--snippet", "1"))
    examples, entry = re.split(r"^# 2.*\n#.*\n", text, flags=re.MULTILINE)
    assert yaml.safe_load(examples) == [{"intent": "faq/snail_slime_vegan", "examples": "- is snail slime vegan\n"}]
    (found,) = yaml.safe_load(entry)
    assert (found["id"], found["question"]) == ("snail_slime_vegan", "Is snail slime vegan?")
    assert found["facts"][0]["topic"] == "answer"
    assert shown("unanswered", "--snippet", "2", code=1) == ["There are 1 groups."]


def test_nothing_is_said_to_be_nothing(database: Database) -> None:
    assert shown("unanswered") == ["Nothing that two people have asked was left unanswered."]


@pytest.mark.parametrize("command", ["unanswered", "report"])
def test_a_database_that_cannot_be_read_is_said(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.database._of_this_process", [Database(f"sqlite:///{tmp_path}")])
    assert "can't be read" in " ".join(shown(command, code=1))
