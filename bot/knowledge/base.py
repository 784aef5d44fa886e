"""The knowledge as one immutable object that answers look-ups."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from itertools import permutations
from typing import NamedTuple

from bot.knowledge.model import (
    VERDICTS,
    Essential,
    Fact,
    Faq,
    File,
    Interaction,
    Moment,
    RedFlag,
    Slot,
    Source,
    Thing,
    Topic,
    Use,
)


class Told(NamedTuple):
    """A fact and what it is told of."""

    fact: Fact
    of: tuple[str, ...]
    """Thing ids, `faq/<id>`, or nothing for a fact about care in general."""


def key_of(fact: Fact) -> str:
    """A short name for a fact that outlives a restart: 12 hex digits that change with its sentence."""
    return hashlib.blake2b(fact.says.encode(), digest_size=6).hexdigest()


class Reaching(NamedTuple):
    """A rule as it reaches a thing from one of its ends."""

    weight: int
    """Orders rules from specific to general, and of equally specific ones the stricter first; see `weight_of`."""
    here: str
    """What must have been said of the thing itself (`rich`), or ""."""
    there: str
    """What must have been said of the other thing, or ""."""
    rule: Interaction


Reach = Mapping[str, tuple[Reaching, ...]]
"""The rules that reach a thing, by their other end, the most specific first."""

_OF_A_PERSON = ("skin", "concern", "state")

STEP = 64
"""What one step up the classes adds to a rule's weight."""


def weight_of(rule: Interaction, steps: int) -> int:
    """Fewer steps up the classes weigh least, then more conditions, then the stricter verdict."""
    return STEP * steps + 16 * (2 - len(rule.given)) + len(VERDICTS) - VERDICTS.index(rule.verdict)


class Knowledge:
    """Look-ups over the content of the knowledge files, which `bot.knowledge.files.load` has checked.

    `origin` says of an interaction's id in which file and where in it the rule stands.
    """

    def __init__(self, content: File, origin: Mapping[str, tuple[str, str]] | None = None) -> None:
        self.origin: Mapping[str, tuple[str, str]] = origin or {}
        self.things: Mapping[str, Thing] = {thing.id: thing for thing in content.things}
        self.sources: Mapping[str, Source] = {source.id: source for source in content.sources}
        self.slots: Mapping[str, Slot] = {slot.id: slot for slot in content.slots}
        self.faq: Mapping[str, Faq] = {faq.id: faq for faq in content.faq}
        self.red_flags: tuple[RedFlag, ...] = content.red_flags
        self.interactions: Mapping[str, Interaction] = {entry.id: entry for entry in content.interactions}
        self._essentials: dict[str, list[Essential]] = defaultdict(list)
        for essential in content.essentials:
            for name in essential.of:
                self._essentials[name].append(essential)
        self._between: dict[tuple[str, str], list[Interaction]] = defaultdict(list)
        self._at: dict[str, list[Interaction]] = defaultdict(list)
        for interaction in content.interactions:
            for pair in {interaction.between, interaction.between[::-1]}:
                self._between[pair].append(interaction)
            for end in set(interaction.between):
                self._at[end].append(interaction)
        self._facts: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        self._on_both: dict[tuple[str, str, str], list[Fact]] = defaultdict(list)
        self.for_whom: list[Fact] = []
        """What is chosen for somebody, or for two needs at once."""
        for thing in content.things:
            for fact in thing.facts:
                self._facts[thing.id, fact.topic].append(fact)
        for fact in content.facts:
            for one, other in permutations(dict.fromkeys(fact.about), 2):
                self._on_both[one, other, fact.topic].append(fact)
            if is_for_whom(self, fact):
                self.for_whom.append(fact)
                continue
            # What holds in a circumstance is told of nothing outside it.
            under = [name for name in fact.about if self.things[name].kind == "circumstance"]
            for name in under or fact.about or ("",):
                self._facts[name, fact.topic].append(fact)
        self._ancestors = {name: self._climb(name) for name in self.things}
        self.lineage: Mapping[str, tuple[tuple[str, int], ...]] = {
            name: tuple((above, STEP * steps) for above, steps in ancestors.items())
            for name, ancestors in self._ancestors.items()
        }
        """Each thing and its classes with the weight that each adds to a rule, nearest first."""
        self.moments: Mapping[str, tuple[Moment, ...]] = {name: self._moments(name) for name in self.things}
        """When each thing is used, as far as it or its nearest class says when; else morning and evening."""
        self.never: frozenset[str] = frozenset(name for name in self.things if self._is_never_used(name))
        """What does not belong on the skin at home at all: at most 0 uses a week."""
        self.compound = frozenset(name for name, thing in self.things.items() if thing.contains)
        """Things that always hold other actives."""
        self.noteworthy: Mapping[Moment | None, frozenset[str]] = {
            moment: frozenset(name for name in self.things if self._is_noteworthy(name, moment))
            for moment in (None, "morning", "evening")
        }
        """By time of day, what needs more than rules for pairs: medicines, what is never or not then used."""
        self.reach: Mapping[str, Reach] = {name: self._reached(name) for name in self.things}
        """Every rule that each thing or one of its classes is one end of, by the other end."""

    def _climb(self, start: str) -> dict[str, int]:
        distances = {start: 0}
        queue = [start]
        for name in queue:
            for parent in self.things[name].is_a:
                if parent not in distances:
                    distances[parent] = distances[name] + 1
                    queue.append(parent)
        return distances

    def _moments(self, name: str) -> tuple[Moment, ...]:
        use = self.use(name)
        return use.moments if use is not None else ("morning", "evening")

    def _is_never_used(self, name: str) -> bool:
        use = self.use(name)
        return use is not None and use.per_week == (0, 0)

    def use(self, name: str) -> Use | None:
        """How the thing is used, as it or its nearest class says."""
        uses = (self.things[above].use for above in self._ancestors[name])
        return next((use for use in uses if use is not None), None)

    def _is_noteworthy(self, name: str, moment: Moment | None) -> bool:
        out_of_place = moment is not None and moment not in self.moments[name]
        return out_of_place or self.things[name].prescription or name in self.never

    def ancestors(self, name: str) -> Mapping[str, int]:
        """The thing and its classes, each with its distance in steps (the thing itself: 0); nearest first."""
        return self._ancestors[name]

    def is_a(self, name: str, group: str) -> bool:
        """Whether the thing is the group or one of its members."""
        return group in self._ancestors.get(name, ())

    def members(self, group: str) -> list[str]:
        """The things below a class, the class itself left out, in the order of the files."""
        return [name for name, above in self._ancestors.items() if group in above and name != group]

    def between(self, a: str, b: str) -> list[Interaction]:
        """The interactions written for exactly these two, in either order."""
        return self._between.get((a, b), [])

    def _reached(self, name: str) -> Reach:
        reached: dict[str, list[Reaching]] = defaultdict(list)
        for above, steps in self._ancestors[name].items():
            for rule in self._at[above]:
                for here, there in {rule.between, rule.between[::-1]}:
                    if here == above:
                        said = (rule.given.get(here, ""), rule.given.get(there, "") if there != here else "")
                        reached[there].append(Reaching(weight_of(rule, steps), *said, rule))
        return {
            other: tuple(sorted(found, key=lambda one: (one.weight, one.rule.id))) for other, found in reached.items()
        }

    def facts(self, name: str, topic: Topic) -> list[Fact]:
        """The thing's facts on a topic, else those of its nearest class that has any."""
        for ancestor in self._ancestors[name]:
            if found := self._facts.get((ancestor, topic)):
                return found
        return []

    def essentials(self, name: str) -> list[Essential]:
        """What no answer on the thing should leave out, else on its nearest class that has any such."""
        found = (self._essentials[above] for above in self._ancestors[name] if above in self._essentials)
        return next(found, [])

    def facts_on_both(self, a: str, b: str, topic: Topic) -> list[Fact]:
        """The facts that are about two things at once; classes stand for their members, the nearest first."""
        for above_a in self._ancestors[a]:
            for above_b in self._ancestors[b]:
                if found := self._on_both.get((above_a, above_b, topic)):
                    return found
        return []

    def own_facts(self, name: str, topic: Topic) -> list[Fact]:
        """The facts written for exactly this thing."""
        return self._facts.get((name, topic), [])

    def general_facts(self, topic: Topic) -> list[Fact]:
        """The facts on a topic that are about no thing in particular."""
        return self._facts.get(("", topic), [])

    @cached_property
    def spoken_of(self) -> Counter[str]:
        """How many rules name each thing."""
        return Counter(name for rule in self.interactions.values() for name in set(rule.between))

    @cached_property
    def told(self) -> Mapping[str, Told]:
        """Every fact by its key, each sentence once, with all that it is told of."""
        found: dict[str, Told] = {}
        for name, facts in self._facts_by_subject():
            for fact in facts:
                of = found[key_of(fact)].of if key_of(fact) in found else ()
                found[key_of(fact)] = Told(fact, (*of, name) if name and name not in of else of)
        return found

    def _facts_by_subject(self) -> Iterator[tuple[str, Iterable[Fact]]]:
        for (name, _), facts in self._facts.items():
            yield name, facts
        for fact in self.for_whom:
            for name in fact.about:
                yield name, (fact,)
        for faq in self.faq.values():
            yield f"faq/{faq.id}", faq.facts

    @cached_property
    def all_facts(self) -> list[Fact]:
        """Every fact of every thing, of the facts lists and of the FAQ."""
        own = [fact for facts in self._facts.values() for fact in facts]
        return own + self.for_whom + [fact for faq in self.faq.values() for fact in faq.facts]


def is_for_whom(knowledge: Knowledge, fact: Fact) -> bool:
    """Whether a choice is one for somebody, or for two needs of theirs: it is told of neither alone."""
    kinds = [knowledge.things[name].kind for name in fact.about]
    return fact.topic == "choice" and len(kinds) > 1 and any(kind in _OF_A_PERSON for kind in kinds)
