"""Puts the overrides in place, once a process."""

from __future__ import annotations

import hashlib
import inspect
from functools import lru_cache

import rasa.core.utils
import rasa.server
from rasa.core.actions.action import RemoteAction
from rasa.core.channels import console
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.utils.endpoints import EndpointConfig
from sanic.server import runners

from bot.framework import (
    cors,
    crowds,
    graph_runner,
    http_api,
    in_process_actions,
    logs,
    root_pages,
    rule_index,
    shell,
    store_errors,
    workers,
)

REPLACED = {
    "DaskGraphRunner.run": DaskGraphRunner.run,
    "EndpointConfig.request": EndpointConfig.request,
    "RemoteAction._validate_action_result": RemoteAction._validate_action_result,
    "RemoteAction.run": RemoteAction.run,
    "RulePolicy._get_possible_keys": RulePolicy._get_possible_keys,
    "RulePolicy._is_rule_applicable": RulePolicy._is_rule_applicable,
    "console.record_messages": console.record_messages,
    "number_of_sanic_workers": rasa.core.utils.number_of_sanic_workers,
    "rasa.server.add_root_route": rasa.server.add_root_route,
    "rasa.server.configure_cors": rasa.server.configure_cors,
    "rasa.server.create_app": rasa.server.create_app,
    "sanic.serve": runners.serve,
    "sanic.serve_multiple": runners.serve_multiple,
}
"""The pinned internals that the overrides replace or lean on, as they were before."""


@lru_cache(maxsize=1)
def install() -> None:
    """Replaces what is to be replaced. A second call does nothing."""
    in_process_actions.install()
    root_pages.install()
    store_errors.install()
    cors.install()
    http_api.install()
    shell.install()
    logs.install()
    graph_runner.install()
    rule_index.install()
    workers.install()
    crowds.install()


def digests() -> dict[str, str]:
    """A digest of the source of each replaced internal, to notice when another Rasa is installed."""
    return {
        name: hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:16]
        for name, function in REPLACED.items()
    }
