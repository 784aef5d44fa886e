"""Questions in their plainest form, which need no classifier: `what is retinol`, `how often should I use a clay mask?`.

Most buttons are such sentences, so that whatever is learnt beside them they are understood as they are meant.
"""

from __future__ import annotations

import re

from bot.nlu.reader import Reading

_ARTICLE = r"(?:(?:a|an|the|my|your|this) )?"
_END = r"(?: please)?(?: \?| !| \.)*$"
_FORMS = tuple(
    (kind, re.compile(rf"^(?:(?:hi|hey|hello|ok|and|so|but) (?:, )?)?{form}{_END}"))
    for kind, form in (
        ("definition", rf"(?:what (?:is|are|'s)|what's|whats) {_ARTICLE}T"),
        ("definition", rf"(?:explain|define) {_ARTICLE}T(?: to me)?"),
        ("definition", r"(?:are|do) all T (?:do )?the same(?: thing| job)?"),
        ("effect", rf"what (?:do|does) {_ARTICLE}T do(?: (?:for|to) (?:the |my |your )?(?:skin|face))?"),
        ("frequency", rf"how (?:often|many times (?:a|per) week) (?:can|should|do|may) (?:i|you|u) use {_ARTICLE}T"),
        ("frequency", rf"how often {_ARTICLE}T"),
        ("results", rf"how long (?:do|does) {_ARTICLE}T take to (?:work|show|do something)"),
        ("results", rf"how long (?:until|till|before) {_ARTICLE}T works"),
        ("duration", rf"how long (?:should|do|can|must|may) (?:i|you|u) (?:leave|keep) {_ARTICLE}T on"),
        ("duration", rf"how long {_ARTICLE}T"),
        (
            "compatibility",
            rf"(?:can|may|could) i (?:use|mix|combine|layer) {_ARTICLE}T (?:and|with) {_ARTICLE}T(?: together)?",
        ),
        ("compatibility", r"T (?:and|with|\+|&) T(?: together| ok)?"),
        ("order", rf"what (?:comes|goes on|goes) after {_ARTICLE}T"),
        ("choice", rf"what (?:can|could|should) i use instead of {_ARTICLE}T"),
        ("usage", rf"how do i (?:use|apply|put on) {_ARTICLE}T"),
        ("time_of_day", rf"when should i use {_ARTICLE}T"),
        ("walk_start", rf"walk me through {_ARTICLE}T(?: (?:and|,|with) {_ARTICLE}T)*"),
    )
)


def kind_of(reading: Reading) -> str:
    """The kind of question that a reading plainly is, or ""; what was said of skin or circumstances is never plain."""
    if not reading.things or reading.traits or reading.unknown:
        return ""
    words: list[str] = list(reading.words)
    for thing in reading.things:
        words[thing.start : thing.end] = ["T", *[""] * (thing.end - thing.start - 1)]
    said = " ".join(word for word in words if word)
    return next((kind for kind, form in _FORMS if form.match(said)), "")
