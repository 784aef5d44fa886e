"""Between Slack's requests and the turns: who is told what when a turn fails, and that others read along."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.channels.guard.refused import Refused
from bot.channels.replies import NotReadyError
from bot.channels.slack.channel import _Conversation
from tests.channels.slack.payloads import Payload, command, mentioned, person, pressed, written

HOOK = "https://hooks.slack.com/commands/T061EG9R6/1/abc"


class Turns:
    """Answers every message, or fails as it was told to."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.public: list[bool] = []

    async def replies(self, agent: Any, sender: str, message_id: str, text: str, *, public: bool) -> list[Any]:
        self.public.append(public)
        if self.failure is not None:
            raise self.failure
        return [{"text": "So.", "buttons": [], "answer": None}]


class Delivery:
    """Takes what is handed over, or fails."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure
        self.taken: list[tuple[str, str]] = []

    async def hand_over(self, sender: str, message_id: str, parts: list[Any]) -> bool:
        if self.failure is not None:
            raise self.failure
        self.taken.append((sender, message_id))
        return True


def conversation(turns: Turns, delivery: Delivery) -> _Conversation:
    return _Conversation(turns, delivery)  # type: ignore[arg-type]


async def test_where_others_read_along_the_turn_knows_it() -> None:
    user, channel = person()
    turns = Turns()
    for payload in (
        written(user, channel, "hi"),
        mentioned(user, "C1", "hi"),
        command(user, "C1", "hi", HOOK),
        command(user, channel, "hi", HOOK),
        pressed(user, channel, {"value": "Why?"}, "say", HOOK),
        pressed(user, "C1", {"value": "Why?"}, "say", HOOK),
        pressed(user, channel, {"value": "Why?"}, "say_aloud", HOOK),
    ):
        await conversation(turns, Delivery()).take(None, payload)
    assert turns.public == [False, True, True, True, False, True, True]


DOWN = (NotReadyError("no model"), OperationalError("select", {}, Exception()), RuntimeError("a mistake of ours"))


@pytest.mark.parametrize("failure", DOWN)
@pytest.mark.parametrize("in_turn", [True, False])
async def test_slack_repeats_what_could_not_be_taken(failure: Exception, in_turn: bool) -> None:
    user, channel = person()
    failing = conversation(Turns(failure if in_turn else None), Delivery(None if in_turn else failure))
    for payload in (written(user, channel, "hi"), pressed(user, channel, {"value": "Why?"}, "say", HOOK)):
        with pytest.raises(type(failure)):
            await failing.take(None, payload)


@pytest.mark.parametrize("failure", DOWN)
async def test_the_command_which_slack_never_repeats_gets_an_apology(
    failure: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    user, _ = person()
    said = await conversation(Turns(failure), Delivery()).take(None, command(user, "C1", "zqwxrash", HOOK))
    assert said["response_type"] == "ephemeral"
    assert said["text"].startswith("Sorry")
    assert type(failure).__name__ in caplog.text
    assert "zqwxrash" not in caplog.text


@pytest.mark.parametrize("kind", [written, mentioned])
async def test_who_asks_too_much_is_told_once_a_minute(kind: Any) -> None:
    user, channel = person()
    delivery = Delivery()
    slow = conversation(Turns(Refused(429, "too_many", retry_after=7, seconds=7)), delivery)
    payloads: list[Payload] = [kind(user, channel if kind is written else "C1", "hi", thread_ts="1.1") for _ in "ab"]
    for payload in payloads:
        assert await slow.take(None, payload) == {}
    assert len(set(delivery.taken)) <= 2
    assert all(name.startswith("too_many.") for _, name in delivery.taken), "the outbox takes each name once"
    told = await slow.take(None, command(user, "C1", "hi", HOOK))
    assert "wait 7 seconds" in told["text"]
