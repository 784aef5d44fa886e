"""A plain table: name, kind, ingredients, in whatever order and beside whatever else."""

from __future__ import annotations

from collections.abc import Iterator

from bot.feeds import columns
from bot.feeds.cells import address_of, is_formula, line_of, text_of
from bot.feeds.row import Problem, Row
from bot.feeds.table import Table


def rows(table: Table) -> Iterator[Row | Problem]:
    """Its products. Raises FeedError where no column holds the name."""
    name = columns.needed(table.columns, "product's name", columns.NAME)
    sort, brand, url = (columns.column(table.columns, role) for role in (columns.SORT, columns.BRAND, columns.URL))
    listed = columns.ingredients(table.columns)
    for record in table.records():
        if isinstance(record, Problem):
            yield record
        elif not (called := line_of(record[name])):
            reason = "the name is a formula" if is_formula(record[name]) else "no name"
            yield Problem(line=record.line, reason=reason)
        else:
            yield Row(
                line=record.line,
                name=called,
                brand=line_of(record[brand]),
                sort=line_of(record[sort]),
                ingredients=text_of(record[listed]),
                url=address_of(record[url]),
            )
