"""The examples of `data/nlu/`: each for a label that there is, and some for each question of the FAQ."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from bot.knowledge.files import KnowledgeError, Problem, read_yaml

FOLDER, DOMAIN = Path("data/nlu"), Path("domain.yml")
_ENTRY = "faq/"


class _Example(NamedTuple):
    label: str
    text: str
    file: str
    place: str


def problems(faq: Iterable[str], folder: Path = FOLDER, domain: Path = DOMAIN) -> Iterator[Problem]:
    """What would stop the training, or be trained and never answered. `faq` are the ids of all its entries."""
    entries = {f"{_ENTRY}{name}" for name in faq}
    labels = entries | set(read_yaml(domain)["intents"])
    examples: list[_Example] = []
    for path in sorted(folder.glob("*.yml")):
        try:
            blocks = read_yaml(path)
        except KnowledgeError as error:
            yield from error.problems
            continue
        if not isinstance(blocks, dict) or not isinstance(blocks.get("nlu"), list):
            yield Problem(path.name, "file", "expected the list nlu")
            continue
        for number, block in enumerate(blocks["nlu"]):
            read = _examples(path.name, f"nlu[{number}]", block)
            yield from (found for found in read if isinstance(found, Problem))
            examples += [found for found in read if isinstance(found, _Example)]
    asked = {example.label for example in examples}
    for label in sorted(asked - labels):
        (first, *_) = (example for example in examples if example.label == label)
        near = get_close_matches(label, labels, 1)
        meant = f"; did you mean {near[0]}?" if near else ""
        none = "no faq entry of data/knowledge has that id" if label.startswith(_ENTRY) else "there is no such intent"
        yield Problem(first.file, first.place, f"{none}{meant}")
    for label in sorted(entries - asked):
        yield Problem("data/nlu", label, "has an answer, and no example of how it is asked")
    yield from _twice(examples)


def _examples(file: str, place: str, block: Any) -> list[_Example | Problem]:
    """The examples of one block, and what of it is none."""
    label = block.get("intent") if isinstance(block, dict) else None
    if not isinstance(label, str):
        return [Problem(file, place, "expected intent and examples")]
    place = f"{place} ({label})"
    if not isinstance(block.get("examples"), str):
        return [Problem(file, place, "expected `examples: |` and a line for each, which begins with “- ”")]
    found: list[_Example | Problem] = []
    for line in filter(None, map(str.strip, block["examples"].splitlines())):
        if line.startswith("- "):
            found.append(_Example(label, line[2:].strip(), file, place))
        else:
            found.append(Problem(file, place, f"the example “{line[:40]}” does not begin with “- ”"))
    return found or [Problem(file, place, "has no example")]


def _twice(examples: Iterable[_Example]) -> Iterator[Problem]:
    """The same words under two labels: whichever wins, the other is never answered by them."""
    first: dict[str, _Example] = {}
    for example in examples:
        words = " ".join(re.findall(r"[^\W_]+", example.text.lower())) or example.text
        other = first.setdefault(words, example)
        if other.label != example.label:
            said = f"“{example.text}” stands under {other.label} too, in {other.file}"
            yield Problem(example.file, example.place, said)
