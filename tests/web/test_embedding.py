"""The widget on somebody else's page: one line, a strict policy, the owner's texts, and nothing let in as HTML."""

from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.conftest import ROOT, SHOP, Server
from tests.web.browser import Chat

MOST_BYTES = 20_000
HOSTILE = "<img src=x onerror='window.broken=1'><script>window.broken=1</script>"
HARMLESS = (
    "() => [window.broken, document.querySelector('lamella-chat').shadowRoot.querySelectorAll('img, script').length]"
)


@pytest.fixture
def shop(visitor: Callable[..., BrowserContext], server: Server) -> BrowserContext:
    """A visitor to whom SHOP is a page of one line, under the strictest policy that allows the widget."""
    policy = (
        f"default-src 'none'; script-src {server.address}; connect-src {server.address}; "
        "require-trusted-types-for 'script'"
    )
    line = f'<script type="module" src="{server.address}/lamella.js" data-title="Ask the shop"></script>'
    context = visitor()
    context.route(
        f"{SHOP}/**",
        lambda route: route.fulfill(
            body=f"<!doctype html><html lang=en><title>Shop</title>{line}<h1>Shop</h1>",
            headers={"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy},
        ),
    )
    return context


def test_it_is_small() -> None:
    size = len(gzip.compress((ROOT / "web/lamella.js").read_bytes(), 9, mtime=0))
    print(f"lamella.js: {size} bytes gzip")
    assert size <= MOST_BYTES


def test_it_works_on_a_page_of_another_origin_under_a_strict_policy(shop: BrowserContext) -> None:
    chat = Chat(shop, f"{SHOP}/").open()
    assert chat.page.evaluate("origin") == SHOP
    expect(chat.panel).to_have_accessible_name("Ask the shop")
    assert chat.panel.evaluate("it => getComputedStyle(it).width") == "404px"
    expect(chat.ask("retinol and glycolic acid together?").locator(".badge")).to_have_text("Different days")
    chat.page.reload()
    chat.open()
    expect(chat.cards).to_have_count(1)
    chat.button("Delete my data").click()
    chat.root.get_by_role("group").get_by_role("button", name="Delete my data").click()
    expect(chat.log).to_contain_text("Done. What you wrote here")
    assert chat.errors == []


def test_what_a_visitor_types_is_shown_as_text(chat: Chat) -> None:
    chat.ask(f"{HOSTILE} [link](javascript:alert(1)) clay mask")
    expect(chat.root.locator(".visitor .bubble")).to_have_text(f"{HOSTILE} [link](javascript:alert(1)) clay mask")
    chat.page.reload()
    chat.open()
    expect(chat.root.locator(".visitor .bubble")).to_contain_text(HOSTILE)
    assert chat.page.evaluate(HARMLESS) == [None, 0]


def test_what_a_server_says_is_shown_as_text_and_only_known_schemes_are_links(chat: Chat) -> None:
    addresses = ["javascript:window.broken=1", "data:text/html,x", "vbscript:x", "/relative", "https://example.org/a"]
    answer = {
        "kind": HOSTILE, "verdict": "constructor", "headline": HOSTILE, "reasons": [HOSTILE, 7, None],
        "steps": [{"text": HOSTILE, "minutes": "x", "layer": HOSTILE}, {"text": "b", "layer": HOSTILE}, 5],
        "cautions": [HOSTILE], "notes": [HOSTILE], "walk": {"at": 9, "of": 2}, "suggestions": [HOSTILE],
        "sources": [{"title": HOSTILE, "url": address, "grade": HOSTILE} for address in addresses],
        "week": {"rows": [{"day": HOSTILE, "morning": {"names": [HOSTILE], "marks": ["__proto__"]}}, 3]},
    }  # fmt: skip
    replies = [{"text": HOSTILE, "buttons": [{"title": HOSTILE, "payload": HOSTILE}], "answer": answer}, 7, None]
    chat.page.route("**/message", lambda route: route.fulfill(json={"id": "1", "replies": replies}))
    card = chat.ask("hello")
    expect(card.locator(".badge")).to_have_count(0)
    expect(card.locator("details li")).to_have_count(len(addresses))
    links = [link.get_attribute("href") for link in card.locator("a").all()]
    assert links == ["https://example.org/a"]
    assert chat.page.evaluate(HARMLESS) == [None, 0]
    assert chat.errors == []


def test_owners_set_texts_and_colours(chat: Chat) -> None:
    chat.page.evaluate(
        """() => {
            const own = document.createElement("lamella-chat");
            Object.assign(own.dataset, {
                title: "Skin help", greeting: "Good day.", starters: "One? | Two?", accent: "yellow",
                textStartOver: "Again", textPlaceholder: "Ask away", privacy: "javascript:window.broken=1",
            });
            document.querySelector("lamella-chat").replaceWith(own);
        }"""
    )
    chat.open()
    expect(chat.panel).to_have_accessible_name("Skin help")
    expect(chat.log).to_contain_text("Good day.")
    assert chat.root.locator(".replies .chip").all_inner_texts() == ["One?", "Two?"]
    expect(chat.button("Again")).to_be_visible()
    expect(chat.root.get_by_placeholder("Ask away")).to_be_visible()
    expect(chat.panel.get_by_role("link")).to_have_count(0)
    send = chat.button("Send")
    assert send.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(255, 255, 0)"
    assert send.evaluate("it => getComputedStyle(it).color") == "rgb(0, 0, 0)"


def test_the_host_page_can_drive_it_and_hears_of_it(chat: Chat) -> None:
    chat.page.evaluate(
        """async () => {
            window.heard = [];
            for (const name of ["open", "close", "message", "start-over", "delete"]) {
                document.addEventListener(`lamella:${name}`, ({detail}) =>
                    heard.push(detail ? `${name} ${detail.from}` : name));
            }
            const chat = document.querySelector("lamella-chat");
            chat.close();
            chat.open();
            await chat.send("what is a clay mask?");
            chat.startOver();
            await chat.deleteData();
        }"""
    )
    heard = ["close", "open", "message visitor", "message lamella", "start-over", "delete"]
    assert chat.page.evaluate("heard") == heard
