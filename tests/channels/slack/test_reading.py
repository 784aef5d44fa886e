"""What of Slack's requests is a message for the bot, and what somebody typed in it."""

from __future__ import annotations

import pytest

from bot.channels.slack.reading import heard, payload, read
from tests.channels.slack.payloads import BOT, TEAM, body, command, mentioned, moment, pressed, written

HOOK = "https://hooks.slack.com/commands/T061EG9R6/1/abc"


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        (f"<@{BOT}> retinol &amp; acid", "retinol & acid"),
        (f"can <@{BOT}|lamella> and <@U2> help", "can   and   help"),
        ("&lt;b&gt; &amp;lt;", "<b> &lt;"),
        ("<http://paulaschoice.com|paulaschoice.com> says", "paulaschoice.com says"),
        ("<https://a.example/?a=1&amp;b=2>", "https://a.example/?a=1&b=2"),
        ("<mailto:ann@shop.example|ann@shop.example>", "ann@shop.example"),
        ("<!here> <!channel> hi <!subteam^S1|@team> <!date^1^{date}|today>", "hi @team today"),
        ("see <#C1|general> or <#C2>", "see general or"),
        ("ok? :pray: :+1: :woman-raising-hand::skin-tone-3:", "ok?"),
        (":pray:", ":pray:"),
        ("ratio 1:2:3, 10:30:00", "ratio 1:2:3, 10:30:00"),
        ("*retinol* _and_ `bha`", "*retinol* _and_ `bha`"),
        ("a < b > c", "a < b > c"),
    ],
)
def test_what_somebody_typed(sent: str, typed: str) -> None:
    assert " ".join(read(sent).split()) == " ".join(typed.split())


def test_who_says_it_where() -> None:
    ts, thread = moment(), moment()
    direct = heard(written("U1", "D1", "hi", ts=ts))
    assert direct is not None
    assert (direct.sender, direct.message_id, direct.public) == (f"slack:{TEAM}.U1", ts, False)
    assert (direct.place.channel, direct.place.thread) == ("D1", "")
    first = heard(mentioned("U1", "C1", "hi", ts=ts))
    assert first is not None
    assert (first.sender, first.public) == (f"slack:{TEAM}.U1@C1.{ts}", True)
    assert (first.place.channel, first.place.thread) == ("C1", ts)
    later = heard(mentioned("U2", "C1", "hi", thread_ts=thread))
    assert later is not None
    assert (later.sender, later.place.thread) == (f"slack:{TEAM}.U2@C1.{thread}", thread)
    given = heard(command("U1", "D7", "hi", HOOK))
    assert given is not None
    assert (given.sender, given.public, given.place.address) == (f"slack:{TEAM}.U1@D7", True, HOOK)


def test_a_button_says_its_sentence_for_who_presses_it() -> None:
    ts, thread = moment(), moment()
    button = {"type": "button", "value": "And with a clay mask?"}
    direct = heard(pressed("U1", "D1", button, "say", HOOK, ts=ts))
    assert direct is not None
    assert (direct.sender, direct.text, direct.place.thread) == (f"slack:{TEAM}.U1", button["value"], "")
    assert not direct.public
    there = heard(pressed("U2", "C1", button, "say", HOOK, ts=ts, thread_ts=thread))
    assert there is not None
    assert (there.sender, there.place.thread, there.place.address) == (f"slack:{TEAM}.U2@C1.{thread}", thread, "")
    aloud = heard(pressed("U2", "D7", button, "say_aloud", HOOK, ts=ts))
    assert aloud is not None
    assert (aloud.sender, aloud.place.address, aloud.public) == (f"slack:{TEAM}.U2@D7", HOOK, True)
    again = heard(pressed("U2", "D7", button, "say_aloud", HOOK, ts=ts))
    assert again is not None
    assert again.message_id != aloud.message_id, "who presses twice asks twice"


def test_a_body_is_json_or_a_form() -> None:
    for found in (
        written("U1", "D1", "é <b> \"q\" & 100%"),
        pressed("U1", "D1", {"value": "é & +"}, "say", HOOK),
        command("U1", "C1", "é & + 100%", HOOK),
    ):
        assert payload(body(found).decode()) == found
