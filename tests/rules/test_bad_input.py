"""What the rules say where there is nothing to say yes to."""

from __future__ import annotations

import pytest

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Moment
from bot.rules.compatibility import RANK, compatibility
from bot.rules.items import Item, Person
from bot.rules.label import label
from bot.rules.layering import layering

RETINOL, HYALURONIC = Item(id="retinol"), Item(id="hyaluronic_acid")


@pytest.mark.parametrize(
    ("items", "moment", "problem"),
    [
        ([], None, "nothing"),
        ([RETINOL], None, "one_thing"),
        ([HYALURONIC, HYALURONIC], None, "same_thing"),
        ([Item(id="mask.clay", contains=("niacinamide",))] * 3, None, "same_thing"),
        ([HYALURONIC, Item(id="niacinamide", moment="morning")], "evening", "moments_contradict"),
    ],
)
def test_nothing_to_compare_is_named_and_never_a_yes(
    knowledge: Knowledge, items: list[Item], moment: Moment | None, problem: str
) -> None:
    found = compatibility(knowledge, items, moment)
    assert found.problem == problem
    assert RANK[found.verdict] >= RANK["no_rule"]


@pytest.mark.parametrize("name", ["niacinamide", "glycolic_acid", "mask.clay"])
def test_one_thing_in_two_forms_is_a_yes_only_where_a_rule_says_so(knowledge: Knowledge, name: str) -> None:
    found = compatibility(knowledge, [Item(id=name, form="serum"), Item(id=name, form="moisturiser")])
    assert bool(found.pairs) != (found.problem == "same_thing")
    assert found.pairs or RANK[found.verdict] >= RANK["no_rule"]


def test_an_unknown_thing_is_named(knowledge: Knowledge) -> None:
    found = compatibility(knowledge, [Item(id="", name="zorbatrol"), HYALURONIC])
    assert (found.verdict, found.unknown, found.pairs) == ("no_rule", ("zorbatrol",), ())


def test_what_never_belongs_on_skin_is_never_a_yes(knowledge: Knowledge) -> None:
    assert {"tca", "lemon_juice"} <= knowledge.never
    for name in knowledge.never:
        found = compatibility(knowledge, [Item(id=name), HYALURONIC])
        assert (found.verdict, found.never) == ("avoid", (name,))


def test_an_unknown_active_inside_a_known_product_is_named(knowledge: Knowledge) -> None:
    found = compatibility(knowledge, [Item(id="serum", contains=("zorbatrol",)), Item(id="mask.clay")])
    assert (found.verdict, found.unknown) == ("no_rule", ("zorbatrol",))


def test_a_trait_that_nobody_knows_changes_nothing(knowledge: Knowledge) -> None:
    plain = compatibility(knowledge, [RETINOL, HYALURONIC])
    assert compatibility(knowledge, [RETINOL, HYALURONIC], None, Person(traits=("state.zorb",))) == plain


def test_a_thing_at_the_wrong_time_of_day_is_named(knowledge: Knowledge) -> None:
    found = compatibility(knowledge, [RETINOL, HYALURONIC], "morning")
    assert (found.verdict, found.out_of_place) == ("separate_times", ("retinol",))
    assert compatibility(knowledge, [RETINOL, HYALURONIC], "evening").out_of_place == ()


def test_a_separation_by_time_of_day_is_met_by_things_used_at_different_times(knowledge: Knowledge) -> None:
    morning, evening = Item(id="benzoyl_peroxide", moment="morning"), Item(id="retinol", moment="evening")
    met = compatibility(knowledge, [morning, evening])
    assert (met.verdict, met.pairs[0].met) == ("yes", True)
    together = compatibility(knowledge, [Item(id="benzoyl_peroxide", moment="evening"), evening])
    assert (together.verdict, together.pairs[0].met) == ("separate_times", False)


def test_different_times_of_one_day_do_not_meet_a_rule_for_different_days(knowledge: Knowledge) -> None:
    found = compatibility(knowledge, [Item(id="glycolic_acid", moment="morning"), Item(id="retinol", moment="evening")])
    assert found.verdict == "alternate_days"


def test_layering_leaves_out_and_names_what_has_no_place(knowledge: Knowledge) -> None:
    things = [RETINOL, HYALURONIC, Item(id="", name="zorbatrol"), Item(id="glycolic_acid")]
    found = layering(knowledge, things, "morning", Person(traits=("state.pregnant",)))
    put_on = [step.item.id for step in found.steps if step.owned]
    assert "retinol" not in put_on
    assert found.unknown == ("zorbatrol",)
    assert "retinol" in {rule.a for rule in found.kept_away}
    assert "retinol" in found.out_of_place
    assert layering(knowledge, []).steps == ()


def test_layering_names_what_does_not_belong_into_one_session(knowledge: Knowledge) -> None:
    found = layering(knowledge, [RETINOL, Item(id="glycolic_acid")], "evening")
    assert [(one.a, one.b, one.verdict) for one in found.apart] == [("retinol", "glycolic_acid", "alternate_days")]


@pytest.mark.parametrize("text", ["", " ", ",,,,", "🧴🧴🧴", "\x00\x01", "может быть, да, нет", "(((((", "a" * 50_000])
def test_a_text_that_lists_nothing_lists_nothing(knowledge: Knowledge, text: str) -> None:
    assert label(knowledge, text).found == ()
