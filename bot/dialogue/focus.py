"""What the conversation is about: the content of the one slot that Lamella has."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.knowledge.model import Moment
from bot.rules.items import Item


class Walk(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A walkthrough: what it is built from, and the step it stands at, counted from 0."""

    items: list[Item]
    moment: Moment | None = None
    at: int = 0


class Focus(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Carried from turn to turn as plain JSON."""

    kind: str = ""
    """The kind of question last answered."""
    things: list[Item] = []
    pair: list[Item] = []
    """What was last talked of side by side, in the order it was named: `both`, `the other one`."""
    moment: Moment | None = None
    headline: str = ""
    """The first sentence of the last answer, for `shorter` and `come on`."""
    decided_by: list[str] = []
    about: list[str] = []
    traits: list[str] = []
    """What the person told about themselves in this conversation: ids of skin types and states."""
    whom: str = ""
    other: list[str] = []
    """The word for somebody else who is talked of, and their traits; never kept as the person's own."""
    listed: list[str] = []
    """What was known on the ingredient list that was pasted last."""
    walk: Walk | None = None
    left: Walk | None = None
    """A walkthrough that was stopped, and can be gone on with."""


def load_focus(slot: Any) -> Focus:
    """The focus from the slot's value; a fresh one from nothing or from a value of an older shape."""
    try:
        return msgspec.convert(slot, Focus) if slot else Focus()
    except msgspec.ValidationError:
        return Focus()


def dump_focus(focus: Focus) -> dict[str, Any]:
    """The slot's value."""
    value: dict[str, Any] = msgspec.to_builtins(focus)
    return value
