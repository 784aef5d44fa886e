"""What is said of a thing beside its name: its form, rich or light, thick or thin, that it is one of two."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from bot.nlu.reading import Mention

_MASK_WORDS = {
    "rich": "rich",
    "nourishing": "rich",
    "creamy": "rich",
    "heavy": "rich",
    "thick": "rich",
    "nutrient": "rich",
    "buttery": "rich",
    "light": "light",
    "lightweight": "light",
    "basic": "light",
    "simple": "light",
    "plain": "light",
    "watery": "light",
}
_SERUM_WORDS = {
    "thick": "thick",
    "heavy": "thick",
    "rich": "thick",
    "viscous": "thick",
    "creamy": "thick",
    "gloopy": "thick",
    "thicker": "thick",
    "heavier": "thick",
    "thin": "thin",
    "watery": "thin",
    "runny": "thin",
    "light": "thin",
    "lightweight": "thin",
    "thinner": "thin",
    "lighter": "thin",
    "liquid": "thin",
}
COPULAS = {"is", "are", "was", "'s", "feels", "seems", "being"}
BREAKS = {"and", "or", "the", "my", "a", ",", "but", "then"}


def with_forms(mentions: list[Mention], words: list[str]) -> list[tuple[Mention, tuple[int, int]]]:
    """`vitamin c serum` is one thing in a form, `retinol sheet mask` a mask that contains one."""
    result: list[tuple[Mention, tuple[int, int]]] = []
    for mention in mentions:
        place = (mention.start, mention.end)
        if result and mention.kind in ("mask", "product"):
            before, (start, end) = result[-1]
            between = words[end : mention.start]
            if before.kind in ("ingredient", "class") and all(word in "%-" or word.isdigit() for word in between):
                result.pop()
                if mention.kind == "product":
                    merged = msgspec.structs.replace(
                        before, form=mention.id, end=mention.end, text=" ".join(words[start : mention.end])
                    )
                else:
                    merged = msgspec.structs.replace(
                        mention,
                        contains=[*before.contains, before.id],
                        start=start,
                        negated=before.negated,
                        text=" ".join(words[start : mention.end]),
                    )
                result.append((merged, (start, mention.end)))
                continue
        result.append((mention, place))
    return result


def set_alternatives(mentions: list[Mention], words: list[str]) -> None:
    """`vitamin c with AHA/BHA` asks about either acid; `retinol or vitamin c` alone asks about both."""
    if len(mentions) < 3:
        return
    for number, (one, other) in enumerate(pairwise(mentions), 1):
        if words[one.end : other.start] in (["/"], ["or"]):
            one.either = other.either = one.either or number


def set_attributes(things: Sequence[tuple[Mention, tuple[int, int]]], words: list[str]) -> None:
    """Gives `rich`, `light`, `thick` and `thin` to the mask or serum that they are said of."""
    for index, word in enumerate(words):
        near = []
        for mention, (start, end) in things:
            fitting = _MASK_WORDS if mention.kind == "mask" else _SERUM_WORDS
            if word not in fitting or mention.kind not in ("mask", "product", "ingredient") or start <= index < end:
                continue
            # `a rich mask` before `the mask is rich` before anything further off.
            if index < start:
                between, far = words[index + 1 : start], start - index
                rank = 0 if len(between) <= 1 and not BREAKS & set(between) else 2
            else:
                between, far = words[end:index], index - end + 1
                rank = 1 if not between or COPULAS & set(between) else 2
            near.append((rank, far, start, mention, fitting[word]))
        if near:
            _, far, _, mention, value = min(near, key=lambda entry: entry[:3])
            if far <= 6 and value not in mention.attributes:
                mention.attributes = [*mention.attributes, value]
