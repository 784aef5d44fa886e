"""The website's door, on the real server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import requests

from tests.conftest import Server


def _session(server: Server) -> str:
    return str(requests.post(f"{server.address}/webhooks/website/session", timeout=10).json()["session"])


def _send(server: Server, session: str, body: object) -> requests.Response:
    headers = {"Authorization": f"Bearer {session}"}
    return requests.post(f"{server.address}/webhooks/website/message", json=body, headers=headers, timeout=30)


def test_an_answer_comes_as_data_for_the_card(server: Server) -> None:
    reply = _send(server, _session(server), {"id": "1", "text": "retinol and glycolic acid together?"})
    assert reply.status_code == 200
    assert reply.json()["id"] == "1"
    (found,) = reply.json()["replies"]
    assert found["answer"]["verdict"] == "alternate_days"
    assert found["answer"]["sources"][0]["title"]
    assert found["text"]


def test_two_sessions_know_nothing_of_each_other(server: Server) -> None:
    one, other = _session(server), _session(server)
    assert one != other
    _send(server, one, {"id": "1", "text": "walk me through a clay mask"})
    assert "tep 2" in _send(server, one, {"id": "2", "text": "next"}).text
    assert "tep 2" not in _send(server, other, {"id": "1", "text": "next"}).text


def test_a_message_without_a_session_is_refused(server: Server) -> None:
    for session in ("", "guess", "x" * 43 + "!", "../../etc"):
        assert _send(server, session, {"id": "1", "text": "hi"}).status_code == 401


def test_bad_bodies_are_refused(server: Server) -> None:
    session = _session(server)
    for body in (
        None,
        [],
        {},
        {"id": "1"},
        {"id": "", "text": "hi"},
        {"id": 1, "text": "hi"},
        {"id": "x" * 65, "text": "hi"},
    ):
        reply = _send(server, session, body)
        assert (reply.status_code, reply.json()["error"]["code"]) == (400, "bad_request"), body


def test_a_message_sent_again_gets_the_same_reply_and_moves_nothing(server: Server) -> None:
    session = _session(server)
    _send(server, session, {"id": "1", "text": "walk me through a clay mask"})
    first = _send(server, session, {"id": "2", "text": "next"}).json()
    assert _send(server, session, {"id": "2", "text": "next"}).json() == first
    assert "tep 2" in first["replies"][0]["text"]
    assert "tep 3" in _send(server, session, {"id": "3", "text": "next"}).text


def test_fifty_copies_at_once_take_one_turn(server: Server) -> None:
    session = _session(server)
    _send(server, session, {"id": "1", "text": "walk me through a clay mask and a niacinamide serum"})
    with ThreadPoolExecutor(50) as threads:
        replies = list(threads.map(lambda _: _send(server, session, {"id": "2", "text": "next"}), range(50)))
    assert [reply.status_code for reply in replies] == [200] * 50
    assert len({reply.text for reply in replies}) == 1
    assert "tep 3" in _send(server, session, {"id": "3", "text": "next"}).text


def test_a_message_without_an_id_is_given_one(server: Server) -> None:
    session = _session(server)
    ids = {_send(server, session, {"text": "hello"}).json()["id"] for _ in range(2)}
    assert len(ids) == 2
