"""Two forms of one active are weighed by the entry on forms; where they go is another question."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.nlu.by_things import by_things
from bot.nlu.forms import forms_weighed
from bot.nlu.reader import Reader, clean


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge)


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("a peptide cream or a peptide serum", "active_form"),
        ("is a retinal lotion weaker than a retinal serum", "active_form"),
        ("glycolic wash vs glycolic serum", "active_in_cleanser"),
        ("mandelic toner or mandelic serum", "active_in_toner"),
        ("peptide serum before or after peptide cream", ""),
        ("tretinoin gel or cream", ""),
        ("retinol serum or vitamin c serum", ""),
        ("which peptide serum should I take", ""),
    ],
)
def test_two_forms_of_one_active(reader: Reader, text: str, entry: str) -> None:
    assert forms_weighed("comparison", 0.5, reader.read(clean(text))) == (f"faq/{entry}" if entry else "")


def test_what_is_surely_another_question_stays_that(reader: Reader) -> None:
    reading = reader.read(clean("a peptide cream or a peptide serum"))
    assert forms_weighed("compatibility", 0.9, reading) == ""
    assert forms_weighed("greet", 0.3, reading) == ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("which serum is best for marks, arbutin, kojic acid or azelaic acid", "comparison"),
        ("what works better on lines, peptides or bakuchiol", "comparison"),
        ("which is fine with retinol and azelaic acid", "compatibility"),
        ("arbutin, kojic acid and azelaic acid together", "compatibility"),
    ],
)
def test_the_best_of_several_is_chosen_and_not_combined(reader: Reader, text: str, kind: str) -> None:
    assert by_things("compatibility", reader.read(clean(text)), 0.8) == kind
