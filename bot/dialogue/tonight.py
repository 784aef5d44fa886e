"""What of the shelf is for tonight: asked for, or walked through, by the plan of the week."""

from __future__ import annotations

import re
from datetime import datetime, timezone
from typing import NamedTuple

import msgspec

from bot.answers import plan, walkthrough
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question
from bot.answers.routine import steps_of
from bot.dialogue.focus import Focus, Walk
from bot.dialogue.walk import focus_items
from bot.knowledge.model import Moment
from bot.rules.items import Item
from bot.rules.schedule import DAYS, MOMENTS, schedule

_DAY_NAMES = "|".join(f"{day.lower()}s?" for day in DAYS)
_WHEN = (
    r"(?:tonight|today|tomorrow|this (?:morning|evening|night)|now"
    rf"|(?:on )?(?:{_DAY_NAMES})(?: (?:night|morning|evening))?)"
)
_ASKED = re.compile(
    r"^\W*(?:(?:so|ok|okay|and|hey|hi|then|well)\b\W*)*(?:what|which)(?:'s)?\b[^.?!]{0,40}\b"
    rf"{_WHEN}(?: then| again| please)?\W*$"
)
"""`what do I use tonight`, `what's on on Tuesday`."""
_IS_IT = re.compile(rf"^\W*(?:so |ok |and )?is (?:it )?{_WHEN}\b")
"""`is tonight a retinol night`."""
_MINE = re.compile(
    rf"\b(?:{_WHEN}|my (?:\w+ )?routine|my (?:products|stuff|things|shelf|evening|morning|night)"
    r"|what i (?:have|own|'ve got)|the (?:plan|evening|morning)|everything)\b"
)
_WHICH_DAYS = re.compile(
    r"^\W*(?:(?:so|ok|and|on|then)\b\W*)*(?:which|what) (?:nights?|evenings?|days?|mornings?)\b"
)
"""`which evening for the sheet mask`."""
_DAY = re.compile(rf"\b(?:{_DAY_NAMES})\b")


class Wanted(NamedTuple):
    """A session of the week. `day` counts from 0, Monday; with `walk` it is to be walked through."""

    day: int
    moment: Moment
    walk: bool
    things: tuple[Item, ...] = ()
    """What is asked about: whether it is on then."""
    days: bool = False
    """It is asked on which days these are on."""


def wanted(
    context: Context, question: Question, text: str, focus: Focus, shelf: list[Item], now: float
) -> Wanted | None:
    """The session that a message asks for, where there is a shelf to plan it from; `now` in seconds since 1970."""
    if not shelf:
        return None
    own = {item.id for item in shelf}
    walks = question.kind == "walk_start" and not question.things
    walks = walks and (bool(_MINE.search(text)) or not focus_items(context, focus))
    asks = bool(_ASKED.search(text)) and not question.things and not question.traits and not question.unknown
    whether_on = bool(_IS_IT.search(text)) and {item.id for item in question.things} <= own
    asks = asks or (whether_on and bool(question.things))
    if _WHICH_DAYS.search(text) and question.things and {item.id for item in question.things} <= own:
        return Wanted(0, "evening", walk=False, things=tuple(question.things), days=True)
    if not walks and not asks:
        return None
    return Wanted(_day(text, now), question.moment or "evening", walks, tuple(question.things))


def _day(text: str, now: float) -> int:
    if named := _DAY.search(text):
        return next(number for number, day in enumerate(DAYS) if named.group().startswith(day.lower()))
    return (datetime.fromtimestamp(now, timezone.utc).weekday() + ("tomorrow" in text)) % len(DAYS)


def answer(context: Context, asked: Wanted, shelf: list[Item], focus: Focus) -> tuple[Answer, Focus]:
    """What is on then, or its first step; and the focus after it."""
    planned = schedule(context.knowledge, shelf, context.person, beginning=not focus.accustomed)
    if asked.days:
        about = msgspec.structs.replace(focus, kind="routine", things=list(asked.things))
        return plan.days_of(context, planned, asked.things), about
    session = planned.sessions[asked.day * len(MOMENTS) + MOMENTS.index(asked.moment)]
    told = plan.at(context, planned, session, asked.things)
    focus = msgspec.structs.replace(focus, kind="routine", things=list(session.items), moment=asked.moment)
    if not asked.walk:
        return told, focus
    items = [step.item for step in session.steps if step.removes is None]
    begun = walkthrough.begin(context, steps_of(context, items, asked.moment), named=told.headline)
    begun = msgspec.structs.replace(begun, cautions=(*begun.cautions, *told.cautions))
    return begun, msgspec.structs.replace(focus, walk=Walk(items=items, moment=asked.moment), left=None)
