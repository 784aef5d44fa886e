"""What other processes do with a lock in test_locks: apart from it, so that they start without Rasa."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from bot.storage.lock_file import LocksInFile
from bot.storage.lock_redis import LocksInRedis

LEASE = 1.0


def opened(where: str) -> Any:
    """The lock at an address, as another process opens it."""
    return LocksInRedis(where, lease=LEASE) if where.startswith("redis:") else LocksInFile(Path(where))


def count(where: str, counter: Path, times: int) -> None:
    async def counting() -> None:
        locks = opened(where)
        for _ in range(times):
            async with locks.lock("ann", 30):
                number = int(counter.read_text())
                await asyncio.sleep(0.001)
                counter.write_text(str(number + 1))

    asyncio.run(counting())


def hold(where: str, got: Path) -> None:
    async def holding() -> None:
        async with opened(where).lock("ann", 30):
            got.touch()
            await asyncio.sleep(60)

    asyncio.run(holding())
