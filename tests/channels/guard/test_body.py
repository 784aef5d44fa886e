"""What of a request's body is read."""

from __future__ import annotations

import pytest

from bot.channels.guard.body import LARGEST_BODY, is_name, message_id, not_too_large
from bot.channels.guard.refused import Refused
from tests.channels.guard.requests import request


async def test_the_size_cap() -> None:
    await not_too_large(request(body=b"x" * LARGEST_BODY))
    with pytest.raises(Refused) as refused:
        await not_too_large(request(body=b"x" * (LARGEST_BODY + 1)))
    assert (refused.value.status, refused.value.code) == (413, "too_large")


@pytest.mark.parametrize("name", ["1", "x" * 64, "a b", "5f0c-é", "😀"])
def test_what_can_name_a_message(name: str) -> None:
    assert message_id({"id": name}) == name


@pytest.mark.parametrize("name", ["", "x" * 65, 7, 1.5, True, [], {}, "a\x00b", "a\nb", "\ud83d", "\u202e"])
def test_what_cannot(name: object) -> None:
    assert message_id({"id": name}) is None
    assert not is_name(name, 64)


def test_a_message_without_a_name_is_given_one() -> None:
    made = {message_id({}), message_id({"id": None}), message_id({"text": "x"})}
    assert None not in made
    assert len(made) == 3
