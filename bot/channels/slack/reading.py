"""What of Slack's requests is meant for the bot: a direct message, a mention, a pressed button, the command.

Everything else, and what has not the shape that Slack documents, is nothing to answer.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import parse_qsl

import msgspec

from bot.answers.renderings.slack import SAY_ALOUD
from bot.storage.erasure import OF

Payload = Mapping[str, Any]
Way = Literal["message", "button", "command"]

_Id = Annotated[str, msgspec.Meta(pattern=r"\A[A-Z0-9]{2,40}\Z")]
_Moment = Annotated[str, msgspec.Meta(pattern=r"\A[0-9]{1,16}\.[0-9]{1,16}\Z")]
"""`1515449522.000016`: a message's time, which is its id within a channel."""
_Trigger = Annotated[str, msgspec.Meta(pattern=r"\A[A-Za-z0-9.]{1,200}\Z")]
_Address = Annotated[str, msgspec.Meta(max_length=1000)]

_WRITTEN = (None, "file_share", "me_message", "thread_broadcast")
"""The subtypes of what a person wrote. The others tell of edits, deletions, joins and the like."""
_HELP = "help"

_MARKUP = re.compile(r"<(?:([@#!])[^<>|]*|([a-z]+:[^<>|\s]*))(?:\|([^<>]*))?>")
_SHORT_NAME = re.compile(r"(?<!\w):[a-z0-9_'-]*[a-z+][a-z0-9_'-]*:(?::skin-tone-[2-6]:)?(?!\w)")
"""`:pray:`, as Slack writes an emoji."""


class Place(NamedTuple):
    """Where a reply goes: into a channel, in the thread if there is one; or to an address that Slack gave for it."""

    channel: str
    thread: str = ""
    address: str = ""


class Heard(NamedTuple):
    """A message for the bot."""

    way: Way
    sender: str
    message_id: str
    text: str
    place: Place
    public: bool
    team: str
    app: str


class _Message(msgspec.Struct):
    type: Literal["message", "app_mention"]
    user: _Id
    channel: _Id
    ts: _Moment
    text: str | None = None
    thread_ts: _Moment | None = None
    channel_type: str | None = None
    subtype: str | None = None
    bot_id: str | None = None


class _Event(msgspec.Struct):
    type: Literal["event_callback"]
    team_id: _Id
    event: _Message
    api_app_id: _Id | None = None


class _Named(msgspec.Struct):
    id: _Id


class _User(msgspec.Struct):
    id: _Id
    team_id: _Id | None = None


class _Shown(msgspec.Struct):
    ts: _Moment
    thread_ts: _Moment | None = None


class _Action(msgspec.Struct):
    block_id: Literal["say", "say_aloud"]
    value: str


class _Pressed(msgspec.Struct):
    type: Literal["block_actions"]
    user: _User
    channel: _Named
    message: _Shown
    actions: Annotated[list[_Action], msgspec.Meta(min_length=1, max_length=1)]
    trigger_id: _Trigger
    team: _Named | None = None
    response_url: _Address | None = None
    api_app_id: _Id | None = None


class _Command(msgspec.Struct):
    command: str
    team_id: _Id
    user_id: _Id
    channel_id: _Id
    trigger_id: _Trigger
    response_url: _Address
    text: str = ""
    api_app_id: _Id | None = None


def payload(body: str) -> dict[str, Any] | None:
    """What a request holds: JSON, or a form with a command or with JSON in it. None for what is neither."""
    if not body.lstrip().startswith("{"):
        form = dict(parse_qsl(body, keep_blank_values=True))
        if "payload" not in form:
            return form if "command" in form else None
        body = form["payload"]
    try:
        return msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.MsgspecError, RecursionError):
        return None


def heard(found: Payload) -> Heard | None:
    """The message for the bot in a request; None where there is none."""
    kind = found.get("type")
    try:
        if kind == "event_callback":
            return _written(msgspec.convert(found, _Event))
        if kind == "block_actions":
            return _pressed(msgspec.convert(found, _Pressed))
        if "command" in found:
            return _commanded(msgspec.convert(found, _Command))
    except msgspec.ValidationError:
        pass
    return None


def _written(event: _Event) -> Heard | None:
    """A direct message, or a mention in a channel. What bots say, this one too, is nobody's question."""
    said = event.event
    if said.bot_id is not None or said.subtype not in _WRITTEN:
        return None
    direct = said.channel.startswith("D")
    # A mention within a direct message comes as a message too.
    if direct != (said.type == "message"):
        return None
    person = _person(event.team_id, said.user)
    thread = said.thread_ts or said.ts
    return Heard(
        "message",
        person if direct else f"{person}{OF}{said.channel}.{thread}",
        # Slack's repetitions, an edit and a second event about the same message have the same time.
        said.ts,
        read(said.text or ""),
        Place(said.channel, (said.thread_ts or "") if direct else thread),
        not direct,
        event.team_id,
        event.api_app_id or "",
    )


def _pressed(press: _Pressed) -> Heard | None:
    """A pressed button: what it says is said by who presses it, where it stands."""
    team = press.team.id if press.team is not None else press.user.team_id
    if team is None:
        return None
    (action,) = press.actions
    person, channel = _person(team, press.user.id), press.channel.id
    direct = channel.startswith("D")
    thread = press.message.thread_ts or ("" if direct else press.message.ts)
    sender = person if direct else f"{person}{OF}{channel}.{thread}"
    place = Place(channel, thread)
    if action.block_id == SAY_ALOUD:
        sender, place = f"{person}{OF}{channel}", Place(channel, address=press.response_url or "")
    return Heard(
        "button",
        sender,
        press.trigger_id,
        action.value,
        place,
        not direct or action.block_id == SAY_ALOUD,
        team,
        press.api_app_id or "",
    )


def _commanded(command: _Command) -> Heard:
    """The command, wherever it is given; between two people in a direct message somebody else reads along too."""
    person = _person(command.team_id, command.user_id)
    return Heard(
        "command",
        f"{person}{OF}{command.channel_id}",
        command.trigger_id,
        read(command.text).strip() or _HELP,
        Place(command.channel_id, address=command.response_url),
        True,
        command.team_id,
        command.api_app_id or "",
    )


def _person(team: str, user: str) -> str:
    return f"slack:{team}.{user}"


def read(text: str) -> str:
    """What somebody typed, of what Slack made of it: without mentions, links as they were typed, `&lt;` as `<`.

    Emoji go, unless there is nothing else: `:pray:` would be read as a word.
    """

    def typed(found: re.Match[str]) -> str:
        sign, address, label = found.groups()
        return " " if sign == "@" else label or address or ""

    plain = _MARKUP.sub(typed, text)
    return html.unescape(without if (without := _SHORT_NAME.sub(" ", plain)).strip() else plain).strip()
