"""What is kept of a person, as plain values: the contract between storage, actions and dialogue. Times in seconds."""

from __future__ import annotations

import msgspec

from bot.knowledge.model import Moment
from bot.rules.items import Item


class HealthTrait(msgspec.Struct, frozen=True, kw_only=True):
    """A health fact, kept because the person agreed to it when asked, and only until it expires.

    `trait` is the id of a state, or of a prescription medicine that the person uses.
    """

    trait: str
    consented: float
    expires: float


class StoredPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Skin types and sensitivities by their ids, and the health facts that there is consent for."""

    traits: tuple[str, ...] = ()
    health: tuple[HealthTrait, ...] = ()

    @property
    def all_traits(self) -> tuple[str, ...]:
        """The ids of all of them."""
        return tuple(dict.fromkeys((*self.traits, *(kept.trait for kept in self.health))))


class ShelfItem(msgspec.Struct, frozen=True, kw_only=True):
    """A product as its owner calls it, the thing it is, and the ids of its actives. `added` in seconds since 1970."""

    name: str
    thing: str
    form: str = ""
    actives: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    moment: Moment | None = None
    """When it is used; None for both times."""
    added: float

    @property
    def item(self) -> Item:
        """The product as the rules take it."""
        return Item(
            id=self.thing,
            name=self.name,
            form=self.form,
            contains=self.actives,
            attributes=self.attributes,
            moment=self.moment,
        )


class Memory(msgspec.Struct, frozen=True, kw_only=True):
    """All that is kept of a person over conversations."""

    person: StoredPerson = StoredPerson()
    shelf: tuple[ShelfItem, ...] = ()

    @property
    def items(self) -> list[Item]:
        """What is on the shelf, as the rules take it."""
        return [owned.item for owned in self.shelf]


NOTHING = Memory()


def owned(item: Item, name: str, now: float) -> ShelfItem:
    """A thing in hand as a product on the shelf."""
    return ShelfItem(
        name=name,
        thing=item.id,
        form=item.form,
        actives=item.contains,
        attributes=item.attributes,
        moment=item.moment,
        added=now,
    )


class Learnt(msgspec.Struct, frozen=True, kw_only=True):
    """What a message changed in what is known of its sender."""

    told: tuple[str, ...] = ()
    """Ids of traits that are new."""
    withdrawn: tuple[str, ...] = ()
    """Ids of traits that no longer hold."""
    owned: tuple[ShelfItem, ...] = ()
    gone: tuple[ShelfItem, ...] = ()
    medicines: tuple[str, ...] = ()
    """Ids of prescription medicines that are used: facts of health, and nothing for the shelf."""
    mixed: bool = False
    """Oily and dry were said of the same skin."""
    loss: bool = False
    """A pregnancy was lost."""

    def __bool__(self) -> bool:
        return self != UNCHANGED


UNCHANGED = Learnt()
