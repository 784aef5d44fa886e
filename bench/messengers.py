"""People on Telegram and in Slack, for `bench.chaos`: the platforms are the tests' stand-ins on this machine.

A platform reports a message again until it is taken: Telegram as long as need be, Slack three times, after nothing, a
minute and five (https://docs.slack.dev/apis/events-api). What then comes to a chat is counted, and so is what comes
twice.
"""

from __future__ import annotations

import asyncio
import itertools
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

import aiohttp

from tests.channels import telegram
from tests.channels.slack import conftest as slack_settings
from tests.channels.slack import payloads as slack
from tests.channels.slack.platform import shown, standing_in
from tests.channels.telegram_platform import platform as telegram_platform

_PATIENCE = 240.0
"""Seconds for which somebody waits for a reply: a server that died over one holds it for a minute."""
_TELEGRAM_WAITS = (0.5, 1.0, 2.0, *(5.0,) * 60)
_SLACK_WAITS = (0.2, 60.0, 300.0)
_SLACK_SECONDS = 3.0
"""That a server has to take an event, as Slack says; it is reported again then."""

Chat = int | str


class Report(NamedTuple):
    """What a platform reports, as often as it has to; the headers are made anew each time."""

    path: str
    body: bytes
    headers: Callable[[], dict[str, str]]


@dataclass
class Door:
    """A messenger: how it reports what somebody says, and what its chats have been sent."""

    name: str
    settings: dict[str, str]
    new_chat: Callable[[], Chat]
    report: Callable[[Chat, str], Report]
    said: Callable[[Chat], list[str]]
    waits: Sequence[float]
    seconds: float


@dataclass
class Chatter:
    """Somebody in a private chat. No two of their messages get the same answer, so that a second one is noticed."""

    number: int
    turns: int
    door: Door
    chat: Chat = 0
    reports: int = 0
    answered: int = 0
    mixed_up: int = 0
    slowest: float = 0.0
    problems: list[str] = field(default_factory=list)


@dataclass
class Counted:
    """What the people of one messenger came to together."""

    messages: int = 0
    answered: int = 0
    unanswered: int = 0
    sent_twice: int = 0
    mixed_up: int = 0
    reported_again: int = 0
    slowest: float = 0.0

    @property
    def clean(self) -> bool:
        """Whether nothing was unanswered or mixed up; what is sent twice is counted only."""
        return not self.unanswered and not self.mixed_up


@contextmanager
def doors() -> Iterator[tuple[Door, Door]]:
    """Telegram and Slack, each with its stand-in."""
    with ExitStack() as stack:
        of_telegram, of_slack = stack.enter_context(telegram_platform()), stack.enter_context(standing_in())
        person_of: dict[Chat, str] = {}

        def new_channel() -> Chat:
            person, channel = slack.person()
            person_of[channel] = person
            return channel

        def telegram_report(chat: Chat, text: str) -> Report:
            reported = telegram.update(message=telegram.message(text, int(chat)))
            secret = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": telegram.SECRET}
            return Report("/webhooks/telegram/webhook", slack.body(reported), lambda: secret)

        def slack_report(chat: Chat, text: str) -> Report:
            body = slack.body(slack.written(person_of[chat], str(chat), text))
            return Report(
                "/webhooks/slack/webhook",
                body,
                lambda: {"Content-Type": "application/json", **slack.signature(body, int(time.time()))},
            )

        yield (
            Door(
                "telegram",
                telegram.settings(of_telegram),
                telegram.somebody,
                telegram_report,
                lambda chat: [call.text for call in of_telegram.sent(int(chat))],
                _TELEGRAM_WAITS,
                60.0,
            ),
            Door(
                "slack",
                slack_settings.settings(of_slack),
                new_channel,
                slack_report,
                lambda chat: [shown(message) for message in of_slack.said_in(str(chat))],
                _SLACK_WAITS,
                _SLACK_SECONDS,
            ),
        )


async def chat(address: str, person: Chatter, things: Sequence[str], pause: float) -> None:
    """Holds a conversation: the next message once the one before is answered, or will never be."""
    person.chat = person.door.new_chat()
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=person.door.seconds)) as client:
        for turn in range(person.turns):
            # A person is sent one message a second at most, and pictures may follow an answer.
            await asyncio.sleep(1.5 + pause * random.uniform(0.3, 1.7))
            thing = things[(person.number + turn // 2) % len(things)]
            text = f"what is {thing}?" if turn % 2 == 0 else "how often?"
            before, began = set(person.door.said(person.chat)), time.monotonic()
            if await _taken(client, address, person, person.door.report(person.chat, text)):
                await _answered(person, before, text, thing)
                person.slowest = max(person.slowest, time.monotonic() - began)
            else:
                person.problems.append(f"{person.door.name} gave up on “{text}” ({thing})")


async def _taken(client: aiohttp.ClientSession, address: str, person: Chatter, report: Report) -> bool:
    for wait in itertools.chain(person.door.waits, (None,)):
        person.reports += 1
        try:
            url = f"{address}{report.path}"
            async with client.post(url, data=report.body, headers=report.headers()) as answer:
                if answer.status == 200:
                    return True
        except (aiohttp.ClientError, asyncio.TimeoutError):
            pass
        if wait is not None:
            await asyncio.sleep(wait)
    return False


async def _answered(person: Chatter, before: set[str], text: str, thing: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if new := [said for said in person.door.said(person.chat) if said not in before]:
            person.answered += 1
            if thing not in new[0].lower():
                person.mixed_up += 1
                person.problems.append(f"{person.door.name}, “{text}” ({thing}): {new[0][:200]}")
            return
        await asyncio.sleep(0.1)
    person.problems.append(f"{person.door.name} was sent nothing for “{text}” ({thing})")


def counted(people: Sequence[Chatter]) -> dict[str, Counted]:
    """By messenger, over all its people: what they sent, what came, and what came twice."""
    found: dict[str, Counted] = {}
    for person in people:
        sums = found.setdefault(person.door.name, Counted())
        said = person.door.said(person.chat)
        sums.messages += person.turns
        sums.answered += person.answered
        sums.unanswered += person.turns - person.answered
        sums.sent_twice += len(said) - len(set(said))
        sums.mixed_up += person.mixed_up
        sums.reported_again += person.reports - person.turns
        sums.slowest = max(sums.slowest, person.slowest)
    return found
