"""The walkthrough as data and a reducer."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.answers import compatibility, walkthrough
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question
from bot.answers.routine import steps_of
from bot.answers.suitability import suitability
from bot.dialogue.focus import Focus, Walk
from bot.knowledge.model import Moment
from bot.rules.compatibility import RANK
from bot.rules.items import Item
from bot.rules.layering import Step

MOVES = (
    "walk_start",
    "walk_next",
    "walk_back",
    "walk_repeat",
    "walk_skip",
    "walk_restart",
    "walk_stop",
    "walk_resume",
)
_LACKS = re.compile(r"\b(?:(?:don't|dont|do not|haven't|havent) (?:have|got|own)|(?:ran|run) out of|have no)\b")
_SHORT = 7
"""More words than that ask about something else than the step."""
_DEFAULT = {"morning": ("serum",), "evening": ("mask", "serum"), None: ("mask", "serum")}


def move(context: Context, question: Question, focus: Focus) -> tuple[Answer, Walk | None]:
    """The answer to a walkthrough word, and where the walkthrough stands then."""
    walk = focus.walk or (focus.left if question.kind in ("walk_resume", "walk_restart") else None)
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
    if question.kind == "walk_skip" and (shorter := _without(context, question, walk, steps, at)) is not None:
        left, missing = shorter
        told = walkthrough.at_step(context, steps_of(context, left.items, left.moment), left.at)
        return walkthrough.after_skipping(context, missing, told), left
    skipped = steps[at] if question.kind == "walk_skip" else None
    at = _place(question.kind, steps, at)
    if at >= len(steps):
        return walkthrough.word(context, "finished", done=True), None
    told = walkthrough.at_step(context, steps, at)
    if skipped is not None:
        told = walkthrough.after_skipping(context, skipped, told)
    if question.kind == "walk_resume":
        told = walkthrough.and_then(context, steps, at, told)
    return told, msgspec.structs.replace(walk, at=at)


def _without(
    context: Context, question: Question, walk: Walk, steps: Sequence[Step], at: int
) -> tuple[Walk, Step] | None:
    """The walkthrough without a thing named that is still to come, and its step; None for the step at hand."""
    named = [item.id for item in question.things]
    missing = [step for step in steps[at + 1 :] if any(context.knowledge.is_a(step.item.id, name) for name in named)]
    items = [item for item in walk.items if all(step.item != item for step in missing)]
    if not missing or not items or steps[at].item == missing[0].item or len(items) == len(walk.items):
        return None
    remaining = [step.item for step in steps_of(context, items, walk.moment)]
    if steps[at].item not in remaining:
        return None
    return msgspec.structs.replace(walk, items=items, at=remaining.index(steps[at].item)), missing[0]


def _place(kind: str, steps: Sequence[Step], at: int) -> int:
    """Where a word leads from step `at`, counted from 0; one past the last is the end."""
    if kind == "walk_restart":
        return 0
    if kind == "walk_back":
        return max(0, at - 1)
    if kind == "walk_next":
        return at + 1
    if kind == "walk_skip":
        after = at + 1
        # What was not put on need not come off.
        while after < len(steps) and steps[after].removes is not None and steps[after].item == steps[at].item:
            after += 1
        return after
    return at


def about_step(context: Context, question: Question, focus: Focus) -> Answer | None:
    """`how long?`, `why?`, `not sure` in the middle of a walkthrough: about the step it stands at. Else None."""
    if focus.walk is None or question.things or question.traits or len(question.words) > _SHORT:
        return None
    steps = steps_of(context, focus.walk.items, focus.walk.moment)
    step = steps[min(focus.walk.at, len(steps) - 1)]
    if question.kind in ("duration", "wait"):
        return walkthrough.how_long(context, step)
    if question.kind == "unsure":
        return walkthrough.no_hurry(context, step)
    return walkthrough.why(context, step) if question.kind == "why" else None


def lacks(question: Question, focus: Focus) -> bool:
    """`I don't have a moisturiser`, in a walkthrough."""
    return focus.walk is not None and len(question.things) == 1 and bool(_LACKS.search(" ".join(question.words)))


def without_later(context: Context, question: Question, focus: Focus) -> Answer:
    """What somebody does not have is left out when its step comes."""
    return Answer(kind="tell", headline=context.texts.say("walkthrough.without", step=context.name(question.things[0])))


def _start(context: Context, question: Question, focus: Focus) -> tuple[Answer, Walk | None]:
    items = question.things or focus_items(context, focus) or [Item(id=name) for name in _DEFAULT[question.moment]]
    medicines = [item for item in items if context.is_medicine(item)]
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
