"""Makes one call to Telegram for a part of a reply, and says what became of it."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import httpx
import msgspec
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from bot.answers.answer import AnswerStep, Week
from bot.answers.texts import Texts
from bot.channels.delivery import TryLater, Undeliverable
from bot.channels.telegram.pace import Pace
from bot.storage.outbox import Part

_SECONDS = 15.0
"""That Telegram has to answer; less than the outbox gives for a part."""
_NOT_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
"""Telegram cannot have got what failed so."""


def made(token: str, api: str) -> Bot:
    """The bot of a token, which talks to the Bot API at `api`."""
    asking = HTTPXRequest(read_timeout=_SECONDS, write_timeout=_SECONDS, connect_timeout=_SECONDS)
    return Bot(token, base_url=f"{api}/bot", base_file_url=f"{api}/file/bot", request=asking)


class Sending:
    """Calls Telegram at its pace. Raises TryLater and Undeliverable, as the outbox wants it."""

    def __init__(self, bot: Bot, pace: Pace, texts: Texts) -> None:
        self._bot, self._pace, self._texts = bot, pace, texts

    async def __call__(self, part: Part) -> None:
        content = b"" if part["call"] == "message" else await asyncio.to_thread(self._drawn, part)
        try:
            await self._call(part, part["chat"], content)
        except ChatMigrated as moved:
            # The group has become a supergroup, under another id.
            await self._call(part, moved.new_chat_id, content)

    def _drawn(self, part: Part) -> bytes:
        """The picture or the file of a part. It takes some ten milliseconds to draw, and longer the first time."""
        if part["call"] == "layers":
            from bot.answers.layers_picture import drawn as layers_drawn

            return layers_drawn(self._texts, msgspec.convert(part["steps"], list[AnswerStep]))
        week = msgspec.convert(part["week"], Week)
        if part["call"] == "week":
            from bot.answers.plan_picture import drawn as week_drawn

            return week_drawn(self._texts, week, (), "png")
        from bot.answers.plan_files import week_calendar

        return week_calendar(self._texts, week, monday=date.fromisoformat(part["monday"]))

    async def _call(self, part: Part, chat: int, content: bytes) -> None:
        await self._pace.turn(chat)
        try:
            await self._send(part, chat, content)
        except ChatMigrated:
            raise
        except TelegramError as problem:
            raise _outcome(problem) from problem
        finally:
            self._pace.answered(chat)

    async def _send(self, part: Part, chat: int, content: bytes) -> None:
        place: dict[str, Any] = {"chat_id": chat, "message_thread_id": part.get("topic")}
        # In a group that has moved the message has another number, so the reply quotes none.
        if "reply_to" in part and chat == part["chat"]:
            place["reply_parameters"] = ReplyParameters(part["reply_to"], allow_sending_without_reply=True)
        if part["call"] == "message":
            await self._bot.send_message(
                text=part["html"],
                parse_mode=ParseMode.HTML,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=_keyboard(part.get("buttons")),
                **place,
            )
        elif part["call"] == "calendar":
            await self._bot.send_document(
                document=content, filename="week.ics", caption=part["caption"], disable_notification=True, **place
            )
        else:
            # The answer itself has rung already.
            await self._bot.send_photo(
                photo=content,
                filename=f"{part['call']}.png",
                caption=part["caption"],
                parse_mode=ParseMode.HTML,
                disable_notification=True,
                **place,
            )


def _keyboard(rows: list[list[dict[str, str]]] | None) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(one["text"], callback_data=one.get("data"), url=one.get("url")) for one in row]
            for row in rows
        ]
    )


def _outcome(problem: TelegramError) -> Exception:
    """What a failure means for the part. Its message may hold the token or what was said, so only its kind is told."""
    if isinstance(problem, RetryAfter):
        wait = problem.retry_after
        return TryLater(float(wait if isinstance(wait, int) else wait.total_seconds()))
    if isinstance(problem, (Forbidden, BadRequest)):
        # Blocked by the person, or the chat is gone, or may not be written to.
        return Undeliverable(type(problem).__name__)
    if isinstance(problem, InvalidToken):
        return TryLater()
    # Of httpx' failures all but these may come after Telegram has got the part; a status is an answer that it has not.
    lost = isinstance(problem.__cause__, httpx.HTTPError) and not isinstance(problem.__cause__, _NOT_SENT)
    return TryLater(maybe_sent=lost or not isinstance(problem, NetworkError))
