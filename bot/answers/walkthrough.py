"""The steps of a walkthrough as they are spoken."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.answer import Answer, Place
from bot.answers.context import Context
from bot.answers.layering import instruction
from bot.rules.layering import Step


def begin(context: Context, steps: Sequence[Step]) -> Answer:
    """How many steps there are, how long it takes, and the first one."""
    total = sum(step.minutes[1] if step.minutes else 1 + step.wait[0] for step in steps)
    first = at_step(context, steps, 0)
    return msgspec.structs.replace(
        first,
        headline=context.texts.say(
            "walkthrough.begin",
            count=len(steps),
            minutes=5 * round((total + 4) / 5),
            names=", ".join(_in_short(context, step) for step in steps),
            step=first.headline,
        ),
    )


def _in_short(context: Context, step: Step) -> str:
    if step.removes is not None:
        return context.texts.say(f"walkthrough.short.{step.removes}").lower()
    return context.name(step.item)


def at_step(context: Context, steps: Sequence[Step], at: int) -> Answer:
    """Step `at`, counted from 0."""
    step = steps[at]
    suggestions = context.texts.all(
        "walkthrough.first" if at == 0 else "walkthrough.last" if at == len(steps) - 1 else "walkthrough.middle"
    )
    wait = context.knowledge.slots[step.slot].wait if step.minutes is None and step.removes is None else ""
    return Answer(
        kind="walk",
        headline=context.texts.say("walkthrough.step", at=at + 1, of=len(steps), text=instruction(context, step)),
        reasons=(wait,) if wait else (),
        cautions=context.personal_cautions([step.item]),
        walk=Place(at=at + 1, of=len(steps), minutes=step.minutes),
        suggestions=suggestions,
        about=(step.item.id,) if step.item.id in context.knowledge.things else (),
    )


def word(context: Context, key: str, *, done: bool = False) -> Answer:
    """Finished, stopped, or nothing to walk through."""
    return Answer(
        kind="walk",
        headline=context.texts.say(f"walkthrough.{key}"),
        suggestions=context.texts.all("walkthrough.start" if not done else "walkthrough.after"),
    )


def way_back(context: Context, steps: Sequence[Step], at: int) -> str:
    """The half-sentence that leads back after a digression."""
    return context.texts.say(
        "walkthrough.way_back", at=at + 1, of=len(steps), what=context.knowledge.slots[steps[at].slot].name
    )
