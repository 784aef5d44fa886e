"""Red flags are seen, and what only sounds like one is not."""

from __future__ import annotations

import re

import pytest

from bot.knowledge.base import Knowledge
from bot.rules.items import Person
from bot.rules.safety import red_flag, safety


def _level(knowledge: Knowledge, message: str) -> str | None:
    flag = red_flag(knowledge, re.findall(r"[a-z]+n't|[a-z]+|'[a-z]+", message.lower()))
    return flag.level if flag is not None else None


@pytest.mark.parametrize(
    "message",
    [
        "my throat is swelling after the mask",
        "i can't breathe properly and my lips are swollen",
        "my face is swollen and i have trouble breathing",
        "tongue swelling since i put the serum on",
        "i'm covered in hives and feel faint",
        "the acid peel turned a patch grey and it is agony",
        "forgot the peeling solution for an hour, a whitish spot that hurts",
    ],
)
def test_an_emergency(knowledge: Knowledge, message: str) -> None:
    assert _level(knowledge, message) == "emergency"


@pytest.mark.parametrize(
    "message",
    [
        "got some peel solution in my eye",
        "my skin is blistering from the peel mask",
        "my face is bright red and burning after the mask",
        "it burns so bad",
    ],
)
def test_something_to_act_on_now(knowledge: Knowledge, message: str) -> None:
    assert _level(knowledge, message) is not None


@pytest.mark.parametrize(
    "message",
    [
        "a pearly bump by my nostril, what cream",
        "there is a lump on my temple with a dip in the centre",
        "odd growth beside my ear, whats that",
        "this spot on my nose keeps bleeding when i wash",
        "a sore on my forehead that scabs and never heals",
    ],
)
def test_a_single_unusual_spot_is_to_be_looked_at(knowledge: Knowledge, message: str) -> None:
    flag = red_flag(knowledge, re.findall(r"[a-z]+n't|[a-z]+|'[a-z]+", message.lower()))
    assert flag is not None
    assert flag.id in ("unclear_spot", "changing_mole")


@pytest.mark.parametrize(
    "message",
    [
        "tiny pearly white bumps under my eyes",
        "painful whitehead, does an acid help",
        "what is a spot treatment",
        "my spots heal slowly, which serum",
        "weird question, what serum for dark spots",
        "does a clay mask help against swelling under the eyes in the morning",
        "can i use an eye cream with retinol",
        "what does niacinamide do",
        "my nose breathes fine but has blackheads",
        "is a face mask good before a party",
        "which serum for redness",
        "do i need moisturiser after a mask",
    ],
)
def test_no_false_alarm(knowledge: Knowledge, message: str) -> None:
    assert _level(knowledge, message) is None


@pytest.mark.parametrize(
    ("report", "traits", "level"),
    [
        ("it burns and stings so much", (), "stop"),
        ("it burns and stings so much", ("state.child",), "urgent"),
        ("it burns and stings so much", ("skin.oily",), "stop"),
        ("my throat is swelling", ("state.child",), "emergency"),
    ],
)
def test_a_state_makes_a_report_more_urgent_and_never_less(
    knowledge: Knowledge, report: str, traits: tuple[str, ...], level: str
) -> None:
    found = safety(knowledge, report, Person(traits=traits))
    assert found is not None
    assert found.level == level
    assert bool(found.because_of) == (level == "urgent")


def test_a_question_raises_nothing(knowledge: Knowledge) -> None:
    assert safety(knowledge, "Can I use retinol with niacinamide?") is None


def test_a_burn_by_acid_that_swells_is_rinsed_first(knowledge: Knowledge) -> None:
    burnt = safety(knowledge, "the glycolic peel is on fire and my face swells up")
    assert burnt is not None
    assert (burnt.flag.id, burnt.level) == ("acid_burn_swelling", "emergency")
    lines = safety(knowledge, "left the lactic acid on, cheeks swollen and burning with a faint line, lips too")
    assert lines is not None
    assert lines.flag.id == "acid_burn_swelling"
    sunburnt = safety(knowledge, "sunburnt by the lake, acid feels burning, face swollen")
    assert sunburnt is not None
    assert sunburnt.flag.id != "acid_burn_swelling"
    breathing = safety(knowledge, "the glycolic peel is on fire, my face swells up and my throat too")
    assert breathing is not None
    assert breathing.flag.id == "allergic_emergency"


def test_an_animal_that_ate_a_product_is_for_a_vet(knowledge: Knowledge) -> None:
    licked = safety(knowledge, "the cat licked my retinol cream")
    assert licked is not None
    assert licked.flag.id == "pet_swallowed"
    assert not licked.flag.of_person
    child = safety(knowledge, "my toddler licked the retinol cream")
    assert child is not None
    assert child.flag.id == "swallowed"
    fed = safety(knowledge, "my child ate my retinol while I fed the dog")
    assert fed is not None
    assert fed.flag.id == "swallowed"
    puppy = safety(knowledge, "our puppy ate a tube of it")
    assert puppy is not None
    assert puppy.flag.id == "pet_swallowed"
    assert safety(knowledge, "the cat licked my face") is None
