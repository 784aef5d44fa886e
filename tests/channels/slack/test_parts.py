"""What is kept in the outbox of the replies to a message."""

from __future__ import annotations

from typing import Any

import msgspec

from bot.answers.answer import Answer, AnswerStep, Cell, Place, Row, Week
from bot.channels import settings
from bot.channels.slack import SlackChannel
from bot.channels.slack.parts import parts
from bot.channels.slack.reading import Heard, heard
from bot.channels.slack.settings import read_slack
from tests.channels.slack.payloads import APP, TEAM, Payload, command, mentioned, moment, pressed, written
from tests.channels.slack.platform import buttons, problems, shown

HOOK = "https://hooks.slack.com/commands/T061EG9R6/1/abc"
ROW = Row(day="Monday", morning=Cell(), evening=Cell(names=("retinol",)))
WEEK = Answer(kind="plan", headline="Your week.", week=Week(rows=(ROW,) * 7, daily={"morning": (), "evening": ()}))
OFFER = Answer(kind="private", headline="That is for a private chat.")


def said(payload: Payload) -> Heard:
    found = heard(payload)
    assert found is not None
    return found


def reply(answer: Any, *sentences: str) -> dict[str, Any]:
    data = msgspec.to_builtins(answer) if isinstance(answer, Answer) else answer
    return {"text": "So.", "buttons": [{"title": text, "payload": text} for text in sentences], "answer": data}


def test_a_picture_goes_where_the_app_is() -> None:
    ts = moment()
    post, picture = parts(said(mentioned("U1", "C1", "plan my week", ts=ts)), [reply(WEEK)])
    assert (post["post"]["channel"], post["post"]["thread_ts"]) == ("C1", ts)
    assert picture == {"picture": "week", "answer": reply(WEEK)["answer"], "place": {"channel": "C1", "thread_ts": ts}}
    (only,) = parts(said(command("U1", "C1", "plan my week", HOOK)), [reply(WEEK)])
    assert only["respond"] == HOOK
    assert problems(only["message"]) == []


def test_two_layers_make_a_picture() -> None:
    steps = (AnswerStep(text="Serum.", layer="serum"), AnswerStep(text="Cream.", layer="moisturiser"))
    layered = Answer(kind="order", headline="Serum first.", steps=steps)
    walked = msgspec.structs.replace(layered, walk=Place(at=1, of=2))
    for answer, names in ((layered, ["layers"]), (msgspec.structs.replace(layered, steps=steps[:1]), []), (walked, [])):
        _, *pictures = parts(said(written("U1", "D1", "hi")), [reply(answer)])
        assert [picture["picture"] for picture in pictures] == names


def test_the_private_chat_is_offered_with_its_address() -> None:
    (part,) = parts(said(mentioned("U1", "C1", "I am pregnant")), [reply(OFFER, "What is retinol?")])
    link, other = buttons(part["post"])
    assert link["url"] == f"https://slack.com/app_redirect?app={APP}&team={TEAM}"
    assert other["value"] == "What is retinol?"
    without_app = mentioned("U1", "C1", "I am pregnant")
    del without_app["api_app_id"]
    (part,) = parts(said(without_app), [reply(OFFER)])
    assert part["post"]["blocks"][-1]["type"] == "rich_text", "no address, no button"


def test_the_question_is_told_once() -> None:
    press = pressed("U1", "D1", {"value": "Why?"}, "say", HOOK)
    first, second = parts(said(press), [reply(None), reply(None)])
    assert shown(first["post"]) == "Your choice: Why?\nSo."
    assert shown(second["post"]) == "So."
    (plain,) = parts(said(written("U1", "D1", "why?")), [reply(None)])
    assert shown(plain["post"]) == "So."


def test_an_answer_of_another_version_is_shown_as_its_text() -> None:
    (part,) = parts(said(written("U1", "D1", "hi")), [reply({"kind": "pair", "verdict": "perhaps"})])
    assert shown(part["post"]) == "So."


def test_the_door_is_closed_while_nothing_is_set() -> None:
    channel = SlackChannel(settings.read({}), read_slack({}))

    async def silent(message: object) -> None:
        raise AssertionError

    assert channel.blueprint(silent)._future_routes == set()
