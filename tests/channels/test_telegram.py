"""The Telegram door as visitors know it, on the real server, with a stand-in for Telegram that watches its limits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from icalendar import Calendar

from bot.answers.texts import Texts
from tests.channels.telegram import (
    GROUP,
    SECRET,
    Visitor,
    mention,
    message,
    person,
    press,
    report,
    somebody,
    until,
    update,
)
from tests.channels.telegram_platform import ME, Platform, plain
from tests.channels.website import new_session, send
from tests.conftest import Server


@pytest.fixture(autouse=True)
def within_limits(telegram: Platform) -> Iterator[None]:
    """Whatever was sent: each call kept to Telegram's limits."""
    yield
    assert telegram.violations == []


@pytest.fixture
def in_group(door: Server, telegram: Platform) -> Visitor:
    return Visitor(door, telegram, GROUP - somebody())


def test_telegram_is_told_where_to_call_and_what_commands_there_are(door: Server, telegram: Platform) -> None:
    until(lambda: any(call.method == "setmycommands" for call in telegram.calls))
    (hook,) = [call for call in telegram.calls if call.method == "setwebhook"]
    assert hook.data["url"] == "https://bot.example/webhooks/telegram/webhook"
    assert hook.data["secret_token"] == SECRET
    (menu,) = [call for call in telegram.calls if call.method == "setmycommands"]
    assert [one["command"] for one in menu.data["commands"]] == ["start", "help", "routine", "forget"]


def test_an_answer_has_its_verdict_marked_and_its_sources_linked(visitor: Visitor) -> None:
    (answer,) = visitor.says("retinol and glycolic acid together?")
    assert answer.text.startswith("<b>🗓 Different days</b>\n\nNot in the same evening")
    assert '<a href="https://' in answer.text
    assert [one["text"] for one in answer.buttons] == ["Why?", "Says who?", "And with a clay mask?"]
    assert "reply_parameters" not in answer.data


@pytest.mark.parametrize(
    "question",
    [
        "retinol and glycolic acid together?",
        "can I use a clay mask and a niacinamide serum on the same day?",
        "does niacinamide go with hyaluronic acid?",
        "can I use tretinoin with glycolic acid?",
        "is zorbatrol safe with my sheet mask?",
        "vitamin C and retinol in one go?",
        "I'm pregnant, can I use retinol?",
    ],
)
def test_the_verdict_is_that_of_the_website(visitor: Visitor, door: Server, texts: Texts, question: str) -> None:
    card = send(door, new_session(door), {"id": "1", "text": question}).json()["replies"][0]
    (answer, *_) = visitor.says(question)
    badge = texts.say(f"telegram.verdict.{card['answer']['verdict']}")
    assert answer.text.startswith(f"<b>{badge}</b>\n\n")
    assert [one["text"] for one in answer.buttons] == card["answer"]["suggestions"]


def test_a_button_says_its_sentence_and_an_old_one_still_does(visitor: Visitor, telegram: Platform) -> None:
    (old,) = visitor.says("retinol and glycolic acid together?")
    visitor.says("what is niacinamide?")
    (again,) = visitor.presses(old.buttons[2])
    assert plain(again.text).startswith("› And with a clay mask?\n\n")
    (why,) = visitor.presses(old.buttons[0])
    assert plain(why.text).startswith("› Why?\n\n")
    assert sum(call.method == "answercallbackquery" for call in telegram.calls) >= 2


def test_a_button_is_known_by_its_index_even_where_telegram_shows_no_label(visitor: Visitor) -> None:
    (answer,) = visitor.says("retinol and glycolic acid together?")
    data = answer.buttons[1]["callback_data"]
    (said,) = visitor.reports(press(data, visitor.id))
    assert plain(said.text).startswith("› Says who?\n\n")


def test_a_button_that_nobody_knows_any_more_gets_a_kind_word(visitor: Visitor) -> None:
    (gone,) = visitor.reports(press(f"{visitor.id}.99999.0", visitor.id))
    assert "too old" in gone.text
    (label,) = visitor.reports(press(f"{visitor.id}.99999.0", visitor.id, label="What is niacinamide?"))
    assert "vitamin B3" in label.text
    (other,) = visitor.reports(press("x" * 64, visitor.id))
    assert "too old" in other.text


def test_a_walkthrough_goes_on_by_buttons(visitor: Visitor) -> None:
    (first,) = visitor.says("walk me through a clay mask and a niacinamide serum")
    assert "●○○○○" in first.text
    assert "Step 1 of 5" in first.text
    (second,) = visitor.presses(first.buttons[0])
    assert "●●○○○" in second.text
    assert "Step 2 of 5" in second.text


def test_layers_come_as_a_picture_with_their_names(visitor: Visitor, telegram: Platform) -> None:
    visitor.says("can I use a clay mask and a niacinamide serum on the same day?")
    (picture,) = telegram.sent(visitor.chat, "sendphoto")
    assert picture.text == (
        "From the skin outwards: skin, clay mask (comes off again), niacinamide serum, moisturiser."
    )
    assert picture.data["disable_notification"] is True


def test_a_week_comes_as_text_picture_and_calendar(visitor: Visitor, telegram: Platform) -> None:
    visitor.says("I have glycolic acid, a clay mask and niacinamide")
    (week,) = visitor.says("Plan my week")
    assert "• Monday:" in week.text
    assert len(telegram.sent(visitor.chat, "sendphoto")) == 1
    (file,) = telegram.sent(visitor.chat, "senddocument")
    events = Calendar.from_ical(next(iter(file.files.values()))).walk("VEVENT")
    assert len(events) == 14


def test_commands_are_sentences(visitor: Visitor) -> None:
    (hello,) = visitor.says("/start")
    assert "Ask me anything" in hello.text
    (linked,) = visitor.says("/start shop_banner_7")
    assert "Ask me anything" in linked.text
    (can,) = visitor.says("/help@LamellaTestBot")
    assert "I answer questions about" in can.text
    (routine,) = visitor.says("/routine")
    assert "Morning:" in routine.text
    (other,) = visitor.says("/what is niacinamide?")
    assert "vitamin B3" in other.text


def test_forgetting_is_confirmed_first(visitor: Visitor, telegram: Platform) -> None:
    visitor.says("I have dry skin and I own a clay mask")
    (asked,) = visitor.says("/forget")
    assert "cannot be undone" in asked.text
    (kept,) = visitor.presses(asked.buttons[1])
    assert "clay mask" in kept.text
    (done,) = visitor.presses(asked.buttons[0])
    assert "forgotten everything" in done.text
    (nothing,) = visitor.says("what do you know about me?")
    assert "clay mask" not in nothing.text


def test_an_edit_of_the_last_message_is_answered_and_quotes_it(visitor: Visitor) -> None:
    first = message("retinol and glycolic acid together?", visitor.id)
    visitor.reports(update(message=first))
    edit = {**first, "text": "retinol and niacinamide together?", "edit_date": first["date"] + 20}
    (answer,) = visitor.reports(update(edited_message=edit))
    assert "niacinamide" in answer.text
    assert answer.data["reply_parameters"]["message_id"] == first["message_id"]
    again = {**edit, "text": "retinol and a clay mask together?", "edit_date": first["date"] + 40}
    (clay,) = visitor.reports(update(edited_message=again))
    assert "clay" in clay.text


def test_other_edits_are_let_be(visitor: Visitor) -> None:
    first = message("retinol and glycolic acid together?", visitor.id)
    visitor.reports(update(message=first))
    late = {**first, "text": "what is niacinamide?", "edit_date": first["date"] + 400}
    same = {**first, "edit_date": first["date"] + 5}
    never_seen = message("what is niacinamide?", visitor.id, edit_date=first["date"] + 5)
    for edit in (late, same, never_seen):
        assert visitor.reports(update(edited_message=edit)) == []
    visitor.says("what is retinol?")
    assert visitor.reports(update(edited_message={**late, "edit_date": first["date"] + 30})) == []


MEDIA = {
    "sticker": {"file_id": "a", "file_unique_id": "b", "type": "regular", "width": 512, "height": 512,
                "is_animated": False, "is_video": False},
    "photo": [{"file_id": "a", "file_unique_id": "b", "width": 90, "height": 90, "file_size": 1000}],
    "voice": {"file_id": "a", "file_unique_id": "b", "duration": 3, "mime_type": "audio/ogg"},
    "location": {"latitude": 52.5, "longitude": 13.4},
    "contact": {"phone_number": "+1", "first_name": "B"},
    "document": {"file_id": "a", "file_unique_id": "b", "file_name": "list.pdf"},
    "poll": {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
             "is_anonymous": True, "type": "regular", "allows_multiple_answers": False},
}


@pytest.mark.parametrize("kind", MEDIA)
def test_what_cannot_be_read_gets_a_short_word_in_private_and_none_in_a_group(
    door: Server, telegram: Platform, kind: str
) -> None:
    alone, group = Visitor(door, telegram), Visitor(door, telegram, GROUP - somebody())
    (said,) = alone.reports(update(message=message(None, alone.id, **{kind: MEDIA[kind]})))
    assert "only read text" in said.text
    reply = {"reply_to_message": message("An answer", 1, group.group, **{"from": ME})}
    assert group.reports(update(message=message(None, group.id, group.group, **{kind: MEDIA[kind]}, **reply))) == []


def test_an_album_gets_one_word(visitor: Visitor) -> None:
    pictures = [message(None, visitor.id, photo=MEDIA["photo"], media_group_id="1337") for _ in range(4)]
    assert sum(len(visitor.reports(update(message=one))) for one in pictures) == 1


def test_the_words_beside_a_picture_are_answered_and_an_emergency_among_them_first(visitor: Visitor) -> None:
    said = message(None, visitor.id, photo=MEDIA["photo"], caption="my face is swelling and I can't breathe")
    (answer,) = visitor.reports(update(message=said))
    assert plain(answer.text).startswith("I can't see pictures or files")
    assert "🚨 Get help first" in answer.text


OTHER = {
    "channel_post": {"message_id": 3, "date": 1, "text": "News", "chat": {"id": -5, "type": "channel", "title": "C"}},
    "inline_query": {"id": "1", "from": person(1), "query": "retinol", "offset": ""},
    "poll": MEDIA["poll"],
    "poll_answer": {"poll_id": "1", "user": person(1), "option_ids": [0]},
    "my_chat_member": {"chat": {"id": 1, "type": "private", "first_name": "A"}, "from": person(1), "date": 1,
                       "old_chat_member": {"user": ME, "status": "member"},
                       "new_chat_member": {"user": ME, "status": "kicked", "until_date": 0}},
    "chat_member": {"chat": {"id": GROUP, "type": "supergroup", "title": "S"}, "from": person(1), "date": 1,
                    "old_chat_member": {"user": person(2), "status": "left"},
                    "new_chat_member": {"user": person(2), "status": "member"}},
    "message_reaction": {"chat": {"id": 1, "type": "private", "first_name": "A"}, "message_id": 5, "user": person(1),
                         "date": 1, "old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "👍"}]},
    "something_new": {"from": {"the": "future"}},
}  # fmt: skip


@pytest.mark.parametrize("kind", OTHER)
def test_updates_that_ask_for_nothing_get_nothing(door: Server, telegram: Platform, kind: str) -> None:
    before = len(telegram.calls)
    assert report(door, update(**{kind: OTHER[kind]})).status_code == 200
    assert [call.method for call in telegram.calls[before:]] == []


def test_joins_pins_and_other_bots_get_nothing(door: Server, telegram: Platform, visitor: Visitor) -> None:
    group = GROUP - somebody()
    joined = message(None, visitor.id, group, new_chat_members=[ME])
    pinned = message(None, visitor.id, pinned_message=message("hi", visitor.id))
    robot = message("what is niacinamide?", 99, **{"from": {**person(99), "is_bot": True}})
    for said in (joined, pinned, robot):
        assert visitor.reports(update(message=said)) == []
    assert telegram.sent(group) == []


# Groups


def test_a_group_is_left_alone_until_the_bot_is_named(in_group: Visitor) -> None:
    assert in_group.says("what is niacinamide?") == []
    assert in_group.says("/help@SomeOtherBot") == []
    assert in_group.says("/unknown") == []
    asked = mention("🧴🧴 @lamellatestbot what is niacinamide?", in_group.id, in_group.chat)
    (answer,) = in_group.reports(update(message=asked))
    assert "vitamin B3" in answer.text
    assert answer.data["reply_parameters"] == {"message_id": asked["message_id"], "allow_sending_without_reply": True}


def test_a_reply_to_the_bot_and_its_commands_are_for_it(in_group: Visitor) -> None:
    answer = message("An answer", 1, in_group.group, **{"from": ME})
    (replied,) = in_group.says("what is retinol?", reply_to_message=answer)
    assert "retinol" in replied.text.lower()
    (helped,) = in_group.says("/help@LamellaTestBot")
    assert "I answer questions about" in helped.text
    (greeted,) = in_group.says("/start")
    assert "Ask me anything" in greeted.text


def test_a_topic_of_a_forum_is_answered_in_it(in_group: Visitor) -> None:
    opened = message(None, 1, in_group.group, forum_topic_created={"name": "Masks", "icon_color": 1}, **{"from": ME})
    place = {"message_thread_id": 17, "is_topic_message": True}
    # Every message of a topic replies by form to the one that opened it.
    assert in_group.says("what is retinol?", reply_to_message=opened, **place) == []
    asked = mention("@LamellaTestBot what is retinol?", in_group.id, in_group.chat, **place)
    (answer,) = in_group.reports(update(message=asked))
    assert answer.data["message_thread_id"] == 17


def test_each_member_of_a_group_has_a_conversation_of_their_own(door: Server, telegram: Platform) -> None:
    ann = Visitor(door, telegram, GROUP - somebody())
    bob = Visitor(door, telegram, ann.group)
    (walk,) = ann.reports(
        update(message=mention("@LamellaTestBot walk me through a clay mask and a niacinamide serum", ann.id, ann.chat))
    )
    assert "Step 1" in walk.text
    (none,) = bob.reports(update(message=mention("@LamellaTestBot next", bob.id, bob.chat)))
    assert "Step 2" not in none.text
    # Whoever presses a button says its sentence, in their own conversation.
    (his,) = bob.reports(press(walk.buttons[0]["callback_data"], bob.id, bob.group))
    assert plain(his.text).startswith("› Next")
    assert his.data["reply_parameters"]["message_id"] > 0
    assert "Step 2" not in his.text
    (hers,) = ann.presses(walk.buttons[0])
    assert "Step 2" in hers.text


def test_an_anonymous_admin_is_answered(in_group: Visitor) -> None:
    asked = mention("@LamellaTestBot what is niacinamide?", 1087968824, in_group.chat)
    asked |= {"from": {"id": 1087968824, "is_bot": True, "first_name": "Group"}, "sender_chat": asked["chat"]}
    in_group.reports(update(message=asked))
    until(lambda: in_group.platform.sent(in_group.chat))
    assert "vitamin B3" in in_group.platform.sent(in_group.chat)[0].text
