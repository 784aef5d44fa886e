"""The knowledge as one immutable object that answers look-ups."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property

from bot.knowledge.model import Fact, Faq, File, Interaction, RedFlag, Slot, Source, Thing, Topic


class Knowledge:
    """Look-ups over the content of the knowledge files, which `bot.knowledge.files.load` has checked."""

    def __init__(self, content: File) -> None:
        self.things: Mapping[str, Thing] = {thing.id: thing for thing in content.things}
        self.sources: Mapping[str, Source] = {source.id: source for source in content.sources}
        self.slots: Mapping[str, Slot] = {slot.id: slot for slot in content.slots}
        self.faq: Mapping[str, Faq] = {faq.id: faq for faq in content.faq}
        self.red_flags: tuple[RedFlag, ...] = content.red_flags
        self.interactions: Mapping[str, Interaction] = {entry.id: entry for entry in content.interactions}
        self._between: dict[tuple[str, str], list[Interaction]] = defaultdict(list)
        for interaction in content.interactions:
            for pair in {interaction.between, interaction.between[::-1]}:
                self._between[pair].append(interaction)
        self._facts: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for thing in content.things:
            for fact in thing.facts:
                self._facts[thing.id, fact.topic].append(fact)
        for fact in content.facts:
            for name in fact.about or ("",):
                self._facts[name, fact.topic].append(fact)
        self._ancestors = {name: self._climb(name) for name in self.things}

    def _climb(self, start: str) -> dict[str, int]:
        distances = {start: 0}
        queue = [start]
        for name in queue:
            for parent in self.things[name].is_a:
                if parent not in distances:
                    distances[parent] = distances[name] + 1
                    queue.append(parent)
        return distances

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

    def facts(self, name: str, topic: Topic) -> list[Fact]:
        """The thing's facts on a topic, else those of its nearest class that has any."""
        for ancestor in self._ancestors[name]:
            if found := self._facts.get((ancestor, topic)):
                return found
        return []

    def facts_on_both(self, a: str, b: str, topic: Topic) -> list[Fact]:
        """The facts that are about two things at once; classes stand for their members, the nearest first."""
        for above_a in self._ancestors[a]:
            for above_b in self._ancestors[b]:
                found = [
                    fact for fact in self._facts.get((above_a, topic), ()) if {above_a, above_b} <= set(fact.about)
                ]
                if found and above_a != above_b:
                    return found
        return []

    def own_facts(self, name: str, topic: Topic) -> list[Fact]:
        """The facts written for exactly this thing."""
        return self._facts.get((name, topic), [])

    def general_facts(self, topic: Topic) -> list[Fact]:
        """The facts on a topic that are about no thing in particular."""
        return self._facts.get(("", topic), [])

    @cached_property
    def all_facts(self) -> list[Fact]:
        """Every fact of every thing, of the facts lists and of the FAQ."""
        own = [fact for facts in self._facts.values() for fact in facts]
        return own + [fact for faq in self.faq.values() for fact in faq.facts]
