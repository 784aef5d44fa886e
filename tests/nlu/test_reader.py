"""What is read off a message: canonical ids, forms, attributes, moments, and nothing that is not there."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.base import Knowledge
from bot.knowledge.files import load
from bot.nlu.clauses import clauses
from bot.nlu.language import _COMMON
from bot.nlu.reader import Reader, clean
from bot.nlu.reading import Reading
from tests.conftest import ROOT, training_examples


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    """With the ordinary words of the training examples, as the Language component learns them: not its typos."""
    counted = Counter(word for _, text in training_examples() for word in re.findall("[a-z]+", text.lower()))
    return Reader(knowledge, {word for word, count in counted.items() if count >= _COMMON})


def _ids(reading: Reading) -> list[str]:
    return [mention.id for mention in reading.things]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Can I use a clay mask and a vitamin C serum?", ["mask.clay", "vitamin_c"]),
        ("retinol+bpo?", ["retinol", "benzoyl_peroxide"]),
        ("vit-c and HA", ["vitamin_c", "hyaluronic_acid"]),
        ("sheetmask with nicinamide", ["mask.sheet", "niacinamide"]),
        ("Hyaluronic Acid Serum, then sun cream", ["hyaluronic_acid", "sunscreen"]),
        ("tretinoin or adapalene or retinal", ["tretinoin", "adapalene", "retinal"]),
        ("what mask?", ["mask"]),
        ("overnight mask", ["mask.overnight"]),
        ("is a sleeping facial pack a clay masque", ["mask.overnight", "mask.clay"]),
        ("a glycolic peel, not glycolic serum", ["mask.exfoliating", "glycolic_acid"]),
        ("the ordinary niacinamide 10% serum", ["niacinamide"]),
    ],
)
def test_things_are_found_by_canonical_id(reader: Reader, text: str, ids: list[str]) -> None:
    assert _ids(reader.read(clean(text))) == ids


@pytest.mark.parametrize(
    "text", ["What is that?", "thanks, that helps", "she went through a rough week", "hat and chat"]
)
def test_no_thing_is_found_inside_another_word(reader: Reader, text: str) -> None:
    assert _ids(reader.read(clean(text))) == []


def test_a_serum_is_the_form_of_its_active(reader: Reader) -> None:
    (mention,) = reader.read("a retinol serum").things
    assert (mention.id, mention.form) == ("retinol", "serum")


def test_a_mask_holds_its_active(reader: Reader) -> None:
    (mention,) = reader.read("a niacinamide sheet mask").things
    assert (mention.id, mention.contains) == ("mask.sheet", ["niacinamide"])


@pytest.mark.parametrize(
    ("text", "attributes"),
    [
        ("a rich mask and a thin serum", {"mask": ["rich"], "serum": ["thin"]}),
        ("if the mask is super rich already do i put serum before", {"mask": ["rich"], "serum": []}),
        ("my serum is quite thick and the mask light", {"serum": ["thick"], "mask": ["light"]}),
    ],
)
def test_rich_and_light_thick_and_thin(reader: Reader, text: str, attributes: dict[str, list[str]]) -> None:
    assert {mention.id: mention.attributes for mention in reader.read(text).things} == attributes


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("retinol at night?", "evening"),
        ("in the morning", "morning"),
        ("i am new to this", None),
        ("8 am", "morning"),
        ("morning or night?", None),
    ],
)
def test_the_time_of_day(reader: Reader, text: str, moment: str | None) -> None:
    assert reader.read(text).moment == moment


@pytest.mark.parametrize(
    ("text", "per_week"),
    [
        ("4 times a week", 4),
        ("every day", 7),
        ("twice a week", 2),
        ("daily", 7),
        ("twice a day", 14),
        ("every other day", 3.5),
        ("three nights in a row", 7),
        ("3x a week", 3),
        ("how often", None),
        ("one day i will learn it", None),
        ("every couple of weeks", 0.5),
        ("every 2 weeks", 0.5),
        ("fortnightly", 0.5),
        ("every third night", 7 / 3),
        ("every four weeks", 0.25),
    ],
)
def test_how_often(reader: Reader, text: str, per_week: float | None) -> None:
    assert reader.read(text).per_week == per_week


def test_what_is_rejected_is_marked(reader: Reader) -> None:
    reading = reader.read("not glycolic, lactic acid")
    assert [(mention.id, mention.negated) for mention in reading.things] == [
        ("glycolic_acid", True),
        ("lactic_acid", False),
    ]


def test_an_unheard_name_before_a_product_is_unknown(reader: Reader) -> None:
    assert reader.read("is zorbatrol serum ok with my sheet mask").unknown == ["zorbatrol"]
    assert reader.read("is a hydrating serum ok with my sheet mask").unknown == []


@pytest.mark.parametrize(
    ("text", "script"), [("hello", "latin"), ("маска", "other"), ("أي سيروم", "other"), ("😀", "none")]
)
def test_the_script(reader: Reader, text: str, script: str) -> None:
    assert reader.read(clean(text)).script == script


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("How often should I use a mask, and what type should I use?", 2),
        ("I have dry skin. Which serum?", 2),
        ("clay mask and vitamin c serum same day?", 1),
        ("My chin peels. What can I do?", 1),
        ("My chin peels. What can I do about clay masks?", 2),
        ("", 0),
        ("???", 0),
    ],
)
def test_clauses(text: str, count: int) -> None:
    assert len(clauses(text)) == count


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    cleaned = clean(text)
    _READER.read(cleaned)
    for part in clauses(cleaned):
        _READER.read(part)


_READER = Reader(load(ROOT / "data/knowledge"))


@pytest.mark.parametrize(
    ("text", "kept", "left_out"),
    [
        ("leave out the vitamin c and use niacinamide", ["niacinamide"], ["vitamin_c"]),
        ("not the retinol, the bakuchiol", ["bakuchiol"], ["retinol"]),
        ("toner minus glycolic acid", ["toner"], ["glycolic_acid"]),
        ("left the clay mask out, took the gel mask", ["mask.gel"], ["mask.clay"]),
        ("took the clay mask out of the fridge", ["mask.clay"], []),
    ],
)
def test_what_is_named_to_be_left_out(reader: Reader, text: str, kept: list[str], left_out: list[str]) -> None:
    things = reader.read(text).things
    assert [mention.id for mention in things if not mention.negated] == kept
    assert [mention.id for mention in things if mention.negated] == left_out


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("are peptides ok with retinol, and when would i notice anything?", 2),
        ("caffeine serum whats it do n is it am or pm", 2),
        ("which one is for the morning and which is for the night", 1),
        ("which one is best and what can i use after it", 2),
        ("so? " * 500, 8),
    ],
)
def test_questions_are_told_apart_and_bounded(text: str, parts: int) -> None:
    assert len(clauses(text)) == parts


@pytest.mark.parametrize(
    ("text", "whom"),
    [
        ("my sister is pregnant", "sister"),
        ("is retinol ok for my aunt", "aunt"),
        ("what can he use", "he"),
        ("not me, my wife", "wife"),
        ("can i use it on my sister", ""),
        ("my friend noticed my bump", ""),
        ("my husband and i are trying for a baby", ""),
        ("my baby is three months old", ""),
        ("can i have her retinol", ""),
    ],
)
def test_for_whom(reader: Reader, text: str, whom: str) -> None:
    assert reader.read(text).whom == whom


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("i'm not pregnant", ["state.pregnant"]),
        ("38 and not pregnant, is retinol ok", ["state.pregnant"]),
        ("im no longer pregnant", ["state.pregnant"]),
        ("not me, my sister is pregnant", ["state.pregnant"]),
        ("i'm pregnant", []),
        ("if i were not pregnant", []),
        ("i am not only pregnant", []),
        ("not sure whether i'm pregnant", []),
    ],
)
def test_what_is_denied(reader: Reader, text: str, denied: list[str]) -> None:
    assert reader.read(text).denied == denied


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("can i use adapalene if i dont have acne", []),
        ("i have never been pregnant but have dark spots", ["concern.pigmentation"]),
        ("she doesn't really have rosacea", []),
        ("i never had eczema like this before", ["state.eczema"]),
        ("i havent been pregnant until now", ["state.pregnant"]),
        ("my acne doesn't get better", ["concern.acne"]),
    ],
)
def test_what_somebody_lacks_is_not_taken_for_theirs(reader: Reader, text: str, traits: list[str]) -> None:
    assert [trait.id for trait in reader.read(text).traits if not trait.negated] == traits


@pytest.mark.parametrize(
    ("text", "skins"),
    [
        ("my skin is dry and sensitive", ["skin.dry", "skin.sensitive"]),
        ("my skin is so dry and sensitive, which cream", ["skin.dry", "skin.sensitive"]),
        ("my skin is oily but also very dehydrated", ["skin.oily", "skin.dehydrated"]),
        ("hers is really greasy", ["skin.oily"]),
        ("he's combination", ["skin.combination"]),
        ("oily skin and dry hands", ["skin.oily"]),
        ("until my mask is dry", []),
    ],
)
def test_skins_by_an_adjective(reader: Reader, text: str, skins: list[str]) -> None:
    found = [trait.id for trait in reader.read(text).traits if trait.kind == "skin"]
    assert sorted(found) == sorted(skins)


@pytest.mark.parametrize(
    ("text", "traits"),
    [
        ("in my head it is a sort of oily film", []),
        ("my hair gets so greasy by day two", []),
        ("the fringe is oily, which serum", []),
        ("does greasy food give me spots", ["concern.acne"]),
        ("my face is greasy", ["skin.oily"]),
        ("my hair is dry but my forehead is oily", ["skin.oily"]),
        ("oily skin here", ["skin.oily"]),
    ],
)
def test_what_is_oily_may_be_no_skin(reader: Reader, text: str, traits: list[str]) -> None:
    assert [trait.id for trait in reader.read(text).traits] == traits


@pytest.mark.parametrize(
    ("text", "named"),
    [("i smoke", True), ("i don't smoke", False), ("never smoke, i vape", True), ("dont smoke or drink", False)],
)
def test_a_circumstance_that_is_denied_is_none(reader: Reader, text: str, named: bool) -> None:
    assert ("circumstance.smoking" in reader.read(text).circumstances) == named


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("peptides? argireline with lactic acid, do acids hurt it", ["peptide", "argireline", "lactic_acid"]),
        ("argireline and matrixyl with AHA, is it bad for peptides", ["argireline", "matrixyl", "aha"]),
        ("cetearyl alcohol in it, i was told to avoid alcohol", ["fatty_alcohol"]),
        ("azelaic acid with acids", ["azelaic_acid", "exfoliating_acid"]),
        ("lactic acid and niacinamide, and another acid serum", ["lactic_acid", "niacinamide", "exfoliating_acid"]),
    ],
)
def test_a_class_that_stands_for_what_was_named_is_not_named_again(reader: Reader, text: str, ids: list[str]) -> None:
    assert _ids(reader.read(text)) == ids


@pytest.mark.parametrize(
    "text",
    [
        "da em dau mun thi nen dap mat na gi a",
        "kulit saya berminyak, serum apa yang cocok",
        "czy moge uzywac retinolu codziennie",
        "cildim yagli hangi maskeyi kullanmaliyim",
        "muzu pouzivat retinol kazdy vecer",
        "hasznalhatok retinolt minden este",
        "kan jeg bruke retinol hver dag",
        "voinko kayttaa retinolia joka ilta",
        "pwede ba gamitin ang retinol araw araw",
        "mogu li koristiti retinol svaki dan",
        "ile razy w tygodniu maseczka",
    ],
)
def test_a_language_is_told_without_the_marks_over_its_letters(reader: Reader, text: str) -> None:
    assert reader.read(clean(text)).script == "other"


def test_no_english_example_is_taken_for_another_language(reader: Reader) -> None:
    english = [text for label, text in training_examples()[::8] if label not in ("out_of_scope", "nonsense", "greet")]
    assert [text for text in english if reader.read(clean(text)).script == "other"] == []


@pytest.mark.parametrize(
    ("text", "recent"),
    [
        ("just wondering about microneedling for scars", False),
        ("thinking of getting a laser treatment in autumn", False),
        ("i want to try a hydrafacial, is it worth it", False),
        ("had microneedling, can i use vitamin c", True),
        ("got a hydrafacial, when is retinol ok again", True),
    ],
)
def test_a_treatment_that_is_only_thought_of_is_none(reader: Reader, text: str, recent: bool) -> None:
    assert ("state.recent_procedure" in [trait.id for trait in reader.read(text).traits]) == recent


@pytest.mark.parametrize(
    ("text", "things", "traits"),
    [
        ("I can't tolerate retinol, is bakuchiol milder", ["bakuchiol"], []),
        ("I cant handle strong acids", [], []),
        ("an LED mask with or without serum", ["mask.led", "serum"], []),
        ("done breastfeeding, may I use retinol", ["retinol"], []),
        ("breastfeeding, may I use retinol", ["retinol"], ["state.breastfeeding"]),
        ("I haven't finished breastfeeding, may I use retinol", ["retinol"], ["state.breastfeeding"]),
        ("not done breastfeeding, may I use retinol", ["retinol"], ["state.breastfeeding"]),
        ("we have not stopped trying for a baby, retinol?", ["retinol"], ["state.trying"]),
        ("I can barely tolerate tretinoin, and glycolic acid?", ["tretinoin", "glycolic_acid"], []),
        ("I can't tolerate tretinoin every night, and glycolic acid?", ["tretinoin", "glycolic_acid"], []),
        ("adapalene goes on clean dry skin", ["adapalene"], []),
        ("adapalene on dry skin", ["adapalene"], ["skin.dry"]),
    ],
)
def test_what_is_over_not_borne_or_just_dried_counts_not(
    reader: Reader, text: str, things: list[str], traits: list[str]
) -> None:
    read = reader.read(clean(text))
    assert [thing.id for thing in read.things if not thing.negated] == things
    assert [trait.id for trait in read.traits if not trait.negated] == traits


@pytest.mark.parametrize("said", ["my 11yr old wants it", "she's 11yrs old", "for an 11year old"])
def test_an_age_is_read_where_its_years_are_written_onto_it(reader: Reader, said: str) -> None:
    assert [mention.id for mention in reader.read(clean(said)).traits] == ["state.child"]


def test_words_inside_a_name_leave_nothing_out(reader: Reader) -> None:
    named = {mention.id: mention.negated for mention in reader.read("klairs vitamin drop with niacinamide").things}
    assert named == {"klairs_vitamin_drop": False, "niacinamide": False}
    assert [mention.negated for mention in reader.read("drop the niacinamide").things] == [True]


@pytest.mark.parametrize(
    ("text", "whom"),
    [("is zinc ok for my 11 year old", "him"), ("our seven yr old has spots", "him"), ("my 40 year old skin", "")],
)
def test_a_child_may_be_told_by_its_age_alone(reader: Reader, text: str, whom: str) -> None:
    assert reader.read(text).whom == whom
