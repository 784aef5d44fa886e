"""What the rules are asked about: the things in hand, and the person they are for."""

from __future__ import annotations

import msgspec

from bot.knowledge.model import Moment


class Item(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing in hand. `id` is a canonical thing id, or "" for something that the knowledge does not hold."""

    id: str
    name: str = ""
    """As the visitor called it; only needed for the unknown, and for products of one's own."""
    form: str = ""
    """The product it comes in, a thing id such as `serum` or `moisturiser`; "" when nothing was said."""
    contains: tuple[str, ...] = ()
    """Actives named with it: the retinol of a retinol sheet mask."""
    either: int = 0
    """Things with the same number, not 0, are named as alternatives (`AHA/BHA`) and not used together."""
    attributes: tuple[str, ...] = ()
    """`rich`, `light` (masks), `thick`, `thin` (serums)."""
    moment: Moment | None = None
    """When this one is used, where that was said of it alone: vitamin C *in the morning*, retinol *at night*."""
    product: str = ""
    """The name of a product of the owner's shop, which this is one of; "" for any other thing."""

    def same_as(self, other: Item) -> bool:
        """Whether two items are one thing: of the same id, and not two products of the shop."""
        return self.id == other.id and (self.product == other.product or not self.product or not other.product)


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """What is known about the person: ids of skin types, concerns and states. It can only make a verdict stricter."""

    traits: tuple[str, ...] = ()

    def and_also(self, traits: tuple[str, ...]) -> Person:
        """The same person with further traits."""
        return Person(traits=tuple(dict.fromkeys((*self.traits, *traits))))


NOBODY = Person()
