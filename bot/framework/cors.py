"""Keeps Rasa's handling of other origins away from what Lamella serves itself.

Rasa answers every browser that asks beforehand (`OPTIONS`) by itself, with one list for all paths and before a
channel sees the request. There is no setting for it to leave a path alone.
"""

from __future__ import annotations

import re

import rasa.server
from sanic import Sanic
from sanic_cors import CORS

NOT_OURS = re.compile(r"^/(?!webhooks/website/|$|[^/]*\.(?:html|js|css|svg)$)")
"""The paths that are Rasa's, as far as origins go: neither the website's channel nor the pages at the root."""


def install() -> None:
    """Replaces `rasa.server.configure_cors`."""
    rasa.server.configure_cors = configure_cors


def configure_cors(app: Sanic, cors_origins: str | list[str] | None = "") -> None:
    """As Rasa does it, for `NOT_OURS`."""
    app.config.CORS_AUTOMATIC_OPTIONS = True
    app.config.CORS_SUPPORTS_CREDENTIALS = True
    app.config.CORS_EXPOSE_HEADERS = "filename"
    CORS(app, resources={NOT_OURS: {"origins": cors_origins or ""}}, automatic_options=True)
