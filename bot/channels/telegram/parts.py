"""A reply as calls to Telegram: plain JSON, to be kept until each is made. Pictures are drawn when they are sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import msgspec

from bot.answers.answer import Answer, room
from bot.answers.renderings import telegram
from bot.answers.renderings.telegram import Span
from bot.answers.texts import Texts
from bot.channels.telegram.updates import Said, button_data
from bot.storage.outbox import Part

LONGEST_DATA = 64
"""Bytes of what a button sends back. https://core.telegram.org/bots/api#inlinekeyboardbutton"""
_SHORT_LABEL = 18
"""Characters of a button that fits beside another on a phone."""


def parts(
    texts: Texts,
    said: Said,
    replies: Sequence[dict[str, Any]],
    *,
    today: date,
    private_chat: str | None = None,
    before: str = "",
) -> list[Part]:
    """What is sent for the replies to something said. `private_chat` is the link to one, where there is another.

    `before` stands above the first reply: the words of a button, or what could not be read.
    """
    spans = [Span(before, ("<i>",))] if before else []
    place = _place(said)
    found: list[Part] = []
    number = 0
    for one in replies:
        answer = _answer(one)
        if answer is None:
            written = telegram.plain(one["text"], before=spans)
        else:
            written = telegram.messages(answer, texts, before=spans, longest=room(len(replies)))
        spans = []
        buttons = [
            {"text": shown["title"], "data": button_data(said.message_id, at, said.person if said.public else None)}
            for at, shown in enumerate(one["buttons"], number)
        ]
        number += len(buttons)
        if answer is not None and answer.kind == "private" and private_chat is not None:
            buttons.append({"text": texts.say("telegram.private_chat"), "url": private_chat})
        found += [{"call": "message", **place, "html": piece} for piece in written]
        if found and (rows := _rows(buttons)):
            found[-1]["buttons"] = rows
        if answer is not None:
            found += _pictures(texts, answer, place, today)
    return found


def _answer(one: dict[str, Any]) -> Answer | None:
    """The answer of a reply; None where it has none, or one of another version that says something else."""
    try:
        return msgspec.convert(one["answer"], Answer | None)
    except msgspec.ValidationError:
        return None


def _place(said: Said) -> Part:
    """Where a reply goes: in a group it quotes what it answers, and so does one to an edited message."""
    place: Part = {"chat": said.chat}
    if said.topic is not None:
        place["topic"] = said.topic
    if said.number is not None and (said.public or said.edited is not None):
        place["reply_to"] = said.number
    return place


def _rows(buttons: Sequence[dict[str, str]]) -> list[list[dict[str, str]]]:
    """Two short buttons in a row, a long one alone. What no button can hold is left out: it can be typed."""
    rows: list[list[dict[str, str]]] = []
    for one in buttons:
        if len(one.get("data", "").encode()) > LONGEST_DATA:
            continue
        short = len(one["text"]) <= _SHORT_LABEL
        if short and rows and len(rows[-1]) == 1 and len(rows[-1][0]["text"]) <= _SHORT_LABEL:
            rows[-1].append(one)
        else:
            rows.append([one])
    return rows


def _pictures(texts: Texts, answer: Answer, place: Part, today: date) -> list[Part]:
    if answer.week is not None:
        week = msgspec.to_builtins(answer.week)
        monday = today + timedelta(days=7 - today.weekday())
        return [
            {"call": "week", **place, "week": week, "caption": texts.say("telegram.week")},
            {
                "call": "calendar",
                **place,
                "week": week,
                "monday": monday.isoformat(),
                "caption": texts.say("telegram.calendar"),
            },
        ]
    if telegram.shows_layers(answer):
        steps = msgspec.to_builtins(answer.layers)
        return [{"call": "layers", **place, "steps": steps, "caption": telegram.layers_caption(answer, texts)}]
    return []
