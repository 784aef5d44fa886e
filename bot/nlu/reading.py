"""What was read off a message, as data."""

from __future__ import annotations

from typing import Literal

import msgspec

from bot.knowledge.model import Moment


class Mention(msgspec.Struct, kw_only=True):
    """A thing named in a message, with its place in the text (character offsets)."""

    id: str
    text: str
    start: int
    end: int
    kind: str
    like: str = ""
    """For a product of the market the sort of thing it is, whose place it takes in a sentence."""
    like_kind: str = ""
    form: str = ""
    contains: list[str] = []
    attributes: list[str] = []
    negated: bool = False
    either: int = 0
    """Mentions with the same number, not 0, are alternatives."""
    moment: Moment | None = None
    """When it is used, where several times of day are named and this one stands by it."""
    product: str = ""
    """The name of the product of the owner's shop that it is."""


class Reading(msgspec.Struct, kw_only=True):
    """Everything that was read off one message or clause."""

    things: list[Mention] = []
    traits: list[Mention] = []
    """Skin types, concerns and states."""
    circumstances: list[str] = []
    """Ids of what was said of climate, work, journeys, a place on the body and the like."""
    unknown: list[str] = []
    """Words that stand where a product's name would and that nobody knows."""
    strange: list[str] = []
    """All words that nobody knows."""
    moment: Moment | None = None
    per_week: float | None = None
    about_self: bool = False
    whom: str = ""
    """The word for somebody else whom the message is about, where it is not about the writer too."""
    denied: list[str] = []
    """Traits that the writer says are not theirs: `I'm not pregnant`, `not me, my sister is`."""
    days: float | None = None
    """For how long, or how long ago: `for two weeks now`, `5 days later`."""
    script: Literal["latin", "other", "none"] = "latin"
    """`other` is another script, or another language."""
    known_words: int = 0
    words: list[str] = []
    original: str = ""
    """An ingredient list as it was sent, line ends included; only of a whole message that is one."""
    on_label: list[str] = []
    """The actives of that list."""
