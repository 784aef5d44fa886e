"""Which sites' pages may talk to a door."""

from __future__ import annotations

import pytest
from sanic.response import empty

from bot.channels.guard.origins import Origins, is_origin
from bot.channels.guard.refused import Refused
from tests.channels.guard.requests import request

SHOP = "https://shop.example"


@pytest.mark.parametrize(
    ("named", "origin", "let_in"),
    [
        ((), None, True),
        ((), "https://chat.example", True),
        ((), "http://chat.example", True),
        ((), "https://CHAT.example:443", True),
        ((), "https://chat.example:8443", False),
        ((), "http://localhost:3000", True),
        ((), "http://shop.localhost:3000", True),
        ((), "http://127.0.0.1:8000", True),
        ((), "http://[::1]:8000", True),
        ((), "http://localhost.evil.example", False),
        ((), "http://127.0.0.1.evil.example", False),
        ((), SHOP, False),
        ((), "null", False),
        ((), "", False),
        ((), "chat.example", False),
        ((), "https://chat.example@evil.example", False),
        ((), "https://evil.example/https://chat.example", False),
        ((SHOP,), SHOP, True),
        ((SHOP,), "https://SHOP.example", True),
        ((SHOP,), "https://chat.example", True),
        ((SHOP,), "http://shop.example", False),
        ((SHOP,), "https://shop.example.evil.example", False),
        ((SHOP,), "https://a.shop.example", False),
        ((SHOP,), "http://localhost:3000", False),
        (("*",), "https://anywhere.example", True),
        (("*",), "null", True),
    ],
)
async def test_who_is_let_in(named: tuple[str, ...], origin: str | None, let_in: bool) -> None:
    origins = Origins(frozenset(named))
    asked = request(host="chat.example", **({} if origin is None else {"origin": origin}))
    response = empty()
    origins.tell(asked, response)
    assert response.headers["Vary"] == "Origin"
    assert response.headers.get("Access-Control-Allow-Origin") == (origin if let_in else None)
    if let_in:
        await origins(asked)
    else:
        with pytest.raises(Refused) as refused:
            await origins(asked)
        assert (refused.value.status, refused.value.code) == (403, "origin_not_allowed")


def test_the_own_origin_behind_a_proxy_that_says_its_name() -> None:
    asked = request(host="127.0.0.1:5005", x_forwarded_host="chat.example", origin="https://chat.example")
    assert Origins(frozenset({SHOP})).allow(asked)


@pytest.mark.parametrize("text", [SHOP, "http://localhost:3000", "http://[::1]:80", "https://SHOP.example"])
def test_an_origin(text: str) -> None:
    assert is_origin(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "shop.example",
            "https://",
            "https://shop.example/",
            "https://a@shop.example",
            "ftp://shop.example",
            "null",
            "",
        ),
        *("https://shop.example:port", "https://shop.example:99999", "https://[::1", "https://shop.example?x"),
        *("https://shop.example;", "https://shop.example\n", "https://shöp.example"),
    ],
)
def test_no_origin(text: str) -> None:
    assert not is_origin(text)
