"""The pictures that go with an answer, drawn when they are sent."""

from __future__ import annotations

from collections.abc import Callable

from bot.answers.answer import Answer
from bot.channels.replies import texts


def of(answer: Answer) -> list[str]:
    """The names of the pictures that an answer has."""
    if answer.week is not None:
        return ["week"]
    return ["layers"] if answer.walk is None and len(answer.layers) > 1 else []


def drawn(name: str, answer: Answer) -> bytes:
    """One of them as PNG; takes tens of milliseconds. Raises KeyError for another name."""
    return _DRAWN[name](answer)


def told(name: str, answer: Answer) -> str:
    """What one of them shows, in words, for those who don't see it."""
    layers = ", ".join(step.layer for step in answer.layers)
    return texts().say(f"slack.picture.{name}.told", headline=answer.headline, layers=layers)


def _week(answer: Answer) -> bytes:
    # Half a second to import, and only pictures need it.
    from bot.answers.plan_picture import drawn

    assert answer.week is not None
    return drawn(texts(), answer.week, answer.cautions, "png")


def _layers(answer: Answer) -> bytes:
    from bot.answers.layers_picture import drawn  # As above.

    return drawn(texts(), answer.steps)


_DRAWN: dict[str, Callable[[Answer], bytes]] = {"week": _week, "layers": _layers}
