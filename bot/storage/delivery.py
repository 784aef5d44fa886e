"""Each message answered once, whatever worker dies when: what a door does around a turn."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from bot.storage.errors import DuplicateMessageError, StaleTrackerError

Replies = list[dict[str, Any]]
_ATTEMPTS = 5


class RepliesStore(Protocol):
    """The part of the tracker store that is needed here."""

    async def replies(self, sender: str, message_id: str) -> Replies | None: ...


async def exactly_once(
    store: RepliesStore, sender: str, message_id: str, take_turn: Callable[[], Awaitable[Replies]]
) -> Replies:
    """The replies to a message: the stored ones if it was answered before, else those of a turn that is taken now.

    `take_turn` hands the message to Rasa with its id and returns what was collected; nothing may be sent before it
    returns. It is called again when another worker saved the same conversation meanwhile. Raises StaleTrackerError
    when that happens five times in a row, and whatever the turn raises.
    """
    for attempt in range(_ATTEMPTS):
        earlier = await store.replies(sender, message_id)
        if earlier is not None:
            return earlier
        try:
            return await take_turn()
        except DuplicateMessageError:
            continue
        except StaleTrackerError:
            if attempt == _ATTEMPTS - 1:
                raise
    raise StaleTrackerError("The message was erased while it was being answered.")
