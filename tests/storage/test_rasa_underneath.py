"""Another Rasa underneath is noticed: the internals that the store replaces or leans on are those that were read."""

from __future__ import annotations

import hashlib
import inspect
from typing import Any

import pytest
from rasa.core.agent import Agent, FailSafeTrackerStore
from rasa.core.processor import MessageProcessor
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.trackers import DialogueStateTracker

from bot.framework import store_errors


@pytest.mark.parametrize(
    ("internal", "digest"),
    [
        (FailSafeTrackerStore.save, "8426dc08f58d7110"),
        (TrackerStore.get_or_create_tracker, "0b08ab42bd97ab21"),
        (TrackerStore.create_tracker, "72f79c53bf4f3f96"),
        (MessageProcessor.handle_message, "0c41d4780d2d4676"),
        (MessageProcessor._update_tracker_session, "b0d44217b5ca28ba"),
        (MessageProcessor._has_session_expired, "aa0e659a9cfa1f70"),
        (DialogueStateTracker.applied_events, "764d5065ea9997d6"),
        (DialogueStateTracker.init_copy, "429fcd2243b9e0e1"),
    ],
)
def test_the_internals_are_those_that_were_read(internal: Any, digest: str) -> None:
    assert hashlib.sha256(inspect.getsource(internal).encode()).hexdigest()[:16] == digest


def test_rasa_still_wraps_its_stores_where_it_is_replaced() -> None:
    assert "FailSafeTrackerStore(tracker_store)" in inspect.getsource(inspect.getmodule(Agent))  # type: ignore[arg-type]
    assert Agent._create_tracker_store is store_errors.unwrapped
