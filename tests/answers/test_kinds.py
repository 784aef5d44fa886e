"""Every kind of question answers whatever things it is asked about."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import LONGEST, plain_text
from bot.answers.context import Context
from bot.answers.kinds import ANSWERS, SMALL_TALK, answer
from bot.answers.question import Question
from bot.answers.texts import Texts, load_texts
from bot.knowledge.base import Knowledge
from bot.knowledge.files import load
from bot.rules.items import Item, Person
from tests.conftest import ROOT

KNOWLEDGE = load(ROOT / "data/knowledge")
TEXTS = load_texts(ROOT / "data/answers")
_NOT_USED = ("skin", "concern", "state", "circumstance")
NAMED = [name for name, thing in KNOWLEDGE.things.items() if thing.kind not in _NOT_USED]
TRAITS = [name for name, thing in KNOWLEDGE.things.items() if thing.kind in ("skin", "concern", "state")]
EVIDENCE = dict.fromkeys("ABCD", "evidence")

_COSMETIC_OR_NOT = (name for name in KNOWLEDGE.members("retinoid") if KNOWLEDGE.things[name].kind == "ingredient")
RETINOIDS = st.sampled_from(list(_COSMETIC_OR_NOT))
DESCRIBING = ("red_flag", "definition", "effect", "medical", "reaction", "label", "comparison", "choice", "routine")
USING = sorted(set(ANSWERS) - set(DESCRIBING))

items = st.builds(
    Item,
    id=st.sampled_from(NAMED),
    form=st.sampled_from(["", "serum", "moisturiser"]),
    either=st.sampled_from([0, 0, 1]),
    attributes=st.sampled_from([(), ("rich",), ("light",), ("thick",), ("thin",)]),
)
questions = st.builds(
    Question,
    kind=st.sampled_from([kind for kind in ANSWERS if kind != "red_flag"] + [f"faq/{name}" for name in KNOWLEDGE.faq]),
    things=st.lists(items, max_size=4),
    traits=st.lists(st.sampled_from(TRAITS), max_size=2),
    unknown=st.lists(st.just("zorbatrol"), max_size=1),
    moment=st.sampled_from([None, "morning", "evening"]),
    per_week=st.sampled_from([None, 1.0, 7.0, 14.0]),
    words=st.just(["how"]),
)


@settings(max_examples=2500, deadline=None)
@given(question=questions, traits=st.lists(st.sampled_from(TRAITS), max_size=2))
def test_every_question_gets_an_answer_in_words(question: Question, traits: list[str]) -> None:
    given_answer = answer(Context(KNOWLEDGE, TEXTS, Person(traits=tuple(traits))), question)
    text = plain_text(given_answer, source="Source", evidence=EVIDENCE)
    assert given_answer.headline
    assert "{" not in text
    assert "  " not in text
    assert not any(name in text for name in NAMED if "_" in name or "." in name), text


@pytest.mark.parametrize("kind", SMALL_TALK)
def test_small_talk_has_a_sentence(knowledge: Knowledge, texts: Texts, kind: str) -> None:
    assert answer(Context(knowledge, texts, Person()), Question(kind=kind, words=["x"])).headline


@settings(max_examples=300, deadline=None)
@given(
    trait=st.sampled_from(["state.pregnant", "state.trying"]),
    kind=st.sampled_from(USING),
    name=RETINOIDS,
)
def test_no_wording_gets_a_retinoid_into_a_pregnancy(trait: str, kind: str, name: str) -> None:
    """A definition may describe it; whatever speaks of using it says no."""
    given_answer = answer(
        Context(KNOWLEDGE, TEXTS, Person(traits=(trait,))), Question(kind=kind, things=[Item(id=name)], words=["how"])
    )
    assert given_answer.verdict in ("avoid", "ask_professional"), (kind, name, given_answer.headline)


def test_answers_are_short(knowledge: Knowledge, texts: Texts) -> None:
    """Less important reasons are left out; only what must be said may go beyond."""
    long = 0
    for name in NAMED:
        for kind in ("definition", "effect", "frequency", "usage", "results"):
            given_answer = answer(Context(knowledge, texts, Person()), Question(kind=kind, things=[Item(id=name)]))
            long += len(plain_text(given_answer, source="Source", evidence=EVIDENCE)) > LONGEST + 100
    assert long == 0


def test_behind_a_gate_stands_what_was_asked_of_the_rest() -> None:
    asked = Question(
        kind="comparison",
        things=[Item(id="scrub"), Item(id="benzoyl_peroxide"), Item(id="adapalene")],
        traits=["state.teen", "concern.acne"],
        words=["do", "we", "start", "with"],
    )
    given_answer = answer(Context(KNOWLEDGE, TEXTS, Person(traits=("state.teen",))), asked)
    assert given_answer.verdict == "avoid"
    assert "scrub" in given_answer.headline
    assert any("benzoyl peroxide" in reason.lower() for reason in given_answer.reasons)


@settings(max_examples=300, deadline=None)
@given(kind=st.sampled_from(["order", "comparison", "frequency", "usage"]), other=st.sampled_from(NAMED))
def test_behind_a_gate_what_is_kept_away_is_not_praised(kind: str, other: str) -> None:
    person = Person(traits=("state.pregnant",))
    asked = Question(kind=kind, things=[Item(id="retinol"), Item(id=other)], traits=["state.pregnant"], words=["how"])
    given_answer = answer(Context(KNOWLEDGE, TEXTS, person), asked)
    assert given_answer.verdict in ("avoid", "ask_professional")
    assert not given_answer.steps


@pytest.mark.parametrize(
    ("said", "about"),
    [
        ("what are your opening hours", "opening hours"),
        ("i want to book a facial", "book"),
        ("where is my parcel", "orders"),
        ("do you take mastercard", "payments"),
        ("what is the price of the serum", "prices"),
        ("how much is the big bottle", "prices"),
        ("is it back in stock", "in stock"),
        ("i want to make a complaint about an order", "sorry"),
        ("which shampoo for greasy roots", "Hair"),
        ("my cuticles are torn", "Nails"),
        ("are gummies any good", "swallowed"),
        ("here is a photo of my chin", "pictures"),
        ("do you take visa and are you open on sundays", "payments, prices"),
    ],
)
def test_what_is_not_ours_is_told_where_to_ask(said: str, about: str) -> None:
    asked = Question(kind="out_of_scope", words=said.split())
    given_answer = answer(Context(KNOWLEDGE, TEXTS, Person()), asked)
    assert about in given_answer.headline
    assert "I can help with masks, serums" in given_answer.headline
