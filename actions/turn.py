"""The way from Rasa to the dialogue and back: what every action does."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.memory import KEEP_FOR, events
from bot.answers.answer import LONGEST, Answer, plain_text, room
from bot.answers.look import load_look
from bot.answers.memory import NOTHING, Memory
from bot.answers.question import Question
from bot.answers.texts import Texts, load_texts
from bot.dialogue.conversation import Message, converse
from bot.dialogue.focus import dump_focus, load_focus
from bot.knowledge.base import Knowledge
from bot.knowledge.files import shared


@lru_cache(maxsize=1)
def rooms() -> tuple[Knowledge, Texts]:
    """Knowledge and sentences, read once. An edit takes effect at restart."""
    return shared(), load_texts(look=load_look())


def take_turn(
    dispatcher: CollectingDispatcher,
    tracker: Tracker,
    *,
    unsure: bool = False,
    kept: Memory = NOTHING,
    now: float = 0.0,
) -> list[dict[str, Any]]:
    """Answers the latest message and returns the events that keep the focus and what is `kept` of the person."""
    knowledge, texts = rooms()
    message = tracker.latest_message or {}
    questions = msgspec.convert(message.get("questions") or [{"kind": "nonsense", "script": "none"}], list[Question])
    ranking = [entry.get("label") or entry["name"] for entry in message.get("intent_ranking", [])]
    said = str(message.get("text") or "")
    focus = load_focus(tracker.get_slot("focus"))
    if _begins_session(tracker):
        focus = focus.in_new_session()
    turned = converse(
        knowledge,
        texts,
        Message(
            questions,
            said=said,
            ranking=[kind for kind in ranking if kind != "nlu_fallback"],
            unsure=unsure,
            now=now,
            keep_for=KEEP_FOR,
            public=bool((message.get("metadata") or {}).get("public")),
        ),
        focus,
        kept,
    )
    answers = turned.answers
    for answer in answers:
        utter(dispatcher, texts, answer, longest=room(len(answers)))
    return [SlotSet("focus", dump_focus(turned.focus)), *events(kept, turned, focus, said, now)]


def _begins_session(tracker: Tracker) -> bool:
    """Whether the latest message is the first since Rasa began a session."""
    messages = 0
    for event in reversed(tracker.events):
        if event["event"] == "session_started":
            return messages == 1
        messages += event["event"] == "user"
        if messages > 1:
            return False  # Not read to its beginning: a conversation may be long.
    return False


def utter(dispatcher: CollectingDispatcher, texts: Texts, answer: Answer, longest: int = LONGEST) -> None:
    """Hands one answer over: as text and buttons for every door, and as data for the doors that show cards."""
    evidence = {grade: texts.say(f"common.grade.{grade}").lower() for grade in "ABCD"}
    dispatcher.utter_message(
        text=plain_text(answer, source=texts.say("common.source"), evidence=evidence, longest=longest),
        buttons=[{"title": sentence, "payload": sentence} for sentence in answer.suggestions],
        answer=msgspec.to_builtins(answer),
    )
