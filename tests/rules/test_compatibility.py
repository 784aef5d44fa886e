"""Verdicts: the most specific rule for a pair, the strictest pair, and a person who only makes it stricter."""

from __future__ import annotations

import subprocess
import sys
from itertools import combinations

import pytest

from bot.knowledge.base import Knowledge
from bot.rules.compatibility import RANK, compatibility, pair
from bot.rules.items import Item, Person

MASKS = ["mask.clay", "mask.sheet", "mask.gel", "mask.cream", "mask.overnight", "mask.peel_off", "mask.exfoliating"]
SERUMS = ["hyaluronic_acid", "vitamin_c", "niacinamide", "retinol", "glycolic_acid", "salicylic_acid", "peptide"]


def _verdict(knowledge: Knowledge, *names: str, person: tuple[str, ...] = ()) -> str:
    return compatibility(knowledge, [Item(id=name) for name in names], None, Person(traits=person)).verdict


@pytest.mark.parametrize(
    ("things", "verdict"),
    [
        (("mask", "serum"), "yes_in_order"),
        (("mask.clay", "hyaluronic_acid"), "yes_in_order"),
        (("mask.overnight", "serum"), "yes_in_order"),
        (("mask.exfoliating", "retinol"), "avoid"),
        (("mask.sheet", "retinol"), "alternate_days"),
        (("retinol", "glycolic_acid"), "alternate_days"),
        (("retinol", "salicylic_acid"), "alternate_days"),
        (("retinol", "gluconolactone"), "start_slowly"),
        (("retinol", "benzoyl_peroxide"), "separate_times"),
        (("adapalene", "benzoyl_peroxide"), "start_slowly"),
        (("retinol", "adapalene"), "avoid"),
        (("benzoyl_peroxide", "propolis"), "yes_in_order"),
        (("benzoyl_peroxide", "vitamin_e"), "separate_times"),
        (("exfoliant", "face_oil"), "yes_in_order"),
        (("exfoliant", "mask.clay"), "alternate_days"),
        (("scrub_particles", "exfoliating_toner"), "avoid"),
        (("petrolatum", "exfoliating_toner"), "avoid"),
        (("petrolatum", "jojoba_oil"), "yes_in_order"),
        (("vitamin_c", "niacinamide"), "yes"),
        (("niacinamide", "salicylic_acid"), "yes_in_order"),
        (("retinol", "niacinamide"), "yes_in_order"),
        (("serum", "sunscreen"), "yes_in_order"),
        (("retinol", "aha"), "alternate_days"),
        (("retinoid", "exfoliating_acid"), "alternate_days"),
        (("retinol", "mandelic_acid"), "alternate_days"),
        (("aha", "bha"), "alternate_days"),
        (("adapalene", "salicylic_acid"), "alternate_days"),
        (("tretinoin", "benzoyl_peroxide"), "ask_professional"),
        (("ascorbic_acid", "glycolic_acid"), "start_slowly"),
        (("ascorbic_acid", "benzoyl_peroxide"), "separate_times"),
        (("azelaic_acid", "retinol"), "start_slowly"),
        (("azelaic_acid", "niacinamide"), "yes"),
        (("hydroquinone", "benzoyl_peroxide"), "avoid"),
        (("glycolic_acid", "scrub"), "avoid"),
        (("dapsone", "benzoyl_peroxide"), "ask_professional"),
    ],
)
def test_known_pairs(knowledge: Knowledge, things: tuple[str, str], verdict: str) -> None:
    found = _verdict(knowledge, *things)
    assert found == verdict
    assert _verdict(knowledge, *reversed(things)) == verdict


def test_every_mask_kind_has_a_rule_with_every_serum_kind(knowledge: Knowledge) -> None:
    missing = [
        (mask, serum)
        for mask in MASKS
        for serum in SERUMS
        if pair(knowledge, Item(id=mask), Item(id=serum)).rule is None
    ]
    assert missing == []


def test_prescription_drugs_are_not_their_cosmetic_cousins(knowledge: Knowledge) -> None:
    cosmetic = pair(knowledge, Item(id="retinol"), Item(id="salicylic_acid"))
    drug = pair(knowledge, Item(id="tretinoin"), Item(id="salicylic_acid"))
    assert cosmetic.verdict == "alternate_days"
    assert drug.verdict == "avoid"
    assert compatibility(knowledge, [Item(id="tretinoin"), Item(id="niacinamide")]).verdict == "ask_professional"


def test_nothing_to_compare_is_never_a_yes(knowledge: Knowledge) -> None:
    assert _verdict(knowledge) == "no_rule"
    assert _verdict(knowledge, "retinol") == "no_rule"
    assert _verdict(knowledge, "retinol", "retinol") == "no_rule"
    assert _verdict(knowledge, "zorbatrol", "retinol") == "no_rule"


def test_an_unknown_thing_is_named_and_a_strict_verdict_stands(knowledge: Knowledge) -> None:
    items = [Item(id="", name="zorbatrol"), Item(id="mask.exfoliating"), Item(id="retinol")]
    result = compatibility(knowledge, items)
    assert result.unknown == ("zorbatrol",)
    assert result.verdict == "avoid"


def test_a_pair_without_a_rule_says_so(knowledge: Knowledge) -> None:
    found = pair(knowledge, Item(id="sulfur"), Item(id="exosomes")) if "exosomes" in knowledge.things else None
    if found is not None:
        assert (found.verdict, found.rule) == ("no_rule", None)


def test_three_things_take_the_strictest_pair(knowledge: Knowledge) -> None:
    result = compatibility(knowledge, [Item(id="niacinamide"), Item(id="retinol"), Item(id="glycolic_acid")])
    assert result.verdict == "alternate_days"
    assert {result.pairs[0].a, result.pairs[0].b} == {"retinol", "glycolic_acid"}


def test_a_mask_with_an_active_in_it_counts_as_both(knowledge: Knowledge) -> None:
    plain = compatibility(knowledge, [Item(id="mask.cream"), Item(id="retinol")])
    filled = compatibility(knowledge, [Item(id="mask.cream", contains=("glycolic_acid",)), Item(id="retinol")])
    assert plain.verdict == "yes_in_order"
    assert filled.verdict == "alternate_days"


@pytest.mark.parametrize("trait", ["state.pregnant", "state.rosacea", "skin.sensitive", "state.child"])
def test_a_persons_state_never_makes_a_verdict_milder(knowledge: Knowledge, trait: str) -> None:
    for a, b in combinations(MASKS + SERUMS + ["benzoyl_peroxide", "tretinoin"], 2):
        assert RANK[_verdict(knowledge, a, b, person=(trait,))] >= RANK[_verdict(knowledge, a, b)], (a, b)


def test_no_retinoid_in_pregnancy(knowledge: Knowledge) -> None:
    retinoids = [name for name in knowledge.members("retinoid") if knowledge.things[name].kind == "ingredient"]
    assert len(retinoids) >= 6
    for name in retinoids:
        assert _verdict(knowledge, name, "niacinamide", person=("state.pregnant",)) == "avoid", name


def test_rich_and_light_masks_with_thick_and_thin_serums(knowledge: Knowledge) -> None:
    def first(mask: str, serum: str) -> str:
        rule = pair(
            knowledge, Item(id="mask", attributes=(mask,)), Item(id="serum", attributes=(serum,) if serum else ())
        ).rule
        assert rule is not None
        return rule.first

    assert first("rich", "") == "mask"
    assert first("rich", "thick") == "mask"
    assert first("light", "thin") == "serum"
    assert first("light", "thick") == "mask"


def test_rules_knowledge_and_dialogue_import_neither_rasa_nor_sqlalchemy() -> None:
    code = (
        "import sys, bot.rules.compatibility, bot.rules.layering, bot.rules.safety, bot.dialogue.turn;"
        "print([name for name in ('rasa', 'rasa_sdk', 'sqlalchemy') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
