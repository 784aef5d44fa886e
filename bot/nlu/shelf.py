"""Reads what somebody owns by how they call it: `The Ordinary Retinol 1%`, `clay mask`, `vit c serum`."""

from __future__ import annotations

import re

from bot.nlu.reader import Reader, clean
from bot.nlu.reading import Mention
from bot.rules.items import Item

LONGEST = 60
"""Characters of a product's own name that are kept."""

_PRODUCTS = ("mask", "product", "tool")
_BY_CONTENT = ("serum", "essence", "toner", "mask", "spot_treatment")
"""What these do depends on what is in them, so that one under an unheard name is not known."""


def owned(reader: Reader, text: str) -> tuple[Item, ...]:
    """The product that a name means; nothing where it means none that is known.

    Actives named with it are what it contains. A text that names two products gives both. A name that says more than
    what it was understood as is kept as the product's own.
    """
    name = clean(text)
    reading = reader.read(name)
    mentions = [mention for mention in reading.things if not mention.negated]
    products = [mention for mention in mentions if mention.kind in _PRODUCTS or mention.form]
    if len(products) > 1:
        return tuple(_item(mention) for mention in mentions)
    if not mentions:
        return ()
    main = (products or mentions)[0]
    others = [mention.id for mention in mentions if mention is not main]
    if reading.strange and main.id in _BY_CONTENT and not (others or main.contains):
        return ()
    says_more = _letters(main.text) != _letters(" ".join(reading.words))
    return (_item(main, name=short(name) if says_more else "", contains=others),)


def traits(reader: Reader, text: str) -> tuple[str, ...]:
    """The skin types, concerns and states that a text names; what it says is not so is left out."""
    return tuple(mention.id for mention in reader.read(clean(text)).traits if not mention.negated)


def _item(mention: Mention, *, name: str = "", contains: list[str] | None = None) -> Item:
    return Item(
        id=mention.id,
        name=name,
        form=mention.form,
        contains=tuple(dict.fromkeys([*mention.contains, *(contains or [])])),
        attributes=tuple(mention.attributes),
    )


def short(name: str) -> str:
    """A name that is not endless."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip() + "…"


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text)
