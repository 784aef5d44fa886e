"""Reads what Telegram reports: who said what where, and whether it is for us.

Of all kinds of update only messages, edits of messages and presses of buttons ask for an answer.
"""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from telegram import CallbackQuery, Message, MessageEntity, Update, User
from telegram.constants import ChatType, MessageAttachmentType

from bot.framework.logs import where
from bot.storage.erasure import OF

logger = logging.getLogger(__name__)
KINDS = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
"""The kinds of update that Telegram is asked to report."""

_LARGEST_ID = 2**52
"""Telegram promises that its ids have at most 52 significant bits."""
_LONGEST_ID = 32
"""Characters of an id of ours for a press; a longer one of Telegram's is hashed, so that 64 bytes hold a button."""
_READ = frozenset(
    {
        *("message_id", "from", "sender_chat", "chat", "date", "edit_date", "message_thread_id", "is_topic_message"),
        *("text", "entities", "caption", "caption_entities", "media_group_id", "reply_markup", "reply_to_message"),
    }
)
_READ_OF_REPLIED = frozenset({"message_id", "from", "chat", "date", "forum_topic_created"})
"""What of a message is read. What comes beside it, of kinds yet unknown perhaps, cannot make its words unreadable."""
_MEDIA = frozenset(str(kind.value) for kind in MessageAttachmentType)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,64}))?(?:\s+(.*))?", re.DOTALL)
_BUTTON = re.compile(r"(?P<message_id>.+)\.(?P<number>[0-9]{1,3})(?:@(?P<person>-?[0-9]{1,17}))?", re.ASCII)


class Me(NamedTuple):
    """The bot's own account."""

    id: int
    username: str


class Named(NamedTuple):
    """Somebody is named in a text: by `@username` or as the user of an id. The place is counted in UTF-16 units."""

    at: int
    length: int
    who: str | int


class Said(NamedTuple):
    """Somebody said something, or pressed a button."""

    chat: int
    public: bool
    """Whether others read along."""
    person: int
    message_id: str
    """Ours: the same each time the same thing is reported."""
    text: str = ""
    number: int | None = None
    """Telegram's number of the message in its chat."""
    topic: int | None = None
    """The topic of a forum in which it was said."""
    media: bool = False
    """It came with a picture, a voice or something else that cannot be read."""
    album: str | None = None
    """What the pictures of one album have in common."""
    edited: float | None = None
    """Seconds from the message to its edit."""
    names: tuple[Named, ...] = ()
    replies_to: int | None = None
    """Whose message it replies to."""

    @property
    def sender(self) -> str:
        return sender(self.person, self.chat if self.public else None)


class Pressed(NamedTuple):
    """A button was pressed: whose message it belongs to, and what it says if Telegram tells that."""

    id: str
    said: Said
    data: str
    label: str


class Button(NamedTuple):
    """A button as its 64 bytes name it: the `number`-th of the reply to a message of a sender."""

    sender: str
    message_id: str
    number: int


def sender(person: int, group: int | None) -> str:
    """Who talks: a person, or a person in a group, which is a conversation of its own."""
    return f"telegram:{person}" if group is None else f"telegram:{person}{OF}{group}"


def button_data(message_id: str, number: int, person: int | None) -> str:
    """A button's data; `person` where others can press it too."""
    return f"{message_id}.{number}" if person is None else f"{message_id}.{number}@{person}"


def button(pressed: Pressed) -> Button | None:
    """Which button was pressed. In a private chat it can only be one's own."""
    found = _BUTTON.fullmatch(pressed.data)
    if found is None or not pressed.data.isprintable():
        return None
    said = pressed.said
    of = sender(int(found["person"]), said.chat) if said.public and found["person"] else said.sender
    return Button(of, found["message_id"], int(found["number"]))


def read(update: dict[str, Any]) -> Said | Pressed | None:
    """What an update reports; None for what asks for no answer, and for what cannot be read."""
    kind = next((kind for kind in KINDS if kind in update), None)
    if kind is None:
        return None
    try:
        if kind == Update.CALLBACK_QUERY:
            query = dict(update[kind])
            if "message" in query:
                query["message"] = _only(query["message"], _READ)
            return _pressed(CallbackQuery.de_json(query, None))
        media = not _MEDIA.isdisjoint(update[kind])
        return _message(Message.de_json(_only(update[kind], _READ), None), media, is_edit=kind == Update.EDITED_MESSAGE)
    except Exception as problem:
        # Telegram would send it again and again, and it would not get any better.
        logger.error("An update cannot be read: %s", where(problem))
        return None


def _only(message: dict[str, Any], names: frozenset[str]) -> dict[str, Any]:
    read = {name: value for name, value in message.items() if name in names}
    if "reply_to_message" in read:
        read["reply_to_message"] = _only(read["reply_to_message"], _READ_OF_REPLIED)
    return read


def for_us(said: Said, me: Me, known: frozenset[str]) -> Said | None:
    """What is said in a group, without the bot's name; None where it is not said to the bot.

    It is where the bot is named or answered, or one of its `known` commands given that names no other bot.
    """
    command = _COMMAND.fullmatch(said.text)
    if command is not None and (command[2] or "").lower() not in ("", me.username.lower()):
        return None
    names = [named for named in said.names if named.who in (me.id, f"@{me.username.lower()}")]
    commanded = command is not None and (bool(command[2]) or command[1].lower() in known)
    if not (names or said.replies_to == me.id or commanded):
        return None
    return said._replace(text=_without(said.text, names))


def command_of(text: str) -> tuple[str, str] | None:
    """A command's name in small letters and what follows it; None for other text."""
    found = _COMMAND.fullmatch(text.strip())
    return None if found is None else (found[1].lower(), (found[3] or "").strip())


def _message(message: Message, media: bool, *, is_edit: bool) -> Said | None:
    person = message.sender_chat or message.from_user
    group = message.chat.type in _GROUPS
    if person is None or not (group or message.chat.type == ChatType.PRIVATE):
        return None
    if isinstance(person, User) and person.is_bot:
        return None
    text = message.text if message.text is not None else message.caption
    if text is None and not media:
        return None  # Somebody joined, a message was pinned, and the like.
    edited = (message.edit_date - message.date).total_seconds() if is_edit and message.edit_date else None
    named = f"{_id(message.chat.id)}.{_id(message.message_id)}"
    return Said(
        chat=message.chat.id,
        public=group,
        person=_id(person.id),
        message_id=named if edited is None else f"{named}.{int(message.date.timestamp() + edited)}",
        text=_text(text),
        number=message.message_id,
        topic=_topic(message),
        media=media,
        album=None if message.media_group_id is None else _short(message.media_group_id),
        edited=edited,
        names=tuple(_names(_text(text), message.entities or message.caption_entities)),
        replies_to=_replies_to(message),
    )


def _pressed(query: CallbackQuery) -> Pressed | None:
    if query.message is None or query.data is None:
        return None  # A button of an inline message or a game; we make neither.
    chat = query.message.chat
    if chat.type not in (*_GROUPS, ChatType.PRIVATE):
        return None
    known = query.message if isinstance(query.message, Message) else None
    keyboard = known.reply_markup.inline_keyboard if known is not None and known.reply_markup is not None else ()
    labels = [one.text for row in keyboard for one in row if one.callback_data == query.data]
    said = Said(
        chat=_id(chat.id),
        public=chat.type in _GROUPS,
        person=_id(query.from_user.id),
        message_id=_short(query.id),
        number=_id(query.message.message_id),
        topic=None if known is None else _topic(known),
    )
    return Pressed(_text(query.id), said, _text(query.data), _text(labels[0] if labels else ""))


def _id(value: object) -> int:
    if type(value) is not int or not -_LARGEST_ID < value < _LARGEST_ID:
        raise ValueError("no id")
    return value


def _text(value: object) -> str:
    if value is not None and not isinstance(value, str):
        raise ValueError("no text")
    return value or ""


def _short(name: object) -> str:
    text = _text(name)
    if not text or len(text) > _LONGEST_ID or not text.isascii() or not text.isprintable():
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_LONGEST_ID]
    return text


def _topic(message: Message) -> int | None:
    return _id(message.message_thread_id) if message.is_topic_message and message.message_thread_id else None


def _names(text: str, entities: Sequence[MessageEntity]) -> Iterator[Named]:
    written = _units(text)
    for entity in entities:
        at, length = _id(entity.offset), _id(entity.length)
        if entity.type == MessageEntity.TEXT_MENTION and entity.user is not None:
            yield Named(at, length, _id(entity.user.id))
        elif entity.type == MessageEntity.MENTION:
            yield Named(at, length, _of_units(written[2 * at : 2 * (at + length)]).lower())


def _replies_to(message: Message) -> int | None:
    """Messages of a topic reply to the one that opened it by form; that is no reply."""
    before = message.reply_to_message
    if before is None or before.from_user is None or before.forum_topic_created is not None:
        return None
    return _id(before.from_user.id)


def _without(text: str, names: Sequence[Named]) -> str:
    """The text without the names in it."""
    written = _units(text)
    for named in sorted(names, reverse=True):
        written = written[: 2 * named.at] + written[2 * (named.at + named.length) :]
    return re.sub(r"[ \t]+", " ", _of_units(written)).strip(" ,:")


def _of_units(written: bytes) -> str:
    return written.decode("utf-16-le", "replace")


def _units(text: str) -> bytes:
    return text.encode("utf-16-le", "surrogatepass")
