"""The pieces of the guard, each alone."""

from __future__ import annotations

import pytest

from bot.channels.guard import as_text, is_loopback, too_long


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
    ],
)
def test_commands_are_text(typed: str, read: str) -> None:
    assert as_text(typed) == read


def test_the_length_cap() -> None:
    assert not too_long("x" * 4000)
    assert too_long("x" * 4001)


@pytest.mark.parametrize(
    ("address", "forwarded", "local"),
    [
        ("127.0.0.1", None, True),
        ("::1", None, True),
        ("127.0.0.1", "203.0.113.7", False),
        ("192.168.0.2", None, False),
        ("", None, False),
        ("localhost", None, False),
    ],
)
def test_loopback(address: str, forwarded: str | None, local: bool) -> None:
    assert is_loopback(address, forwarded) is local
