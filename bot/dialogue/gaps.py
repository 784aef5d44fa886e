"""Fills what a follow-up leaves open from what the conversation is about."""

from __future__ import annotations

import msgspec

from bot.answers.kinds import ANSWERS
from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.knowledge.base import Knowledge
from bot.rules.items import Item

_ELLIPSIS = ("and", "or", "what", "how", "with", "but", "also", "plus", "then", "ok", "same", "even")
_CORRECTION = {"meant", "mean", "instead", "rather", "sorry", "actually"}
_POINTING = {"it", "that", "this", "them", "those", "these", "they", "both", "one"}
_NEEDS_TWO = ("compatibility", "comparison")
_SELF_CONTAINED = ("choice", "routine")
_LONGEST_ELLIPSIS = 7


def fill(knowledge: Knowledge, question: Question, focus: Focus, *, unsure: bool = False) -> Question:
    """The question with things, kind and moment taken over from `focus` where it leaves them out."""
    if _is_correction(question, focus):
        kind = focus.kind if focus.kind in ANSWERS else question.kind
        return msgspec.structs.replace(
            question, kind=kind, things=_corrected(knowledge, question, focus), moment=question.moment or focus.moment
        )
    kind = _kind(knowledge, question, focus, unsure=unsure)
    things = _things(knowledge, kind, question, focus)
    moment = question.moment
    if moment is None and not question.things:
        moment = focus.moment
    return msgspec.structs.replace(question, kind=kind, things=things, moment=moment)


def _is_correction(question: Question, focus: Focus) -> bool:
    said = set(question.words)
    return bool(
        focus.things
        and question.things
        and len(question.words) <= 9
        and (question.rejected or _CORRECTION & said or question.words[:1] == ["no"])
    )


def _corrected(knowledge: Knowledge, question: Question, focus: Focus) -> list[Item]:
    """The things in focus with what was rejected, or what is nearest in kind to the new one, replaced by it."""
    things = list(focus.things)
    for item in question.things:
        place = next((index for index, old in enumerate(things) if old.id in question.rejected), None)
        if place is None:
            place = min(range(len(things)), key=lambda index: (_distance(knowledge, things[index].id, item.id), -index))
        things[place] = item
    return things


def _distance(knowledge: Knowledge, a: str, b: str) -> int:
    """Steps from one thing to the other by way of their nearest common class; sort of thing first."""
    above_a, above_b = knowledge.ancestors(a), knowledge.ancestors(b)
    common = [above_a[name] + above_b[name] for name in above_a if name in above_b]
    same_kind = knowledge.things[a].kind == knowledge.things[b].kind
    return min(common, default=20) + (0 if same_kind else 10)


def _kind(knowledge: Knowledge, question: Question, focus: Focus, *, unsure: bool) -> str:
    short = len(question.words) <= _LONGEST_ELLIPSIS
    elliptic = short and question.words[:1] and question.words[0] in _ELLIPSIS
    personal = [trait for trait in question.traits if knowledge.things[trait].kind in ("skin", "state")]
    said = question.kind
    if said == "tell" and focus.kind in _SELF_CONTAINED and question.traits and short:
        return focus.kind
    if elliptic and (
        unsure
        or said
        in (
            "tell",
            "affirm",
            "nonsense",
            "out_of_scope",
            "help",
            "unsure",
            "time_of_day",
            "walk_next",
            *_SELF_CONTAINED,
        )
    ):
        if personal and not question.things and focus.things:
            return "suitability"
        if question.things and focus.things and question.words[0] == "with":
            return "compatibility"
        if (question.things or question.moment) and focus.kind in ANSWERS and said != "routine":
            return focus.kind
    if unsure and not elliptic:
        named = [item for item in question.things if knowledge.things[item.id].kind != "tool"]
        if len(named) >= 2:
            return "compatibility"
    return said


def _things(knowledge: Knowledge, kind: str, question: Question, focus: Focus) -> list[Item]:
    own = question.things
    if question.unknown or kind in _SELF_CONTAINED or kind not in ANSWERS:
        return (
            own
            if own or kind not in ("choice",)
            else [item for item in focus.things if knowledge.things[item.id].kind in ("mask", "product")]
        )
    if kind in _NEEDS_TWO:
        if len(own) == 1 and focus.things and (len(question.words) <= 10 or _POINTING & set(question.words)):
            return [*(item for item in focus.things if item.id != own[0].id)][:2] + own
        return own or focus.things
    if kind == "order" and len(own) == 1 and _POINTING & set(question.words) and focus.things:
        return [*(item for item in focus.things if item.id != own[0].id), *own]
    return own or focus.things
