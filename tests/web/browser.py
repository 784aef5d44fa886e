"""A real Chromium, and the widget as a visitor uses it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-features=LocalNetworkAccessChecks")
"""The last: a page that a test makes up counts as one of the internet, and would have to ask before it calls here."""
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
expect.set_options(timeout=10_000)


def found() -> str | None:
    """Where the browser of this machine is."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


@contextmanager
def started(path: str) -> Iterator[Browser]:
    """The browser, until the end of the block; until then no other event loop can run in this thread."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


class Chat:
    """The widget in one tab. `errors` holds what the page wrote to the console that it should not have."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.sent: list[dict[str, Any]] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("request", self._note)
        self.page.goto(address)
        self.root = self.page.locator("lamella-chat")
        self.panel = self.root.get_by_role("dialog")
        self.log = self.root.get_by_role("log")
        self.input = self.root.get_by_role("textbox")
        self.cards = self.root.locator(".card")

    def _note(self, request: Any) -> None:
        if request.method == "POST" and request.url.endswith("/message"):
            self.sent.append(request.post_data_json)

    def open(self) -> Chat:
        self.root.locator(".launcher").click()
        return self

    def ask(self, words: str) -> Locator:
        """Types a sentence; the card that answers it."""
        before = self.cards.count()
        self.type(words)
        card = self.cards.nth(before)
        expect(card).to_be_visible()
        return card

    def type(self, words: str) -> None:
        self.input.fill(words)
        self.input.press("Enter")

    def button(self, name: str) -> Locator:
        return self.root.get_by_role("button", name=name, exact=True)

    def focused(self) -> str:
        """What has the focus inside the widget: its id, else its label, text or class."""
        return str(
            self.root.evaluate(
                """chat => {
                    const it = chat.shadowRoot.activeElement;
                    return it ? it.id || it.getAttribute("aria-label") || it.textContent.trim() : "";
                }"""
            )
        )

    def stored(self) -> dict[str, str]:
        """The page's storage."""
        return dict(self.page.evaluate("Object.fromEntries(Object.entries(localStorage))"))
