"""What a product of a shop is, and what is in it, from its name, what it is filed under and its ingredient list."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.knowledge.base import Knowledge
from bot.nlu.reader import Reader, clean
from bot.nlu.reading import Mention
from bot.rules.compatibility import RANK
from bot.rules.label import active, label, telling
from bot.rules.product import Product

LONGEST_NAME = 200

_NOT_FOR_THE_FACE = re.compile(
    r"\b(?:body|bath|bathing|shower|hands?|foot|feet|heel|hair|scalp|beard|shampoo|conditioner|nails?|cuticles?|tummy|bust"
    r"|legs?|pillow|candle|room|home|deodorant|(?:perfumes?|parfum|fragrances?)(?![ -]free)"
    r"|self[ -]?tan\w*|tanning|tan|toothpaste|brush|soap bar|stretch mark|muscle)\b"
)
_FOR_THE_FACE = re.compile(r"\b(?:face|facial|visage|eyes?)\b")
_LIPS = re.compile(r"\blips?\b(?!.*\bremover\b)")
_SORTS = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), thing)
    for pattern, thing in (
        (r"masks?|masques?|mask sheets?", "mask"),
        (r"make-?up remover|micellar|cleans\w*|wash|soap|wipes|demaquillant|nettoyant\w*", "cleanser"),
        (r"spf ?\d*|spf\d+|sun ?screens?|sun ?block|sun (?:cream|care|lotion|milk|mist|oil)", "sunscreen"),
        (r"eye (?:patch\w*|pads?|gels? patches)|eye masks?", "mask.eye"),
        (r"(?:eyes?|yeux)(?! ?makeup| make)", "eye_cream"),
        (r"scrubs?|scrubble|polish\w*|exfoliat\w*|microderm\w*|buff(?:ing|er)?", "scrub"),
        (r"peels?|peeling|resurfac\w*", "peel"),
        (r"essences?", "essence"),
        (r"serums?|ampoules?|concentrates?|boosters?|elixirs?|solution|drops", "serum"),
        (r"toners?|tonics?|tonique|mists?|face water|facial spray|spritz", "toner"),
        (r"(?<!free )oils?(?![ -](?:free|control|balanc\w*|absorb\w*|skin))|huile", "face_oil"),
        (r"foundation|primer|concealer|setting spray|setting mist|bb cream|cc cream", "makeup"),
        (
            r"moisturi\w*|creams?|cremes?|crème|lotions?|balms?|baume|butter|gels?|fluids?|emulsions?|milk|lait|ointment"
            r"|hydrat\w*|day ?wear|night care",
            "moisturiser",
        ),
    )
)
"""Words by which shops call what they sell, those first that say most."""

_WITHOUT = re.compile(r"^\W*(?:-?free\b|alternative|like\b)|^\W*-?\s?(?:free|alternative)\b")
_LEADING = 8
"""Places of a list among which an acid makes a toner an exfoliating one; further down it may be there to preserve."""
_ACTIVE_KINDS = ("ingredient", "class")
_MASK = "mask"


def recognise(
    reader: Reader, *, name: str, brand: str = "", sort: str = "", ingredients: str = "", url: str = ""
) -> Product:
    """The product that a row of a feed describes. What is none of the known things has the kind ""."""
    knowledge = reader.knowledge
    name = " ".join(name.split())[:LONGEST_NAME]
    mentions = [mention for mention in reader.read(clean(name)).things if not mention.negated]
    listed = active(knowledge, label(knowledge, ingredients).found)
    told = telling(knowledge, listed, most=len(listed))
    by_place = [one.id for one in sorted(told, key=lambda one: one.place)]
    actives = _weightiest_first(knowledge, _actives(knowledge, name, mentions, by_place))
    claimed = [mention.id for mention in mentions]
    leading = [*claimed, *(one.id for one in listed if one.place <= _LEADING and not one.at_most_one_percent)]
    kind = _kind(knowledge, name, sort, mentions, actives)
    if kind == "toner" and any(knowledge.is_a(one, "exfoliating_acid") for one in leading):
        kind = "exfoliating_toner"
    return Product(
        name=name,
        brand=" ".join(brand.split())[:LONGEST_NAME],
        kind=kind,
        actives=tuple(one for one in actives if one != kind) if kind else (),
        attributes=_attributes(mentions, kind),
        url=url,
    )


def _kind(knowledge: Knowledge, name: str, sort: str, mentions: list[Mention], actives: list[str]) -> str:
    """The id of what a product is, from what it is called and filed under, the more telling word first."""
    # The last part of a path of categories is what it is; those before name the whole department.
    called, filed = name.lower(), sort.lower().rpartition(">")[2]
    whole = f"{called} | {filed}"
    if _LIPS.search(called):
        return "moisturiser" if "moisturiser" in knowledge.things else ""
    if _NOT_FOR_THE_FACE.search(whole) and not _FOR_THE_FACE.search(called):
        return ""
    found = next((thing for pattern, thing in _SORTS if pattern.search(whole)), "")
    if found == _MASK:
        return _which_mask(knowledge, mentions, whole)
    acids = any(knowledge.is_a(one, "exfoliating_acid") or knowledge.is_a(one, "enzyme") for one in actives)
    if found == "peel":
        return "mask.exfoliating" if acids else "scrub"
    return found or _of_the_market(knowledge, mentions)


def _which_mask(knowledge: Knowledge, mentions: list[Mention], whole: str) -> str:
    """The most particular kind of mask that a name holds."""
    kinds = [mention.id for mention in mentions if mention.kind == "mask" and mention.id != _MASK]
    if re.search(r"\beye", whole):
        return "mask.eye"
    if not kinds and re.search(r"\bsheet|\bmask sheet", whole):
        return "mask.sheet"
    return max(kinds, key=lambda kind: len(knowledge.ancestors(kind)), default=_MASK)


def _of_the_market(knowledge: Knowledge, mentions: list[Mention]) -> str:
    """What a product of the market that the knowledge holds is; of one that is named by its active, a serum."""
    for mention in mentions:
        if mention.like:
            return mention.like if mention.like_kind in ("product", "mask") else "serum"
    return next((mention.form for mention in mentions if mention.form), "serum" if mentions else "")


def _actives(knowledge: Knowledge, name: str, mentions: Iterable[Mention], listed: Sequence[str]) -> list[str]:
    """What a product lists and what its name claims, each once; a class only where none of its members is there."""
    found = list(listed)
    words = clean(name).lower()
    for mention in mentions:
        at = words.find(mention.text.split()[0])
        if at >= 0 and _WITHOUT.match(words[at + len(mention.text) :]):
            continue
        claimed = [mention.id] if mention.kind in _ACTIVE_KINDS else []
        if mention.like:
            claimed = [mention.like] if mention.like_kind in _ACTIVE_KINDS else []
            claimed += knowledge.things[mention.id].contains
        found += [one for one in (*claimed, *mention.contains) if one not in found]
    return [one for one in found if not any(other != one and knowledge.is_a(other, one) for other in found)]


def _weightiest_first(knowledge: Knowledge, actives: list[str]) -> list[str]:
    """The actives by the strictest rule that any has with another active, and then as they are listed."""
    mild = ("", "very low")
    return sorted(actives, key=lambda held: (-_worst(knowledge, held), knowledge.things[held].irritancy in mild))


@lru_cache(maxsize=2048)
def _worst(knowledge: Knowledge, held: str) -> int:
    """The rank of the strictest rule that an active, or a class of it, has with another active or class."""
    lines = knowledge.ancestors(held)
    ranks = [
        RANK[rule.verdict]
        for rule in knowledge.interactions.values()
        for one, other in (rule.between, rule.between[::-1])
        if one in lines and knowledge.things[other].kind in _ACTIVE_KINDS
    ]
    return max(ranks, default=0)


def _attributes(mentions: Iterable[Mention], kind: str) -> tuple[str, ...]:
    """Whether a name calls a mask rich or light, a serum thick or thin."""
    if not (kind.startswith(_MASK) or kind == "serum"):
        return ()
    return tuple(dict.fromkeys(value for mention in mentions for value in mention.attributes))
