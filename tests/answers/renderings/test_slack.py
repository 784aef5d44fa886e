"""Answers in Block Kit: everything is said, nothing breaks a limit, and nobody is called."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answer, AnswerStep, Cell, Citation, Row, Week
from bot.answers.renderings import slack
from bot.answers.texts import Texts, load_texts
from bot.knowledge.model import Verdict
from tests.channels.slack.platform import buttons, problems, shown
from tests.conftest import ROOT

TEXTS = load_texts(ROOT / "data/answers")
PAIR = Answer(
    kind="compatibility",
    headline="Not in the same evening.",
    verdict="alternate_days",
    reasons=("Both renew the skin.", "Start with one."),
    steps=(AnswerStep(text="Wash."), AnswerStep(text="Serum.", layer="serum")),
    cautions=("It may sting.",),
    sources=(
        Citation(title="A trial & more", url="https://example.org/?a=1&b=2", grade="B"),
        Citation(title="A book", grade="C"),
    ),
    notes=("We were at step 2.",),
)
CALLS = "<!channel> <@U1> <https://evil.example|click> @here *now* `rm`"


def of_type(message: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The elements of a kind within a message's rich text."""
    rich = [block for block in message["blocks"] if block["type"] == "rich_text"]
    return [element for block in rich for element in block["elements"] if element["type"] == kind]


def test_an_answer_is_said_from_the_verdict_to_the_sources(texts: Texts) -> None:
    made = slack.message(texts, "the same as text", PAIR, ("Why?",))
    assert problems(made) == []
    said = shown(made)
    order = ["🗓️ Different days", *(PAIR.headline, *PAIR.reasons), "Wash.", "Serum.", "⚠️ Take care", "It may sting."]
    order += ["We were at step 2.", "Source: "]
    places = [said.index(part) for part in order]
    assert places == sorted(places)
    (steps,) = of_type(made, "rich_text_list")
    assert (steps["style"], len(steps["elements"])) == ("ordered", 2)
    assert len(of_type(made, "rich_text_quote")) == 1
    assert "<https://example.org/?a=1&amp;b=2|A trial &amp; more>; A book (study)" in said
    assert made["text"] == "the same as text"
    assert [(button["text"]["text"], button["value"]) for button in buttons(made)] == [("Why?", "Why?")]


def test_of_many_reasons_the_less_important_are_left_out(texts: Texts) -> None:
    told = Answer(kind="compatibility", headline="So.", reasons=tuple(f"{number}{'x' * 400}" for number in range(4)))
    said = shown(slack.message(texts, "So.", told, ()))
    assert [number for number in range(4) if f"{number}x" in said] == [0, 1]


@pytest.mark.parametrize("verdict", get_args(Verdict))
def test_each_verdict_is_a_word_beside_its_sign(texts: Texts, verdict: Verdict) -> None:
    made = slack.message(texts, "So.", Answer(kind="compatibility", headline="So.", verdict=verdict), ())
    mark = of_type(made, "rich_text_section")[0]["elements"][0]
    assert mark["style"] == {"bold": True}
    sign, word = mark["text"].split(" ", 1)
    assert not sign.isascii()
    assert word.isascii()
    assert word[0].isupper()


def test_what_cannot_wait_is_marked_as_that(texts: Texts) -> None:
    made = slack.message(texts, "So.", Answer(kind="red_flag", headline="Call.", verdict="ask_professional"), ())
    assert shown(made).startswith("🚨 Act now")
    assert "Ask a professional" not in shown(made)


def test_the_days_of_a_week_are_not_counted(texts: Texts) -> None:
    row = Row(day="Monday", morning=Cell(), evening=Cell())
    week = Week(rows=(row,) * 7, daily={"morning": (), "evening": ()})
    plan = Answer(kind="plan", headline="Your week.", steps=(AnswerStep(text="Monday: clay."),), week=week)
    assert of_type(slack.message(texts, "So.", plan, ()), "rich_text_list")[0]["style"] == "bullet"


def test_a_reply_without_an_answer_is_its_text(texts: Texts) -> None:
    made = slack.message(texts, f"I own {CALLS}", None, ())
    assert problems(made) == []
    assert shown(made) == f"I own {CALLS}"
    assert made["text"].startswith("I own &lt;!channel&gt; &lt;@U1&gt;")


def test_the_private_chat_is_one_press_away(texts: Texts) -> None:
    address = "https://slack.com/app_redirect?app=A1&team=T1"
    offer = Answer(kind="private", headline="Ask me in private.")
    made = slack.message(texts, "So.", offer, ("Why?",), private=address)
    assert problems(made) == []
    link, why = buttons(made)
    assert (link["url"], why["value"]) == (address, "Why?")
    assert "value" not in link


def test_the_question_stands_above_where_nobody_sees_it(texts: Texts) -> None:
    asked = slack.question(texts, "command", CALLS + "?" * 5000)
    made = slack.message(texts, "So.", PAIR, (), asked=asked)
    assert problems(made) == []
    assert made["blocks"][0]["elements"][0]["type"] == "plain_text"
    assert shown(made).startswith(f"Question: {CALLS}")


def test_a_long_button_is_cut_and_says_the_whole_sentence(texts: Texts) -> None:
    long = "Walk me through " + "niacinamide and " * 10
    made = slack.message(texts, "So.", None, ("x" * 2001, long, *(f"Question {number}?" for number in range(30))))
    assert problems(made) == []
    row = buttons(made)
    assert len(row) == slack.MOST_BUTTONS
    assert row[0]["value"] == long
    assert row[0]["text"]["text"].endswith("…")


words = st.one_of(st.text(min_size=1, max_size=60), st.just(CALLS), st.just("😀" * 3001), st.just("& <" * 1100))
citations = st.builds(
    Citation,
    title=words,
    url=st.sampled_from(("", "https://example.org/a?b=c&d=<e>|f")),
    grade=st.sampled_from("ABCD"),
)
answers = st.builds(
    Answer,
    kind=st.sampled_from(("compatibility", "red_flag", "walk", "private")),
    headline=words,
    verdict=st.sampled_from((None, *get_args(Verdict))),
    reasons=st.lists(words, max_size=4).map(tuple),
    steps=st.lists(st.builds(AnswerStep, text=words), max_size=12).map(tuple),
    cautions=st.lists(words, max_size=3).map(tuple),
    sources=st.lists(citations, max_size=3).map(tuple),
    notes=st.lists(words, max_size=3).map(tuple),
)


@given(answer=answers, sentences=st.lists(words, max_size=8), asked=words)
def test_no_answer_breaks_a_limit_or_calls_anybody(answer: Answer, sentences: list[str], asked: str) -> None:
    made = slack.message(TEXTS, answer.headline, answer, sentences, asked=slack.question(TEXTS, "button", asked), private="https://slack.com/x")
    assert problems(made) == []
    elements = [piece for block in made["blocks"] if block["type"] == "rich_text" for piece in walked(block)]
    said = "".join(elements)
    for part in (answer.headline, *answer.reasons[:1], *answer.cautions, *answer.notes):
        assert part in said, "only further reasons may be left out"


def walked(node: dict[str, Any]) -> list[str]:
    if node["type"] == "text":
        return [node["text"]]
    return [words for child in node["elements"] for words in walked(child)]
