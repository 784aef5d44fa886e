"""`No, I meant lactic`: what a message puts in the place of what was talked of, or takes out of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from bot.answers.question import Question
from bot.dialogue.focus import Asked, Focus
from bot.dialogue.half import LONGEST_HALF, TAKEN_OVER, without_fillers
from bot.knowledge.base import Knowledge
from bot.rules.items import Item

_CORRECTION = {"meant", "mean", "instead", "insted", "rather", "sorry", "actually", "wait"}
_ACID, _EXFOLIATING = {"acid", "acids", "exfoliant"}, "exfoliant"
"""`instead of the acid`: what is called so, where one of the things is that."""
_POINTING_AT_ONE = {"it", "its", "it's"}
_TAKING_OUT = {"leave", "drop", "skip", "without", "minus", "omit", "remove", "take", "cut", "no", "not"}


def swapped(question: Question, focus: Focus) -> list[Item]:
    """`lactic acid, not glycolic`, `retinol instead of lactic`: the things in focus with one in another's place."""
    text = " ".join(question.words)
    held = [item.id for item in focus.things]
    away = r"\b(?:not|instead of|rather than) (?:the |my )?"
    old = [item for item in question.things if item.id in held and re.search(rf"{away}{re.escape(item.name)}\b", text)]
    new = [item for item in question.things if item.id not in held]
    corrects = len(focus.things) > 1 or bool(_CORRECTION & set(question.words[:2])) or question.words[:1] == ["no"]
    if len(old) != 1 or len(new) != 1 or not corrects:
        return []
    return [new[0] if item.id == old[0].id else item for item in focus.things]


def is_named_now(question: Question, focus: Focus) -> bool:
    """`it was the Ordinary peel`: what was talked of gets its name."""
    words = without_fillers(question.words)
    says_so = words[:1] in (["it"], ["that"], ["its"]) and words[1:2] in (["was"], ["is"], ["'s"], ["a"])
    return says_so and len(question.things) == 1 and bool(focus.things) and len(words) <= LONGEST_HALF


def without_rejected(question: Question, focus: Focus, *, unsure: bool) -> list[Item]:
    """`leave the acid out again`: the things in focus without what is taken out; none where nothing is.

    `can I leave the acid out?` asks, and takes nothing out.
    """
    words = without_fillers(question.words)
    named = {item.id for item in question.things}
    says_so = question.kind == "tell" or unsure or bool({*words[:1]} & _TAKING_OUT)
    if not named or not named <= set(question.rejected) or not says_so or focus.kind not in TAKEN_OVER:
        return []
    kept = [item for item in focus.things if item.id not in named]
    return kept if len(kept) < len(focus.things) and len(words) <= LONGEST_HALF else []


def is_correction(question: Question, focus: Focus) -> bool:
    """Whether a message names something in place of what was talked of."""
    said = set(question.words)
    named = {item.id for item in question.things}
    return bool(
        focus.things
        and question.things
        and (focus.kind in TAKEN_OVER or focus.kind.startswith("faq/"))
        and len(question.words) <= 9
        and (
            set(question.rejected) - named
            or _CORRECTION & said
            or question.words[:1] == ["no"]
            or ("if" in said and said & _POINTING_AT_ONE)
        )
    )


def question_corrected(knowledge: Knowledge, question: Question, focus: Focus) -> Focus:
    """The focus on the question that is corrected, of several that the last message asked: the one with the nearest."""

    def distance(asked: Asked) -> int:
        if {item.id for item in asked.things} & set(question.rejected):
            return -1
        return min(_distance(knowledge, old.id, item.id) for old in asked.things for item in question.things)

    several = [asked for asked in reversed(focus.asked) if asked.things and asked.kind in TAKEN_OVER]
    if not several:
        return focus
    meant = min(several, key=distance)
    return msgspec.structs.replace(focus, kind=meant.kind, things=meant.things)


def things_corrected(knowledge: Knowledge, question: Question, focus: Focus) -> list[Item]:
    """The things in focus with what was rejected, or what is nearest in kind to the new one, replaced by it."""
    things = list(focus.things)
    for item in question.things:
        place = next((index for index, old in enumerate(things) if old.id in question.rejected), None)
        if place is None and _ACID & set(question.words) and not knowledge.is_a(item.id, _EXFOLIATING):
            place = _only(index for index, old in enumerate(things) if knowledge.is_a(old.id, _EXFOLIATING))
        if place is None:
            place = min(range(len(things)), key=lambda index: (_distance(knowledge, things[index].id, item.id), -index))
        things[place] = item
    return list(dict.fromkeys(things))


def _only(found: Iterable[int]) -> int | None:
    places = list(found)
    return places[0] if len(places) == 1 else None


def _distance(knowledge: Knowledge, a: str, b: str) -> int:
    """Steps from one thing to the other by way of their nearest common class; sort of thing first."""
    above_a, above_b = knowledge.ancestors(a), knowledge.ancestors(b)
    common = [above_a[name] + above_b[name] for name in above_a if name in above_b]
    same_kind = knowledge.things[a].kind == knowledge.things[b].kind
    return min(common, default=20) + (0 if same_kind else 10)
