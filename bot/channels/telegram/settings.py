"""What the owner sets about Telegram, in the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.settings import SettingsError, is_address, switch

_SHORTEST_SECRET = 32
_BOT_TOKEN = re.compile(r"[0-9]{1,20}:[A-Za-z0-9_-]{10,100}", re.ASCII)
_WEBHOOK_SECRET = re.compile(rf"[A-Za-z0-9_-]{{{_SHORTEST_SECRET},256}}", re.ASCII)
"""The signs and the greatest length that Telegram allows."""


class TelegramSettings(NamedTuple):
    """The settings of the Telegram door; docs/telegram.md tells what each is for."""

    token: str
    secret: str | None
    url: str | None
    """Where the server is to be reached from outside; None where Telegram is asked for what is new instead."""
    api: str


def read_telegram(environment: Mapping[str, str] = os.environ) -> TelegramSettings | None:
    """The settings of the Telegram door; None while it is closed, without a token. Raises SettingsError."""

    def value(name: str) -> str:
        return environment.get(f"LAMELLA_TELEGRAM_{name}", "").strip()

    token, secret, url = value("TOKEN"), value("SECRET"), value("URL").rstrip("/")
    if not token:
        return None
    # What is secret is not repeated.
    if not _BOT_TOKEN.fullmatch(token):
        raise SettingsError("LAMELLA_TELEGRAM_TOKEN is no token of a bot. @BotFather gives one, as in 123456:ABC-DEF….")
    if secret and not _WEBHOOK_SECRET.fullmatch(secret):
        raise SettingsError(
            f"LAMELLA_TELEGRAM_SECRET needs {_SHORTEST_SECRET} to 256 letters, digits, _ or -: "
            "`openssl rand -hex 32` makes one. Without it one is made of the server's own key."
        )
    polling = switch("LAMELLA_TELEGRAM_POLLING", value("POLLING"))
    if polling == bool(url):
        raise SettingsError(
            "Set one of two: LAMELLA_TELEGRAM_URL to the address at which Telegram reaches this server, as in "
            "https://chat.example, or LAMELLA_TELEGRAM_POLLING=true where it has none."
        )
    if url and not is_address(url, "https"):
        raise SettingsError("LAMELLA_TELEGRAM_URL is no address that Telegram calls: https://chat.example is one.")
    api = value("API").rstrip("/") or "https://api.telegram.org"
    if not is_address(api, "https", "http"):
        raise SettingsError("LAMELLA_TELEGRAM_API is no address such as https://api.telegram.org.")
    return TelegramSettings(token, secret or None, url or None, api)
