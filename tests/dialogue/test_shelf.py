"""What a person owns is put on the shelf by what they say, and new things are weighed against all of it."""

from __future__ import annotations

import pytest

from bot.answers.texts import Texts
from bot.knowledge.base import Knowledge
from bot.rules.items import Item
from tests.dialogue.talk import Talk


@pytest.fixture
def talk(knowledge: Knowledge, texts: Texts) -> Talk:
    return Talk(knowledge, texts)


def on_shelf(talk: Talk) -> list[str]:
    return [owned.name for owned in talk.memory.shelf]


@pytest.mark.parametrize(
    "said",
    [
        "i have retinol and a clay mask",
        "I've got a clay mask and retinol",
        "i use retinol twice a week and a clay mask on sundays",
        "At home I've got a clay mask, and I use retinol.",
        "i own a clay mask. we have retinol too",
        "I use retinol and a clay mask, can I add anything?",
        "on my shelf: retinol, clay mask",
        "i've been using retinol and a clay mask",
    ],
)
def test_what_one_has_or_uses_is_owned(talk: Talk, said: str) -> None:
    talk("tell", "retinol", "mask.clay", said=said)
    assert sorted(on_shelf(talk)) == ["clay mask", "retinol"]


@pytest.mark.parametrize(
    "said",
    [
        "can i use retinol",
        "how do i use retinol",
        "if i use retinol will it peel",
        "do i have to use retinol",
        "i have never used retinol",
        "i have a reaction to retinol",
        "i have a question about retinol",
        "i've heard of retinol",
        "i'm thinking about retinol",
        "i have dry skin from retinol",
        "i use a cream, is retinol better",
        "my sister has retinol",
        "i don't use retinol",
        "i want retinol",
    ],
)
def test_what_is_asked_or_told_otherwise_is_not(talk: Talk, said: str) -> None:
    talk("effect", "retinol", said=said)
    assert on_shelf(talk) == []


def test_what_is_owned_in_passing_is_said(talk: Talk) -> None:
    answer = talk("frequency", "mask.clay", said="i have a clay mask, how often should i use it")
    assert answer.kind == "frequency"
    assert answer.notes == ("On your shelf now: clay mask.",)


def test_a_product_is_kept_with_what_is_in_it_and_once(talk: Talk) -> None:
    serum = Item(id="vitamin_c", form="serum", name="vitamin C serum", contains=("ferulic_acid",), moment="morning")
    for _ in range(2):
        talk("tell", serum, said="i have a vitamin c serum")
    assert talk.memory.items == [serum]


def test_a_bare_serum_says_too_little(talk: Talk) -> None:
    talk("tell", "serum", "mask", said="i have a serum and a mask")
    assert on_shelf(talk) == []


@pytest.mark.parametrize(
    "said",
    [
        "take the clay mask off my shelf",
        "i've run out of my clay mask",
        "please remove clay mask from my shelf",
        "i threw away the clay mask",
        "i no longer use the clay mask",
        "i don't use my clay mask any more",
    ],
)
def test_what_is_gone_is_taken_off(talk: Talk, said: str) -> None:
    talk("tell", "retinol", "mask.clay", said="i have retinol and a clay mask")
    assert "Taken off your shelf: clay mask." in talk("tell", "mask.clay", said=said).headline
    assert on_shelf(talk) == ["retinol"]


def test_what_is_not_there_cannot_be_taken_off(talk: Talk) -> None:
    assert talk("tell", "retinol", said="take retinol off my shelf").headline.startswith("I don't find that")


def test_a_pasted_list_becomes_a_product_under_its_name(talk: Talk) -> None:
    talk("label", "salicylic_acid", "niacinamide", said="Aqua, Niacinamide, Salicylic Acid, Carbomer, Silica")
    talk("out_of_scope", said="Add it to my shelf as Glow Drops!")
    (owned,) = talk.memory.shelf
    assert (owned.name, owned.thing, owned.actives) == ("Glow Drops", "salicylic_acid", ("niacinamide",))
    shown = talk("what_do_you_know", said="what's on my shelf?")
    assert "Glow Drops, with salicylic acid and niacinamide" in shown.notes[0]
    talk("tell", said="take glow drops off my shelf")
    assert on_shelf(talk) == []


def test_without_a_thing_there_is_nothing_to_add(talk: Talk) -> None:
    assert talk("tell", said="add it to my shelf").headline.startswith("Tell me what to put there")


@pytest.mark.parametrize("said", ["what's on my shelf?", "show me my shelf", "my shelf", "what do i have on my shelf"])
def test_the_shelf_is_shown_with_its_dates(talk: Talk, said: str) -> None:
    talk("tell", "retinol", said="i have retinol")
    assert talk("nonsense", said=said, unsure=True).notes == ("Retinol, since 27 September 1972.",)
    assert "retinol (since 27 September 1972)" in talk.known()


def test_a_shelf_is_emptied(talk: Talk) -> None:
    talk("tell", "retinol", said="i have retinol")
    talk("forget_me", said="clear my shelf")
    assert on_shelf(talk) == []


@pytest.mark.parametrize(
    ("new", "verdict"),
    [("niacinamide", "yes_in_order"), ("glycolic_acid", "alternate_days"), ("tretinoin", "avoid")],
)
def test_a_new_thing_is_weighed_against_all_of_the_shelf(talk: Talk, new: str, verdict: str) -> None:
    talk("tell", "retinol", "mask.clay", said="i have retinol and a clay mask")
    answer = talk("compatibility", new, said=f"can i add {new.replace('_', ' ')} to my routine?")
    assert answer.verdict == verdict
    assert answer.decided_by
    said = " ".join((*(step.text for step in answer.steps), *answer.reasons[-1:]))
    assert (talk.knowledge.things[new].name in said) is (verdict != "avoid")
    assert on_shelf(talk) == ["retinol", "clay mask"]


def test_what_the_person_should_leave_alone_does_not_fit_in(talk: Talk) -> None:
    talk("tell", "mask.clay", said="i have a clay mask")
    talk("tell", said="i'm pregnant", traits=["state.pregnant"], about_self=True)
    answer = talk("compatibility", "retinol", said="can i add retinol to my routine?")
    assert answer.verdict == "avoid"
    assert "I leave out retinol for you" in " ".join(answer.cautions)
    assert answer.notes[0] == "I say so because you told me: pregnancy."


def test_a_week_is_planned_from_the_shelf(talk: Talk) -> None:
    talk("tell", "retinol", "mask.clay", said="i have retinol and a clay mask")
    answer = talk("routine", said="plan my week", words=["plan", "my", "week"])
    assert answer.kind == "plan"
    assert "clay mask" in answer.headline
    assert "retinol" in answer.headline


@pytest.mark.parametrize(
    "said", ["which of my products go together", "make a week from my shelf", "in what order do i use my products"]
)
def test_what_is_asked_about_the_whole_shelf_is_answered_with_its_week(talk: Talk, said: str) -> None:
    assert talk("out_of_scope", said=said).kind != "plan"
    talk("tell", "retinol", "mask.clay", said="i have retinol and a clay mask")
    assert talk("out_of_scope", said=said).headline == "Your week with clay mask and retinol."


def test_what_must_not_meet_within_hours_has_days_of_its_own(talk: Talk) -> None:
    """A plan that holds a thing does not say that it had better not be added."""
    talk("tell", "exfoliating_toner", said="i have an exfoliating toner")
    answer = talk("compatibility", "lactic_acid", said="does lactic acid go with what is on my shelf")
    assert answer.verdict == "alternate_days"
    assert any("lactic acid" in step.text for step in answer.steps)


def test_it_is_what_was_put_there_last(talk: Talk) -> None:
    talk("tell", "retinol", said="i have retinol")
    talk.now += 60
    talk("tell", "mask.clay", said="put a clay mask on my shelf as Mud")
    assert talk("tell", said="take it off my shelf").headline == "Taken off your shelf: Mud."
    assert on_shelf(talk) == ["retinol"]


@pytest.mark.parametrize(("first", "then"), [("serum", ""), ("", "serum")])
def test_a_bare_name_is_the_product_that_stands_there(talk: Talk, first: str, then: str) -> None:
    for form in (first, then):
        talk("tell", Item(id="retinol", form=form, name="retinol"), said="i use retinol")
    assert len(talk.memory.shelf) == 1


def rest_nights(talk: Talk) -> int:
    return sum("rest night" in step.text for step in talk("routine", said="plan my week").steps)


def test_a_week_begins_gently_until_skin_is_said_to_be_used_to_it(talk: Talk) -> None:
    talk("tell", "retinol", said="i have retinol")
    assert rest_nights(talk) >= 4
    again = talk("tell", said="my skin is used to it")
    assert again.kind == "plan"
    assert "how often to begin" not in again.reasons[0]
    assert rest_nights(talk) < 4
    assert talk("tell", said="well, i'm new to retinol").kind == "plan"
    assert rest_nights(talk) >= 4


@pytest.mark.parametrize(
    ("said", "used"),
    [
        ("i've been using retinol for two years", True),
        ("i'm used to retinol", True),
        ("i've used acids for ages", True),
        ("i am not a beginner", True),
        ("i used to use retinol", False),
        ("i'm a total beginner", False),
        ("i've been using retinol for two days", False),
        ("my skin is not used to it", False),
        ("how do i get used to it", False),
    ],
)
def test_who_is_used_to_actives(talk: Talk, said: str, used: bool) -> None:
    talk("tell", said=said)
    assert talk.focus.accustomed is used


def test_a_week_from_the_shelf_leaves_out_what_the_person_should_not_use(talk: Talk) -> None:
    talk("tell", "retinol", "niacinamide", said="i have retinol and niacinamide")
    talk("tell", said="i'm pregnant", traits=["state.pregnant"], about_self=True)
    answer = talk("routine", said="plan my week")
    assert answer.kind == "plan"
    assert any("I leave out retinol for you" in caution for caution in answer.cautions)


def test_why_a_day_of_the_planned_week_is_free_of_a_product(talk: Talk) -> None:
    talk("tell", "retinol", "mask.clay", said="i have retinol and a clay mask")
    talk("routine", said="plan my week")
    of_mask = talk("faq/mask_before_event", "mask", said="why no mask on tuesday")
    assert of_mask.kind == "why"
    assert "lay" in of_mask.headline
    assert "etinol" in talk("why", "retinol", said="and why is the retinol only on monday").headline
    assert talk("why", said="how come those days").kind == "why"


def test_a_mere_list_is_owned_and_not_weighed(talk: Talk) -> None:
    listed = talk("compatibility", "retinol", "mask.clay", said="i have retinol and a clay mask")
    assert listed.kind == "tell"
    asked = talk("compatibility", "retinol", "mask.clay", said="i have retinol and a clay mask, ok together")
    assert asked.kind == "compatibility"
