"""What the owner sets in look.yml, as a visitor sees and hears it; the page's own attributes stand above it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.conftest import Server, running
from tests.web.browser import Chat

LOOK = """
name: Mira
greeting: "Good day, Mira here."
tone: plain
contact: help@oatmoor.example
colours:
  light: {accent: "#ffdd00", ground: "#f0f0ff"}
  dark: {accent: "#204060"}
privacy: {hint: "No names, please.", says: "We keep it for a month.", page: "https://oatmoor.example/privacy"}
"""
COLOURS = "it => [getComputedStyle(it).backgroundColor, getComputedStyle(it).color]"
YELLOW, BLUE, BLACK, WHITE = "rgb(255, 221, 0)", "rgb(32, 64, 96)", "rgb(0, 0, 0)", "rgb(255, 255, 255)"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("shop")
    (folder / "look.yml").write_text(LOOK, encoding="utf-8")
    with running(folder, LAMELLA_LOOK=str(folder / "look.yml")) as server:
        yield server


@pytest.mark.parametrize(("scheme", "send"), [("light", [YELLOW, BLACK]), ("dark", [BLUE, WHITE])])
def test_the_widget_has_the_owners_name_words_and_colours(
    visitor: Callable[..., BrowserContext], shop: Server, scheme: str, send: list[str]
) -> None:
    chat = Chat(visitor(color_scheme=scheme), shop.address).open()
    expect(chat.panel).to_have_accessible_name("Mira")
    expect(chat.log).to_contain_text("Good day, Mira here.")
    expect(chat.panel).to_contain_text("No names, please.")
    assert chat.button("Send").evaluate(COLOURS) == send
    assert chat.log.evaluate(COLOURS)[0] == ("rgb(240, 240, 255)" if scheme == "light" else "rgb(19, 26, 23)")
    assert chat.errors == []


def test_answers_have_the_owners_words_too(visitor: Callable[..., BrowserContext], shop: Server) -> None:
    chat = Chat(visitor(), shop.address).open()
    expect(chat.ask("hello")).to_contain_text("Good day, Mira here.")
    expect(chat.ask("are you a bot")).to_contain_text("I'm Mira,")
    reached = chat.ask("where is my order").get_by_role("link", name="help@oatmoor.example", exact=True)
    expect(reached).to_have_attribute("href", "mailto:help@oatmoor.example")
    known = chat.ask("what do you know about me?")
    expect(known).to_contain_text("We keep it for a month.")
    expect(known.get_by_role("link")).to_have_attribute("href", "https://oatmoor.example/privacy")
    expect(chat.ask("bye")).to_contain_text("Goodbye.")


def test_what_the_page_says_stands_above_the_file(visitor: Callable[..., BrowserContext], shop: Server) -> None:
    chat = Chat(visitor(), shop.address)
    expect(chat.root.locator(".launcher")).to_have_text("Mira")
    chat.page.evaluate(
        """() => {
            const own = document.createElement("lamella-chat");
            Object.assign(own.dataset, {title: "Skin help", accent: "white", textPrivacy: "Ours."});
            document.querySelector("lamella-chat").replaceWith(own);
        }"""
    )
    chat.open()
    expect(chat.panel).to_have_accessible_name("Skin help")
    expect(chat.log).to_contain_text("Good day, Mira here.")
    expect(chat.panel).to_contain_text("Ours.")
    expect(chat.panel.get_by_role("link", name="Privacy")).to_have_attribute("href", "https://oatmoor.example/privacy")
    assert chat.button("Send").evaluate(COLOURS) == [WHITE, BLACK]
    chat.page.evaluate(
        """() => {
            const sheet = new CSSStyleSheet();
            sheet.replaceSync("lamella-chat { --lamella-ground: #123456 }");
            document.adoptedStyleSheets = [sheet];
        }"""
    )
    assert chat.log.evaluate(COLOURS)[0] == "rgb(18, 52, 86)"
