"""The way from Rasa to the dialogue and back: what every action does."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from bot.answers.answer import LONGEST, Answer, plain_text
from bot.answers.question import Question
from bot.answers.texts import Texts, load_texts
from bot.dialogue.focus import dump_focus, load_focus
from bot.dialogue.turn import turn
from bot.knowledge.base import Knowledge
from bot.knowledge.files import shared
from bot.storage import erasure


@lru_cache(maxsize=1)
def rooms() -> tuple[Knowledge, Texts]:
    """Knowledge and sentences, read once. An edit takes effect at restart."""
    return shared(), load_texts()


def take_turn(dispatcher: CollectingDispatcher, tracker: Tracker, *, unsure: bool = False) -> list[dict[str, Any]]:
    """Answers the latest message and returns the event that keeps the focus."""
    knowledge, texts = rooms()
    message = tracker.latest_message or {}
    questions = msgspec.convert(message.get("questions") or [{"kind": "nonsense", "script": "none"}], list[Question])
    ranking = [entry.get("label") or entry["name"] for entry in message.get("intent_ranking", [])]
    answers, focus = turn(
        knowledge,
        texts,
        questions,
        load_focus(tracker.get_slot("focus")),
        [kind for kind in ranking if kind != "nlu_fallback"],
        unsure=unsure,
    )
    for answer in answers:
        # Two answers share the room of one and a half.
        utter(dispatcher, texts, answer, longest=LONGEST if len(answers) == 1 else LONGEST * 3 // (2 * len(answers)))
    if any(question.kind == "forget_me" for question in questions):
        return [SlotSet("focus", dump_focus(focus)), erasure.marker()]
    return [SlotSet("focus", dump_focus(focus))]


def utter(dispatcher: CollectingDispatcher, texts: Texts, answer: Answer, longest: int = LONGEST) -> None:
    """Hands one answer over: as text and buttons for every door, and as data for the doors that show cards."""
    evidence = {grade: texts.say(f"common.grade.{grade}").lower() for grade in "ABCD"}
    dispatcher.utter_message(
        text=plain_text(answer, source=texts.say("common.source"), evidence=evidence, longest=longest),
        buttons=[{"title": sentence, "payload": sentence} for sentence in answer.suggestions],
        answer=msgspec.to_builtins(answer),
    )
