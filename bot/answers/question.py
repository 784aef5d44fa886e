"""The contract between reader, dialogue and actions: what a message asks."""

from __future__ import annotations

from typing import Literal

import msgspec

from bot.knowledge.model import Moment
from bot.rules.items import Item


class Question(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One question of a message. Several make up `questions`, the most urgent first."""

    kind: str
    """A kind of question (`compatibility`, `order`, …), `faq/<id>`, a walkthrough word, small talk, or `red_flag`."""
    confidence: float = 1.0
    text: str = ""
    things: list[Item] = []
    rejected: list[str] = []
    """Ids that were named to be left out: the glycolic of `not glycolic, lactic`."""
    traits: list[str] = []
    """Skin types, concerns and states named with it."""
    unknown: list[str] = []
    moment: Moment | None = None
    per_week: float | None = None
    about_self: bool = False
    flag: str = ""
    """The red flag, for `red_flag`."""
    script: Literal["latin", "other", "none"] = "latin"
    words: list[str] = []
