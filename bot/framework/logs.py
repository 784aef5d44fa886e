"""The log as JSON, a line each, for who collects logs; and errors without the words that somebody typed."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any

import structlog

from bot.settings import SettingsError

_STYLES = ("text", "json")
_NO_WORDS = ("event", "exc_info")


def install() -> None:
    """Has the log written as `LAMELLA_LOG` says. Raises SettingsError."""
    if style(os.environ) == "text":
        structlog.configure(processors=[without_words, *structlog.get_config()["processors"]])
        return
    formatter = json_lines()
    for handler in logging.getLogger().handlers:
        handler.setFormatter(formatter)
    # What Rasa says through structlog goes the same way.
    structlog.configure(
        processors=[
            without_words,
            structlog.stdlib.filter_by_level,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def style(environment: Mapping[str, str]) -> str:
    """How the log is to be written. Raises SettingsError."""
    found = environment.get("LAMELLA_LOG", "").strip() or "text"
    if found not in _STYLES:
        raise SettingsError(f"LAMELLA_LOG: “{found}” is none of {', '.join(_STYLES)}.")
    return found


def json_lines() -> logging.Formatter:
    """Lines such as `{"event", "level", "logger", "timestamp"}`, with `failed` where an error is logged."""
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.ExtraAdder()],
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _failed,
            structlog.processors.JSONRenderer(sort_keys=True),
        ],
    )


def without_words(_: Any, method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes out of Rasa's warnings and errors what stands beside the event: messages, entities, whole trackers.

    Who sets LOG_LEVEL to DEBUG or INFO wants to see them, and gets them.
    """
    if method in ("debug", "info"):
        return line
    return {key: value for key, value in line.items() if key in _NO_WORDS}


def where(problem: BaseException) -> str:
    """What went wrong and where. The message of an error may hold what somebody typed, so it is left out."""
    return f"{type(problem).__name__}\n{''.join(traceback.format_tb(problem.__traceback__))}"


def _failed(_: Any, __: str, line: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """The error of a line as its place; structlog would write out the values around it."""
    problem = line.pop("exc_info", None)
    if problem is True:
        problem = sys.exc_info()
    if isinstance(problem, tuple):
        problem = problem[1]
    return {**line, "failed": where(problem)} if isinstance(problem, BaseException) else line
