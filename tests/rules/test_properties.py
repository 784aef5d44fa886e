"""What holds for all things, shelves, people and texts, not only for the examples that somebody thought of."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.knowledge.base import Knowledge
from bot.knowledge.files import load
from bot.knowledge.model import Moment
from bot.rules.compatibility import RANK, compatibility, kept_from, pair, rule_for
from bot.rules.contradictions import contradictions
from bot.rules.items import Item, Person
from bot.rules.label import label
from bot.rules.layering import layering
from bot.rules.safety import safety
from bot.rules.schedule import SESSIONS, Plan, schedule

KNOWLEDGE = load()
PUT_ON = sorted(
    thing.id for thing in KNOWLEDGE.things.values() if thing.kind in ("ingredient", "class", "mask", "product", "tool")
)
TRAITS = sorted(thing.id for thing in KNOWLEDGE.things.values() if thing.kind in ("skin", "state"))
ACTIVES = sorted(thing.id for thing in KNOWLEDGE.things.values() if thing.kind == "ingredient")
IRRITANTS = sorted(name for name in ACTIVES if KNOWLEDGE.things[name].irritancy in ("medium", "high"))

moments: st.SearchStrategy[Moment | None] = st.sampled_from(("morning", "evening", None))
items = st.builds(
    Item,
    id=st.sampled_from(PUT_ON),
    contains=st.lists(st.sampled_from(ACTIVES), max_size=2, unique=True).map(tuple),
    attributes=st.lists(st.sampled_from(("rich", "light", "thick", "thin")), max_size=1).map(tuple),
    moment=moments,
)
people = st.builds(Person, traits=st.lists(st.sampled_from(TRAITS), max_size=3, unique=True).map(tuple))
products = st.one_of(
    st.builds(Item, id=st.sampled_from(PUT_ON)),
    st.builds(Item, id=st.sampled_from(IRRITANTS)),
    st.builds(
        Item,
        id=st.sampled_from(("serum", "moisturiser", "toner", "cleanser", "mask.clay", "mask.sheet")),
        contains=st.lists(st.sampled_from(ACTIVES), max_size=3, unique=True).map(tuple),
    ),
)
shelves = st.lists(products, max_size=12)


@given(items, items, moments, people)
def test_compatibility_is_symmetric(one: Item, other: Item, moment: Moment | None, person: Person) -> None:
    there, back = (compatibility(KNOWLEDGE, both, moment, person) for both in ((one, other), (other, one)))
    assert (there.verdict, there.problem) == (back.verdict, back.problem)
    assert {rule.id for rule in there.rules} == {rule.id for rule in back.rules}


@given(st.lists(items, min_size=2, max_size=4), people, st.sampled_from(TRAITS), moments)
def test_a_condition_never_makes_a_verdict_milder(
    things: list[Item], person: Person, trait: str, moment: Moment | None
) -> None:
    before = compatibility(KNOWLEDGE, things, moment, person)
    after = compatibility(KNOWLEDGE, things, moment, person.and_also((trait,)))
    assert RANK[after.verdict] >= RANK[before.verdict]


@given(st.lists(items, min_size=2, max_size=4), items, people, moments)
def test_another_thing_never_makes_a_verdict_milder(
    things: list[Item], another: Item, person: Person, moment: Moment | None
) -> None:
    before = compatibility(KNOWLEDGE, things, moment, person)
    assume(not before.problem)
    after = compatibility(KNOWLEDGE, [*things, another], moment, person)
    assert RANK[after.verdict] >= RANK[before.verdict]


def test_a_rule_for_classes_holds_for_each_member_unless_a_more_specific_one_exists() -> None:
    weights = {name: dict(KNOWLEDGE.ancestors(name)) for name in KNOWLEDGE.things}

    def steps(rule_ends: tuple[str, str], one: str, other: str) -> int:
        ways = (rule_ends, rule_ends[::-1])
        return min(weights[one][a] + weights[other][b] for a, b in ways if a in weights[one] and b in weights[other])

    for rule in KNOWLEDGE.interactions.values():
        if rule.given:
            continue
        a, b = rule.between
        for one in (a, *KNOWLEDGE.members(a)):
            for other in (b, *KNOWLEDGE.members(b)):
                if one == other:
                    continue
                found = rule_for(KNOWLEDGE, Item(id=one), Item(id=other))
                assert found is not None, (rule.id, one, other)
                if found.id != rule.id:
                    nearer = steps(found.between, one, other), -RANK[found.verdict]
                    assert nearer <= (steps(rule.between, one, other), -RANK[rule.verdict]), (rule.id, found.id)


def test_no_two_rules_of_equal_weight_contradict_each_other() -> None:
    assert [[rule.id for rule in found.rules] for found in contradictions(KNOWLEDGE)] == []


@settings(max_examples=150)
@given(shelves, people, st.booleans())
def test_no_weekly_plan_breaks_a_rule_or_leaves_room_unused(shelf: list[Item], person: Person, beginning: bool) -> None:
    plan = schedule(KNOWLEDGE, shelf, person, beginning=beginning)
    week = _Week(KNOWLEDGE, plan, person, beginning=beginning)
    assert week.broken() == []
    for item in set(shelf) - {left.item for left in plan.left_out if left.reason not in ("no_room", "moments")}:
        room = [session for session in range(SESSIONS) if week.may_add(item, session)]
        assert room == [], f"{item} could also be used in {room}"


@given(shelves, people)
def test_everything_on_the_shelf_is_planned_or_said_to_be_left_out(shelf: list[Item], person: Person) -> None:
    plan = schedule(KNOWLEDGE, shelf, person)
    planned = {item for session in plan.sessions for item in session.items}
    left_out = [left.item for left in plan.left_out]
    assert planned | set(left_out) == set(shelf)
    assert not planned & set(left_out)
    assert len(left_out) == len(set(left_out))


@given(st.lists(products, max_size=8), moments)
def test_layering_is_a_stable_order(shelf: list[Item], moment: Moment | None) -> None:
    once = [step.item for step in layering(KNOWLEDGE, shelf, moment).steps]
    again = [step.item for step in layering(KNOWLEDGE, once, moment).steps]
    assert again == once
    assert len(once) == len(set(once))


@given(st.lists(st.builds(Item, id=st.sampled_from(PUT_ON)), max_size=6, unique_by=lambda item: item.id))
def test_layering_obeys_every_rule_on_who_goes_first(shelf: list[Item]) -> None:
    order = [step.item.id for step in layering(KNOWLEDGE, shelf, complete=False).steps]
    wanted = set()
    for one, other in combinations(shelf, 2):
        rule = rule_for(KNOWLEDGE, one, other)
        if rule is not None and rule.first in (one.id, other.id) and rule.between[0] != rule.between[1]:
            second = other.id if rule.first == one.id else one.id
            if KNOWLEDGE.is_a(second, rule.first):
                continue
            wanted.add((rule.first, second))
    assume(not any((b, a) in wanted for a, b in wanted))
    if len(wanted) == 1:
        ((first, second),) = wanted
        assert order.index(first) < order.index(second)


@given(st.text(max_size=400), people)
def test_nothing_crashes_on_arbitrary_text(text: str, person: Person) -> None:
    found = label(KNOWLEDGE, text)
    assert all(one.id in KNOWLEDGE.things for one in found.found)
    safety(KNOWLEDGE, text, person)
    nameless = Item(id="", name=text)
    assert compatibility(KNOWLEDGE, [nameless, Item(id="retinol")], None, person).verdict != "yes"


_LISTED = st.sampled_from(("Aqua", "Glycerin", "Retinol", "Salicylic Acid 2%", "Parfum (Fragrance)", "CI 77891", ""))


@given(st.lists(_LISTED, max_size=12), st.sampled_from((", ", ",", "; ", "\n", " • ")))
def test_the_separator_of_a_list_does_not_matter(names: list[str], separator: str) -> None:
    found = {one.id for one in label(KNOWLEDGE, separator.join(names)).found}
    assert found == {one.id for one in label(KNOWLEDGE, ", ".join(names)).found}


@pytest.mark.parametrize("case", [str.upper, str.lower, str.title])
def test_the_case_of_a_list_does_not_matter(case: object) -> None:
    listed = "Aqua, Niacinamide, Zinc PCA, Camellia Sinensis (Green Tea) Leaf Extract, Retinyl Palmitate"
    assert callable(case)
    assert [one.id for one in label(KNOWLEDGE, case(listed)).found] == [
        one.id for one in label(KNOWLEDGE, listed).found
    ]


class _Week:
    """A plan judged by the rules alone, without a look at how it was made."""

    def __init__(self, knowledge: Knowledge, plan: Plan, person: Person, *, beginning: bool) -> None:
        self.knowledge = knowledge
        self.person = person
        self.beginning = beginning
        self.sessions = [list(session.items) for session in plan.sessions]
        self.plan = plan

    def broken(self) -> list[str]:
        """Every way in which the week breaks a rule."""
        found = []
        for index, (session, owned) in enumerate(zip(self.plan.sessions, self.sessions, strict=True)):
            assert (session.day, session.moment) == (index // 2, ("morning", "evening")[index % 2])
            for item in owned:
                owned_elsewhere = [other for other in owned if other is not item]
                if reason := self._against(item, index, owned_elsewhere):
                    found.append(f"{session.day} {session.moment}: {item}: {reason}")
        for item in {item for owned in self.sessions for item in owned}:
            if sum(item in owned for owned in self.sessions) > self._most(item):
                found.append(f"{item}: more than {self._most(item)} times")
        return found

    def may_add(self, item: Item, index: int) -> bool:
        """Whether one more use would break no rule."""
        used = sum(item in owned for owned in self.sessions)
        if item in self.sessions[index] or used >= self._most(item):
            return False
        self.sessions[index].append(item)
        clash = self._against(item, index, self.sessions[index][:-1]) or any(
            self._against(other, index, [item]) for other in self.sessions[index][:-1]
        )
        self.sessions[index].pop()
        return not clash

    def _against(self, item: Item, index: int, beside: list[Item]) -> str:
        knowledge, moment = self.knowledge, ("morning", "evening")[index % 2]
        parts = [item.id, *knowledge.things[item.id].contains, *item.contains]
        if any(knowledge.things[part].prescription for part in parts):
            return "a prescription medicine"
        if kept_from(knowledge, item, self.person):
            return "not for this person"
        if any(moment not in knowledge.moments[part] for part in parts):
            return "not at this time of day"
        if self._most(item) <= 7 and item in self.sessions[index ^ 1]:
            return "twice on one day"
        for other in beside:
            basics = {"cleanser", "moisturiser", "sunscreen"}
            verdicts = {
                found.verdict
                for found in compatibility(knowledge, (item, other)).pairs
                if found.rule is not None or not basics & {found.a, found.b}
            }
            if verdicts - {"yes", "yes_in_order"}:
                return f"in one session with {other}: {verdicts}"
            if knowledge.is_a(item.id, "mask") and knowledge.is_a(other.id, "mask"):
                return f"a second mask beside {other}"
            if _slot(knowledge, item) == _slot(knowledge, other) != "serum":
                return f"a second thing for the same step beside {other}"
        serums = sum(_slot(knowledge, other) == "serum" for other in (item, *beside))
        if _slot(knowledge, item) == "serum" and serums > 3:
            return "too many serums"
        if self.beginning and self._strong(item):
            beside_it = [other for day in (-1, 1) for other in self._of_day(index // 2 + day) if self._strong(other)]
            if beside_it:
                return f"no rest between it and {beside_it}"
        for at, owned in enumerate(self.sessions):
            hours = 12 * min(abs(at - index), SESSIONS - abs(at - index))
            for other in owned:
                for found in compatibility(knowledge, (item, other)).pairs if other != item else ():
                    assert found.rule is not None or found.verdict == "no_rule"
                    if found.verdict == "alternate_days" and at // 2 == index // 2:
                        return f"on one day with {other}"
                    if found.verdict == "ask_professional":
                        return f"in one plan with {other}"
                    if found.verdict == "avoid":
                        apart = found.rule.apart_hours if found.rule is not None else None
                        if apart is None or hours < apart:
                            return f"too near to {other}"
        return ""

    def _strong(self, item: Item) -> bool:
        """Whether skin that is new to it needs rest from it: it is, or holds, a retinoid or what exfoliates."""
        parts = [item.id, *self.knowledge.things[item.id].contains, *item.contains]
        return any(self.knowledge.is_a(part, "retinoid") or self.knowledge.is_a(part, "exfoliant") for part in parts)

    def _of_day(self, day: int) -> list[Item]:
        return [*self.sessions[2 * (day % 7)], *self.sessions[2 * (day % 7) + 1]]

    def _most(self, item: Item) -> int:
        parts = [item.id, *self.knowledge.things[item.id].contains, *item.contains]
        told = {
            found.verdict
            for part in parts
            for trait in self.person.traits
            if RANK[(found := pair(self.knowledge, Item(id=part), Item(id=trait))).verdict] > RANK["no_rule"]
        }
        if told - {"start_slowly"}:
            return 1
        return min(self._figure(part, start=self.beginning or bool(told)) for part in parts)

    def _figure(self, name: str, *, start: bool) -> int:
        """The most uses a week that the knowledge names for a thing or its nearest class, 14 where it names none."""
        for above in self.knowledge.ancestors(name):
            use = self.knowledge.things[above].use
            figure = use and (use.start_per_week or use.per_week if start else use.per_week or use.start_per_week)
            if figure:
                return figure[1]
        untold = {"very low": 14, "low": 7, "medium": 2, "high": 1, "": 1}
        thing = self.knowledge.things[name]
        return untold[thing.irritancy] if thing.kind in ("ingredient", "class") else 14


def _slot(knowledge: Knowledge, item: Item) -> str:
    return layering(knowledge, [item], complete=False).steps[0].slot


def test_pair_and_compatibility_agree() -> None:
    for one, other in combinations(PUT_ON[::7], 2):
        a, b = Item(id=one), Item(id=other)
        if KNOWLEDGE.things[one].contains or KNOWLEDGE.things[other].contains:
            continue
        both = compatibility(KNOWLEDGE, (a, b))
        if not both.prescription and not both.never:
            assert both.verdict == pair(KNOWLEDGE, a, b).verdict
