"""Rasa component that reads each message: the things it names, by canonical id, clause by clause."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.knowledge.base import Knowledge
from bot.knowledge.files import FOLDER, shared
from bot.nlu.clauses import clauses
from bot.nlu.reader import Reader, clean
from bot.nlu.reading import Reading
from bot.nlu.shop import SHOP, note, said
from bot.nlu.tokens import WORD
from bot.rules.label import active, is_list, label, telling

_COMMON = 3
"""How often a word must stand in the examples to be ordinary: they hold slips of the pen on purpose."""

READINGS = "readings"
"""Message property: the reading of the whole message, then those of its clauses where there are several."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=True)
class Language(GraphComponent):
    """Puts `readings` and Rasa's `entities` on a message. Knowledge is read anew whenever the model is loaded."""

    def __init__(self, config: dict[str, Any], storage: ModelStorage, resource: Resource, words: list[str]) -> None:
        self._storage = storage
        self._resource = resource
        self.words = words
        self.reader = Reader(shared(Path(config["knowledge"])), words)

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {"knowledge": str(FOLDER)}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Language:
        return cls(config, model_storage, resource, [])

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> Language:
        with model_storage.read_from(resource) as folder:
            words = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        loaded = cls(config, model_storage, resource, words)
        SHOP.read_with(loaded.reader)
        return loaded

    def train(self, training_data: TrainingData) -> Resource:
        """Learns which words are ordinary, so that they are not taken for misspelt things."""
        texts = (clean(str(example.get(TEXT) or "")) for example in training_data.training_examples)
        self.words = ordinary_words(self.reader.knowledge, texts)
        self.reader = Reader(self.reader.knowledge, self.words)
        with self._storage.write_to(self._resource) as folder:
            (folder / "vocabulary.json").write_text(json.dumps(self.words), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            original = str(message.get(TEXT) or "")
            found = said(SHOP, self.reader.knowledge, clean(original))
            text = found.text
            whole = note(self.reader.read(text), text, found)
            _note_list(self.reader.knowledge, whole, original)
            # A shop's product is found again by the very letters of its clause, so these are left alone then.
            plain = found.places or whole.script == "other"
            parts = clauses(text if plain else self.reader.spelled(text))
            readings = [whole]
            if len(parts) > 1:
                readings += [note(self.reader.read(part), part, found) for part in parts]
            message.set(READINGS, [msgspec.to_builtins(reading) for reading in readings])
            if text == original:
                message.set(ENTITIES, _entities(text, whole), add_to_output=True)
        return messages

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The knowledge files: Rasa would otherwise reuse a reader trained on their former content."""
        paths = sorted(Path(config.get("knowledge", FOLDER)).glob("*.yml"))
        return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def ordinary_words(knowledge: Knowledge, texts: Iterable[str]) -> list[str]:
    """The words that cleaned examples use often enough to be no slips, in the order of the alphabet."""
    counted = Counter(word for text in texts for word in WORD.findall(text.lower()) if word.isalpha())
    common = (word for word, count in counted.items() if count >= _COMMON)
    # A slip that many make is still a slip: `retnol` is to be repaired, however often the examples hold it.
    plain = Reader(knowledge)
    return sorted(word for word in common if plain.spelling.repaired(word) == word)


def _note_list(knowledge: Knowledge, whole: Reading, original: str) -> None:
    """Marks the reading of a pasted ingredient list. A text with few separators is none and costs nothing."""
    if sum(map(original.count, ",;•\n")) < 2:
        return
    listed = label(knowledge, original)
    if is_list(listed, original):
        whole.original = original
        whole.on_label = [one.id for one in telling(knowledge, active(knowledge, listed.found))]


def _entities(text: str, reading: Reading) -> list[dict[str, Any]]:
    places = [(match.start(), match.end()) for match in WORD.finditer(text)]
    return [
        {
            "entity": "thing",
            "value": mention.id,
            "start": places[mention.start][0],
            "end": places[mention.end - 1][1],
            "extractor": "Language",
        }
        for mention in (*reading.things, *reading.traits)
        if mention.start < mention.end <= len(places)
    ]
