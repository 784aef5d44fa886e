"""A conversation of questions as the reader gives them, with a memory that lasts over sessions."""

from __future__ import annotations

import re

import msgspec

from bot.answers.answer import Answer
from bot.answers.memory import Memory
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.dialogue.conversation import Message, Turned, converse
from bot.dialogue.focus import Focus, dump_focus, load_focus
from bot.knowledge.base import Knowledge
from bot.knowledge.files import load
from bot.nlu.reader import Reader, clean
from bot.rules.items import Item
from tests.conftest import ROOT

READER = Reader(load(ROOT / "data/knowledge"))
_WORD = re.compile(r"[^\W_]+n't|[^\W_]+|'[^\W\d_]+|[^\w\s]")
_I = {"i", "im", "my", "we", "me"}
_OTHERS = {"daughter", "sister", "mum", "husband", "she", "her", "hers"}
"""As the reader tells whom a message is about."""
DAY = 24 * 60 * 60.0


class Talk:
    """Questions in, the last answer out. `said` is what was typed; `now` may be moved."""

    def __init__(self, knowledge: Knowledge, texts: Texts, *, public: bool = False) -> None:
        self.knowledge, self.texts, self.public = knowledge, texts, public
        self.focus, self.memory, self.now = Focus(), Memory(), 1000 * DAY
        self.turned: Turned | None = None

    def __call__(self, kind: str, *things: str | Item, said: str = "", unsure: bool = False, **more: object) -> Answer:
        words = list(more.pop("words", _WORD.findall(said.lower()) or ["how"]))  # type: ignore[call-overload]
        more.setdefault("about_self", bool(_I & set(words)) and not _OTHERS & set(words))
        reading = READER.read(clean(said))
        more.setdefault("denied", reading.denied)
        more.setdefault("whom", reading.whom)
        names = self.knowledge.things
        items = [Item(id=thing, name=names[thing].name) if isinstance(thing, str) else thing for thing in things]
        question = Question(kind=kind, things=items, words=words, **more)  # type: ignore[arg-type]
        message = Message([question], said, [kind], unsure, self.now, 30 * DAY, self.public)
        self.turned = converse(self.knowledge, self.texts, message, self.focus, self.memory)
        self.focus, self.memory = load_focus(dump_focus(self.turned.focus)), self.turned.memory
        return self.turned.answers[-1]

    def known(self) -> str:
        """What is said to be known of the person."""
        return "\n".join(self("what_do_you_know", said="what do you know about me").notes)

    def next_session(self, days: float = 2) -> None:
        """A new conversation, some days later; what has expired by then is not loaded any more."""
        self.now += days * DAY
        self.focus = self.focus.in_new_session()
        health = tuple(kept for kept in self.memory.person.health if kept.expires > self.now)
        self.memory = msgspec.structs.replace(
            self.memory, person=msgspec.structs.replace(self.memory.person, health=health)
        )
