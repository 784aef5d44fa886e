"""The browser, and the widget in a fresh visitor's hands."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.conftest import Server
from tests.web.browser import NAMES, Chat, found, started


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    path = found()
    if path is None:
        missing = f"no browser: none of {', '.join(NAMES)} is on the path"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with started(path) as browser:
        yield browser


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """Makes visitors: each has a storage of their own, as their browser's settings say."""
    contexts: list[BrowserContext] = []

    def new(**options: object) -> BrowserContext:
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}))
        return contexts[-1]

    yield new
    for context in contexts:
        context.close()


@pytest.fixture
def chat(visitor: Callable[..., BrowserContext], server: Server) -> Chat:
    """The widget, open, on the demo page."""
    return Chat(visitor(), server.address).open()
