"""Turns of a conversation, without Rasa: what is carried over, corrected, remembered and never walked through."""

from __future__ import annotations

from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.dialogue.focus import Focus
from bot.dialogue.turn import turn
from bot.knowledge.base import Knowledge
from bot.rules.items import Item
from tests.dialogue.talk import Talk


def test_a_follow_up_takes_the_things_over(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    talk("effect", "retinol")
    assert talk("frequency").about == ("retinol",)
    assert talk("compatibility", "niacinamide", words=["with", "niacinamide"]).about == ("retinol", "niacinamide")


def test_a_correction_replaces_what_is_nearest(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    talk("compatibility", "retinol", "glycolic_acid")
    corrected = talk("tell", "lactic_acid", words=["no", "i", "meant", "lactic"])
    assert (corrected.about, corrected.verdict) == (("retinol", "lactic_acid"), "alternate_days")


def test_why_and_says_who_speak_of_the_last_answer(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    assert talk("why", words=["why"]).headline == texts.say("followup.why_what")
    decided = talk("compatibility", "retinol", "glycolic_acid").decided_by
    assert talk("why", words=["why"]).decided_by == decided
    assert talk("source", words=["says", "who"]).sources


def test_pregnancy_is_remembered_and_forgotten(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    talk("tell", traits=["state.pregnant"], about_self=True)
    assert talk("frequency", "retinol").verdict == "avoid"
    assert any("pregnancy" in note for note in talk("what_do_you_know").notes)
    talk("forget_me")
    assert talk("frequency", "retinol").verdict is None


def test_what_is_said_of_others_is_not_kept(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    assert talk("suitability", "retinol", traits=["state.child"], about_self=False).verdict == "avoid"
    assert talk.focus.traits == []


def test_after_a_reaction_no_active_is_recommended(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    talk("walk_start", "mask.clay", "niacinamide")
    talk("red_flag", flag="burning_now")
    assert talk.focus.walk is None
    assert talk("compatibility", "vitamin_c").verdict == "avoid"


def test_a_medicine_is_not_walked_through(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    assert talk("walk_start", "tretinoin").verdict == "ask_professional"
    assert talk.focus.walk is None


def test_what_does_not_go_together_is_not_walked_through(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    assert talk("walk_start", "retinol", "glycolic_acid").verdict == "alternate_days"
    assert talk.focus.walk is None


def test_a_digression_leads_back(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    talk("walk_start", "mask.clay", "niacinamide")
    talk("walk_next")
    assert any("step 2 of 5" in note for note in talk("definition", "retinol").notes)
    resumed = talk("walk_resume")
    assert resumed.walk is not None
    assert resumed.walk.at == 2


def test_the_walk_ends_where_it_ends(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    talk("walk_start", "mask.clay", "niacinamide")
    assert talk("walk_back").walk is not None
    for _ in range(5):
        last = talk("walk_next")
    assert last.walk is None
    assert talk.focus.walk is None


def test_an_unsure_health_question_is_handed_over(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    assert talk("medical", unsure=True, words=["odd", "thing"]).headline == texts.say("safety.medical")


def test_a_question_that_names_nothing_and_may_be_about_anything_is_not_ours(
    knowledge: Knowledge, texts: Texts
) -> None:
    plants = Question(kind="frequency", confidence=0.4, words=["how", "often", "water", "plants"])
    answers, _ = turn(knowledge, texts, [plants], Focus(), ["frequency", "out_of_scope"])
    assert answers[-1].kind == "out_of_scope"
    masks = Question(kind="frequency", confidence=0.4, things=[Item(id="mask")], words=["how", "often", "mask"])
    answers, _ = turn(knowledge, texts, [masks], Focus(), ["frequency", "out_of_scope"])
    assert answers[-1].kind == "frequency"


def test_an_entry_on_just_the_state_is_told_though_it_is_doubted(knowledge: Knowledge, texts: Texts) -> None:
    asked = {"traits": ["state.isotretinoin"], "confidence": 0.4}
    assert Talk(knowledge, texts)("faq/isotretinoin_care", said="dry from accutane", **asked).kind == (
        "faq/isotretinoin_care"
    )
    assert Talk(knowledge, texts)("faq/new_routine", said="on accutane, where to start", **asked).kind == "suitability"


def test_whether_to_go_on_now_is_asked_of_the_skin_as_it_is(knowledge: Knowledge, texts: Texts) -> None:
    talk = Talk(knowledge, texts)
    talk("reaction", said="it burns")
    asked = talk("necessity", "serum", said="should i put the serum on now?", unsure=True)
    assert asked.kind == "suitability"
    assert asked.verdict == "avoid"
