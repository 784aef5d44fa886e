"""Mistakes in the knowledge files in words that say what to do about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

import msgspec
from msgspec import inspect

_MUCH_ALIKE = 0.75
_STEP = re.compile(r"\.(\w+)|\[(?:\d+|\.\.\.)\]")
_HINTS = {
    "mapping values are not allowed": "a text with a colon in it needs quotes around it",
    "expected '-' indicator": "the lines of one entry have to begin in one column, behind the dash",
    "expected <block end>": "the lines of one entry have to begin in one column, behind the dash",
    "expected ',' or '}'": "a quote, a bracket or a comma is missing here or just before",
    "expected ',' or ']'": "a quote, a bracket or a comma is missing here or just before",
    "tab character": "indent with spaces",
    "cannot start any token": "a text that begins with such a sign needs quotes around it",
}


def yaml_in_words(problem: str) -> str:
    """What a YAML parser says, and what it mostly means."""
    hint = next((hint for part, hint in _HINTS.items() if part in problem), "")
    return f"{problem}: {hint}" if hint else problem


def in_words(said: str, kind: type[Any], inner: str) -> str:
    """What msgspec says of the place `inner`, such as `.facts[0].grade`, of an entry; and what belongs there."""
    wanted = _at(kind, inner)
    if unknown := re.search(r"unknown field `(.*)`", said, re.DOTALL):
        names = [field.encode_name for field in getattr(wanted, "fields", ())]
        return f"{said}{near(unknown[1], names)}; there are {', '.join(names)}"
    if "enum value" in said:
        return f"{said}; allowed are {', '.join(filter(None, getattr(wanted, 'values', ())))}"
    if "`str`" in said and "got `bool`" in said:
        return "expected a text: yes and no, and whatever begins with them before a comma, need quotes around them"
    if "`array" in said and "got" in said:
        return "expected a list in brackets, as in [one, two]"
    return said


def near(name: str, names: Iterable[str]) -> str:
    """`; did you mean that?`, where one of the names is much like it."""
    found = get_close_matches(name, list(names), 1, _MUCH_ALIKE)
    return f"; did you mean {found[0]}?" if found else ""


def _at(kind: type[Any], inner: str) -> Any:
    """The type that msgspec expects at a place."""
    found: Any = inspect.type_info(kind)
    for step in _STEP.finditer(inner):
        found = _one(found)
        if step[1]:
            fields = {field.encode_name: field.type for field in getattr(found, "fields", ())}
            found = fields.get(step[1], getattr(found, "value_type", None))
        else:
            found = getattr(found, "item_type", None) or getattr(found, "value_type", None)
    return _one(found)


def _one(found: Any) -> Any:
    """Of a union with None the other."""
    if isinstance(found, inspect.UnionType):
        return next(one for one in found.types if not isinstance(one, inspect.NoneType))
    return found


def parsed(error: msgspec.ValidationError) -> tuple[str, str]:
    """What is wrong, and the place below the entry."""
    said, _, inner = str(error).partition(" - at `$")
    return said, inner.rstrip("`")
