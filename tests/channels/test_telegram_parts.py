"""What is read of an update, and what is sent for a reply."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answer, AnswerStep
from bot.answers.texts import Texts
from bot.channels.telegram import updates
from bot.channels.telegram.parts import LONGEST_DATA, parts
from bot.channels.telegram.updates import Button, Me, Pressed, Said, button, button_data, for_us, read
from tests.channels.telegram import GROUP, mention, message, press, update

US = Me(123456789, "LamellaTestBot")
TODAY = date(2026, 11, 25)
ID = st.integers(1, 2**52 - 1)


def reply(answer: Answer | None = None, text: str = "Hello", buttons: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "text": text,
        "buttons": [{"title": one, "payload": one} for one in buttons],
        "answer": None if answer is None else msgspec.to_builtins(answer),
    }


def said(**more: Any) -> Said:
    return Said(**{"chat": 7, "public": False, "person": 7, "message_id": "7.1", "number": 1, **more})


# What is read


def test_who_talks_is_a_person_and_in_a_group_a_conversation_of_their_own() -> None:
    alone, there = read(update(message=message("hi", 7))), read(update(message=message("hi", 7, GROUP)))
    assert isinstance(alone, Said)
    assert isinstance(there, Said)
    assert alone.sender == "telegram:7"
    assert there.sender == f"telegram:7@{GROUP}"
    assert not alone.public
    assert there.public


def test_an_edit_has_an_id_of_its_own_and_every_edit_another() -> None:
    first = message("hi", 7)
    found = [read(update(edited_message={**first, "edit_date": first["date"] + wait})) for wait in (1, 2)]
    ids = [one.message_id for one in found if isinstance(one, Said)]
    original = f"7.{first['message_id']}"
    assert len({original, *ids}) == 3
    assert all(one.startswith(f"{original}.") for one in ids)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("@LamellaTestBot what is AHA?", "what is AHA?"),
        ("what is AHA, @lamellatestbot?", "what is AHA, ?"),
        ("🧴🧴 @LamellaTestBot: what is AHA?", "🧴🧴 : what is AHA?"),
        ("hey @LamellaTestBot what is AHA?", "hey what is AHA?"),
        ("@LamellaTestBot", ""),
    ],
)
def test_the_bots_name_is_taken_out_wherever_it_stands(text: str, heard: str) -> None:
    found = read(update(message=mention(text, 7)))
    assert isinstance(found, Said)
    meant = for_us(found, US, frozenset())
    assert meant is not None
    assert meant.text == heard


def test_a_mention_by_id_counts_and_one_of_others_does_not() -> None:
    by_id = {"type": "text_mention", "offset": 0, "length": 3, "user": {"id": US.id, "is_bot": True, "first_name": "L"}}
    other = {**by_id, "user": {"id": 5, "is_bot": False, "first_name": "B"}}
    named = {"type": "mention", "offset": 0, "length": 3}
    heard = []
    for entity in (by_id, other, named):
        found = read(update(message=message("bot what is AHA?", 7, GROUP, entities=[entity])))
        assert isinstance(found, Said)
        heard.append(for_us(found, US, frozenset()))
    assert heard[0] is not None
    assert heard[0].text == "what is AHA?"
    assert heard[1:] == [None, None]


def test_a_message_is_read_though_what_comes_beside_it_cannot_be() -> None:
    odd = {"poll": {"of": "another time"}, "reply_to_message": {"poll": 5, **message("x", 2)}, "gift": [1, 2]}
    found = read(update(message=message("what is AHA?", 7, **odd)))
    assert isinstance(found, Said)
    assert found.text == "what is AHA?"


@pytest.mark.parametrize(
    "broken",
    [
        {"chat": {"id": "7", "type": "private"}},
        {"chat": {"id": True, "type": "private"}},
        {"chat": {"id": 2**60, "type": "private"}},
        {"chat": None},
        {"from": {"id": 7.5, "is_bot": False, "first_name": "A"}},
        {"from": None},
        {"message_id": None},
        {"text": ["hi"]},
        {"entities": [{"type": "mention", "offset": "0", "length": 1}]},
        {"date": "yesterday"},
    ],
)
def test_what_cannot_be_read_is_nothing(broken: dict[str, Any]) -> None:
    assert read(update(message={**message("hi", 7), **broken})) is None


@given(chat=ID, number=ID, at=st.integers(0, 99), edited=st.integers(0, 2**33), group=st.booleans(), person=ID)
def test_every_button_has_room_and_is_found_again(
    chat: int, number: int, at: int, edited: int, group: bool, person: int
) -> None:
    where = -chat if group else chat
    for message_id in (f"{where}.{number % 2**31}", f"{where}.{number % 2**31}.{edited}", "4" * 32):
        data = button_data(message_id, at, person % 10**13 if group else None)
        assert 1 <= len(data.encode()) <= LONGEST_DATA
        pressed = read(press(data, 7, where if group else None))
        assert isinstance(pressed, Pressed)
        assert button(pressed) == Button(
            updates.sender(person % 10**13, where) if group else "telegram:7", message_id, at
        )


# What is sent


def test_a_group_is_quoted_and_a_private_chat_is_not(texts: Texts) -> None:
    (there,) = parts(texts, said(public=True, chat=GROUP, topic=3), [reply()], today=TODAY)
    assert (there["chat"], there["reply_to"], there["topic"]) == (GROUP, 1, 3)
    (alone,) = parts(texts, said(), [reply()], today=TODAY)
    assert "reply_to" not in alone


def test_buttons_are_numbered_through_all_replies_and_keep_to_their_row(texts: Texts) -> None:
    long = "Can I use a clay mask and a vitamin C serum on the same day?"
    found = parts(
        texts, said(), [reply(buttons=("Why?", "Says who?", long)), reply(buttons=("Next", long, "Stop"))], today=TODAY
    )
    rows = [[[one["text"] for one in row] for row in part["buttons"]] for part in found]
    assert rows == [[["Why?", "Says who?"], [long]], [["Next"], [long], ["Stop"]]]
    data = [one["data"] for part in found for row in part["buttons"] for one in row]
    assert data == [f"7.1.{number}" for number in range(6)]


def test_what_no_button_can_hold_can_be_typed(texts: Texts) -> None:
    far = said(public=True, chat=-(2**51), person=2**51, message_id=f"{-(2**51)}.{2**51}.{10**10}")
    (part,) = parts(texts, far, [reply(buttons=("Why?",))], today=TODAY)
    assert "buttons" not in part


def test_a_private_answer_in_a_group_leads_to_a_private_chat(texts: Texts) -> None:
    private = Answer(kind="private", headline="That is between us.")
    link = "https://t.me/LamellaTestBot"
    (there,) = parts(texts, said(public=True), [reply(private)], today=TODAY, private_chat=link)
    assert there["buttons"] == [[{"text": "Talk to me privately", "url": link}]]
    (alone,) = parts(texts, said(), [reply(private)], today=TODAY)
    assert "buttons" not in alone


def test_a_long_reply_has_its_buttons_at_its_end(texts: Texts) -> None:
    found = parts(texts, said(), [reply(text="word " * 2000, buttons=("Why?",))], today=TODAY, before="› Next")
    assert len(found) == 3
    assert found[0]["html"].startswith("<i>› Next</i>\n\nword")
    assert ["buttons" in part for part in found] == [False, False, True]


def test_an_answer_of_another_version_is_said_as_text(texts: Texts) -> None:
    odd = {"text": "It goes.", "buttons": [], "answer": {"kind": 5, "headline": None}}
    assert [part["html"] for part in parts(texts, said(), [odd], today=TODAY)] == ["It goes."]


def test_the_calendar_begins_on_the_next_monday(texts: Texts) -> None:
    days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    cell: dict[str, Any] = {"names": [], "marks": [], "rest": False}
    week = {
        "rows": [{"day": day, "morning": cell, "evening": cell} for day in days],
        "daily": {"morning": [], "evening": []},
    }
    answer = {"kind": "plan", "headline": "Your week.", "week": week}
    for day, monday in ((25, "2026-11-30"), (29, "2026-11-30"), (30, "2026-12-07")):
        today = date(2026, 11, day)
        found = parts(texts, said(), [{"text": "", "buttons": [], "answer": answer}], today=today)
        assert [part["call"] for part in found] == ["message", "week", "calendar"]
        assert found[-1]["monday"] == monday


def test_parts_are_plain_json(texts: Texts) -> None:
    steps = (AnswerStep(text="a", layer="mask", comes_off=True), AnswerStep(text="b", layer="serum"))
    found = parts(texts, said(), [reply(Answer(kind="order", headline="So.", steps=steps))], today=TODAY)
    assert [part["call"] for part in found] == ["message", "layers"]
    kept = json.loads(json.dumps(found))
    assert kept[0] == found[0]
    assert msgspec.convert(kept[1]["steps"], tuple[AnswerStep, ...]) == steps
