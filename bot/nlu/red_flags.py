"""Rasa component, last in the pipeline: a report that needs help overrules whatever else was understood."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.answers.question import Question
from bot.knowledge.base import Knowledge
from bot.knowledge.files import FOLDER, shared
from bot.nlu.language import READINGS
from bot.nlu.understanding import QUESTIONS
from bot.rules.safety import red_flag


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RedFlags(GraphComponent):
    """Overwrites `intent` and `questions` when the words of a message raise a red flag."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge

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
    ) -> RedFlags:
        return cls(shared(Path(config["knowledge"])))

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            reading = message.get(READINGS)[0]
            words = reading["words"]
            if flag := red_flag(self.knowledge, words):
                traits = [trait["id"] for trait in reading["traits"] if not trait["negated"]]
                raised = Question(
                    kind="red_flag", flag=flag.id, text=" ".join(words), traits=traits, days=reading["days"]
                )
                message.set(INTENT, {"name": "reaction", "confidence": 1.0}, add_to_output=True)
                message.set(QUESTIONS, [msgspec.to_builtins(raised)], add_to_output=True)
        return messages
