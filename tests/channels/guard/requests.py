"""Requests without a server, as the pieces of the guard look at them."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

from sanic.compat import Header


def request(peer: str = "203.0.113.7", body: bytes = b"", **headers: str) -> Any:
    """A request from an address; `x_forwarded_for=` is the header X-Forwarded-For."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return SimpleNamespace(
        ip=peer,
        headers=Header(named),
        body=body,
        path="/webhooks/test",
        ctx=SimpleNamespace(),
        get_json=lambda: json.loads(body),
    )
