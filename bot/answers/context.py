"""What every answer is computed from, and how things are called in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.answers.answer import Answer, citations
from bot.answers.texts import Texts, capital
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Fact, Topic
from bot.rules.compatibility import for_trait
from bot.rules.items import Item, Person

_SPOKEN_WITH_A_VOWEL = "AEFHILMNORSX"
"""Letters whose names begin with a vowel: an LED mask."""


class Context(NamedTuple):
    """Knowledge, sentences and the person an answer is for."""

    knowledge: Knowledge
    texts: Texts
    person: Person

    def name(self, item: Item) -> str:
        """How a thing is called in the middle of a sentence: `vitamin C serum`, `rich clay mask`."""
        if item.product:
            return item.product
        if item.id not in self.knowledge.things:
            return item.name or item.id
        name = self.knowledge.things[item.id].name
        if item.contains and not item.form and self.knowledge.things[item.id].kind == "ingredient":
            return item.name or self.texts.phrase("common.product_with", thing=name)
        contained = [self.knowledge.things[active].name for active in item.contains if active in self.knowledge.things]
        parts = [
            attribute for attribute in item.attributes if self.knowledge.is_a(item.id, "mask") or item.id == "serum"
        ]
        formed = item.form in self.knowledge.things and not self.knowledge.things[item.id].prescription
        form = self.knowledge.things[item.form].name if formed else ""
        return " ".join([*parts[:1], *contained[:1], name, *([form] if form and form not in name else [])])

    def noun(self, item: Item) -> str:
        """The name with its article, where it is something one has one of: `a clay mask`, `an eye cream`, `retinol`."""
        name = self.name(item)
        if item.product:
            return name
        thing = self.knowledge.things.get(item.form or item.id) or self.knowledge.things.get(item.id)
        if thing is None or thing.mass or thing.kind not in ("mask", "product", "tool"):
            return name
        word = name.split()[0]
        vowel = word[0] in _SPOKEN_WITH_A_VOWEL if word.isupper() and len(word) > 1 else word[0].lower() in "aeiou"
        return f"{'an' if vowel else 'a'} {name}"

    def names(self, items: Iterable[Item]) -> str:
        """Several names as `a, b and c`."""
        return self.joined([self.name(item) for item in items])

    def joined(self, words: Sequence[str], *, by: str = "and") -> str:
        """Words as `a, b and c`, or `a, b or c`."""
        if len(words) < 2:
            return "".join(words)
        return f"{', '.join(words[:-1])} {self.texts.say(f'common.{by}').lower()} {words[-1]}"

    def stings(self, item: Item) -> bool:
        """Whether the thing is known to irritate more than a little."""
        return self.knowledge.things[item.id].irritancy in ("medium", "high")

    def is_medicine(self, item: Item) -> bool:
        """Whether it is a prescription medicine, or a drug that is one in most countries."""
        if item.id not in self.knowledge.things:
            return False
        return self.knowledge.things[item.id].prescription or self.knowledge.is_a(item.id, "retinoid_rx")

    def facts(self, item: Item, *topics: Topic) -> list[Fact]:
        """The facts of the first of the topics that the thing, what it contains or its form has any on."""
        names = [name for name in (*item.contains, item.id, item.form) if name in self.knowledge.things]
        if item.id in names and self.knowledge.is_a(item.id, "mask"):
            # How a honey mask is used the mask says; how a retinol mask is, the retinol.
            names.sort(key=lambda name: name != item.id and not self.stings(Item(id=name)))
        for topic in topics:
            for name in names:
                if found := self.knowledge.facts(name, topic):
                    return found
        return []

    def personal_cautions(self, items: Iterable[Item]) -> tuple[str, ...]:
        """What the person's skin and state ask for with these things."""
        found = [
            verdict
            for item in items
            if item.id in self.knowledge.things
            for verdict in for_trait(self.knowledge, item, self.person)
        ]
        return tuple(dict.fromkeys(verdict.rule.says for verdict in found if verdict.rule is not None))

    def from_facts(
        self,
        kind: str,
        facts: Sequence[Fact],
        *,
        headline: str = "",
        items: Sequence[Item] = (),
        cautions: Sequence[str] = (),
        suggestions: Sequence[str] = (),
    ) -> Answer:
        """An answer made of facts: the headline, or else the first fact as one, then the others."""
        says = [fact.says for fact in facts]
        if not headline and says:
            headline, says = says[0], says[1:]
        return Answer(
            kind=kind,
            headline=capital(headline),
            reasons=tuple(says[:3]),
            cautions=tuple(dict.fromkeys((*self.personal_cautions(items), *cautions))),
            sources=citations(self.knowledge, facts[:4]),
            suggestions=tuple(suggestions),
            about=tuple(item.id for item in items),
        )
