"""Whatever is typed, something sensible is said: mutated messages through the reader, the classifier and the dialogue.

All of them go through the components of the trained model with the encoder left out, which is what takes the time;
every seventh goes the whole real way of a message, encoder, policy and door included.
"""

from __future__ import annotations

import asyncio
import copy
import json
import random
import re
import string
import traceback
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

import pytest
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.turn import take_turn
from bot.answers.texts import Texts
from bot.channels.guard.text import as_text, too_long
from bot.knowledge.base import Knowledge
from bot.nlu.classifier import _readings
from bot.nlu.kind_model import KindModel
from bot.nlu.reading import Reading
from bot.rehearsal import say
from tests.conftest import ROOT, training_examples

MESSAGES = 10_000
WHOLE_WAY = 1_500
BATCH = 500
TURNS = 10
"""Messages of one conversation."""

_LOOK_ALIKES = str.maketrans("aceiopxyABEHKMOPTX", "асеіорхуАВЕНКМОРТХ")
_FULL_WIDTH = {ord(char): ord(char) + 0xFEE0 for char in string.ascii_letters + string.digits + "?/{}"}
_ZALGO = "\u0301\u0327\u0336\u20dd"
_INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202e\u2066\x00\x07\x08\x1b\x1c\x7f\x85\u2028"
_EMOJI = ["😀", "🙏🏽", "👩‍🔬", "🏳️‍🌈", "💧🧴", "❤️", "🇫🇷", "\U000e0041", "(╯°□°)╯"]
_SCRIPTS = [
    "можно ли ретинол и витамин С",
    "هل يمكنني استخدام القناع",
    "可以一起用面膜和精华吗",
    "レチノールとビタミンC",
    "레티놀 마스크",
    "क्या मैं मास्क लगा सकता हूँ",
    "μπορώ να βάλω μάσκα",
    "ניתן להשתמש במסכה",
    "𝖈𝖑𝖆𝖞 𝖒𝖆𝖘𝖐",
    "ľščťžýáíé ñ ß ø",
]
_MARKUP = [
    "<script>alert('{}')</script>",
    "<b>{}</b>",
    "[{}](https://mask.example/?q=clay&x={{y}})",
    "**{}**",
    "```\n{}\n```",
    '{{"text": "{}"}}',
    "&lt;{}&gt;",
    "{}'; DROP TABLE events; --",
    "%s %d {} %n {{0}} {{x.y}}",
    "$(rm -rf) {} `ls`",
    "{} \\u0000 \\x00 \\",
    "{}\r\n\r\nHTTP/1.1 200 OK",
    "[clay mask](thing) {}",
]
_COMMANDS = [
    "/restart",
    "/session_start",
    "/greet",
    '/compatibility{{"thing": "mask.clay"}}',
    "/{}",
    "//{}",
    " /\n/{}",
    "\u200b/restart {}",
    '/out_of_scope{{"a": {}',
    "/SlotSet(focus)",
    "EXTERNAL: {}",
    '/faq/price@0.9{{"x":"{}"}}',
]
_NUMBERS = ["0", "-1", "1e309", "99999999999999999999", "½", "٣", "Ⅷ", "10%", "3.14", "1/0", "0x7f", "NaN", "²"]

Mutation = Callable[[random.Random, str, list[str]], str]


def _typo(drawn: random.Random, text: str, _: list[str]) -> str:
    letters = list(text) or ["a"]
    for _ in range(drawn.randint(1, 4)):
        at = drawn.randrange(len(letters))
        slip = drawn.choice(("swap", "drop", "double", "other"))
        if slip == "swap":
            letters[at : at + 2] = letters[at : at + 2][::-1]
        elif slip == "drop":
            letters[at] = ""
        elif slip == "double":
            letters[at] *= 2
        else:
            letters[at] = drawn.choice(string.ascii_lowercase)
    return "".join(letters)


def _sprinkled(drawn: random.Random, text: str, signs: Iterable[str], most: int = 6) -> str:
    letters, choices = list(text), list(signs)
    for _ in range(drawn.randint(1, most)):
        letters.insert(drawn.randint(0, len(letters)), drawn.choice(choices))
    return "".join(letters)


def _case(drawn: random.Random, text: str, _: list[str]) -> str:
    return drawn.choice((str.upper, str.title, str.swapcase, str.casefold))(text)


def _punctuation(drawn: random.Random, text: str, _: list[str]) -> str:
    if drawn.random() < 0.4:
        return re.sub(r"[^\w\s]", "", text)
    return _sprinkled(drawn, text, string.punctuation + "…—„“«»¿¡·•;;\n")


def _look_alikes(drawn: random.Random, text: str, _: list[str]) -> str:
    return text.translate(drawn.choice((_LOOK_ALIKES, _FULL_WIDTH)))


def _accents(drawn: random.Random, text: str, _: list[str]) -> str:
    return _sprinkled(drawn, text, _ZALGO, 20)


def _emoji(drawn: random.Random, text: str, _: list[str]) -> str:
    return _sprinkled(drawn, drawn.choice((text, text, "")), _EMOJI)


def _invisible(drawn: random.Random, text: str, _: list[str]) -> str:
    return _sprinkled(drawn, drawn.choice((text, text, text, "")), _INVISIBLE, 12)


def _repeats(drawn: random.Random, text: str, _: list[str]) -> str:
    words = text.split() or ["so"]
    at = drawn.randrange(len(words))
    words[at] = drawn.choice((words[at][:-1] + words[at][-1] * 30, " ".join([words[at]] * drawn.randint(2, 12))))
    return " ".join(words)


def _truncated(drawn: random.Random, text: str, _: list[str]) -> str:
    start = drawn.choice((0, 0, drawn.randint(0, len(text))))
    return text[start : start + drawn.randint(0, len(text))]


def _scrambled(drawn: random.Random, text: str, _: list[str]) -> str:
    words = text.split()
    drawn.shuffle(words)
    return drawn.choice((" ", "", "\n", ", ", "-")).join(words)


def _script(drawn: random.Random, text: str, _: list[str]) -> str:
    other = drawn.choice(_SCRIPTS)
    return drawn.choice((other, f"{text} {other}", f"{other[:8]}{text}"))


def _glued(drawn: random.Random, text: str, all_texts: list[str]) -> str:
    return drawn.choice((" ", "", "? ", " and ", "\n", ". also ", "; ")).join((text, drawn.choice(all_texts)))


def _numbers(drawn: random.Random, text: str, _: list[str]) -> str:
    return _sprinkled(drawn, text, [f" {number} " for number in _NUMBERS], 3)


def _wrapped(templates: list[str]) -> Mutation:
    def wrapped(drawn: random.Random, text: str, _: list[str]) -> str:
        return drawn.choice(templates).format(text)

    return wrapped


def _very_long(drawn: random.Random, text: str, all_texts: list[str]) -> str:
    many = " ".join(drawn.choices(all_texts, k=150))
    piece = drawn.choice((text + " ", text + "\n", "a", "mask ", "🧴", "{", many))
    return (piece * (1 + 5000 // max(1, len(piece))))[: drawn.randint(1500, 5000)]


_MUTATIONS: dict[Mutation, int] = {
    _typo: 14,
    _case: 6,
    _punctuation: 8,
    _look_alikes: 6,
    _accents: 4,
    _emoji: 7,
    _invisible: 8,
    _repeats: 7,
    _truncated: 10,
    _scrambled: 8,
    _script: 6,
    _glued: 10,
    _numbers: 6,
    _wrapped(_MARKUP): 7,
    _wrapped(_COMMANDS): 7,
}
_LONG = 0.004
"""Share of the very long ones, each of which takes as long as a hundred others."""


def _messages() -> list[str]:
    """The same messages in every run, as long as the training data stays the same."""
    drawn = random.Random(20260)
    lines = (ROOT / "tests/nlu/evaluation.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [text for _, text in training_examples()] + [json.loads(line)["text"] for line in lines if line.strip()]
    made = []
    for _ in range(MESSAGES):
        text = drawn.choice(texts)
        for mutate in drawn.choices([*_MUTATIONS], [*_MUTATIONS.values()], k=drawn.choice((1, 1, 2, 3))):
            text = mutate(drawn, text, texts)
        made.append(_very_long(drawn, text, texts) if drawn.random() < _LONG else text)
    return made


class _RankedTogether:
    """The n-grams of the trained model, asked about many messages at once and read off in order."""

    def __init__(self, model: KindModel, messages: list[Message]) -> None:
        self._ranked = iter(model.ranking([reading for message in messages for reading in _readings(message)], None))

    def ranking(self, readings: list[Reading], _: object) -> list[list[tuple[str, float]]]:
        return list(islice(self._ranked, len(readings)))


class _Checked:
    """What is wrong with replies."""

    def __init__(self, knowledge: Knowledge, texts: Texts) -> None:
        ids = (*knowledge.things, *knowledge.interactions, *knowledge.faq, *knowledge.slots, *knowledge.sources)
        self._ids = {name for name in ids if re.search(r"[._]", name)}
        self._trouble = texts.say("common.trouble")
        self.problems: list[str] = []

    def replies(self, message: str, replies: list[str]) -> None:
        wrong = [] if replies else ["no reply"]
        for reply in replies:
            wrong += ["an empty reply"] if not reply.strip() else []
            wrong += ["the apology for a failure"] if reply == self._trouble else []
            wrong += ["a traceback"] if "Traceback" in reply or "Error:" in reply else []
            wrong += [f"{sign} in a reply" for sign in "{}" if sign in reply]
            words = re.findall(r"[a-z0-9]+(?:[._][a-z0-9]+)+", reply)
            wrong += [f"the id {name} in a reply" for name in sorted({*words} & self._ids)]
        self.problems += [f"{message[:300]!r}: {problem}: {replies}" for problem in dict.fromkeys(wrong)]

    def failure(self, message: str) -> None:
        self.problems.append(f"{message[:300]!r}: {traceback.format_exc(limit=-4)}")

    def verdict(self) -> None:
        assert not self.problems, f"{len(self.problems)} problems\n" + "\n".join(self.problems[:12])


@pytest.fixture(scope="module")
def messages() -> list[str]:
    return _messages()


def test_the_messages_are_what_they_should_be(messages: list[str]) -> None:
    assert len(messages) == MESSAGES
    assert len(set(messages)) > 0.9 * MESSAGES
    assert any(too_long(message) for message in messages)
    assert sum(not message.strip() for message in messages) > 5
    for part in ("/restart", "\u200b", "😀", "<script>", "\x00", "レチ", "{"):
        assert any(part in message for message in messages), part


def test_every_message_is_answered(agent: Any, knowledge: Knowledge, texts: Texts, messages: list[str]) -> None:
    nodes = agent.processor.graph_runner._instantiated_nodes
    language, classifier, fallback, red_flags = (
        next(node._component for key, node in nodes.items() if name in key)
        for name in ("Language", "QuestionClassifier", "FallbackClassifier", "RedFlags")
    )
    checked = _Checked(knowledge, texts)
    asked = [text for message in messages if not too_long(message) and (text := as_text(message)).strip()]
    focus: Any = None
    for start in range(0, len(asked), BATCH):
        batch = [Message({TEXT: text}) for text in asked[start : start + BATCH]]
        language.process(batch)
        standing_in = copy.copy(classifier)
        standing_in.model = _RankedTogether(classifier.model, batch)
        standing_in._encoder = None
        red_flags.process(fallback.process(standing_in.process(batch)))
        for number, message in enumerate(batch):
            focus = None if number % TURNS == 0 else focus
            text = str(message.get(TEXT))
            try:
                replies, focus = _turn(message, focus)
                checked.replies(text, replies)
            except Exception:
                checked.failure(text)
    checked.verdict()


def _turn(message: Message, focus: Any) -> tuple[list[str], Any]:
    latest = message.as_dict(only_output_properties=True)
    dispatcher = CollectingDispatcher()
    tracker = Tracker("fuzz", {"focus": focus}, latest, [], False, None, {}, None)
    kept, *_ = take_turn(dispatcher, tracker, unsure=message.get(INTENT)["name"] == "nlu_fallback")
    # Rasa keeps the focus as JSON.
    return [reply["text"] for reply in dispatcher.messages], json.loads(json.dumps(kept["value"]))


def test_every_message_is_answered_by_the_whole_way(
    agent: Any, knowledge: Knowledge, texts: Texts, messages: list[str]
) -> None:
    checked = _Checked(knowledge, texts)

    async def ask() -> None:
        for number, message in enumerate(random.Random(7).sample(messages, WHOLE_WAY)):
            try:
                replies = await say(agent, message, f"fuzz-{number // TURNS}")
                checked.replies(message, [reply["text"] for reply in replies])
            except Exception:
                checked.failure(message)

    asyncio.run(ask())
    checked.verdict()
