"""What the owner sets about the doors, in the environment. A wrong value is said with what is allowed."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from limits import RateLimitItem, parse_many

from bot.channels.guard.address import Network
from bot.channels.guard.origins import ANY, is_origin
from bot.settings import SettingsError, days, health_kept, history_kept, insight_kept

_SHORTEST_SECRET = 32


class Settings(NamedTuple):
    """The settings of all doors; docs/website.md tells what each is for."""

    secret: str | None
    origins: frozenset[str]
    proxies: tuple[Network, ...]
    session_seconds: float
    person_limit: tuple[RateLimitItem, ...]
    address_limit: tuple[RateLimitItem, ...]
    redis_url: str | None


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings, with the usual values where nothing is set. Raises SettingsError."""

    def value(name: str, usual: str = "") -> str:
        return environment.get(name, "").strip() or usual

    # Said before the server starts, not at the first yes.
    health_kept(environment)
    history_kept(environment)
    insight_kept(environment)
    return Settings(
        secret=_secret(value("LAMELLA_SECRET")),
        origins=_origins(value("LAMELLA_ORIGINS")),
        proxies=_proxies(value("LAMELLA_PROXIES", "127.0.0.0/8, ::1")),
        session_seconds=days(environment, "LAMELLA_SESSION_DAYS", "30"),
        person_limit=_rates("LAMELLA_PERSON_LIMIT", value("LAMELLA_PERSON_LIMIT", "30/minute; 1000/day")),
        address_limit=_rates("LAMELLA_ADDRESS_LIMIT", value("LAMELLA_ADDRESS_LIMIT", "300/minute")),
        redis_url=_redis(value("REDIS_URL")),
    )


def _secret(text: str) -> str | None:
    if 0 < len(text) < _SHORTEST_SECRET:
        raise SettingsError(
            f"LAMELLA_SECRET has {len(text)} characters and needs {_SHORTEST_SECRET} or more: "
            "`openssl rand -hex 32` makes one. Without it the database keeps one."
        )
    return text or None


def _origins(text: str) -> frozenset[str]:
    found = _listed(text)
    for one in found:
        if one != ANY and not is_origin(one):
            raise SettingsError(
                f"LAMELLA_ORIGINS: “{one}” is no origin. Name each site by scheme and host, as in "
                "https://shop.example, without a path, several with commas between them; or * for any site."
            )
    return frozenset(one.lower() for one in found)


def _proxies(text: str) -> tuple[Network, ...]:
    found = []
    for one in _listed(text):
        try:
            found.append(ipaddress.ip_network(one))
        except ValueError as problem:
            raise SettingsError(
                f"LAMELLA_PROXIES: {problem}. Name addresses or networks, as in 10.0.0.0/8, with commas between them."
            ) from None
    return tuple(found)


def _rates(name: str, text: str) -> tuple[RateLimitItem, ...]:
    try:
        found = tuple(parse_many(text))
    except ValueError:
        found = ()
    if not found or any(rate.amount < 1 or rate.multiples < 1 for rate in found):
        raise SettingsError(f"{name}: “{text}” is no limit. Say it as in 30/minute or 30/minute; 1000/day.")
    return found


def _redis(text: str) -> str | None:
    if text and not (text.startswith(("redis://", "rediss://")) and urlsplit(text).hostname):
        # It may hold a password, so it is not repeated.
        raise SettingsError("REDIS_URL is no address of a Redis server, such as redis://localhost:6379/0.")
    return text or None


def _listed(text: str) -> list[str]:
    return text.replace(",", " ").split()
