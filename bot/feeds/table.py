"""Records of a file whose columns are parted by commas, semicolons, tabs or bars, quotes gone wrong included.

Python's own reader takes everything after an unclosed quote into one cell. Here a record ends where its quotes are
even in number; one that then breaks the rules, or never ends, is read from its first line alone, and the next begins
behind that line.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator

from bot.feeds.row import FeedError, Problem

_DELIMITERS = (",", "\t", ";", "|")
_MOST_LINES = 400
_LONGEST = 1024 * 1024
"""Lines and characters of one record."""


class Record:
    """One line of a table: its number and its cells by the names of their columns, in lower case."""

    __slots__ = ("cells", "line")

    def __init__(self, line: int, cells: dict[str, str]) -> None:
        self.line = line
        self.cells = cells

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


class Table:
    """The columns of a table, and its records one by one."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = enumerate(lines, 1)
        self._waiting: deque[tuple[int, str]] = deque()
        head = next(((number, line) for number, line in self._lines if line.strip()), None)
        if head is None:
            raise FeedError("The file is empty.")
        self._delimiter = max(_DELIMITERS, key=head[1].count)
        if self._delimiter not in head[1]:
            self._delimiter = ","
        self.columns = [named(cell) for cell in next(csv.reader([head[1]], delimiter=self._delimiter))]

    def records(self) -> Iterator[Record | Problem]:
        """The records in order, and what is wrong with any of them."""
        while (begun := self._next()) is not None:
            number, line = begun
            if not line.strip(f"{self._delimiter}\r\n \t"):
                continue
            yield from self._record(number, line)

    def _is_bare(self, line: str) -> bool:
        """Whether no cell of a line begins with a quote: then those within are inches, and part of no pair."""
        return not line.startswith('"') and f'{self._delimiter}"' not in line

    def _next(self) -> tuple[int, str] | None:
        return self._waiting.popleft() if self._waiting else next(self._lines, None)

    def _record(self, number: int, line: str) -> Iterator[Record | Problem]:
        plain = line.rstrip("\r\n").split(self._delimiter)
        if self._is_bare(line) and len(plain) == len(self.columns):
            yield self._of(number, plain)
            return
        taken = [(number, line)]
        quotes, length = line.count('"'), len(line)
        while quotes % 2 and len(taken) < _MOST_LINES and length < _LONGEST:
            following = self._next()
            if following is None:
                break
            taken.append(following)
            quotes += following[1].count('"')
            length += len(following[1])
        cells = self._cells("".join(text for _, text in taken), strict=True) if quotes % 2 == 0 else None
        if cells is not None and len(cells) == len(self.columns):
            yield self._of(number, cells)
            return
        if len(taken) == 1 and cells is not None and self._fits(cells):
            yield self._of(number, cells)
            if len(cells) > len(self.columns):
                yield Problem(line=number, reason="more cells than columns; those beyond were left out", lost=False)
            return
        self._waiting.extendleft(reversed(taken[1:]))
        alone = next((cells for cells in self._readings(line) if len(cells) == len(self.columns)), None)
        if alone is None:
            yield Problem(line=number, reason=self._wrong(line))
            return
        yield self._of(number, alone)
        yield Problem(line=number, reason="quotes gone wrong; the line was read without them", lost=False)

    def _fits(self, cells: list[str]) -> bool:
        """Whether cells can be given to columns: programs leave out empty cells at the end of a line, or add some."""
        return len(cells) < len(self.columns) or not any(cell.strip() for cell in cells[len(self.columns) :])

    def _readings(self, line: str) -> Iterator[list[str]]:
        loose = self._cells(line, strict=False)
        if loose is not None:
            yield loose
        plain = line.rstrip("\r\n").split(self._delimiter)
        yield [cell.strip().strip('"') for cell in plain]

    def _cells(self, text: str, *, strict: bool) -> list[str] | None:
        # Inside quotes a line end is part of the cell, so that the reader is handed the text as one.
        reader = csv.reader([text.rstrip("\r\n")], delimiter=self._delimiter, strict=strict)
        try:
            return next(reader, [])
        except csv.Error:
            return None

    def _wrong(self, line: str) -> str:
        if len(line) > _LONGEST:
            return f"a line of more than {_LONGEST:,} characters"
        if '"' in line:
            return "a quote that does not open or close a cell"
        cells = len(line.rstrip("\r\n").split(self._delimiter))
        return f"{cells} cells instead of {len(self.columns)}"

    def _of(self, line: int, cells: list[str]) -> Record:
        found: dict[str, str] = {}
        for column, cell in zip(self.columns, cells, strict=False):
            if cell and not found.get(column):
                found[column] = cell
        return Record(line, found)


def named(cell: str) -> str:
    """A column's name without case, underscores and the namespace that Google's have: `g:product_type`."""
    return " ".join(cell.lower().replace("\ufeff", "").removeprefix("g:").replace("_", " ").split())


csv.field_size_limit(2 * _LONGEST)
