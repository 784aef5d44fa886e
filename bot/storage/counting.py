"""What a turn's events add to the owner's report."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rasa.shared.core.events import BotUttered, Event, SessionStarted, SlotSet, UserUttered

from bot.settings import insight_kept
from bot.storage.database import Connection
from bot.storage.insight import DAY, FINISHED, Turn, put_turn

_UNSURE = ("ask_which", "nonsense")
"""Kinds of answer that say that a message was not understood."""


def record(connection: Connection, events: Sequence[Event], before: Sequence[Event]) -> None:
    """Writes the row of a turn's new events within its transaction; none where no message was answered."""
    found = of(events, before) if insight_kept() > 0 else None
    if found is not None:
        put_turn(connection, found)


def of(events: Sequence[Event], before: Sequence[Event] = ()) -> Turn | None:
    """What a turn's events tell, after those `before`; None where no message was answered."""
    message = next((entry for entry in reversed(events) if isinstance(entry, UserUttered)), None)
    answers = [_answer(entry) for entry in events if isinstance(entry, BotUttered)]
    answers = [answer for answer in answers if answer]
    if message is None or not answers:
        return None
    kinds = [str(answer.get("kind", "")) for answer in answers]
    return Turn(
        day=int(message.timestamp // DAY),
        door=str(message.input_channel or "")[:32],
        begins=any(isinstance(entry, SessionStarted) for entry in events),
        kinds=tuple(dict.fromkeys(kinds)),
        things=tuple(dict.fromkeys(str(name) for answer in answers for name in answer.get("about") or ())),
        verdict=next((str(answer["verdict"]) for answer in answers if answer.get("verdict")), ""),
        unsure=any(kind in _UNSURE for kind in kinds),
        walk=_walk(answers[-1], _focus(events), _focus(before)),
    )


def _answer(event: BotUttered) -> dict[str, Any]:
    """The answer as data that goes with a reply."""
    found = (event.metadata or {}).get("answer")
    return found if isinstance(found, dict) else {}


def _walk(answer: dict[str, Any], after: dict[str, Any], before: dict[str, Any]) -> str:
    if place := answer.get("walk"):
        return f"{place['at']}/{place['of']}"
    if after.get("walk") or not before.get("walk"):
        return ""
    if left := after.get("left"):
        return f"left {left.get('at', 0) + 1}"
    return FINISHED if answer.get("kind") == "walk" else ""


def _focus(events: Sequence[Event]) -> dict[str, Any]:
    """What the conversation is about after some events."""
    set_to = (entry.value for entry in reversed(events) if isinstance(entry, SlotSet) and entry.key == "focus")
    found: Any = next(set_to, {})
    return found if isinstance(found, dict) else {}
