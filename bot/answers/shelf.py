"""The shelf: what is on it, and whether something new fits in with all of it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers import plan
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.memory import Learnt, Memory
from bot.answers.person import changes, day
from bot.knowledge.model import Verdict
from bot.rules.compatibility import RANK, PairVerdict, compatibility, strictest
from bot.rules.items import Item
from bot.rules.schedule import LeftOut, schedule

_TOLD = 2
"""Rules that are told of what the new thing meets on the shelf; the plan holds the rest."""


def shown(context: Context, memory: Memory) -> Answer:
    """What is on the shelf, with what is in it and since when."""
    if not memory.shelf:
        return _said(context, "empty")
    lines = []
    for owned in memory.shelf:
        things = [
            context.knowledge.things[name] for name in (owned.thing, *owned.actives) if name in context.knowledge.things
        ]
        inside = [thing.name for thing in things if thing.kind == "ingredient" and thing.name not in owned.name.lower()]
        key = "line_with" if inside else "line"
        lines.append(
            context.texts.say(f"shelf.{key}", thing=owned.name, actives=context.joined(inside), date=day(owned.added))
        )
    return Answer(
        kind="shelf",
        headline=context.texts.say("shelf.here"),
        notes=tuple(lines),
        suggestions=context.texts.all("shelf.next"),
        about=tuple(owned.thing for owned in memory.shelf),
    )


def changed(context: Context, learnt: Learnt) -> Answer:
    """What was put on or taken off."""
    return Answer(
        kind="shelf",
        headline=" ".join(changes(context, learnt)),
        suggestions=context.texts.all("shelf.next"),
        about=tuple(owned.thing for owned in learnt.owned),
    )


def not_there(context: Context) -> Answer:
    """What was to be taken off is not on it."""
    return _said(context, "not_there")


def nothing_to_add(context: Context) -> Answer:
    """It was not said what is to be put on."""
    return _said(context, "nothing_to_add")


def cleared(context: Context) -> Answer:
    """Everything was taken off."""
    return _said(context, "cleared")


def _said(context: Context, key: str) -> Answer:
    return Answer(
        kind="shelf", headline=context.texts.say(f"shelf.{key}"), suggestions=context.texts.all("shelf.examples")
    )


def fits(context: Context, shelf: Sequence[Item], new: Sequence[Item], *, beginning: bool = True) -> Answer:
    """Whether new things may join all that is on the shelf: the strictest verdict, why, and the week with them."""
    met = [
        (own, found)
        for item in new
        for own in shelf
        if own.id != item.id
        for found in compatibility(context.knowledge, (item, own), None, context.person).pairs
    ]
    together = [*shelf, *(item for item in new if item not in shelf)]
    planned = schedule(context.knowledge, together, context.person, beginning=beginning)
    week = plan.told(context, planned, beginning=beginning)
    left = [one for one in planned.left_out if one.item in new]
    verdict = _verdict([_in_a_week(found) for _, found in met], left)
    others = dict.fromkeys(plan.shown(context, own) for own, found in met if _in_a_week(found) == verdict)
    told = sorted((found for _, found in met), key=_strictest_first)
    says = [found.rule.says for found in told if found.rule is not None and RANK[found.verdict] > RANK["no_rule"]]
    return msgspec.structs.replace(
        week,
        kind="shelf",
        verdict=verdict,
        headline=context.texts.say(
            f"shelf.fits.{verdict if others or verdict == 'yes' else 'left_out'}",
            things=context.joined([plan.shown(context, item) for item in new]),
            others=context.joined(list(others)),
        ),
        reasons=(*dict.fromkeys(says[:_TOLD]), *week.reasons[:1]),
        decided_by=tuple(dict.fromkeys(found.rule.id for found in told if found.rule is not None)),
    )


def _in_a_week(found: PairVerdict) -> Verdict:
    """The verdict over a week, where what must not meet within hours has days of its own."""
    for_hours = found.rule is not None and found.rule.apart_hours is not None
    return "alternate_days" if found.verdict == "avoid" and for_hours else found.verdict


def _verdict(pairs: Sequence[Verdict], left: Sequence[LeftOut]) -> Verdict:
    """The strictest of what the pairs say and of what keeps a new thing out of the plan: that is never a yes."""
    verdicts = list(pairs) or ["yes"]
    for one in left:
        of_reason: dict[str, Verdict] = {"prescription": "ask_professional", "never": "avoid"}
        verdicts += [rule.verdict for rule in one.rules] or [of_reason.get(one.reason, "no_rule")]
    return strictest(verdicts)


def _strictest_first(found: PairVerdict) -> int:
    return -RANK[found.verdict]
