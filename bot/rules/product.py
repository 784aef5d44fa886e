"""A product of the owner's shop, as the rules take it."""

from __future__ import annotations

import msgspec

from bot.rules.items import Item


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """A product by its name, the id of the thing that it is, and the ids of its actives, what stings most first."""

    name: str
    brand: str = ""
    kind: str = ""
    """"" for what is none of the things that the knowledge holds, such as a bath salt."""
    form: str = ""
    actives: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    url: str = ""

    @property
    def key(self) -> str:
        """Brand and name without case and doubled spaces, at most 255 characters: what makes two rows one product."""
        name, brand = (" ".join(text.casefold().split()) for text in (self.name, self.brand))
        return (name if not brand or name.startswith(brand) else f"{brand} {name}")[:255]

    def item(self, said: str) -> Item:
        """The product in hand, by the words that somebody called it with."""
        return Item(
            id=self.kind,
            name=said,
            form=self.form,
            contains=self.actives,
            attributes=self.attributes,
            product=self.name,
        )
