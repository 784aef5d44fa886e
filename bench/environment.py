"""How large a set of packages is: `python bench/environment.py rasa spacy …` with the interpreter that has them.

Prints JSON: of the named packages and all that they need, the MB on the disk, and the MB when deflated as in a wheel,
which is what is downloaded.
"""

from __future__ import annotations

import json
import sys
import zlib
from importlib.metadata import Distribution, PackageNotFoundError, distribution

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def needed(roots: list[str]) -> dict[str, Distribution]:
    """The installed distributions of these requirements and what they require, by name."""
    found: dict[str, Distribution] = {}
    waiting = [Requirement(root) for root in roots]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if (name, extras) in seen:
            continue
        seen.add((name, extras))
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue  # The lock leaves out what Lamella never needs.
        for line in found[name].requires or ():
            one = Requirement(line)
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in (*extras, "")):
                waiting.append(one)
    return found


def main(roots: list[str]) -> None:
    """Measures and prints."""
    disk = deflated = 0
    packages = needed(roots)
    for package in packages.values():
        for file in package.files or ():
            path = package.locate_file(file)
            if not path.is_file() or path.suffix == ".pyc":  # type: ignore[attr-defined]
                continue
            content = path.read_bytes()  # type: ignore[attr-defined]
            disk += len(content)
            deflated += len(zlib.compress(content))
    print(json.dumps({"packages": len(packages), "disk": disk / 2**20, "download": deflated / 2**20}))


if __name__ == "__main__":
    main(sys.argv[1:])
