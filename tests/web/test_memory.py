"""What outlives a reload, a lost line and another tab, and what nothing outlives."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Route, expect

from tests.conftest import Server
from tests.web.browser import Chat

QUESTION = "Can I use retinol with glycolic acid?"
WALK = "walk me through clay mask and niacinamide serum tonight"
OUT_OF_REACH = ["net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED", "503"]


def unexpected(chat: Chat) -> list[str]:
    return [error for error in chat.errors if not any(known in error for known in OUT_OF_REACH)]


def test_a_reload_keeps_the_conversation_and_goes_on_with_it(chat: Chat) -> None:
    chat.ask(WALK)
    chat.ask("next")
    chat.page.reload()
    chat.open()
    expect(chat.cards).to_have_count(2)
    expect(chat.root.locator(".visitor .bubble")).to_have_text([WALK, "next"])
    expect(chat.button("How long?")).to_have_count(1)
    expect(chat.ask("next")).to_contain_text("Step 3 of 5")


def test_the_history_is_the_servers(chat: Chat) -> None:
    chat.ask(QUESTION)
    chat.page.evaluate(
        "Object.keys(localStorage).filter(key => key.includes(':turn:')).forEach(key => localStorage.removeItem(key))"
    )
    chat.page.reload()
    chat.open()
    expect(chat.root.locator(".visitor .bubble")).to_have_text([QUESTION])
    expect(chat.cards.first.locator(".badge")).to_have_text("Different days")


def test_without_the_servers_history_the_page_shows_its_own(chat: Chat) -> None:
    chat.ask(QUESTION)
    chat.page.route("**/history", lambda route: route.abort())
    chat.page.reload()
    chat.open()
    expect(chat.cards).to_have_count(1)
    assert unexpected(chat) == []


def test_what_was_typed_offline_is_sent_once_when_the_line_is_back(chat: Chat) -> None:
    chat.ask(WALK)
    chat.page.context.set_offline(True)
    chat.type("next")
    expect(chat.root.locator(".failure")).to_contain_text("you seem to be offline")
    chat.page.context.set_offline(False)
    expect(chat.cards.last).to_contain_text("Step 2 of 5")
    expect(chat.root.locator(".failed")).to_have_count(0)
    expect(chat.ask("next")).to_contain_text("Step 3 of 5")
    tries = [sent["id"] for sent in chat.sent if sent["text"] == "next"]
    assert len(set(tries)) == 2, "the message sent again has the id of the first try"
    assert unexpected(chat) == []


def test_a_lost_reply_is_asked_for_again_by_itself_and_moves_nothing(chat: Chat) -> None:
    chat.ask(WALK)
    lost: list[str] = []

    def lose_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append("reply")
            route.fetch()
            route.abort()

    chat.page.route("**/message", lose_first)
    chat.type("next")
    expect(chat.root.locator(".failure")).to_contain_text("can't be reached")
    expect(chat.cards.last).to_contain_text("Step 2 of 5")
    assert chat.sent[-1]["id"] == chat.sent[-2]["id"]
    expect(chat.ask("next")).to_contain_text("Step 3 of 5")


def test_a_busy_server_says_when_to_come_back(chat: Chat) -> None:
    busy = {"error": {"code": "too_many", "message": "One moment, please.", "retry_after": 1}}
    chat.page.route("**/message", lambda route: route.fulfill(status=429, json=busy), times=1)
    chat.type(QUESTION)
    expect(chat.root.locator(".failure")).to_contain_text("One moment, please.")
    expect(chat.cards).to_have_count(1)
    assert chat.sent[0]["id"] == chat.sent[1]["id"]


def test_what_was_not_sent_before_the_page_was_left_is_sent_at_the_next_visit(chat: Chat) -> None:
    chat.page.route("**/message", lambda route: route.abort())
    chat.type(QUESTION)
    expect(chat.root.locator(".failure")).to_be_visible()
    chat.page.unroute("**/message")
    chat.page.reload()
    chat.open()
    expect(chat.cards).to_have_count(1)
    assert len({sent["id"] for sent in chat.sent}) == 1


def test_what_the_server_refuses_can_be_changed(chat: Chat) -> None:
    refused = {"error": {"code": "bad_request", "message": "That was too much."}}
    chat.page.route("**/message", lambda route: route.fulfill(status=400, json=refused), times=1)
    chat.type(QUESTION)
    expect(chat.root.locator(".failure")).to_contain_text("That was too much.")
    chat.button("Edit").click()
    expect(chat.input).to_have_value(QUESTION)
    expect(chat.input).to_be_focused()
    expect(chat.root.locator(".visitor")).to_have_count(0)


def test_delete_my_data_erases_it_here_and_on_the_server(chat: Chat) -> None:
    chat.ask("I have retinol and a clay mask")
    session = next(value for key, value in chat.stored().items() if key.endswith(":session"))
    chat.button("Delete my data").click()
    expect(chat.root.get_by_role("group")).to_contain_text("There is no way back")
    chat.root.get_by_role("group").get_by_role("button", name="Delete my data").click()
    expect(chat.log).to_contain_text("Done. What you wrote here")
    expect(chat.root.locator(".visitor")).to_have_count(0)
    assert chat.stored() == {}
    turns = chat.page.evaluate(
        """async session => (await (await fetch("/webhooks/website/history",
            {headers: {Authorization: `Bearer ${JSON.parse(session).token}`}})).json()).turns""",
        session,
    )
    assert turns == []
    expect(chat.ask("What is on my shelf?")).not_to_contain_text(re.compile("clay mask, since", re.IGNORECASE))


def test_a_failed_deletion_says_so_and_keeps_everything(chat: Chat) -> None:
    chat.ask(QUESTION)
    chat.page.route("**/forget", lambda route: route.abort())
    chat.button("Delete my data").click()
    chat.root.get_by_role("group").get_by_role("button", name="Delete my data").click()
    expect(chat.log).to_contain_text("Nothing is deleted yet")
    expect(chat.cards).to_have_count(1)
    chat.page.unroute("**/forget")
    chat.button("Try again").click()
    expect(chat.log).to_contain_text("Done. What you wrote here")


def test_forget_me_leaves_nothing_in_the_page(chat: Chat) -> None:
    chat.ask(QUESTION)
    chat.ask("Forget me")
    assert chat.stored() == {}
    chat.page.reload()
    chat.open()
    expect(chat.root.locator(".visitor")).to_have_count(0)


def test_start_over_clears_the_screen_and_keeps_what_is_remembered(chat: Chat) -> None:
    chat.ask("I have retinol and a clay mask")
    chat.ask(WALK)
    chat.button("Start over").first.click()
    chat.root.get_by_role("group").get_by_role("button", name="Start over").click()
    expect(chat.cards).to_have_count(0)
    expect(chat.input).to_be_focused()
    expect(chat.ask("and in the morning?")).not_to_contain_text(re.compile("clay|niacinamide", re.IGNORECASE))
    card = chat.ask("What is on my shelf?")
    expect(card).to_contain_text(re.compile("clay mask", re.IGNORECASE))
    expect(card).not_to_contain_text("We were at step")
    chat.page.reload()
    chat.open()
    expect(chat.root.locator(".visitor .bubble")).to_have_text(["and in the morning?", "What is on my shelf?"])


def test_two_tabs_show_one_conversation(visitor: Callable[..., BrowserContext], server: Server) -> None:
    context = visitor()
    one, other = Chat(context, server.address).open(), Chat(context, server.address).open()
    one.ask(WALK)
    expect(other.cards).to_have_count(1)
    expect(other.ask("next")).to_contain_text("Step 2 of 5")
    expect(one.cards).to_have_count(2)
    expect(one.ask("next")).to_contain_text("Step 3 of 5")
    expect(other.root.locator(".visitor .bubble")).to_have_text([WALK, "next", "next"])
    one.button("Delete my data").click()
    one.root.get_by_role("group").get_by_role("button", name="Delete my data").click()
    expect(other.root.locator(".visitor")).to_have_count(0)
    assert one.errors == other.errors == []


def test_two_tabs_that_begin_at_once_share_a_session(visitor: Callable[..., BrowserContext], server: Server) -> None:
    context = visitor()
    tabs = [Chat(context, server.address) for _ in range(2)]
    asked_for: list[Route] = []
    context.route("**/session", lambda route: asked_for.append(route))
    for tab in tabs:
        tab.page.evaluate("void document.querySelector('lamella-chat').send('what is a clay mask?')")
    tabs[0].page.wait_for_timeout(300)
    assert len(asked_for) == 1
    asked_for[0].continue_()
    for tab in tabs:
        tab.open()
        expect(tab.cards).to_have_count(2)


def test_a_history_from_before_an_answer_does_not_undo_it(chat: Chat) -> None:
    chat.page.route("**/message", lambda route: route.abort())
    chat.type(QUESTION)
    expect(chat.root.locator(".failure")).to_be_visible()
    chat.page.unroute("**/message")
    held: list[Route] = []
    chat.page.route("**/history", lambda route: held.append(route))
    chat.page.reload()
    chat.open()
    expect(chat.cards).to_have_count(1)
    held[0].fulfill(json={"turns": []})
    chat.page.wait_for_timeout(200)
    expect(chat.cards).to_have_count(1)
