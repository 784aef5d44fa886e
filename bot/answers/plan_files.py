"""The weekly plan as a calendar file and as a picture: bytes, the same for the same plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone
from typing import NamedTuple

import msgspec

from bot.answers.answer import Week
from bot.answers.context import Context
from bot.answers.layering import instruction
from bot.answers.plan import missing, shown, week
from bot.answers.texts import Texts, capital
from bot.knowledge.model import Moment
from bot.rules.items import Item
from bot.rules.layering import Step, slot
from bot.rules.schedule import DAYS, MOMENTS, Plan

MORNING = time(7, 30)
EVENING = time(21, 0)
PICTURES = (".svg", ".png")
_USUAL = timedelta(minutes=15)
"""How long a session is where its steps are not known."""


class _Event(NamedTuple):
    day: int
    moment: Moment
    summary: str
    description: str
    duration: timedelta


def calendar(
    context: Context, planned: Plan, *, monday: date, morning: time = MORNING, evening: time = EVENING
) -> bytes:
    """The plan as iCalendar: fourteen events that come back weekly from a Monday on, at the local time wherever one is.

    An event keeps its identity from plan to plan, so that a new file replaces the former plan in a calendar.
    Raises ValueError for a day that is no Monday.
    """
    rows = week(context, planned)
    return _file(
        context.texts,
        [
            _Event(
                session.day,
                session.moment,
                _summary(context.texts, rows, session.day, session.moment),
                "\n".join(_instructions(context, session.steps)),
                _duration(session.steps),
            )
            for session in planned.sessions
        ],
        monday=monday,
        morning=morning,
        evening=evening,
    )


def week_calendar(
    texts: Texts, rows: Week, *, monday: date, morning: time = MORNING, evening: time = EVENING
) -> bytes:
    """The same of an answer's week, which knows the names of things and no instructions.

    Raises ValueError for a day that is no Monday.
    """
    return _file(
        texts,
        [
            _Event(
                number,
                moment,
                _summary(texts, rows, number, moment),
                "\n".join(
                    texts.say("plan.calendar.step", number=place, text=capital(name))
                    for place, name in enumerate(rows.cell(number, moment).names, 1)
                ),
                _USUAL,
            )
            for number in range(len(rows.rows))
            for moment in MOMENTS
        ],
        monday=monday,
        morning=morning,
        evening=evening,
    )


def _file(texts: Texts, events: Sequence[_Event], *, monday: date, morning: time, evening: time) -> bytes:
    from icalendar import Calendar, Event

    if monday.weekday() != 0:
        raise ValueError(f"{monday} is no Monday")
    file = Calendar()
    file.add("prodid", "-//Lamella//Weekly plan//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", texts.say("plan.calendar.name"))
    for planned in events:
        event = Event()
        event.add("uid", f"{DAYS[planned.day].lower()}-{planned.moment}@plan.lamella")
        event.add("dtstamp", datetime.combine(monday, time(), timezone.utc))
        at = morning if planned.moment == "morning" else evening
        event.add("dtstart", datetime.combine(monday + timedelta(days=planned.day), at))
        event.add("duration", planned.duration)
        event.add("rrule", {"freq": "weekly"})
        event.add("summary", planned.summary)
        event.add("description", planned.description)
        file.add_component(event)
    return bytes(file.to_ical())


def _summary(texts: Texts, rows: Week, day: int, moment: Moment) -> str:
    """What to look out for in a session; where it is a session like every other, what is in it."""
    cell = rows.cell(day, moment)
    names = rows.special(rows.rows[day], moment) or (
        (texts.say("plan.rest").lower(),) if cell.rest else cell.names
    )
    things = ", ".join(names or (texts.say("plan.basics").lower(),))
    return texts.say("plan.calendar.summary", moment=texts.say(f"plan.{moment}"), things=things)


def _instructions(context: Context, steps: Sequence[Step]) -> list[str]:
    """The steps, numbered, each with the wait after it."""
    lines = []
    for number, step in enumerate(steps, 1):
        called = msgspec.structs.replace(step, item=Item(id="", name=shown(context, step.item)))
        text = " ".join([instruction(context, called), *_wait(context, step, last=number == len(steps))])
        lines.append(context.texts.say("plan.calendar.step", number=number, text=text))
    return lines


def _wait(context: Context, step: Step, *, last: bool) -> list[str]:
    low, high = step.wait
    if high == 0 or (last and high == 1):
        return []
    if last:
        return [said] if (said := slot(context.knowledge, step).wait) else []
    if high == 1:
        return [context.texts.say("plan.calendar.wait_one")]
    key = "wait_exact" if low == high else "wait" if low else "wait_up_to"
    return [context.texts.say(f"plan.calendar.{key}", low=low, high=high)]


def _duration(steps: Sequence[Step]) -> timedelta:
    """A minute a step, or as long as it stays on, and the waits between; in steps of five minutes."""
    minutes = sum(step.minutes[1] if step.minutes is not None else 1 for step in steps)
    minutes += sum(step.wait[1] for step in steps[:-1])
    return timedelta(minutes=max(5, -(-minutes // 5) * 5))


def picture(context: Context, planned: Plan, suffix: str) -> bytes:
    """The plan as a grid of seven days by morning and evening, as `.svg` or `.png`; no display is needed.

    Raises ValueError for another suffix.
    """
    if suffix not in PICTURES:
        raise ValueError(f"{suffix or 'no suffix'} is none of {', '.join(PICTURES)}")
    # Half a second to import, and only pictures need it.
    from bot.answers.plan_picture import drawn

    return drawn(context.texts, week(context, planned), missing(context, planned), suffix[1:])
