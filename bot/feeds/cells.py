"""The text of a cell: without markup, formulas and control characters. Nothing in a feed is ever run."""

from __future__ import annotations

import re
import unicodedata
from html.parser import HTMLParser

_BLOCKS = frozenset(("p", "br", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section"))
_UNSEEN = frozenset(("script", "style", "template", "iframe", "object", "svg", "noscript"))
_TAG = re.compile(r"<[a-zA-Z/!?]|&#?\w+;")
_AS_TEXT = re.compile(r'^=\s*"((?:[^"]|"")*)"$')
"""`="0123"`: how a sheet is told that a cell is text."""
_FORMULA = re.compile(r"^[=@]|^[+-](?=\s*[\w(]*\()")
_LIST_HEAD = re.compile(r"\b(?:full |key |all )?(?:ingredients?|inci)(?: list)?\b\s*[:\-–\n]\s*", re.IGNORECASE)
_LONGEST = 100_000
_AT_LEAST = 3
"""Separators of an ingredient list rather than a sentence."""


class _Text(HTMLParser):
    """Collects what a reader of the page would see."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen = max(0, self._unseen - (tag in _UNSEEN))
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.parts.append(data)


def text_of(cell: str) -> str:
    """What a cell says, line ends kept; "" for a formula."""
    cell = cell[:_LONGEST].strip()
    if (quoted := _AS_TEXT.match(cell)) is not None:
        cell = quoted[1].replace('""', '"')
    if _FORMULA.match(cell):
        return ""
    if _TAG.search(cell):
        parser = _Text()
        parser.feed(cell)
        parser.close()
        cell = "".join(parser.parts)
    cell = unicodedata.normalize("NFC", cell)
    if not cell.isprintable():
        cell = "".join(
            sign if sign == "\n" or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Zl", "Zp") else " "
            for sign in cell
        )
    return "\n".join(line for part in cell.split("\n") if (line := " ".join(part.split())))


def line_of(cell: str) -> str:
    """What a cell says, in one line."""
    return " ".join(text_of(cell).split())


def is_formula(cell: str) -> bool:
    """Whether a cell holds a formula of a spreadsheet."""
    return bool(_FORMULA.match(cell.strip())) and not _AS_TEXT.match(cell.strip())


def address_of(cell: str) -> str:
    """A web address; "" for anything else."""
    address = cell.strip()
    return address if re.fullmatch(r"https?://[^\s<>\"']{1,2000}", address) else ""


def listed_in(description: str) -> str:
    """The ingredient list that a product's description holds after the word `Ingredients`; "" without one."""
    for head in _LIST_HEAD.finditer(description):
        listed = description[head.end() :]
        first = listed.split("\n", 1)[0]
        if first.count(",") >= _AT_LEAST:
            return first
        if listed.count("\n") >= _AT_LEAST and not first.count(" ") > _AT_LEAST:
            return listed  # One to a line.
    return ""
