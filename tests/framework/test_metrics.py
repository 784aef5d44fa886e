"""What Prometheus reads: counts by door, kind and verdict, and nothing of a person."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import requests

from tests.conftest import Server, running


def value(text: str, name: str, **labels: str) -> float:
    """The value of a series; 0 where it is not there."""
    for line in text.splitlines():
        found = re.fullmatch(rf"{name}(?:{{(.*)}})? (\S+)", line)
        if found and dict(re.findall(r'(\w+)="([^"]*)"', found[1] or "")) == labels:
            return float(found[2])
    return 0.0


def metrics(server: Server) -> str:
    reply = requests.get(f"{server.address}/metrics", timeout=10)
    assert reply.status_code == 200
    return reply.text


def test_messages_and_verdicts_are_counted(server: Server) -> None:
    before = metrics(server)
    sender = f"metrics-{uuid.uuid4().hex}"
    server.ask("can i use retinol and glycolic acid in the same night?", sender)
    server.ask("hello", sender)
    after = metrics(server)

    def more(name: str, **labels: str) -> float:
        return value(after, name, **labels) - value(before, name, **labels)

    assert more("lamella_message_seconds_count", door="rest") == 2
    assert more("lamella_answers_total", door="rest", kind="greet", verdict="") == 1
    assert more("lamella_answers_total", door="rest", kind="compatibility", verdict="alternate_days") == 1
    assert sender not in after


def test_the_process_is_alive(server: Server) -> None:
    assert requests.get(f"{server.address}/health", timeout=10).json() == {"alive": True}


def test_behind_a_proxy_a_token_is_needed(server: Server, tmp_path: Path) -> None:
    from_outside = {"X-Forwarded-For": "203.0.113.7"}
    assert requests.get(f"{server.address}/metrics", headers=from_outside, timeout=10).status_code == 403
    with running(tmp_path, LAMELLA_METRICS_TOKEN="a-token-for-prometheus") as guarded:

        def asked(token: str) -> int:
            headers = {**from_outside, "Authorization": f"Bearer {token}"}
            return requests.get(f"{guarded.address}/metrics", headers=headers, timeout=10).status_code

        assert asked("a-token-for-prometheus") == 200
        assert asked("another") == 403
        assert requests.get(f"{guarded.address}/metrics", timeout=10).status_code == 403
