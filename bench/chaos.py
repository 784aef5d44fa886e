"""Many people talk through a proxy to several servers while these are killed, and database and Redis restarted.

Run with `python -m bench.chaos`; at the end every message has to be answered, none twice on the website, no
conversation mixed up. It is counted over all messages, from what the clients got and from what the database holds.
With `--telegram` and `--slack` people talk there too, and what comes twice is counted; with `--upgrade` nothing is
killed: the servers are replaced one by one by those of another release and back.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import signal
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import requests
import sqlalchemy as sa

from bench import messengers, releases
from bench.cluster import Cluster, ClusterError, cluster, wait_until_ready
from bench.messengers import Chatter, Counted
from bot.storage.tables import conversation, event, outgoing

_PATIENCE = 180.0
"""Seconds for which a page goes on sending one message; the widget does so for as long as the page is open."""
_UNLIMITED = {"LAMELLA_PERSON_LIMIT": "100000/minute", "LAMELLA_ADDRESS_LIMIT": "1000000/minute"}
_THINGS = (
    *("retinol", "niacinamide", "glycolic acid", "salicylic acid", "azelaic acid", "clay mask", "sheet mask"),
    *("lactic acid", "mandelic acid", "benzoyl peroxide", "bakuchiol", "hyaluronic acid"),
)
_ANSWERED = re.compile(r"^lamella_message_seconds_count\{.*\} (\S+)$", re.MULTILINE)


@dataclass
class Person:
    """Somebody at a page: what they sent, and what they got for it."""

    number: int
    turns: int
    session: str = ""
    ids: list[str] = field(default_factory=list)
    got: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    tries: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def thing(self) -> str:
        """What this person talks about, and their neighbours do not."""
        return _THINGS[self.number % len(_THINGS)]

    def text(self, turn: int) -> str:
        """Each second message is understood from the one before it only."""
        return f"what is {self.thing}?" if turn % 2 == 0 else "how often?"


@dataclass
class Outcome:
    """What a run came to."""

    messages: int = 0
    answered: int = 0
    unanswered: int = 0
    twice: int = 0
    lost: int = 0
    mixed_up: int = 0
    other: int = 0
    sent_again: int = 0
    failures: Counter[str] = field(default_factory=Counter)
    """Why messages were sent again: statuses and broken connections."""
    kills: int = 0
    ends: Counter[int] = field(default_factory=Counter)
    """Servers that were asked to end, by exit code."""
    slowest_end: float = 0.0
    answered_by: Counter[str] = field(default_factory=Counter)
    """Messages by the release that answered them; where servers were replaced."""
    definitions_by: Counter[str] = field(default_factory=Counter)
    messengers: dict[str, Counted] = field(default_factory=dict)
    never_sent: int = 0
    """Replies to people on messengers that wait in the outbox at the end."""
    seconds: float = 0.0
    slowest: float = 0.0
    problems: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing was unanswered, doubled, lost or mixed up."""
        of_pages = self.messages == self.answered and not (self.twice or self.lost or self.mixed_up or self.other)
        ended_well = not set(self.ends) - {0}
        return of_pages and ended_well and not self.never_sent and all(one.clean for one in self.messengers.values())


async def talk(address: str, person: Person, pause: float) -> None:
    """Holds a conversation as the widget does: the same id until there is an answer, then the next message.

    Between two messages a person takes `pause` seconds, more or less.
    """
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30)) as client:
        begun = await _until_answered(client, person, f"{address}/webhooks/website/session", {})
        if begun is None:
            return
        person.session = begun["session"]
        for turn in range(person.turns):
            await asyncio.sleep(pause * random.uniform(0.3, 1.7))
            message = f"{person.number}-{turn}-{uuid.uuid4().hex[:8]}"
            person.ids.append(message)
            body = {"id": message, "text": person.text(turn)}
            found = await _until_answered(client, person, f"{address}/webhooks/website/message", body)
            if found is not None:
                person.got[message] = found["replies"]


async def _until_answered(
    client: aiohttp.ClientSession, person: Person, url: str, body: dict[str, Any]
) -> dict[str, Any] | None:
    headers = {"Authorization": f"Bearer {person.session}"} if person.session else {}
    began, wait = time.monotonic(), 0.1
    while time.monotonic() - began < _PATIENCE:
        person.tries += 1
        try:
            async with client.post(url, json=body, headers=headers) as response:
                if response.status == 200:
                    person.slowest = max(person.slowest, time.monotonic() - began)
                    return dict(await response.json())
                person.failures[str(response.status)] += 1
                if response.status < 500 and response.status != 429:
                    person.problems.append(f"{response.status} for {body}")
                    return None
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as problem:
            person.failures[type(problem).__name__] += 1
        await asyncio.sleep(wait * (0.5 + random.random()))
        wait = min(wait * 2, 3)
    return None


async def trouble(running: Cluster, until: asyncio.Event, every: float, outcome: Outcome) -> None:
    """Kills one server at a time with -9 and starts it again; in each fourth round PostgreSQL too, then Redis."""
    chance = random.Random(0)
    rounds = 0
    while not until.is_set():
        try:
            await asyncio.wait_for(until.wait(), every)
            return
        except asyncio.TimeoutError:
            rounds += 1
        at = chance.randrange(len(running.servers))
        await asyncio.to_thread(_kill_and_start, running, at)
        outcome.kills += 1
        if rounds % 4 == 2:
            await asyncio.to_thread(running.postgres.stop, "immediate")
            await asyncio.sleep(1)
            await asyncio.to_thread(running.postgres.start)
        if rounds % 4 == 3:
            running.redis.end(signal.SIGKILL)
            await asyncio.sleep(1)
            running.redis.start()


def _kill_and_start(running: Cluster, at: int) -> None:
    server = running.servers[at]
    server.end(signal.SIGKILL)
    server.start()
    try:
        wait_until_ready(running.ports[at], server)
    except ClusterError:
        if not server.running:  # PostgreSQL was away just when it started.
            server.start()


def replacing(other: Path) -> Callable[[Cluster, asyncio.Event, float, Outcome], Coroutine[Any, Any, None]]:
    """Puts this release in the place of another, one server after the other, takes that back, and does it again."""

    async def replace(running: Cluster, until: asyncio.Event, every: float, outcome: Outcome) -> None:
        for home in (releases.HERE, other, releases.HERE):
            for at in range(len(running.servers)):
                try:
                    await asyncio.wait_for(until.wait(), every)
                    return
                except asyncio.TimeoutError:
                    await asyncio.to_thread(_end_and_start, running, at, home, outcome)

    return replace


def _end_and_start(running: Cluster, at: int, home: Path, outcome: Outcome) -> None:
    server = running.servers[at]
    _note_answered(running, at, outcome)
    began = time.monotonic()
    outcome.ends[server.end()] += 1
    outcome.slowest_end = max(outcome.slowest_end, time.monotonic() - began)
    server.home = home
    server.start()
    wait_until_ready(running.ports[at], server)


def _note_answered(running: Cluster, at: int, outcome: Outcome) -> None:
    """Counts what a server says that it has answered; a little more may follow before it ends."""
    found = requests.get(f"http://127.0.0.1:{running.ports[at]}/metrics", timeout=10).text
    name = "this release" if running.servers[at].home == releases.HERE else "the other"
    outcome.answered_by[name] += int(sum(map(float, _ANSWERED.findall(found))))


async def run(
    people: int,
    turns: int,
    every: float,
    pause: float,
    servers: int = 3,
    chatters: tuple[int, int] = (0, 0),
    other: Path | None = None,
) -> Outcome:
    """A whole run. `every` so many seconds something is killed, or replaced where there is an `other` release.

    `chatters` are how many people talk on Telegram and in Slack, beside those on the website.
    """
    outcome = Outcome(messages=people * turns)
    with messengers.doors() as doors:
        settings = dict(_UNLIMITED)
        for door, count in zip(doors, chatters, strict=True):
            settings |= door.settings if count else {}
        with cluster(servers, other or releases.HERE, **settings) as running:
            crowd = [Person(number, turns) for number in range(people)]
            chatting = [
                Chatter(number, turns, door)
                for door, count in zip(doors, chatters, strict=True)
                for number in range(count)
            ]
            over = asyncio.Event()
            began = time.monotonic()
            happens = trouble if other is None else replacing(other)
            happening = asyncio.create_task(happens(running, over, every, outcome))
            await asyncio.gather(
                *(talk(running.address, person, pause) for person in crowd),
                *(messengers.chat(running.address, person, _THINGS, pause) for person in chatting),
            )
            outcome.seconds = time.monotonic() - began
            over.set()
            await happening
            if other is not None:
                for at in range(servers):
                    _note_answered(running, at, outcome)
            _count(running, crowd, chatting, outcome)
    return outcome


def _count(running: Cluster, crowd: list[Person], chatting: list[Chatter], outcome: Outcome) -> None:
    """Compares what people got with what is stored."""
    engine = sa.create_engine(running.postgres.url)
    of_pages = conversation.c.sender_id.startswith("website:")
    with engine.connect() as connection:
        stored = Counter(
            dict(
                connection.execute(
                    sa.select(event.c.message_id, sa.func.count())
                    .join(conversation, conversation.c.id == event.c.conversation_id)
                    .where(event.c.message_id.isnot(None), of_pages)
                    .group_by(event.c.message_id)
                ).all()
            )
        )
        conversations = connection.execute(
            sa.select(sa.func.count()).select_from(conversation).where(of_pages)
        ).scalar()
        unsent = sa.select(sa.func.count()).select_from(outgoing).where(outgoing.c.finished.is_(None))
        outcome.never_sent = connection.execute(unsent).scalar()
    engine.dispose()
    outcome.messengers = messengers.counted(chatting)
    outcome.problems += [said for person in chatting for said in person.problems]
    for person in crowd:
        outcome.sent_again += person.tries - person.turns - 1
        outcome.failures += person.failures
        outcome.slowest = max(outcome.slowest, person.slowest)
        outcome.problems += person.problems
        for turn, message in enumerate(person.ids):
            replies = person.got.get(message)
            outcome.answered += bool(replies)
            outcome.unanswered += not replies
            outcome.twice += stored[message] > 1
            outcome.lost += bool(replies) and stored[message] == 0
            said = " ".join(reply["text"] for reply in replies or ()).lower()
            if replies and turn % 2 == 0:
                outcome.definitions_by["edited" if releases.EDITED.lower() in said else "as here"] += 1
            if replies and person.thing not in said:
                outcome.mixed_up += 1
                outcome.problems.append(f"{person.text(turn)} ({person.thing}): {said[:200]}")
    outcome.other = len(set(stored) - {message for person in crowd for message in person.ids})
    if conversations != len(crowd):
        outcome.problems.append(f"{conversations} conversations of {len(crowd)} people")
        outcome.mixed_up += 1


def main() -> None:
    """Runs it and prints the figures; ends with 1 where something was lost, doubled or mixed up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=200, help="on the website")
    parser.add_argument("--telegram", type=int, default=0, help="people there")
    parser.add_argument("--slack", type=int, default=0, help="people there")
    parser.add_argument("--turns", type=int, default=20)
    parser.add_argument("--servers", type=int, default=3)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between kills, or replacements")
    parser.add_argument("--pause", type=float, default=6.0, help="seconds between two messages of a person")
    parser.add_argument(
        "--upgrade",
        nargs="?",
        const=Path(),
        type=Path,
        metavar="FOLDER",
        help="from an older release, with its model; from a copy of this one with other knowledge files, unless named",
    )
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="lamella-release-") as folder:
        other = releases.edited(Path(folder)) if asked.upgrade == Path() else asked.upgrade
        chatters = (asked.telegram, asked.slack)
        outcome = asyncio.run(
            run(asked.people, asked.turns, asked.every, asked.pause, asked.servers, chatters, other)
        )
    by_door = {name: vars(one) for name, one in outcome.messengers.items()}
    problems = list(dict.fromkeys(outcome.problems))[:10]
    print(json.dumps({**vars(outcome), "messengers": by_door, "problems": problems, "clean": outcome.clean}, indent=2))
    raise SystemExit(not outcome.clean)


if __name__ == "__main__":
    main()
