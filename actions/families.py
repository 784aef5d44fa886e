"""The custom actions, one for each family of intents. They differ in name and in nothing that the dialogue decides."""

from __future__ import annotations

import asyncio
import logging
import time
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from sqlalchemy.exc import SQLAlchemyError

from actions.memory import load
from actions.turn import rooms, take_turn
from bot.framework.logs import where
from bot.storage import notes
from bot.storage.database import shared
from bot.storage.errors import StorageError

logger = logging.getLogger(__name__)


class _Turn(Action, ABC):
    """An action that takes the turn; Rasa calls it by the name of its family."""

    @property
    @abstractmethod
    def family(self) -> str:
        """The family of intents."""

    def name(self) -> str:
        return f"action_{self.family}"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        now = time.time()
        try:
            kept = await asyncio.to_thread(load, shared(), tracker.sender_id, now)
            return take_turn(dispatcher, tracker, unsure=self.family == "ask_which", kept=kept, now=now)
        except (SQLAlchemyError, StorageError) as problem:
            # An apology that is kept as the reply would be all that this message ever gets.
            logger.error("A turn cannot be taken: %s.", type(problem).__name__)
            return notes.marker(notes.Notes(now=now, undone=True))
        except Exception as problem:
            # Rasa would swallow it and say nothing; a visitor gets an apology, and never a made-up answer.
            logger.error("A turn failed: %s", where(problem))
            dispatcher.messages.clear()
            dispatcher.utter_message(text=rooms()[1].say("common.trouble"))
            return []


class Answer(_Turn):
    """Answers every question of a message."""

    family = "answer"


class Walk(_Turn):
    """Moves the walkthrough."""

    family = "walk"


class Person(_Turn):
    """Takes in, shows and forgets what a person told."""

    family = "person"


class Safety(_Turn):
    """Says what to do about a reaction, and hands medical questions over."""

    family = "safety"


class SmallTalk(_Turn):
    """Greets, and says what it can and cannot do."""

    family = "smalltalk"


class AskWhich(_Turn):
    """Asks back with two named choices."""

    family = "ask_which"
