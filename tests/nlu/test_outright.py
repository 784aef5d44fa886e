"""What questions of choice and of a product's contents ask outright: no model takes part."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.nlu.outright import in_a_product, outright
from bot.nlu.reader import Reader, clean


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge)


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("does a perfumed toner harm the face", "compatibility", "faq/fragrance_bad"),
        ("perfume in my cream is that harmful", "faq/perfume_on_skin", "faq/fragrance_bad"),
        ("alcohol in lotions, is it harmful", "faq/drinks_and_skin", "faq/alcohols_on_label"),
        ("is drinking alcohol harmful", "faq/drinks_and_skin", ""),
        ("perfume with my retinol together harmful", "compatibility", ""),
        ("perfumed toner and my eczema", "compatibility", "suitability"),
        ("which oils are comedogenic", "choice", "faq/clogging_list"),
        ("what helps against clogging", "choice", ""),
        ("are rosehip and other oils comedogenic", "faq/non_comedogenic", "effect"),
        ("what must greasy skin stay away from", "choice", "faq/avoid_acne"),
        ("what should dry skin stay away from", "choice", "faq/avoid_dry"),
        ("what should I stay away from with rosacea", "choice", ""),
        ("which brands are any good", "out_of_scope", "faq/product_opinion"),
        ("should all come from one brand, which is best", "faq/one_brand", ""),
        ("olay or nivea, which wins", "medical", "faq/product_opinion"),
        ("a present for grandma please", "out_of_scope", "faq/skincare_gift"),
        ("can you gift wrap it", "out_of_scope", ""),
        ("routine for my fifteen year old", "routine", "faq/teen_basics"),
        ("anti-ageing routine at 15", "routine", ""),
        ("build a routine at 15", "routine", ""),
        ("starter set for a novice", "out_of_scope", "faq/first_product"),
        ("which moisturiser for blokes", "faq/men", "choice"),
        ("unscented cleanser for dry skin", "faq/fragrance_free_unscented", "choice"),
        ("what sort of skin is squalane for", "choice", "suitability"),
        ("a day cream or a night cream, what sets them apart", "definition", "faq/night_cream_by_day"),
        ("moisturising versus hydrating", "comparison", "faq/hydrate_or_moisturise"),
        ("exfoliate by scrub or by acid", "usage", "faq/scrub_or_acid"),
        ("lotion versus cream", "comparison", "faq/texture_choice"),
        ("do blokes need moisturiser", "faq/men", ""),
        ("posh moisturiser or drugstore, is expensive worth it", "necessity", "faq/price"),
        ("any dupe of that fancy jar", "out_of_scope", "faq/dupe_or_original"),
        ("is eucerin any good", "nonsense", "faq/product_opinion"),
        ("care for an oily 16 year old, which products", "faq/teen_anti_ageing", "choice"),
        ("what should a sunscreen not contain", "faq/serum_in_sunscreen", "faq/sunscreen_safety"),
        ("twelve step routine, worth the bother", "out_of_scope", "faq/too_many_products"),
        ("basics sorted, what do i add next", "choice", "faq/what_to_add_next"),
        ("which jars are overhyped", "out_of_scope", "faq/budget"),
        ("spf, what do the numbers tell", "definition", "faq/sun_rating"),
        ("zinc oxide sunscreen, is it harmful", "effect", "faq/sunscreen_safety"),
        ("is zinc oxide ok on eczema", "suitability", ""),
        ("broad spectrum, what is the meaning", "definition", "faq/sun_rating"),
        ("my lotion has alcohol in it, bin it?", "necessity", "faq/alcohols_on_label"),
        ("an acid for a novice to start with", "choice", "faq/which_acid_first"),
        ("what is the skin barrier", "faq/barrier_signs", "definition"),
        ("does a collagen serum do anything", "necessity", "faq/collagen_creams"),
        ("rubbing alcohol on pimples, harmful?", "faq/alcohols_on_label", "faq/antiseptic_on_spots"),
        ("which brand of retinol", "choice", "faq/product_opinion"),
        ("do brand names matter", "faq/one_brand", "faq/product_opinion"),
        ("cleansing balm or cleansing oil", "faq/double_cleansing", "choice"),
        ("spf 30 versus 50, what numbers", "comparison", ""),
        ("which moisturiser beside a retinoid, with what in it", "compatibility", ""),
        ("will squalane give me pimples", "effect", "faq/which_products_purge"),
        ("pricier sunscreen, is expensive any better", "faq/sunblock", "faq/price"),
        ("no idea what my skin needs", "help", "faq/find_skin_type"),
        ("what are actives for", "definition", "faq/what_are_actives"),
        ("emollients, what are they", "definition", "faq/humectant_or_emollient"),
        ("retinol as a gel or a cream", "comparison", "faq/retinoid_gel_or_cream"),
        ("which cleanser has ceramides", "compatibility", "faq/product_opinion"),
        ("sls and my dry skin, is that bad", "suitability", "faq/sulfates_avoid"),
        ("gel or cream moisturiser for greasy skin", "suitability", "choice"),
    ],
)
def test_what_the_words_ask_outright(reader: Reader, text: str, said: str, meant: str) -> None:
    assert outright(said, 0.4, reader.read(clean(text))) == meant


def test_the_oil_that_is_chosen_is_a_face_oil(reader: Reader) -> None:
    assert [mention.id for mention in reader.read("which oil for a parched face").things] == ["face_oil"]
    assert [mention.id for mention in reader.read("what oil does my greasy nose produce").things] == []


def test_of_a_perfumed_product_the_perfume_is_asked_about(reader: Reader) -> None:
    assert [mention.id for mention in in_a_product(reader.read("a cleanser with perfume").things)] == ["fragrance"]
    assert [mention.id for mention in in_a_product(reader.read("retinol and a cleanser").things)] == [
        "retinol",
        "cleanser",
    ]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("perfume-free cleanser for my face", ["cleanser"]),
        ("silicone free toner", ["toner"]),
        ("perfume free", ["fragrance"]),
        ("toner free of perfume", ["toner", "fragrance"]),
    ],
)
def test_what_a_product_is_free_of_is_not_named(reader: Reader, text: str, named: list[str]) -> None:
    assert [mention.id for mention in reader.read(text).things] == named


@pytest.mark.parametrize("text", ["creams for dry, sensitive skin", "i have dry sensitive skin"])
def test_two_adjectives_before_skin_are_both_meant(reader: Reader, text: str) -> None:
    assert len({trait.id for trait in reader.read(text).traits}) == 2
