"""An ingredient list in several messages is one list; what is asked of it is asked of one product."""

from __future__ import annotations

import pytest

from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from tests.dialogue.talk import Talk

FIRST = "Aqua, Glycerin, Niacinamide,"


@pytest.fixture
def talk(knowledge: Knowledge, texts: Texts) -> Talk:
    return Talk(knowledge, texts)


@pytest.mark.parametrize(
    ("said", "taken_for", "listed"),
    [
        ("Salicylic Acid, Panthenol", "label", "4 of the 5"),
        ("salicylic acid", "definition", "3 of the 4"),
        ("and Sodium Hyaluronate, Retinol", "compatibility", "4 of the 5"),
        ("also contains lactic acid and parfum", "comparison", "4 of the 5"),
        ("it also has retinol", "tell", "3 of the 4"),
        ("plus Retinol, Parfum", "compatibility", "4 of the 5"),
    ],
)
def test_a_list_goes_on(talk: Talk, said: str, taken_for: str, listed: str) -> None:
    talk("label", "niacinamide", said=FIRST)
    answer = talk(taken_for, said=said)
    assert answer.kind == "label"
    assert listed in answer.headline


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("is there retinol in it?", "effect"),
        ("can i use retinol, niacinamide with it", "compatibility"),
        ("thanks", "thanks"),
        ("my skin is dry, sensitive", "tell"),
        ("how often, how long", "frequency"),
    ],
)
def test_what_asks_or_tells_adds_nothing_to_a_list(knowledge: Knowledge, talk: Talk, said: str, kind: str) -> None:
    talk("label", "niacinamide", said=FIRST)
    before = talk.focus.listing
    talk(kind, said=said)
    assert talk.focus.listing == before


def test_what_is_told_of_oneself_is_no_ingredient(talk: Talk) -> None:
    talk("label", "niacinamide", said=FIRST)
    talk("tell", said="pregnant, by the way", traits=["state.pregnant"], about_self=True)
    assert talk.focus.traits == ["state.pregnant"]


def test_one_ingredient_to_a_message(talk: Talk) -> None:
    talk("label", said="Ingredients:")
    for name in ("Aqua", "Glycerin", "Niacinamide", "Salicylic acid"):
        answer = talk("definition", said=name)
    assert "3 of the 4" in answer.headline


def test_what_is_added_afterwards_is_not_taken_for_a_trace(talk: Talk) -> None:
    """Behind phenoxyethanol an acid only sets the acidity; what somebody adds by heart may stand anywhere."""
    talk("label", "niacinamide", said="Aqua, Glycerin, Niacinamide, Phenoxyethanol")
    assert "lactic acid" in talk("comparison", said="also contains lactic acid").headline


def test_a_closed_list_is_not_gone_on_with_by_a_single_name(talk: Talk) -> None:
    talk("label", "niacinamide", said="Aqua, Glycerin, Niacinamide, Phenoxyethanol")
    assert talk("definition", "retinol", said="retinol").kind == "definition"


def test_another_list_is_another_product_and_the_two_are_weighed(talk: Talk) -> None:
    talk("label", said="Aqua, Glycerin, Retinol, Squalane, Carbomer, Panthenol, Silica, Phenoxyethanol")
    talk("label", said="Aqua, Glycolic Acid, Propanediol, Sodium Hydroxide, Xanthan Gum, Silica, Panthenol, Betaine")
    answer = talk("compatibility", said="can i use these two together")
    assert answer.verdict == "alternate_days"
    assert "product with glycolic acid" in answer.headline
    assert not any("roduct with" in button for button in answer.suggestions)


def test_the_whole_list_goes_onto_the_shelf_whatever_was_asked_between(talk: Talk) -> None:
    talk("label", "niacinamide", said=FIRST)
    talk("definition", said="Retinol, Salicylic Acid")
    talk("compatibility", "mask.clay", said="can i use it with a clay mask")
    talk("out_of_scope", said="add it to my shelf as Glow Drops")
    (owned,) = talk.memory.shelf
    assert owned.name == "Glow Drops"
    assert {owned.thing, *owned.actives} == {"retinol", "salicylic_acid", "niacinamide", "glycerin"}
    assert "Your week with Glow Drops" in talk("routine", said="plan my week").headline


def test_perfume_is_not_what_a_product_is_for(talk: Talk) -> None:
    talk("label", said="Aqua, Parfum, Limonene, Niacinamide, Glycerin")
    talk("out_of_scope", said="put it on my shelf as Spray")
    (owned,) = talk.memory.shelf
    assert owned.thing == "niacinamide"


def test_an_unsure_classifier_does_not_undo_a_list(knowledge: Knowledge, talk: Talk) -> None:
    assert talk("label", "niacinamide", said="Aqua, Niacinamide, Retinol, Silica", unsure=True).kind == "label"


def test_a_list_is_read_with_the_person_in_mind(talk: Talk) -> None:
    talk("tell", said="i'm pregnant", traits=["state.pregnant"], about_self=True)
    assert talk("label", said="Aqua, Glycerin, Retinol, Niacinamide").headline.startswith("With pregnancy I would not")
