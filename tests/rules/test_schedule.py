"""A week: what is owned, as often as its rules allow, and nothing that they forbid."""

from __future__ import annotations

from itertools import pairwise

import pytest

from bot.knowledge.base import Knowledge
from bot.rules.compatibility import rule_for
from bot.rules.items import Item, Person
from bot.rules.schedule import Plan, schedule


def _shelf(*names: str) -> list[Item]:
    return [Item(id=name) for name in names]


def _reasons(plan: Plan) -> dict[str, str]:
    return {left.item.id: left.reason for left in plan.left_out}


def _days(plan: Plan, name: str) -> set[int]:
    return {session.day for session in plan.sessions for item in session.items if item.id == name}


def test_an_empty_shelf_gives_a_week_of_what_everyone_needs(knowledge: Knowledge) -> None:
    plan = schedule(knowledge, [])
    assert len(plan.sessions) == 14
    assert all(session.items == () for session in plan.sessions)
    assert [step.item.id for step in plan.sessions[0].steps] == ["cleanser", "moisturiser", "sunscreen"]
    assert [step.item.id for step in plan.sessions[1].steps] == ["cleanser", "moisturiser"]
    assert set(plan.missing) == {"cleanser", "moisturiser", "sunscreen"}


def test_a_thing_that_may_be_used_always_is_used_always(knowledge: Knowledge) -> None:
    assert schedule(knowledge, _shelf("hyaluronic_acid")).uses(Item(id="hyaluronic_acid")) == 14


def test_retinol_and_an_acid_share_the_evenings_but_no_day(knowledge: Knowledge) -> None:
    plan = schedule(knowledge, _shelf("retinol", "glycolic_acid"))
    retinol, acid = _days(plan, "retinol"), _days(plan, "glycolic_acid")
    assert retinol
    assert acid
    assert not retinol & acid
    assert all(
        session.moment == "evening" for session in plan.sessions if {"retinol", "glycolic_acid"} & _names(session.items)
    )


def _names(items: tuple[Item, ...]) -> set[str]:
    return {item.id for item in items}


def test_two_that_must_not_meet_are_not_both_planned(knowledge: Knowledge) -> None:
    plan = schedule(knowledge, _shelf("retinol", "granactive_retinoid"))
    assert plan.uses(Item(id="retinol")) > 0
    assert _reasons(plan) == {"granactive_retinoid": "clashes"}
    assert [found.rule.id for found in plan.left_out[0].rules if found.rule is not None]


def test_what_a_person_should_not_use_is_left_out_and_says_by_which_rule(knowledge: Knowledge) -> None:
    plan = schedule(knowledge, _shelf("retinol", "niacinamide"), Person(traits=("state.pregnant",)))
    assert _reasons(plan) == {"retinol": "person"}
    assert plan.left_out[0].rules[0].b == "state.pregnant"
    assert plan.uses(Item(id="niacinamide")) == 14


def test_a_prescription_medicine_is_the_prescribers(knowledge: Knowledge) -> None:
    assert _reasons(schedule(knowledge, _shelf("tretinoin"))) == {"tretinoin": "prescription"}


def test_what_is_unknown_is_left_out_and_never_guessed(knowledge: Knowledge) -> None:
    shelf = [Item(id="", name="zorbatrol"), Item(id="serum", name="mystery", contains=("zorbatrol",)), Item(id="serum")]
    plan = schedule(knowledge, shelf)
    assert [(left.item.name, left.reason) for left in plan.left_out] == [
        ("zorbatrol", "unknown"),
        ("mystery", "unknown"),
    ]


def test_a_serum_with_two_actives_follows_the_stricter_of_them(knowledge: Knowledge) -> None:
    both = Item(id="serum", contains=("niacinamide", "retinol"))
    plan = schedule(knowledge, [both, Item(id="glycolic_acid")])
    assert plan.uses(both) <= 7
    assert all(session.moment == "evening" for session in plan.sessions if both in session.items)
    assert not {session.day for session in plan.sessions if both in session.items} & _days(plan, "glycolic_acid")


def test_more_serums_than_fit_into_one_session_take_turns(knowledge: Knowledge) -> None:
    shelf = _shelf("hyaluronic_acid", "panthenol", "centella", "allantoin", "trehalose")
    plan = schedule(knowledge, shelf)
    assert max(len(session.items) for session in plan.sessions) == 3
    uses = [plan.uses(item) for item in shelf]
    assert sum(uses) == 3 * 14
    assert min(uses) >= 6


def test_whoever_begins_begins_slowly(knowledge: Knowledge) -> None:
    retinol = Item(id="retinol")
    used_to_it = schedule(knowledge, [retinol]).uses(retinol)
    beginning = schedule(knowledge, [retinol], beginning=True).uses(retinol)
    assert 1 <= beginning <= 3 < used_to_it


def test_whoever_begins_has_a_rest_night_after_each_strong_one(knowledge: Knowledge) -> None:
    plan = schedule(knowledge, _shelf("retinol", "glycolic_acid", "niacinamide"), beginning=True)
    strong = sorted(_days(plan, "retinol") | _days(plan, "glycolic_acid"))
    assert len(strong) >= 2
    assert all(b - a >= 2 for a, b in pairwise([*strong, strong[0] + 7]))
    assert plan.uses(Item(id="niacinamide")) == 7


def test_what_finds_no_night_at_the_beginning_comes_later(knowledge: Knowledge) -> None:
    shelf = _shelf("retinol", "glycolic_acid", "lactic_acid", "mandelic_acid", "mask.exfoliating")
    assert "later" in _reasons(schedule(knowledge, shelf, beginning=True)).values()
    assert "later" not in _reasons(schedule(knowledge, shelf)).values()


def test_sensitive_skin_begins_slowly_too(knowledge: Knowledge) -> None:
    acid = Item(id="glycolic_acid")
    calm, sensitive = (
        schedule(knowledge, [acid], Person(traits=traits)).uses(acid) for traits in ((), ("skin.sensitive",))
    )
    assert sensitive < calm


def test_uses_are_spread_over_the_week(knowledge: Knowledge) -> None:
    plan = schedule(knowledge, _shelf("mask.clay"))
    days = sorted(_days(plan, "mask.clay"))
    assert len(days) >= 2
    assert min(b - a for a, b in pairwise(days)) >= 2


def test_the_same_thing_twice_is_planned_once(knowledge: Knowledge) -> None:
    twice = schedule(knowledge, _shelf("retinol", "retinol"))
    assert twice == schedule(knowledge, _shelf("retinol"))


def test_the_plan_says_which_rules_shaped_it(knowledge: Knowledge) -> None:
    plan = schedule(knowledge, _shelf("retinol", "glycolic_acid", "benzoyl_peroxide"))
    shaped = {frozenset((found.a, found.b)) for found in plan.apart}
    assert frozenset(("retinol", "glycolic_acid")) in shaped
    assert all(found.rule is not None or found.verdict == "no_rule" for found in plan.apart)


@pytest.mark.parametrize("name", ["concern.acne", "skin.oily", "state.pregnant"])
def test_what_is_not_put_on_is_not_planned(knowledge: Knowledge, name: str) -> None:
    assert _reasons(schedule(knowledge, _shelf(name))) == {name: "unknown"}


def test_a_time_of_day_that_was_said_is_kept(knowledge: Knowledge) -> None:
    shelf = [Item(id="ascorbic_acid", moment="morning"), Item(id="benzoyl_peroxide", moment="evening")]
    plan = schedule(knowledge, shelf)
    for item in shelf:
        assert plan.uses(item) > 0
        assert all(session.moment == item.moment for session in plan.sessions if item in session.items)


def test_the_same_active_in_two_products_is_seen(knowledge: Knowledge) -> None:
    serum, cream = Item(id="serum", contains=("retinol",)), Item(id="moisturiser", contains=("retinol",))
    plan = schedule(knowledge, [serum, cream])
    assert plan.uses(serum) > 0
    assert [(left.item, left.reason) for left in plan.left_out] == [(cream, "clashes")]


def test_a_plain_cleanser_is_used_beside_what_no_rule_names_it_with(knowledge: Knowledge) -> None:
    without_rule = next(
        name
        for name, thing in knowledge.things.items()
        if thing.kind == "ingredient"
        and not thing.prescription
        and name not in knowledge.never
        and rule_for(knowledge, Item(id=name), Item(id="cleanser")) is None
    )
    plan = schedule(knowledge, _shelf("cleanser", without_rule))
    assert plan.uses(Item(id="cleanser")) == 14
    assert "cleanser" not in plan.missing


def test_two_masks_are_not_put_into_one_session(knowledge: Knowledge) -> None:
    plan = schedule(knowledge, _shelf("mask.clay", "mask.sheet", "mask.gel"))
    assert all(sum(item.id.startswith("mask.") for item in session.items) <= 1 for session in plan.sessions)


def test_masks_are_rather_for_the_evening(knowledge: Knowledge) -> None:
    plan = schedule(knowledge, _shelf("mask.clay"))
    assert {session.moment for session in plan.sessions if session.items} == {"evening"}
