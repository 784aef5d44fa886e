"""Rasa component that tells the kind of question, for each clause of a message."""

from __future__ import annotations

import logging
import pickle
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, RESPONSE, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.answers.question import Near, Question
from bot.knowledge.files import FOLDER, shared
from bot.nlu.encoder import load_encoder
from bot.nlu.kind_model import KindModel, Vectors, meanings, said
from bot.nlu.language import READINGS, Language
from bot.nlu.nearest import Nearest
from bot.nlu.plain_forms import kind_of, kind_of_trait
from bot.nlu.reader import clean
from bot.nlu.reading import Reading
from bot.nlu.remembered import Remembered
from bot.nlu.scope import Ranking
from bot.nlu.understanding import QUESTIONS, settled, understand

logger = logging.getLogger(__name__)
FAQ = "faq"
_FILE = "kinds.pickle"
_FACTS = "facts.npz"
_TELLS_OF_IT = 0.7
"""Confidence from which an entry tells of a concern, and its definition need not."""
_PLAIN = 0.99
"""Confidence in a question in its plainest form."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class QuestionClassifier(GraphComponent, IntentClassifier):
    """Sets `intent`, `intent_ranking`, `response_selector` and `questions` on a message."""

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: KindModel | None = None,
        known: Mapping[str, Vectors] = MappingProxyType({}),
    ) -> None:
        self._config = config
        self._storage = storage
        self._resource = resource
        self.model = model
        self._encoder = load_encoder(Path(config["encoder"]), threads=1 if model else 2) if config["encoder"] else None
        if model is not None and model.both is not None and self._encoder is None:
            logger.warning("The sentence encoder is not installed: Lamella runs, and understands less.")
        knowledge = shared(Path(config["knowledge"]))
        self._entries = {_letters(clean(entry.question)): name for name, entry in knowledge.faq.items()}
        # Knowledge may have been edited since the training: new sentences are encoded when the model is loaded.
        self._nearest = (
            Nearest.of(knowledge, self._encoder, known) if model is not None and self._encoder is not None else None
        )

    @classmethod
    def required_components(cls) -> list[type]:
        return [Language]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`encoder`: the folder for the encoder's graph, or null to do without. `second_question`: the confidence
        from which a clause counts as a question of its own. `knowledge`: the folder of the knowledge files."""
        return {"encoder": "models/encoder", "second_question": 0.28, "knowledge": str(FOLDER)}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> QuestionClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> QuestionClassifier:
        with model_storage.read_from(resource) as folder:
            with np.load(folder / _FACTS) as facts:
                known = dict(zip(facts["keys"].tolist(), facts["vectors"], strict=True))
            # Not joblib: it reads the hundred thousand n-grams in Python, which takes a second.
            return cls(config, model_storage, resource, pickle.loads((folder / _FILE).read_bytes()), known)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The code that learns: Rasa looks at this file only, and would reuse what former code had learnt."""
        return "".join(path.read_text(encoding="utf-8") for path in sorted(Path(__file__).parent.glob("*.py")))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        readings = [_readings(example)[0] for example in examples]
        encoder = Remembered(self._encoder, Path(self._config["encoder"])) if self._encoder is not None else None
        self.model = KindModel().fit(readings, [_label(example) for example in examples], encoder)
        known: dict[str, Vectors] = {}
        if encoder is not None:
            known = Nearest.of(shared(Path(self._config["knowledge"])), encoder, {}).vectors()
            encoder.keep()
        with self._storage.write_to(self._resource) as folder:
            (folder / _FILE).write_bytes(pickle.dumps(self.model, pickle.HIGHEST_PROTOCOL))
            np.savez(folder / _FACTS, keys=np.array([*known], str), vectors=np.array([*known.values()], np.float32))
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            self._understand(message)
        return messages

    def _understand(self, message: Message) -> None:
        assert self.model is not None, "the classifier was loaded without its model"
        readings = _readings(message)
        meant = meanings(readings, self._encoder) if self._encoder is not None else None
        ranked = [
            self._as_entry(reading) or _plainly(reading, ranking)
            for reading, ranking in zip(readings, self.model.ranking(readings, meant), strict=True)
        ]
        questions, of_message = understand(
            readings, ranked, self._near(readings, meant), second_question=self._config["second_question"]
        )
        _set_intent(message, questions[0], of_message)
        message.set(QUESTIONS, [msgspec.to_builtins(entry) for entry in questions], add_to_output=True)

    def _as_entry(self, reading: Reading) -> list[tuple[str, float]]:
        """An FAQ entry's own question, as it stands on a button, is that entry and needs no classifier."""
        entry = self._entries.get(_letters(" ".join(reading.words)))
        return [(f"{FAQ}/{entry}", 1.0)] if entry else []

    def _near(self, readings: list[Reading], meant: Vectors | None) -> list[list[Near] | None]:
        if self._nearest is None or meant is None:
            return [None for _ in readings]
        whole = readings[0]
        return [
            self._nearest.find(vector, _named(reading) or _named(whole))
            for reading, vector in zip(readings, said(meant), strict=True)
        ]


def _plainly(reading: Reading, ranking: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """The ranking with the kind first that a question in its plainest form has, and nothing near it."""
    kind = kind_of(reading)
    settled = ranking[0][0].startswith("faq/") and ranking[0][1] >= _TELLS_OF_IT
    if not kind and not settled:
        kind = kind_of_trait(reading)
    if not kind:
        return ranking
    return [(kind, _PLAIN), *((name, score / 2) for name, score in ranking if name != kind)]


def _letters(text: str) -> str:
    """What is left of a sentence without case, spaces and signs."""
    return "".join(char for char in text.lower() if char.isalnum())


def _named(reading: Reading) -> list[str]:
    return [mention.id for mention in (*reading.things, *reading.traits)]


def _readings(message: Message) -> list[Reading]:
    return msgspec.convert(message.get(READINGS), list[Reading])


def _label(example: Message) -> str:
    intent, response = example.get(INTENT), example.get(INTENT_RESPONSE_KEY)
    return str(response or intent)


def _set_intent(message: Message, first: Question, ranking: Ranking) -> None:
    """Rasa's own fields; an `faq/…` label is a retrieval intent with its key in `response_selector`."""

    def intent(kind: str, confidence: float) -> dict[str, Any]:
        return {"name": kind.split("/")[0], "confidence": confidence}

    ranking = settled(first, ranking)
    message.set(INTENT, intent(first.kind, first.confidence), add_to_output=True)
    message.set(
        "intent_ranking", [intent(kind, score) | {"label": kind} for kind, score in ranking[:10]], add_to_output=True
    )
    answers = [(kind, score) for kind, score in ranking if kind.startswith(FAQ + "/")]
    top = [(first.kind, first.confidence)] if first.kind.startswith(FAQ + "/") else answers[:1]
    message.set(
        "response_selector",
        {
            "all_retrieval_intents": [FAQ],
            FAQ: {
                RESPONSE: {
                    "responses": None,
                    "confidence": top[0][1] if top else 0.0,
                    INTENT_RESPONSE_KEY: top[0][0] if top else None,
                    "utter_action": f"utter_{top[0][0]}" if top else None,
                },
                "ranking": [{"confidence": score, INTENT_RESPONSE_KEY: kind} for kind, score in answers[:5]],
            },
        },
        add_to_output=True,
    )
