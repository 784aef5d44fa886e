"""What was judged a sentence ago is not judged again: `can I use AHA and BHA? and can I use them with vitamin C?`."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.question import Question
from bot.knowledge.base import Knowledge
from bot.rules.compatibility import RANK, pair


def only_added(knowledge: Knowledge, questions: Sequence[Question]) -> list[Question]:
    """The questions of a message; one that adds a single thing to those of an earlier one asks about that thing.

    It is weighed against the one of them that it goes with least well.
    """
    found: list[Question] = []
    for question in questions:
        new = [item for item in question.things if item.id in knowledge.things]
        for earlier in questions[: len(found)]:
            judged = {item.id for item in earlier.things}
            both = earlier.kind == question.kind == "compatibility"
            if both and len(judged) > 1 and judged < {item.id for item in new} and len(new) == len(judged) + 1:
                added = next(item for item in new if item.id not in judged)
                others = [item for item in new if item.id in judged]
                worst = max(others, key=lambda other: RANK[pair(knowledge, added, other).verdict])
                question = msgspec.structs.replace(question, things=[added, worst])
                break
        found.append(question)
    return found
