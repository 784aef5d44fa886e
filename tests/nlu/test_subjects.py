"""What belongs to one entry alone by its name is that entry, whatever thing is named in it and whatever was learnt."""

from __future__ import annotations

import pytest

from bot.knowledge.files import load
from bot.nlu.reader import Reader, clean
from bot.nlu.subjects import named_outright
from tests.conftest import ROOT

KNOWLEDGE = load(ROOT / "data/knowledge")
READER = Reader(KNOWLEDGE)


def _first(text: str, *ranking: tuple[str, float]) -> str:
    found = named_outright(READER.read(clean(text)), ranking or [("necessity", 0.99)])
    return found[0][0] if found else ""


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("must I double cleanse each evening", "faq/double_cleansing"),
        ("do oil cleansers give people pimples", "faq/oil_cleanser_spots"),
        ("how do you take off your foundation", "faq/makeup_removal"),
        ("is skipping makeup removal a sin", "faq/sleep_in_it"),
        ("what does spf stand for", "faq/sun_rating"),
        ("will sunscreen go bad", "faq/sunscreen_expiry"),
        ("how long does spf last on the face", "frequency"),
        ("mixing my day cream into sun cream", "faq/cream_in_sunscreen"),
        ("sunscreen makes my skin dry", "faq/sunscreen_dries"),
        ("my face with just water, good enough?", "faq/water_only"),
        ("cheeks go blotchy after washing", "faq/tight_after_wash"),
        ("physical exfoliation as opposed to chemical", "faq/physical_or_chemical"),
        ("ways of shrinking big pores", "faq/shrink_pores"),
        ("using body butter on the face", "faq/body_product_on_face"),
        ("dupes for a posh brand", "faq/dupe_or_original"),
        ("difference between a balm and a cream", "faq/texture_choice"),
        ("face oil or lotion before bed", "faq/oil_instead_moisturiser"),
        ("what is the t-zone", "faq/combination_zones"),
        ("explain k-beauty", "faq/k_beauty"),
        ("are beauty gadgets worth the fuss", "faq/tools_worth"),
        ("getting rid of my peach fuzz", "faq/face_hair_method"),
        ("is dermaplaning a bad idea", "faq/dermaplaning"),
        ("teach me to read product labels", "faq/ingredient_order"),
        ("does sweat detox the face", "faq/detox_claims"),
        ("crusty flaking beside my nose", "faq/sebderm_face"),
        ("my body skin is always dry", "faq/dry_body"),
        ("satin pillow case for the face", "faq/silk_pillow"),
        ("I'm clueless how to look after my skin", "routine"),
        ("exfoliating when you have acne", "faq/physical_or_chemical"),
        ("exfoliate ahead of a shave, shaving daily", "faq/shaving"),
        ("my cheeks are still dry although I moisturise", "faq/moisturiser_not_enough"),
        ("must people follow a skincare routine", "faq/three_steps_enough"),
        ("the same cream for the face and neck", "faq/body_product_on_face"),
        ("ways of hydrating your face", "faq/skin_flooding"),
        ("how would one use micellar water", "faq/micellar_rinse"),
        ("washing to control oil", "faq/midday_shine"),
        ("what does 2% on a bottle mean", "faq/percent_on_label"),
        ("how can you tell whether a cream works", "faq/no_peel_works"),
        ("my lotion feels too rich", "faq/over_moisturise"),
        ("korean creams, are they superior", "faq/k_beauty"),
        ("shower gel on the face", "faq/bar_soap"),
        ("care of your skin while travelling", "faq/trip_kit"),
    ],
)
def test_what_is_named_outright_is_that_entry(text: str, kind: str) -> None:
    assert _first(text) == kind
    assert not kind.startswith("faq/") or kind.removeprefix("faq/") in KNOWLEDGE.faq


@pytest.mark.parametrize(
    "text",
    [
        "double cleansing before retinol",  # An active is what it is about.
        "is a cleanser necessary",
        "which sunscreen for oily skin",
        "what spf for the beach",
        "retinol on my face in just water",
        "I'm pregnant, is dermaplaning fine",
    ],
)
def test_what_names_no_entry_stays(text: str) -> None:
    assert not _first(text)


def test_a_reaction_a_medicine_and_what_is_settled_go_first() -> None:
    text = "must I double cleanse each evening"
    assert not _first(text, ("reaction", 0.3))
    assert not _first(text, ("medical", 0.3))
    assert not _first(text, ("thanks", 0.9))
    assert not _first(text, ("out_of_scope", 0.8))
    assert not _first(text, ("faq/pollution", 0.8))
    assert _first(text, ("faq/pollution", 0.3)) == "faq/double_cleansing"


def test_flakes_beside_the_nose_are_told_of_though_they_read_like_a_reaction() -> None:
    assert _first("dry flaking beside my nose", ("reaction", 0.5)) == "faq/sebderm_face"
    assert _first("crusty, oozing flaking beside my nose", ("reaction", 0.5)) == ""
    assert not _first("crusty flaking beside my nose", ("reaction", 0.9))
