"""Visitors over REST: how long each message took, and which were not answered."""

from __future__ import annotations

import asyncio
import resource
import time
import uuid
from collections.abc import Iterator
from typing import NamedTuple

import aiohttp

_PATIENCE = 600
"""Seconds for one reply."""


class Heard(NamedTuple):
    """One message: when it was sent (`time.perf_counter`), seconds to its reply, and the reply; "" for none."""

    sent: float
    seconds: float
    reply: str


class Visit(NamedTuple):
    """What visitors came to together."""

    heard: list[Heard]
    seconds: float

    @property
    def unanswered(self) -> int:
        """How many messages got an error or nothing."""
        return sum(not one.reply for one in self.heard)

    @property
    def rate(self) -> float:
        """Answered messages a second."""
        return (len(self.heard) - self.unanswered) / self.seconds

    def milliseconds(self, share: float) -> float:
        """The latency that this share of the messages stayed below."""
        return 1000 * sorted(one.seconds for one in self.heard)[min(len(self.heard) - 1, int(share * len(self.heard)))]


def asked(address: str, asking: Iterator[str], visitors: int, seconds: float, most: int = 10**9) -> Visit:
    """So many visitors, each asking again as soon as answered, for so long; each at most so many messages."""
    return asyncio.run(_asked(address, asking, visitors, seconds, most))


def paced(address: str, asking: Iterator[str], visitors: int, seconds: float, rate: float) -> Visit:
    """So many messages a second, whatever the answers take, from so many visitors in turn."""
    return asyncio.run(_paced(address, asking, visitors, seconds, rate))


async def _asked(address: str, asking: Iterator[str], visitors: int, seconds: float, most: int) -> Visit:
    heard: list[Heard] = []
    began = time.perf_counter()

    async def visitor(session: aiohttp.ClientSession) -> None:
        sender = uuid.uuid4().hex
        for _ in range(most):
            heard.append(await _say(session, address, sender, next(asking)))
            if time.perf_counter() - began > seconds:
                break

    async with _session() as session:
        await asyncio.gather(*(visitor(session) for _ in range(visitors)))
    return Visit(heard, time.perf_counter() - began)


async def _paced(address: str, asking: Iterator[str], visitors: int, seconds: float, rate: float) -> Visit:
    senders = [uuid.uuid4().hex for _ in range(visitors)]
    began = time.perf_counter()
    sent: list[asyncio.Task[Heard]] = []
    async with _session() as session:
        while (now := time.perf_counter() - began) < seconds:
            if len(sent) / rate > now:
                await asyncio.sleep(len(sent) / rate - now)
            say = _say(session, address, senders[len(sent) % visitors], next(asking))
            sent.append(asyncio.create_task(say))
        heard = list(await asyncio.gather(*sent))
    return Visit(heard, time.perf_counter() - began)


def _session() -> aiohttp.ClientSession:
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    return aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=0), timeout=aiohttp.ClientTimeout(total=_PATIENCE)
    )


async def _say(session: aiohttp.ClientSession, address: str, sender: str, text: str) -> Heard:
    sent = time.perf_counter()
    try:
        async with session.post(
            f"{address}/webhooks/rest/webhook", json={"sender": sender, "message": text}
        ) as answer:
            parts = await answer.json() if answer.status == 200 else []
    except (aiohttp.ClientError, asyncio.TimeoutError, ValueError):
        parts = []
    return Heard(sent, time.perf_counter() - sent, "\n".join(part.get("text", "") for part in parts))
