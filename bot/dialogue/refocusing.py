"""What is talked of after an answer, a step of a walkthrough, or a report of a reaction."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers.answer import Answer
from bot.answers.kinds import ANSWERS, SMALL_TALK
from bot.answers.question import Question
from bot.dialogue.focus import Focus, Walk
from bot.rules.items import Item

_NOT_SAID_AGAIN = (*SMALL_TALK, "tell", "ask_which", "what_do_you_know", "forget_me", "shorter", "stands")
"""Kinds of answer that are not repeated when somebody wants the last one in short."""
SORE = "state.broken_skin"
"""Whoever reports a reaction has sore skin for the rest of the conversation: no active is recommended onto it."""


def after_report(focus: Focus, given: Answer, *, sore: bool = True) -> Focus:
    """Nothing goes on as before once something burns: the walkthrough is over, and the skin is sore, if it is of it."""
    return msgspec.structs.replace(
        focus,
        walk=None,
        kind="reaction",
        headline=given.headline,
        traits=list(dict.fromkeys([*focus.traits, *([SORE] if sore else [])])),
        decided_by=[],
        about=[],
    )


def with_headline(focus: Focus, answers: Sequence[Answer]) -> Focus:
    """What was said, in short; what only asks back, greets or repeats is nothing to say again."""
    said = [given.headline for given in answers if given.kind not in _NOT_SAID_AGAIN and not given.asks_back]
    return msgspec.structs.replace(focus, headline=" ".join(said)) if said else focus


def after_answer(focus: Focus, asked: Question, given: Answer | None) -> Focus:
    """The focus after an answer: the things asked about stay it until others are named."""
    listed = [name for item in asked.things for name in (item.id, *item.contains)]
    return msgspec.structs.replace(
        focus,
        kind=_kind_of(asked, given) if given is not None else focus.kind,
        things=asked.things or focus.things,
        pair=_two_lists(focus, asked) or _side_by_side(focus, asked.things),
        mask=_mask_of(asked, focus),
        chosen="",
        states=_states_of(asked),
        listed=listed if asked.kind == "label" else focus.listed,
        listing=asked.text if asked.kind == "label" else focus.listing,
        wanted=asked.traits if asked.kind in ("choice", "routine") else focus.wanted,
        moment=asked.moment or (focus.moment if not asked.things else None),
        decided_by=list(given.decided_by) if given is not None else focus.decided_by,
        about=list(given.about) if given is not None else focus.about,
    )


def _states_of(asked: Question) -> list[str]:
    """The states that a question is about and tells of nobody: one's own, and those of others, are kept elsewhere."""
    of_somebody = asked.kind == "tell" or asked.about_self or bool(asked.whom)
    return [] if of_somebody else [trait for trait in asked.traits if trait.startswith("state.")]


def _mask_of(asked: Question, focus: Focus) -> Item | None:
    """The one sort of mask that is asked about, else the one before; of several none is `the mask`."""
    masks = [item for item in asked.things if item.id.startswith("mask.")]
    return focus.mask if not masks else masks[0] if len(masks) == 1 else None


def _two_lists(focus: Focus, asked: Question) -> list[Item]:
    """Two products whose ingredient lists were pasted one after the other; none where one list goes on."""
    another = asked.kind == "label" == focus.kind and focus.listing not in asked.text
    return [*focus.things[-1:], *asked.things[:1]] if another else []


def _side_by_side(focus: Focus, things: list[Item]) -> list[Item]:
    """The last things that were talked of together; two asked about one after the other are so too."""
    if len(things) > 1:
        return things
    if not things or any(item.same_as(things[0]) for item in focus.pair):
        return focus.pair
    return [*(item for item in focus.things[-1:] if not item.same_as(things[0])), *things]


def _kind_of(asked: Question, given: Answer) -> str:
    """The kind to go on from: that of a gate in place of an FAQ entry; for one thing alone whether it suits."""
    alone = asked.kind == "compatibility" and len(asked.things) == 1
    return given.kind if (alone or asked.kind.startswith("faq/")) and given.kind in ANSWERS else asked.kind


def after_move(focus: Focus, asked: Question, given: Answer, place: Walk | None) -> Focus:
    return msgspec.structs.replace(
        focus,
        walk=place,
        left=focus.walk if asked.kind == "walk_stop" else None if place is not None else focus.left,
        kind=focus.kind if given.kind == "walk" else given.kind,
        things=asked.things or focus.things,
        decided_by=list(given.decided_by),
        about=list(given.about) or focus.about,
    )
