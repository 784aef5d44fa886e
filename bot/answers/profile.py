"""The questions of the questionnaire as they are put."""

from __future__ import annotations

from bot.answers.answer import Answer
from bot.answers.context import Context

QUESTIONS = ("skin", "sensitive", "shelf", "health")
"""In this order; the last one asks for what is only kept after a yes."""


def asked(context: Context, at: int, *, before: str = "") -> Answer:
    """Question `at`, counted from 0, after what is said to the answer before."""
    name = QUESTIONS[at]
    said = context.texts.say(
        "profile.step", at=at + 1, of=len(QUESTIONS), question=context.texts.say(f"profile.ask.{name}")
    )
    return Answer(
        kind="profile",
        headline=f"{before} {said}".strip(),
        suggestions=(*context.texts.all(f"profile.buttons.{name}"), *context.texts.all("profile.moves")),
    )


def done(context: Context, *, before: str = "") -> Answer:
    """All questions are answered."""
    return _said(context, "done", before)


def left(context: Context) -> Answer:
    """The questionnaire was left, and can be gone on with."""
    return _said(context, "left")


def way_back(context: Context, at: int) -> str:
    """The sentence that leads back after something else."""
    return context.texts.say("profile.way_back", at=at + 1, of=len(QUESTIONS))


def _said(context: Context, key: str, before: str = "") -> Answer:
    return Answer(
        kind="profile",
        headline=f"{before} {context.texts.say(f'profile.{key}')}".strip(),
        suggestions=context.texts.all("shelf.next"),
    )
