"""One turn of a conversation at a time, in order: in a process, among processes, over Redis, and after a kill."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import shutil
import signal
import time
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.storage.database import Database
from bot.storage.errors import LockUnavailableError
from bot.storage.lock_file import LocksInFile, path_for
from bot.storage.lock_here import AT_ONCE, LocksHere
from bot.storage.lock_redis import LocksInRedis
from bot.storage.lock_store import LamellaLockStore
from tests.channels.guard.test_limits_in_redis import redis
from tests.conftest import free_port
from tests.storage.lock_users import LEASE, count, hold, opened


class Locks(Protocol):
    def lock(self, conversation_id: str, seconds: float) -> AbstractAsyncContextManager[None]: ...


@pytest.fixture(params=["file", "redis"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "file":
        yield str(tmp_path / "turns")
        return
    if shutil.which("redis-server") is None:
        if os.environ.get("CI"):
            pytest.fail("redis-server is not installed: .ci/run installs it")
        pytest.skip("redis-server is not installed")
    with redis(free_port(), tmp_path) as address:
        yield address


async def together(locks: list[Locks], conversation: str = "ann") -> list[str]:
    """What happens when each of the locks is asked for, one a moment after the other, while the first is held."""
    said: list[str] = []

    async def turn(number: int) -> None:
        async with locks[number].lock(conversation, 10):
            said.append(f"begin {number}")
            await asyncio.sleep(0.03)
            said.append(f"end {number}")

    for own in locks:
        async with own.lock("somebody else", 10):
            pass  # Connected from here on.
    tasks = []
    for number in range(len(locks)):
        tasks.append(asyncio.create_task(turn(number)))
        await asyncio.sleep(0.01)
    await asyncio.gather(*tasks)
    return said


def in_order(count: int) -> list[str]:
    return [word for number in range(count) for word in (f"begin {number}", f"end {number}")]


async def test_in_a_process_turns_go_in_order() -> None:
    assert await together([LocksHere()] * 20) == in_order(20)


async def test_beyond_a_process_turns_go_in_order(where: str) -> None:
    assert await together([opened(where) for _ in range(8)]) == in_order(8)


async def test_conversations_do_not_wait_for_one_another(where: str) -> None:
    async with opened(where).lock("ann", 1), opened(where).lock("bob", 1):
        pass


async def test_two_quick_messages_cost_no_wait(where: str) -> None:
    """Rasa's own stores look once a second."""
    store = LamellaLockStore(beyond=opened(where))

    async def turn() -> None:
        async with store.lock("ann"):
            await asyncio.sleep(0.005)

    await turn()
    began = time.perf_counter()
    await asyncio.gather(turn(), turn())
    assert time.perf_counter() - began < 0.5


async def test_a_turn_that_fails_gives_its_lock_back(where: str) -> None:
    store = LamellaLockStore(beyond=opened(where))
    for _ in range(2 * AT_ONCE):
        with pytest.raises(KeyError):
            async with store.lock("ann", 1):
                raise KeyError
    assert not store._here._locks
    assert not store._here._users


async def test_a_turn_that_never_ends_is_not_waited_for_for_ever(where: str) -> None:
    store = LamellaLockStore(beyond=opened(where))
    async with opened(where).lock("ann", 10):
        with pytest.raises(LockUnavailableError):
            async with store.lock("ann", 0.05):
                pass
    async with store.lock("ann", 1):
        with pytest.raises(LockUnavailableError):
            async with store.lock("ann", 0.05):
                pass


async def test_few_turns_run_at_a_time_first_come_first_served() -> None:
    store = LamellaLockStore(beyond=LocksInFile(Path(os.devnull)))
    store._beyond = None
    running, most, ended = 0, 0, []

    async def turn(number: int) -> None:
        nonlocal running, most
        async with store.lock(f"person {number}"):
            running += 1
            most = max(most, running)
            await asyncio.sleep(0.001)
            running -= 1
            ended.append(number // AT_ONCE)

    await asyncio.gather(*(turn(number) for number in range(10 * AT_ONCE)))
    assert most == AT_ONCE
    assert ended == sorted(ended)


async def test_a_disk_without_room_for_the_locks_is_said(tmp_path: Path) -> None:
    with pytest.raises(LockUnavailableError):
        async with LamellaLockStore(beyond=LocksInFile(tmp_path / "no such folder" / "turns")).lock("ann"):
            pytest.fail("no lock was to be had")


async def test_after_a_restart_of_redis_the_first_turn_is_taken(tmp_path: Path) -> None:
    if shutil.which("redis-server") is None:
        if os.environ.get("CI"):
            pytest.fail("redis-server is not installed: .ci/run installs it")
        pytest.skip("redis-server is not installed")
    port = free_port()
    locks = LamellaLockStore(beyond=LocksInRedis(f"redis://127.0.0.1:{port}/0"))
    for _ in range(2):
        with redis(port, tmp_path):
            async with locks.lock("ann"):
                pass


async def test_a_redis_that_is_away_is_said() -> None:
    store = LamellaLockStore(beyond=LocksInRedis(f"redis://127.0.0.1:{free_port()}/0"))
    with pytest.raises(LockUnavailableError):
        async with store.lock("ann"):
            pass


async def test_a_long_turn_keeps_its_lock(where: str) -> None:
    said: list[str] = []

    async def long() -> None:
        async with opened(where).lock("ann", 10):
            await asyncio.sleep(1.6 * LEASE)
            said.append("long")

    async def short() -> None:
        await asyncio.sleep(0.05)
        async with opened(where).lock("ann", 10):
            said.append("short")

    await asyncio.gather(long(), short())
    assert said == ["long", "short"]


def test_processes_take_turns(where: str, tmp_path: Path) -> None:
    """Each reads a number, waits, and writes one more."""
    counter = tmp_path / "counter"
    counter.write_text("0")
    workers = [_spawned(count, where, counter, 40) for _ in range(3)]
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert counter.read_text() == "120"


def test_the_lock_of_a_killed_process_is_free(where: str, tmp_path: Path) -> None:
    got = tmp_path / "got"
    holder = _spawned(hold, where, got)
    deadline = time.monotonic() + 30
    while not got.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert got.exists()
    assert holder.pid is not None
    os.kill(holder.pid, signal.SIGKILL)
    holder.join(10)

    async def wait() -> float:
        began = time.perf_counter()
        async with opened(where).lock("ann", 20):
            return time.perf_counter() - began

    assert asyncio.run(wait()) < LEASE + 3


def _spawned(work: Any, *arguments: object) -> Any:
    process = multiprocessing.get_context("spawn").Process(target=work, args=arguments)
    process.start()
    return process


def test_processes_of_one_database_meet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    here = path_for(Database("sqlite:///lamella.db"))
    assert here == path_for(Database(f"sqlite:///{tmp_path}/lamella.db"))
    server = path_for(Database("postgresql://lamella:secretword@127.0.0.1/lamella"))
    assert len({here, server, path_for(Database("postgresql://127.0.0.1/other"))}) == 3
    assert "secretword" not in str(server)
