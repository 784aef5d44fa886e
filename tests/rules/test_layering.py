"""The order of steps."""

from __future__ import annotations

from itertools import permutations

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Moment
from bot.rules.items import Item
from bot.rules.layering import layering, with_removal


def _order(knowledge: Knowledge, *names: str, moment: Moment | None = None, complete: bool = True) -> list[str]:
    return [
        step.item.id for step in layering(knowledge, [Item(id=name) for name in names], moment, complete=complete).steps
    ]


def test_a_rinse_off_mask_comes_before_the_serum(knowledge: Knowledge) -> None:
    assert _order(knowledge, "serum", "mask.clay") == ["cleanser", "mask.clay", "serum", "moisturiser"]


def test_an_overnight_mask_comes_last(knowledge: Knowledge) -> None:
    assert _order(knowledge, "mask.overnight", "niacinamide")[-1] == "mask.overnight"


def test_a_sheet_mask_comes_after_toner(knowledge: Knowledge) -> None:
    order = _order(knowledge, "mask.sheet", "toner", "hyaluronic_acid")
    assert order.index("toner") < order.index("mask.sheet") < order.index("hyaluronic_acid")


def test_sunscreen_is_last_in_the_morning_and_absent_at_night(knowledge: Knowledge) -> None:
    assert _order(knowledge, "vitamin_c", moment="morning")[-1] == "sunscreen"
    assert "sunscreen" not in _order(knowledge, "vitamin_c", moment="evening")


def test_the_order_does_not_depend_on_how_it_was_asked(knowledge: Knowledge) -> None:
    names = ("mask.clay", "toner", "serum", "moisturiser", "face_oil")
    orders = {tuple(_order(knowledge, *shuffled)) for shuffled in permutations(names)}
    assert orders == {("cleanser", "mask.clay", "toner", "serum", "moisturiser", "face_oil")}


def test_thin_before_thick(knowledge: Knowledge) -> None:
    thick = Item(id="retinol", attributes=("thick",))
    thin = Item(id="niacinamide", attributes=("thin",))
    steps = layering(knowledge, [thick, thin], complete=False).steps
    assert [step.item for step in steps] == [thin, thick]


def test_a_light_mask_lets_a_thin_serum_go_first(knowledge: Knowledge) -> None:
    items = [Item(id="mask", attributes=("light",)), Item(id="serum", attributes=("thin",))]
    assert [step.item.id for step in layering(knowledge, items, complete=False).steps] == ["serum", "mask"]


def test_a_mask_is_taken_off_before_what_follows(knowledge: Knowledge) -> None:
    steps = with_removal(knowledge, layering(knowledge, [Item(id="mask.clay"), Item(id="serum")]).steps)
    assert [(step.item.id, step.removes) for step in steps] == [
        ("cleanser", None),
        ("mask.clay", None),
        ("mask.clay", "rinse"),
        ("serum", None),
        ("moisturiser", None),
    ]


def test_times_are_low_to_high(knowledge: Knowledge) -> None:
    for thing in knowledge.things.values():
        if thing.use is not None and thing.use.minutes is not None:
            low, high = thing.use.minutes
            assert 0 < low <= high <= 60 * 12, thing.id


def test_an_overnight_mask_stays_on(knowledge: Knowledge) -> None:
    steps = with_removal(knowledge, layering(knowledge, [Item(id="mask.overnight"), Item(id="serum")]).steps)
    assert [(step.minutes, step.removes) for step in steps if step.item.id == "mask.overnight"] == [(None, None)]


def test_skin_dries_before_tretinoin_and_sunscreen_before_sun(knowledge: Knowledge) -> None:
    evening = layering(knowledge, [Item(id="cleanser"), Item(id="tretinoin")], "evening").steps
    assert evening[0].wait[1] >= 15
    morning = layering(knowledge, [Item(id="niacinamide"), Item(id="sunscreen")], "morning").steps
    assert (morning[-1].item.id, morning[-1].wait) == ("sunscreen", (15, 15))
    assert all(0 <= step.wait[0] <= step.wait[1] <= 60 for step in (*evening, *morning))


def test_the_order_names_the_rules_that_decided_it(knowledge: Knowledge) -> None:
    found = layering(knowledge, [Item(id="serum"), Item(id="mask.overnight")], complete=False)
    assert [step.item.id for step in found.steps] == ["serum", "mask.overnight"]
    assert [rule.first for rule in found.rules] == ["serum"]
