"""The weekly plan in words: nothing of the shelf gets lost on the way, and why is said."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers.answer import Cell, plain_text
from bot.answers.context import Context
from bot.answers.plan import deciding, left_out, missing, plan, told, week
from bot.answers.texts import Texts, load_texts
from bot.knowledge.base import Knowledge
from bot.knowledge.files import load
from bot.rules.compatibility import rule_for
from bot.rules.items import Item, Person
from bot.rules.schedule import DAYS, LeftOut, Plan, Reason, schedule
from tests.conftest import ROOT
from tests.small import small

KNOWLEDGE = load(ROOT / "data/knowledge")
TEXTS = load_texts(ROOT / "data/answers")
OWNED = [
    name
    for name, thing in KNOWLEDGE.things.items()
    if thing.kind in ("mask", "product", "tool") or (thing.kind in ("ingredient", "class") and thing.use is not None)
]
TRAITS = [name for name, thing in KNOWLEDGE.things.items() if thing.kind in ("skin", "state")]
EVIDENCE = dict.fromkeys("ABCD", "evidence")


@pytest.fixture(scope="module")
def context(tmp_path_factory: pytest.TempPathFactory) -> Context:
    return Context(small(tmp_path_factory.mktemp("small")), TEXTS, Person())


def _items(*names: str) -> list[Item]:
    return [Item(id=name) for name in names]


def test_each_day_names_what_not_every_day_has(context: Context) -> None:
    shelf = _items("retinol", "mask.clay", "niacinamide")
    planned = schedule(context.knowledge, shelf, context.person)
    answer = told(context, planned)
    assert [step.text.split(":")[0] for step in answer.steps] == list(DAYS)
    for number, step in enumerate(answer.steps):
        evening = [item.id for item in planned.sessions[2 * number + 1].items]
        assert ("retinol" in step.text) == ("retinol" in evening)
        assert ("clay mask" in step.text) == ("mask.clay" in evening)
        assert ("rest night" in step.text) == (evening == ["niacinamide"])
        assert "niacinamide" not in step.text


def test_what_every_day_has_is_said_once_and_in_order(context: Context) -> None:
    every = plan(context, _items("niacinamide", "retinol")).reasons[0]
    assert every.startswith("Every morning: cleanser, niacinamide, moisturiser, then sunscreen. Every evening: ")
    assert "sunscreen" not in every.split("Every evening")[1]


def test_seven_equal_days_are_not_listed(context: Context) -> None:
    answer = plan(context, _items("niacinamide"))
    assert not answer.steps
    assert "all seven days" in answer.reasons[0]


def test_morning_and_evening_are_told_apart(context: Context) -> None:
    planned = schedule(context.knowledge, _items("niacinamide", "retinol"), context.person)
    night = next(session for session in planned.sessions if Item(id="retinol") in session.items)
    line = told(context, planned).steps[night.day].text
    assert line == f"{DAYS[night.day]}: in the evening retinol."


def test_a_product_goes_by_its_own_name(context: Context) -> None:
    answer = plan(context, [Item(id="serum", name="Night Drops 3", contains=("retinol",))])
    assert "Night Drops 3" in answer.headline
    assert any("Night Drops 3" in step.text for step in answer.steps)
    assert "retinol" not in answer.headline


def test_a_product_without_a_name_goes_by_what_it_is(context: Context) -> None:
    assert "niacinamide serum" in plan(context, [Item(id="niacinamide", form="serum")]).headline


def test_many_products_are_counted_and_few_are_named(context: Context) -> None:
    drops = [Item(id="moisturiser", name=f"Drops {number}") for number in range(5)]
    assert all(f"Drops {number}" in plan(context, drops[:4]).headline for number in range(4))
    assert "5 products" in plan(context, drops).headline


def test_rules_are_told_with_their_pair_and_their_sources(context: Context) -> None:
    answer = plan(context, _items("retinol", "glycolic_acid", "niacinamide"))
    assert "Retinol with glycolic acid: Both renew the skin." in answer.reasons
    assert answer.decided_by == ("retinoid_and_acid",)
    assert [source.title for source in answer.sources] == ["A trial of two serums"]
    assert answer.sources[0].grade == "B"


def test_rules_name_the_product_that_holds_the_active(context: Context) -> None:
    shelf = [
        Item(id="niacinamide", form="serum", name="Night Drops 3", contains=("retinol",)),
        Item(id="glycolic_acid"),
    ]
    planned = schedule(context.knowledge, shelf, context.person)
    assert [because.says for because in deciding(context, planned)] == [
        "Night Drops 3 with glycolic acid: Both renew the skin."
    ]


def test_a_rule_is_told_once_however_many_it_keeps_apart(context: Context) -> None:
    answer = plan(context, _items("retinol", "glycolic_acid", "aha"))
    assert sum("Both renew the skin." in reason for reason in answer.reasons) == 1
    assert answer.decided_by.count("retinoid_and_acid") == 1


def test_a_pair_without_a_rule_is_said_to_have_none(context: Context) -> None:
    answer = plan(context, _items("phenoxyethanol", "mica"))
    assert any("phenoxyethanol with mica I have no rule" in reason for reason in answer.reasons)
    assert answer.decided_by == ()


@pytest.mark.parametrize(
    ("shelf", "traits", "said"),
    [
        (["retinol"], ["state.pregnant"], "I leave out retinol for you. Retinoids are left out in pregnancy."),
        (["tretinoin"], [], "I don't plan tretinoin: "),
        (["peel"], [], "I leave out strong peel: "),
        (
            ["glycolic_acid", "mask.clay"],
            [],
            "I leave out clay mask beside glycolic acid. That is one exfoliation too many.",
        ),
        (["zorbatrol"], [], "I don't know zorbatrol, so that stays out."),
    ],
)
def test_what_is_left_out_is_said_with_its_reason(
    context: Context, shelf: list[str], traits: list[str], said: str
) -> None:
    answer = plan(context._replace(person=Person(traits=tuple(traits))), _items(*shelf))
    assert any(caution.startswith(said) for caution in answer.cautions), answer.cautions


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_has_its_sentence(context: Context, reason: Reason) -> None:
    (sentence,) = left_out(context, [LeftOut(item=Item(id="retinol"), reason=reason)])
    assert "retinol" in sentence
    assert "{" not in sentence


def test_things_with_the_same_reason_share_a_sentence(context: Context) -> None:
    left = [LeftOut(item=Item(id=name), reason="no_room") for name in ("retinol", "niacinamide")]
    (sentence,) = left_out(context, left)
    assert "retinol and niacinamide" in sentence


def test_what_is_missing_is_named_and_what_is_owned_is_not_called_missing(context: Context) -> None:
    cautions = plan(context, _items("niacinamide", "sunscreen")).cautions
    assert any("Not on your shelf" in caution and "cleanser and moisturiser" in caution for caution in cautions)
    assert not any("sunscreen" in caution for caution in cautions)
    owned = schedule(context.knowledge, _items("moisturiser"), context.person)
    assert missing(context, Plan(sessions=owned.sessions, missing=("moisturiser",))) == ()


def test_beginning_is_said_and_is_gentler(context: Context) -> None:
    begun, later = (plan(context, _items("retinol"), beginning=beginning) for beginning in (True, False))
    assert "how often to begin" in begun.reasons[0]
    assert "how often to begin" not in later.reasons[0]
    assert (
        sum("retinol" in step.text for step in begun.steps) == 1 < sum("retinol" in step.text for step in later.steps)
    )


def test_the_persons_skin_is_spoken_of(context: Context) -> None:
    sensitive = context._replace(person=Person(traits=("skin.sensitive",)))
    hidden = [Item(id="serum", name="Night Drops 3", contains=("retinol",))]
    for shelf in (_items("retinol"), hidden):
        assert "Sensitive skin needs patience." in plan(sensitive, shelf).cautions


@pytest.mark.parametrize(("shelf", "said"), [([], "basics alone, until"), (["zorbatrol"], "None of what you named")])
def test_a_week_without_anything_owned_is_the_basics(context: Context, shelf: list[str], said: str) -> None:
    answer = plan(context, _items(*shelf))
    assert said in answer.headline
    assert "cleanser" in answer.reasons[0]
    assert answer.sources


def test_rows_carry_what_marks_a_session(context: Context) -> None:
    shelf = [*_items("retinol", "niacinamide"), Item(id="mask.clay", name="Mud", contains=("glycolic_acid",))]
    planned = schedule(context.knowledge, shelf, context.person)
    rows = week(context, planned)
    assert [row.day for row in rows.rows] == list(DAYS)
    for number, row in enumerate(rows.rows):
        names = [item.name or item.id for item in planned.sessions[2 * number + 1].items]
        assert row.evening.marks == (
            *(["retinoid"] if "retinol" in names else []),
            *(["acid", "mask"] if "Mud" in names else []),
        )
        assert row.evening.rest == (names == ["niacinamide"])
        assert row.morning == Cell(names=("niacinamide",))
        assert rows.special(row, "evening") == tuple(name for name in names if name != "niacinamide")


def test_a_mask_night_is_no_rest_night(context: Context) -> None:
    planned = schedule(context.knowledge, _items("mask.clay", "niacinamide"), context.person)
    resting = [row.evening.rest for row in week(context, planned).rows]
    assert resting == [Item(id="mask.clay") not in session.items for session in planned.sessions[1::2]]
    assert sum(resting) == 6


def test_without_strong_evenings_no_evening_is_a_rest_night(context: Context) -> None:
    rows = week(context, schedule(context.knowledge, _items("niacinamide"), context.person))
    assert not any(row.evening.rest for row in rows.rows)


shelves = st.lists(
    st.builds(
        Item,
        id=st.sampled_from(OWNED),
        form=st.sampled_from(["", "", "serum"]),
        name=st.sampled_from(["", "", "Drops {3}", "The Night"]),
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(shelf=shelves, traits=st.lists(st.sampled_from(TRAITS), max_size=2), beginning=st.booleans())
def test_nothing_of_a_shelf_gets_lost(shelf: list[Item], traits: list[str], beginning: bool) -> None:
    """Everything owned is in a day, in every day, or left out with its reason; and it reads as words."""
    context = Context(KNOWLEDGE, TEXTS, Person(traits=tuple(traits)))
    answer = plan(context, shelf, beginning=beginning)
    text = plain_text(answer, source="Source", evidence=EVIDENCE)
    told_of = text.replace(answer.headline, "").lower()
    for item in shelf:
        assert (item.name or context.name(item)).lower() in told_of
    assert "{" not in text.replace("{3}", "")
    assert "  " not in text
    assert not any(name in text for name in KNOWLEDGE.things if "_" in name or "." in name), text
    assert len(answer.steps) in (0, 7)
    assert answer.sources


def test_a_large_shelf_still_reads_well(knowledge: Knowledge, texts: Texts) -> None:
    names = ("retinol", "mask.clay", "vitamin_c", "exfoliating_toner", "niacinamide", "moisturiser", "sunscreen")
    more = ("mask.sheet", "hyaluronic_acid", "azelaic_acid", "eye_cream", "face_oil")
    answer = plan(Context(knowledge, texts, Person(traits=("skin.sensitive",))), _items(*names, *more))
    assert len(plain_text(answer, source="Source", evidence=EVIDENCE)) < 1800
    assert max(len(step.text) for step in answer.steps) < 200


@settings(max_examples=40, deadline=None)
@given(others=st.lists(st.sampled_from(OWNED), max_size=5), trait=st.sampled_from(["state.pregnant", "state.trying"]))
def test_no_retinoid_is_planned_into_a_pregnancy(others: list[str], trait: str) -> None:
    answer = plan(Context(KNOWLEDGE, TEXTS, Person(traits=(trait,))), [*_items(*others), *_items("retinol")])
    assert not any("retinol" in told for told in (answer.reasons[0], *(step.text for step in answer.steps)))
    assert any("retinol" in caution for caution in answer.cautions)


def test_the_week_goes_with_the_answer_as_data(context: Context) -> None:
    shelf = _items("retinol", "mask.clay", "niacinamide")
    planned = schedule(context.knowledge, shelf, context.person)
    assert told(context, planned).week == week(context, planned)
    assert plan(context, _items("niacinamide")).week is None


def test_what_does_not_go_with_a_medicine_that_is_not_planned_is_said() -> None:
    context = Context(KNOWLEDGE, TEXTS, Person())
    beside_acid = plan(context, _items("tretinoin", "mask.exfoliating"))
    rule = rule_for(KNOWLEDGE, Item(id="tretinoin"), Item(id="mask.exfoliating"))
    assert rule is not None
    assert rule.says in beside_acid.cautions
    assert rule.says not in plan(context, _items("mask.exfoliating", "niacinamide")).cautions
