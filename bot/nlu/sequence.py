"""Whether a message is a list of steps that are to be put in order."""

from __future__ import annotations

import re

from bot.nlu.reading import Mention, Reading

_LAID = ("ingredient", "class", "mask", "product", "tool")
_STEPS = ("mask", "product")
_A_PAIR, _LIST = 2, 3
_ON_TOP = r"(?:put|apply|applied|goes?|comes?|layer|smear|slap|use)"
_WHICH_FIRST = re.compile(
    rf"\b(?:which|what)\b[^.?!]{{0,40}}\b{_ON_TOP}\b[^.?!]{{0,30}}\bfirst\b"
    rf"|\b(?:put on|apply|goes on|go on|comes|goes)(?: \w+)? first\b"
)
_ORDER = re.compile(r"\border\b|\b(?:right|correct|proper|best|what|which) sequence\b")
_ORDERED = re.compile(r"\b(?:my order|an order|order (?:no|number|it|them|from|online|again|more|some))\b")
_DONE_RIGHT = re.compile(
    r"\b(?:am i (?:doing|using|applying|layering)\b.{0,25}\b(?:right|correct\w*|proper\w*|wrong)"
    r"|(?:correct|right) ?(?:\?|$)|is (?:this|that|it) (?:right|correct|wrong))"
)
_APPROVED = re.compile(r"\b(?:ok|okay|fine|good|alright)\b")
_TOGETHER = re.compile(r"\b(?:together|mix|combine)\b")
_NUMBER = re.compile(r"^\d{1,2}$")
_REACH = 3
"""Words before a thing in which the number of a list may stand."""


def puts_in_order(whole: Reading) -> bool:
    """Whether a whole message is a list of steps that are to be in order: `1. cleanser 2. serum`, `mask serum cream
    which order`, `Which do I put on first? Serum? Sunscreen?`."""
    things = _laid(whole)
    if len(things) < _A_PAIR or any(trait.kind == "state" for trait in whole.traits):
        return False
    said = " ".join(whole.words)
    several_steps = sum(mention.kind in _STEPS for mention in things) >= _A_PAIR
    if several_steps and (_WHICH_FIRST.search(said) or (_ORDER.search(said) and not _ORDERED.search(said))):
        return True
    then = [at for at, word in enumerate(whole.words) if word == "then"]
    in_turn = len(then) >= _A_PAIR and bool(_APPROVED.search(" ".join(whole.words[then[1] :])))
    checked = (in_turn or bool(_DONE_RIGHT.search(said))) and not _TOGETHER.search(said)
    return len(things) >= _LIST and (_is_numbered(whole, things) or (several_steps and checked))


def _laid(reading: Reading) -> list[Mention]:
    return [mention for mention in reading.things if mention.kind in _LAID and not mention.negated]


def _is_numbered(whole: Reading, things: list[Mention]) -> bool:
    """Whether the things stand behind the numbers of a list."""
    before = (whole.words[max(0, mention.start - _REACH) : mention.start] for mention in things)
    return sum(any(map(_NUMBER.match, words)) for words in before) >= _LIST
