"""Fills what a follow-up leaves open from what the conversation is about."""

from __future__ import annotations

import re
from itertools import pairwise

import msgspec

from bot.answers.kinds import ANSWERS
from bot.answers.properties import asks_strength
from bot.answers.question import Question
from bot.answers.smalltalk import elsewhere
from bot.dialogue.corrections import (
    is_correction,
    is_named_now,
    question_corrected,
    swapped,
    things_corrected,
    without_rejected,
)
from bot.dialogue.cues import pointed_at
from bot.dialogue.focus import Focus
from bot.dialogue.half import DOUBTED, LONGEST_HALF, NEEDS_TWO, TAKEN_OVER, VAGUE, without_fillers
from bot.dialogue.plainly import plain_kind
from bot.knowledge.base import Knowledge
from bot.rules.items import Item

_ELLIPSIS = ("and", "or", "what", "wat", "wot", "how", "with", "but", "also", "plus", "then", "ok", "same", "even")
_AGAIN = {"same", "still", "then", "change", "now", "?", "tho", "though", "but"}
_COMPARING = {"than", "vs", "versus", "between", "difference"}
_LONGEST_AGAIN = 14
_POINTING = {"it", "that", "this", "them", "those", "these", "they", "both"}
_SAME_SESSION = re.compile(r"^(?!.*\b(?:every|each|daily)\b).*\bsame (?:day|night|evening|morning|time|session)\b")
_SELF_CONTAINED = ("choice", "routine")
_PLACES = {"after", "before", "over", "under", "underneath", "with", "on"}
"""`so after the mask, yes or no` leaves out what is to go there."""
_SURE_ENOUGH = 0.25
_FITTING = 0.7
"""Confidence from which an entry is taken for the answer to why two things are kept apart."""
_FIRM = 0.9
"""From here on half a sentence that is not ours is not taken for one that goes on."""
_FOR_SOMEBODY = {("for", whom) for whom in ("me", "her", "him", "them", "my", "us")}
_GUESSED = ("suitability", "effect", "definition")
"""What a name with an `and` before it may be taken for: `and a serum?`."""
_NAME = 4
"""Words, the question mark included, that a bare name has at most."""


def fill(knowledge: Knowledge, question: Question, focus: Focus, *, unsure: bool = False) -> Question:
    """The question with things, kind and moment taken over from `focus` where it leaves them out."""
    if pointed := pointed_at(question, focus):
        return msgspec.structs.replace(
            question,
            kind=_of_pointed(question, focus, pointed, unsure=unsure),
            things=pointed,
            moment=question.moment or focus.moment,
        )
    if now := swapped(question, focus):
        kind = focus.kind if focus.kind in TAKEN_OVER else "compatibility"
        return msgspec.structs.replace(question, kind=kind, things=now, rejected=[], moment=focus.moment)
    of_two = focus.kind in NEEDS_TWO and len(focus.things) > 1 and is_correction(question, focus)
    if is_named_now(question, focus) and not of_two:
        kind = focus.kind if focus.kind in TAKEN_OVER and focus.kind not in NEEDS_TWO else "effect"
        return msgspec.structs.replace(question, kind=kind, moment=question.moment or focus.moment)
    if kept := without_rejected(question, focus, unsure=unsure):
        kind = focus.kind if len(kept) > 1 or focus.kind not in NEEDS_TWO else "suitability"
        return msgspec.structs.replace(question, kind=kind, things=kept, rejected=[], moment=focus.moment)
    if _is_same_again(question, focus):
        things = question.things or _things(knowledge, focus.kind, question, focus)
        return msgspec.structs.replace(question, kind=focus.kind, things=things, moment=question.moment or focus.moment)
    if is_correction(question, focus):
        focus = question_corrected(knowledge, question, focus)
        return msgspec.structs.replace(
            question,
            kind=focus.kind if focus.kind in TAKEN_OVER else "compatibility",
            things=things_corrected(knowledge, question, focus),
            moment=question.moment or focus.moment,
        )
    kind = _kind(knowledge, question, focus, unsure=unsure)
    things = _things(knowledge, kind, question, focus)
    moment = question.moment
    if moment is None and not question.things:
        moment = focus.moment
    return msgspec.structs.replace(question, kind=kind, things=things, moment=moment)


def adds_a_thing(question: Question, focus: Focus) -> bool:
    """`and also a face oil`: one more thing beside those that are talked of."""
    words = without_fillers(question.words)
    one_more = words[:1] == ["and"] and words[1:2] in (["also"], ["a"], ["an"], ["my"])
    begins = one_more or words[:1] in (["also"], ["plus"])
    one = len(question.things) == 1 and not question.traits and not question.unknown and "?" not in question.words
    several = bool(focus.things) and focus.kind in (*NEEDS_TWO, "order")
    return begins and one and several and len(words) <= LONGEST_HALF


def wants_one(knowledge: Knowledge, question: Question) -> bool:
    """`and a serum for her`: which one, whatever was asked of another thing before."""
    words = without_fillers(question.words)
    some = [knowledge.things[item.id].kind for item in question.things if not item.contains]
    half = len(words) <= LONGEST_HALF and words[:1] == ["and"]
    return half and some in (["product"], ["mask"]) and any(pair in _FOR_SOMEBODY for pair in pairwise(words))


def _of_pointed(question: Question, focus: Focus, pointed: list[Item], *, unsure: bool) -> str:
    """What is asked of `the other one` or of `both`: what was asked of the one before, unless something else is."""
    several = len(pointed) > 1
    # An entry tells of masks or serums in general: `can she use them on the same day` is about those two.
    doubted = question.kind.startswith("faq/") and (several or question.confidence < _FITTING)
    open_kind = unsure or doubted or question.kind in (*VAGUE, "deny") or (question.kind in NEEDS_TWO and not several)
    if not open_kind:
        return question.kind
    if several:
        return "compatibility"
    asked = focus.kind in TAKEN_OVER and focus.kind not in (*NEEDS_TWO, *_SELF_CONTAINED)
    return focus.kind if asked else "effect"


def _is_same_again(question: Question, focus: Focus) -> bool:
    """`same for my mum, hers is dry`, `and for me?`: the last question again, for another skin."""
    words = without_fillers(question.words)
    for_somebody = bool(question.whom or {"me", "mine"} & set(words))
    again = "same" in words or words[:1] in (["and"], ["what"], ["how"])
    return (
        for_somebody
        and again
        and not question.things
        and question.kind in (*VAGUE, "suitability")
        and question.kind != "choice"
        and len(words) <= _LONGEST_AGAIN
        and focus.kind in TAKEN_OVER
    )


def _kind(knowledge: Knowledge, question: Question, focus: Focus, *, unsure: bool) -> str:
    if plain := plain_kind(knowledge, question, focus, unsure=unsure):
        return plain
    said, words = question.kind, without_fillers(question.words)
    if wants_one(knowledge, question):
        return "choice"
    if said == "out_of_scope" and (question.confidence >= _FIRM or elsewhere(words) not in ("", "about_me")):
        return said
    short = len(words) <= LONGEST_HALF
    personal = [trait for trait in question.traits if knowledge.things[trait].kind in ("skin", "state")]
    if words[:1] == ["why"] and question.things and len(words) > 3 and said in ("why", "frequency", "necessity"):
        return "effect"
    weighed = said.startswith("faq/") and question.confidence < _FITTING
    at_large = {item.id for item in question.things} == {"mask", "serum"}
    if words[:1] == ["why"] and len(question.things) > 1 and weighed and not at_large:
        return "compatibility"
    if question.things and focus.things and said not in ("choice", "routine") and _SAME_SESSION.search(" ".join(words)):
        return "compatibility"  # `and retinol the same night`
    if said == "definition" and focus.things and _goes_on(knowledge, question, words, focus):
        return focus.kind
    if said == "definition" and focus.kind == "choice" and _is_bare(question, words):
        return "suitability"  # `clay?`, after which mask for dry skin.
    if said == "choice" and not question.things and len(focus.things) == 1 and asks_strength(question.words):
        return "definition"  # `and what strength to start with`, of what was just talked about.
    if said == "tell" and len(question.things) > 1 and "?" in question.words:
        return "compatibility"
    if said == "tell" and len(question.things) == 1 and "?" in question.words and not question.traits:
        return "time_of_day" if question.moment else "suitability"
    if said == "suitability" and personal and short and not question.things and focus.kind == "choice":
        return "choice"  # `what about dry skin` after which serum.
    if said == "tell" and question.traits and {"which", "what"} & set(words):
        return "choice"
    if said == "tell" and question.traits and focus.kind in TAKEN_OVER:
        asked_for = focus.kind == "choice" and not focus.wanted and len(words) <= _LONGEST_AGAIN
        if focus.kind in _SELF_CONTAINED and (short or asked_for):
            return focus.kind
        if personal and focus.things and _AGAIN & set(question.words):
            return focus.kind
    if short and words[:1] and words[0] in _ELLIPSIS and _names_another(question, words, focus):
        return focus.kind if focus.kind not in _SELF_CONTAINED else "suitability"
    if short and words[:1] and words[0] in _ELLIPSIS and (unsure or said in VAGUE):
        return _elliptic(question, words, focus, personal) or said
    if unsure and len(question.things) > 1 and (_COMPARING & set(words) or _chooses(words) or "instead" in words):
        return "comparison"
    if (
        unsure
        and (len(question.things) > 1 or question.unknown)
        and not (said.startswith("faq/") and question.confidence >= _SURE_ENOUGH)
    ):
        return "compatibility"
    if unsure and question.things and question.traits and words[:1] != ["why"]:
        return "suitability"
    return said


def _chooses(words: list[str]) -> bool:
    """`wedding in 3 days, mask or serum`: one of the two, and not both."""
    return "or" in words and not {"with", "together", "and", "before", "after"} & set(words)


def _is_bare(question: Question, words: list[str]) -> bool:
    return len(question.things) == 1 and len(words) <= _NAME and "?" in question.words


def _goes_on(knowledge: Knowledge, question: Question, words: list[str], focus: Focus) -> bool:
    """`clay?` after how often a gel mask: a bare name asks the same of another thing of that sort."""
    bare = _is_bare(question, words)
    kinds = {knowledge.things[item.id].kind for item in focus.things}
    asked = focus.kind in TAKEN_OVER and focus.kind not in (*NEEDS_TWO, *_SELF_CONTAINED, "definition")
    return bare and asked and knowledge.things[question.things[0].id].kind in kinds


def _names_another(question: Question, words: list[str], focus: Focus) -> bool:
    """`and clay?` after how often a sheet mask: the same question about another thing, not about the two together."""
    guessed = question.kind in _GUESSED and question.confidence < DOUBTED
    of_two = question.kind == "compatibility" or guessed or (question.kind == "comparison" and words[0] != "or")
    return (
        of_two
        and len(question.things) == 1
        and focus.kind in TAKEN_OVER
        and focus.kind not in NEEDS_TWO
        and not {"with", "together", "after", "before", "over", "under", "top", "on", "as"} & set(words)
    )


def _elliptic(question: Question, words: list[str], focus: Focus, personal: list[str]) -> str:
    """The kind that half a sentence takes over: `and at night?`, `with retinol?`, `what about sensitive skin`."""
    if not focus.things or focus.kind not in TAKEN_OVER:
        return ""
    if personal and not question.things:
        return "suitability"
    if question.things and (words[0] == "with" or _POINTING & set(words)):
        return "compatibility"
    if question.things or question.moment or {"me", "mine"} & set(words):
        return focus.kind
    return ""


def _things(knowledge: Knowledge, kind: str, question: Question, focus: Focus) -> list[Item]:
    own = question.things
    if question.unknown or kind in _SELF_CONTAINED or kind not in ANSWERS:
        return (
            own
            if own or kind not in ("choice",)
            else [item for item in focus.things if knowledge.things[item.id].kind in ("mask", "product")]
        )
    if kind in NEEDS_TWO:
        if len(own) == 1 and focus.things and (len(question.words) <= 10 or _POINTING & set(question.words)):
            return [*(item for item in focus.things if not item.same_as(own[0])), *own]
        return own or focus.things
    begins = without_fillers(question.words)[:1]
    subject_missing = bool(_POINTING & set(_last_sentence(question.words)) or {*begins} & _PLACES)
    if not any(item.name in " ".join(_last_sentence(question.words)) for item in own):
        subject_missing = False  # `I got a new serum. Where does it go`: it is what was named before.
    if kind == "order" and len(own) == 1 and subject_missing and focus.things:
        return [*(item for item in focus.things if not item.same_as(own[0])), *own]
    return own or focus.things


def _last_sentence(words: list[str]) -> list[str]:
    ends = [at for at, word in enumerate(words[:-1]) if word in (".", "!", ";", "?")]
    return words[ends[-1] + 1 :] if ends else words
