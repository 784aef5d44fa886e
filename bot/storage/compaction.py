"""What of a conversation is enough to go on with: the state before its last turn, and that turn's events.

RulePolicy with one-turn rules looks no further back than the last message, and so do the session's expiry and the
latest message. The state is kept as events too (a slot's value is one `SlotSet`), so that Rasa's own replaying makes a
tracker of both, and copies of it. A form, or a step back (`/back`), looks further back: then the whole session is
replayed until a turn without either has ended. Reminders live in the server's memory and are not carried along.
"""

from __future__ import annotations

from typing import NamedTuple

from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionReverted,
    ConversationPaused,
    Event,
    SlotSet,
    UserUtteranceReverted,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker


class Loaded(NamedTuple):
    """What the store knew of a conversation when a tracker was read from it."""

    conversation: int | None = None
    """The row's id; None for a conversation that is not stored yet."""
    version: int = 0
    stored: int = 0
    """How many events are stored; the number of the next one."""
    session_from: int = 0
    """The number of the session's first event."""
    held: int = 0
    """How many of the tracker's events stand for what is stored: the state's, and the replayed ones."""
    state: int = 0
    """How many of them are the state's."""

    def number(self, index: int) -> int:
        """The number in the conversation of the tracker's event at an index."""
        return self.stored - self.held + index


class Compact(NamedTuple):
    """What a conversation's row keeps: where replaying begins, and the state before."""

    session_from: int
    replay_from: int
    state: list[Event]


class StoredTracker(DialogueStateTracker):
    """A tracker that remembers what of it is stored."""

    loaded: Loaded = Loaded()


def compact(tracker: DialogueStateTracker, loaded: Loaded) -> Compact:
    """The shortest beginning of a tracker from which the next turn goes the same way."""
    events = list(tracker.events)
    session = _last_session(events, loaded.state)
    session_from = loaded.session_from if session is None else loaded.number(session)
    start = _last_turn(events, loaded.state)
    if tracker.active_loop is not None or any(
        isinstance(event, (UserUtteranceReverted, ActionReverted)) for event in events[start:]
    ):
        return Compact(session_from, session_from, [])
    if session is not None and session >= start:
        return Compact(session_from, session_from, [])
    before = tracker.init_copy()
    for event in events[:start]:
        before.update(event)
    return Compact(session_from, loaded.number(start), _state(before, events[start].timestamp if events else 0))


def _state(tracker: DialogueStateTracker, timestamp: float) -> list[Event]:
    state: list[Event] = [
        SlotSet(slot.name, slot.value, timestamp=timestamp) for slot in tracker.slots.values() if slot.has_been_set
    ]
    if tracker.is_paused():
        state.append(ConversationPaused(timestamp=timestamp))
    return state


def _last_session(events: list[Event], first: int) -> int | None:
    """The index of the event that the last session begins with; None when it began before the first."""
    for index in range(len(events) - 1, first - 1, -1):
        if _is_action(events[index], ACTION_SESSION_START_NAME):
            return index
    return None


def _last_turn(events: list[Event], first: int) -> int:
    """The index of the listening that the last message ended, which is where its turn begins."""
    heard = False
    for index in range(len(events) - 1, first - 1, -1):
        heard = heard or isinstance(events[index], UserUttered)
        if heard and _is_action(events[index], ACTION_LISTEN_NAME):
            return index
    return first


def _is_action(event: Event, name: str) -> bool:
    return isinstance(event, ActionExecuted) and event.action_name == name
