"""What is made of readings and rankings: no model takes part, so each rule is seen by itself."""

from __future__ import annotations

import pytest

from bot.answers.question import Near, Question
from bot.knowledge.base import Knowledge
from bot.nlu.clauses import clauses
from bot.nlu.reader import Reader, clean
from bot.nlu.understanding import Ranking, understand


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge)


def _understood(
    reader: Reader, text: str, *ranked: Ranking, near: list[list[Near] | None] | None = None
) -> list[Question]:
    """The questions of a text; `ranked` holds the kinds of the whole and then of each clause, or of all alike."""
    text = clean(text)
    parts = clauses(text)
    readings = [reader.read(text), *(map(reader.read, parts) if len(parts) > 1 else [])]
    rankings = list(ranked) if len(ranked) > 1 else list(ranked) * len(readings)
    questions, _ = understand(readings, rankings, near or [None] * len(readings), second_question=0.35)
    return questions


def _near(score: float, faq: str = "") -> list[Near]:
    return [Near(fact="abc", score=score, faq=faq)]


@pytest.mark.parametrize(
    ("text", "said", "meant"),
    [
        ("can I apply face oil after my moisturiser", "suitability", "compatibility"),
        ("retinol, glycolic acid and vitamin c every night too much?", "frequency", "compatibility"),
        ("retinol every night too much?", "frequency", "frequency"),
        ("azelaic acid and mandelic acid in the same routine", "routine", "compatibility"),
        ("retinol or azelaic acid for red marks", "choice", "comparison"),
        ("can i use niacinamide in the morning or only at night", "compatibility", "time_of_day"),
        ("back to the steps please", "walk_back", "walk_resume"),
        ("go back", "walk_back", "walk_back"),
        ("painful spots on my chin, what serum", "choice", "medical"),
        ("retinol", "tell", "definition"),
        ("clay mask?", "faq/tight_after_clay", "definition"),
        ("plus retinol", "tell", "tell"),
        ("my main problem is large pores", "tell", "choice"),
        ("clay mask or sheet mask, my skin is oily but flaky", "tell", "comparison"),
        ("i use retinol", "tell", "tell"),
        ("ok talk me through only the clay mask", "choice", "walk_start"),
        ("is panthenol the same as provitamin b5", "comparison", "definition"),
    ],
)
def test_what_is_named_corrects_the_kind(reader: Reader, text: str, said: str, meant: str) -> None:
    assert _understood(reader, text, [(said, 0.9), ("effect", 0.05)])[0].kind == meant


def test_what_names_nothing_and_is_far_from_every_fact_is_not_ours(reader: Reader) -> None:
    ranked = [("tell", 0.45), ("out_of_scope", 0.4)]
    assert _understood(reader, "tell me a joke", ranked, near=[[]])[0].kind == "out_of_scope"
    assert _understood(reader, "tell me a joke", ranked)[0].kind == "tell", "without the encoder nothing is far"
    assert _understood(reader, "tell me a joke", [("tell", 0.9), ("out_of_scope", 0.1)], near=[[]])[0].kind == "tell"


def test_what_a_fact_answers_is_ours_although_the_classifier_doubts_it(reader: Reader) -> None:
    ranked = [("out_of_scope", 0.4), ("greet", 0.3), ("choice", 0.2)]
    text = "urea or lactic acid for rough arms"
    assert _understood(reader, text, ranked, near=[_near(0.7)])[0].kind == "choice"
    ranked = [("out_of_scope", 0.55), ("greet", 0.3), ("choice", 0.1)]
    assert _understood(reader, text, ranked, near=[_near(0.5)])[0].kind == "out_of_scope"
    assert _understood(reader, "price of retinol at the shop", ranked, near=[_near(0.7)])[0].kind == "out_of_scope"


@pytest.mark.parametrize("text", ["what retinol is ok for my dogs nose", "what is a normal serum calcium level"])
def test_animals_and_blood_are_not_ours(reader: Reader, text: str) -> None:
    assert _understood(reader, text, [("effect", 0.9)], near=[_near(0.9)])[0].kind == "out_of_scope"


def test_an_faq_entry_nearly_as_likely_is_given_too(reader: Reader) -> None:
    close = [("suitability", 0.36), ("faq/facial_aftercare", 0.34)]
    assert _understood(reader, "can i get a facial on retinol", close)[0].second == "faq/facial_aftercare"
    sure = [("suitability", 0.9), ("faq/facial_aftercare", 0.05)]
    assert _understood(reader, "can i get a facial on retinol", sure)[0].second == ""


def test_in_doubt_the_entry_whose_sentence_is_nearest_is_taken(reader: Reader) -> None:
    doubtful = [("faq/clean_claims", 0.3), ("faq/nut_allergy", 0.25)]
    near = [_near(0.7, "faq/nut_allergy")]
    assert _understood(reader, "is it for me with nuts in it", doubtful, near=near)[0].kind == "faq/nut_allergy"
    unlikely = [("faq/clean_claims", 0.3), ("faq/nut_allergy", 0.05)]
    assert _understood(reader, "is it for me with nuts in it", unlikely, near=near)[0].kind == "faq/clean_claims"


def test_the_same_things_in_order_and_together_are_one_answer(reader: Reader) -> None:
    text = "do i put vitamin c before niacinamide? can i use vitamin c with niacinamide at all?"
    asked = _understood(reader, text, [("order", 0.6)], [("order", 0.9)], [("compatibility", 0.9)])
    assert [question.kind for question in asked] == ["order"]


def test_one_question_with_its_story_may_be_clearer_as_a_whole(reader: Reader) -> None:
    text = "I have a tree nut allergy, is the cleanser for me?"
    whole, story, asking = [("faq/nut_allergy", 0.8)], [("tell", 0.9)], [("suitability", 0.4)]
    assert _understood(reader, text, whole, story, asking)[0].kind == "faq/nut_allergy"
    assert _understood(reader, text, [("tell", 0.8)], story, asking)[0].kind == "suitability"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("¿Puedo usar retinol si estoy embarazada?", "other"),
        ("Haut brennt nach der Maske was tun", "other"),
        ("est-ce que je peux mettre un masque tous les jours", "other"),
        ("is the ordinary niacinamide ok w tret??", "latin"),
        ("asdfgh kjh??", "latin"),
        ("pls halp my fase is so dri", "latin"),
        ("die ordinary serum", "latin"),
    ],
)
def test_another_language_is_told_from_bad_spelling(reader: Reader, text: str, script: str) -> None:
    assert reader.read(clean(text)).script == script


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("it has been red for 3 days", 3),
        ("5 days later nothing has improved", 5),
        ("red since last week", 7),
        ("for two weeks now", 14),
        ("i mask 4 times a week", None),
        ("retinol every night", None),
        ("is it ok", None),
    ],
)
def test_how_long_something_has_lasted(reader: Reader, text: str, days: float | None) -> None:
    assert reader.read(clean(text)).days == days


def test_a_percentage_is_no_number_of_times(reader: Reader) -> None:
    assert reader.read("bp 10% wash every day").per_week == 7
    assert reader.read("0.25% tretinoin twice a week").per_week == 2


def test_a_products_name_is_one_thing_and_no_time_of_day(reader: Reader) -> None:
    read = reader.read("cerave pm in the morning with retinol")
    assert [mention.id for mention in read.things] == ["cerave_pm", "retinol"]
    assert read.moment == "morning"


def test_the_dot_of_a_name_ends_no_sentence() -> None:
    assert clauses("I use St. Ives scrub. Can I add retinol?") == ["I use St. Ives scrub.", "Can I add retinol?"]


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("20 weeks along, purely hypothetically: retinol?", "state.pregnant"),
        ("due in march and my skin is a mess", "state.pregnant"),
        ("two lines on the test this morning", "state.pregnant"),
        ("im 12 what serum", "state.child"),
        ("my niece turns 13 next month", "state.child"),
        ("for her 13th birthday", "state.child"),
        ("she's in year 6", "state.child"),
        ("i'm fifteen", "state.teen"),
        ("picked at my chin till it bled", "state.broken_skin"),
        ("fraxel yesterday, is retinol ok", "state.recent_procedure"),
    ],
)
def test_states_said_in_passing(reader: Reader, text: str, state: str) -> None:
    assert state in [mention.id for mention in reader.read(text).traits]


@pytest.mark.parametrize(
    "text",
    [
        "i'm 34",
        "i'm 10 minutes in",
        "is 10 percent too strong",
        "is 2 times a week ok",
        "laser two years ago",
        "step 1 of 5",
    ],
)
def test_other_numbers_are_no_ages_and_what_is_long_past_no_state(reader: Reader, text: str) -> None:
    assert [mention.id for mention in reader.read(text).traits if mention.kind == "state"] == []


def test_a_rude_question_is_answered_for_what_it_asks(reader: Reader) -> None:
    ranked = [("insult", 0.6), ("source", 0.25), ("deny", 0.1)]
    assert _understood(reader, "prove it, you clown", ranked)[0].kind == "source"
    assert _understood(reader, "you clown", [("insult", 0.9), ("source", 0.05)])[0].kind == "insult"


def test_a_bare_name_is_asked_no_entry_beside(reader: Reader) -> None:
    assert _understood(reader, "mud mask", [("definition", 0.2), ("faq/tight_after_clay", 0.19)])[0].second == ""


def test_whoever_asks_to_leave_something_out_asks_about_that(reader: Reader) -> None:
    asked = _understood(reader, "can i skip moisturiser if i use a hyaluronic serum", [("necessity", 0.9)])[0]
    assert [item.id for item in asked.things] == ["moisturiser"]


def test_what_is_told_before_the_point_is_the_story(reader: Reader) -> None:
    story = "i wore make-up all day and a peel-off mask at my aunt's, what i want to know is this"
    asked = _understood(reader, f"{story}, can i put niacinamide over azelaic acid", [("compatibility", 0.9)])[0]
    assert [item.id for item in asked.things] == ["niacinamide", "azelaic_acid"]


def test_half_a_sentence_beside_a_question_is_about_what_that_names(reader: Reader) -> None:
    text = "and squalane over it, and how often the gel mask?"
    asked = _understood(reader, text, [("frequency", 0.9)], [("reaction", 0.4)], [("frequency", 0.9)])
    assert [(one.kind, [item.id for item in one.things]) for one in asked] == [
        ("compatibility", ["mask.gel", "squalane"]),
        ("frequency", ["mask.gel"]),
    ]
