"""Fills what a follow-up leaves open from what the conversation is about."""

from __future__ import annotations

import msgspec

from bot.answers.kinds import ANSWERS
from bot.answers.question import Question
from bot.dialogue.cues import pointed_at
from bot.dialogue.focus import Focus
from bot.knowledge.base import Knowledge
from bot.rules.items import Item

_TAKEN_OVER = ANSWERS.keys() - {"red_flag", "reaction", "medical", "label"}
"""Kinds that half a sentence may go on with. A report is not asked again about another thing."""

_ELLIPSIS = ("and", "or", "what", "how", "with", "but", "also", "plus", "then", "ok", "same", "even")
_FILLERS = {
    "great",
    "ok",
    "okay",
    "oh",
    "thanks",
    "cool",
    "hm",
    "hmm",
    "so",
    "well",
    "yeah",
    "yes",
    "right",
    "good",
    "nice",
    "alright",
    "ah",
    "hey",
    "wait",
    ",",
    ".",
    "!",
    "-",
}
_CORRECTION = {"meant", "mean", "instead", "rather", "sorry", "actually", "wait"}
_AGAIN = {"same", "still", "then", "change", "now", "?"}
_COMPARING = {"than", "vs", "versus", "between", "difference"}
_POINTING_AT_ONE = {"it", "its", "it's"}
_TAKING_OUT = {"leave", "drop", "skip", "without", "minus", "omit", "remove", "take", "cut", "no", "not"}
_LONGEST_AGAIN = 14
_POINTING = {"it", "that", "this", "them", "those", "these", "they", "both"}
_NEEDS_TWO = ("compatibility", "comparison")
_SELF_CONTAINED = ("choice", "routine")
_VAGUE = (
    "tell",
    "affirm",
    "greet",
    "nonsense",
    "out_of_scope",
    "help",
    "unsure",
    "time_of_day",
    "walk_next",
    "choice",
    "routine",
)
"""What the classifier makes of half a sentence when it is not really that."""
_PLACES = {"after", "before", "over", "under", "underneath", "with", "on"}
"""`so after the mask, yes or no` leaves out what is to go there."""
_LONGEST_ELLIPSIS = 7
_SURE_ENOUGH = 0.25
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
    if kept := _without_rejected(question, focus, unsure=unsure):
        kind = focus.kind if len(kept) > 1 or focus.kind not in _NEEDS_TWO else "suitability"
        return msgspec.structs.replace(question, kind=kind, things=kept, rejected=[], moment=focus.moment)
    if _is_same_again(question, focus):
        things = question.things or _things(knowledge, focus.kind, question, focus)
        return msgspec.structs.replace(question, kind=focus.kind, things=things, moment=question.moment or focus.moment)
    if _is_correction(question, focus):
        return msgspec.structs.replace(
            question,
            kind=focus.kind if focus.kind in _TAKEN_OVER else "compatibility",
            things=_corrected(knowledge, question, focus),
            moment=question.moment or focus.moment,
        )
    kind = _kind(knowledge, question, focus, unsure=unsure)
    things = _things(knowledge, kind, question, focus)
    moment = question.moment
    if moment is None and not question.things:
        moment = focus.moment
    return msgspec.structs.replace(question, kind=kind, things=things, moment=moment)


def _of_pointed(question: Question, focus: Focus, pointed: list[Item], *, unsure: bool) -> str:
    """What is asked of `the other one` or of `both`: what was asked of the one before, unless something else is."""
    several = len(pointed) > 1
    open_kind = unsure or question.kind in (*_VAGUE, "deny") or (question.kind in _NEEDS_TWO and not several)
    if not open_kind:
        return question.kind
    if several:
        return "compatibility"
    asked = focus.kind in _TAKEN_OVER and focus.kind not in (*_NEEDS_TWO, *_SELF_CONTAINED)
    return focus.kind if asked else "effect"


def _without_rejected(question: Question, focus: Focus, *, unsure: bool) -> list[Item]:
    """`leave the acid out again`: the things in focus without what is taken out; none where nothing is.

    `can I leave the acid out?` asks, and takes nothing out.
    """
    words = _without_fillers(question.words)
    named = {item.id for item in question.things}
    says_so = question.kind == "tell" or unsure or bool({*words[:1]} & _TAKING_OUT)
    if not named or not named <= set(question.rejected) or not says_so or focus.kind not in _TAKEN_OVER:
        return []
    kept = [item for item in focus.things if item.id not in named]
    return kept if len(kept) < len(focus.things) and len(words) <= _LONGEST_ELLIPSIS else []


def _is_same_again(question: Question, focus: Focus) -> bool:
    """`same for my mum, hers is dry`, `and for me?`: the last question again, for another skin."""
    words = _without_fillers(question.words)
    for_somebody = bool(question.whom or {"me", "mine"} & set(words))
    again = "same" in words or words[:1] in (["and"], ["what"], ["how"])
    return (
        for_somebody
        and again
        and not question.things
        and question.kind in (*_VAGUE, "suitability")
        and question.kind != "choice"
        and len(words) <= _LONGEST_AGAIN
        and focus.kind in _TAKEN_OVER
    )


def _is_correction(question: Question, focus: Focus) -> bool:
    said = set(question.words)
    named = {item.id for item in question.things}
    return bool(
        focus.things
        and question.things
        and (focus.kind in _TAKEN_OVER or focus.kind.startswith("faq/"))
        and len(question.words) <= 9
        and (
            set(question.rejected) - named
            or _CORRECTION & said
            or question.words[:1] == ["no"]
            or ("if" in said and said & _POINTING_AT_ONE)
        )
    )


def _corrected(knowledge: Knowledge, question: Question, focus: Focus) -> list[Item]:
    """The things in focus with what was rejected, or what is nearest in kind to the new one, replaced by it."""
    things = list(focus.things)
    for item in question.things:
        place = next((index for index, old in enumerate(things) if old.id in question.rejected), None)
        if place is None:
            place = min(range(len(things)), key=lambda index: (_distance(knowledge, things[index].id, item.id), -index))
        things[place] = item
    return list(dict.fromkeys(things))


def _distance(knowledge: Knowledge, a: str, b: str) -> int:
    """Steps from one thing to the other by way of their nearest common class; sort of thing first."""
    above_a, above_b = knowledge.ancestors(a), knowledge.ancestors(b)
    common = [above_a[name] + above_b[name] for name in above_a if name in above_b]
    same_kind = knowledge.things[a].kind == knowledge.things[b].kind
    return min(common, default=20) + (0 if same_kind else 10)


def _kind(knowledge: Knowledge, question: Question, focus: Focus, *, unsure: bool) -> str:
    said, words = question.kind, _without_fillers(question.words)
    short = len(words) <= _LONGEST_ELLIPSIS
    personal = [trait for trait in question.traits if knowledge.things[trait].kind in ("skin", "state")]
    if words[:1] == ["why"] and question.things and len(words) > 3 and said in ("why", "frequency", "necessity"):
        return "effect"
    if said == "time_of_day" and "same" in words and question.things:
        return "compatibility"
    if said == "definition" and focus.things and _goes_on(knowledge, question, words, focus):
        return focus.kind
    if said == "tell" and len(question.things) > 1 and "?" in question.words:
        return "compatibility"
    if said == "tell" and len(question.things) == 1 and "?" in question.words and not question.traits:
        return "time_of_day" if question.moment else "suitability"
    if said == "tell" and question.traits and {"which", "what"} & set(words):
        return "choice"
    if said == "tell" and question.traits and focus.kind in _TAKEN_OVER:
        if focus.kind in _SELF_CONTAINED and short:
            return focus.kind
        if personal and focus.things and _AGAIN & set(question.words):
            return focus.kind
    if short and words[:1] and words[0] in _ELLIPSIS and _names_another(question, words, focus):
        return focus.kind
    if short and words[:1] and words[0] in _ELLIPSIS and (unsure or said in _VAGUE):
        return _elliptic(question, words, focus, personal) or said
    if unsure and len(question.things) > 1 and _COMPARING & set(words):
        return "comparison"
    if (
        unsure
        and (len(question.things) > 1 or question.unknown)
        and not (said.startswith("faq/") and question.confidence >= _SURE_ENOUGH)
    ):
        return "compatibility"
    if unsure and question.things and question.traits:
        return "suitability"
    return said


def _goes_on(knowledge: Knowledge, question: Question, words: list[str], focus: Focus) -> bool:
    """`clay?` after how often a gel mask: a bare name asks the same of another thing of that sort."""
    bare = len(question.things) == 1 and len(words) <= _NAME and "?" in question.words
    kinds = {knowledge.things[item.id].kind for item in focus.things}
    asked = focus.kind in _TAKEN_OVER and focus.kind not in (*_NEEDS_TWO, *_SELF_CONTAINED, "definition")
    return bare and asked and knowledge.things[question.things[0].id].kind in kinds


def _names_another(question: Question, words: list[str], focus: Focus) -> bool:
    """`and clay?` after how often a sheet mask: the same question about another thing, not about the two together."""
    return (
        question.kind == "compatibility"
        and len(question.things) == 1
        and focus.kind in _TAKEN_OVER
        and focus.kind not in _NEEDS_TWO
        and not {"with", "together", "after", "before", "over", "under"} & set(words)
    )


def _elliptic(question: Question, words: list[str], focus: Focus, personal: list[str]) -> str:
    """The kind that half a sentence takes over: `and at night?`, `with retinol?`, `what about sensitive skin`."""
    if not focus.things or focus.kind not in _TAKEN_OVER:
        return ""
    if personal and not question.things:
        return "suitability"
    if question.things and (words[0] == "with" or _POINTING & set(words)):
        return "compatibility"
    if question.things or question.moment or {"me", "mine"} & set(words):
        return focus.kind
    return ""


def _without_fillers(words: list[str]) -> list[str]:
    start = next((index for index, word in enumerate(words) if word not in _FILLERS), len(words))
    return words[start:]


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
            return [*(item for item in focus.things if item.id != own[0].id), *own]
        return own or focus.things
    begins = _without_fillers(question.words)[:1]
    subject_missing = bool(_POINTING & set(_last_sentence(question.words)) or {*begins} & _PLACES)
    if not any(item.name in " ".join(_last_sentence(question.words)) for item in own):
        subject_missing = False  # `I got a new serum. Where does it go`: it is what was named before.
    if kind == "order" and len(own) == 1 and subject_missing and focus.things:
        return [*(item for item in focus.things if item.id != own[0].id), *own]
    return own or focus.things


def _last_sentence(words: list[str]) -> list[str]:
    ends = [at for at, word in enumerate(words[:-1]) if word in (".", "!", ";", "?")]
    return words[ends[-1] + 1 :] if ends else words
