"""Rasa's events as JSON and back.

Rasa looks a class up by walking the tree of all event classes, for every event that is read; here that is done once.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import rasa.shared.utils.common
from rasa.shared.core.events import Event, UserUttered


def encode(events: list[Event]) -> list[str]:
    """Each event as a JSON object."""
    return [json.dumps(event.as_dict()) for event in events]


def decode(data: str) -> Event:
    """The event of a JSON object. Raises ValueError, KeyError or TypeError for anything that is none."""
    return from_dict(json.loads(data))


def from_dict(parameters: dict[str, Any]) -> Event:
    """The event of its parameters, as `Event.from_parameters` makes it. Raises as `decode` does."""
    known = _classes().get(parameters["event"])
    # A class that was defined since, or a name that Rasa treats in its own way.
    found = known._from_parameters(parameters) if known else Event.from_parameters(parameters)
    if found is None:
        raise ValueError(f"not an event that is kept: {parameters['event']}")
    return found


def message_id(event: Event) -> str | None:
    """The id of the message, for a message of a person; an index over it keeps a message from being answered twice."""
    found = event.message_id if isinstance(event, UserUttered) else None
    return str(found) if found else None


@lru_cache(maxsize=1)
def _classes() -> dict[str, Any]:
    found: dict[str, Any] = {}
    for known in rasa.shared.utils.common.all_subclasses(Event):
        found.setdefault(getattr(known, "type_name", None) or "", known)
    return found
