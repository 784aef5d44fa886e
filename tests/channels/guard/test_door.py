"""A row of checks before a handler, and what a client is told."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from sanic.response import HTTPResponse
from sanic.response import json as as_json
from sqlalchemy.exc import OperationalError

from bot.answers.texts import Texts
from bot.channels.guard.door import guarded
from bot.channels.guard.limits import LimitsError
from bot.channels.guard.privately import pseudonym
from bot.channels.guard.refused import Refused
from bot.channels.replies import NotReadyError
from bot.storage.errors import StaleTrackerError
from tests.channels.guard.requests import request


def check(name: str, passed: list[str], refused: Refused | None = None) -> Any:
    async def one(asked: Any) -> None:
        passed.append(name)
        if refused is not None:
            raise refused

    return one


async def answered(*checks: Any, failure: Exception | None = None) -> HTTPResponse:
    @guarded(*checks)
    async def handler(asked: Any) -> HTTPResponse:
        if failure is not None:
            raise failure
        return as_json({"done": True})

    return await handler(request())


async def test_checks_run_in_their_order_before_the_handler() -> None:
    passed: list[str] = []
    assert (await answered(check("one", passed), check("two", passed))).status == 200
    assert passed == ["one", "two"]


async def test_the_first_that_refuses_decides() -> None:
    passed: list[str] = []
    refusal = Refused(429, "too_many", retry_after=7, seconds=7)
    response = await answered(check("one", passed, refusal), check("two", passed, Refused(400, "bad_request")))
    assert passed == ["one"]
    assert (response.status, response.headers["Retry-After"]) == (429, "7")
    found = json.loads(response.body)["error"]
    assert (found["code"], found["retry_after"]) == ("too_many", 7)
    assert "7 seconds" in found["message"]


async def test_where_waiting_does_not_help_none_is_asked_for() -> None:
    response = await answered(check("one", [], Refused(401, "no_session")))
    assert "Retry-After" not in response.headers
    assert set(json.loads(response.body)["error"]) == {"code", "message"}


@pytest.mark.parametrize(
    ("failure", "status", "code"),
    [
        (OperationalError("SELECT secretword", {}, Exception("down")), 503, "not_ready"),
        (StaleTrackerError("secretword"), 503, "not_ready"),
        (NotReadyError("secretword"), 503, "not_ready"),
        (LimitsError("secretword"), 503, "not_ready"),
        (ValueError("secretword"), 500, "failed"),
        (KeyError("secretword"), 500, "failed"),
    ],
)
async def test_a_failure_is_an_apology_and_no_word_of_it_is_logged(
    failure: Exception, status: int, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = await answered(failure=failure)
    found = json.loads(response.body)["error"]
    assert (response.status, found["code"]) == (status, code)
    assert "Sorry" in found["message"]
    assert ("retry_after" in found) == (status == 503)
    assert type(failure).__name__ in caplog.text
    assert "secretword" not in caplog.text + found["message"]


async def test_the_log_names_a_sender_by_a_pseudonym(caplog: pytest.LogCaptureFixture) -> None:
    async def known(asked: Any) -> None:
        asked.ctx.sender = "telegram:12345678"

    await answered(known, failure=ValueError())
    assert pseudonym("telegram:12345678") in caplog.text
    assert "12345678" not in caplog.text


def test_every_refusal_has_a_sentence(texts: Texts) -> None:
    written = "".join(path.read_text() for path in Path("bot/channels").rglob("*.py"))
    codes = set(re.findall(r'Refused\(\s*\d+, "(\w+)"', written))
    assert codes == {key.removeprefix("door.") for key in texts if key.startswith("door.")}
