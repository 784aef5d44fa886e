"""The same conversations on the website, Telegram, Slack and in the shell: everywhere the same answers and verdicts."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any, NamedTuple

import pytest
import yaml

from bot import model
from bot.answers.texts import Texts
from bot.storage import outbox
from tests.channels import telegram, website
from tests.channels.slack import conftest as slack
from tests.channels.slack import payloads
from tests.channels.slack import platform as slack_platform
from tests.channels.telegram_platform import Platform as TelegramPlatform
from tests.channels.telegram_platform import plain
from tests.channels.telegram_platform import platform as telegram_platform
from tests.conftest import ROOT, Server, free_port, running

HOW_MANY = 25
FORGET = "forget me"
FORGOTTEN = "I have forgotten everything about you"


class Said(NamedTuple):
    """What an answer on the website says, to be found at the other doors."""

    headline: str
    kind: str
    verdict: str | None


def _chosen() -> dict[str, list[str]]:
    """Every so many of all conversations, from all files."""
    found = {
        f"{path.stem}: {one['name']}": [turn["user"] for turn in one["turns"]]
        for path in sorted((ROOT / "tests/conversations").glob("*.yml"))
        for one in yaml.safe_load(path.read_text())
        # A line of the shell is a message, so what has several, or none, is left to the other tests.
        if "owed" not in one and all(len(turn.get("user", "").splitlines()) == 1 for turn in one["turns"])
    }
    names = sorted(found)
    return {name: found[name] for name in names[:: len(names) // HOW_MANY][:HOW_MANY]}


CONVERSATIONS = _chosen()


@pytest.fixture(scope="module")
def on_telegram() -> Iterator[TelegramPlatform]:
    with telegram_platform() as started:
        yield started
        assert started.violations == []


@pytest.fixture(scope="module")
def on_slack() -> Iterator[slack_platform.Platform]:
    with slack_platform.standing_in() as started:
        yield started
        assert started.wrong == []


@pytest.fixture(scope="module")
def doors(
    on_telegram: TelegramPlatform, on_slack: slack_platform.Platform, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """One server with all doors open."""
    settings = {**telegram.settings(on_telegram), **slack.settings(on_slack)}
    limits = {"LAMELLA_PERSON_LIMIT": "1000/minute"}
    with running(tmp_path_factory.mktemp("doors"), **settings, **limits) as started:
        yield started


@pytest.fixture(scope="module")
def on_the_website(doors: Server) -> dict[str, list[Said]]:
    """What the website's door answers, as data."""

    def held(turns: list[str]) -> list[Said]:
        session = website.new_session(doors)
        replies = [website.send(doors, session, {"text": text}).json()["replies"] for text in turns]
        return [_said(reply) for answered in replies for reply in answered]

    return _all(held)


@pytest.fixture(scope="module")
def elsewhere(
    doors: Server, on_telegram: TelegramPlatform, on_slack: slack_platform.Platform
) -> dict[str, dict[str, str]]:
    """What is read at the other doors, by conversation."""
    database = telegram.database(doors)

    def over_telegram(turns: list[str]) -> int:
        person = telegram.somebody()
        for text in turns:
            reported = telegram.update(message=telegram.message(text, person))
            assert telegram.report(doors, reported).status_code == 200
        return person

    def over_slack(turns: list[str]) -> str:
        user, channel = payloads.person()
        for text in turns:
            assert payloads.send(doors.address, payloads.written(user, channel, text)).status_code == 200
        return channel

    chats, channels = _all(over_telegram), _all(over_slack)
    # Telegram takes one message a second in a chat.
    telegram.until(lambda: not outbox.unsent(database), 240)
    return {
        "Telegram": {name: " ".join(plain(c.text) for c in on_telegram.sent(chat)) for name, chat in chats.items()},
        "Slack": {
            name: " ".join(slack_platform.shown(message) for message in on_slack.said_in(channel))
            for name, channel in channels.items()
        },
    }


@pytest.fixture(scope="module")
def in_the_shell(
    on_the_website: dict[str, list[Said]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """What is read in the shell. Its one conversation is forgotten after each."""
    typed = [line for turns in CONVERSATIONS.values() for line in (*turns, FORGET)]
    talk = subprocess.run(
        [sys.executable, "-m", "rasa", "shell", "--port", str(free_port())],
        cwd=ROOT,
        env={
            **os.environ,
            **model.ENVIRONMENT,
            "DATABASE_URL": f"sqlite:///{tmp_path_factory.mktemp('shell')}/lamella.db",
        },
        input="\n".join(typed),
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert talk.returncode == 0, talk.stderr[-3000:]
    heard = iter(_plain(talk.stdout).split(FORGOTTEN))
    # A conversation in which somebody asks to be forgotten is in as many pieces more.
    asked = {name: sum(FORGOTTEN in one.headline for one in said) for name, said in on_the_website.items()}
    return {name: FORGOTTEN.join(islice(heard, asked[name] + 1)) for name in CONVERSATIONS}


@pytest.mark.parametrize("door", ["Telegram", "Slack"])
@pytest.mark.parametrize("name", CONVERSATIONS)
def test_a_messenger_says_what_the_website_says(
    name: str,
    door: str,
    on_the_website: dict[str, list[Said]],
    elsewhere: dict[str, dict[str, str]],
    texts: Texts,
) -> None:
    read = _plain(elsewhere[door][name])
    for said in on_the_website[name]:
        marked = said.verdict and said.kind not in ("red_flag", "reaction")
        verdict = f"{texts.say(f'{door.lower()}.verdict.{said.verdict}')} " if marked else ""
        read = _after(read, f"{_plain(verdict)} {said.headline}".strip())


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_the_shell_says_what_the_website_says(
    name: str, on_the_website: dict[str, list[Said]], in_the_shell: dict[str, str]
) -> None:
    read = in_the_shell[name]
    for said in on_the_website[name]:
        read = _after(read, said.headline)


def test_the_conversations_are_of_many_kinds(on_the_website: dict[str, list[Said]]) -> None:
    said = [one for answers in on_the_website.values() for one in answers]
    assert len(CONVERSATIONS) == HOW_MANY
    assert len({one.verdict for one in said if one.verdict}) >= 4
    assert len({one.kind for one in said}) >= 15


def _all(hold: Callable[[list[str]], Any]) -> dict[str, Any]:
    """All conversations, some at a time."""
    with ThreadPoolExecutor(6) as pool:
        return dict(zip(CONVERSATIONS, pool.map(hold, CONVERSATIONS.values()), strict=True))


def _said(reply: dict[str, Any]) -> Said:
    answer = reply["answer"]
    if answer is None:
        return Said(_plain(reply["text"].splitlines()[0]), "", None)
    return Said(_plain(answer["headline"]), answer["kind"], answer["verdict"])


def _after(read: str, said: str) -> str:
    assert said in read, f"not said, or not in this place: {said}\n{read}"
    return read.partition(said)[2]


def _plain(text: str) -> str:
    return " ".join(text.split())
