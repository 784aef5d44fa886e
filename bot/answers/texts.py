"""The sentences of `data/answers/`, by file and key, filled in, as the owner's look has them."""

from __future__ import annotations

import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.answers.look import USUAL, Look
from bot.knowledge.files import KnowledgeError, Problem, read_yaml

FOLDER = Path("data/answers")
_PLAIN = "plain."
"""Sentences of data/answers/plain.yml, by the keys of those that they stand in for."""


class Texts:
    """Sentences by key such as `compatibility.verdict.avoid`. Raises KeyError for a key that no file has.

    `{assistant}` is filled in by itself, with the name that the owner gave.
    """

    def __init__(self, sentences: dict[str, str | tuple[str, ...]], look: Look = USUAL) -> None:
        self._sentences = sentences
        self.look = look

    def __contains__(self, key: str) -> bool:
        return key in self._sentences

    def __iter__(self) -> Iterator[str]:
        return iter(self._sentences)

    def as_written(self, key: str) -> tuple[str, ...]:
        """A sentence, or those of a list, with their `{places}` open."""
        found = self._sentences[key]
        return (found,) if isinstance(found, str) else found

    def say(self, key: str, **values: object) -> str:
        """The sentence, its `{places}` filled, its first letter a capital."""
        return capital(self.phrase(key, **values))

    def phrase(self, key: str, **values: object) -> str:
        """What stands in the middle of a sentence: its `{places}` filled, its first letter as it is."""
        sentence = self._sentences[key]
        if not isinstance(sentence, str):
            raise KeyError(f"{key} is a list")
        return sentence.format(assistant=self.look.name, **values)

    def all(self, key: str, **values: object) -> tuple[str, ...]:
        """A list of sentences, such as suggestions; empty where no file has one."""
        sentences = self._sentences.get(key, ())
        return tuple(capital(sentence.format(assistant=self.look.name, **values)) for sentence in sentences)


def capital(sentence: str) -> str:
    """The sentence with its first letter a capital."""
    return sentence[:1].upper() + sentence[1:]


def load_texts(folder: Path = FOLDER, look: Look = USUAL) -> Texts:
    """All sentences of a folder, with the owner's greeting and tone.

    Raises KnowledgeError with file and key for what is not a sentence, and for a plain one that stands in for none.
    """
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
    plain = {key.removeprefix(_PLAIN): sentences.pop(key) for key in [*sentences] if key.startswith(_PLAIN)}
    problems = problems or list(_not_in_place(plain, sentences))
    if problems:
        raise KnowledgeError(problems)
    if look.tone == "plain":
        sentences |= plain
    if look.greeting:
        # Braces of the owner's own are no places.
        sentences["smalltalk.greet"] = look.greeting.replace("{", "{{").replace("}", "}}")
    return Texts(sentences, look)


def _not_in_place(
    plain: dict[str, str | tuple[str, ...]], sentences: dict[str, str | tuple[str, ...]]
) -> Iterator[Problem]:
    """Plain sentences that could not be said where those that they stand in for are."""
    for key, sentence in plain.items():
        other = sentences.get(key)
        if not isinstance(sentence, str) or not isinstance(other, str):
            yield Problem("plain.yml", key, "there is no sentence of that name that it could stand in for")
        elif extra := _places(sentence) - _places(other):
            yield Problem("plain.yml", key, f"has the place {{{min(extra)}}}, which {key} has not")


def places(texts: Texts, key: str) -> set[str]:
    """The names of the places in a sentence, or in those of a list, that whoever says it has to fill."""
    return set().union(*map(_places, texts.as_written(key)))


def _places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None} - {"assistant"}


def _leaves(node: Any, key: str) -> Iterator[tuple[str, Any]]:
    if isinstance(node, dict):
        for name, child in node.items():
            yield from _leaves(child, f"{key}.{name}")
    else:
        yield key, node
