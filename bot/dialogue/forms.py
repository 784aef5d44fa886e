"""What is asked of what was just talked of, read off its form: `which one first`, `what percentage`, `does it help`.

A classifier sees these words without what they are about, and makes anything of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from bot.answers.properties import asks_strength
from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.half import NEEDS_TWO, without_fillers
from bot.knowledge.base import Knowledge
from bot.rules.items import Item

_LONGEST = 11
"""Words and signs of a question that leaves out what it is about."""
_SURE = 0.9
_TWO = 2
_AND = r"^(?:(?:and|so|but|then|or|now) )*"
_THEM = r"(?:it|them|those|these|that|both|the two)"
_OF_SEVERAL = (*NEEDS_TWO, "order", "routine")
_WORKS = ("ingredient", "class")


class _Form(NamedTuple):
    """Words of a question, its kind, and of how many things that were talked of it is asked."""

    kind: str
    said: re.Pattern[str]
    of_two: bool = False


_ASKED_OF_THEM = tuple(
    _Form(kind, re.compile(said), of_two)
    for kind, said, of_two in (
        (
            "order",
            rf"{_AND}(?:which|what)(?: one| of (?:them|those|the two))?"
            rf"(?: (?:goes|comes|do i|should i)(?: (?:use|put|apply|go with))?(?: on)?)? first\b",
            True,
        ),
        (
            "routine",
            r"\bwhich (?:\w+ )?(?:nights?|days?|evenings?)\b.*\bwhich\b"
            r"|\b(?:which|what) (?:one )?on (?:which|what) (?:day|night|evening)s?\b"
            r"|\bhow (?:do|should|would|can) i (?:split|spread|alternate|schedule|rotate|space)\b",
            True,
        ),
        (
            "comparison",
            rf"{_AND}which (?:one |of (?:them|those|these|the two) )?(?:is|are|works|would be) (?:the |a )?"
            r"(?:better|best|stronger|gentler|milder|safer|more effective|faster)"
            r"(?: (?:for|at|on|in|with|against)\b.*)?(?: \?)?$",
            True,
        ),
        (
            "compatibility",
            rf"{_AND}(?:is|isn't|isnt|would) (?:it|that|this)(?: be)? (?:really |so |that )?"
            r"(?:bad|wrong|harmful|dangerous|a problem|risky)\b"
            r"|\bwhat (?:happens|would happen) (?:if|when) (?:i|you|we) (?:do|did|use|used|mix|mixed|combine|layer)"
            rf"(?: {_THEM})?(?: anyway| together| so)?(?: \?)?$",
            True,
        ),
        (
            "results",
            rf"{_AND}how long(?: (?:does|do|will|would) {_THEM} (?:take|need)(?: to work)?"
            r"| (?:til|till|until|before|to see) (?!.*\b(?:expir\w*|bad|off|bed|use|apply|put)\b).*)?(?: \?)?$",
            False,
        ),
        (
            "suitability",
            rf"{_AND}(?:does|do|will|would|can|could|did) {_THEM}\b.*"
            r"\b(?:works?|helps?|do anything|fade|clear|treat|get rid)\b",
            False,
        ),
        (
            "effect",
            rf"{_AND}(?:any|what(?: are| is| ?'?s)?(?: the| its)?|are there(?: any)?|does {_THEM} have(?: any)?"
            r"|the|its)? ?"
            rf"(?:side effects?|downsides?|risks?)(?: (?:of|with|to) {_THEM}| are there)?(?: \?)?$",
            False,
        ),
        (
            "usage",
            rf"{_AND}how much(?: of {_THEM})?(?: (?:do|should|would) (?:i|you|we) (?:use|apply|put on|need|take))?"
            rf"(?: of {_THEM})?(?: \?)?$",
            False,
        ),
        (
            "compatibility",
            rf"{_AND}(?:the )?(?:tonight|tomorrow|next (?:day|night|evening|morning)|day after"
            r"|same (?:day|night|evening))(?: then)?(?: ok| okay| fine| too| is ok)?(?: \?)?$",
            True,
        ),
        (
            "order",
            rf"{_AND}(?:in )?(?:which|what) order"
            rf"(?: then| do i use {_THEM}| for {_THEM}| do they go(?: in| on)?)?(?: \?)?$",
            True,
        ),
        ("duration", rf"\bleave {_THEM} on (?:overnight|all night|while i sleep|for the night)\b", False),
        ("frequency", rf"{_AND}(?:what|how) about (?:once|twice|\w+ times)\b", False),
        ("choice", rf"{_AND}(?:what|which)(?: ?'?s| is)? (?:the )?best (?:one|kind|type)(?: \?)?$", False),
        (
            "faq/prescription_needed",
            rf"{_AND}(?:is|are|do i|can i|would i|does) (?!.*\bmy prescription\b).*"
            r"\b(?:prescription|over the counter|otc)\b",
            False,
        ),
    )
)
_GOES_ON = re.compile(r"^(?:and|so|but|or|ok|then|also|what about|how about|what else|anything else)\b")
_FOR_ONESELF = frozenset(("me", "mine", "myself"))
"""Words of whoever turns from somebody else to their own skin: `and for me?`."""
_LEADING = frozenset(("and", "or", "but", "so", "then", "also", "ok", "what", "how", "about", "the", "a", "an", "my"))
"""Words that may stand before a bare name: `and what about the salicylic`."""
_HEEDING = ("suitability", "choice", "compatibility", "routine", "frequency", "usage", "necessity")
"""Kinds whose answer heeds a state."""
_STANDS = (
    *("human", "forget_me", "what_do_you_know", "source", "why", "label", "red_flag", "reaction", "greet"),
    *("goodbye", "bot_challenge"),
)
_ABOUT_THE_TALK, _GUESSED = ("why", "source", "human", "greet", "goodbye"), 0.4
"""Kinds about the talk itself, and the confidence below which they are mere guesses: `is it bad`."""
_SURE_ENTRY = 0.75
_HALF_WORDS = frozenset(
    (
        *("how", "often", "long", "much", "many", "when", "what", "which", "do", "does", "should", "can", "i", "it"),
        *("that", "this", "them", "use", "apply", "put", "on", "take", "takes", "to", "work", "works", "for", "a"),
        *("day", "week", "times", "daily", "morning", "night", "evening", "or", "at", "in", "the", "start", "with"),
        *("begin", "and", "so", "then", "until", "till", "til", "see", "results", "is", "time", "of", "would", "will"),
        *("better", "am", "pm"),
    )
)
"""Words of `how often do i use it`, and of nothing that it could be about."""
_OF_ANOTHER = ("definition", "effect", "suitability", "choice", "usage", "necessity", "compatibility")
_ELSE = re.compile(
    rf"{_AND}(?:what|anything|something) else\b"
    r"(?!.*\b(?:know|do you|can you|tell|avoid|stop|leave|not|skip|worry|wrong)\b)"
)
_ONE_FOR_THAT = re.compile(
    rf"{_AND}(?:(?:what|how) about )?(?:an? |the |any |some )?(?!with\b)[\w-]{{3,15}}(?: then| too)?(?: \?)?$"
)
_WHAT_HELPS = re.compile(rf"{_AND}what (?:can|should|could|do|may) i (?:use|take|put on|try|buy|do)\b")
_AFTER_THE_MASK = re.compile(
    r"\b(?:wash|rinse|cleanse)(?: (?:my|the|it|face|skin|off|away))*(?: (?:after|afterwards|off|then)\b|(?: \?)?$)"
)
_WASHED = frozenset(("cleanser", "micellar_water"))
_HOW_STRONG = re.compile(
    rf"^how strong(?: (?:should|does|do) {_THEM}\b.*)?(?: \?)?$"
    rf"|{_AND}(?:at )?(?:what|which) (?:per ?cent\w*|%|strength|concentration)\b"
)
_PROVEN = frozenset(("evidence", "proof", "proven", "study", "studies", "research", "science"))
_OF_THE_CHOSEN = ("frequency", "usage", "time_of_day", "results", "duration", "effect", "definition")
_WHICH_SORT = re.compile(
    rf"{_AND}(?:which|what)"
    r"(?! (?:about|if|is|are|does|do|did|was|were|happens?|makes?|would|should|can|could|to|'s|s)\b)"
    r"(?: kind of| sort of)? [\w ]{3,20}?"
    r"(?: then| though| for (?:me|that|this|it))?(?: \?)?$"
)
_PLACED = re.compile(
    r"^(?:can|could|should|may|would|what if) (?:i|you|we) (?:\w+ ){1,4}?[\w ]{3,20} "
    rf"(?:first|before|after|under|underneath|over|on top)(?: {_THEM})?(?: \?)?$"
)
_ONE_MORE = re.compile(rf"{_AND}(?:(?:what|how) (?:about|if)|also|plus|if)\b|^(?:and|then)\b")
_ADDED = re.compile(r"^(?!how\b).*\b(?:add|adding|mix|mixing|combine|combining|include|including)\b")
_TONIGHT = re.compile(rf"{_AND}(?:the )?(?:tonight|tomorrow|next|day after|same)\b")
"""What of two things is asked with a time alone, and is taken for a goodbye: `next day ok?`."""
_LEAVES_OUT = re.compile(
    r"^(?:\w+ ){0,3}(?:take|leave|drop|remove|skip|without|cut|lose|minus|not|no)\b|\b(?:out|off|away)$"
)
_PUTS_IN = re.compile(r"^(?:\w+ ){0,3}(?:add|include|put|with|plus|fit)\b")
_REPLACES = re.compile(r"\b(?:instead|swap|replace|move|change)\b")
_AT_LARGE = frozenset(("mask", "serum", "moisturiser", "cleanser", "toner", "sunscreen"))
_ASKS_OTHERWISE = frozenset(
    ("before", "after", "first", "instead", "why", "often", "long", "much", "for", "or", "better")
)


def read_off(knowledge: Knowledge, question: Question, focus: Focus) -> Question | None:
    """The question as its form says, about what was talked of; None where it has no such form or names enough."""
    words = without_fillers(question.words)
    talked_of = bool(focus.things or focus.chosen or focus.wanted or focus.other) and not _is_whole(question)
    if not talked_of or question.unknown or question.circumstances or len(words) > _LONGEST:
        return None
    said = " ".join(words)
    of_mask = focus.mask is not None and focus.mask in focus.things
    if of_mask and washes_after(question):
        return _as(question, "usage", focus.things)
    bare = _HALF_WORDS.issuperset(word for word in words if word.isalpha()) and not question.traits
    if not question.things and focus.chosen and question.kind in _OF_THE_CHOSEN and bare:
        return _as(question, question.kind, [Item(id=focus.chosen)])  # `how often`, after which serum for oily skin
    if not question.things and focus.wanted and _ELSE.search(said):
        another = msgspec.structs.replace(question, rejected=[item.id for item in focus.things])
        return _as(another, "choice", [], focus.wanted)
    concerned = any(trait.startswith("concern.") for trait in question.traits)
    if not question.things and concerned and _WHAT_HELPS.search(said):
        return _as(question, "choice", [])
    if focus.kind == "routine" and len(focus.things) >= _TWO and (planned := _replanned(question, focus, said)):
        return planned
    if not question.things:
        return _of_what_was_named(knowledge, question, focus, said)
    return _of_one_more(knowledge, question, focus, said) if len(question.things) == 1 else None


def washes_after(question: Question) -> bool:
    """`do I wash my face after`, where a mask is talked of or on: whether it is rinsed off."""
    washed = _WASHED.issuperset(item.id for item in question.things)
    return washed and bool(_AFTER_THE_MASK.search(" ".join(without_fillers(question.words))))


def _replanned(question: Question, focus: Focus, said: str) -> Question | None:
    """The plan that was talked of, with one thing less or one more: `leave the retinol out`, `add lactic acid`."""
    named = question.things
    if not named or "?" in question.words or _REPLACES.search(said):
        return None
    held = [item for item in focus.things if any(item.same_as(one) for one in named)]
    if held and _LEAVES_OUT.search(said):
        things = [item for item in focus.things if item not in held]
    elif not held and _PUTS_IN.search(said):
        things = [*focus.things, *named]
    else:
        return None
    asked = msgspec.structs.replace(question, words=[*question.words, "week"] if focus.answered == "plan" else [])
    return _as(asked, "routine", things) if things else None


def in_the_same_state(question: Question, focus: Focus) -> Question:
    """The question with the state that was just asked about, where it goes on from there: `what about salicylic?`.

    What tells something, and what is asked of anything at all, has nothing to do with it: `what is bakuchiol`.
    """
    words = [word for word in without_fillers(question.words) if any(map(str.isalnum, word))]
    for_another = bool(question.whom) or not _FOR_ONESELF.isdisjoint(words)
    stated = any(trait.startswith("state.") for trait in question.traits)
    if not focus.states or stated or for_another:
        return question
    if len(question.things) == 1 and question.kind in _OF_ANOTHER:
        name = question.things[0].name.split()
        if all(word in _LEADING or word in name for word in words):
            return msgspec.structs.replace(
                question, kind="suitability", traits=[*question.traits, *focus.states], confidence=_SURE
            )
    if question.kind not in _HEEDING or not _GOES_ON.search(" ".join(question.words)):
        return question
    return msgspec.structs.replace(question, traits=[*question.traits, *focus.states])


def _is_whole(question: Question) -> bool:
    """Whether it is a question of its own, or none: about the talk, a report, or what an entry surely answers."""
    surely = question.kind.startswith("faq/") and question.confidence >= _SURE_ENTRY
    timed = question.kind == "goodbye" and _TONIGHT.search(" ".join(question.words))
    guessed = question.kind in _ABOUT_THE_TALK and question.confidence < _GUESSED
    return surely or (question.kind in _STANDS and not timed and not guessed) or question.kind.startswith("walk_")


def _of_what_was_named(knowledge: Knowledge, question: Question, focus: Focus, said: str) -> Question | None:
    two = focus.pair if len(focus.pair) >= _TWO else focus.things
    active = [item for item in focus.things if knowledge.things[item.id].kind in _WORKS]
    active = active or [Item(id=name) for name in (focus.chosen,) if name]
    strength = _PROVEN.isdisjoint(question.words) and (asks_strength(question.words) or _HOW_STRONG.search(said))
    if active and strength:
        return _as(question, "definition", active[:1])
    for kind, form, of_two in _ASKED_OF_THEM:
        if not form.search(said) or (of_two and len(two) < _TWO):
            continue
        if kind == "compatibility" and focus.kind not in _OF_SEVERAL:
            continue
        if kind == "results" and not active:
            continue  # `how long` of a mask is for how long it stays on.
        if kind == "suitability" and not question.traits:
            continue
        return _as(question, kind, two if of_two else focus.things)
    return None


def _of_one_more(knowledge: Knowledge, question: Question, focus: Focus, said: str) -> Question | None:
    (named,) = question.things
    thing = knowledge.things.get(named.id)
    if thing is None or question.traits or any(item.same_as(named) for item in focus.things):
        return None
    theirs = focus.wanted or (focus.other if question.kind == "tell" else [])
    if named.id in _AT_LARGE and theirs and not question.rejected and _ONE_FOR_THAT.search(said):
        return _as(question, "choice", [named], theirs)  # `and a mask?`, after what fades marks
    with_it = [*([Item(id=focus.chosen)] if focus.chosen else focus.things), named]
    if focus.chosen and question.kind == "compatibility":
        return _as(question, "compatibility", with_it)  # `can I use it with retinol`, after which serum
    if thing.kind in ("product", "mask") and _WHICH_SORT.search(said) and _ASKS_OTHERWISE.isdisjoint(question.words):
        return _as(question, "choice", [named])  # `and then what serum`
    if _PLACED.search(said) or (focus.kind == "order" and _ONE_MORE.search(said)):
        return _as(question, "order", with_it)
    return _as(question, "compatibility", with_it) if _ADDED.search(said) else None


def _as(question: Question, kind: str, things: list[Item], traits: Sequence[str] = ()) -> Question:
    moment = None if kind == "routine" else question.moment  # `which nights for which` is of mornings too.
    return msgspec.structs.replace(
        question,
        kind=kind,
        things=list(things),
        traits=list(dict.fromkeys((*question.traits, *traits))),
        moment=moment,
        confidence=_SURE,
        second="",
        nearest=[],
    )
