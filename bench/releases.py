"""Another release of Lamella beside this one, for `bench.chaos`, which puts one in place of the other."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent.parent
EDITED = "This is the other edition."
"""What each definition of an edited release says at its end."""

_SERVED = ("actions", "bot", "data", "models", "web", "config.yml", "credentials.yml", "domain.yml", "endpoints.yml")


def edited(folder: Path) -> Path:
    """A copy of this release whose knowledge files were edited, in a new folder; the model is the same."""
    for name in _SERVED:
        source = HERE / name
        if name == "models":
            (folder / name).symlink_to(source)
        elif source.is_dir():
            shutil.copytree(source, folder / name)
        else:
            shutil.copy2(source, folder / name)
    for path in (folder / "data" / "knowledge").glob("*.yml"):
        entries = yaml.safe_load(path.read_text())
        _edit(entries)
        path.write_text(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False))
    return folder


def _edit(entry: Any) -> None:
    if isinstance(entry, dict):
        if entry.get("topic") == "definition":
            entry["says"] = f"{entry['says']} {EDITED}"
        entry = list(entry.values())
    if isinstance(entry, list):
        for one in entry:
            _edit(one)
