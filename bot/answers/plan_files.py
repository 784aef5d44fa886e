"""The weekly plan as a calendar file and as a picture: bytes, the same for the same plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, timezone

import msgspec

from bot.answers.answer import Week
from bot.answers.context import Context
from bot.answers.layering import instruction
from bot.answers.plan import missing, shown, week
from bot.rules.items import Item
from bot.rules.layering import Step, slot
from bot.rules.schedule import DAYS, Plan, Session

MORNING = time(7, 30)
EVENING = time(21, 0)
PICTURES = (".svg", ".png")


def calendar(
    context: Context, planned: Plan, *, monday: date, morning: time = MORNING, evening: time = EVENING
) -> bytes:
    """The plan as iCalendar: fourteen events that come back weekly from a Monday on, at the local time wherever one is.

    An event keeps its identity from plan to plan, so that a new file replaces the former plan in a calendar.
    Raises ValueError for a day that is no Monday.
    """
    from icalendar import Calendar, Event

    if monday.weekday() != 0:
        raise ValueError(f"{monday} is no Monday")
    file = Calendar()
    file.add("prodid", "-//Lamella//Weekly plan//EN")
    file.add("version", "2.0")
    file.add("x-wr-calname", context.texts.say("plan.calendar.name"))
    rows = week(context, planned)
    for session in planned.sessions:
        event = Event()
        event.add("uid", f"{DAYS[session.day].lower()}-{session.moment}@plan.lamella")
        event.add("dtstamp", datetime.combine(monday, time(), timezone.utc))
        at = morning if session.moment == "morning" else evening
        event.add("dtstart", datetime.combine(monday + timedelta(days=session.day), at))
        event.add("duration", _duration(session.steps))
        event.add("rrule", {"freq": "weekly"})
        event.add("summary", _summary(context, rows, session))
        event.add("description", "\n".join(_instructions(context, session.steps)))
        file.add_component(event)
    return bytes(file.to_ical())


def _summary(context: Context, rows: Week, session: Session) -> str:
    """What to look out for in a session; where it is a session like every other, what is in it."""
    row = rows.rows[session.day]
    cell = row.morning if session.moment == "morning" else row.evening
    names = rows.special(row, session.moment) or (
        (context.texts.say("plan.rest").lower(),) if cell.rest else cell.names
    )
    things = ", ".join(names or (context.texts.say("plan.basics").lower(),))
    return context.texts.say("plan.calendar.summary", moment=context.texts.say(f"plan.{session.moment}"), things=things)


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
