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
