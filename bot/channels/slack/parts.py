"""Replies as calls to Slack, in plain JSON: what the outbox keeps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import msgspec

from bot.answers.answer import Answer, room
from bot.answers.renderings import slack
from bot.channels.replies import texts
from bot.channels.slack import pictures
from bot.channels.slack.reading import Heard, Place
from bot.storage.outbox import Part

_PRIVATE = "private"
"""The kind of an answer that offers the private chat."""
_PLAIN = {"unfurl_links": False, "unfurl_media": False}


def parts(heard: Heard, replies: Sequence[dict[str, Any]]) -> list[Part]:
    """The calls for all replies to a message, in order:

    | part | call |
    |---|---|
    | `{"post": {…}}` | `chat.postMessage` with these arguments |
    | `{"respond": address, "message": {…}}` | the message to the address that Slack gave with the command |
    | `{"picture": name, "answer": {…}, "place": {…}}` | `files_upload_v2` of a picture that is drawn then |

    Pictures need a channel that the app is in; an answer to the command says the same in words.
    """
    made: list[Part] = []
    asked = "" if heard.way == "message" else slack.question(texts(), heard.way, heard.text)
    for reply in replies:
        answer = _answer(reply)
        private = answer is not None and answer.kind == _PRIVATE
        shown = slack.message(
            texts(),
            reply["text"],
            answer,
            [button["payload"] for button in reply["buttons"]],
            asked=asked,
            private=_private_chat(heard) if private else "",
            aloud=bool(heard.place.address),
            longest=room(len(replies)),
        )
        made.append(addressed(heard.place, shown))
        if answer is not None and not heard.place.address:
            made += [
                {"picture": name, "answer": reply["answer"], "place": _arguments(heard.place)}
                for name in pictures.of(answer)
            ]
        asked = ""
    return made


def addressed(place: Place, message: dict[str, Any]) -> Part:
    """The call that brings a message to a place. What goes to Slack's own address is for all in the channel to see."""
    if place.address:
        aloud = {"response_type": "in_channel", "replace_original": False}
        return {"respond": place.address, "message": {**message, **_PLAIN, **aloud}}
    return {"post": {**_arguments(place), **message, **_PLAIN}}


def _arguments(place: Place) -> dict[str, str]:
    return {"channel": place.channel, **({"thread_ts": place.thread} if place.thread else {})}


def _answer(reply: dict[str, Any]) -> Answer | None:
    """The answer as data; None where there is none, or one of an older version, whose text is shown instead."""
    try:
        return msgspec.convert(reply["answer"], Answer | None)  # type: ignore[no-any-return,call-overload]
    except msgspec.ValidationError:
        return None


def _private_chat(heard: Heard) -> str:
    return f"https://slack.com/app_redirect?{urlencode({'app': heard.app, 'team': heard.team})}" if heard.app else ""
