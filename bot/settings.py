"""What the owner sets and more than one room reads, in the environment. A wrong value is said with what is allowed."""

from __future__ import annotations

import os
from collections.abc import Mapping
from urllib.parse import urlsplit

from rasa.shared.exceptions import RasaException

DAY = 24 * 60 * 60.0
_MOST_DAYS = 3650


class SettingsError(RasaException):
    """A setting has a wrong value; the message names it, and what is allowed. Rasa prints it and ends."""


def days(environment: Mapping[str, str], name: str, usual: str, *, least: float = 1 / 24) -> float:
    """A setting that is a number of days, in seconds. Raises SettingsError."""
    text = environment.get(name, "").strip() or usual
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not least <= number <= _MOST_DAYS:
        raise SettingsError(f"{name}: “{text}” is not a number of days between {int(least)} and {_MOST_DAYS}.")
    return number * DAY


def switch(name: str, text: str) -> bool:
    """A setting that is true or false; not set, it is false. Raises SettingsError."""
    if text.lower() not in ("", "true", "false"):
        raise SettingsError(f"{name}: “{text}” is neither true nor false.")
    return text.lower() == "true"


def is_address(text: str, *schemes: str) -> bool:
    """Whether a text is the address of a server, without a name, a password or anything behind its path."""
    try:
        found = urlsplit(text)
    except ValueError:
        return False
    return found.scheme in schemes and bool(found.hostname) and not set("@?#") & set(text)


def health_kept(environment: Mapping[str, str] = os.environ) -> float:
    """Seconds for which a health fact is kept after a yes: half a year unless set. Raises SettingsError."""
    return days(environment, "LAMELLA_HEALTH_DAYS", "180")


def history_kept(environment: Mapping[str, str] = os.environ) -> float | None:
    """Seconds for which what was said is kept; None, until it is asked to be forgotten. Raises SettingsError."""
    if not environment.get("LAMELLA_HISTORY_DAYS", "").strip():
        return None
    # Messengers repeat a message for up to a day, and it is to be known again.
    return days(environment, "LAMELLA_HISTORY_DAYS", "", least=1)


def insight_kept(environment: Mapping[str, str] = os.environ) -> float:
    """Seconds for which the owner's report goes back; 0 where nothing is to be counted. Raises SettingsError."""
    return days(environment, "LAMELLA_INSIGHT_DAYS", "90", least=0)
