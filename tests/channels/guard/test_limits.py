"""How often somebody may ask."""

from __future__ import annotations

import time
from ipaddress import ip_network

import pytest
from limits import parse_many
from limits.storage import MemoryStorage, RedisStorage

from bot.channels.guard import limits
from bot.channels.guard.key import ServerKey
from bot.channels.guard.limits import AddressLimit, Limit, LimitsError, reachable, storage
from bot.channels.guard.refused import Refused
from tests.channels.guard.requests import request

KEY = ServerKey("k" * 32, bytes)
NOBODY = "redis://127.0.0.1:1/0"


def limit(rates: str = "3/minute", counted_in: MemoryStorage | None = None, name: str = "person") -> Limit:
    return Limit(name, parse_many(rates), counted_in or MemoryStorage(), KEY)


async def times(asked: Limit, who: str, most: int = 10) -> tuple[int, Refused | None]:
    """How often somebody is let in of so many times, and how the first time is refused."""
    for done in range(most):
        try:
            await asked.count(who)
        except Refused as refused:
            return done, refused
    return most, None


async def test_one_too_many_is_told_how_long_to_wait_and_others_are_still_served() -> None:
    asked = limit()
    done, refused = await times(asked, "ann")
    assert done == 3
    assert refused is not None
    assert (refused.status, refused.code) == (429, "too_many")
    assert refused.retry_after is not None
    assert 1 <= refused.retry_after <= 61
    assert (await times(asked, "ben"))[0] == 3


async def test_after_the_wait_one_is_let_in_again() -> None:
    asked = limit("1/second")
    _, refused = await times(asked, "ann")
    assert refused is not None
    time.sleep(refused.retry_after or 0)
    await asked.count("ann")


async def test_the_stricter_of_several_rates_holds() -> None:
    assert (await times(limit("5/minute; 2/day"), "ann"))[0] == 2
    _, refused = await times(limit("5/minute; 2/day"), "ann")
    assert refused is not None
    assert (refused.retry_after or 0) > 3600


async def test_two_limits_do_not_count_for_each_other() -> None:
    counted_in = MemoryStorage()
    await times(limit(counted_in=counted_in), "ann")
    assert (await times(limit(counted_in=counted_in, name="address"), "ann"))[0] == 3


async def test_the_counters_know_no_names() -> None:
    counted_in = MemoryStorage()
    await limit(counted_in=counted_in).count("203.0.113.7")
    assert counted_in.storage
    assert not any("203.0.113.7" in key for key in counted_in.storage)


async def test_each_address_is_counted_and_this_machine_is_not() -> None:
    check = AddressLimit(limit("2/minute"), [ip_network("127.0.0.1")])
    for _ in range(5):
        await check(request("127.0.0.1"))
    for _ in range(2):
        await check(request("127.0.0.1", x_forwarded_for="203.0.113.7"))
    with pytest.raises(Refused):
        await check(request("127.0.0.1", x_forwarded_for="198.51.100.1, 203.0.113.7"))
    await check(request("127.0.0.1", x_forwarded_for="203.0.113.8"))
    with pytest.raises(Refused):
        await check(request("203.0.113.7"))


async def test_a_redis_that_does_not_answer_lets_nobody_through_uncounted() -> None:
    counted_in = storage(NOBODY)
    assert isinstance(counted_in, RedisStorage)
    assert not await reachable(counted_in)
    assert await reachable(storage(None))
    with pytest.raises(LimitsError):
        await Limit("person", parse_many("3/minute"), counted_in, KEY).count("ann")


async def test_redis_is_waited_for_a_moment_only() -> None:
    pool = storage("redis://203.0.113.1/0").storage.connection_pool
    assert pool.connection_kwargs["socket_connect_timeout"] == pool.connection_kwargs["socket_timeout"]
    assert pool.connection_kwargs["socket_timeout"] == limits._SECONDS
