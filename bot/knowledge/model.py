"""What the knowledge files hold, as typed, immutable objects.

Everything that can be named is a Thing. Everything that is true of a thing is a Fact. Everything that is true of
two things together is an Interaction: two products, an active and a skin type, an active and a person's state.
Facts and interactions carry their source and an evidence grade; without them they do not load.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Grade = Literal["A", "B", "C", "D"]
"""A: law, drug label, guideline, authority. B: study. C: expert or brand consensus. D: general knowledge, unopened."""

Verdict = Literal[
    "yes", "yes_in_order", "no_rule", "start_slowly", "separate_times", "alternate_days", "ask_professional", "avoid"
]
VERDICTS: tuple[Verdict, ...] = (
    "yes",
    "yes_in_order",
    "no_rule",
    "start_slowly",
    "separate_times",
    "alternate_days",
    "ask_professional",
    "avoid",
)
"""From mild to strict; `VERDICTS.index` is the rank."""

ThingKind = Literal["ingredient", "class", "mask", "product", "tool", "skin", "concern", "state", "circumstance"]
"""A `circumstance` (climate, work, a journey, a place on the body) is weighed by no rule: it has facts only."""

Topic = Literal[
    "definition",  # what it is
    "effect",  # what it does, and how well that is shown
    "usage",  # how it is put on
    "frequency",  # how often
    "duration",  # how long it stays on
    "time_of_day",  # morning or evening
    "results",  # when an effect can be seen
    "wait",  # how long until the next step
    "order",  # where it stands among the other steps
    "comparison",  # how two things differ; about both of them
    "choice",  # which to choose, for a concern or a skin type
    "suitability",  # for whom it is
    "necessity",  # whether one needs it
    "caution",  # what to take care of
    "start",  # how to begin with it
    "sun",  # what it means for sun and sunscreen
    "storage",  # how long and where it keeps
    "myth",  # a common belief that does not hold
    "purging",  # whether spots come up when one begins with it
    "thinning",  # whether it thins or ages skin
    "bleaching",  # whether it lightens skin
    "strength",  # which percentage, to begin with and at most
    "form",  # whether to have it in a serum, a cream or what is rinsed off
    "acne_prone",  # whether skin that tends to spots bears it, whatever it does against them
    "answer",  # the answer of an FAQ entry
]

Moment = Literal["morning", "evening"]
Removal = Literal["rinse", "peel", "lift", "overnight", "stay"]


IRRITANCY = ("", "very low", "low", "medium", "high")
"""How much a thing irritates, from unknown over least to most."""


class Struct(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A knowledge object: immutable, and a field that it does not know is a mistake in the file."""


class Source(Struct, frozen=True, kw_only=True):
    """Where a statement comes from: a title that a visitor can read, and a link where there is one."""

    id: str
    title: str
    url: str = ""
    seen: Literal["whole", "law", "abstract", "excerpt", "reprint", "none"] = "excerpt"


class Fact(Struct, frozen=True, kw_only=True):
    """One true sentence about one or more things, in our own words."""

    topic: Topic
    says: str
    sources: tuple[str, ...]
    grade: Grade
    about: tuple[str, ...] = ()
    """Thing ids; inside a thing's entry it is that thing and is left out."""
    corrects: tuple[str, ...] = ()
    """Ids of sources whose own wording this one overtakes."""
    founding: tuple[str, ...] = ()
    """Keys of the founding documents' statements that this fact carries, such as `masks-12`."""


class Use(Struct, frozen=True, kw_only=True):
    """How a thing is used: figures for the rules. Minutes are whole minutes, ranges are (low, high).

    `per_week` and `start_per_week` count uses: 14 is morning and evening every day, and [0, 0] is never at home.
    """

    slot: str = ""
    removal: Removal = "stay"
    minutes: tuple[int, int] | None = None
    per_week: tuple[int, int] | None = None
    start_per_week: tuple[int, int] | None = None
    moments: tuple[Moment, ...] = ("morning", "evening")
    """When it is used, the usual time first."""
    dry_before: tuple[int, int] | None = None
    """Minutes that skin should be left to dry before it goes on."""
    sources: tuple[str, ...]
    grade: Grade


class Thing(Struct, frozen=True, kw_only=True):
    """Something that a visitor can name: an active, a class, a mask kind, a product, a skin type, a state."""

    id: str
    kind: ThingKind
    name: str
    """As it is written in the middle of a sentence: `clay mask`, `retinol`, `vitamin C`, `oily skin`."""
    aliases: tuple[str, ...] = ()
    said_as: tuple[str, ...] = ()
    """Regular expressions over lower-case words, for what no list of names holds: `\\d+ weeks along`."""
    over_after: int | None = None
    """Days after which the state is over: a laser two years ago is no recent one."""
    ages: tuple[int, int] | None = None
    """The years of age, both included, at which a person is in this state."""
    """Everyday names, abbreviations, plurals that are not name + s. Matched as whole words, without case."""
    narrow: bool = False
    """A state that concerns nothing but what a rule names beside it, such as an allergy to one thing."""
    inci: tuple[str, ...] = ()
    """Names on a label that mean this very thing; on a class, members that have no entry of their own."""
    is_a: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    """Actives that a product always holds, such as adapalene and benzoyl peroxide: what holds for each holds for it."""
    concerns: tuple[str, ...] = ()
    """Concerns that it is used for, as its facts on `effect` say."""
    mass: bool = False
    """A product that is spoken of without an article: `sunscreen`."""
    short: str = ""
    """What it does as a noun phrase, for lists: `oil balance and barrier support`."""
    use: Use | None = None
    irritancy: Literal["very low", "low", "medium", "high", ""] = ""
    prescription: bool = False
    choose: dict[str, tuple[str, ...]] = {}
    """For a concern or skin type: form (`serum`, `mask`) -> thing ids, best first."""
    facts: tuple[Fact, ...] = ()


class Interaction(Struct, frozen=True, kw_only=True):
    """What holds for two things together. Classes stand for their members; the most specific interaction wins."""

    id: str
    between: tuple[str, str]
    verdict: Verdict
    says: str
    """Why: one or two sentences."""
    do: str = ""
    """What to do, as an instruction."""
    first: str = ""
    """Which of the two goes on first, where the order matters: one of `between`."""
    apart_hours: int | None = None
    """For `avoid`: hours from one to the other; None where the two do not belong into one routine at all."""
    given: dict[str, str] = {}
    """Attributes that must have been said: thing id of `between` -> `rich`, `light`, `thick`, `thin`."""
    disputed: str = ""
    """Who sees it differently."""
    sources: tuple[str, ...]
    grade: Grade
    corrects: tuple[str, ...] = ()
    founding: tuple[str, ...] = ()


class Essential(Struct, frozen=True, kw_only=True):
    """What no answer on some things should leave out, in a few words: `sunscreen by day`."""

    of: tuple[str, ...]
    """Thing ids; what has none of its own has those of its nearest class."""
    says: str
    """Goes on from `Retinol: …`, in small letters and without a full stop."""
    unless: str
    """A regular expression for words, in small letters, by which an answer tells it already."""
    kinds: tuple[str, ...]
    """Kinds of question whose answers want it."""
    at_first: bool = False
    """Only for somebody whose skin is not yet used to it."""
    sources: tuple[str, ...]
    grade: Grade


class Slot(Struct, frozen=True, kw_only=True):
    """One place in the order of a routine."""

    id: str
    name: str
    says: str
    """The step as an instruction; `{thing}` is what is put on."""
    moments: tuple[Moment, ...] = ("morning", "evening")
    wait: str = ""
    """What to do until the next step, in words."""
    wait_minutes: tuple[int, int] | None = None
    """The same in minutes: how long until the next step."""
    sources: tuple[str, ...]
    grade: Grade


class RedFlag(Struct, frozen=True, kw_only=True):
    """A report that needs help rather than an answer. Patterns are lists of words that must all be near each other."""

    id: str
    level: Literal["emergency", "urgent", "stop"]
    any_of: tuple[str, ...]
    """Alternatives; each is words separated by spaces that must all occur, in any order; `a|b` is either of two, and
    `!a|b` means that neither is said."""
    urgent_for: tuple[str, ...] = ()
    """States in which a report of the level `stop` is to be seen the same day."""
    of_person: bool = True
    """False where it is no person's skin, and no product is put off."""
    says: str
    sources: tuple[str, ...]
    grade: Grade


class Faq(Struct, frozen=True, kw_only=True):
    """One FAQ label: `id` is the intent `faq/<id>`, its answer is facts."""

    id: str
    question: str
    """As a visitor would ask it; used as a button and for asking back."""
    facts: tuple[Fact, ...]
    suggestions: tuple[str, ...] = ()


class File(Struct, frozen=True, kw_only=True):
    """One knowledge file: any of these lists."""

    sources: tuple[Source, ...] = ()
    things: tuple[Thing, ...] = ()
    facts: tuple[Fact, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    essentials: tuple[Essential, ...] = ()
    slots: tuple[Slot, ...] = ()
    red_flags: tuple[RedFlag, ...] = ()
    faq: tuple[Faq, ...] = ()
