"""Mistakes that other assistants of this kind make (section 7 of what is known), each as a test."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.knowledge.base import Knowledge
from bot.nlu.reader import Reader
from bot.reference import pages
from bot.rules.compatibility import RANK, compatibility, pair
from bot.rules.items import Item, Person
from bot.rules.label import label
from bot.rules.layering import layering
from tests.conftest import ROOT

PREGNANT = Person(traits=("state.pregnant",))


@pytest.fixture(scope="module")
def reader(knowledge: Knowledge) -> Reader:
    return Reader(knowledge)


def _read(reader: Reader, text: str) -> list[str]:
    return [mention.id for mention in reader.read(text).things]


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("What mask with retinol?", ["mask", "retinol"]),
        ("thanks, that helps", []),
        ("what is that", []),
        ("walk me through my evening", []),
        ("a chat about the weather", []),
        ("is it smooth enough, though", []),
    ],
)
def test_a_name_inside_a_word_is_not_read(reader: Reader, text: str, things: list[str]) -> None:
    assert _read(reader, text) == things


def test_bha_is_the_acid_in_a_chat_and_the_antioxidant_on_a_label(knowledge: Knowledge, reader: Reader) -> None:
    assert _read(reader, "can I use BHA with niacinamide") == ["bha", "niacinamide"]
    assert [one.id for one in label(knowledge, "Petrolatum, BHA").found] == ["petrolatum", "bha_antioxidant"]


@pytest.mark.parametrize("drug", ["tretinoin", "adapalene", "tazarotene", "trifarotene"])
def test_a_prescription_retinoid_is_not_answered_as_retinol(knowledge: Knowledge, reader: Reader, drug: str) -> None:
    assert _read(reader, f"can I use {drug} with salicylic acid") == [drug, "salicylic_acid"]
    assert not knowledge.is_a(drug, "retinol")
    drug_rule = pair(knowledge, Item(id=drug), Item(id="salicylic_acid")).rule
    retinol_rule = pair(knowledge, Item(id="retinol"), Item(id="salicylic_acid")).rule
    assert drug_rule is not None
    assert retinol_rule is not None
    assert drug_rule.id != retinol_rule.id


def test_a_pair_without_a_rule_is_not_generally_safe(knowledge: Knowledge) -> None:
    found = [
        compatibility(knowledge, [Item(id=one), Item(id=other)])
        for one, other in (("exosomes", "sulfur"), ("vitamin_k", "resveratrol"), ("retinol", "zorbatrol"))
    ]
    assert all(RANK[one.verdict] >= RANK["no_rule"] for one in found)


def test_no_retinoid_while_pregnant_or_trying(knowledge: Knowledge) -> None:
    retinoids = ["retinoid", *knowledge.members("retinoid")]
    assert len(retinoids) > 8
    for name in retinoids:
        for state in ("state.pregnant", "state.trying"):
            found = pair(knowledge, Item(id=name), Item(id=state))
            assert RANK[found.verdict] >= RANK["ask_professional"], (name, state)
        assert pair(knowledge, Item(id=name), Item(id="state.pregnant")).verdict == "avoid", name


def test_retinol_in_a_product_is_not_for_pregnancy_either(knowledge: Knowledge) -> None:
    cream = Item(id="moisturiser", contains=("retinyl_palmitate", "niacinamide"))
    assert compatibility(knowledge, [cream, Item(id="serum")], None, PREGNANT).verdict == "avoid"


def test_vitamin_c_with_niacinamide_is_not_forbidden(knowledge: Knowledge) -> None:
    for form in ("vitamin_c", "ascorbic_acid", "sodium_ascorbyl_phosphate"):
        assert RANK[pair(knowledge, Item(id=form), Item(id="niacinamide")).verdict] <= RANK["yes_in_order"], form


def test_the_second_active_of_a_serum_counts_too(knowledge: Knowledge) -> None:
    serum = Item(id="serum", contains=("niacinamide", "glycolic_acid"))
    found = compatibility(knowledge, [serum, Item(id="retinol")])
    assert found.verdict == "alternate_days"
    assert {found.pairs[0].a, found.pairs[0].b} == {"glycolic_acid", "retinol"}


def test_a_sheet_mask_and_an_overnight_mask_have_places_of_their_own(knowledge: Knowledge) -> None:
    def place(mask: str) -> tuple[int, str]:
        steps = layering(knowledge, [Item(id="serum"), Item(id=mask)], "evening").steps
        ids = [step.item.id for step in steps]
        return ids.index(mask) - ids.index("serum"), next(step.slot for step in steps if step.item.id == mask)

    (sheet, sheet_slot), (overnight, overnight_slot) = place("mask.sheet"), place("mask.overnight")
    assert sheet < 0 < overnight
    assert sheet_slot != overnight_slot


def test_more_masks_than_clay_are_known(knowledge: Knowledge) -> None:
    kinds = {name for name in knowledge.members("mask") if name.startswith("mask.")}
    assert len(kinds) >= 12
    assert {"mask.hydrogel", "mask.overnight", "mask.peel_off", "mask.enzyme", "mask.charcoal", "mask.mud"} <= kinds


def test_sources_are_sources(knowledge: Knowledge) -> None:
    assert not set(knowledge.sources) & set(knowledge.things)
    cited = Counter(name for rule in knowledge.interactions.values() for name in rule.sources if name != "general")
    most, count = cited.most_common(1)[0]
    assert count <= 0.1 * len(knowledge.interactions), f"{most} stands under {count} rules"
    addresses = Counter(source.url for source in knowledge.sources.values() if source.url)
    assert [url for url, count in addresses.items() if count > 1] == []


def test_general_knowledge_is_graded_as_such(knowledge: Knowledge) -> None:
    entries = [*knowledge.all_facts, *knowledge.interactions.values()]
    assert all(entry.grade == "D" for entry in entries if set(entry.sources) == {"general"})
    unread = {name for name, source in knowledge.sources.items() if source.seen == "none"}
    assert all(entry.grade == "D" for entry in entries if set(entry.sources) <= unread)


def test_counts_and_tables_of_the_docs_are_made_not_typed(knowledge: Knowledge) -> None:
    for name, text in pages(knowledge).items():
        assert (ROOT / "docs" / name).read_text(encoding="utf-8") == text, f"docs/{name} is old: run `make docs`"
    typed = re.compile(r"\b\d[\d,]* (?:rules|facts|ingredients|sources|interactions)\b")
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert typed.findall(readme) == []


_OVERSTATED = re.compile(r"cancel|deactivat|destroy|neutrali[sz]|useless|toxic|poison", re.IGNORECASE)
_DENIED = re.compile(
    r"\b(?:not|no|don't|doesn't|never|nor|myth|rather than|idea|without|claim|poison (?:control|centre|center))\b", re.I
)


def test_severities_are_not_overstated(knowledge: Knowledge) -> None:
    """Irritation is called irritation: stronger words stand only where they are denied, or shown by the source."""
    overstated = [
        rule.id
        for rule in knowledge.interactions.values()
        for sentence in re.split(r"(?<=[.;:])\s", rule.says)
        if _OVERSTATED.search(sentence) and not _DENIED.search(sentence) and rule.grade not in ("A", "B")
    ]
    assert overstated == []


def test_nothing_is_called_safe(knowledge: Knowledge) -> None:
    """Only an authority's finding may carry the word; never a rule of ours that it is safe to combine two things."""
    called = [
        rule.id
        for rule in knowledge.interactions.values()
        if re.search(r"\b(?:is|are|be) (?:\w+ )?safe\b", f"{rule.says} {rule.do}") and rule.grade not in ("A", "B")
    ]
    assert called == []


def test_three_actives_are_checked_pair_by_pair(knowledge: Knowledge) -> None:
    found = compatibility(knowledge, [Item(id=name) for name in ("retinol", "niacinamide", "benzoyl_peroxide")])
    assert len(found.pairs) == 3
    assert found.verdict == "separate_times"
    assert len(found.rules) == 3


def test_a_rule_base_of_our_size_names_its_own_size(knowledge: Knowledge) -> None:
    """At least sixty founded rules and a hundred and fifty ingredients; the figures themselves stand in the docs."""
    founded = [rule for rule in knowledge.interactions.values() if rule.grade != "D"]
    ingredients = [thing for thing in knowledge.things.values() if thing.kind == "ingredient"]
    assert len(founded) >= 60
    assert len(ingredients) >= 150
    assert (ROOT / "docs/rules.md").read_text(encoding="utf-8").count("\n| ") >= len(knowledge.interactions)


def test_the_project_names_no_address_of_a_package_index() -> None:
    named = [
        path.name
        for path in Path(ROOT / "requirements").glob("*.txt")
        if re.search(r"https?://|--index", path.read_text(encoding="utf-8"))
    ]
    assert named == []
