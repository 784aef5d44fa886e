"""Without the sentence encoder the trained model runs all the same, and says that it understands less."""

from __future__ import annotations

import asyncio
import logging
import uuid
from typing import Any

import pytest

from bot.rehearsal import load_agent, say


@pytest.fixture(scope="module")
def without(agent: Any) -> tuple[Any, list[str]]:
    """The same trained model, loaded where `load_encoder` finds no package, and what was logged meanwhile."""
    assert agent.is_ready()
    said: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logger = logging.getLogger("bot.nlu.classifier")
    disabled = logging.root.manager.disable
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.nlu.encoder.PACKAGE", "a-package-that-nobody-has")
        patch.setattr("bot.rehearsal.logging.disable", lambda _level: None)
        logging.disable(logging.NOTSET)
        logger.addHandler(handler)
        try:
            loaded = load_agent()
        finally:
            logger.removeHandler(handler)
            logging.disable(disabled)
    return loaded, said


def _reply(agent: Any, text: str) -> str:
    return "\n".join(entry["text"] for entry in asyncio.run(say(agent, text, uuid.uuid4().hex)))


def test_it_says_that_it_understands_less(without: tuple[Any, list[str]]) -> None:
    assert any("encoder is not installed" in line for line in without[1])


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("can i use retinol and glycolic acid on the same night", "different days"),
        ("how often should i use a clay mask", "once or twice a week"),
        ("my lips are swelling and i can't breathe", "emergency number"),
        ("is retinol ok while pregnant", "leave retinol out"),
    ],
)
def test_plain_questions_are_answered_by_the_n_grams_alone(
    without: tuple[Any, list[str]], asked: str, expected: str
) -> None:
    assert expected in _reply(without[0], asked).lower()


def test_nothing_nearest_is_handed_on(without: tuple[Any, list[str]]) -> None:
    parsed = asyncio.run(without[0].parse_message("what does retinol do"))
    assert all("nearest" not in question for question in parsed["questions"])
    assert parsed["questions"][0]["kind"] == "effect"
