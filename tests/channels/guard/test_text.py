"""What of a message Rasa gets to read."""

from __future__ import annotations

import pytest

from bot.channels.guard.text import as_text, too_long


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("/restart", "restart"),
        ("  /restart", "restart"),
        ("//restart", "restart"),
        ("/ /restart", "restart"),
        ('/greet{"a": 1}', 'greet{"a": 1}'),
        ("am/pm", "am/pm"),
        ("hello", "hello"),
        ("\n/restart", "restart"),
        ("/", ""),
        ("half \ud83d a smile", "half ? a smile"),
    ],
)
def test_commands_are_text(typed: str, read: str) -> None:
    assert as_text(typed) == read


def test_the_length_cap() -> None:
    assert not too_long("x" * 4000)
    assert too_long("x" * 4001)
