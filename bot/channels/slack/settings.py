"""What the owner sets about Slack, in the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import NamedTuple

from bot.settings import SettingsError, is_address, switch

_TOKEN = re.compile(r"xoxb-[A-Za-z0-9-]{8,}")
_APP_TOKEN = re.compile(r"xapp-[A-Za-z0-9-]{8,}")
_API = "https://slack.com/api/"
_SECRET = re.compile(r"[0-9a-f]{32}")


class SlackSettings(NamedTuple):
    """What the owner sets about Slack; docs/slack.md tells what each is for."""

    token: str
    signing_secret: str | None
    """Without it there is no address for Slack's requests."""
    app_token: str | None
    """With it the app connects to Slack, over Socket Mode."""
    api: str


def read_slack(environment: Mapping[str, str] = os.environ) -> SlackSettings | None:
    """Slack's settings; None where nothing is set, so that the door stays closed. Raises SettingsError.

    Values that are secret are not repeated.
    """
    token, signing_secret, app_token, socket_mode, api = (
        environment.get(f"LAMELLA_SLACK_{name}", "").strip()
        for name in ("TOKEN", "SIGNING_SECRET", "APP_TOKEN", "SOCKET_MODE", "API")
    )
    by_socket = switch("LAMELLA_SLACK_SOCKET_MODE", socket_mode)
    if not (token or signing_secret or app_token or by_socket):
        return None
    if not _TOKEN.fullmatch(token):
        raise SettingsError("LAMELLA_SLACK_TOKEN: the bot token is needed, xoxb-…, from the app's OAuth & Permissions.")
    if signing_secret and not _SECRET.fullmatch(signing_secret):
        raise SettingsError(
            "LAMELLA_SLACK_SIGNING_SECRET is not the signing secret of the app's Basic Information: 32 digits, 0 to f."
        )
    if by_socket and not _APP_TOKEN.fullmatch(app_token):
        raise SettingsError(
            "LAMELLA_SLACK_APP_TOKEN: for Socket Mode the app-level token is needed, xapp-…, of the app's Basic "
            "Information, with the scope connections:write."
        )
    if not by_socket and not signing_secret:
        raise SettingsError(
            "LAMELLA_SLACK_SIGNING_SECRET is missing: without it nobody knows whether a request comes from Slack. "
            "Or set LAMELLA_SLACK_SOCKET_MODE=true, for an app that connects to Slack."
        )
    if api and not is_address(api, "https", "http"):
        raise SettingsError(f"LAMELLA_SLACK_API is no address such as {_API}.")
    return SlackSettings(
        token=token,
        signing_secret=signing_secret or None,
        app_token=app_token if by_socket else None,
        api=api or _API,
    )
