"""Telegram's HTML: what stands where, nothing of a visitor's words taken for a mark, limits kept by construction."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer, AnswerStep, Cell, Citation, Place, Row, Week
from bot.answers.renderings.telegram import (
    LONGEST_CAPTION,
    LONGEST_MESSAGE,
    Span,
    layers_caption,
    messages,
    plain,
    shows_layers,
    split,
    units,
)
from bot.answers.texts import Texts
from bot.knowledge.model import VERDICTS
from tests.channels.telegram_platform import plain as read

PAIR = Answer(
    kind="compatibility",
    headline="Yes: clay mask first, serum after.",
    verdict="yes_in_order",
    reasons=("Both are mild.",),
    steps=(
        AnswerStep(text="Spread the mask.", layer="clay mask", comes_off=True),
        AnswerStep(text="Smooth in the serum.", layer="serum"),
    ),
    cautions=("Not on sore skin.",),
    sources=(
        Citation(title="A study", url="https://example.org/a?b=1&c=2", grade="B"),
        Citation(title="A book", grade="C"),
    ),
    notes=("We were at step 2 of 5.",),
)


def test_an_answer_stands_in_its_order(texts: Texts) -> None:
    (html,) = messages(PAIR, texts)
    assert html == (
        "<b>✅ Yes, in order</b>\n\n"
        "Yes: clay mask first, serum after.\n\n"
        "Both are mild.\n\n"
        "1. Spread the mask.\n2. Smooth in the serum.\n\n"
        "<blockquote><b>⚠️ Please note: </b>Not on sore skin.</blockquote>\n\n"
        '<i>Source: <a href="https://example.org/a?b=1&amp;c=2">A study</a>; A book (study)</i>\n\n'
        "We were at step 2 of 5."
    )


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_verdict_is_a_sign_and_a_word(texts: Texts, verdict: str) -> None:
    (html,) = messages(Answer(kind="compatibility", headline="So.", verdict=verdict), texts)
    badge = read(html).split("\n")[0]
    assert not badge[0].isascii()
    assert any(letter.isascii() and letter.isalpha() for letter in badge)


def test_no_two_verdicts_have_the_same_words(texts: Texts) -> None:
    words = {texts.say(f"telegram.verdict.{verdict}") for verdict in VERDICTS}
    assert len(words) == len(VERDICTS)


def test_a_red_flag_is_no_verdict_on_a_product(texts: Texts) -> None:
    (html,) = messages(Answer(kind="red_flag", headline="Call.", verdict="ask_professional"), texts)
    assert html.startswith("<b>🚨 Get help first</b>\n\nCall.")
    assert "Ask a professional" not in html


def test_an_unknown_verdict_shows_none(texts: Texts) -> None:
    (html,) = messages(Answer(kind="definition", headline="It is a vitamin."), texts)
    assert html == "<b>It is a vitamin.</b>"


def test_a_walk_shows_where_it_is(texts: Texts) -> None:
    (html,) = messages(Answer(kind="walk", headline="Step 2 of 5: rinse.", walk=Place(at=2, of=5)), texts)
    assert html.startswith("●●○○○\n\n")


def test_days_of_a_week_are_not_numbered(texts: Texts) -> None:
    row = Row(day="Monday", morning=Cell(), evening=Cell(names=("retinol",)))
    week = Week(rows=(row,), daily={"morning": (), "evening": ()})
    steps = (AnswerStep(text="Monday: retinol."),)
    (html,) = messages(Answer(kind="plan", headline="Your week.", steps=steps, week=week), texts)
    assert "• Monday: retinol." in html
    assert "1." not in html


@pytest.mark.parametrize(
    "hostile",
    [
        *("<b>bold</b>", "</blockquote><a href='https://evil.example'>x</a>", "&lt;script&gt;", "a & b < c > d", '"\''),
        *("\x00\x07\x1b[31m", "\ud83d", "<tg-spoiler>", "&#60;b&#62;"),
    ],
)
def test_a_visitors_words_are_only_words(texts: Texts, hostile: str) -> None:
    answer = Answer(
        kind="shelf",
        headline=f"I don't know {hostile}.",
        verdict="no_rule",
        reasons=(hostile,),
        steps=(AnswerStep(text=hostile, layer=hostile), AnswerStep(text="x", layer="y")),
        cautions=(hostile,),
        sources=(Citation(title=f"A {hostile}", url="https://example.org/", grade="D"),),
        notes=(hostile,),
    )
    sayable = "".join(sign for sign in hostile if sign.isprintable() and sign != "\ud83d")
    (html,) = messages(answer, texts, before=[Span(hostile, ("<i>",))])
    assert read(html).count(sayable) >= 6
    assert re.findall("<a [^>]*>", html) == ['<a href="https://example.org/">']
    assert read(plain(hostile + "x")[0]) == sayable + "x"
    assert sayable in read(layers_caption(answer, texts))


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "https://a b", "tg://user?id=1", "HTTP://x"])
def test_only_addresses_of_the_web_are_links(texts: Texts, url: str) -> None:
    (html,) = messages(
        Answer(kind="definition", headline="It.", sources=(Citation(title="T", url=url, grade="A"),)), texts
    )
    assert "<a" not in html


def test_a_quote_in_an_address_stays_in_it(texts: Texts) -> None:
    url = 'https://example.org/"><b>'
    (html,) = messages(
        Answer(kind="definition", headline="It.", sources=(Citation(title="T", url=url, grade="A"),)), texts
    )
    assert '<a href="https://example.org/&quot;&gt;&lt;b&gt;">' in html


def test_less_important_reasons_give_way_as_in_plain_text(texts: Texts) -> None:
    reasons = tuple(f"Reason {number}. " + "x" * 200 for number in range(9))
    (html,) = messages(Answer(kind="choice", headline="So.", reasons=reasons), texts)
    assert "Reason 0" in html
    assert "Reason 8" not in html


def test_only_two_layers_of_one_session_make_a_picture() -> None:
    assert shows_layers(PAIR)
    assert not shows_layers(Answer(kind="order", headline="x", steps=PAIR.steps[:1]))
    assert not shows_layers(Answer(kind="walk", headline="x", steps=PAIR.steps, walk=Place(at=1, of=2)))


def test_a_caption_is_never_too_long(texts: Texts) -> None:
    steps = tuple(AnswerStep(text="", layer=f"{number} " + "&" * 300) for number in range(9))
    assert units(layers_caption(Answer(kind="order", headline="x", steps=steps), texts)) <= LONGEST_CAPTION


@given(
    st.lists(
        st.tuples(
            st.text(max_size=300) | st.sampled_from(["a&" * 90, "😀" * 200, "x" * 250, "w " * 150, "p\n\n" * 40]),
            st.sampled_from([(), ("<b>",), ("<blockquote>", "<b>"), ("<blockquote>",), ('<a href="https://x.y/">',)]),
        ),
        max_size=8,
    ),
    st.integers(80, 600),
)
@settings(max_examples=300, deadline=None)
def test_splitting_loses_no_word_and_breaks_no_mark(spans: list[tuple[str, tuple[str, ...]]], longest: int) -> None:
    pieces = split([Span(*span) for span in spans], longest)
    assert all(0 < units(piece) <= longest for piece in pieces)
    said = "".join(read(piece) for piece in pieces)
    meant = "".join(text for text, _ in spans)
    kept = [sign for sign in meant if not sign.isspace() and sign.isprintable()]
    assert [sign for sign in said if not sign.isspace() and sign.isprintable()] == kept


def test_a_long_text_is_cut_between_paragraphs_then_words() -> None:
    paragraphs = "\n\n".join(f"{number} " + "word " * 180 for number in range(12))
    pieces = plain(paragraphs)
    assert len(pieces) == 3
    assert all(units(piece) <= LONGEST_MESSAGE for piece in pieces)
    assert all(piece[0].isdigit() and piece.endswith("word") for piece in pieces)
    assert plain(" \n ") == []
    assert [units(piece) for piece in plain("😀" * 3000)] == [4096, 1904]
