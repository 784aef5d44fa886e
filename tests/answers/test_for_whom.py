"""Which product, and which active, for whom: told of just that, and never what is kept from the person."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.coverage import complete
from bot.answers.fitting import fits, recommended
from bot.answers.kinds import answer
from bot.answers.question import Near, Question
from bot.answers.texts import Texts, load_texts
from bot.knowledge.base import Knowledge, key_of
from bot.knowledge.files import load
from bot.knowledge.model import Fact
from bot.rules.compatibility import kept_from
from bot.rules.items import NOBODY, Item, Person
from tests.conftest import ROOT

KNOWLEDGE = load(ROOT / "data/knowledge")
TEXTS = load_texts(ROOT / "data/answers")
_OF_A_PERSON = ("skin", "concern", "state")


def _kind(name: str) -> str:
    return KNOWLEDGE.things[name].kind


OF_PRODUCTS = [fact for fact in KNOWLEDGE.for_whom if _kind(fact.about[0]) == "product"]
OF_TWO_NEEDS = [fact for fact in KNOWLEDGE.for_whom if all(_kind(name) in _OF_A_PERSON for name in fact.about)]
STATES = [name for name, thing in KNOWLEDGE.things.items() if thing.kind == "state"]
WHO_TO_ASK = ("ask", "doctor", "midwife", "pharmacist", "provider", "team", "prescriber")


@pytest.fixture
def context(knowledge: Knowledge, texts: Texts) -> Context:
    return Context(knowledge, texts, NOBODY)


def _said(given_answer: Answer) -> list[str]:
    return [given_answer.headline, *given_answer.reasons]



def test_there_is_enough_to_choose_by() -> None:
    assert len(OF_PRODUCTS) >= 110
    assert len(OF_TWO_NEEDS) >= 45


@pytest.mark.parametrize("fact", OF_PRODUCTS, ids=lambda fact: "+".join(fact.about))
def test_what_is_known_of_a_product_for_somebody_is_said_first(context: Context, fact: Fact) -> None:
    thing, trait = fact.about
    asked = Question(kind="choice", things=[Item(id=thing)], traits=[trait], words=["which"])
    said = _said(answer(context, asked))
    refused = kept_from(KNOWLEDGE, Item(id=thing), Person(traits=(trait,)))
    assert fact.says in (said if refused else said[:1])


@pytest.mark.parametrize("fact", OF_TWO_NEEDS, ids=lambda fact: "+".join(fact.about))
def test_what_serves_two_needs_is_said_first(context: Context, fact: Fact) -> None:
    for traits in (list(fact.about), list(fact.about[::-1])):
        asked = Question(kind="choice", traits=traits, words=["what", "should", "i", "use"])
        assert answer(context, asked).headline == fact.says


@pytest.mark.parametrize("fact", KNOWLEDGE.for_whom, ids=lambda fact: "+".join(fact.about))
def test_no_such_fact_recommends_what_its_own_state_forbids(fact: Fact) -> None:
    person = Person(traits=tuple(name for name in fact.about if _kind(name) in _OF_A_PERSON))
    for name in recommended(KNOWLEDGE, fact.says):
        for found in kept_from(KNOWLEDGE, Item(id=name), person):
            assert found.verdict != "avoid", name
            assert any(word in fact.says.lower() for word in WHO_TO_ASK), name


@settings(max_examples=400, deadline=None)
@given(
    fact=st.sampled_from(KNOWLEDGE.for_whom),
    states=st.lists(st.sampled_from(STATES), min_size=1, max_size=2),
    told=st.booleans(),
)
def test_what_is_kept_from_somebody_is_never_recommended(fact: Fact, states: list[str], told: bool) -> None:
    """Whether the state was told before or stands in the question."""
    named = [name for name in fact.about if _kind(name) in _OF_A_PERSON]
    asked = Question(
        kind="choice",
        things=[Item(id=name) for name in fact.about if _kind(name) == "product"],
        traits=[*named, *(states if not told else [])],
        words=["what", "should", "i", "use"],
    )
    person = Person(traits=tuple(states) if told else ())
    heeded = Person(traits=(*named, *states))
    said = _said(answer(Context(KNOWLEDGE, TEXTS, person), asked))
    for other in KNOWLEDGE.for_whom:
        if other.says in said:
            forbidden = [
                found
                for name in recommended(KNOWLEDGE, other.says)
                for found in kept_from(KNOWLEDGE, Item(id=name), heeded)
                if found.verdict == "avoid"
            ]
            assert not forbidden, (other.says, forbidden)


@pytest.mark.parametrize("age", ["circumstance.twenties", "circumstance.thirties"])
def test_whether_an_eye_cream_is_needed_at_an_age(context: Context, knowledge: Knowledge, age: str) -> None:
    asked = Question(kind="necessity", things=[Item(id="eye_cream")], circumstances=[age], words=["do", "i", "need"])
    (completed,) = complete(context, [asked], [answer(context, asked)])
    assert knowledge.facts_on_both("eye_cream", age, "choice")[0].says in _said(completed)


def test_an_expecting_mother_with_acne_is_sent_to_no_acid_wash(knowledge: Knowledge, texts: Texts) -> None:
    asked = Question(kind="choice", things=[Item(id="cleanser")], traits=["concern.acne"], words=["which"])
    anybody = answer(Context(knowledge, texts, NOBODY), asked)
    expecting = answer(Context(knowledge, texts, Person(traits=("state.pregnant",))), asked)
    assert "2% salicylic acid" in anybody.headline
    assert not any("2% salicylic acid" in sentence for sentence in _said(expecting))
    assert expecting.headline.startswith("In pregnancy any mild")


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Take hyaluronic acid.", {"hyaluronic_acid"}),
        ("No retinol, but peptides.", {"peptide"}),
        ("A fragrance-free cleanser with ceramides.", {"cleanser", "ceramide"}),
        ("Leave scrubs alone.", set()),
        ("Ask a doctor about azelaic acid.", {"azelaic_acid"}),
        ("Acne on dry skin wants care.", set()),
    ],
)
def test_what_a_sentence_recommends(knowledge: Knowledge, sentence: str, names: set[str]) -> None:
    assert recommended(knowledge, sentence) == names


def test_what_is_to_be_asked_about_first_is_told_only_to_whom_it_is_written_for(knowledge: Knowledge) -> None:
    fact = next(fact for fact in OF_TWO_NEEDS if fact.about == ("concern.acne", "state.eczema"))
    assert fits(knowledge, fact, Person(traits=("state.eczema",)))
    assert not fits(knowledge, fact, Person(traits=("state.breastfeeding",)))


def test_what_is_chosen_for_somebody_is_told_of_neither_alone(knowledge: Knowledge) -> None:
    for fact in knowledge.for_whom:
        for name in fact.about:
            assert fact not in knowledge.facts(name, "choice")
        assert key_of(fact) in knowledge.told
        assert fact in knowledge.all_facts


def test_a_fact_on_other_skin_joins_no_answer_however_near(context: Context, knowledge: Knowledge) -> None:
    other = knowledge.facts_on_both("cleanser", "skin.dry", "choice")[0]
    near = [Near(fact=key_of(other), score=0.9)]
    asked = Question(
        kind="usage", things=[Item(id="cleanser")], traits=["skin.oily"], words=["how", "to", "use"], nearest=near
    )
    assert other.says not in _said(answer(context, asked))
    asked.traits = ["skin.dry"]
    assert other.says in _said(answer(context, asked))


@pytest.mark.parametrize("trait", [name for name, thing in KNOWLEDGE.things.items() if thing.choose.get("mask")])
@pytest.mark.parametrize("text", ["which serum", "which ingredient should i look for", "what can i buy for it"])
def test_no_mask_where_one_asks_for_something_else(context: Context, trait: str, text: str) -> None:
    things = [Item(id="serum")] if "serum" in text else []
    given_answer = answer(context, Question(kind="choice", things=things, traits=[trait], words=text.split()))
    own_words = ("“Face masks or serums?”", "serum over a mask")
    said = " ".join(_said(given_answer))
    for phrase in own_words:
        said = said.replace(phrase, "")
    assert "mask" not in said.lower()
    assert "serum" in said.lower()


def test_what_is_chosen_for_both_is_named_before_what_is_for_one(context: Context) -> None:
    asked = Question(kind="choice", things=[Item(id="mask")], traits=["skin.oily", "skin.dehydrated"], words=["which"])
    first, *others = _said(answer(context, asked))
    assert first == "As a mask for both: gel mask."
    assert any("clay mask" in sentence for sentence in others)


def test_of_several_products_each_is_told(context: Context, knowledge: Knowledge) -> None:
    sorts = ("cleanser", "sunscreen")
    text = "which cleanser and sunscreen for rosacea"
    things = [Item(id=name) for name in sorts]
    told = [knowledge.facts_on_both(name, "state.rosacea", "choice")[0].says for name in sorts]
    for kind in ("choice", "comparison"):
        asked = Question(kind=kind, things=things, traits=["state.rosacea"], text=text, words=text.split())
        assert _said(answer(context, asked))[:2] == told


def test_the_strong_wash_of_a_concern_is_not_told_beside_what_skin_can_bear(
    context: Context, knowledge: Knowledge
) -> None:
    both = knowledge.facts_on_both("concern.acne", "skin.dry", "choice")[0].says
    for sort, told in (("cleanser", False), ("sunscreen", True)):
        asked = Question(kind="choice", things=[Item(id=sort)], traits=["concern.acne", "skin.dry"], words=["which"])
        said = _said(answer(context, asked))
        assert said[0] == knowledge.facts_on_both(sort, "skin.dry", "choice")[0].says
        assert both in said
        assert (knowledge.facts_on_both(sort, "concern.acne", "choice")[0].says in said) == told


def test_only_masks_where_one_asks_for_a_mask(context: Context) -> None:
    asked = Question(kind="choice", things=[Item(id="mask")], traits=["concern.acne", "skin.dry"], words=["which"])
    assert "clay mask" in answer(context, asked).headline


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("which ingredient should i look for in a wash for acne", "cleanser"),
        ("what should i look for in a cream for acne", "moisturiser"),
        ("lotion for acne", "moisturiser"),
    ],
)
def test_a_word_for_a_product_counts_as_its_name(context: Context, knowledge: Knowledge, text: str, sort: str) -> None:
    given_answer = answer(context, Question(kind="choice", traits=["concern.acne"], text=text, words=text.split()))
    assert given_answer.headline == knowledge.facts_on_both(sort, "concern.acne", "choice")[0].says


@pytest.mark.parametrize(
    "text", ["what do i wash off with acne", "which steroid cream for acne", "is acne cream strong"]
)
def test_other_washes_and_creams_are_no_such_product(context: Context, knowledge: Knowledge, text: str) -> None:
    given_answer = answer(context, Question(kind="choice", traits=["concern.acne"], text=text, words=text.split()))
    told = {fact.says for fact in OF_PRODUCTS}
    assert not told & set(_said(given_answer))


def test_a_choice_taken_for_an_entry_is_a_choice(context: Context, knowledge: Knowledge) -> None:
    def asked(text: str) -> Answer:
        cleanser = [Item(id="cleanser")]
        return answer(
            context,
            Question(
                kind="faq/eczema_actives", things=cleanser, traits=["state.eczema"], text=text, words=text.split()
            ),
        )

    fact = knowledge.facts_on_both("cleanser", "state.eczema", "choice")[0]
    assert asked("best cleanser for eczema").headline == fact.says
    assert asked("cleanser for eczema").headline == fact.says
    assert asked("any cleanser recommendations if i have eczema").headline == fact.says
    assert asked("does my cleanser make eczema worse").kind == "faq/eczema_actives"
    assert asked("which cleanser should i avoid with eczema").kind == "faq/eczema_actives"


def test_an_entry_on_one_of_two_needs_gives_way_to_both(context: Context, knowledge: Knowledge) -> None:
    def asked(kind: str, *traits: str) -> Answer:
        text = "what can i use"
        return answer(context, Question(kind=kind, traits=list(traits), text=text, words=text.split()))

    fact = knowledge.facts_on_both("concern.ageing", "state.eczema", "choice")[0]
    assert asked("faq/eczema_actives", "state.eczema", "concern.ageing").headline == fact.says
    assert asked("faq/acne_in_pregnancy", "state.pregnant", "concern.acne").kind == "faq/acne_in_pregnancy"


def test_whether_one_needs_it_and_whether_it_suits_is_told_with_what_to_look_for(
    context: Context, knowledge: Knowledge
) -> None:
    fact = knowledge.facts_on_both("toner", "skin.oily", "choice")[0]
    for kind in ("necessity", "suitability"):
        asked = Question(kind=kind, things=[Item(id="toner")], traits=["skin.oily"], words=["is", "it", "for", "me"])
        assert fact.says in _said(answer(context, asked))


@pytest.mark.parametrize("text", ["which face oil for mature skin", "face oil for mature skin"])
def test_which_one_is_no_question_of_yes_or_no(context: Context, knowledge: Knowledge, text: str) -> None:
    asked = Question(
        kind="suitability", things=[Item(id="face_oil")], traits=["skin.mature"], text=text, words=text.split()
    )
    assert answer(context, asked).headline == knowledge.facts_on_both("face_oil", "skin.mature", "choice")[0].says
    refused = Question(
        kind="suitability", things=[Item(id="face_oil")], traits=["state.broken_skin"], text=text, words=text.split()
    )
    assert answer(context, refused).verdict == "avoid"


def test_who_is_to_ask_about_a_serum_hears_what_serves_both_needs(knowledge: Knowledge, texts: Texts) -> None:
    nursing = Context(knowledge, texts, Person(traits=("state.breastfeeding",)))
    for kind in ("usage", "frequency"):
        asked = Question(kind=kind, things=[Item(id="serum")], traits=["concern.acne"], words=["which", "serum"])
        given_answer = answer(nursing, asked)
        assert given_answer.verdict == "ask_professional"
        assert knowledge.facts_on_both("concern.acne", "state.breastfeeding", "choice")[0].says in given_answer.reasons


def test_what_a_serum_helps_with_names_nothing_kept_from_the_person(knowledge: Knowledge, texts: Texts) -> None:
    asked = Question(kind="suitability", things=[Item(id="serum")], traits=["concern.ageing"], words=["is", "it"])
    assert "retinol" in answer(Context(knowledge, texts, NOBODY), asked).headline
    expecting = answer(Context(knowledge, texts, Person(traits=("state.pregnant",))), asked)
    assert not any("retinol" in sentence for sentence in _said(expecting))


def test_which_serum_for_two_needs_is_a_choice(context: Context, knowledge: Knowledge) -> None:
    text = "scars and acne , what serum"
    asked = Question(
        kind="suitability",
        things=[Item(id="serum")],
        traits=["concern.scars", "concern.acne"],
        text=text,
        words=text.split(),
    )
    assert answer(context, asked).headline == knowledge.facts_on_both("concern.acne", "concern.scars", "choice")[0].says
    asked.text = "is a serum good for scars and acne"
    assert answer(context, asked).headline.startswith("Yes, a serum can help scars")


def test_dry_patches_count_as_dry_skin_where_they_have_no_word_of_their_own(
    context: Context, knowledge: Knowledge
) -> None:
    asked = Question(kind="choice", traits=["concern.redness", "concern.dryness"], words=["what", "helps"])
    assert answer(context, asked).headline == knowledge.facts_on_both("concern.redness", "skin.dry", "choice")[0].says
