"""The sentences of `data/answers/`, by file and key, filled in."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.knowledge.files import KnowledgeError, Problem, read_yaml

FOLDER = Path("data/answers")


class Texts:
    """Sentences by key such as `compatibility.verdict.avoid`. Raises KeyError for a key that no file has."""

    def __init__(self, sentences: dict[str, str | tuple[str, ...]]) -> None:
        self._sentences = sentences

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)

    def say(self, key: str, **values: object) -> str:
        """The sentence, its `{places}` filled, its first letter a capital."""
        return capital(self.phrase(key, **values))

    def phrase(self, key: str, **values: object) -> str:
        """What stands in the middle of a sentence: its `{places}` filled, its first letter as it is."""
        sentence = self._sentences[key]
        if not isinstance(sentence, str):
            raise KeyError(f"{key} is a list")
        return sentence.format(**values)

    def all(self, key: str, **values: object) -> tuple[str, ...]:
        """A list of sentences, such as suggestions; empty where no file has one."""
        sentences = self._sentences.get(key, ())
        return tuple(capital(sentence.format(**values)) for sentence in sentences)


def capital(sentence: str) -> str:
    """The sentence with its first letter a capital."""
    return sentence[:1].upper() + sentence[1:]


def load_texts(folder: Path = FOLDER) -> Texts:
    """All sentences of a folder. Raises KnowledgeError with file and key for what is not a sentence."""
    sentences: dict[str, str | tuple[str, ...]] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        for key, value in _leaves(read_yaml(path) or {}, path.stem):
            try:
                for sentence in (value,) if isinstance(value, str) else value:
                    list(string.Formatter().parse(sentence))
            except (TypeError, ValueError) as error:
                problems.append(Problem(path.name, key, f"not a sentence or a list of sentences: {error}"))
            sentences[key] = value if isinstance(value, str) else tuple(value or ())
    if problems:
        raise KnowledgeError(problems)
    return Texts(sentences)


def _leaves(node: Any, key: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, child in node.items():
            yield from _leaves(child, f"{key}.{name}")
    else:
        yield key, node
