"""JSON Schema files for the YAML that an owner edits, so that an editor completes fields and underlines mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec

from bot.answers.look import Look
from bot.knowledge.model import File

FOLDER = Path("data/schemas")
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, str]:
    """Each schema by file name."""
    return {
        "knowledge.json": _text(_knowledge()),
        "answers.json": _text(_answers()),
        "look.json": _text(_look()),
    }


def write(folder: Path = FOLDER) -> list[Path]:
    """Writes the schemas; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in schemas().items():
        path = folder / name
        path.write_text(text, encoding="utf-8")
        paths.append(path)
    return paths


def _knowledge() -> dict[str, Any]:
    """What a file of `data/knowledge/` may hold, as its objects are declared."""
    return {"$schema": _DRAFT, "title": "A file of data/knowledge", **_described(msgspec.json.schema(File))}


def _look() -> dict[str, Any]:
    """What `look.yml` may hold."""
    return {"$schema": _DRAFT, "title": "look.yml", **_described(msgspec.json.schema(Look))}


def _described(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with what each field of it is for."""
    for name, text in _FIELDS.items():
        kind, _, field = name.partition(".")
        if kind in schema["$defs"]:
            schema["$defs"][kind]["properties"][field]["description"] = text
    return schema


def _answers() -> dict[str, Any]:
    """What a file of `data/answers/` may hold: sentences and lists of them, under keys of any depth."""
    sentence = {"type": "string", "description": "A sentence; `{places}` in it are filled in."}
    entry = {"anyOf": [sentence, {"type": "array", "items": sentence}, {"$ref": "#/$defs/keys"}]}
    keys = {"type": "object", "additionalProperties": entry}
    return {"$schema": _DRAFT, "title": "A file of data/answers", "$ref": "#/$defs/keys", "$defs": {"keys": keys}}


_FIELDS = {
    "Thing.id": "By which everything else names it; of small letters, digits and _ . Masks begin with `mask.`.",
    "Thing.kind": "An ingredient, a class of them, a mask, another product, a tool, or something of a person.",
    "Thing.name": "As it is written in the middle of a sentence: `clay mask`, `vitamin C`.",
    "Thing.aliases": "Everyday names and abbreviations that visitors type; plurals with s need no entry.",
    "Thing.inci": "Its names on a label.",
    "Thing.is_a": "Ids of the classes that it belongs to: their rules hold for it too.",
    "Thing.irritancy": "How much it irritates.",
    "Thing.facts": "What is true of it; each with its source.",
    "Fact.topic": "What kind of question the sentence answers.",
    "Fact.says": "One sentence in our own words.",
    "Fact.sources": "Ids out of sources.yml; `general` for what nobody has looked up, with grade D.",
    "Fact.grade": "A law or guideline, B study, C expert advice, D general knowledge.",
    "Interaction.between": "Ids of the two; a class stands for its members, and the most specific rule wins.",
    "Interaction.verdict": "What holds for the two, from `yes` to `avoid`.",
    "Interaction.says": "Why, in one or two sentences.",
    "Interaction.do": "What to do, as an instruction.",
    "Interaction.first": "Which of the two goes on first, where it matters.",
    "Faq.id": "The examples in data/nlu have the intent `faq/` with this behind it.",
    "Faq.question": "As a visitor would ask it.",
    "Use.per_week": "[least, most] times a week; 14 is morning and evening every day.",
    "Look.name": "What the assistant is called, on the widget's button and where it says who it is.",
    "Look.greeting": "The first message of the widget, and the answer to a hello.",
    "Look.tone": "warm, or plain: the sentences of data/answers/plain.yml stand in for theirs.",
    "Look.contact": "Where people reach a person: an address, a number, hours.",
    "Colours.theme": "As the visitor's device is, or always one of the two.",
    "Palette.accent": "Buttons and what the visitor said. The text on it turns black or white by itself.",
    "Palette.surface": "The panel, and the ground of an answer.",
    "Palette.ground": "Behind the conversation.",
    "Palette.text": "What is read.",
    "Palette.muted": "Notes and sources, the outlines of buttons.",
    "Palette.line": "Thin lines.",
    "Privacy.hint": "The line under the field of the widget, before “Delete my data”.",
    "Privacy.says": "Said to who asks what is kept, after what Lamella itself says of it.",
    "Privacy.page": "Your privacy page: linked in the widget, named in answers.",
    "Use.minutes": "[shortest, longest], for what is taken off again.",
}


def _text(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
