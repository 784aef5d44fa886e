"""Tells a face oil from the oil of the skin."""

from __future__ import annotations

from collections.abc import Sequence

from bot.nlu.attributes import BREAKS
from bot.nlu.reading import Mention

_FACE_OIL = "face_oil"
_BEFORE = BREAKS | {"an", "after", "before", "with", "+", "/", "&", "use", "apply", "put", "over", "does", "do", "is"}
_AFTER = BREAKS | {
    *("before", "after", "on", "over", "under", "with", "in", "at", "too", "first", "last", "between"),
    *("go", "goes", "come", "comes", "?", ".", "!", "+", "/", "&", ">"),
}
_PRODUCTS = ("ingredient", "class", "mask", "product", "tool")
_CHOOSES = frozenset(("which", "what", "best", "good"))
_SEBUM = frozenset(("dirt", "sweat", "excess", "sebum", "shine", "greasy", "produce", "produces", "control", "hair"))


def face_oils(words: list[str], mentions: Sequence[Mention]) -> list[Mention]:
    """A bare `oil` among products is a face oil, `toner, serum and oil`; the oil of `sweat and oil` is none.

    So is the oil that is chosen, `which oil for a dry face`, whatever stands beside it.
    """
    among = any(mention.kind in _PRODUCTS for mention in mentions)
    taken = {at for mention in mentions for at in range(mention.start, mention.end)}
    return [
        Mention(id=_FACE_OIL, text=word, start=at, end=at + 1, kind="product")
        for at, word in enumerate(words)
        if word in ("oil", "oils") and at not in taken and _is_product(words, at, among=among)
    ]


def _is_product(words: list[str], at: int, *, among: bool) -> bool:
    before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    of_skin = _SEBUM & set(words[max(0, at - 3) : at + 3])
    chosen = before in _CHOOSES and after in ("is", "for", "should", "works", "to", "do")  # `which oil for a dry face`
    listed = among and (before in _BEFORE or not before) and (after in _AFTER or not after)
    return (chosen or listed) and not of_skin
