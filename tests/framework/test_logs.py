"""The log as lines of JSON that hold what went wrong, and nothing that somebody typed."""

from __future__ import annotations

import io
import json
import logging

import pytest
import structlog

from bot.framework import logs
from bot.settings import SettingsError


@pytest.fixture
def logger() -> tuple[logging.Logger, io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(logs.json_lines())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger, written


def test_a_line_is_an_object(logger: tuple[logging.Logger, io.StringIO]) -> None:
    log, written = logger
    log.warning("%d messages wait.", 3, extra={"door": "telegram"})
    line = json.loads(written.getvalue())
    assert line.pop("timestamp").startswith("20")
    assert line == {"event": "3 messages wait.", "level": "warning", "logger": "test", "door": "telegram"}


def test_an_error_is_told_by_its_place(logger: tuple[logging.Logger, io.StringIO]) -> None:
    log, written = logger
    words = "my rash " * 2
    try:
        int(words)
    except ValueError:
        log.exception("It failed.")
    line = json.loads(written.getvalue())
    assert line["event"] == "It failed."
    assert line["failed"].startswith("ValueError\n")
    assert "test_logs.py" in line["failed"]
    assert words not in written.getvalue()


def test_what_rasa_says_goes_the_same_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMELLA_LOG", "json")
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root, before = logging.getLogger(), structlog.get_config()
    root.addHandler(handler)
    formats = {one: one.formatter for one in root.handlers}
    try:
        logs.install()
        structlog.get_logger("rasa.test").error("test.failed", text="my rash", door="website")
    finally:
        structlog.configure(**before)
        for one, formatter in formats.items():
            one.setFormatter(formatter)
        root.removeHandler(handler)
    line = json.loads(written.getvalue())
    assert (line["event"], line["logger"], line["level"]) == ("test.failed", "rasa.test", "error")
    assert "rash" not in written.getvalue()


def test_another_style_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LAMELLA_LOG", "xml")
    with pytest.raises(SettingsError, match="none of text, json"):
        logs.install()
