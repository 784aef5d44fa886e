"""Everything that things may be called, as people type it."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Thing

_MASK_WORDS = ("face mask", "facial mask", "masque", "pack", "face pack", "facial pack", "mask pack")

def names(knowledge: Knowledge) -> dict[str, list[str]]:
    """Everything each thing may be called. A label name that is someone's everyday name is left to that one (BHA)."""
    claimed = {alias.lower() for thing in nameable(knowledge) for alias in (thing.name, *thing.aliases)}
    return {
        thing.id: [
            variant
            for name in (
                thing.name,
                *thing.aliases,
                *_the_one(thing),
                *_worn_on_the_face(thing, claimed),
                *(inci for inci in thing.inci if inci.lower() not in claimed),
            )
            for variant in _variants(name)
        ]
        for thing in nameable(knowledge)
    }


def nameable(knowledge: Knowledge) -> list[Thing]:
    """The things that names are looked for of: circumstances are read beside them."""
    return [thing for thing in knowledge.things.values() if thing.kind != "circumstance"]


def _the_one(thing: Thing) -> Iterator[str]:
    """`a peel-off one`, where masks are talked about."""
    if thing.kind == "mask" and thing.name.endswith(" mask"):
        yield thing.name.removesuffix("mask") + "one"


def _worn_on_the_face(thing: Thing, claimed: Collection[str]) -> Iterator[str]:
    """`a sleeping face mask`, `a clay masque`: each name of a mask in the other words for one."""
    for name in (thing.name, *thing.aliases):
        kind = name.lower().removesuffix(" mask")
        if thing.kind == "mask" and kind != name.lower() and not kind.endswith((" face", " facial")):
            words = (f"{kind} {word}" for word in _MASK_WORDS)
            yield from (word for word in words if word not in claimed)


def _variants(name: str) -> Iterator[str]:
    """How a name may be typed: with hyphens, written together, in the plural."""
    name = unicodedata.normalize("NFKC", name).lower().replace("’", "'")
    spellings = {name, name.replace("-", " "), name.replace(" ", "-")}
    parts = name.replace("-", " ").split()
    if len(parts) == 2 and len(name) >= 4:
        spellings.add("".join(parts))
    for spelling in spellings:
        yield spelling
        if spelling[-1].isalpha() and not spelling.endswith("s") and len(spelling) > 2:
            yield spelling + "s"
