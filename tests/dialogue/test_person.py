"""What a person tells is remembered as long as they agreed to, corrected, shown and taken back."""

from __future__ import annotations

import pytest

from bot.answers.texts import Texts
from bot.dialogue.learning import PASSING
from bot.knowledge.base import Knowledge
from tests.dialogue.talk import Talk


@pytest.fixture
def talk(knowledge: Knowledge, texts: Texts) -> Talk:
    return Talk(knowledge, texts)


def tell(talk: Talk, said: str, *traits: str, **more: object) -> str:
    return talk("tell", said=said, traits=list(traits), about_self=True, **more).headline


def test_skin_is_kept_at_once_and_over_sessions(talk: Talk) -> None:
    tell(talk, "my skin is oily", "skin.oily")
    talk.next_session(400)
    assert "oily skin" in talk.known()
    assert "oily" in talk("choice", said="which serum").headline.lower()


def test_a_skin_type_takes_the_place_of_another_and_sensitivity_comes_beside_it(talk: Talk) -> None:
    tell(talk, "my skin is oily", "skin.oily")
    tell(talk, "my skin is sensitive", "skin.sensitive")
    assert tell(talk, "actually my skin is dry", "skin.dry") == "Changed: dry skin instead of oily skin."
    assert talk.memory.person.traits == ("skin.sensitive", "skin.dry")


@pytest.mark.parametrize(
    ("said", "read", "kept"),
    [
        ("my skin is oily and dry", ["skin.oily", "skin.dry"], "skin.combination"),
        ("my skin is oily and dry", ["skin.oily"], "skin.combination"),
        ("my skin is dry in winter but oily in summer", ["skin.dry"], "skin.combination"),
        ("my skin is oily and not dry", ["skin.oily"], "skin.oily"),
        ("my skin is oily", ["skin.oily"], "skin.oily"),
    ],
)
def test_oily_and_dry_at_once_is_combination(talk: Talk, said: str, read: list[str], kept: str) -> None:
    tell(talk, said, *read)
    assert talk.memory.person.traits == (kept,)


def test_health_holds_at_once_and_only_for_the_conversation(talk: Talk) -> None:
    tell(talk, "i'm pregnant", "state.pregnant")
    assert talk("frequency", "retinol").verdict == "avoid"
    assert "this conversation only: pregnancy" in talk.known()
    talk.next_session()
    assert talk("frequency", "retinol").verdict is None
    assert talk.known() == ""


def test_health_is_kept_after_a_yes_until_it_expires(talk: Talk) -> None:
    answer = talk("tell", said="i'm pregnant", traits=["state.pregnant"], about_self=True)
    assert "Shall I remember" in answer.notes[-1]
    assert answer.suggestions[:2] == ("Yes", "No")
    assert "remember until" in talk("affirm", said="yes").headline
    assert talk.focus.traits == []
    talk.next_session(29)
    assert talk("frequency", "retinol").verdict == "avoid"
    assert "because you agreed: pregnancy" in talk.known()
    talk.next_session(2)
    assert talk("frequency", "retinol").verdict is None


@pytest.mark.parametrize(("kind", "said"), [("deny", "no"), ("out_of_scope", "rather not"), ("tell", "only for now")])
def test_after_a_no_it_is_not_kept_and_not_asked_again(talk: Talk, kind: str, said: str) -> None:
    tell(talk, "i'm pregnant", "state.pregnant")
    assert "keep that to this conversation" in talk(kind, said=said).headline
    assert not any("Shall I" in note for note in talk("definition", "retinol").notes)
    assert talk.memory.person.health == ()
    assert talk("frequency", "retinol").verdict == "avoid"


def test_a_yes_to_something_else_agrees_to_nothing(talk: Talk) -> None:
    tell(talk, "i'm pregnant", "state.pregnant")
    talk("definition", "retinol", said="what is retinol")
    talk("affirm", said="yes")
    assert talk.memory.person.health == ()


def test_asking_to_remember_is_a_yes(talk: Talk) -> None:
    assert "remember until" in tell(talk, "remember that i have rosacea", "state.rosacea")
    assert talk.memory.person.all_traits == ("state.rosacea",)


def test_what_is_over_soon_is_never_offered_to_be_kept(talk: Talk, knowledge: Knowledge) -> None:
    assert set(knowledge.things) >= PASSING
    for trait in sorted(PASSING):
        answer = talk("tell", said="it is so", traits=[trait], about_self=True)
        assert not any("Shall I" in note for note in answer.notes), trait


def test_nothing_is_asked_after_a_report(talk: Talk) -> None:
    talk("red_flag", flag="burning_now", traits=["state.pregnant"])
    assert talk.turned is not None
    assert talk.turned.answers[-1].notes == ()
    assert talk.focus.waiting == ""


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("tell", "i'm not pregnant any more"),
        ("out_of_scope", "im no longer pregnant"),
        ("nonsense", "not actually pregnant"),
    ],
)
def test_a_state_that_is_over_is_taken_back(talk: Talk, kind: str, said: str) -> None:
    tell(talk, "i'm pregnant", "state.pregnant")
    talk("affirm", said="yes")
    assert talk(kind, said=said).headline == "All right, I no longer go by this: pregnancy."
    assert talk.memory.person.all_traits == ()
    assert talk("frequency", "retinol").verdict is None


@pytest.mark.parametrize("said", ["i'm pregnant, not sure about retinol", "why is retinol not for pregnant women"])
def test_a_state_is_not_taken_back_by_another_not(talk: Talk, said: str) -> None:
    tell(talk, "i'm pregnant", "state.pregnant")
    talk("effect", "retinol", said=said, traits=["state.pregnant"])
    assert talk("frequency", "retinol").verdict == "avoid"


def test_one_fact_can_be_forgotten_and_the_rest_stays(talk: Talk) -> None:
    tell(talk, "my skin is dry", "skin.dry")
    tell(talk, "i'm pregnant", "state.pregnant")
    talk("forget_me", said="forget that i'm pregnant", traits=["state.pregnant"])
    assert talk.turned is not None
    assert not talk.turned.forget
    assert talk.known().count("dry skin") == 1
    assert "pregnancy" not in talk.known()


def test_it_was_somebody_else(talk: Talk) -> None:
    tell(talk, "breastfeeding", "state.breastfeeding")
    assert talk("out_of_scope", said="not me, my sister").headline.endswith("breastfeeding.")
    assert talk.known() == ""


@pytest.mark.parametrize("said", ["my daughter is 11", "i'm asking for my mum, she is pregnant", "she is pregnant"])
def test_what_is_told_of_others_is_not_kept(talk: Talk, said: str) -> None:
    talk("tell", said=said, traits=["state.pregnant"])
    assert talk.known() == ""


def test_what_stands_behind_i_am_is_ones_own(talk: Talk) -> None:
    talk("tell", said="my husband says i am pregnant and glow", traits=["state.pregnant"])
    assert "pregnancy" in talk.known()


def test_ones_own_skin_does_not_shape_an_answer_for_another(talk: Talk) -> None:
    """States do all the same: whom a thing is for is easily misread."""
    tell(talk, "my skin is oily", "skin.oily")
    for_mum = talk("frequency", "retinol", said="how often may my mum use retinol, hers is dry", traits=["skin.dry"])
    assert not any("oily" in sentence for sentence in (*for_mum.cautions, *for_mum.notes))


def test_an_answer_says_which_told_fact_shaped_it(talk: Talk) -> None:
    tell(talk, "i'm pregnant", "state.pregnant")
    talk("deny", said="no")
    assert talk("frequency", "retinol").notes == ("I say so because you told me: pregnancy.",)
    assert talk("definition", "mask.sheet").notes == ()
    named = talk("suitability", "retinol", said="is retinol ok in pregnancy", traits=["state.pregnant"])
    assert not any("because you told me" in note for note in named.notes)


def test_a_medicine_is_a_fact_of_health_and_not_on_the_shelf(talk: Talk) -> None:
    answer = talk("tell", "tretinoin", said="i use tretinoin every night", about_self=True)
    assert "Shall I remember" in answer.notes[-1]
    assert talk.memory.shelf == ()
    talk("affirm", said="yes")
    talk.next_session()
    assert "tretinoin" in talk.known()
    fits = talk("routine", "glycolic_acid", said="can i add glycolic acid to my routine")
    assert fits.verdict == "ask_professional"
    talk("tell", "tretinoin", said="i stopped using tretinoin")
    assert talk.known() == ""


def test_forget_me_leaves_nothing(talk: Talk) -> None:
    tell(talk, "my skin is dry", "skin.dry")
    talk("forget_me", said="forget me")
    assert talk.turned is not None
    assert talk.turned.forget
    assert talk.known() == ""


def test_feedback_is_about_the_last_answer_that_was_one(talk: Talk) -> None:
    talk("feedback_helpful", said="that helped")
    assert talk.focus.answered == ""
    talk("frequency", "retinol")
    talk("thanks", said="thanks")
    before = talk.focus
    talk("feedback_unhelpful", said="not helpful")
    assert talk.turned is not None
    assert talk.turned.helpful is False
    assert (before.answered, before.answered_about) == ("frequency", ["retinol"])


@pytest.mark.parametrize(
    ("kind", "words", "seen"),
    [
        ("out_of_scope", ["who", "shot", "the", "sheriff"], True),
        ("out_of_scope", ["who", "won", "the", "cup"], False),
        ("out_of_scope", ["where", "is", "my", "parcel"], False),
        ("nonsense", ["blorp"], True),
        ("nonsense", [], False),
        ("medical", ["my", "mole", "grew"], False),
        ("thanks", ["thanks"], False),
    ],
)
def test_the_owner_sees_what_could_not_be_answered(talk: Talk, kind: str, words: list[str], seen: bool) -> None:
    talk(kind, words=words)
    assert talk.turned is not None
    assert talk.turned.unanswered is seen


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("yes please", True),
        ("ok thanks", True),
        ("of course you can", True),
        ("ok what instead", False),
        ("ok?", False),
        ("thanks", False),
        ("sure, and now what", False),
        ("no why", False),
        ("it's fine", False),
    ],
)
def test_only_a_whole_yes_is_consent(talk: Talk, said: str, kept: bool) -> None:
    talk("tell", said="i have rosacea", traits=["state.rosacea"], about_self=True)
    assert talk.focus.waiting == "consent"
    talk("affirm", said=said)
    assert bool(talk.memory.person.health) is kept


@pytest.mark.parametrize("said", ["please remember that i'm pregnant", "don't forget that i'm pregnant"])
def test_a_wish_to_be_remembered_is_no_wish_to_be_forgotten(talk: Talk, said: str) -> None:
    talk("tell", said="i'm pregnant", traits=["state.pregnant"], about_self=True)
    kept = talk("forget_me", said=said, traits=["state.pregnant"], about_self=True)
    assert kept.kind == "consent"
    assert talk.memory.person.all_traits == ("state.pregnant",)
    assert talk.turned is not None
    assert not talk.turned.forget


@pytest.mark.parametrize("agreed", [True, False])
def test_what_is_not_to_be_saved_holds_for_the_conversation(talk: Talk, agreed: bool) -> None:
    talk("tell", said="i have eczema", traits=["state.eczema"], about_self=True)
    talk("affirm" if agreed else "deny", said="yes" if agreed else "no")
    talk("forget_me", said="please don't save the eczema", traits=["state.eczema"])
    assert talk.memory.person.all_traits == ()
    assert "state.eczema" in talk.focus.traits


def test_whoever_wants_nothing_kept_at_all_is_forgotten(talk: Talk) -> None:
    talk("tell", said="i have eczema", traits=["state.eczema"], about_self=True)
    talk("forget_me", said="don't remember me")
    assert talk.turned is not None
    assert talk.turned.forget


def test_a_medicine_in_use_is_weighed_with_whatever_is_asked_about(talk: Talk) -> None:
    talk("tell", "metronidazole", said="i use metronidazole")
    talk("deny", said="no")
    answer = talk("suitability", "mask.clay", said="is a clay mask okay")
    assert any("metronidazole" in sentence.lower() for sentence in (*answer.reasons, *answer.cautions))


def test_stopping_a_medicine_is_the_prescribers(talk: Talk) -> None:
    talk("tell", "metronidazole", said="i use metronidazole gel")
    talk("deny", said="no")
    assert talk("faq/retinoid_sore_return", said="can i stop the gel when it's better", unsure=True).kind == "medical"


def test_a_state_told_after_an_answer_takes_back_what_it_spoke_for(talk: Talk) -> None:
    talk("effect", "retinol", said="what does retinol do")
    told = talk("tell", said="i'm trying for a baby", traits=["state.trying"], about_self=True)
    assert told.headline.startswith("No, leave retinol out")
    talk("effect", "niacinamide", said="what does niacinamide do")
    assert talk("tell", said="i have eczema", traits=["state.eczema"], about_self=True).kind == "tell"
