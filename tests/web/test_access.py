"""The widget for everyone: by keyboard, with a screen reader, on a phone, in the dark. WCAG 2.2 AA."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from tests.conftest import Server
from tests.web.browser import PHONE, Chat

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(chat: Chat) -> list[str]:
    """What axe finds on the whole page, once nothing moves any more."""
    chat.page.wait_for_function("document.querySelector('lamella-chat').shadowRoot.getAnimations().length === 0")
    result = Axe().run(chat.page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [
        f"{found['id']}: {node['target']} {node.get('failureSummary', '')}"
        for found in result.response["violations"]
        for node in found["nodes"]
    ]


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
def test_axe_finds_nothing(visitor: Callable[..., BrowserContext], server: Server, options: dict[str, object]) -> None:
    chat = Chat(visitor(reduced_motion="reduce", **options), server.address)
    assert violations(chat) == []
    chat.open()
    chat.ask("Can I use a clay mask and a niacinamide serum on the same day?").locator("summary").click()
    assert violations(chat) == []
    for verdict in ("retinol and glycolic acid together?", "I am pregnant. Can I use retinol?"):
        chat.ask(verdict)
    chat.ask("I have niacinamide, azelaic acid, a clay mask and glycolic acid")
    chat.ask("Plan my week")
    assert violations(chat) == []
    chat.ask("walk me through clay mask and niacinamide serum tonight")
    chat.ask("next")
    chat.button("Start a timer: 5 minutes").click()
    chat.button("Delete my data").click()
    assert violations(chat) == []
    chat.root.get_by_role("button", name="Cancel").click()
    chat.page.route("**/message", lambda route: route.abort())
    chat.type("it burns")
    expect(chat.root.locator(".failure")).to_be_visible()
    assert violations(chat) == []


def test_the_keyboard_alone_is_enough(visitor: Callable[..., BrowserContext], server: Server) -> None:
    chat = Chat(visitor(), server.address)
    keys = chat.page.keyboard
    chat.root.locator(".launcher").focus()
    keys.press("Enter")
    assert chat.focused() == "question"
    keys.type("Can I use a mask and serum")
    keys.press("Shift+Enter")
    keys.type("on the same day?")
    keys.press("Enter")
    expect(chat.cards).to_have_count(1)
    assert chat.sent[0]["text"] == "Can I use a mask and serum\non the same day?"
    seen = []
    for _ in range(12):
        keys.press("Shift+Tab")
        seen.append(chat.focused())
        if seen[-1] == "Why?":
            break
    keys.press("Enter")
    expect(chat.cards).to_have_count(2)
    assert chat.focused() == "question"
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    assert chat.focused() == "Lamella"


def test_escape_answers_a_question_back_before_it_closes_the_panel(chat: Chat) -> None:
    chat.button("Delete my data").focus()
    chat.page.keyboard.press("Enter")
    assert chat.focused() == "Delete my data"
    chat.page.keyboard.press("Escape")
    expect(chat.root.get_by_role("group")).to_be_hidden()
    expect(chat.panel).to_be_visible()
    assert chat.focused() == "question"


def test_the_focus_goes_back_to_what_opened_the_panel(chat: Chat) -> None:
    chat.button("Close").click()
    opener = chat.page.get_by_role("button", name="With an acid?")
    opener.click()
    expect(chat.cards).to_have_count(1)
    chat.page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_a_screen_reader_is_told_who_speaks_and_what_is_new(chat: Chat) -> None:
    chat.ask("retinol and glycolic acid together?")
    assert chat.log.get_attribute("aria-live") == "polite"
    expect(chat.log).to_have_accessible_name("Conversation")
    expect(chat.panel).to_have_accessible_name("Lamella")
    expect(chat.input).to_have_accessible_name("Your question")
    spoken = chat.root.locator(".entry > .unseen").all_inner_texts()
    assert [said.strip() for said in spoken] == ["Answer:", "You:", "Answer:"]
    assert "Automated. Not a doctor." in chat.panel.inner_text()


def test_on_a_phone_it_fills_the_screen(visitor: Callable[..., BrowserContext], server: Server) -> None:
    chat = Chat(visitor(reduced_motion="reduce", **PHONE), server.address).open()
    assert chat.panel.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    chat.ask("I have retinol, a clay mask, a vitamin C serum and glycolic acid")
    chat.ask("Plan my week")
    assert chat.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert chat.log.evaluate("log => log.scrollWidth - log.clientWidth") == 0
    small = chat.root.evaluate(
        """chat => [...chat.shadowRoot.querySelectorAll("button, summary")].filter(it => it.offsetParent)
            .map(it => [it.textContent || it.getAttribute("aria-label"), it.getBoundingClientRect()])
            .filter(([, box]) => box.height < 24 || box.width < 24).map(([name]) => name)"""
    )
    assert small == [], "targets under 24 by 24 pixels"
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()


def test_it_follows_the_visitors_dark_mode_unless_the_owner_says_otherwise(
    visitor: Callable[..., BrowserContext], server: Server
) -> None:
    chat = Chat(visitor(color_scheme="dark"), server.address).open()
    assert chat.panel.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(27, 35, 32)"
    chat.root.evaluate("it => { it.dataset.theme = 'light'; }")
    assert chat.panel.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(255, 255, 255)"


def test_nothing_moves_for_who_wants_less_motion(visitor: Callable[..., BrowserContext], server: Server) -> None:
    chat = Chat(visitor(reduced_motion="reduce"), server.address).open()
    chat.ask("what is a clay mask?")
    assert chat.root.evaluate("chat => chat.shadowRoot.getAnimations().length") == 0
    assert chat.log.evaluate("log => getComputedStyle(log).scrollBehavior") == "auto"
