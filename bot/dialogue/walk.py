"""The walkthrough as data and a reducer."""

from __future__ import annotations

import msgspec

from bot.answers import compatibility, walkthrough
from bot.answers.answer import Answer
from bot.answers.choice import suitability
from bot.answers.context import Context
from bot.answers.question import Question
from bot.answers.routine import steps_of
from bot.dialogue.focus import Focus, Walk
from bot.knowledge.model import Moment
from bot.rules.compatibility import RANK
from bot.rules.items import Item
from bot.rules.layering import Step

MOVES = ("walk_start", "walk_next", "walk_back", "walk_repeat", "walk_stop", "walk_resume")
_DEFAULT = {"morning": ("serum",), "evening": ("mask", "serum"), None: ("mask", "serum")}


def move(context: Context, question: Question, focus: Focus) -> tuple[Answer, Walk | None]:
    """The answer to a walkthrough word, and where the walkthrough stands then."""
    walk = focus.walk
    if question.kind == "walk_start" and not (
        walk and not question.things and "start" not in question.words and len(question.words) < 4
    ):
        return _start(context, question, focus)
    if walk is None:
        return walkthrough.word(context, "none"), None
    steps = steps_of(context, walk.items, walk.moment)
    at = min(walk.at, len(steps) - 1)
    if question.kind == "walk_stop":
        return walkthrough.word(context, "stopped"), None
    if question.kind == "walk_next":
        at += 1
    elif question.kind == "walk_back":
        at = max(0, at - 1)
    if at >= len(steps):
        return walkthrough.word(context, "finished", done=True), None
    return walkthrough.at_step(context, steps, at), msgspec.structs.replace(walk, at=at)


def _start(context: Context, question: Question, focus: Focus) -> tuple[Answer, Walk | None]:
    items = question.things or focus_items(context, focus) or [Item(id=name) for name in _DEFAULT[question.moment]]
    medicines = [item for item in items if compatibility.is_medicine(context, item)]
    if medicines:
        return compatibility.for_prescriber(context, medicines), None
    result = compatibility.answer(context, msgspec.structs.replace(question, kind="compatibility", things=items))
    if len(items) > 1 and result.verdict is not None and RANK[result.verdict] >= RANK["separate_times"]:
        return result, None
    if len(items) == 1 and (warned := _not_for_person(context, items[0])):
        return warned, None
    moment = question.moment or _moment(context, items)
    steps = steps_of(context, items, moment)
    return walkthrough.begin(context, steps), Walk(items=items, moment=moment)


def focus_items(context: Context, focus: Focus) -> list[Item]:
    """What was talked about and can be put on."""
    return [
        item
        for item in focus.things
        if context.knowledge.things[item.id].kind in ("mask", "ingredient", "class", "product")
    ]


def _not_for_person(context: Context, item: Item) -> Answer | None:
    if not context.person.traits:
        return None
    answer = suitability(context, Question(kind="suitability", things=[item]))
    return answer if answer.verdict in ("avoid", "ask_professional") else None


def _moment(context: Context, items: list[Item]) -> Moment | None:
    return "evening" if any(context.knowledge.is_a(item.id, "mask") for item in items) else None


def way_back(context: Context, walk: Walk) -> str:
    """The sentence that leads back to the walkthrough."""
    steps: list[Step] = steps_of(context, walk.items, walk.moment)
    return walkthrough.way_back(context, steps, min(walk.at, len(steps) - 1))
