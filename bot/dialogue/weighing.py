"""`can I use an AHA toner`, of somebody who uses retinol: weighed against what they have in use."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.knowledge.base import Knowledge
from bot.rules.compatibility import RANK, pair
from bot.rules.items import Item

_FROM = RANK["separate_times"]
"""From here on a verdict on two things is more than a word beside the answer on one."""
_ASKED = ("suitability", "compatibility")
_RETINOID = "retinoid"
_WAX = frozenset(("wax", "waxing", "waxed"))
"""With a retinoid in use wax takes skin along: what to do about that comes before anything on wax."""
_TRY = frozenset(("can", "could", "may", "should", "ok", "okay", "fine", "safe", "start", "try", "add", "use"))


def with_what_is_in_use(
    knowledge: Knowledge, question: Question, used: Sequence[Item], focus: Focus
) -> Question:
    """The question as one on two things, where one thing is asked about and one in use does not share its session.

    Asked for somebody else, for a concern or in a state, it stays what it is.
    """
    waxes = not _WAX.isdisjoint(question.words) and not _TRY.isdisjoint(question.words)
    if waxes and not (question.whom or focus.whom) and any(knowledge.is_a(item.id, _RETINOID) for item in used):
        return msgspec.structs.replace(question, kind="faq/waxing", confidence=1.0, second="")
    alone = len(question.things) == 1 and not question.traits and not question.rejected
    theirs = bool(question.whom or focus.whom)
    if question.kind not in _ASKED or not alone or theirs or _TRY.isdisjoint(question.words):
        return question
    (asked,) = question.things
    if asked.id not in knowledge.things or focus.walk is not None:
        return question
    weighed = [
        (RANK[pair(knowledge, item, asked).verdict], item)
        for item in used
        if item.id in knowledge.things and not item.same_as(asked) and not knowledge.is_a(item.id, asked.id)
    ]
    strictest = max(weighed, key=lambda entry: entry[0], default=(0, asked))
    if strictest[0] < _FROM:
        return question
    return msgspec.structs.replace(question, kind="compatibility", things=[strictest[1], asked])
