"""Rasa's custom actions. They run inside the server; `rasa run actions` is for who wants a server of their own."""

from __future__ import annotations

import os

# That server asks nobody who they are, so it is for this machine, unless its owner says otherwise.
os.environ.setdefault("SANIC_HOST", "127.0.0.1")
