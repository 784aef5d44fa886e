"""Puts the overrides in place, once a process."""

from __future__ import annotations

import hashlib
import inspect
from functools import lru_cache

import rasa.server
from rasa.core.actions.action import RemoteAction
from rasa.utils.endpoints import EndpointConfig

from bot.framework import cors, in_process_actions, root_pages, store_errors

REPLACED = {
    "EndpointConfig.request": EndpointConfig.request,
    "RemoteAction._validate_action_result": RemoteAction._validate_action_result,
    "RemoteAction.run": RemoteAction.run,
    "rasa.server.add_root_route": rasa.server.add_root_route,
    "rasa.server.configure_cors": rasa.server.configure_cors,
}
"""The pinned internals that the overrides replace or lean on, as they were before."""


@lru_cache(maxsize=1)
def install() -> None:
    """Replaces what is to be replaced. A second call does nothing."""
    in_process_actions.install()
    root_pages.install()
    store_errors.install()
    cors.install()


def digests() -> dict[str, str]:
    """A digest of the source of each replaced internal, to notice when another Rasa is installed."""
    return {
        name: hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16]
        for name, function in REPLACED.items()
    }
