"""The steps of a walkthrough as they are spoken."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.answer import Answer, Place, citations
from bot.answers.context import Context
from bot.answers.layering import instruction, minutes
from bot.knowledge.model import Topic
from bot.rules.compatibility import for_trait
from bot.rules.layering import Step

_WHY: tuple[Topic, ...] = ("effect", "order")


def begin(context: Context, steps: Sequence[Step], *, named: str = "") -> Answer:
    """How many steps there are, how long it takes, and the first one; `named` is a sentence that has named them."""
    total = sum(step.minutes[1] if step.minutes else 1 + step.wait[0] for step in steps)
    first = at_step(context, steps, 0)
    return msgspec.structs.replace(
        first,
        headline=context.texts.say(
            "walkthrough.begin_named" if named else "walkthrough.begin",
            named=named,
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
        reasons=(*((wait,) if wait else ()), *_meanwhile(context, step)),
        cautions=context.personal_cautions([step.item]),
        walk=Place(at=at + 1, of=len(steps), minutes=step.minutes),
        suggestions=suggestions,
        about=(step.item.id,) if step.item.id in context.knowledge.things else (),
    )


def _meanwhile(context: Context, step: Step) -> tuple[str, ...]:
    """What to do while something has to stay on."""
    if step.minutes is None or step.removes is not None:
        return ()
    return (context.texts.say("walkthrough.meanwhile", low=step.minutes[0]),)


def after_skipping(context: Context, skipped: Step, told: Answer) -> Answer:
    """The next step, and which one was left out."""
    said = context.texts.say("walkthrough.skipped", step=_in_short(context, skipped))
    return msgspec.structs.replace(told, headline=f"{said} {told.headline}")


def and_then(context: Context, steps: Sequence[Step], at: int, told: Answer) -> Answer:
    """The step for somebody who comes back to it: they may have done it meanwhile, so what follows is named."""
    if at + 1 >= len(steps):
        return told
    note = context.texts.say("walkthrough.and_then", step=_in_short(context, steps[at + 1]))
    return msgspec.structs.replace(told, notes=(*told.notes, note))


def how_long(context: Context, step: Step) -> Answer:
    """How long what was just put on stays, or how long to wait after it."""
    slot = context.knowledge.slots[step.slot]
    if step.minutes is not None and step.removes is None:
        said = minutes(context, step.minutes)
    else:
        said = slot.wait or context.texts.say("layering.wait")
    return Answer(
        kind="wait",
        headline=said,
        reasons=_for_this_person(context, step),
        sources=citations(context.knowledge, [slot]),
        suggestions=(),
        about=(step.item.id,) if step.item.id in context.knowledge.things else (),
    )


def _for_this_person(context: Context, step: Step) -> tuple[str, ...]:
    """What the person's skin asks for at this step: `take it off while still moist`."""
    if step.item.id not in context.knowledge.things:
        return ()
    rules = [found.rule for found in for_trait(context.knowledge, step.item, context.person)]
    said = (sentence for rule in rules if rule is not None for sentence in (rule.says, rule.do))
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))


def why(context: Context, step: Step) -> Answer:
    """What a step is for, and why it stands where it does."""
    if step.removes is not None:
        return Answer(kind="why", headline=context.texts.say(f"walkthrough.why.{step.removes}"))
    facts = [fact for topic in _WHY for fact in context.facts(step.item, topic)[:1]]
    if not facts:
        return Answer(kind="why", headline=context.texts.say("walkthrough.why.step"))
    return context.from_facts("why", facts, items=[step.item])


def no_hurry(context: Context, step: Step) -> Answer:
    """To somebody who is not sure: what the step is for, and that it can be left out."""
    reason = why(context, step)
    return msgspec.structs.replace(
        reason,
        headline=context.texts.say("walkthrough.no_hurry"),
        reasons=(reason.headline,),
        sources=reason.sources[:2],
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
