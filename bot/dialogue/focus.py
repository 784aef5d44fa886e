"""What the conversation is about: the content of the one slot that Lamella has."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from bot.knowledge.model import Moment
from bot.rules.items import Item


class Walk(msgspec.Struct, kw_only=True, omit_defaults=True):
    """A walkthrough: what it is built from, and the step it stands at, counted from 0."""

    items: list[Item]
    moment: Moment | None = None
    at: int = 0


class Asked(msgspec.Struct, kw_only=True, omit_defaults=True):
    """One of several questions that a message asked, as it was answered."""

    kind: str
    things: list[Item] = []


class Focus(msgspec.Struct, kw_only=True, omit_defaults=True):
    """Carried from turn to turn as plain JSON."""

    kind: str = ""
    """The kind of question last answered."""
    things: list[Item] = []
    pair: list[Item] = []
    """What was last talked of side by side, in the order it was named: `both`, `the other one`."""
    mask: Item | None = None
    """The sort of mask that was talked of last: `the mask`, whatever came after it."""
    chosen: str = ""
    """Id of what the last answer chose first: `how often`, after which serum, is asked of that."""
    states: list[str] = []
    """States that the last question was about, whoever's they are: `lactic?` after `is glycolic acid safe in
    pregnancy` is about pregnancy too."""
    asked: list[Asked] = []
    """The questions of the last message, where it asked several: `no, I meant BHA` may correct any of them."""
    moment: Moment | None = None
    headline: str = ""
    """The first sentence of the last answer, for `shorter` and `come on`."""
    said: list[int] = []
    """Checksums of the sentences that were said last, so that advice is not repeated from answer to answer."""
    decided_by: list[str] = []
    about: list[str] = []
    traits: list[str] = []
    """What the person told of their health and is not kept beyond this conversation: ids of states."""
    medicines: list[str] = []
    """Prescription medicines that they said they use, likewise: ids of things."""
    accustomed: bool = False
    """Their skin is used to retinoids and acids, as they said."""
    learnt: list[str] = []
    """Ids of the traits that the last message told: `not me, my sister` takes them back."""
    offered: list[str] = []
    """Ids of health facts for which it was asked whether to remember them."""
    waiting: Literal["", "consent", "profile"] = ""
    """The question that the bot asked last: `yes` and `no` answer it before anything else."""
    profile: int | None = None
    """The question of the questionnaire that is open, from 0; None where none was begun or all are answered."""
    answered: str = ""
    """The kind of the last answer, for feedback on it, and the ids of what it was about."""
    answered_about: list[str] = []

    whom: str = ""
    other: list[str] = []
    """The word for somebody else who is talked of, and their traits; never kept as the person's own."""
    wanted: list[str] = []
    """The skin type or concern that something was last chosen for."""
    stocking: bool = False
    """The last message named products that its sender owns: `also a toner` is one more."""
    listed: list[str] = []
    """What was known on the ingredient list that was pasted last."""
    listing: str = ""
    """That list as it was typed, all its pieces."""
    walk: Walk | None = None
    left: Walk | None = None
    """A walkthrough that was stopped, and can be gone on with."""

    def on_something_new(self) -> Focus:
        """What is left of it when somebody begins a new talk: what they told of themselves, and nothing talked of."""
        return Focus(
            traits=self.traits,
            medicines=self.medicines,
            offered=self.offered,
            accustomed=self.accustomed,
            profile=self.profile,
        )

    def in_new_session(self) -> Focus:
        """What is left of it when a conversation is over: facts of health that nobody agreed to keep are not."""
        return msgspec.structs.replace(
            self, traits=[], medicines=[], learnt=[], offered=[], waiting="", whom="", other=[], states=[]
        )


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
