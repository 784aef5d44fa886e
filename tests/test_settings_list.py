"""All settings are listed, shown without what is secret, and checked."""

from __future__ import annotations

import os
import re
import subprocess
import sys

import pytest

from bot import model
from bot.settings_list import SETTINGS, problems, unknown, value
from tests.conftest import ROOT

BY_NAME = {setting.name: setting for setting in SETTINGS}


def test_the_list_holds_what_the_code_reads() -> None:
    code = "".join(
        path.read_text()
        for room in ("bot", "actions")
        for path in (ROOT / room).rglob("*.py")
        if path.name != "settings_list.py"
    )
    read = set(re.findall(r"\b(LAMELLA(?:_[A-Z]+)+|DATABASE_URL|REDIS_URL)\b", code))
    for door in ("SLACK", "TELEGRAM"):
        # These are read by the last part of their names.
        settings = (ROOT / f"bot/channels/{door.lower()}/settings.py").read_text()
        read |= {f"LAMELLA_{door}_{name}" for name in re.findall(r'"((?!LAMELLA)[A-Z]+(?:_[A-Z]+)*)"', settings)}
    assert set(BY_NAME) == read


@pytest.mark.parametrize("setting", [one for one in SETTINGS if one.shown != "openly"], ids=lambda one: one.name)
def test_what_is_secret_is_not_shown(setting: object) -> None:
    of_url = "postgresql://lamella:t0ps3cret@db:5432/x"
    shown = value(setting, {setting.name: of_url})  # type: ignore[arg-type,attr-defined]
    assert shown
    assert "t0ps3cret" not in shown


def test_a_password_is_taken_out_and_the_rest_shown() -> None:
    shown = value(BY_NAME["DATABASE_URL"], {"DATABASE_URL": "postgresql://lamella:t0ps3cret@db:5432/x"})
    assert shown == "postgresql://lamella:***@db:5432/x"


def test_everything_that_is_wrong_is_said_at_once() -> None:
    wrong = {
        "DATABASE_URL": "oracle+nothing://t0ps3cret",
        "LAMELLA_WORKERS": "many",
        "LAMELLA_LOG": "xml",
        "LAMELLA_SECRET": "short",
        "LAMELLA_TELEGRAM_TOKEN": "nonsense",
        "LAMELLA_SLACK_TOKEN": "nonsense",
    }
    said = "\n".join([*problems(wrong), *problems({"LAMELLA_HEALTH_DAYS": "soon"})])
    assert [name for name in wrong if name not in said] == []
    assert "t0ps3cret" not in said
    assert problems({}) == []


def test_a_misspelt_name_is_noticed() -> None:
    assert unknown({"LAMELLA_ORIGIN": "x", "LAMELLA_ORIGINS": "x", "PATH": "x"}) == ["LAMELLA_ORIGIN"]


def test_the_command_shows_them_and_fails_on_a_wrong_one() -> None:
    def run(**more: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", "from bot.cli import main; main()", "settings"]
        environment = {**os.environ, **model.ENVIRONMENT, "COLUMNS": "160", **more}
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)

    fine = run(LAMELLA_SECRET="a secret that must not be on any screen at all", LAMELLA_ORIGIN="x")
    assert fine.returncode == 0, fine.stderr
    assert "must not be" not in fine.stdout
    assert re.search(r"LAMELLA_SECRET +\(set\)", fine.stdout)
    assert "LAMELLA_ORIGIN is no setting" in fine.stderr
    assert run(LAMELLA_WORKERS="0").returncode == 1
