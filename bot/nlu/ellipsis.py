"""Masks that share one word for `mask`: `a sheet or a clay mask`, `clay, gel and overnight masks`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.knowledge.base import Knowledge
from bot.nlu.reading import Mention

Kinds = Mapping[tuple[str, ...], str]
"""Words that stand before `mask`, and the mask that they make of it."""
_MASK = ("mask", "masks", "pack", "packs")
_CONNECTING = frozenset((",", "or", "and", "vs", "versus", "/", "&", "nor", "."))
_ARTICLES = frozenset(("a", "an", "the", "my"))
_ALSO_STEPS = frozenset(("cream", "gel", "oil", "foam", "milk", "water", "balm"))
"""Words that are a step of their own where an article stands before the mask: `cream and a clay mask`."""
_NO_KIND = frozenset(
    ("serum", "toner", "essence", "ampoule", "face", "facial", "body", "cleanser", "moisturiser", "eye")
)
_BEHIND = frozenset((("sheet",), ("sheets",), ("peel", "off"), ("peel", "-", "off"), ("bubble",)))
"""Kinds that are named so behind another mask, too: `a clay mask or a sheet`."""
_LONGEST = 3


def kinds(knowledge: Knowledge, variants: Mapping[str, Sequence[str]], tokens: Mapping[str, Sequence[str]]) -> Kinds:
    """The words that make a mask of a kind, from all that masks are called. `tokens` has the words of each name."""
    found: dict[tuple[str, ...], str] = {}
    for name, called in variants.items():
        if knowledge.things[name].kind != "mask":
            continue
        for variant in called:
            *before, last = tokens[variant]
            if before and last in _MASK and len(before) <= _LONGEST and _NO_KIND.isdisjoint(before):
                found.setdefault(tuple(before), name)
    return found


def shared(words: Sequence[str], mentions: Sequence[Mention], known: Kinds) -> list[Mention]:
    """The masks whose `mask` is said once, behind or before them. Words that are a name already stay what they are."""
    taken = {at for mention in mentions for at in range(mention.start, mention.end)}
    found: list[Mention] = []
    for mention in mentions:
        if mention.kind != "mask":
            continue
        if mention.text.split()[-1] in _MASK and mention.end - mention.start > 1:
            found += _before(words, mention, taken, known)
        if (after := _behind(words, mention, taken, known)) is not None:
            found.append(after)
    places = {one.start: one for one in found}
    return [places[start] for start in sorted(places)]


def _before(words: Sequence[str], mask: Mention, taken: set[int], known: Kinds) -> list[Mention]:
    """The kinds in the row before a mask, as far as it reaches."""
    found: list[Mention] = []
    end, by_article = mask.start, False
    while True:
        at = end
        if words[at - 1 : at] and words[at - 1] in _ARTICLES:
            at, by_article = at - 1, True
        connected = at
        while connected > 0 and words[connected - 1] in _CONNECTING:
            connected -= 1
        if connected == at or connected == 0:
            return found
        longest = min(_LONGEST, connected)
        kind = next((n for n in range(longest, 0, -1) if tuple(words[connected - n : connected]) in known), 0)
        start = connected - kind
        named = tuple(words[start:connected])
        if kind and taken.isdisjoint(range(start, connected)):
            if by_article and not _ALSO_STEPS.isdisjoint(named):
                return found
            found.append(_mention(known[named], words, start, connected, mask))
        elif connected - 1 not in taken:
            return found
        else:  # `a sheet, clay or gel mask`: clay is a name already.
            start = connected - 1
            while start - 1 in taken and words[start - 1] not in _CONNECTING:
                start -= 1
        end = start


def _behind(words: Sequence[str], mask: Mention, taken: set[int], known: Kinds) -> Mention | None:
    at = mask.end
    while at < len(words) and words[at] in _CONNECTING:
        at += 1
    if at == mask.end or words[at - 1] == ".":
        return None
    at += at < len(words) and words[at] in _ARTICLES
    for length in range(_LONGEST, 0, -1):
        named, end = tuple(words[at : at + length]), at + length
        follows = words[end : end + 1]
        alone = not follows or not follows[0].isalpha() or follows[0] in ("for", "on", "before", "after", "first")
        if named in _BEHIND and named in known and taken.isdisjoint(range(at, end)) and alone:
            return _mention(known[named], words, at, end, mask)
    return None


def _mention(name: str, words: Sequence[str], start: int, end: int, mask: Mention) -> Mention:
    return Mention(
        id=name, text=" ".join(words[start:end]), start=start, end=end, kind="mask", negated=mask.negated
    )
