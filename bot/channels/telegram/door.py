"""Has what was said on Telegram answered, and hands the reply over to be sent."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timezone
from typing import Any

from telegram import BotCommand
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.channels.delivery import Delivery
from bot.channels.guard import limits
from bot.channels.guard.key import ServerKey
from bot.channels.guard.limits import Limit
from bot.channels.guard.refused import Refused
from bot.channels.guard.text import as_text
from bot.channels.replies import NotReadyError, OnMessage, texts
from bot.channels.settings import Settings
from bot.channels.telegram import updates
from bot.channels.telegram.pace import Pace
from bot.channels.telegram.parts import parts
from bot.channels.telegram.sending import Sending, made
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.telegram.updates import Me, Pressed, Said
from bot.channels.turns import Turns, ready
from bot.storage.database import shared
from bot.storage.erasure import OF
from bot.storage.history import last_turns

NAME = "telegram"
COMMANDS = ("start", "help", "routine", "forget")
"""The commands that Telegram shows in its menu; `telegram.command` in `data/answers/` says what each is for."""
EDITED_WITHIN = 5 * 60.0
"""Seconds for which an edit of the last message is answered."""
_LAST = 5.0
"""Seconds for the replies of the requests that were still answered."""
_SLOW = 0.3
"""Seconds after which a turn is slow, and the visitor is shown that somebody types."""


class TelegramDoor:
    """One bot. `take` may be called with what Telegram reports in any order and as often as it likes."""

    def __init__(
        self, settings: TelegramSettings, common: Settings, key: ServerKey, on_new_message: OnMessage
    ) -> None:
        # These print addresses, which hold the token, and what was said.
        for name in ("httpx", "httpcore", "telegram"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        counted_in = limits.storage(common.redis_url)
        self._limit = Limit("person", common.person_limit, counted_in, key)
        self._turns = Turns(on_new_message, NAME, self._count)
        self.bot = made(settings.token, settings.api)
        pace = Pace(int(settings.token.split(":")[0]), counted_in)
        self.delivery = Delivery(NAME, Sending(self.bot, pace, texts()), shared)
        self._aside: set[asyncio.Task[None]] = set()

    @property
    def commands(self) -> list[BotCommand]:
        """The commands as Telegram's menu shows them."""
        return [BotCommand(name, texts().say(f"telegram.command.{name}.about")) for name in COMMANDS]

    async def take(self, agent: Any, update: dict[str, Any]) -> None:
        """Returns when the turn is committed and its reply kept, or when there is nothing to answer.

        Raises NotReadyError, and what the turn and the database raise; then Telegram repeats the update.
        """
        found = updates.read(update)
        if found is None:
            return
        if isinstance(found, Pressed):
            await self._pressed(agent, found)
            return
        said = updates.for_us(found, await self._me(), frozenset(COMMANDS)) if found.public else found
        if said is not None:
            await self._heard(agent, said)

    async def close(self) -> None:
        """Has the last replies sent, and ends what is under way beside them, and the connections."""
        await self.delivery.end(_LAST)
        for task in self._aside:
            task.cancel()
        await asyncio.gather(*self._aside, return_exceptions=True)
        with suppress(TelegramError):
            await self.bot.shutdown()

    async def _heard(self, agent: Any, said: Said) -> None:
        command, rest = updates.command_of(said.text) or ("", "")
        says = f"telegram.command.{command}.says"
        if command == "forget" and not rest:
            await self._say(said, "telegram.forget.ask", texts().all("telegram.forget.choices"))
            return
        # What follows /start is a link's, and no question.
        text = texts().say(says) if says in texts() and (command == "start" or not rest) else said.text
        if said.media and not text:
            if not said.public:
                album = said if said.album is None else said._replace(message_id=f"{said.chat}.{said.album}")
                await self._say(album, "telegram.text_only")
            return
        if said.edited is not None and not await self._counts_again(said, text):
            return
        await self._answer(agent, said, text, texts().say("telegram.caption_only") if said.media else "")

    async def _pressed(self, agent: Any, pressed: Pressed) -> None:
        self._beside(lambda: self.bot.answer_callback_query(pressed.id))
        sentence = await self._sentence(agent, pressed)
        if not sentence:
            await self._say(pressed.said, "telegram.button_gone")
            return
        await self._answer(agent, pressed.said, sentence, texts().say("telegram.asked", sentence=sentence))

    async def _sentence(self, agent: Any, pressed: Pressed) -> str:
        """What a button says: as its answer is stored, else as Telegram shows it; "" where neither is known."""
        found = updates.button(pressed)
        if found is None:
            return ""
        replies = await ready(agent).tracker_store.replies(found.sender, found.message_id) or []
        buttons = [one for reply in replies for one in reply.get("buttons") or []]
        return str(buttons[found.number]["payload"]) if found.number < len(buttons) else pressed.label

    async def _counts_again(self, said: Said, text: str) -> bool:
        """Whether an edit is answered: that of the last message, soon, and of its words."""
        if said.edited is None or not 0 <= said.edited <= EDITED_WITHIN or not text:
            return False
        turns = await asyncio.to_thread(last_turns, shared(), said.sender, 1)
        last = (turns[-1].message_id or "") if turns else ""
        if last == said.message_id:
            return True  # Reported again: its stored reply is handed over, if it was not.
        original = said.message_id.rsplit(".", 1)[0]
        # Telegram reports changes of other things too, such as a preview.
        return f"{last}.".startswith(f"{original}.") and turns[-1].text != as_text(text)

    async def _answer(self, agent: Any, said: Said, text: str, before: str = "") -> None:
        try:
            async with self._typing(said):
                replies = await self._turns.replies(agent, said.sender, said.message_id, text, public=said.public)
        except Refused as refused:
            await self._refuse(said, refused)
            return
        await self._hand_over(said, replies, before)

    async def _say(self, said: Said, key: str, choices: Sequence[str] = ()) -> None:
        """A reply of the door's own, with buttons."""
        try:
            await self._count(said.sender)
        except Refused as refused:
            await self._refuse(said, refused)
            return
        buttons = [{"title": sentence, "payload": sentence} for sentence in choices]
        await self._hand_over(said, [{"text": texts().say(key), "buttons": buttons, "answer": None}])

    async def _refuse(self, said: Said, refused: Refused) -> None:
        """Tells who asks too much so, once a minute; in a group nothing, where it would only add to it."""
        if not said.public:
            once = said._replace(message_id=f"{refused.code}.{int(time.time() // 60)}", number=None)
            told = texts().say(f"door.{refused.code}", **refused.values)
            await self._hand_over(once, [{"text": told, "buttons": [], "answer": None}])

    async def _hand_over(self, said: Said, replies: Sequence[dict[str, Any]], before: str = "") -> None:
        link = f"https://t.me/{(await self._me()).username}" if said.public else None
        today = datetime.now(timezone.utc).date()
        found = parts(texts(), said, replies, today=today, private_chat=link, before=before)
        await self.delivery.hand_over(said.sender, said.message_id, found)

    async def _count(self, sender: str) -> None:
        """What somebody says in groups counts with what they say alone."""
        await self._limit.count(sender.split(OF)[0])

    async def _me(self) -> Me:
        """The bot's own account, asked for once. Raises NotReadyError while Telegram does not say."""
        try:
            await self.bot.initialize()
        except TelegramError:
            raise NotReadyError("Telegram does not say who the bot is") from None
        return Me(self.bot.id, self.bot.username)

    @asynccontextmanager
    async def _typing(self, said: Said) -> AsyncIterator[None]:
        """Shows that somebody types while a turn is slow. A quick one is answered before that could be seen."""

        async def show() -> None:
            await asyncio.sleep(_SLOW)
            await self.bot.send_chat_action(said.chat, ChatAction.TYPING, message_thread_id=said.topic)

        task = self._beside(show)
        try:
            yield
        finally:
            task.cancel()

    def _beside(self, work: Callable[[], Awaitable[object]]) -> asyncio.Task[None]:
        """Does something that nothing waits for and that may fail."""

        async def tried() -> None:
            # A spinner that goes on for a while harms nobody.
            with suppress(TelegramError):
                await work()

        task = asyncio.create_task(tried())
        self._aside.add(task)
        task.add_done_callback(self._aside.discard)
        return task
