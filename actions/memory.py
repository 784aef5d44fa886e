"""Between storage and dialogue: what is kept of a person, and the events that change it with the turn."""

from __future__ import annotations

from typing import Any

from bot.answers.memory import Memory
from bot.dialogue.conversation import Turned
from bot.dialogue.focus import Focus
from bot.settings import health_kept
from bot.storage import erasure, notes
from bot.storage.database import Database
from bot.storage.feedback import Feedback
from bot.storage.people import load_person
from bot.storage.shelf import load_shelf

KEEP_FOR = health_kept()
"""Seconds for which a health fact is kept after a yes. A wrong setting ends the process that loads the actions."""


def load(database: Database, sender: str, now: float) -> Memory:
    """What is kept of a sender; nothing of a stranger. Raises what the database raises."""
    return Memory(person=load_person(database, sender, now), shelf=tuple(load_shelf(database, sender)))


def events(before: Memory, turned: Turned, focus: Focus, said: str, now: float) -> list[dict[str, Any]]:
    """What the turn's save is to keep: only what changed since `before`. `focus` is that before the turn."""
    if turned.forget:
        return [erasure.marker()]
    after = turned.memory
    feedback = None
    if turned.helpful is not None and focus.answered:
        feedback = Feedback(kind=focus.answered, about=tuple(focus.answered_about), helpful=turned.helpful, given=now)
    return notes.marker(
        notes.Notes(
            now=now,
            person=after.person if after.person != before.person else None,
            shelf=after.shelf if after.shelf != before.shelf else None,
            feedback=feedback,
            unanswered=said if turned.unanswered else "",
        )
    )
