"""A feed's lines as text, whatever encoding its program wrote, read piece by piece."""

from __future__ import annotations

import codecs
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from bot.feeds.row import FeedError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # Begins like UTF-16's, so that it is asked for first.
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERWISE = "cp1252"
"""What is no UTF-8 was written by a program for Windows. A guess by letters takes the è of `crème` for a č."""
_SAMPLE = 64 * 1024
_LONGEST_LINE = 4 * 1024 * 1024
_MORE_THAN_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")

Read = Callable[[int], object]
"""Is told how many bytes of the file were read."""


def lines(path: Path, read: Read = lambda count: None) -> Iterator[str]:
    """The lines of a file with their ends, of which NUL characters are no part.

    Each line that is not UTF-8 is read as Windows' western encoding, of which Latin-1 is a part; a file may hold both,
    where somebody has put two together. Raises FeedError for what is no text, and OSError.
    """
    with path.open("rb") as file:
        begins = file.read(_SAMPLE)
        if begins.startswith(_MORE_THAN_TEXT):
            raise FeedError(f"{path.name} is no text. Save the sheet as CSV, or unpack the archive, and import that.")
        file.seek(0)
        wide = _wide(begins)
        yield from _wide_lines(file, wide, read) if wide else _byte_lines(file, read)


def _wide(begins: bytes) -> str:
    """The encoding of a file with several bytes for each letter; "" where ASCII letters are one byte."""
    for mark, name in _BOMS[1:]:
        if begins.startswith(mark):
            return name
    even, odd = begins[::2].count(0), begins[1::2].count(0)
    if max(even, odd) * 4 > len(begins) > 2:
        return "utf-16-be" if even > odd else "utf-16-le"
    return ""


def _wide_lines(file: IO[bytes], name: str, read: Read) -> Iterator[str]:
    text = io.TextIOWrapper(file, encoding=name, errors="replace", newline="")
    while line := text.readline(_LONGEST_LINE):
        read(file.tell())
        yield line.replace("\0", "")


def _byte_lines(file: IO[bytes], read: Read) -> Iterator[str]:
    first = True
    while line := file.readline(_LONGEST_LINE):
        read(file.tell())
        try:
            text = line.decode("utf-8-sig" if first else "utf-8")
        except UnicodeDecodeError:
            text = line.decode(_OTHERWISE, errors="replace")
        first = False
        # A lone carriage return ended a line in old programs.
        yield from text.replace("\0", "").splitlines(keepends=True) if "\r" in text.rstrip("\r\n") else (
            text.replace("\0", ""),
        )
