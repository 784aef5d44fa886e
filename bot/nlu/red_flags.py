"""Rasa component, last in the pipeline: a report that needs help overrules whatever else was understood."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from spacy.matcher.levenshtein import levenshtein

from bot.answers.question import Question
from bot.knowledge.base import Knowledge
from bot.knowledge.files import FOLDER, shared
from bot.nlu.alarm import of_the_skin
from bot.nlu.language import READINGS
from bot.nlu.spelling import english_words
from bot.nlu.understanding import QUESTIONS
from bot.rules.items import Item
from bot.rules.safety import red_flag

_LETTERS = re.compile(r"[a-z]+")
_SHORTEST, _LONG = 4, 8
"""Letters from which a word may be a slip, and from which two letters of it may be wrong."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class RedFlags(GraphComponent):
    """Overwrites `intent` and `questions` when the words of a message raise a red flag."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.english = english_words()
        # What an FAQ entry asks is a question, and no report; it stands on a button.
        self.asked = {tuple(_LETTERS.findall(entry.question.lower())) for entry in knowledge.faq.values()}
        patterns = [pattern for flag in knowledge.red_flags for pattern in flag.any_of]
        self.alarming = sorted(
            {word for pattern in patterns for word in re.findall(r"[a-z']+", pattern) if len(word) >= _SHORTEST}
        )

    def _meant(self, words: list[str]) -> list[str]:
        """The words of alarm that misspelt ones are nearest to: `breeth`. Nobody spells well in an emergency."""
        meant = []
        for word in words:
            if len(word) < _SHORTEST or word in self.english or not word.isalpha():
                continue
            allowed = 1 if len(word) < _LONG else 2
            near = [(levenshtein(word, known, allowed), known) for known in self.alarming if known[0] == word[0]]
            close = [pair for pair in near if pair[0] <= allowed]
            if close:
                meant.append(min(close)[1])
        return meant

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
            if tuple(_LETTERS.findall(" ".join(words))) in self.asked:
                continue
            # The `hiver` of French is a word there, and no slip of `hives`.
            slips = self._meant(words) if reading["script"] != "other" else []
            if flag := red_flag(self.knowledge, [*of_the_skin(words), *slips]):
                traits = [trait["id"] for trait in reading["traits"] if not trait["negated"]]
                things = dict.fromkeys(thing["id"] for thing in reading["things"] if not thing["negated"])
                raised = Question(
                    kind="red_flag",
                    flag=flag.id,
                    text=" ".join(words),
                    things=[Item(id=name) for name in things],
                    traits=traits,
                    days=reading["days"],
                    words=words,
                )
                message.set(INTENT, {"name": "reaction", "confidence": 1.0}, add_to_output=True)
                message.set(QUESTIONS, [msgspec.to_builtins(raised)], add_to_output=True)
        return messages
