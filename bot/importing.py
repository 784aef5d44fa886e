"""Takes a product feed into the database: what could be read of it, and what could not, line by line."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from bot.feeds import feed
from bot.feeds.decoding import Read
from bot.feeds.row import Problem, Row
from bot.nlu.reader import Reader
from bot.nlu.recognition import LONGEST_NAME, recognise
from bot.rules.product import Product
from bot.storage.database import Database
from bot.storage.products import Imported, import_products


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an import. `problems` are in the order of the file."""

    format: str
    rows: int
    imported: Imported
    problems: tuple[Problem, ...]
    kinds: dict[str, int]
    """How many products are of each kind; "" for those that are none of the known things."""
    with_actives: int
    lists_ingredients: bool

    @property
    def lost(self) -> list[Problem]:
        """The rows that could not be read."""
        return [problem for problem in self.problems if problem.lost]


def take_in(
    path: Path, reader: Reader, database: Database, *, replace: bool, read: Read = lambda count: None
) -> Summary:
    """Reads a feed and stores its products in one commit. Raises FeedError, OSError and what the database raises."""
    found = feed.read(path, read)
    products: dict[str, Product] = {}
    first_lines: dict[str, int] = {}
    problems: list[Problem] = []
    rows = 0
    for entry in found.rows:
        if isinstance(entry, Problem):
            problems.append(entry)
            continue
        rows += 1
        problems += _remarks(entry)
        product = _recognised(reader, entry)
        if (before := products.get(product.key)) is not None:
            together = _together(before, product)
            if together != before:
                reason = f"the name of line {first_lines[product.key]} again; what both list counts"
                problems.append(Problem(line=entry.line, reason=reason, lost=False))
            product = together
        first_lines.setdefault(product.key, entry.line)
        products[product.key] = product
    imported = import_products(database, products.values(), time.time(), replace=replace and bool(products))
    return Summary(
        format=found.format,
        rows=rows,
        imported=imported,
        problems=tuple(sorted(problems, key=lambda problem: problem.line)),
        kinds=dict(Counter(product.kind for product in products.values()).most_common()),
        with_actives=sum(bool(product.actives) for product in products.values()),
        lists_ingredients=found.lists_ingredients,
    )


def _recognised(reader: Reader, row: Row) -> Product:
    return recognise(
        reader, name=row.name, brand=row.brand, sort=row.sort, ingredients=row.ingredients, url=row.url
    )


def _remarks(row: Row) -> Iterator[Problem]:
    if len(row.name) > LONGEST_NAME:
        yield Problem(line=row.line, reason=f"a name of more than {LONGEST_NAME} characters, cut there", lost=False)


def _together(one: Product, other: Product) -> Product:
    """Two rows of one name: it may be either, so it is taken to hold what both list. That is never milder."""
    return msgspec.structs.replace(
        one,
        kind=one.kind or other.kind,
        actives=tuple(dict.fromkeys((*one.actives, *other.actives))),
        attributes=one.attributes if one.attributes == other.attributes else (),
        url=one.url or other.url,
    )
