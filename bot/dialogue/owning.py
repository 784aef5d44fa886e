"""What a message says about the sender's own products: has, has no more, and what is to be done with the shelf.

Read from the words: where a list begins and ends decides what is owned, and what is only asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from bot.answers.context import Context
from bot.answers.memory import Memory, ShelfItem, owned
from bot.answers.question import Question
from bot.dialogue.focus import Focus
from bot.dialogue.learning import remembered_traits
from bot.rules.items import Item
from bot.rules.layering import PUT_ON

LONGEST_NAME = 60
_SOME = ("mask", "serum")
"""Names that say too little of a product to plan with it."""

_HAVE = re.compile(
    r"(?:(?P<before>[\w']+) )?\b(?:i|we)(?: ?'?(?:ve|m))? (?:(?:currently|already|also|just|only|now|still|always"
    r"|usually|mostly|mainly) )*(?:have got|have been using|been using|have|got|own|use|using|bought|started using"
    r"|started|put on)\b"
    r"(?P<list>[^.?!;\n]*)"
    r"|\b(?:i ?'?m|i am|i ?'?ve been|been) (?:currently |now |also |still )?(?:put )?on (?P<on>[^.?!;\n]*)"
    r"|\b(?:derm\w*|doctors?|gp|dr|nurse|hospital|clinic)\b[^.?!;\n]{0,12}\b(?:gave|prescribed|put|has|started) me"
    r" (?:on )?"
    r"(?P<given>[^.?!;\n]*)"
    r"|\bi (?:was|got|have been|'ve been) (?:prescribed|given|put on) (?P<prescribed>[^.?!;\n]*)"
    r"|^\W*(?:just |finally )?(?:got|bought) (?P<bought>(?:my|a|an|some|this) [^.?!;,\n]*)\W*$"
    r"|\b(?:on|in) my (?:shelf|cabinet|cupboard)(?: (?:is|are|there's))?:? (?P<there>[^.?!;\n]*)"
)
_NO_STATEMENT = re.compile(
    r"can|could|should|may|might|do|does|did|if|when|whenever|must|shall|would|will|how|before|after|that|what|which"
    r"|once|until|unless|whether|why|where|since|because"
)
"""Before `I use` these make a question or a condition of it."""
_NOT_HAVE = re.compile(r"^ ?(?:no|not|never|to|been|had|heard|read|seen|tried|stopped|run|a question|an? allerg)\b")
_END = re.compile(
    r",? ?\b(?:can|could|should|may|how|what|which|when|where|why|is|are|do|does|don't|would|will|but|want|wanna|if"
    r"|because|since|from|after|before|against|about|for|reactions?|allerg\w*|rash|burn\w*|irritat\w*|redness|instead"
    r"|not|never|without|problems?|trouble|thinking|considering|looking|to|hard|difficult)\b"
)
_ONE_MORE = re.compile(r"^\W*(?:(?:oh|ah|yes|ok|and|sorry)\b\W*)*(?:and|also|plus)\b")
_ADD_IT = re.compile(
    r"^\W*(?:(?:ok|okay|yes|yeah|great|good|please|then|well|so|cool)\b\W*)*(?:add|put|include|take) (?:it|them|that)"
    r"(?: (?:in|on|there|then|please|to it|to (?:the|my) (?:plan|week|routine|schedule)))*\W*$"
)
_TAKE_OFF = re.compile(
    r"^\W*(?:(?:ok|okay|please|now|and|then)\b\W*)*(?:take|remove|delete|drop)\b.*\b(?:off|out|away|from)\b"
)
_REMOVE = re.compile(
    r"^\W*(?:(?:ok|okay|please|now|and|then|no|can you)\b\W*)*(?:remove|delete|take off|throw out|bin|scratch)\b"
    r"(?!.*\b(?:my face|skin|makeup|make-up|with|before|after|how)\b)"
)
"""Wants a thing taken off the shelf, without a word for it."""
_AGAIN = re.compile(
    r"\b(?:plan|week|schedule)\b.{0,20}\bagain\b|\bagain\b.{0,20}\b(?:plan|week)\b|\b(?:new|updated?) plan\b"
)
_WHATS_LEFT = re.compile(r"^\W*(?:so |ok |and )*what(?:'s| is|s) (?:still )?(?:left|there|on it)\b")
_CAPITALS = re.compile(r"(?<=\bvitamin )[a-k]\b|\b(?:aha|bha|pha|spf|led)\b")
"""Letters that are written as capitals, however a product was typed."""
_WEIGHING = ("plan", "shelf")
"""Kinds of answer after which `add it` and `take it off` mean the shelf."""
_GONE = re.compile(
    r"\b(?:(?:run|ran) out of|out of|finished|used up|threw (?:out|away)|thrown (?:out|away)|stopped (?:using|taking)"
    r"|no longer (?:use|have|own)|gave up|gave away|got rid of|tossed|(?:don't|dont) (?:use|have|own)"
    r"(?=.*\bany ?more\b))\b(?P<list>[^.?!;\n]*)"
)
_SHELF = re.compile(r"\b(?:shelf|cabinet|cupboard|my (?:products|collection|stuff|things))\b")
_PLANNING = re.compile(r"\b(?:plan|routine|week|weekly|schedule|order|together|with|go|goes|use)\b")
_NOT_PLANNED = ("walk_start", "why", "source")
_MINE = re.compile(
    r"\b(?:shelf|cabinet|cupboard|routine|regimen|regime|products|collection|week|what i (?:have|use|own))\b"
)
_INTO = re.compile(r"\b(?:add|adding|introduce|introducing|include|incorporate|fit|fits|bring|squeeze|slot)\b")
_MAY = re.compile(r"\b(?:can|could|should|may|ok|okay|fine|safe|would|does|is|how|where)\b|\?")
_BESIDE = re.compile(r"\b(?:to|with|into|in|after|before|over|under|on)\b")
_FEW = 8
"""Words of `can I add a glycolic toner`, where what to is left to the shelf."""
_NAMED = re.compile(r"\bas (?:my |the |an? )?[\"“'‘]?(?P<name>[^\"”.!?\n]{2,80})")
_POINTING = re.compile(r"\b(?:it|this|that|these|those|them)\b")


class Request(NamedTuple):
    """What is to be done with the shelf; for `fits` and `plan` it is asked about, and nothing is done."""

    kind: Literal["show", "add", "take", "clear", "fits", "plan"]
    items: tuple[Item, ...] = ()
    name: str = ""


def text_of(questions: Sequence[Question], said: str) -> str:
    """A message in lower case with straight apostrophes; its words where it was not handed over."""
    return (said or " ".join(" ".join(question.words) for question in questions)).lower().replace("’", "'")


def products(context: Context, items: Iterable[Item]) -> list[Item]:
    """Those that can stand on a shelf, each once."""
    things = context.knowledge.things
    return list(
        dict.fromkeys(
            item
            for item in items
            if item.id in things and things[item.id].kind in PUT_ON and not (item.id in _SOME and not item.contains)
        )
    )


def said_to_own(context: Context, questions: Sequence[Question], said: str, *, stocking: bool = False) -> list[Item]:
    """The products that the sender says they have or use; while `stocking`, those of `also a toner` too."""
    named = products(context, (item for question in questions for item in question.things))
    lists: list[str] = []
    for text in {text_of(questions, said), " ".join(" ".join(question.words) for question in questions)}:
        for found in _HAVE.finditer(text):
            listed = next(part for part in found.groups()[1:] if part is not None)
            if _NO_STATEMENT.fullmatch(found["before"] or "") or _NOT_HAVE.search(listed):
                continue
            end = _END.search(listed)
            lists.append(listed[: end.start()] if end else listed)
        if stocking and _ONE_MORE.search(text) and not _END.search(text) and "?" not in text:
            lists.append(text)
    return [item for item in named if any(_names(listed, item.name) for listed in lists)]


def said_to_be_gone(questions: Sequence[Question], said: str) -> tuple[list[Item], list[str]]:
    """The things that the sender says they use no more, and the parts of the text that say so."""
    lists = [found["list"] for found in _GONE.finditer(text_of(questions, said))]
    things = [item for question in questions for item in question.things]
    return [item for item in things if any(_names(listed, item.name) for listed in lists)], lists


def taken_off(shelf: Sequence[ShelfItem], items: Sequence[Item], lists: Sequence[str]) -> list[ShelfItem]:
    """The products on the shelf that these are, by what they are or by their own names."""
    ids = {item.id for item in items}
    return [own for own in shelf if own.thing in ids or any(_names(listed, own.name) for listed in lists)]


def in_use(context: Context, focus: Focus, memory: Memory) -> list[Item]:
    """Everything that the sender uses: the shelf, and medicines."""
    medicines = [name for name in remembered_traits(focus, memory) if context.knowledge.things[name].prescription]
    return [*memory.items, *(Item(id=name) for name in medicines)]


def request(context: Context, question: Question, focus: Focus, used: Sequence[Item], said: str) -> Request | None:
    """What the message asks to be done with the shelf, or whether something fits in with it; None for anything else."""
    text = text_of([question], said)
    named = tuple(products(context, question.things))
    on_shelf = bool(_SHELF.search(text))
    if _ADD_IT.search(text) and focus.stocking and used:
        return Request("plan")  # It stands there already.
    if not on_shelf and focus.answered in _WEIGHING and focus.walk is None:
        if _ADD_IT.search(text) and products(context, focus.things):
            return Request("add", tuple(products(context, focus.things)))
        if named and _TAKE_OFF.search(text) and {item.id for item in named} & {item.id for item in used}:
            return Request("take", named, text)
    if named and _REMOVE.search(text) and {item.id for item in named} & {item.id for item in used}:
        return Request("take", named, text)
    if _AGAIN.search(text) and used and not named:
        return Request("plan")
    if on_shelf and re.search(r"\b(?:clear|empty|wipe)\b", text) and not named:
        return Request("clear")
    if on_shelf and re.search(r"\b(?:take|remove|delete|drop|get rid of|cross)\b", text):
        return Request("take", named, text)
    if on_shelf and re.search(r"^(?:\W*(?:please|ok|and|now|also|then|yes|,)\b\W*)*(?:add|put|save|keep)\b", text):
        # The one list that was pasted last, or what was talked about.
        meant = named if named and not _POINTING.search(text) else tuple(products(context, _last(focus))) or named
        alias = _NAMED.search(said or text)
        return Request("add", meant, alias["name"].strip(" '’”\"").strip() if alias else "")
    joins = _INTO.search(text) and _MAY.search(text) and not _BESIDE.search(text)
    if named and used and joins and not question.traits and len(question.words) <= _FEW:
        return Request("fits", named)
    if named and used and _MINE.search(text) and _MAY.search(text) and (_INTO.search(text) or on_shelf):
        return Request("fits", named)
    if on_shelf and used and not named and _PLANNING.search(text) and question.kind not in _NOT_PLANNED:
        return Request("plan")
    if focus.answered == "shelf" and _WHATS_LEFT.search(text) and not named:
        return Request("show")
    shows = re.search(r"\b(?:what|whats|show|list|see|tell)\b", text) or re.fullmatch(r"\W*(?:my )?shelf\W*", text)
    if on_shelf and shows and not named and not _PLANNING.search(text):
        return Request("show")
    return None


def _last(focus: Focus) -> list[Item]:
    """What was talked about last; of a list that was pasted, what it holds, whatever was asked to go with it."""
    listed = [item for item in focus.things if [item.id, *item.contains] == focus.listed]
    return listed or focus.things


def to_shelf(context: Context, items: Sequence[Item], name: str, now: float) -> list[ShelfItem]:
    """The products as they stand on the shelf. Several actives under one name are what one product contains."""
    if name and len(items) > 1:
        first, *others = items
        contains = tuple(dict.fromkeys((*first.contains, *(item.id for item in others))))
        items = [Item(id=first.id, form=first.form, contains=contains, attributes=first.attributes)]
    names = [name or item.product or _CAPITALS.sub(_capital, item.name) or context.name(item) for item in items]
    return [owned(item, called[:LONGEST_NAME], now) for item, called in zip(items, names, strict=True)]


def _capital(found: re.Match[str]) -> str:
    return found.group().upper()


def meant(shelf: Sequence[ShelfItem], asked: Request) -> list[ShelfItem]:
    """The products on the shelf that a request names, by their own names before what they are.

    `take it off` means what was put there last.
    """
    if by_name := [own for own in shelf if _names(asked.name, own.name)]:
        return by_name
    ids = {item.id for item in asked.items}
    if not ids and _POINTING.search(asked.name):
        latest = max((own.added for own in shelf), default=0)
        return [own for own in shelf if own.added == latest]
    return [own for own in shelf if own.thing in ids or ids & set(own.actives)]


def _names(text: str, name: str) -> bool:
    """Whether a text names something, punctuation aside."""
    plain = _plain(name)
    return bool(plain) and f" {plain} " in f" {_plain(text)} "


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text.lower()))
