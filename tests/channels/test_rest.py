"""REST and the pages at the root, on the real server."""

from __future__ import annotations

import requests

from tests.conftest import Server


def test_a_question_is_answered_in_rasas_format(server: Server) -> None:
    reply = server.post("can I use a clay mask and a niacinamide serum on the same day?", "rest-1")
    assert reply.status_code == 200
    (message,) = reply.json()
    assert message["recipient_id"] == "rest-1"
    assert message["text"].startswith("Yes")
    assert all(button["payload"] == button["title"] for button in message["buttons"])


def test_bad_bodies_are_refused_with_a_hint(server: Server) -> None:
    address = f"{server.address}/webhooks/rest/webhook"
    for body in (
        b"",
        b"{",
        b"[]",
        b'"text"',
        b'{"message": 7, "sender": "x"}',
        b'{"message": "hi", "sender": ""}',
        b"\xff",
    ):
        reply = requests.post(address, data=body, headers={"Content-Type": "application/json"}, timeout=10)
        assert reply.status_code == 400, body
        assert "Send JSON" in reply.json()["error"]["message"]


def test_a_request_that_came_through_a_proxy_is_not_local(server: Server) -> None:
    reply = requests.post(
        f"{server.address}/webhooks/rest/webhook",
        json={"sender": "x", "message": "hi"},
        headers={"X-Forwarded-For": "203.0.113.7"},
        timeout=10,
    )
    assert reply.status_code == 403


def test_restart_is_text(server: Server) -> None:
    server.ask("walk me through a clay mask and a niacinamide serum", "restarts")
    server.ask("/restart", "restarts")
    assert "tep 2 of" in server.ask("next", "restarts")


def test_an_intent_is_text(server: Server) -> None:
    reply = server.ask('/compatibility{"thing": "retinol"}', "injects")
    assert reply
    assert "Traceback" not in reply


def test_odd_messages_get_a_short_helpful_reply(server: Server) -> None:
    for message in (
        "",
        "   ",
        "\x00\x01",
        "😀😀😀",
        "маска и сыворотка",
        "سيروم",
        "x" * 100_000,
        "?" * 500,
        "a" * 3999,
    ):
        reply = server.ask(message, "odd")
        assert 20 < len(reply) < 700, (message[:20], reply)
        assert "mask" in reply or "question" in reply
    assert server.process.poll() is None


def test_ready_and_the_demo_page(server: Server) -> None:
    assert requests.get(f"{server.address}/ready", timeout=10).json()["ready"] is True
    page = requests.get(f"{server.address}/", timeout=10)
    assert "lamella.js" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    script = requests.get(f"{server.address}/lamella.js", timeout=10)
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert requests.get(f"{server.address}/../domain.yml", timeout=10).status_code == 404


def test_a_message_with_the_same_id_is_answered_once(server: Server) -> None:
    address = f"{server.address}/webhooks/rest/webhook"
    server.ask("walk me through a clay mask and a niacinamide serum", "again")
    sent = {"sender": "again", "message": "next", "id": "m1"}
    replies = [requests.post(address, json=sent, timeout=30).json() for _ in range(3)]
    assert replies[0] == replies[1] == replies[2]
    assert "tep 3 of" in server.ask("next", "again")
    assert requests.post(address, json={**sent, "id": 7}, timeout=10).status_code == 400
