"""Sentences of `data/answers/` against the code that says them: a place that nobody fills, a sentence that is gone."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import bot
from bot.answers.texts import Texts, places
from bot.knowledge.files import Problem

_SAY = ("say", "phrase", "all")
_BY_ITSELF = "assistant"


def problems(texts: Texts) -> Iterator[Problem]:
    """What would fail when it is said.

    Which places a sentence may have is known exactly where its key is written out in the code; the others may have any
    place that is filled anywhere.
    """
    by_key, anywhere = _filled()
    for key in texts:
        known = by_key.get(key, anywhere) | {_BY_ITSELF}
        for place in sorted(places(texts, key) - known):
            there_are = ", ".join(f"{{{name}}}" for name in sorted(by_key.get(key, frozenset()))) or "no place"
            yield _problem(key, f"nobody fills in {{{place}}}" + (f"; there is {there_are}" if key in by_key else ""))
    for key in sorted({*by_key} - {*texts}):
        yield _problem(key, "is gone, and is still said: put it back")


def _problem(key: str, message: str) -> Problem:
    file, _, place = key.partition(".")
    return Problem(f"{file}.yml", place, message)


@lru_cache(maxsize=1)
def _filled() -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """The places that the code fills, by the keys that are written out in it, and all that it fills anywhere."""
    by_key: dict[str, frozenset[str]] = defaultdict(frozenset)
    anywhere: set[str] = set()
    several: set[str] = set()
    for path in sorted(Path(bot.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            words = frozenset(word.arg for word in node.keywords if word.arg is not None)
            anywhere |= words
            if node.args and _name(node.func) in _SAY:
                for key in _keys(node.args[0]):
                    by_key[key] |= words
                    several |= {key} if any(word.arg is None for word in node.keywords) else set()
    return {key: words for key, words in by_key.items() if key not in several}, frozenset(anywhere)


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _keys(argument: ast.expr) -> Iterator[str]:
    """The keys that an argument may be, as far as they are written out."""
    if isinstance(argument, ast.IfExp):
        yield from (*_keys(argument.body), *_keys(argument.orelse))
    elif isinstance(argument, ast.Constant) and isinstance(argument.value, str) and "." in argument.value:
        yield argument.value
