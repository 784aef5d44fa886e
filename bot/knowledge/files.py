"""Reads the knowledge files and names every mistake by file, path and problem."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import yaml

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Essential, Fact, Faq, File, Interaction, RedFlag, Slot, Source, Thing
from bot.knowledge.wording import in_words, near, parsed, yaml_in_words

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

FOLDER = Path("data/knowledge")
_ENTRY: dict[str, type[Any]] = {
    "sources": Source,
    "things": Thing,
    "facts": Fact,
    "interactions": Interaction,
    "essentials": Essential,
    "slots": Slot,
    "red_flags": RedFlag,
    "faq": Faq,
}


_ID = re.compile(r"[a-z0-9_.]+")


class Problem(NamedTuple):
    """One mistake: `path` is where in the file, such as `things[3].facts[0].sources`."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.file}: {self.path}: {self.message}"


class KnowledgeError(ValueError):
    """The knowledge files hold mistakes; `problems` names them all."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


class _UniqueKeyLoader(_Loader):  # type: ignore[misc,valid-type]
    """YAML in which the same key twice is a mistake; plain YAML silently keeps the last."""

    def construct_mapping(self, node: Any, deep: bool = False) -> dict[Any, Any]:
        keys = Counter(self.construct_object(key, deep=True) for key, _ in node.value)
        for key, count in keys.items():
            if count > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key {key!r} stands here {count} times", node.start_mark
                )
        return super().construct_mapping(node, deep)  # type: ignore[no-any-return]


def read_yaml(path: Path) -> Any:
    """The content of a YAML file. Raises KnowledgeError with file and line for what is not YAML."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeyLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else "file"
        said = yaml_in_words(str(error.problem or error.context))
        raise KnowledgeError([Problem(path.name, where, said)]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise KnowledgeError([Problem(path.name, f"line {line}", "is not saved as UTF-8: save it so")]) from error
    except yaml.YAMLError as error:
        raise KnowledgeError([Problem(path.name, "file", f"not readable as YAML: {error}")]) from error


def load(folder: Path = FOLDER) -> Knowledge:
    """All knowledge of a folder. Raises KnowledgeError naming every problem found, not only the first."""
    problems: list[Problem] = []
    merged: dict[str, list[Any]] = {key: [] for key in _ENTRY}
    origin: dict[int, tuple[str, str]] = {}
    broken: set[str] = set()
    paths = sorted(folder.glob("*.yml"))
    if not paths:
        raise KnowledgeError([Problem(str(folder), "folder", "holds no knowledge file (*.yml)")])
    for path in paths:
        try:
            entries = list(_entries(path, problems, broken))
        except KnowledgeError as error:
            problems.extend(error.problems)
            continue
        for key, where, entry in entries:
            merged[key].append(entry)
            origin[id(entry)] = (path.name, where)
    content = File(**{key: tuple(entries) for key, entries in merged.items()})
    problems.extend(_mistakes(content, origin, broken))
    if problems:
        raise KnowledgeError(problems)
    return Knowledge(content, {entry.id: origin[id(entry)] for entry in content.interactions})


@lru_cache(maxsize=4)
def shared(folder: Path = FOLDER) -> Knowledge:
    """The same as `load`, read once a process: reader, red flags and actions look into one knowledge."""
    return load(folder)


def _entries(path: Path, problems: list[Problem], broken: set[str]) -> Iterator[tuple[str, str, Any]]:
    content = read_yaml(path)
    if not isinstance(content, dict):
        problems.append(Problem(path.name, "file", f"expected some of the lists {', '.join(_ENTRY)}"))
        return
    for key, entries in content.items():
        if key not in _ENTRY:
            problems.append(Problem(path.name, str(key), f"unknown list; allowed are {', '.join(_ENTRY)}"))
            continue
        if not isinstance(entries, list):
            problems.append(Problem(path.name, key, "expected a list"))
            continue
        for index, entry in enumerate(entries):
            where = f"{key}[{index}]"
            if isinstance(entry, dict) and "id" in entry:
                where += f" ({entry['id']})"
            try:
                yield key, where, msgspec.convert(entry, _ENTRY[key])
            except msgspec.ValidationError as error:
                said, inner = parsed(error)
                problems.append(Problem(path.name, where + inner, in_words(said, _ENTRY[key], inner)))
                if isinstance(entry, dict):
                    broken.add(str(entry.get("id")))


def _mistakes(content: File, origin: dict[int, tuple[str, str]], broken: set[str]) -> Iterator[Problem]:
    """What each entry alone does not show: doubled ids, dangling ids, missing sources, doubled names, class cycles.

    `broken` holds the ids of entries that could not be read; who names them is not to blame.
    """

    def problem(entry: object, message: str, inner: str = "") -> Problem:
        file, where = origin[id(entry)]
        return Problem(file, where + inner, message)

    sources = {source.id for source in content.sources}
    things = {thing.id: thing for thing in content.things}
    slots = {slot.id for slot in content.slots}
    for group in (content.sources, content.things, content.interactions, content.slots, content.red_flags, content.faq):
        counted = Counter(entry.id for entry in group)
        yield from (problem(entry, f"the id {entry.id} is taken") for entry in group if counted[entry.id] > 1)
    named: tuple[Thing | Faq, ...] = (*content.things, *content.faq)
    for one in named:
        if not _ID.fullmatch(one.id):
            yield problem(one, "an id is made of small letters, digits, _ and .", ".id")

    def founded(entry: object, item: Any, inner: str = "") -> Iterator[Problem]:
        if not item.sources:
            yield problem(entry, "has no source", f"{inner}.sources")
        yield from (
            problem(entry, f"unknown source {name}{near(name, sources)}", f"{inner}.sources")
            for name in (*item.sources, *getattr(item, "corrects", ()))
            if name not in sources and name not in broken
        )
        if not getattr(item, "says", "says").strip():
            yield problem(entry, "says nothing", f"{inner}.says")

    def known(entry: object, names: Iterable[str], inner: str) -> Iterator[Problem]:
        yield from (
            problem(entry, f"unknown thing {name}{near(name, things)}", inner)
            for name in names
            if name not in things and name not in broken
        )

    for thing in content.things:
        yield from known(thing, thing.is_a, ".is_a")
        yield from known(thing, thing.contains, ".contains")
        yield from known(thing, thing.concerns, ".concerns")
        yield from known(thing, (name for names in thing.choose.values() for name in names), ".choose")
        if _in_cycle(thing.id, things):
            yield problem(thing, "is its own ancestor", ".is_a")
        if thing.use is not None:
            yield from founded(thing, thing.use, ".use")
            if thing.use.slot and thing.use.slot not in slots:
                there_are = ", ".join(sorted(slots))
                yield problem(thing, f"unknown slot {thing.use.slot}; there are {there_are}", ".use.slot")
        for index, fact in enumerate(thing.facts):
            yield from founded(thing, fact, f".facts[{index}]")
        for index, pattern in enumerate(thing.said_as):
            try:
                re.compile(pattern)
            except re.error as error:
                yield problem(thing, f"no regular expression: {error}", f".said_as[{index}]")
    claimed: dict[str, str] = {}
    for thing in content.things:
        for name in {alias.lower() for alias in (thing.name, *thing.aliases)}:
            if claimed.setdefault(name, thing.id) != thing.id:
                yield problem(thing, f"the name {name!r} already belongs to {claimed[name]}", ".aliases")
    listed: dict[str, str] = {}
    for thing in content.things:
        for name in {inci.lower() for inci in thing.inci}:
            if listed.setdefault(name, thing.id) != thing.id:
                yield problem(thing, f"the label name {name!r} already belongs to {listed[name]}", ".inci")
    addresses: dict[str, str] = {}
    for source in content.sources:
        if source.url and addresses.setdefault(source.url, source.id) != source.id:
            yield problem(source, f"the address is that of {addresses[source.url]}", ".url")
    for fact in content.facts:
        yield from founded(fact, fact)
        yield from known(fact, fact.about, ".about")
    written: dict[tuple[frozenset[str], tuple[tuple[str, str], ...]], str] = {}
    for interaction in content.interactions:
        yield from founded(interaction, interaction)
        yield from known(interaction, interaction.between, ".between")
        ends = (frozenset(interaction.between), tuple(sorted(interaction.given.items())))
        if written.setdefault(ends, interaction.id) != interaction.id:
            yield problem(interaction, f"{written[ends]} is for the same two", ".between")
        if interaction.apart_hours is not None and interaction.verdict != "avoid":
            yield problem(interaction, "hours apart belong to `avoid`", ".apart_hours")
        stray = {*interaction.given, interaction.first} - {*interaction.between, ""}
        yield from (problem(interaction, f"{name} is not one of `between`") for name in sorted(stray))
    for essential in content.essentials:
        yield from founded(essential, essential)
        yield from known(essential, essential.of, ".of")
        try:
            if not re.search(essential.unless, essential.says.lower()):
                yield problem(essential, "does not match what the entry itself says", ".unless")
        except re.error as error:
            yield problem(essential, f"no regular expression: {error}", ".unless")
    for entry in (*content.slots, *content.red_flags):
        yield from founded(entry, entry)
        yield from known(entry, getattr(entry, "urgent_for", ()), ".urgent_for")
    for faq in content.faq:
        if not faq.facts:
            yield problem(faq, "has no fact", ".facts")
        for index, fact in enumerate(faq.facts):
            yield from founded(faq, fact, f".facts[{index}]")


def _in_cycle(start: str, things: dict[str, Thing]) -> bool:
    seen: set[str] = set()
    queue = list(things[start].is_a)
    while queue:
        name = queue.pop()
        if name == start:
            return True
        if name not in seen and name in things:
            seen.add(name)
            queue.extend(things[name].is_a)
    return False
