"""An ingredient list that arrives in several messages, read as one."""

from __future__ import annotations

import re

import msgspec

from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.whose import TRAITS
from bot.knowledge.base import Knowledge
from bot.rules.items import Item
from bot.rules.label import Label, active, is_list, label, leading, telling

_BEGINS = re.compile(
    r"^\W*(?:(?:my|the|this|that|it|serum|cream|mask|toner|and|says|label|bottle|list) )*"
    r"(?:(?:full )?(?:ingredients?|inci|list)(?: list)?(?: (?:is|are))?\W*:|contains?\W|(?:has|lists)(?= [A-Z]))\W*",
    re.IGNORECASE,
)
"""What may stand before the first ingredient."""
_GOES_ON = re.compile(
    r"^\W*(?:(?:and|then|oh|sorry|wait|it|also|plus|the rest|it also|there's|there is)\b\W*)*"
    r"(?:also|plus|contains?|has|includes?|lists|continues|goes on|with|the rest(?: is)?)\b\W*",
    re.IGNORECASE,
)
"""`also contains`, `it also has`, `the rest:`, and also a bare `plus`."""
_AND = re.compile(r"^\W*and\b\W*", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+(?:and|&)\s+", re.IGNORECASE)
_OPEN = re.compile(r"(?:[,;:&+-]|\band|\.\.\.|…)\s*$", re.IGNORECASE)
"""A list that ends so is not over."""
_ASKS = re.compile(
    r"\?|^\W*(?:and |so |but |ok )?(?:what|how|why|which|when|where|who|can|could|should|does|do|is|are|may|will|would"
    r"|add|save|put|keep|remember|tell|forget|walk|next|stop|thanks?|no|yes|ok|i|my skin)\b",
    re.IGNORECASE,
)
_UNHEARD_OF = ("label", "definition", "effect", "compatibility", "tell", "nonsense", "out_of_scope")
"""What a name that nobody knows may be taken for."""
_DOUBTFUL = 0.5
"""Confidence below which the entry that a single word is taken for says nothing."""
_SENTENCE = frozenset(("i", "my", "me", "you", "is", "are", "use", "using", "can", "should", "not", "because", "after"))
_LONGEST = 6000
"""Characters of a list that are carried from message to message."""
_FEW = 5
"""Words of one ingredient at most, where a list is gone on with."""


def as_list(knowledge: Knowledge, question: Question, said: str, focus: Focus) -> Question | None:
    """The message as a list, with the pieces before it where it goes on with them; None where it is about other things.

    `question` is what the message was understood as, `said` its text as it was typed.
    """
    begun = focus.listing and (focus.kind == "label" or bool(_GOES_ON.match(said)))
    if begun and (piece := _piece(knowledge, question, said, focus)):
        if _GOES_ON.match(said) or _AND.match(said):
            # What is added afterwards may stand anywhere on the pack: at the end it would be taken for very little.
            return _of(knowledge, question, f"{piece.rstrip(' .,')}, {focus.listing}"[:_LONGEST])
        joint = "" if _OPEN.search(focus.listing) else ","
        return _of(knowledge, question, f"{focus.listing}{joint} {piece}"[:_LONGEST])
    if question.kind != "label" and not _begins(knowledge, said):
        return None
    return _of(knowledge, question, said[: max(_LONGEST, len(question.text))])


def _begins(knowledge: Knowledge, said: str) -> bool:
    """Whether a message that was understood as something else is the head of a list: `Ingredients: Aqua, Glycerin,`."""
    head = _BEGINS.match(said)
    if head is None or _ASKS.search(said):
        return False
    rest = said[head.end() :].strip()
    return not rest or (bool(_OPEN.search(rest)) and label(knowledge, rest).known > 0)


def _piece(knowledge: Knowledge, question: Question, said: str, focus: Focus) -> str:
    """What a message adds to the list; "" for another list, for a question and for anything that lists nothing."""
    if _ASKS.search(said) or any(knowledge.things[trait].kind in TRAITS for trait in question.traits):
        return ""
    opened = bool(_OPEN.search(focus.listing))
    explicit = _GOES_ON.match(said)
    piece = _BETWEEN.sub(", ", said[explicit.end() :] if explicit else _AND.sub("", said))
    found = label(knowledge, piece)
    names = [name.strip() for name in re.split(r"[,;\n]", piece) if name.strip()]
    if not names or any(len(name.split()) > _FEW or _SENTENCE & set(name.lower().split()) for name in names):
        return ""
    if is_list(found, said) and not opened and not explicit:
        return ""  # A product of its own.
    if opened or explicit:
        in_doubt = question.kind.startswith("faq/") and question.confidence < _DOUBTFUL
        unheard_of = opened and (question.kind in _UNHEARD_OF or (in_doubt and len(question.words) == 1))
        return _left_open(piece, names, focus) if found.known or unheard_of else ""
    return piece if len(names) > 1 and found.known * 2 >= len(names) else ""


def _left_open(piece: str, names: list[str], focus: Focus) -> str:
    """One ingredient to a message, line by line: the next one follows."""
    return f"{piece}," if len(names) == 1 and _OPEN.search(focus.listing) and not _OPEN.search(piece) else piece


def _of(knowledge: Knowledge, question: Question, text: str) -> Question:
    found = label(knowledge, text)
    things = _product(knowledge, found) or question.things
    return msgspec.structs.replace(
        question, kind="label", confidence=1.0, text=text, things=things, rejected=[], unknown=[], second="", nearest=[]
    )


def _product(knowledge: Knowledge, found: Label) -> list[Item]:
    """What works in the list as one product, which what is asked about `it` is about; nothing where nothing does."""
    names = leading(knowledge, [one.id for one in telling(knowledge, active(knowledge, found.found))])
    return [Item(id=names[0], contains=tuple(names[1:]))] if names else []
