"""Reports of skin that reacts, read beside what was talked of: what is over, only feared, brief, or usual at first."""

from __future__ import annotations

import re

import msgspec

from bot.answers.question import Question
from bot.answers.safety import sheds
from bot.dialogue.focus import Focus
from bot.dialogue.refocusing import SORE
from bot.dialogue.walk import MOVES
from bot.knowledge.base import Knowledge

_URGENT = ("red_flag", "reaction")
_TOLD = ("tell", "out_of_scope", "nonsense", "feedback_helpful", "affirm", *MOVES)
_SURE = 0.9
_RETINOID = "retinoid"
_OF_THE_SKIN = (
    *("burning_now", "red_reaction", "burn_or_blister", "hives_or_rash", "chemical_burn", "acid_burn_swelling"),
    *("infection", "allergic_emergency"),
)
"""Red flags after which skin is sore; something in the eye leaves it as it was."""
_WASHED_OFF = re.compile(
    r"\b(?:washed|rinsed|took|taken|wiped|cleaned)\b.{0,20}\boff\b|\b(?:washed|rinsed) (?:it|that|my face|already)\b"
)
_BRIEF = re.compile(
    r"^(?:(?:just|only|no|yes|well|for|its|it 's|it's|like|about|maybe|a|an|one|two|few|some|couple|of|\d+|,) ?)*"
    r"(?:seconds?|secs?|minute|min|moments?|bit)(?: (?:then|and|it|its|it 's|'s|gone|goes|stops|away|only|or|so|over))*"
    r"(?: [.!])*$"
)
"""How long a tingle lasts: `just for a few seconds`."""
_IF = re.compile(r"^(?:(?:and|but|so|ok|hm) )*(?:what if|what (?:should|do|can) i do (?:if|when)|(?:and|but) if)\b")
_WAS = re.compile(
    r"\b(?:i|we) (?:have |once |already |also )*(?:tried|used|had|was using|used to use)\b.*"
    r"\b(?:irritated|burned|burnt|stung|dried|peeled|broke|reacted|hated|hurt)\b"
)
"""Tells of what a thing did when it was tried."""
_JUST_NOW = re.compile(
    r"\b(?:now|today|tonight|yesterday|this (?:morning|week|evening)|last (?:night|evening)|still|just|ago|since|right"
    r"|am|is|are|burning|hours?)\b"
)
_DRIES = frozenset(
    (
        *("it", "its", "'s", "is", "feels", "feel", "dry", "now", "drying", "tight", "a", "bit", "skin", "my", "the"),
        *("mask", "already", "getting", "quite", "very", "so", "face", "all", ".", "!", "dried", "fully", "completely"),
    )
)
"""Words of a mask that has dried."""


def in_context(knowledge: Knowledge, question: Question, focus: Focus) -> Question:
    """The question, where what was talked of makes another one of it."""
    said = " ".join(question.words)
    urgent = question.kind in (*_URGENT, "faq/reaction_general")
    sore = SORE in focus.traits
    if focus.walk is not None and question.kind != "red_flag" and has_dried(question):
        return _as(question, "walk_next")
    if sore and not question.things and question.kind in _TOLD and _WASHED_OFF.search(said):
        return _as(question, "reaction")
    if focus.kind == "reaction" and not question.things and _BRIEF.search(said):
        return _as(question, "faq/slight_sting")
    mild = question.kind != "red_flag" or question.flag in ("burning_now", "red_reaction")
    if not urgent or not mild:
        return question
    retinoid = any(
        knowledge.is_a(item.id, _RETINOID)
        for item in (question.things or focus.things)
        if item.id in knowledge.things
    )
    if _IF.search(said):
        return _as(question, "faq/retinoid_first_weeks" if retinoid else "faq/reaction_general")
    if retinoid and not sore and question.kind == "reaction" and sheds(said):
        return _as(question, "faq/retinoid_first_weeks")
    if retinoid and _WAS.search(said) and not _JUST_NOW.search(said):
        return _as(question, "faq/retinoid_sore_return")
    return question


def has_dried(question: Question) -> bool:
    """`feels dry now`, which in a walkthrough is said of the mask."""
    return _DRIES.issuperset(question.words) and not {"dry", "dried", "drying"}.isdisjoint(question.words)


def leaves_sore(question: Question) -> bool:
    """Whether skin is taken to be sore after what was reported."""
    return question.kind == "reaction" or question.flag in _OF_THE_SKIN


def _as(question: Question, kind: str) -> Question:
    return msgspec.structs.replace(question, kind=kind, flag="", confidence=_SURE, second="", nearest=[])
