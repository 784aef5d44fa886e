"""Whole conversations through the real server, by what people do in them."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Server, check_reply

HERE = Path(__file__).parent


def _cases() -> list[Any]:
    return [
        pytest.param(
            conversation["turns"],
            id=f"{path.stem}: {conversation['name']}",
            # What is owed yet stands here as it should be; once it is mended the mark can go.
            marks=[pytest.mark.xfail(strict=False, reason=conversation["owed"])] if "owed" in conversation else [],
        )
        for path in sorted(HERE.glob("*.yml"))
        for conversation in yaml.safe_load(path.read_text())
    ]


@pytest.mark.parametrize("turns", _cases())
def test_conversation(server: Server, turns: list[dict[str, Any]]) -> None:
    sender = f"conversation-{uuid.uuid4().hex}"
    for turn in turns:
        said = turn["repeat"]["text"] * turn["repeat"]["times"] if "repeat" in turn else turn["user"]
        try:
            check_reply(server.ask(said, sender), turn.get("conveys", []), turn.get("never", []))
        except AssertionError as error:
            raise AssertionError(f"after {said[:200]!r}: {error}") from None
