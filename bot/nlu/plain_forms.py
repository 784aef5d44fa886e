"""Questions in their plainest form, which need no classifier: `what is retinol`, `how often should I use a clay mask?`.

Most buttons are such sentences, so that whatever is learnt beside them they are understood as they are meant.
"""

from __future__ import annotations

import re

from bot.nlu.kind_model import replaced
from bot.nlu.reading import Reading

_ARTICLE = r"(?:(?:a|an|the|my|your|this) )?"
_DO_I = (
    r"(?:(?:can|should|do|may|must|could) (?:i|you|u|we|one)"
    r"|(?:am i|are (?:you|we)|is one) (?:supposed|meant|allowed) to)"
)
_END = r"(?: please)?(?: \?| !| \.)*$"
_FORMS = tuple(
    (kind, re.compile(rf"^(?:(?:hi|hey|hello|ok|and|so|but) (?:, )?)?{form}{_END}"))
    for kind, form in (
        ("definition", rf"(?:what (?:is|are|'s)|what's|whats) {_ARTICLE}T"),
        ("definition", rf"(?:what (?:is|are|'s)|what's|whats) {_ARTICLE}T ,.*"),
        ("definition", rf"(?:explain|define) {_ARTICLE}T(?: to me)?"),
        ("definition", rf"tell me (?:more |something |all )?about {_ARTICLE}T"),
        ("definition", r"(?:are|do) all T (?:do )?the same(?: thing| job)?"),
        ("effect", rf"what (?:do|does) {_ARTICLE}T do(?: (?:for|to) (?:the |my |your )?(?:skin|face))?"),
        ("frequency", rf"how (?:often|many times (?:a|per) week) {_DO_I} (?:use|apply|do) {_ARTICLE}T"),
        ("frequency", rf"how often {_ARTICLE}T"),
        ("frequency", r"T (?:daily|nightly|every (?:day|night)|every other (?:day|night))(?: or(?: not| what)?)?"),
        ("results", rf"how long (?:do|does) {_ARTICLE}T take to (?:work|show|do something)"),
        ("results", rf"how long (?:until|till|before) {_ARTICLE}T works"),
        ("duration", rf"how long {_DO_I} (?:leave|keep) {_ARTICLE}T on"),
        ("duration", rf"how long {_ARTICLE}T"),
        (
            "compatibility",
            rf"(?:can|may|could) i (?:use|mix|combine|layer) {_ARTICLE}T (?:and|with) {_ARTICLE}T(?: together)?",
        ),
        ("compatibility", r"T (?:and|with|\+|&) T(?: together| ok)?"),
        ("order", rf"what (?:comes|goes on|goes) after {_ARTICLE}T"),
        ("choice", r"which T or T should i (?:choose|take|pick|get)"),
        ("choice", rf"what (?:can|could|should) i use instead of {_ARTICLE}T"),
        ("usage", rf"how do i start (?:with|using) {_ARTICLE}T"),
        ("suitability", rf"(?:is|are) {_ARTICLE}T (?:right|good|ok|okay) for (?:my|me)(?: skin)?"),
        ("necessity", rf"(?:is|are) {_ARTICLE}T (?:really )?(?:worth it|necessary|needed)"),
        ("usage", rf"how {_DO_I} (?:use|apply|put on) {_ARTICLE}T"),
        ("time_of_day", rf"when {_DO_I} (?:use|apply|do|put on) {_ARTICLE}T"),
        ("time_of_day", rf"(?:morning or (?:night|evening)|am or pm) for {_ARTICLE}T"),
        ("compatibility", rf"what goes (?:together )?with {_ARTICLE}T"),
        ("order", rf"where in my routine (?:do|does) {_ARTICLE}T go"),
        ("walk_start", rf"walk me through {_ARTICLE}T(?: (?:and|,|with) {_ARTICLE}T)*"),
    )
)


_FOR_A_TRAIT = re.compile(r"^(?:(?:which|best) )?(?:face )?(?:serum|mask) for (?:[\w'-]+ ){0,4}[\w'-]+(?: \?)?$")
"""What is asked of a skin type, concern or state in the words of the buttons."""


_POINTED_AT = re.compile(r"\b(?:it|that|this|them|those|these)\b")
_OF_WHAT_WAS_NAMED = ("frequency", "results", "duration", "usage", "time_of_day", "effect")
"""Kinds in which a word may stand for what was named before: `I have a clay mask, when do I use that`."""


def kind_of(reading: Reading) -> str:
    """The kind of question that a reading plainly is, or ""; what was said of skin or circumstances is plain only
    in the words of a button."""
    if _FOR_A_TRAIT.match(" ".join(reading.words)) and len(reading.traits) == 1 and len(reading.things) == 1:
        return "choice"
    if reading.traits or reading.unknown:
        return ""
    if not reading.things:
        pointing = _POINTED_AT.sub("T", " ".join(reading.words), count=1)
        return next((kind for kind, form in _FORMS if kind in _OF_WHAT_WAS_NAMED and form.match(pointing)), "")
    said = replaced(reading, lambda _: "T")
    return next((kind for kind, form in _FORMS if form.match(said)), "")


_OF_A_TRAIT = tuple(
    (kind, re.compile(rf"^(?:(?:hi|hey|hello|ok|and|so|but) (?:, )?)?{form}{_END}"))
    for kind, form in (
        ("definition", rf"(?:what (?:is|are|'s)|what's|whats) {_ARTICLE}X"),
        ("definition", r"(?:what causes|why do (?:i|we|you|people) (?:get|have)) (?:my |the )?X"),
        ("choice", r"how (?:do i|do you|to|can i|can you|should i) (?:treat|fix|help|manage|deal with) (?:my |the )?X"),
    )
)


def kind_of_trait(reading: Reading) -> str:
    """The kind of a question that plainly asks of one skin type or concern what it is, or what helps; or ""."""
    if reading.things or reading.unknown or len(reading.traits) != 1:
        return ""
    trait = reading.traits[0]
    if trait.kind not in ("skin", "concern"):
        return ""
    said = " ".join([*reading.words[: trait.start], "X", *reading.words[trait.end :]])
    return next((kind for kind, form in _OF_A_TRAIT if form.match(said)), "")
