"""Shopify's product CSV. Further lines of a product, for variants and pictures, repeat its handle without a title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.feeds import columns
from bot.feeds.cells import is_formula, line_of, listed_in, text_of
from bot.feeds.row import Problem, Row
from bot.feeds.table import Table

_OWN = ("body (html)", "variant sku", "option1 name", "vendor", "image src", "published")


def is_one(names: Sequence[str]) -> bool:
    """Whether a table with these columns is such a file."""
    return "handle" in names and any(name in names for name in _OWN)


def rows(table: Table) -> Iterator[Row | Problem]:
    """Its products. Raises FeedError where there is no title."""
    columns.needed(table.columns, "product's name", ("title",))
    listed = columns.ingredients(table.columns)
    before = ""
    for record in table.records():
        if isinstance(record, Problem):
            yield record
            continue
        handle, title = record["handle"].strip(), line_of(record["title"])
        if title:
            description = text_of(record["body (html)"])
            yield Row(
                line=record.line,
                name=title,
                brand=line_of(record["vendor"]),
                sort=line_of(record["type"]) or line_of(record["product category"]),
                ingredients=text_of(record[listed]) or listed_in(description),
            )
        elif not handle or handle != before:
            reason = "the title is a formula" if is_formula(record["title"]) else "no title"
            yield Problem(line=record.line, reason=reason)
        before = handle or before
