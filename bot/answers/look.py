"""Look and voice: what the owner sets in `look.yml`, and every mistake in it by its place."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from bot.answers.colours import Colours, Palette, unreadable
from bot.knowledge.files import KnowledgeError, Problem, read_yaml

FILE = Path("look.yml")

Name = Annotated[str, Meta(min_length=1, max_length=40, pattern=r"^[^\r\n]*$")]
Line = Annotated[str, Meta(max_length=200, pattern=r"^[^\r\n]*$")]
Page = Annotated[str, Meta(max_length=300, pattern=r"^(https://\S+)?$")]


class Privacy(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is said about data."""

    hint: Line = ""
    says: Annotated[str, Meta(max_length=400)] = ""
    page: Page = ""


class Look(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What `look.yml` may hold. Whatever is not set, or empty, is as Lamella comes."""

    name: Name = "Lamella"
    greeting: Annotated[str, Meta(max_length=300)] = ""
    tone: Literal["warm", "plain"] = "warm"
    contact: Line = ""
    colours: Colours = Colours()
    privacy: Privacy = Privacy()


USUAL = Look()
_SETTINGS: dict[str, type[Struct]] = {
    "": Look,
    "colours": Colours,
    "colours.light": Palette,
    "colours.dark": Palette,
    "privacy": Privacy,
}
_SECTIONS = ("colours", "light", "dark", "privacy")
_WANTED = {
    **dict.fromkeys(
        (f"colours.{theme}.{name}" for theme in ("light", "dark") for name in Palette.__struct_fields__),
        'expected a colour of six digits, in quotes because of its #, as in "#2f5d50"',
    ),
    "colours.theme": "expected system, light or dark",
    "tone": "expected warm or plain",
    "privacy.page": "expected the address of your page, as in https://shop.example/privacy",
}
"""What belongs there, where a general remark on text would not help."""


def load_look(path: Path | None = None) -> Look:
    """The look in a file: the one that `LAMELLA_LOOK` names, else look.yml; without that file, Lamella's own.

    Raises KnowledgeError with every mistake that it holds.
    """
    named = os.environ.get("LAMELLA_LOOK", "").strip()
    file = path or Path(named or FILE)
    if not file.is_file():
        if named and path is None:
            raise KnowledgeError([Problem("LAMELLA_LOOK", named, "there is no such file")])
        return USUAL
    content = read_yaml(file)
    if content is None:
        return USUAL
    if not isinstance(content, dict):
        raise KnowledgeError([Problem(file.name, "file", f"expected some of {', '.join(Look.__struct_fields__)}")])
    look, mistakes = _converted(_stripped(content))
    mistakes += [(f"colours.{place}", said) for place, said in unreadable(look.colours)]
    if mistakes:
        raise KnowledgeError([Problem(file.name, place, said) for place, said in mistakes])
    return look


def _converted(content: dict[str, Any]) -> tuple[Look, list[tuple[str, str]]]:
    """The look, and by place what cannot be part of it: each mistake is taken out, to see the next one."""
    mistakes: list[tuple[str, str]] = []
    while True:
        try:
            return msgspec.convert(content, Look), mistakes
        except msgspec.ValidationError as error:
            said, _, inner = str(error).partition(" - at `$")
            at = inner.strip("`.").split(".") if inner.strip("`") else []
            if unknown := re.search(r"unknown field `(.*)`", said, re.DOTALL):
                said = f"there is no such setting; there are {', '.join(_SETTINGS['.'.join(at)].__struct_fields__)}"
                at.append(unknown[1])
            place = ".".join(at)
            mistakes.append((place, _WANTED.get(place) or _in_words(said)))
            holder = content
            for key in at[:-1]:
                holder = holder[key]
            del holder[at[-1]]


def _in_words(said: str) -> str:
    """What is wrong, for somebody who knows neither types nor regular expressions."""
    if "matching regex" in said:
        return "expected a single line"
    if longest := re.search(r"length <= (\d+)", said):
        return f"is too long: {longest[1]} characters at most"
    if "length >= 1" in said:
        return "is empty"
    if "Expected `str`" in said:
        return "expected a text, in quotes; leave the line out to have Lamella's own"
    if "Expected `object`" in said:
        return "expected settings of its own, indented below it"
    return said


def _stripped(node: Any) -> Any:
    """Texts without the space that YAML's blocks leave around them, and no section of which every line is left out."""
    if isinstance(node, dict):
        return {
            str(key): _stripped(child) for key, child in node.items() if child is not None or key not in _SECTIONS
        }
    return node.strip() if isinstance(node, str) else node
