"""Lets a door hear that a turn was not stored.

Rasa wraps every tracker store in one that swallows its errors, forgets the conversation and goes on in memory: a
message would be answered twice, and an answer given that nobody remembers. There is no setting for that.
"""

from __future__ import annotations

from rasa.core.agent import Agent
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain


def install() -> None:
    """Replaces `Agent._create_tracker_store`, which wraps the store."""
    Agent._create_tracker_store = staticmethod(unwrapped)


def unwrapped(store: TrackerStore | None, domain: Domain) -> TrackerStore:
    """The store itself, or one in memory where there is none."""
    if store is None:
        return InMemoryTrackerStore(domain)
    store.domain = domain
    return store
