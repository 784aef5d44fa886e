"""The peer's actions: the same answers by the same rules, in Rasa's stock action server.

Rasa's default pipeline finds no things and no second question, so the action reads the message with Lamella's reader;
both sides then do the same work for a question of compatibility.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from functools import lru_cache
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import take_turn
from bot.knowledge.files import shared
from bot.nlu.reader import Reader, clean


@lru_cache(maxsize=1)
def reader() -> Reader:
    """Knows the things by their names."""
    return Reader(shared())


class _Turn(Action, ABC):
    @property
    @abstractmethod
    def family(self) -> str:
        """The family of intents."""

    def name(self) -> str:
        return f"action_{self.family}"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        """Whatever the peer's networks take a message for, the same work is done."""
        message = tracker.latest_message or {}
        read = reader().read(clean(str(message.get("text") or "")))
        things = [{"id": mention.id, "name": mention.text} for mention in read.things]
        message["questions"] = [{"kind": "compatibility", "things": things, "words": list(read.words)}]
        return take_turn(dispatcher, tracker)


class Answer(_Turn):
    family = "answer"


class Walk(_Turn):
    family = "walk"


class Person(_Turn):
    family = "person"


class Safety(_Turn):
    family = "safety"


class SmallTalk(_Turn):
    family = "smalltalk"


class AskWhich(_Turn):
    family = "ask_which"
