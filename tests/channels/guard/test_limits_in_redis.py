"""Several servers that count together, on a Redis of its own; skipped where none is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from limits import parse_many
from redis import Redis
from redis.exceptions import RedisError

from bot.channels.guard.key import ServerKey
from bot.channels.guard.limits import Limit, LimitsError, reachable, storage
from bot.channels.guard.refused import Refused
from tests.conftest import free_port

KEY = ServerKey("k" * 32, bytes)


@pytest.fixture(autouse=True)
def _installed() -> None:
    if shutil.which("redis-server") is None:
        if os.environ.get("CI"):
            pytest.fail("redis-server is not installed: .ci/run installs it")
        pytest.skip("redis-server is not installed")


@contextmanager
def redis(port: int, folder: Path) -> Iterator[str]:
    """The address of an empty Redis that ends with the block."""
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"redis://127.0.0.1:{port}/0"
    try:
        for _ in range(100):
            try:
                Redis.from_url(address).ping()
                break
            except RedisError:
                time.sleep(0.05)
        yield address
    finally:
        process.terminate()
        process.wait(10)


async def let_in(limit: Limit, who: str) -> bool:
    try:
        await limit.count(who)
    except Refused:
        return False
    return True


async def test_two_servers_count_together_and_know_no_names(tmp_path: Path) -> None:
    with redis(free_port(), tmp_path) as address:
        first, second = (Limit("person", parse_many("3/minute"), storage(address), KEY) for _ in range(2))
        storages = [limit._storage for limit in (first, second)]
        assert [await reachable(found) for found in storages] == [True, True]
        found = [await let_in(limit, "telegram:12345678") for limit in (first, second, first, second, first)]
        assert found == [True, True, True, False, False]
        with pytest.raises(Refused) as refused:
            await second.count("telegram:12345678")
        assert 1 <= (refused.value.retry_after or 0) <= 61
        assert await let_in(second, "telegram:99")
        keys = [key.decode() for key in Redis.from_url(address).scan_iter()]
        assert len(keys) == 2
        assert not [key for key in keys if "12345678" in key]


async def test_a_redis_that_comes_back_is_used_without_a_restart(tmp_path: Path) -> None:
    port = free_port()
    with redis(port, tmp_path) as address:
        limit = Limit("person", parse_many("3/minute"), storage(address), KEY)
        assert await let_in(limit, "ann")
    with pytest.raises(LimitsError):
        await limit.count("ann")
    with redis(port, tmp_path):
        assert await let_in(limit, "ann")
