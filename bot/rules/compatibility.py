"""Whether things go together: the most specific rule for each pair, the strictest pair for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import msgspec

from bot.knowledge.base import Knowledge
from bot.knowledge.model import VERDICTS, Interaction, Moment, Verdict
from bot.rules.items import Item, Person

RANK: dict[Verdict, int] = {verdict: rank for rank, verdict in enumerate(VERDICTS)}
_GENTLE = ("very low", "low")


class PairVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for two things. `rule` is None exactly where there is none, and then the verdict is `no_rule`."""

    a: str
    b: str
    verdict: Verdict
    rule: Interaction | None = None


class Compatibility(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on all things, with everything that led to it, the strictest first."""

    verdict: Verdict
    pairs: tuple[PairVerdict, ...] = ()
    for_person: tuple[PairVerdict, ...] = ()
    """Thing and trait of the person, where a rule says more than yes."""
    prescription: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def pair(knowledge: Knowledge, a: Item, b: Item) -> PairVerdict:
    """The most specific rule for two known things; of equally specific ones the stricter.

    Specific means few steps up the classes, and then a condition on what was said of them (`given`).
    A mask and a gentle active without a rule of their own follow the rule for mask and serum.
    """
    best = _best(knowledge, a, b)
    if best is None:
        a_mask, b_mask = knowledge.is_a(a.id, "mask"), knowledge.is_a(b.id, "mask")
        if a_mask != b_mask:
            mask, other = (a, b) if a_mask else (b, a)
            if _as_serum(knowledge, other):
                best = _best(knowledge, mask, Item(id="serum", attributes=other.attributes))
    if best is None:
        return PairVerdict(a=a.id, b=b.id, verdict="no_rule")
    return PairVerdict(a=a.id, b=b.id, verdict=best.verdict, rule=best)


def _best(knowledge: Knowledge, a: Item, b: Item) -> Interaction | None:
    found: list[tuple[int, int, int, str, Interaction]] = []
    for above_a, steps_a in knowledge.ancestors(a.id).items():
        for above_b, steps_b in knowledge.ancestors(b.id).items():
            for rule in knowledge.between(above_a, above_b):
                said = {above_a: a.attributes, above_b: b.attributes}
                if all(value in said[name] for name, value in rule.given.items()):
                    found.append((steps_a + steps_b, -len(rule.given), -RANK[rule.verdict], rule.id, rule))
    return min(found)[-1] if found else None


def _as_serum(knowledge: Knowledge, item: Item) -> bool:
    thing = knowledge.things[item.id]
    return thing.kind == "ingredient" and not thing.prescription and thing.irritancy in _GENTLE


def compatibility(
    knowledge: Knowledge, items: Sequence[Item], moment: Moment | None = None, person: Person | None = None
) -> Compatibility:
    """The verdict on two or more things, at a moment, for a person.

    A single thing, the same thing twice or nothing at all gives `no_rule` without pairs: there is nothing to compare,
    and that is never a yes. A rule that separates by time of day is met when the moment leaves only one of the two.
    """
    known, unknown = _expand(knowledge, items)
    different = [(a, b) for (owner_a, a), (owner_b, b) in combinations(known, 2) if owner_a != owner_b and a.id != b.id]
    # Alternatives are weighed against the rest; where there is no rest, they are what is asked about.
    weighed = [(a, b) for a, b in different if not a.either or a.either != b.either] or different
    pairs = [pair(knowledge, a, b) for a, b in weighed]
    for_person = [verdict for _, item in known for verdict in for_trait(knowledge, item, person or Person())]
    prescription = tuple(dict.fromkeys(item.id for _, item in known if knowledge.things[item.id].prescription))
    verdicts: list[Verdict] = [found.verdict for found in (*pairs, *for_person)]
    if unknown or not pairs:
        verdicts.append("no_rule")
    if prescription:
        verdicts.append("ask_professional")
    return Compatibility(
        verdict=strictest(verdicts),
        pairs=tuple(sorted(pairs, key=lambda found: -RANK[found.verdict])),
        for_person=tuple(sorted(for_person, key=lambda found: -RANK[found.verdict])),
        prescription=prescription,
        unknown=tuple(unknown),
    )


def strictest(verdicts: Sequence[Verdict]) -> Verdict:
    """The strictest of some verdicts; `no_rule` of none."""
    return max(verdicts, key=RANK.__getitem__, default="no_rule")


def for_trait(knowledge: Knowledge, item: Item, person: Person) -> list[PairVerdict]:
    """What the person's skin and state ask for with one thing, where that is stricter than a yes."""
    found = (pair(knowledge, item, Item(id=trait)) for trait in person.traits if trait in knowledge.things)
    return [verdict for verdict in found if verdict.rule is not None and RANK[verdict.verdict] > RANK["no_rule"]]


def kept_from(knowledge: Knowledge, item: Item, person: Person) -> list[PairVerdict]:
    """The rules by which the person should leave a thing alone, or ask first; none for an unknown thing."""
    if item.id not in knowledge.things:
        return []
    return [found for found in for_trait(knowledge, item, person) if RANK[found.verdict] >= RANK["ask_professional"]]


def _expand(knowledge: Knowledge, items: Sequence[Item]) -> tuple[list[tuple[int, Item]], list[str]]:
    """Each known item and what it contains, marked with whose it is, and the names of the unknown ones."""
    known: list[tuple[int, Item]] = []
    unknown: list[str] = []
    for owner, item in enumerate(items):
        if item.id not in knowledge.things:
            unknown.append(item.name or item.id)
            continue
        known.append((owner, item))
        known.extend((owner, Item(id=active, form=item.form)) for active in item.contains if active in knowledge.things)
    return known, unknown
