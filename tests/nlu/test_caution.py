"""What is asked on safety in words that leave no doubt is read so, whatever the classifier makes of it."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.nlu.caution import has_thinned, on_safety
from bot.nlu.reader import Reader, clean


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge)


def _meant(reader: Reader, text: str, kind: str, confidence: float = 0.3) -> str:
    reading = reader.read(clean(text))
    return on_safety(kind, confidence, reading, reading)


@pytest.mark.parametrize(
    ("text", "kind", "meant"),
    [
        ("my toner went past its date in spring", "out_of_scope", "faq/expiry"),
        ("how can I tell when this lotion expires", "out_of_scope", "faq/expiry"),
        ("when does my voucher for a cream expire", "out_of_scope", ""),
        ("three naproxen a day", "medical", ""),
        ("a malar rash and some moisturiser", "compatibility", "medical"),
        ("my cousin gave me an old tube of tretinoin, morning or night", "time_of_day", "faq/prescription_leftover"),
        ("my cousin has a clay mask, how often", "frequency", ""),
        ("tretinoin by myself, not seen by a doctor", "usage", "faq/prescription_needed"),
        ("my plain cream burns", "faq/retinoid_burning", "reaction"),
        ("my retinal burns", "faq/retinoid_burning", ""),
        ("since the birth i am losing my hair", "choice", "out_of_scope"),
        ("that balm gave me welts", "faq/lip_care", "reaction"),
        ("does a balm cause hives", "effect", ""),
        ("wake me when it goes off in an hour", "out_of_scope", ""),
        ("how long may I keep a gel mask on", "duration", ""),
        ("is eyeliner that has expired bad", "faq/makeup_bad", "faq/old_eye_makeup"),
        ("which of your creams are fine when expecting", "faq/treatment_pregnancy", "choice"),
        ("is clindamycin lotion over the counter", "definition", "faq/prescription_needed"),
        ("these sore bumps on my temple", "faq/tiny_bumps", "medical"),
        ("hot itchy cheeks, help", "faq/facial_redness", "reaction"),
        ("has my essence gone off", "compatibility", "faq/expiry"),
        ("scaly patch that doesn't go away", "reaction", "medical"),
        ("a firm lump by my nose, skin-coloured", "faq/blind_spot", "faq/skin_growths"),
        ("a dot on the lid the same color as my skin", "choice", "faq/skin_growths"),
        ("skin-coloured bumps all over", "faq/tiny_bumps", ""),
        ("my eczema weeps on one side", "suitability", "medical"),
        ("blotchy neck since Tuesday", "faq/dark_spots_cause", "medical"),
        ("may kids have panthenol", "faq/teen_anti_ageing", "suitability"),
    ],
)
def test_it_is_read_from_the_words(reader: Reader, text: str, kind: str, meant: str) -> None:
    assert _meant(reader, text, kind) == meant


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my discount code expired", "out_of_scope"),
        ("may I take ibuprofen for a headache on isotretinoin", "medical"),
        ("I used retinol and lactic acid together by mistake, what now", "faq/retinol_and_acid_same_night"),
        ("which facials are fine when expecting", "faq/treatment_pregnancy"),
        ("is retinol on prescription a problem in pregnancy", "suitability"),
        ("when may I use tretinoin again after a laser", "faq/laser_after"),
        ("what does lemon juice do", "effect"),
        ("I used an expired balm yesterday", "faq/used_expired"),
        ("a burn from the oven", "faq/heat_burn"),
        ("will niacinamide help against redness", "suitability"),
    ],
)
def test_what_only_sounds_alike_is_left_alone(reader: Reader, text: str, kind: str) -> None:
    assert _meant(reader, text, kind) == ""


def test_what_the_classifier_is_sure_of_stays(reader: Reader) -> None:
    assert _meant(reader, "is eyeliner that has expired bad", "faq/makeup_bad", 0.9) == ""


def test_a_child_in_the_story_is_not_whose_skin_it_is(reader: Reader) -> None:
    told = reader.read("my toddler woke up, so I forgot my peel, now my cheeks are red")
    assert "state.child" not in [trait.id for trait in told.traits]
    hers = reader.read("my toddler got my peel and now her cheeks are red")
    assert "state.child" in [trait.id for trait in hers.traits]
    assert "state.child" in [trait.id for trait in reader.read("I'm a tween and my cheeks are red").traits]


def test_a_baby_is_told_by_months_but_not_by_who_nurses(reader: Reader) -> None:
    assert "state.child" in [trait.id for trait in reader.read("a balm on my 7 month old").traits]
    assert "state.child" not in [trait.id for trait in reader.read("nursing my 7 month old, retinol?").traits]


def test_an_age_may_stand_at_the_end(reader: Reader) -> None:
    assert "state.teen" in [trait.id for trait in reader.read("lactic acid at 14?").traits]
    assert "state.teen" not in [trait.id for trait in reader.read("lactic acid at 14 percent").traits]


def test_asking_what_is_normal_tells_no_skin_type(reader: Reader) -> None:
    assert [trait.id for trait in reader.read("it tingles, is this normal").traits] == []
    assert [trait.id for trait in reader.read("my cheeks tingle, is that normal").traits] == []
    assert [trait.id for trait in reader.read("is that normal?").traits] == []
    assert [trait.id for trait in reader.read("normal i think").traits] == ["skin.normal"]
    assert [trait.id for trait in reader.read("my skin is normal").traits] == ["skin.normal"]


@pytest.mark.parametrize(
    ("text", "kind", "confidence", "meant"),
    [
        ("allergic to aspirin, may I use a BHA", "medical", 0.9, ""),
        ("is ibuprofen safe while on isotretinoin", "medical", 0.9, ""),
        ("does azelaic acid get rid of redness", "effect", 0.55, ""),
        ("may neosporin go on my toddler's cheek", "suitability", 0.4, ""),
        ("since isotretinoin I feel so depressed", "tell", 0.8, "medical"),
    ],
)
def test_a_medicine_or_a_state_goes_before_what_is_read_from_words(
    reader: Reader, text: str, kind: str, confidence: float, meant: str
) -> None:
    assert _meant(reader, text, kind, confidence) == meant


@pytest.mark.parametrize(
    ("text", "child"),
    [
        ("can my toddler use my retinol? it cleared my skin", True),
        ("I left my retinol out and my toddler smeared it all over", True),
        ("my skin is fine, is it ok on my baby", True),
        ("my toddler cried, so I left the mask on, now my face is red", False),
    ],
)
def test_a_child_that_has_it_on_is_no_part_of_the_story_only(reader: Reader, text: str, child: bool) -> None:
    assert ("state.child" in {trait.id for trait in reader.read(clean(text)).traits}) is child


@pytest.mark.parametrize(
    ("text", "thinned"),
    [
        ("this glow cream has left veins on my cheeks", True),
        ("my bleaching cream burns when I stop it", True),
        ("is this whitening cream any good", False),
    ],
)
def test_a_whitening_cream_that_thins_is_heard_in_the_whole_message(
    reader: Reader, text: str, thinned: bool
) -> None:
    assert has_thinned(reader.read(clean(text))) == thinned
