"""Keeps Rasa's HTTP API shut to strangers.

`rasa run --enable-api` lets anyone read every conversation and load another model, unless a token is set; Rasa asks for
none.
"""

from __future__ import annotations

from typing import Any

import rasa.server
from sanic import Sanic

from bot.settings import SettingsError


def install() -> None:
    """Replaces `rasa.server.create_app`."""
    made_by_rasa = rasa.server.create_app

    def create_app(*args: Any, auth_token: str | None = None, jwt_secret: str | None = None, **more: Any) -> Sanic:
        if not auth_token and not jwt_secret:
            raise SettingsError("--enable-api opens Rasa's HTTP API to anyone: set --auth-token or --jwt-secret too.")
        return made_by_rasa(*args, auth_token=auth_token, jwt_secret=jwt_secret, **more)

    rasa.server.create_app = create_app
