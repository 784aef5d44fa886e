"""Which of the kinds in doubt has been asked in such words."""

from __future__ import annotations

import pytest

from bot.nlu.wording import Wording

TEXTS = [
    *["what does the cream cost", "how much does a serum cost", "what would a peel cost"] * 3,
    *["how much cream is enough", "is a pea of serum enough", "how much serum per night"] * 3,
    *["is a serum any good", "what is a cream for", "how is a peel done"] * 9,
]
LABELS = [*["out_of_scope"] * 9, *["faq/amount"] * 9, *["definition"] * 27]


@pytest.fixture
def wording() -> Wording:
    return Wording([text.split() for text in TEXTS], LABELS)


def test_the_word_that_decides_puts_its_kind_first(wording: Wording) -> None:
    ranking = [("faq/amount", 0.4), ("out_of_scope", 0.35), ("definition", 0.1), ("greet", 0.0)]
    weighed = wording.weighed(ranking, ["cost", "of", "the", "serum"])
    assert weighed[0][0] == "out_of_scope"
    assert {name for name, _ in weighed} == {name for name, _ in ranking}
    assert sum(score for _, score in weighed) == pytest.approx(0.85)
    assert [score for _, score in weighed] == sorted((score for _, score in weighed), reverse=True)


def test_what_is_not_in_doubt_stays(wording: Wording) -> None:
    ranking = [("faq/amount", 0.5), ("out_of_scope", 0.35)]
    assert wording.weighed(ranking, ["cost", "of", "the", "serum"]) == ranking


def test_where_the_words_speak_for_the_first_scores_stay_too(wording: Wording) -> None:
    ranking = [("out_of_scope", 0.4), ("faq/amount", 0.35)]
    assert wording.weighed(ranking, ["cost", "of", "the", "serum"]) == ranking


def test_words_never_seen_decide_nothing_but_that_entries_are_narrow(wording: Wording) -> None:
    assert wording.weighed([("definition", 0.3), ("faq/amount", 0.2)], ["zorb"])[0] == ("definition", 0.3)
    assert wording.weighed([("faq/amount", 0.3), ("definition", 0.29)], ["zorb"])[0][0] == "definition"


def test_every_ranking_is_borne(wording: Wording) -> None:
    for words in ([], ["serum"] * 400):
        assert len(wording.weighed([("greet", 0.0), ("deny", 0.0)], words)) == 2
