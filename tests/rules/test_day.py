"""A day with some things: no rule for two of them is broken, and nothing is lost."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.base import Knowledge
from bot.knowledge.files import load
from bot.rules.compatibility import RANK, pair
from bot.rules.day import day
from bot.rules.items import Item
from tests.conftest import ROOT

KNOWN = load(ROOT / "data/knowledge")
ACTIVES = sorted(
    name for name, thing in KNOWN.things.items() if thing.kind in ("ingredient", "class") and name not in KNOWN.never
)


def ids(items: tuple[Item, ...]) -> list[str]:
    return [item.id for item in items]


def rank(knowledge: Knowledge, one: Item, other: Item) -> int:
    return RANK[pair(knowledge, one, other).verdict]


@given(st.lists(st.sampled_from(ACTIVES), max_size=7, unique=True))
@settings(deadline=None)
def test_no_rule_is_broken_and_nothing_is_lost(names: list[str]) -> None:
    found = day(KNOWN, [Item(id=name) for name in names])
    for moment in ("morning", "evening"):
        for one, other in combinations(found.at(moment), 2):
            assert rank(KNOWN, one, other) < RANK["separate_times"]
        for item in (*found.at(moment), *found.in_turns(moment)):
            assert moment in KNOWN.moments[item.id]
    for one, other in combinations(dict.fromkeys((*found.morning, *found.evening)), 2):
        assert rank(KNOWN, one, other) < RANK["alternate_days"]
    placed = {*ids(found.morning), *ids(found.evening), *ids(found.left_out), *(item.id for _, item in found.turns)}
    assert placed == set(names)


def test_what_belongs_on_different_days_does_not_meet_in_morning_and_evening_of_one(knowledge: Knowledge) -> None:
    found = day(knowledge, [Item(id="salicylic_acid"), Item(id="retinol")])
    assert ids(found.evening) == ["retinol"]
    assert found.morning == ()
    assert ids(found.in_turns("evening")) == ["salicylic_acid"]


def test_of_three_that_renew_only_one_keeps_its_place(knowledge: Knowledge) -> None:
    found = day(knowledge, [Item(id="glycolic_acid"), Item(id="mandelic_acid"), Item(id="retinol")])
    assert ids(found.evening) == ["glycolic_acid"]
    assert ids(found.in_turns("evening")) == ["mandelic_acid", "retinol"]


def test_a_medicine_keeps_its_place_and_what_is_for_its_prescriber_to_say_is_left_out(knowledge: Knowledge) -> None:
    found = day(knowledge, [Item(id="glycolic_acid"), Item(id="tretinoin"), Item(id="niacinamide")])
    assert ids(found.left_out) == ["glycolic_acid"]
    assert "tretinoin" in ids(found.evening)
    assert "niacinamide" in ids(found.morning)


def test_two_for_different_times_get_them(knowledge: Knowledge) -> None:
    found = day(knowledge, [Item(id="benzoyl_peroxide"), Item(id="retinol"), Item(id="niacinamide")])
    assert ids(found.morning)[:1] == ["benzoyl_peroxide"]
    assert "retinol" in ids(found.evening)


def test_what_irritates_is_used_once_and_where_it_meets_the_least_that_wants_care(knowledge: Knowledge) -> None:
    found = day(knowledge, [Item(id="alpha_arbutin"), Item(id="niacinamide"), Item(id="salicylic_acid")])
    assert ids(found.evening) == ["salicylic_acid"]
    assert "salicylic_acid" not in ids(found.morning)
    alone = day(knowledge, [Item(id="benzoyl_peroxide")])
    assert len(alone.morning) + len(alone.evening) == 1


def test_what_is_mild_stays_away_from_what_it_wants_care_with_where_another_time_is_free(knowledge: Knowledge) -> None:
    found = day(knowledge, [Item(id="tretinoin"), Item(id="azelaic_acid")])
    assert (ids(found.morning), ids(found.evening)) == (["azelaic_acid"], ["tretinoin"])
    beside_a_mild_one = day(knowledge, [Item(id="niacinamide"), Item(id="azelaic_acid")])
    assert ids(beside_a_mild_one.morning) == ids(beside_a_mild_one.evening)


def test_what_a_product_holds_counts(knowledge: Knowledge) -> None:
    found = day(knowledge, [Item(id="bio_oil"), Item(id="sunscreen")])
    assert "retinyl_palmitate" in knowledge.things["bio_oil"].contains
    assert ids(found.evening) == ["bio_oil"]
    assert ids(found.morning) == ["sunscreen"]


def test_an_oil_is_for_the_evening(knowledge: Knowledge) -> None:
    placed = day(knowledge, [Item(id="rosehip_oil"), Item(id="niacinamide")])
    assert "rosehip_oil" in ids(placed.evening)
    assert "rosehip_oil" not in ids(placed.morning)
