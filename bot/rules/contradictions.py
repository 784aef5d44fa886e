"""Rules that fit two things equally well and say different things: found by looking, so that somebody settles them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import msgspec

from bot.knowledge.base import STEP, Knowledge
from bot.knowledge.files import Problem
from bot.knowledge.model import Interaction
from bot.rules.compatibility import RANK

_TOGETHER = RANK["start_slowly"]
"""Verdicts up to this one let two things be used together, those above it do not."""


class Contradiction(msgspec.Struct, frozen=True, kw_only=True):
    """Rules of equal weight with different verdicts, the strictest first, and the pairs of things that they meet in."""

    rules: tuple[Interaction, ...]
    pairs: tuple[tuple[str, str], ...]


def contradictions(knowledge: Knowledge) -> list[Contradiction]:
    """Where one rule lets two things be used together and another does not, those that meet in most pairs first.

    The stricter rule wins in any case; what is reported here is settled by a rule of its own for the pair or its
    classes. Rules that differ only in degree, such as `alternate_days` and `ask_professional`, do not contradict.
    """
    return [one for one in differences(knowledge) if len({RANK[rule.verdict] > _TOGETHER for rule in one.rules}) > 1]


def differences(knowledge: Knowledge) -> list[Contradiction]:
    """All rules of equal weight whose verdicts differ; of these the stricter wins."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for one, other in combinations(knowledge.things, 2):
        rules = list(_equally_specific(knowledge, one, other))
        if len({rule.verdict for rule in rules}) > 1:
            ids = tuple(sorted({rule.id for rule in rules}))
            found.setdefault(ids, []).append((one, other))
    return [
        Contradiction(
            rules=tuple(sorted((knowledge.interactions[name] for name in ids), key=lambda rule: -RANK[rule.verdict])),
            pairs=tuple(pairs),
        )
        for ids, pairs in sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    ]


def problems(knowledge: Knowledge) -> list[Problem]:
    """The same as mistakes of the knowledge files, each told at the strictest of its rules."""
    return [
        Problem(
            *knowledge.origin[found.rules[0].id],
            f"{found.rules[0].verdict} contradicts "
            + ", ".join(f"{rule.id} ({rule.verdict})" for rule in found.rules[1:])
            + f", which weighs the same for {len(found.pairs)} pairs such as {' + '.join(found.pairs[0])}",
        )
        for found in contradictions(knowledge)
    ]


def _equally_specific(knowledge: Knowledge, one: str, other: str) -> Iterator[Interaction]:
    """The rules without conditions that stand fewest steps up the classes of two things."""
    reach = knowledge.reach[one]
    candidates = [
        (weight + up, rule)
        for above, up in knowledge.lineage[other]
        for weight, _, _, rule in reach.get(above, ())
        if not rule.given
    ]
    if candidates:
        steps = min(weight for weight, _ in candidates) // STEP
        yield from (rule for weight, rule in candidates if weight // STEP == steps)
