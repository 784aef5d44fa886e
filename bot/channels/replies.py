"""Hands a message to Rasa and collects whole replies, with the answer as data beside its text."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import lru_cache
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from bot.answers.look import load_look
from bot.answers.texts import Texts, load_texts
from bot.channels.guard.text import as_text, too_long

PUBLIC = "public"
"""In the metadata of a message that others read too; the actions look for it."""

OnMessage = Callable[[UserMessage], Awaitable[Any]]


class NotReadyError(RuntimeError):
    """Rasa took the message and said nothing: no model is loaded."""


class WholeReplies(CollectingOutputChannel):
    """Keeps each reply in one piece; Rasa's own collector takes text, buttons and data apart."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(reply(message))


def reply(message: dict[str, Any]) -> dict[str, Any]:
    """A reply as a door hands it out, of a message that was uttered just now or is stored."""
    return {
        "text": message.get("text") or "",
        "buttons": message.get("buttons") or [],
        "answer": message.get("answer"),
    }


@lru_cache(maxsize=1)
def texts() -> Texts:
    """The sentences of `data/answers/`, as the owner's look has them, read once."""
    return load_texts(look=load_look())


async def replies_to(
    on_new_message: OnMessage,
    text: str,
    sender: str,
    channel: str,
    message_id: str | None = None,
    *,
    public: bool = False,
) -> list[dict[str, Any]]:
    """The replies to one message. Empty and endless messages get a kind reply without being read.

    `public` where others read along: nothing personal is said or used then.

    Raises NotReadyError when there is no model, and whatever a turn raises.
    """
    if too_long(text):
        return [_plain("common.too_long")]
    if not as_text(text).strip():
        return [_plain("common.empty")]
    collector = WholeReplies()
    message = UserMessage(
        as_text(text),
        collector,
        sender,
        input_channel=channel,
        message_id=message_id,
        metadata={PUBLIC: True} if public else None,
    )
    await on_new_message(message)
    if not collector.messages:
        raise NotReadyError("no reply: is a model loaded?")
    return list(collector.messages)


def _plain(key: str) -> dict[str, Any]:
    suggestions = texts().all("smalltalk.examples")
    return {
        "text": texts().say(key),
        "buttons": [{"title": said, "payload": said} for said in suggestions],
        "answer": None,
    }
