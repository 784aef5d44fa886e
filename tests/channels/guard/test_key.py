"""The server's own key."""

from __future__ import annotations

import pytest

from bot.channels.guard.key import ServerKey


def down() -> bytes:
    raise OSError("no database")


async def test_the_owners_secret_comes_first() -> None:
    one, same, other = ServerKey("s" * 32, down), ServerKey("s" * 32, down), ServerKey("t" * 32, down)
    assert await one.of("a") == await same.of("a") != await other.of("a")


async def test_each_purpose_has_a_key_of_its_own() -> None:
    key = ServerKey("s" * 32, down)
    assert await key.of("a") != await key.of("b")
    assert len(await key.of("a")) == 32


async def test_the_stored_key_is_read_once_and_again_after_a_failure() -> None:
    reads: list[int] = []

    def stored() -> bytes:
        reads.append(1)
        return down() if len(reads) == 1 else b"k" * 32

    key = ServerKey(None, stored)
    with pytest.raises(OSError, match="no database"):
        await key.of("a")
    assert await key.of("a") == await key.of("a")
    assert len(reads) == 2
