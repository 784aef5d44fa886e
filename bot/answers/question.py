"""The contract between reader, dialogue and actions: what a message asks."""

from __future__ import annotations

from typing import Literal

import msgspec

from bot.knowledge.model import Moment
from bot.rules.items import Item


class Near(msgspec.Struct, frozen=True, kw_only=True):
    """A fact, by its key, and how near in meaning it is to a question: a cosine, 1 being the same."""

    fact: str
    score: float
    faq: str = ""
    """`faq/<id>` where it is the sentence of an FAQ entry."""


class Question(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One question of a message. Several make up `questions`, the most urgent first."""

    kind: str
    """A kind of question (`compatibility`, `order`, …), `faq/<id>`, a walkthrough word, small talk, or `red_flag`."""
    confidence: float = 1.0
    text: str = ""
    things: list[Item] = []
    rejected: list[str] = []
    """Ids that were named to be left out: the glycolic of `not glycolic, lactic`. Where nothing else is named, they
    are the things too."""
    traits: list[str] = []
    """Skin types, concerns and states named with it."""
    circumstances: list[str] = []
    """What was said of climate, work, a place on the body and the like: see `Thing.kind`."""
    beside: list[str] = []
    """Ids of things named in the message outside this question: what somebody uses already."""
    unknown: list[str] = []
    moment: Moment | None = None
    per_week: float | None = None
    days: float | None = None
    """For how long something has lasted, where that was said."""
    about_self: bool = False
    accustomed: bool = False
    """Their skin is used to retinoids and acids, as the person said: a week need not be one to begin with."""
    sore: bool = False
    """Somebody says in the message that their own skin is raw or painful."""
    whom: str = ""
    """The word for somebody else whom it is asked for: `sister`, `her`; "" where it is for the person themselves."""
    denied: list[str] = []
    """States and skin types that the person says are not theirs."""
    flag: str = ""
    """The red flag, for `red_flag`."""
    script: Literal["latin", "other", "none"] = "latin"
    words: list[str] = []
    points: bool = False
    """It is asked of `it` or `this product`, and of what was not named: `can I use this every day?`."""
    second: str = ""
    """`faq/<id>` of an entry that may be meant just as well."""
    nearest: list[Near] = []
    """Facts that may say what is asked, nearest first; empty without the sentence encoder."""
