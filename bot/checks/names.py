"""Files that lie where the owner's files belong and that nobody reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.knowledge.files import Problem

FOLDERS = ("knowledge", "answers", "nlu")


def problems(data: Path = Path("data")) -> Iterator[Problem]:
    """Files whose name does not end in .yml, but nearly."""
    for folder in FOLDERS:
        for path in sorted((data / folder).glob("*")):
            if path.suffix.lower() in (".yaml", ".yml", ".txt") and path.suffix != ".yml":
                name = f"{path.stem.removesuffix('.yml')}.yml"
                yield Problem(f"{folder}/{path.name}", "file", f"is not read: call it {name}")
