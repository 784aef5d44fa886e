"""The facts nearest to a question, and what an answer makes of them."""

from __future__ import annotations

import numpy as np
import pytest

from bot.answers import relevant
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Near, Question
from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge, key_of
from bot.nlu.nearest import LEAST, Nearest, Vectors
from bot.rules.items import NOBODY, Item, Person


def _one_hot(knowledge: Knowledge) -> dict[str, Vectors]:
    """Each fact a direction of its own, so that a question may be put beside any of them."""
    size = len(knowledge.told)
    return {key: np.eye(1, size, at, dtype=np.float32)[0] for at, key in enumerate(knowledge.told)}


def _fact_of(knowledge: Knowledge, name: str, topic: str) -> str:
    return next(key for key, told in knowledge.told.items() if told.of[:1] == (name,) and told.fact.topic == topic)


def test_facts_of_what_is_named_and_of_its_classes_are_found_and_no_others(knowledge: Knowledge) -> None:
    vectors = _one_hot(knowledge)
    retinol, retinoid, niacinamide = (
        _fact_of(knowledge, name, "effect") for name in ("retinol", "retinoid", "niacinamide")
    )
    asked = 0.9 * vectors[niacinamide] + 0.6 * vectors[retinol] + 0.5 * vectors[retinoid]
    found = Nearest(knowledge, vectors).find(asked, ["retinol"])
    assert [near.fact for near in found] == [retinol, retinoid]
    assert found[0].score == pytest.approx(0.6)
    assert Nearest(knowledge, vectors).find(asked, [])[0].fact == niacinamide


def test_what_is_far_from_everything_finds_nothing(knowledge: Knowledge) -> None:
    vectors = _one_hot(knowledge)
    faint = (LEAST - 0.05) * vectors[_fact_of(knowledge, "retinol", "effect")]
    assert Nearest(knowledge, vectors).find(faint.astype(np.float32), ["retinol"]) == []


def test_only_sentences_that_are_new_are_encoded(knowledge: Knowledge) -> None:
    known = _one_hot(knowledge)
    new = list(known)[7]
    del known[new]
    encoded: list[str] = []

    def encode(texts: list[str]) -> Vectors:
        encoded.extend(texts)
        return np.ones((len(texts), len(knowledge.told)), np.float32)

    nearest = Nearest.of(knowledge, encode, known)  # type: ignore[arg-type]
    assert encoded == [knowledge.told[new].fact.says]
    assert set(nearest.vectors()) == set(knowledge.told)


def _context(knowledge: Knowledge, texts: Texts, person: Person = NOBODY) -> Context:
    return Context(knowledge, texts, person)


def _asking(key: str, score: float, things: list[str], traits: tuple[str, ...] = ()) -> Question:
    return Question(
        kind="effect",
        things=[Item(id=name) for name in things],
        traits=list(traits),
        nearest=[Near(fact=key, score=score)],
    )


def test_the_nearest_fact_joins_an_answer_once(knowledge: Knowledge, texts: Texts) -> None:
    key = _fact_of(knowledge, "retinol", "time_of_day")
    says = knowledge.told[key].fact.says
    context, plain = _context(knowledge, texts), Answer(kind="effect", headline="Something else.")
    question = _asking(key, 0.7, ["retinol"])
    with_it = relevant.enriched(context, question, plain)
    assert with_it.reasons == (says,)
    assert with_it.sources
    assert relevant.enriched(context, question, with_it) == with_it
    assert relevant.enriched(context, _asking(key, 0.5, ["retinol"]), plain) == plain
    reworded = Answer(kind="effect", headline=f"In other words: {knowledge.told[key].fact.says}")
    assert relevant.enriched(context, _asking(key, 0.7, ["retinol"]), reworded) == reworded
    assert relevant.enriched(context, _asking(key, 0.7, ["niacinamide"]), plain) == plain


def test_an_entry_that_is_hardly_meant_is_not_told_beside(knowledge: Knowledge, texts: Texts) -> None:
    context, given = _context(knowledge, texts), Answer(kind="frequency", headline="Once or twice a week.")
    asked = Question(kind="frequency", second="faq/mask_thickness", confidence=0.1)
    assert relevant.with_second(context, asked, given) == given
    fairly = Question(kind="frequency", second="faq/mask_thickness", confidence=0.4)
    assert len(relevant.with_second(context, fairly, given).reasons) == 2
    asking_back = Answer(kind="frequency", headline="Of what?", asks_back=True)
    assert relevant.with_second(context, asked, asking_back) != asking_back


def test_no_fact_joins_a_refusal(knowledge: Knowledge, texts: Texts) -> None:
    key = _fact_of(knowledge, "retinol", "usage")
    refused = Answer(kind="suitability", headline="No.", verdict="avoid")
    assert relevant.enriched(_context(knowledge, texts), _asking(key, 0.95, ["retinol"]), refused) == refused


def test_nothing_is_praised_that_the_person_leaves_out(knowledge: Knowledge, texts: Texts) -> None:
    key = _fact_of(knowledge, "retinol", "effect")
    question = _asking(key, 0.95, ["retinol"])
    plain = Answer(kind="effect", headline="Something else.")
    pregnant = _context(knowledge, texts, Person(traits=("state.pregnant",)))
    assert relevant.enriched(_context(knowledge, texts), question, plain) != plain
    assert relevant.enriched(pregnant, question, plain) == plain


def test_where_an_answer_would_only_ask_back_the_nearest_facts_answer(knowledge: Knowledge, texts: Texts) -> None:
    entry = next(iter(knowledge.faq.values()))
    key = key_of(entry.facts[0])
    asks_back = Answer(kind="effect", headline="Which one?", asks_back=True)
    context = _context(knowledge, texts)
    assert relevant.instead(context, _asking(key, 0.8, []), asks_back).headline == entry.facts[0].says
    assert relevant.instead(context, _asking(key, 0.5, []), asks_back) == asks_back


def test_an_active_that_nobody_named_is_not_talked_about(knowledge: Knowledge, texts: Texts) -> None:
    key = _fact_of(knowledge, "mandelic_acid", "results")
    asks_back = Answer(kind="results", headline="Which one?", asks_back=True)
    assert relevant.instead(_context(knowledge, texts), _asking(key, 0.7, []), asks_back) == asks_back
