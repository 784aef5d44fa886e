"""Several processes that serve one port: `LAMELLA_WORKERS`, one unless set.

Sanic can start several, but it has them accept from one socket, where the first to wake takes most connections, and it
does not replace one that dies. Here each listens on a socket of its own (`SO_REUSEPORT`, Linux), between which the
kernel shares out connections; one that is killed is replaced, and none outlives the process that started them. What
only one of them may do takes a lease (`bot.storage.leases`).
"""

from __future__ import annotations

import ctypes
import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Mapping
from multiprocessing.connection import wait
from typing import Any

import sanic.app
from sanic.server.runners import serve

from bot.settings import SettingsError

logger = logging.getLogger(__name__)

_SETTING = "LAMELLA_WORKERS"
_PAUSE = 1.0
"""Seconds before a worker that died is replaced."""
_DIE_WITH_PARENT = 1
"""`PR_SET_PDEATHSIG` of prctl."""


def install() -> None:
    """Replaces Sanic's `serve_multiple`, and tells Rasa how many workers are wanted. Raises SettingsError."""
    sanic.app.serve_multiple = serve_workers
    if _SETTING in os.environ:
        os.environ["SANIC_WORKERS"] = str(wanted(os.environ))


def wanted(environment: Mapping[str, str]) -> int:
    """How many workers are to serve. Raises SettingsError."""
    text = environment.get(_SETTING, "").strip() or "1"
    if not text.isdecimal() or not 1 <= int(text) <= 64:
        raise SettingsError(f"{_SETTING}: “{text}” is no number of processes between 1 and 64.")
    if int(text) > 1 and sys.platform != "linux":
        raise SettingsError(f"{_SETTING}: several processes on one port need Linux. Set it to 1 here.")
    return int(text)


def serve_workers(server_settings: dict[str, Any], workers: int) -> None:
    """Serves with so many processes until SIGTERM or SIGINT, or until one ends by a fault of its own."""
    for settled in ("main_start", "main_stop"):  # Listeners of a process that serves nothing; Rasa has none.
        server_settings.pop(settled, None)
    server_settings.update(reuse_port=True, run_multiple=True)
    running = [_started(server_settings) for _ in range(workers)]
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True
        for worker in running:
            worker.terminate()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    while running:
        wait([worker.sentinel for worker in running])
        for worker in [found for found in running if not found.is_alive()]:
            running.remove(worker)
            if stopping:
                continue
            # What ended by itself could not listen, or could not start, and would not the next time either.
            if worker.exitcode is None or worker.exitcode >= 0:
                stop()
                continue
            logger.error("A worker was ended by signal %d; another takes its place.", -worker.exitcode)
            time.sleep(_PAUSE)
            if not stopping:
                running.append(_started(server_settings))


def _started(server_settings: dict[str, Any]) -> Any:
    worker = multiprocessing.get_context("fork").Process(target=_serve, args=(server_settings,), daemon=True)
    worker.start()
    return worker


def _serve(server_settings: dict[str, Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    ctypes.CDLL(None).prctl(_DIE_WITH_PARENT, signal.SIGTERM)
    serve(**server_settings)
