"""A session that the server signed, and everything that is none."""

from __future__ import annotations

import string

import pytest

from bot.channels.guard.refused import Refused
from bot.channels.guard.session import issue, opened, signed

KEY, OTHER_KEY = b"k" * 32, b"o" * 32
NOW, DAY = 1_700_000_000.7, 86_400


def refused(token: str, key: bytes = KEY, now: float = NOW) -> tuple[int, str]:
    with pytest.raises(Refused) as found:
        opened(key, token, now)
    return found.value.status, found.value.code


def test_a_session_holds_until_it_expires() -> None:
    session = issue(NOW, DAY)
    token = signed(KEY, session)
    assert opened(KEY, token, NOW) == session
    assert opened(KEY, token, session.expires - 1) == session
    assert session.expires - session.issued == DAY
    assert refused(token, now=session.expires) == (401, "session_expired")


def test_a_renewed_session_is_of_the_same_conversation() -> None:
    first = issue(NOW, DAY)
    later = issue(NOW + 60, DAY, first.conversation)
    assert later.conversation == first.conversation
    assert later.expires == first.expires + 60


def test_no_two_conversations_are_alike() -> None:
    assert len({issue(NOW, DAY).conversation for _ in range(1000)}) == 1000


def test_every_changed_character_is_noticed() -> None:
    token = signed(KEY, issue(NOW, DAY))
    for at, character in enumerate(token):
        for other in {"a", "0", "_", "."} - {character}:
            assert refused(token[:at] + other + token[at + 1 :]) == (401, "no_session"), at


def test_the_last_character_has_one_spelling() -> None:
    """Base64 leaves two of its bits unused; another spelling of the same signature is none of ours."""
    token = signed(KEY, issue(NOW, DAY))
    alphabet = string.ascii_letters + string.digits + "-_"
    assert sum(_opens(token[:-1] + last) for last in alphabet) == 1


def _opens(token: str) -> bool:
    try:
        return bool(opened(KEY, token, NOW))
    except Refused:
        return False


def test_parts_of_two_sessions_do_not_make_one() -> None:
    one, other = signed(KEY, issue(NOW, DAY)).split("."), signed(KEY, issue(NOW + 9, 2 * DAY)).split(".")
    for mask in range(1, 15):
        mixed = ".".join((other if mask >> part & 1 else one)[part] for part in range(4))
        if mixed not in (".".join(one), ".".join(other)):
            assert refused(mixed) == (401, "no_session"), mask


@pytest.mark.parametrize(
    "token",
    [
        *("", ".", "...", "x" * 43, "x" * 10_000, "a.b.c.d", "\n", "../../etc/passwd", "é" * 22 + ".1.2." + "é" * 43),
        *("x" * 22 + ".1.ffffffffffff." + "x" * 43, "x" * 22 + ".١.٢." + "x" * 43),
    ],
)
def test_what_is_no_session(token: str) -> None:
    assert refused(token) == (401, "no_session")


def test_another_servers_session_is_none_of_ours() -> None:
    assert refused(signed(OTHER_KEY, issue(NOW, DAY))) == (401, "no_session")


def test_whitespace_around_a_session_is_not_cut() -> None:
    token = signed(KEY, issue(NOW, DAY))
    assert refused(token + "\n") == refused(" " + token) == (401, "no_session")
