"""What is asked of an ingredient list beside what is in it."""

from __future__ import annotations

from bot.answers.answer import room
from bot.answers.context import Context
from bot.answers.label import answer
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.items import NOBODY

LISTED = "Aqua, Glycolic Acid, Lactic Acid, Glycerin, Xanthan Gum."


def test_how_often_is_told_where_it_is_asked(knowledge: Knowledge, texts: Texts) -> None:
    context = Context(knowledge, texts, NOBODY)
    asked = answer(context, Question(kind="label", text=f"{LISTED} is this ok every night?"))
    assert "evenings a week" in asked.headline
    assert asked.headline not in answer(context, Question(kind="label", text=LISTED)).reasons


def test_replies_to_one_message_share_the_room_of_one() -> None:
    assert room(0) == room(1) == 900
    assert room(3) == 300
