"""The shop's own products in what visitors write. Each stands in a sentence as what it is: `my supermud` as `my clay
mask`, so that everything that is understood of a clay mask is understood of it, whatever its name is made of.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Thing
from bot.nlu.products import Index, Named, sort_words
from bot.nlu.reader import Reader
from bot.nlu.reading import Mention, Reading
from bot.nlu.times import MOMENTS, PER_WEEK
from bot.nlu.tokens import WORD
from bot.rules.product import Product

logger = logging.getLogger(__name__)

_ORDINARY = 0.25
_ENGLISH = 0.75
"""What a word tells that the examples use, and one that they do not but a dictionary has; any other tells 1."""
_PUT_ON = ("ingredient", "class", "mask", "product", "tool")
_OF_NO_KIND = "product"


class Shop:
    """The products of one process. Stocked by whoever knows them; the reader's words tell what is a name."""

    def __init__(self) -> None:
        self.source: Callable[[], Iterable[Product]] | None = None
        """Where the first products come from, when they are first looked for."""
        self._products: tuple[Product, ...] | None = None
        self._index = Index(())
        self._reader: Reader | None = None

    def read_with(self, reader: Reader) -> None:
        """Takes over what a reader knows of ordinary words."""
        self._reader = reader
        if self._products:
            self.stock(self._products)

    def stock(self, products: Iterable[Product]) -> None:
        """Puts these products in the place of those before. May be called from another thread."""
        self._products = tuple(products)
        if self._reader is not None:
            self._index = Index(self._products, ordinary_words(self._reader), self._reader.spelling.repaired)

    def find(self, text: str) -> list[Named]:
        """The products that a text names."""
        if self._products is None and self.source is not None:
            self.stock(self.source())
        return self._index.find(text)


SHOP = Shop()
"""The shop of this process."""


def ordinary_words(reader: Reader) -> Callable[[str], float]:
    """How unlike an ordinary message each word is. The names of what is put on, and times, tell nothing."""
    things = [
        thing
        for thing in reader.knowledge.things.values()
        if not (thing.kind == "product" and thing.mass and thing.is_a)
    ]

    def words_of(named: Iterable[Thing]) -> set[str]:
        names = (name for thing in named for name in (thing.name, *thing.aliases, *thing.inci))
        return {word for name in names for word in WORD.findall(name.lower())}

    put_on = words_of(thing for thing in things if thing.kind in _PUT_ON)
    ordinary = reader.spelling.vocabulary | words_of(thing for thing in things if thing.kind not in _PUT_ON)
    nothing = put_on | reader.nlp.Defaults.stop_words | MOMENTS.keys() | PER_WEEK.keys() | sort_words()

    def weight(word: str) -> float:
        forms = (word, f"{word}s", word.removesuffix("s"))
        if not nothing.isdisjoint(forms) or len(word) < 3 or word.isdigit():
            return 0.0
        if not ordinary.isdisjoint(forms):
            return _ORDINARY
        return 1.0 if reader.spelling.english.isdisjoint(forms) else _ENGLISH

    return weight


class Said(msgspec.Struct, frozen=True):
    """A message with each product replaced by what it is; where that stands (character offsets), and the products."""

    text: str
    places: tuple[tuple[int, int, Product], ...] = ()


def said(shop: Shop, knowledge: Knowledge, text: str) -> Said:
    """The message as it is to be read."""
    parts, places, at, length = [], [], 0, 0
    for start, end, product in shop.find(text):
        thing = knowledge.things.get(product.kind)
        stands = thing.name if thing is not None else _OF_NO_KIND
        parts += [text[at:start], stands]
        length += start - at
        places.append((length, length + len(stands), product))
        length += len(stands)
        at = end
    return Said("".join([*parts, text[at:]]), tuple(places)) if places else Said(text)


def note(reading: Reading, text: str, found: Said) -> Reading:
    """Notes in the reading of a message, or of a clause of it, which of the things are products of the shop."""
    begins = found.text.find(text)
    if begins < 0 or not found.places:
        return reading
    words = list(WORD.finditer(text))
    for start, end, product in found.places:
        within = [at for at, word in enumerate(words) if start <= begins + word.start() < end]
        if not within or len(words) != len(reading.words):
            continue
        mention = next((one for one in reading.things if one.start <= within[-1] < one.end), None)
        if mention is None:
            reading.unknown = [*reading.unknown, product.name]
        else:
            _become(mention, product)
    return reading


def _become(mention: Mention, product: Product) -> None:
    mention.product = product.name
    mention.form = mention.form or product.form
    mention.contains = list(dict.fromkeys((*mention.contains, *product.actives)))
    mention.attributes = list(dict.fromkeys((*mention.attributes, *product.attributes)))

