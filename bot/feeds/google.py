"""Google's Merchant feed, as a table and as XML.

Each `<item>` of the XML is read by itself, so that one that is broken costs no other. No document type is read, and so
no entity but XML's own five is ever expanded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from xml.parsers import expat

from bot.feeds import columns
from bot.feeds.cells import address_of, is_formula, line_of, listed_in, text_of
from bot.feeds.row import FeedError, Problem, Row
from bot.feeds.table import Table, named

_LONGEST_ITEM = 1024 * 1024
_BEGINS = re.compile(r"<(item|entry)(?=[\s>])")
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d+|#x[0-9a-fA-F]+|amp|lt|gt|quot|apos);)")
_INGREDIENTS = re.compile(r"ingredient|inci\b", re.IGNORECASE)


def is_one(names: Sequence[str]) -> bool:
    """Whether a table with these columns is such a feed."""
    return "title" in names and "id" in names and ("link" in names or "google product category" in names)


def rows(table: Table) -> Iterator[Row | Problem]:
    """The products of a table."""
    listed = columns.ingredients(table.columns)
    for record in table.records():
        if isinstance(record, Problem):
            yield record
        else:
            yield _row(record.line, record.cells, record[listed] or _detail(record["product detail"].split(",")))


def items(lines: Iterable[str]) -> Iterator[Row | Problem]:
    """The products of an XML file. Raises FeedError for a document type, and where there is no item."""
    found = False
    for line, text in _chunks(lines):
        found = True
        fields = _fields(text)
        if fields is None:
            # Shops write `Mask & Serum` as it is.
            fields = _fields(_BARE_AMPERSAND.sub("&amp;", text))
        if fields is None:
            yield Problem(line=line, reason="an item that is no well-formed XML")
        else:
            yield _row(line, fields, fields.get("ingredients") or fields.get("product detail", ""))
    if not found:
        raise FeedError("The XML holds no <item> and no <entry>.")


def _chunks(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """The items as they stand in the text, with their lines; one that is not closed ends where the next begins."""
    begun, tag, parts, length = 0, "", [""], 0
    for number, line in enumerate(lines, 1):
        rest = line
        while rest:
            if not tag:
                if "<!DOCTYPE" in rest.upper() or "<!ENTITY" in rest.upper():
                    raise FeedError("The XML has a document type (<!DOCTYPE>), which is not read. Take it out.")
                begin = _BEGINS.search(rest)
                if begin is None:
                    break
                begun, tag, parts, length = number, begin[1], [], 0
                rest = rest[begin.start() :]
            again = _BEGINS.search(rest, 1 if not parts else 0)
            end = rest.find(f"</{tag}>")
            if again is not None and (end < 0 or again.start() < end):
                yield begun, "".join([*parts, rest[: again.start()]])
                rest, tag = rest[again.start() :], ""
            elif end >= 0:
                after = end + len(tag) + 3
                yield begun, "".join([*parts, rest[:after]])
                rest, tag = rest[after:], ""
            else:
                length += len(rest)
                if length <= _LONGEST_ITEM:
                    parts.append(rest)
                break
    if tag:
        yield begun, "".join(parts)


def _fields(text: str) -> dict[str, str] | None:
    """The fields of an item by their names; of a repeated one the first. None for what is not well formed."""
    fields: dict[str, str] = {}
    path: list[str] = []
    said: list[str] = []
    detail = [""]

    def start(tag: str, attributes: dict[str, str]) -> None:
        path.append(named(tag))
        said.clear()
        if path[-1] == "link" and attributes.get("href"):
            fields.setdefault("link", attributes["href"])

    def end(_: str) -> None:
        name, value = path.pop(), "".join(said).strip()
        said.clear()
        if name == "attribute name":
            detail[0] = value
        elif name == "attribute value" and _INGREDIENTS.search(detail[0]):
            fields.setdefault("ingredients", value)
        elif value and len(path) == 1:
            fields.setdefault(name, value)

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = said.append
    try:
        parser.Parse(text, True)
    except expat.ExpatError:
        return None
    return fields


def _detail(details: Sequence[str]) -> str:
    """The ingredients of `General:Ingredients:Water, Glycerin`, the way a table holds a product's details."""
    for at, entry in enumerate(details):
        head, _, value = entry.rpartition(":")
        if _INGREDIENTS.search(head):
            following = []
            for further in details[at + 1 :]:
                if further.count(":") >= 2:
                    break
                following.append(further)
            return ",".join([value, *following])
    return ""


def _row(line: int, fields: Mapping[str, str], listed: str) -> Row | Problem:
    title = fields.get("title", "")
    if not (name := line_of(title)):
        return Problem(line=line, reason="the title is a formula" if is_formula(title) else "no title")
    return Row(
        line=line,
        name=name,
        brand=line_of(fields.get("brand", "")),
        sort=line_of(fields.get("product type", "") or fields.get("google product category", "")),
        ingredients=text_of(listed) or listed_in(text_of(fields.get("description", ""))),
        url=address_of(fields.get("link", "")),
    )
