"""Questions in their plainest form are understood whatever the classifier learnt."""

from __future__ import annotations

import pytest

from bot.knowledge.files import load
from bot.nlu.plain_forms import kind_of, kind_of_trait
from bot.nlu.reader import Reader, clean
from tests.conftest import ROOT

READER = Reader(load(ROOT / "data/knowledge"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("What is a hydrogel mask?", "definition"),
        ("whats azelaic acid", "definition"),
        ("tell me something about mandelic acid", "definition"),
        ("What does a spot treatment do?", "effect"),
        ("what does retinol do for the skin", "effect"),
        ("How often should I use an eye cream?", "frequency"),
        ("how often the clay mask", "frequency"),
        ("How long does an eye cream take to work?", "results"),
        ("How long do I leave a clay mask on?", "duration"),
        ("Can I use a clay mask with a vitamin C serum?", "compatibility"),
        ("retinol and niacinamide together?", "compatibility"),
        ("How do I use salicylic acid?", "usage"),
        ("Walk me through a clay mask and niacinamide", "walk_start"),
        ("when do i use that", "time_of_day"),
        ("and when are we supposed to put on retinol?", "time_of_day"),
        ("azelaic acid daily or", "frequency"),
        ("how long do i leave it on?", "duration"),
        ("mask for acne", "choice"),
    ],
)
def test_a_plain_question_is_what_it_says(text: str, kind: str) -> None:
    assert kind_of(READER.read(clean(text))) == kind


@pytest.mark.parametrize(
    "text",
    [
        "what is the best retinol",
        "what does retinol do with vitamin c",
        "how often should i use retinol if my skin is dry",
        "how long does retinol take to work on melasma",
        "what is my skin type",
        "what is that",
        "can i use it with this",
        "hello",
        "can i use a clay mask with zorbatrol serum",
    ],
)
def test_anything_more_is_for_the_classifier(text: str) -> None:
    assert kind_of(READER.read(clean(text))) == ""


def test_yes_or_no_leaves_nothing_out() -> None:
    read = READER.read(clean("just yes or no, retinol and glycolic at once"))
    assert not any(thing.negated for thing in read.things)
    assert any(thing.negated for thing in READER.read(clean("no, not retinol, glycolic")).things)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("what is combination skin", "definition"),
        ("what are large pores?", "definition"),
        ("why do people get whiteheads", "definition"),
        ("how can you treat oily skin", "choice"),
        ("how do i fix my redness please", "choice"),
        ("what is the best oily skin routine", ""),
        ("how to treat oily skin with retinol", ""),
        ("how to treat acne while pregnant", ""),
    ],
)
def test_a_plain_question_of_skin_or_a_concern_is_what_it_says(text: str, kind: str) -> None:
    assert kind_of_trait(READER.read(clean(text))) == kind
