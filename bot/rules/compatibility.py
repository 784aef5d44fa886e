"""Whether things go together: the most specific rule for each pair, the strictest pair for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from bot.knowledge.base import Knowledge, Reach
from bot.knowledge.model import VERDICTS, Interaction, Moment, Verdict
from bot.rules.items import NOBODY, Item, Person

RANK: dict[Verdict, int] = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
_GENTLE = ("very low", "low")
_UNKNOWN = RANK["no_rule"]
_MET = frozenset(("yes", "yes_in_order", "separate_times"))
"""Verdicts that leave nothing to wish for where two things are used at different times of day."""
_MILD = frozenset(VERDICTS[: _UNKNOWN + 1])
_SERUM = "serum"
_MASK = "mask"

Problem = Literal["", "nothing", "one_thing", "same_thing", "moments_contradict"]
"""Why there is nothing to compare; "" where there is."""


class PairVerdict(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What holds for two things. `rule` is None exactly where there is none, and then the verdict is `no_rule`.

    `met` says that the two are used at different times of day, which is all or more than the rule asks for.
    """

    a: str
    b: str
    verdict: Verdict
    rule: Interaction | None = None
    met: bool = False


class Compatibility(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """The verdict on all things, with everything that led to it, the strictest first."""

    verdict: Verdict
    problem: Problem = ""
    pairs: tuple[PairVerdict, ...] = ()
    for_person: tuple[PairVerdict, ...] = ()
    """Thing and trait of the person, where a rule says more than yes."""
    out_of_place: tuple[str, ...] = ()
    """Things that are not used at the moment asked about."""
    never: tuple[str, ...] = ()
    """Things that do not belong on the skin at home, with whatever."""
    prescription: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def rules(self) -> tuple[Interaction, ...]:
        """The rules that decided, the strictest first: what "why" and "says who" are answered from."""
        found = {one.rule.id: one.rule for one in (*self.for_person, *self.pairs) if one.rule is not None}
        return tuple(sorted(found.values(), key=lambda rule: -RANK[rule.verdict]))


def rule_for(knowledge: Knowledge, a: Item, b: Item) -> Interaction | None:
    """The most specific rule for two known things; of equally specific ones the stricter; None where there is none.

    Specific means few steps up the classes, and then a condition on what was said of them (`given`).
    A mask and a gentle active without a rule of their own follow the rule for mask and serum.
    """
    best = _best(knowledge.reach[a.id], a.attributes, knowledge.lineage[b.id], b.attributes)
    if best is None:
        a_mask, b_mask = knowledge.is_a(a.id, _MASK), knowledge.is_a(b.id, _MASK)
        if a_mask != b_mask:
            mask, other = (a, b) if a_mask else (b, a)
            if _as_serum(knowledge, other):
                reach, lineage = knowledge.reach[mask.id], knowledge.lineage[_SERUM]
                return _best(reach, mask.attributes, lineage, other.attributes)
    return best


def _best(
    reach: Reach, said_here: tuple[str, ...], lineage: tuple[tuple[str, int], ...], said_there: tuple[str, ...]
) -> Interaction | None:
    """Climbs the classes of one thing through the rules that reach the other."""
    best: Interaction | None = None
    least = 1 << 30
    for above, up in lineage:
        if above in reach:
            for weight, here, there, rule in reach[above]:
                if weight + up > least:
                    break
                if (here and here not in said_here) or (there and there not in said_there):
                    continue
                if best is None or weight + up < least or rule.id < best.id:
                    best, least = rule, weight + up
                break
    return best


def pair(knowledge: Knowledge, a: Item, b: Item) -> PairVerdict:
    """The verdict on two known things and the rule that gave it; see `rule_for`."""
    rule = rule_for(knowledge, a, b)
    if rule is None:
        return PairVerdict(a=a.id, b=b.id, verdict="no_rule")
    if a.moment is not None and b.moment is not None and a.moment != b.moment and rule.verdict in _MET:
        return PairVerdict(a=a.id, b=b.id, verdict="yes", rule=rule, met=True)
    return PairVerdict(a=a.id, b=b.id, verdict=rule.verdict, rule=rule)


def _as_serum(knowledge: Knowledge, item: Item) -> bool:
    thing = knowledge.things[item.id]
    return thing.kind == "ingredient" and not thing.prescription and thing.irritancy in _GENTLE


def compatibility(
    knowledge: Knowledge, items: Sequence[Item], moment: Moment | None = None, person: Person = NOBODY
) -> Compatibility:
    """The verdict on two or more things, at a moment, for a person.

    Nothing at all, a single thing, the same thing twice, or things said to be used at another moment than the one asked
    about give `no_rule` and name the problem: there is nothing to compare, and that is never a yes. A rule that
    separates by time of day is met by things that are used at different times; a thing that does not belong to the
    moment makes the verdict at least `separate_times`. Of alternatives (`either`) each is weighed against the rest.
    """
    known, unknown = _expand(knowledge, items)
    problem = _problem(items, moment)
    pairs = _weighed(knowledge, known) if problem != "same_thing" else []
    if not pairs and not problem and not unknown:
        problem = "same_thing"
    noteworthy = knowledge.noteworthy[moment]
    noted: list[Item] = []
    for_person: list[PairVerdict] = []
    for _, item in known:
        if item.id in noteworthy:
            noted.append(item)
        if person.traits:
            for_person += for_trait(knowledge, item, person)
    if len(pairs) > 1:
        pairs.sort(key=_strictest_first)
    if len(for_person) > 1:
        for_person.sort(key=_strictest_first)
    rank = _UNKNOWN if unknown or problem else 0
    if pairs and RANK[pairs[0].verdict] > rank:
        rank = RANK[pairs[0].verdict]
    if for_person and RANK[for_person[0].verdict] > rank:
        rank = RANK[for_person[0].verdict]
    out_of_place: tuple[str, ...] = ()
    prescription: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    if noted:
        names = dict.fromkeys(item.id for item in noted)
        out_of_place = tuple(name for name in names if moment is not None and moment not in knowledge.moments[name])
        prescription = tuple(name for name in names if knowledge.things[name].prescription)
        never = tuple(name for name in names if name in knowledge.never)
        rank = max(rank, RANK["avoid" if never else "ask_professional" if prescription else "separate_times"])
    return Compatibility(
        verdict=VERDICTS[rank],
        problem=problem,
        pairs=tuple(pairs),
        for_person=tuple(for_person),
        out_of_place=out_of_place,
        prescription=prescription,
        never=never,
        unknown=tuple(unknown),
    )


def _strictest_first(found: PairVerdict) -> int:
    return -RANK[found.verdict]


def _weighed(knowledge: Knowledge, known: Sequence[tuple[int, Item]]) -> list[PairVerdict]:
    """Every two things of different owners; alternatives are weighed against each other only where there is no rest.

    The same active in two products is weighed where a rule is for it, such as that for two retinoids.
    """
    if len(known) == 2:
        (owner, one), (other_owner, other) = known
        if owner == other_owner or (one.id == other.id and rule_for(knowledge, one, other) is None):
            return []
        return [pair(knowledge, one, other)]
    verdicts: list[PairVerdict] = []
    alternatives: list[tuple[Item, Item]] = []
    for at, (owner, one) in enumerate(known, 1):
        for other_owner, other in known[at:]:
            if owner == other_owner or (one.id == other.id and rule_for(knowledge, one, other) is None):
                continue
            if (one.product or other.product) and _is_by_the_way(knowledge, one, other):
                continue
            if one.either and one.either == other.either:
                alternatives.append((one, other))
            else:
                verdicts.append(pair(knowledge, one, other))
    return verdicts or [pair(knowledge, one, other) for one, other in alternatives]


def _is_by_the_way(knowledge: Knowledge, one: Item, other: Item) -> bool:
    """Whether two things on the list of a product have no rule, and one of them is no strong active.

    A list names thirty things. What is mild, or is there for scent, leaves open nothing that the rules for the products
    and for their actives do not say.
    """
    weighty = all(_is_strong(knowledge, item.id) for item in (one, other))
    return not weighty and rule_for(knowledge, one, other) is None


def _is_strong(knowledge: Knowledge, name: str) -> bool:
    used_for = any(knowledge.things[above].concerns for above in knowledge.ancestors(name))
    return used_for and knowledge.things[name].irritancy not in (*_GENTLE, "")


def _problem(items: Sequence[Item], moment: Moment | None) -> Problem:
    if len(items) < 2:
        return "one_thing" if items else "nothing"
    if moment is not None:
        for item in items:
            if item.moment is not None and item.moment != moment:
                return "moments_contradict"
    first = items[0]
    for item in items:
        if (item.id, item.form, item.name, item.contains) != (first.id, first.form, first.name, first.contains):
            return ""
    return "same_thing"


def refuses(verdict: Verdict | None) -> bool:
    """Whether a verdict keeps somebody from a thing, or sends them to ask first."""
    return verdict is not None and RANK[verdict] >= RANK["ask_professional"]


def strictest(verdicts: Sequence[Verdict]) -> Verdict:
    """The strictest of some verdicts; `no_rule` of none."""
    return max(verdicts, key=RANK.__getitem__, default="no_rule")


def for_trait(knowledge: Knowledge, item: Item, person: Person) -> list[PairVerdict]:
    """What the person's skin and state ask for with one thing, where that is stricter than a yes."""
    found: list[PairVerdict] = []
    reach, lineages = knowledge.reach[item.id], knowledge.lineage
    for trait in person.traits:
        if trait in lineages:
            rule = _best(reach, item.attributes, lineages[trait], ())
            if rule is not None and rule.verdict not in _MILD:
                found.append(PairVerdict(a=item.id, b=trait, verdict=rule.verdict, rule=rule))
    return found


def kept_from(knowledge: Knowledge, item: Item, person: Person) -> list[PairVerdict]:
    """The rules by which the person should leave a thing alone, or ask first; none for an unknown thing."""
    known, _ = _expand(knowledge, [item])
    return [
        found
        for _, one in known
        for found in for_trait(knowledge, one, person)
        if refuses(found.verdict)
    ]


def _expand(knowledge: Knowledge, items: Sequence[Item]) -> tuple[list[tuple[int, Item]], list[str]]:
    """Each known item and what it contains, marked with whose it is, and the names of the unknown ones."""
    known: list[tuple[int, Item]] = []
    unknown: list[str] = []
    things, compound = knowledge.reach, knowledge.compound
    for owner, item in enumerate(items):
        if item.id not in things:
            unknown.append(item.name or item.id)
            continue
        known.append((owner, item))
        if not item.contains and item.id not in compound:
            continue
        for active in (*knowledge.things[item.id].contains, *item.contains):
            if active in things:
                part = Item(id=active, form=item.form, either=item.either, moment=item.moment, product=item.product)
                known.append((owner, part))
            else:
                unknown.append(active)
    return known, unknown
