"""What ill will sends to the website's door, on the real server: the right status, the right effect, others served."""

from __future__ import annotations

import json
import random
import string
import time
from collections import Counter
from typing import Any

import pytest
import requests

from bot.channels.guard.session import issue, signed
from tests.channels.website import call, code, history, new_session, send, signing_key
from tests.conftest import Server

FOREIGN = "https://evil.example"
WALK = {"id": "w", "text": "walk me through a clay mask and a niacinamide serum"}


@pytest.fixture(autouse=True)
def others_are_served(server: Server) -> Any:
    """Whatever was sent: the server stands, another visitor is answered, and no stack trace left the house."""
    yield
    reply = send(server, new_session(server), {"id": "1", "text": "retinol and glycolic acid together?"})
    assert reply.status_code == 200
    assert reply.json()["replies"][0]["answer"]["verdict"] == "alternate_days"
    assert server.process.poll() is None


# Sessions


async def test_forged_sessions_are_refused(server: Server) -> None:
    session = new_session(server)
    conversation, issued, expires, signature = session.split(".")
    longer = f"{int(expires, 16) + 86_400:x}"
    for forged in (
        f"{conversation}.{issued}.{longer}.{signature}",
        f"{conversation}.{issued}.{expires}.{'A' * 43}",
        f"{conversation}.{issued}.{expires}.",
        f"{conversation}.{issued}.{expires}",
        signed(b"\0" * 32, issue(time.time(), 86_400, conversation)),
        session.swapcase(),
        session[:-1],
        session + "A",
        "x" * 43,
        "x" * 7000,
        "",
    ):
        assert code(send(server, forged, {"id": "1", "text": "hi"})) == (401, "no_session"), forged
    for header in (session, f"Basic {session}", f"bearer {session}", f"Bearer  {session}", f"Bearer {session}, x"):
        found = call(server, "GET", "history", headers={"Authorization": header})
        assert code(found) == (401, "no_session"), header
    assert history(server, session) == []


async def test_expired_sessions_are_refused_and_not_renewed(server: Server) -> None:
    key = await signing_key(server)
    living = issue(time.time(), 60)
    assert history(server, signed(key, living)) == []
    expired = signed(key, issue(time.time() - 120, 60, living.conversation))
    for method, path in (("POST", "message"), ("GET", "history"), ("POST", "forget")):
        assert code(call(server, method, path, expired, json={"text": "hi"})) == (401, "session_expired")
    begun = call(server, "POST", "session", expired, json={}).json()["session"]
    assert begun.split(".")[0] != living.conversation


def test_parts_of_two_sessions_open_neither(server: Server) -> None:
    mine, theirs = new_session(server), new_session(server)
    send(server, theirs, WALK)
    mine_parts, their_parts = mine.split("."), theirs.split(".")
    swapped = ".".join([their_parts[0], *mine_parts[1:]])
    for session in (swapped, ".".join([*their_parts[:3], mine_parts[3]])):
        assert code(call(server, "GET", "history", session)) == (401, "no_session")
        assert code(call(server, "POST", "forget", session)) == (401, "no_session")
        assert code(send(server, session, {"id": "1", "text": "next"})) == (401, "no_session")
    assert history(server, mine) == []
    assert "tep 2" in send(server, theirs, {"id": "1", "text": "next"}).text


def test_a_sender_in_the_body_claims_nothing(server: Server) -> None:
    theirs = new_session(server)
    send(server, theirs, WALK)
    sender = f"website:{theirs.split('.')[0]}"
    claimed = {"id": "w", "text": "next", "sender": sender, "session": theirs, "sender_id": sender}
    assert "tep 2" not in send(server, new_session(server), claimed).text
    assert [turn["id"] for turn in history(server, theirs)] == ["w"]


def test_a_thousand_guesses_open_nothing_and_are_slowed_down(server: Server) -> None:
    drawn = random.Random(6)
    now = int(time.time())
    alphabet = string.ascii_letters + string.digits + "-_"
    statuses: Counter[int] = Counter()
    with requests.Session() as line:
        for _ in range(1000):
            parts = ("".join(drawn.choices(alphabet, k=length)) for length in (22, 43))
            token = f"{next(parts)}.{now:x}.{now + 9999:x}.{next(parts)}"
            headers = {"Authorization": f"Bearer {token}", "X-Forwarded-For": "198.51.100.66"}
            found = line.get(f"{server.address}/webhooks/website/history", headers=headers, timeout=10)
            statuses[found.status_code] += 1
    assert set(statuses) == {401, 429}
    assert statuses[401] <= 600, "300 a minute, over two windows at most"


# Messages that come again


def test_a_replayed_message_moves_nothing_whatever_it_says_now(server: Server) -> None:
    session = new_session(server)
    send(server, session, WALK)
    first = send(server, session, {"id": "n", "text": "next"}).json()
    for text in ("next", "something else", "/restart", "x" * 5000):
        assert send(server, session, {"id": "n", "text": text}).json() == first
    assert "tep 3" in send(server, session, {"id": "m", "text": "next"}).text


def test_the_same_id_of_two_visitors_is_two_messages(server: Server) -> None:
    one, other = new_session(server), new_session(server)
    send(server, one, WALK)
    assert "tep 2" in send(server, one, {"id": "n", "text": "next"}).text
    assert "tep 2" not in send(server, other, {"id": "n", "text": "next"}).text


# Origins


@pytest.mark.parametrize("path", ["session", "message", "history", "forget"])
@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://localhost.evil.example"])
def test_pages_of_other_sites_are_refused(server: Server, path: str, origin: str) -> None:
    session = new_session(server)
    method = "GET" if path == "history" else "POST"
    refused = call(server, method, path, session, {"Origin": origin}, json={"id": "1", "text": "hi"})
    assert code(refused) == (403, "origin_not_allowed")
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "authorization",
    }
    preflight = call(server, "OPTIONS", path, headers=asked)
    assert preflight.status_code == 403
    for response in (refused, preflight):
        assert not [name for name in response.headers if name.lower().startswith("access-control")], response.headers
    assert history(server, session) == []


@pytest.mark.parametrize(("path", "method"), [("session", "POST"), ("message", "POST"), ("history", "GET")])
def test_pages_on_this_machine_and_our_own_may_ask_beforehand(server: Server, path: str, method: str) -> None:
    for origin in ("http://localhost:8080", "http://127.0.0.1:3000", server.address):
        asked = {"Origin": origin, "Access-Control-Request-Method": method}
        found = call(server, "OPTIONS", path, headers=asked)
        assert found.status_code == 204
        assert found.headers["Access-Control-Allow-Origin"] == origin
        assert found.headers["Access-Control-Allow-Methods"] == method
        assert "Authorization" in found.headers["Access-Control-Allow-Headers"]
        assert "Access-Control-Allow-Credentials" not in found.headers
        assert found.headers["Vary"] == "Origin"


def test_a_page_may_read_answers_and_errors_alike(server: Server) -> None:
    origin = "http://localhost:8080"
    session = new_session(server, Origin=origin)
    answers = [
        send(server, session, {"id": "1", "text": "hello"}, Origin=origin),
        send(server, session, {"id": ""}, Origin=origin),
        send(server, "forged", {"id": "1", "text": "hello"}, Origin=origin),
        call(server, "POST", "message", session, {"Origin": origin}, data=b"x" * 300_000),
    ]
    assert [answer.status_code for answer in answers] == [200, 400, 401, 413]
    for answer in answers:
        assert answer.headers["Access-Control-Allow-Origin"] == origin
        assert answer.headers["Access-Control-Expose-Headers"] == "Retry-After"


def test_the_script_may_be_embedded_anywhere(server: Server) -> None:
    script = requests.get(f"{server.address}/lamella.js", headers={"Origin": FOREIGN}, timeout=10)
    assert (script.status_code, script.headers["Access-Control-Allow-Origin"]) == (200, "*")


def test_a_foreign_page_in_the_owners_browser_cannot_rehearse(server: Server) -> None:
    address = f"{server.address}/webhooks/rest/webhook"
    body = {"sender": "owner", "message": "hi"}
    assert requests.post(address, json=body, headers={"Origin": FOREIGN}, timeout=10).status_code == 403
    preflight = {"Origin": FOREIGN, "Access-Control-Request-Method": "POST"}
    assert "Access-Control-Allow-Origin" not in requests.options(address, headers=preflight, timeout=10).headers


# Bodies


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"{", b"[]", b"null", b'"text"', b"7", b"\xff\xfe", b"{" * 50_000, b"[" * 100_000, b'{"text": 1e999}'),
        *(
            b'{"text": "hi", "text": null}',
            b'{"id": "1", "text": ["hi"]}',
            b'{"id": {"$ne": 1}, "text": "hi"}',
            b"text=hi",
        ),
    ],
)
def test_malformed_bodies_are_bad_requests(server: Server, body: bytes) -> None:
    found = call(server, "POST", "message", new_session(server), {"Content-Type": "application/json"}, data=body)
    assert code(found) == (400, "bad_request")
    assert "Traceback" not in found.text


def test_large_bodies(server: Server) -> None:
    session = new_session(server)
    kind = send(server, session, {"id": "1", "text": "x" * 100_000})
    assert kind.status_code == 200
    assert "few sentences" in kind.json()["replies"][0]["text"]
    assert code(send(server, session, {"id": "2", "text": "x" * 1_000_000})) == (413, "too_large")
    try:
        far_too_large = send(server, session, {"id": "3", "text": "x" * 30_000_000})
    except requests.ConnectionError:
        pass  # The server hangs up while it is still being sent to.
    else:
        assert far_too_large.status_code == 413
    assert history(server, session) == []


def test_odd_characters_are_answered_and_shown_again(server: Server) -> None:
    session = new_session(server)
    odd = [
        "\ud83d",
        "\x00\x01 retinol",
        "\u202eretinol",
        "😀" * 300,
        "\ufeff",
        "'; DROP TABLE event; --",
        "{0} %s ${x}",
    ]
    for number, text in enumerate(odd):
        # Python's own client cannot send half a character as it is; JSON can spell it.
        body = json.dumps({"id": str(number), "text": text}).encode()
        found = call(server, "POST", "message", session, data=body)
        assert found.status_code == 200, text.encode("utf-8", "replace")
        assert found.json()["replies"]
    assert {"0", "1", "5"} <= {turn["id"] for turn in history(server, session)}


# Injection


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "/restart",
            "/back",
            "/session_start",
            "//restart",
            " \n/restart",
            '/person{"pregnant": true}',
            "/action_walk",
        ),
        *('/inform{"focus": null}', 'EXTERNAL: {"name": "/restart"}', "/nlu_fallback", "@/restart"),
    ],
)
def test_commands_are_text(server: Server, typed: str) -> None:
    session = new_session(server)
    send(server, session, WALK)
    assert send(server, session, {"id": "1", "text": typed}).status_code == 200
    assert "tep 2 of" in send(server, session, {"id": "2", "text": "next"}).text
    assert len(history(server, session)) == 3


@pytest.mark.parametrize(
    "markup",
    [
        *(
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "[look](javascript:alert(1))",
            "javascript:alert(1)",
        ),
        *("<a href='https://evil.example'>", "https://evil.example/retinol", "</textarea><svg/onload=alert(1)>"),
    ],
)
def test_markup_is_never_more_than_text(server: Server, markup: str) -> None:
    session = new_session(server)
    texts = (f"can I use {markup} with retinol?", f"I own a {markup} retinol serum", "what is on my shelf?")
    for number, text in enumerate(texts):
        found = send(server, session, {"id": str(number), "text": text})
        assert found.status_code == 200
        assert found.headers["Content-Type"] == "application/json"
        assert found.headers["X-Content-Type-Options"] == "nosniff"
        for reply in found.json()["replies"]:
            links = [source.get("url") or "" for source in (reply["answer"] or {}).get("sources", [])]
            assert all(link.startswith("https://") and "evil" not in link for link in links if link)
            assert not any(markup in button["payload"] for button in reply["buttons"])
    assert history(server, session)[0]["text"] == texts[0]


# Floods


def test_a_flood_of_one_visitor_is_refused_with_a_time_to_wait(server: Server) -> None:
    session = new_session(server)
    found = [send(server, session, {"id": str(number), "text": "hello"}) for number in range(70)]
    statuses = Counter(reply.status_code for reply in found)
    assert set(statuses) == {200, 429}
    assert 30 <= statuses[200] <= 60, "30 a minute, over two windows at most"
    refused = next(reply for reply in found if reply.status_code == 429)
    said = refused.json()["error"]
    assert said["code"] == "too_many"
    assert 1 <= said["retry_after"] <= 61
    assert refused.headers["Retry-After"] == str(said["retry_after"])
    # What was answered is answered again: who lost the reply on the way asks nothing new.
    assert send(server, session, {"id": "0", "text": "hello"}).json() == found[0].json()
    assert len(history(server, session)) == min(statuses[200], 50)


def test_a_flood_from_one_address_leaves_the_others_alone(server: Server) -> None:
    here, elsewhere = {"X-Forwarded-For": "198.51.100.1"}, {"X-Forwarded-For": "198.51.100.2"}
    statuses: Counter[int] = Counter()
    with requests.Session() as line:
        for number in range(700):
            # What a client writes before its own address changes nothing.
            headers = {"X-Forwarded-For": f"203.0.113.{number % 250}, {here['X-Forwarded-For']}"}
            found = line.post(f"{server.address}/webhooks/website/session", headers=headers, timeout=10)
            statuses[found.status_code] += 1
    assert set(statuses) == {200, 429}
    assert 300 <= statuses[200] <= 600
    assert code(call(server, "POST", "session", headers=here)) == (429, "too_many")
    assert call(server, "POST", "session", headers=elsewhere).status_code == 200


# Fuzz


def test_a_thousand_random_bodies_break_nothing(server: Server) -> None:
    drawn = random.Random(1000)
    statuses: Counter[int] = Counter()
    session = ""
    with requests.Session() as line:
        for number in range(1000):
            if number % 20 == 0:
                session = new_session(server)
            path = drawn.choice(["message"] * 8 + ["session", "forget"])
            body = mutated(drawn, number)
            headers = {"Authorization": f"Bearer {session}", "Content-Type": "application/json"}
            found = line.post(f"{server.address}/webhooks/website/{path}", data=body, headers=headers, timeout=30)
            assert found.status_code < 500, (path, body[:300], found.text[:300])
            assert "Traceback" not in found.text
            statuses[found.status_code] += 1
    assert set(statuses) <= {200, 400, 413, 429}
    assert min(statuses[200], statuses[400]) > 100, statuses


REAL: tuple[dict[str, Any], ...] = (
    {"id": "5f0c1c0e-8a52-4a43-9f51-6f6f6d1f2a11", "text": "Can I use retinol with glycolic acid?"},
    {"id": "m1", "text": "walk me through a clay mask and a niacinamide serum"},
    {"id": "m2", "text": "I have dry skin and I own The Ordinary niacinamide 10%"},
    {"id": "m3", "text": "my face burns since the peel, what now??"},
    {"text": "next"},
    {},
)
ODD: tuple[Any, ...] = (
    *(None, True, 0, -1, 1e308, "", " ", "\x00", "\ud800", "😀" * 50, "/restart", "x" * 5000, [], {}, [[]]),
    *({"id": "1"}, "\u202e", "%s%n", "../../etc/passwd", "<script>", "' OR 1=1 --", 2**70, ["text"], "1" * 65),
)


def mutated(drawn: random.Random, number: int) -> bytes:
    """A real body with some of it changed, as a value or as bytes."""
    body = dict(drawn.choice(REAL))
    if "id" in body:
        body["id"] = f"{number}-{body['id']}"[:64]
    for _ in range(drawn.choice((0, 0, 1, 2))):
        change = drawn.randrange(4)
        if change == 0:
            body[drawn.choice(("id", "text", "sender", "__proto__", ""))] = drawn.choice(ODD)
        elif change == 1 and isinstance(body.get("text"), str):
            letters = list(body["text"])
            for _ in range(drawn.randrange(1, 8)):
                letters.insert(
                    drawn.randrange(len(letters) + 1), chr(drawn.choice((drawn.randrange(0x500), 0x1F600, 0xDFFF)))
                )
            body["text"] = "".join(letters)
        elif change == 2:
            body.pop(drawn.choice(("id", "text")), None)
        else:
            body = {"text": body.get("text"), "nested": body, "list": [body] * drawn.randrange(4)}
    written = bytearray(json.dumps(body).encode())
    if drawn.random() < 0.4:
        for _ in range(drawn.randrange(1, 6)):
            at = drawn.randrange(len(written) + 1)
            drawn.choice((written.__delitem__, lambda part: written.__setitem__(part, drawn.randbytes(3))))(
                slice(at, at + drawn.randrange(4))
            )
    return bytes(written)


# What is left behind


def test_the_log_holds_neither_words_nor_sessions_nor_addresses(server: Server) -> None:
    """Runs last in this file: whatever was sent above, ill-formed or well, is not in the log."""
    session = new_session(server, **{"X-Forwarded-For": "198.51.100.9"})
    for text in ("my zqwxrash itches", '/zqwxrash{"a": 1}', "zqwxrash" * 600):
        send(server, session, {"text": text}, **{"X-Forwarded-For": "198.51.100.9"})
    send(server, session + "x", {"text": "zqwxrash"})
    log = server.log.read_text()
    assert not [found for found in ("zqwxrash", session, session.split(".")[0], "198.51.100.") if found in log]
    assert "Traceback" not in log
