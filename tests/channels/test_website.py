"""The website's door, on the real server."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.channels.guard.session import opened
from tests.channels.website import call, code, history, new_session, send, signing_key
from tests.conftest import Server, running


def test_an_answer_comes_as_data_for_the_card(server: Server) -> None:
    reply = send(server, new_session(server), {"id": "1", "text": "retinol and glycolic acid together?"})
    assert reply.status_code == 200
    assert reply.json()["id"] == "1"
    (found,) = reply.json()["replies"]
    assert found["answer"]["verdict"] == "alternate_days"
    assert found["answer"]["sources"][0]["title"]
    assert found["text"]


def test_two_sessions_know_nothing_of_each_other(server: Server) -> None:
    one, other = new_session(server), new_session(server)
    assert one != other
    send(server, one, {"id": "1", "text": "walk me through a clay mask"})
    assert "tep 2" in send(server, one, {"id": "2", "text": "next"}).text
    assert "tep 2" not in send(server, other, {"id": "1", "text": "next"}).text


def test_a_message_without_a_session_is_refused(server: Server) -> None:
    for session in ("", "guess", "x" * 43 + "!", "../../etc"):
        assert send(server, session, {"id": "1", "text": "hi"}).status_code == 401


def test_bad_bodies_are_refused(server: Server) -> None:
    session = new_session(server)
    for body in (
        None,
        [],
        {},
        {"id": "1"},
        {"id": "", "text": "hi"},
        {"id": 1, "text": "hi"},
        {"id": "x" * 65, "text": "hi"},
    ):
        reply = send(server, session, body)
        assert code(reply) == (400, "bad_request"), body


def test_a_message_sent_again_gets_the_same_reply_and_moves_nothing(server: Server) -> None:
    session = new_session(server)
    send(server, session, {"id": "1", "text": "walk me through a clay mask"})
    first = send(server, session, {"id": "2", "text": "next"}).json()
    assert send(server, session, {"id": "2", "text": "next"}).json() == first
    assert "tep 2" in first["replies"][0]["text"]
    assert "tep 3" in send(server, session, {"id": "3", "text": "next"}).text


def test_fifty_copies_at_once_take_one_turn(server: Server) -> None:
    session = new_session(server)
    send(server, session, {"id": "1", "text": "walk me through a clay mask and a niacinamide serum"})
    with ThreadPoolExecutor(50) as threads:
        replies = list(threads.map(lambda _: send(server, session, {"id": "2", "text": "next"}), range(50)))
    assert [reply.status_code for reply in replies] == [200] * 50
    assert len({reply.text for reply in replies}) == 1
    assert "tep 3" in send(server, session, {"id": "3", "text": "next"}).text


def test_a_message_without_an_id_is_given_one(server: Server) -> None:
    session = new_session(server)
    ids = {send(server, session, {"text": "hello"}).json()["id"] for _ in range(2)}
    assert len(ids) == 2


def test_a_reload_shows_what_was_said(server: Server) -> None:
    session = new_session(server)
    assert history(server, session) == []
    before = time.time()
    replies = [
        send(server, session, {"id": id, "text": text}).json()["replies"]
        for id, text in (("1", "retinol and glycolic acid together?"), ("2", "walk me through a clay mask"))
    ]
    found = history(server, session)
    assert [(turn["id"], turn["text"]) for turn in found] == [
        ("1", "retinol and glycolic acid together?"),
        ("2", "walk me through a clay mask"),
    ]
    assert [turn["replies"] for turn in found] == replies
    assert before <= found[0]["at"] <= found[1]["at"] <= time.time()


def test_the_history_is_that_of_the_session_only(server: Server) -> None:
    one, other = new_session(server), new_session(server)
    send(server, one, {"id": "1", "text": "retinol and glycolic acid together?"})
    assert history(server, other) == []
    assert code(call(server, "GET", "history")) == (401, "no_session")


def test_after_forget_nothing_is_left(server: Server) -> None:
    session, other = new_session(server), new_session(server)
    for one in (session, other):
        send(server, one, {"id": "1", "text": "I have dry skin"})
    assert "dry" in send(server, session, {"id": "2", "text": "what do you know about me?"}).text
    done = call(server, "POST", "forget", session)
    assert (done.status_code, done.json()) == (200, {"forgotten": True})
    assert history(server, session) == []
    assert "dry" not in send(server, session, {"id": "3", "text": "what do you know about me?"}).text
    assert call(server, "POST", "forget", session).status_code == 200
    assert [turn["id"] for turn in history(server, other)] == ["1"]
    assert "dry" in send(server, other, {"id": "2", "text": "what do you know about me?"}).text


def test_forget_me_in_the_chat_empties_the_history(server: Server) -> None:
    session = new_session(server)
    send(server, session, {"id": "1", "text": "I have dry skin"})
    assert len(history(server, session)) == 1
    send(server, session, {"id": "2", "text": "forget me"})
    assert history(server, session) == []


def test_nobody_is_forgotten_without_a_session(server: Server) -> None:
    assert code(call(server, "POST", "forget")) == (401, "no_session")


def test_answers_are_not_kept_by_caches(server: Server) -> None:
    session = new_session(server)
    for response in (
        call(server, "POST", "session"),
        send(server, session, {"id": "1", "text": "hello"}),
        call(server, "GET", "history", session),
        call(server, "POST", "forget", session),
        call(server, "GET", "history"),
    ):
        assert response.headers["Cache-Control"] == "no-store", response.url


async def test_a_session_can_be_renewed_and_keeps_its_conversation(server: Server) -> None:
    session = new_session(server)
    send(server, session, {"id": "1", "text": "walk me through a clay mask"})
    time.sleep(1.1)
    renewed = call(server, "POST", "session", session, json={}).json()
    assert renewed["session"] != session
    key = await signing_key(server)
    first, later = opened(key, session, time.time()), opened(key, renewed["session"], time.time())
    assert (first.conversation, first.expires < later.expires) == (later.conversation, True)
    assert renewed["expires"] == later.expires
    assert "tep 2" in send(server, renewed["session"], {"id": "2", "text": "next"}).text


def test_a_session_that_is_none_begins_a_new_conversation(server: Server) -> None:
    begun = call(server, "POST", "session", "forged", json={})
    assert begun.status_code == 200
    assert history(server, begun.json()["session"]) == []


def test_sessions_outlive_a_restart(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        session = new_session(server)
        send(server, session, {"id": "1", "text": "walk me through a clay mask"})
    with running(tmp_path) as server:
        assert "tep 2" in send(server, session, {"id": "2", "text": "next"}).text
