"""A conversation in the widget, with the real server in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.web.browser import Chat

MASK_AND_SERUM = "Can I use a clay mask and a niacinamide serum on the same day?"


def test_a_question_is_answered_with_a_card(chat: Chat) -> None:
    card = chat.ask(MASK_AND_SERUM)
    expect(card.locator(".badge")).to_have_text("Yes, in order")
    expect(card.locator("ol > li")).to_have_count(5)
    picture = card.get_by_role("img")
    expect(picture).to_have_accessible_name(
        "The layers, from the skin outwards: clay mask (comes off again), niacinamide serum, moisturiser"
    )
    expect(picture.locator("div")).to_have_count(4)
    card.locator("summary").click()
    expect(card.locator("details li").first).to_be_visible()
    for link in card.locator("details a").all():
        assert re.match(r"https?://", link.get_attribute("href") or "")
        assert link.get_attribute("rel") == "noopener noreferrer"
    assert chat.errors == []


def test_a_warning_stands_on_the_card(chat: Chat) -> None:
    chat.ask("I am pregnant. Can I use retinol?")
    expect(chat.cards.last.locator(".badge")).to_have_text("Avoid")
    card = chat.ask("retinol and glycolic acid together?")
    expect(card).to_contain_text("pregnan")


def test_a_button_sends_its_sentence_and_gives_way_to_the_next_ones(chat: Chat) -> None:
    chat.ask(MASK_AND_SERUM)
    chat.button("Why?").click()
    expect(chat.cards).to_have_count(2)
    expect(chat.root.locator(".visitor .bubble").last).to_have_text("Why?")
    chat.ask("retinol and glycolic acid together?")
    expect(chat.root.locator(".replies")).to_have_count(1)
    assert [sent["text"] for sent in chat.sent][:2] == [MASK_AND_SERUM, "Why?"]


def test_a_button_of_the_shop_asks_its_question(chat: Chat) -> None:
    chat.button("Close").click()
    chat.page.get_by_role("button", name="After a clay mask?").click()
    expect(chat.panel).to_be_visible()
    expect(chat.cards).to_have_count(1)
    assert chat.sent[0]["text"] == "Can I use niacinamide serum after a clay mask?"


def test_an_answer_can_be_found_helpful_or_not(chat: Chat) -> None:
    chat.ask(MASK_AND_SERUM)
    chat.button("Helpful").click()
    expect(chat.cards.last).to_contain_text("Good to hear")
    expect(chat.button("Helpful")).to_have_count(0)
    chat.ask("how often should I use a clay mask?")
    chat.button("Not helpful").click()
    expect(chat.cards.last).to_contain_text("Sorry")
    assert [sent["text"] for sent in chat.sent][1::2] == ["That was helpful", "That was not helpful"]


def test_the_week_is_a_grid_of_days_by_morning_and_evening(chat: Chat) -> None:
    chat.ask("I have glycolic acid, a clay mask and niacinamide")
    card = chat.ask("Plan my week")
    assert card.get_by_role("columnheader").all_inner_texts() == ["Morning", "Evening"]
    days = card.get_by_role("rowheader").all_inner_texts()
    assert days == ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    cells = [cell.split() for cell in card.get_by_role("cell").all_inner_texts()]
    for shown in ("▲ acid glycolic acid", "■ mask clay mask", "☾ rest night", "as every day"):
        assert shown.split() in cells


def test_a_walkthrough_counts_down_the_mask_time(chat: Chat) -> None:
    chat.page.clock.install()
    chat.ask("walk me through clay mask and niacinamide serum tonight")
    expect(chat.root.get_by_role("progressbar", name="Step 1 of 5")).to_be_visible()
    chat.button("Next").click()
    chat.button("Start a timer: 5 minutes").click()
    timer = chat.root.get_by_role("timer")
    expect(timer).to_contain_text(re.compile(r"[45]:\d\d"))
    chat.page.clock.fast_forward("02:00")
    expect(timer).to_contain_text(re.compile(r"[23]:\d\d"))
    chat.ask("how often can I do this?")
    expect(timer).to_be_visible()
    chat.page.reload()
    chat.open()
    expect(timer).to_contain_text(re.compile(r"[23]:\d\d"))
    chat.page.clock.fast_forward("03:30")
    expect(timer).to_contain_text("it comes off after 15 minutes at the latest")
    expect(chat.root.get_by_role("status")).to_contain_text("Time is up")
    chat.ask("next")
    expect(timer).to_be_hidden()


def test_a_reaction_ends_the_timer_and_stands_out(chat: Chat) -> None:
    chat.ask("walk me through clay mask and niacinamide serum tonight")
    chat.ask("next")
    chat.button("Start a timer: 5 minutes").click()
    expect(chat.root.get_by_role("timer")).to_be_visible()
    expect(chat.ask("it burns")).to_have_class("card urgent")
    expect(chat.root.get_by_role("timer")).to_be_hidden()


def test_while_it_waits_it_says_that_it_writes(chat: Chat) -> None:
    chat.page.route("**/message", lambda route: (chat.page.wait_for_timeout(600), route.continue_()))
    chat.type(MASK_AND_SERUM)
    expect(chat.root.locator(".typing")).to_be_visible()
    expect(chat.root.get_by_role("status")).to_have_text("Writing an answer")
    expect(chat.cards).to_have_count(1)
    expect(chat.root.locator(".typing")).to_have_count(0)
    expect(chat.root.get_by_role("status")).to_have_text("")
