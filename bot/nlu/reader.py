"""Reads what a message names: things by canonical id, their attributes, times of day, traits of a person.

Built from the knowledge files on a blank spaCy pipeline. Matching is by whole words, so that `ha` is never found in
`what`; spelling is repaired only for words that nobody knows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Thing
from bot.nlu.attributes import set_alternatives, set_attributes, with_forms
from bot.nlu.cream import apart, creams
from bot.nlu.ellipsis import kinds, shared
from bot.nlu.everyday import mended
from bot.nlu.names import nameable, names
from bot.nlu.negation import denied, lacked, negated
from bot.nlu.oil import face_oils
from bot.nlu.persons import OTHERS, SELF, ages, only_mentions_child, tells_of_oneself, whom
from bot.nlu.reading import Mention, Reading
from bot.nlu.skins import bare_skins, further_skins, of_something_else
from bot.nlu.spelling import Spelling
from bot.nlu.times import MOMENTS, PER_WEEK, days, moment_of, per_week, set_moments
from bot.nlu.tokens import WORD, WordTokenizer, script

LONGEST = 4000
"""Characters of a message that are read. What lies beyond is not a question any more."""

_FORMS = ("serum", "toner", "cleanser", "moisturiser", "essence")
_DENIED = re.compile(
    r"(?:\b(?:not|no|never|dont|non|nor|quit|stopped|gave up)|n't)[ -](?:(?:really|even|a|an|any|or) )*$"
)
"""What stands before a circumstance that is none: `I don't smoke`."""
_ANOTHER = frozenset(("other", "another", "different", "any", "more", "second", "both", "two", "denatured", "drying"))
_THING_KINDS = ("ingredient", "class", "mask", "product", "tool")


_YEARS = re.compile(r"\b(\d{1,2})(y(?:ea)?rs?)\b", re.IGNORECASE)
"""`11yr` is two words."""


def clean(text: str) -> str:
    """The text as it is read: compatibility characters folded, control characters out, quotes straight, not endless."""
    text = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).replace("’", "'").replace("`", "'")
    text = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") else char for char in text)
    text = _YEARS.sub(r"\1 \2", text)
    return re.sub(r"\s+", " ", text).strip()[:LONGEST]


class Reader:
    """Finds things in text. `vocabulary` holds ordinary words that must not be taken for misspelt things."""

    def __init__(self, knowledge: Knowledge, vocabulary: Iterable[str] = ()) -> None:
        self.knowledge = knowledge
        self.nlp = spacy.blank("en")
        self.nlp.tokenizer = WordTokenizer(self.nlp.vocab)
        self.matcher = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        called = names(knowledge)
        for name, variants in called.items():
            self.matcher.add(name, [self.nlp.make_doc(variant) for variant in variants])
        tokens = {
            variant: [token.text for token in self.nlp.make_doc(variant)]
            for each in called.values()
            for variant in each
        }
        self._kinds = kinds(knowledge, called, tokens)
        self._form_words = {
            variant: name for name in _FORMS if name in called for variant in called[name] if variant.isalpha()
        } | {"cream": "moisturiser", "lotion": "moisturiser"}
        self.spelling = Spelling(
            (word for variants in called.values() for variant in variants for word in WORD.findall(variant)),
            (*(word.lower() for word in vocabulary), *MOMENTS, *PER_WEEK),
        )
        self._said_as = {
            thing.id: [re.compile(rf"\b(?:{pattern})\b") for pattern in thing.said_as]
            for thing in nameable(knowledge)
            if thing.said_as or thing.ages
        }
        # Looked for beside the names, not among them: the sunscreen of `no sunscreen` stays a thing.
        self._circumstances = {
            thing.id: re.compile(
                rf"\b(?:{'|'.join((*map(re.escape, (thing.name, *thing.aliases)), *thing.said_as))})\b"
            )
            for thing in knowledge.things.values()
            if thing.kind == "circumstance"
        }

    def spelled(self, text: str) -> str:
        """The text in small letters with slips of the pen mended: those of everyday words, then those of names."""
        return WORD.sub(lambda match: self._mended(match.group()), text.lower())

    def _mended(self, word: str) -> str:
        return self.spelling.repaired(word if word in self.spelling.of_names else mended(word))

    def read(self, text: str) -> Reading:
        """The reading of a text, as `clean` leaves it. Never raises on any text."""
        plain = WORD.sub(lambda match: self.spelling.repaired(match.group()), text.lower())
        foreign = self.spelling.is_foreign(WORD.findall(plain))
        # `hace` is Spanish before it is a slip for `have`.
        doc = self.nlp.make_doc(plain if foreign else self.spelled(text))
        words = [token.text for token in doc]
        mentions = self._with_bare_names(self._mentions(doc), words)
        named = [mention for mention in mentions if mention.kind in _THING_KINDS]
        things = with_forms(_without_absent(self._without_glosses(named, words), words, mentions), words)
        free = list(words)
        for mention in named:
            if mention.like:  # The PM of a product's name is no time of day.
                free[mention.start : mention.end] = [""] * (mention.end - mention.start)
        reading = Reading(
            things=[mention for mention, _ in things],
            traits=[
                mention
                for mention in mentions
                if mention.kind not in _THING_KINDS and not of_something_else(words, mention)
            ],
            moment=moment_of(free),
            per_week=per_week(words),
            days=days(words),
            about_self=bool(SELF & set(words)) and not OTHERS & set(words),
            script="other" if foreign else script(text),
            known_words=sum(self.spelling.is_heard(word) for word in words if word.isalpha()),
            words=words,
        )
        told = self._told_of(words, {trait.id for trait in reading.traits})
        reading.traits += told
        # `five months along` is said of oneself, without an I.
        reading.about_self = reading.about_self or (bool(told) and not OTHERS & set(words))
        starts_with_state = any(trait.kind == "state" and trait.start < 1 for trait in reading.traits)
        reading.about_self = reading.about_self or (starts_with_state and not OTHERS & set(words))
        reading.about_self = reading.about_self or tells_of_oneself(words, reading.traits)
        reading.traits = [trait for trait in reading.traits if not self._is_over(trait.id, reading.days)]
        if only_mentions_child(words):
            reading.traits = [trait for trait in reading.traits if trait.id != "state.child"]
        reading.whom = "" if tells_of_oneself(words, reading.traits) else whom(words)
        reading.denied = denied(words, reading)
        reading.traits += further_skins(words, reading.traits, self.knowledge.things)
        set_attributes(things, words)
        set_moments(things, free)
        set_alternatives([mention for mention, _ in things], words)
        if not reading.things and not reading.traits and len(words) <= 4:
            reading.traits = bare_skins(words, self.knowledge.things)
        said = text.lower()
        reading.circumstances = [
            name
            for name, pattern in self._circumstances.items()
            if any(not _DENIED.search(said[: match.start()]) for match in pattern.finditer(said))
        ]
        reading.strange = [word for word in words if self._is_strange(word)]
        reading.unknown = list(self._unknown(words, things))
        return reading

    def _mentions(self, doc: Doc) -> list[Mention]:
        spans = filter_spans([Span(doc, start, end, label=match) for match, start, end in self.matcher(doc)])
        found = []
        words = [token.text for token in doc]
        for span in spans:
            thing = self.knowledge.things[span.label_]
            like = self._sort_of(thing)
            found.append(
                Mention(
                    like=like,
                    like_kind=self.knowledge.things[like].kind if like else "",
                    form=self._form_words.get(span[-1].text, "") if thing.kind in ("ingredient", "class") else "",
                    id=thing.id,
                    text=span.text,
                    start=span.start,
                    end=span.end,
                    kind=thing.kind,
                    negated=negated(_outside(words, spans, span), span.start, span.end)
                    or (thing.kind not in _THING_KINDS and lacked(words, span.start, span.end, thing.id)),
                )
            )
        return found

    def _with_bare_names(self, mentions: list[Mention], words: list[str]) -> list[Mention]:
        bare = (*face_oils(words, mentions), *shared(words, mentions, self._kinds))
        found = sorted((*mentions, *bare), key=lambda mention: mention.start)
        if not any(mention.kind in _THING_KINDS for mention in mentions):
            return found
        steps = sorted((*found, *creams(words, found)), key=lambda mention: mention.start)
        return apart(words, steps)

    def _told_of(self, words: list[str], known: set[str]) -> list[Mention]:
        """States that are said in other words than by their names: `20 weeks along`, `my son turns 12`."""
        said = " ".join(words)
        told = ages(said)
        found = []
        for name, patterns in self._said_as.items():
            match = next((match for pattern in patterns if (match := pattern.search(said))), None)
            span = self.knowledge.things[name].ages
            aged = span is not None and any(span[0] <= age <= span[1] for age in told)
            if name not in known and (match is not None or aged):
                at = len(said[: match.start()].split()) if match is not None else len(words)
                text = match.group() if match is not None else ""
                kind = self.knowledge.things[name].kind
                found.append(Mention(id=name, text=text, start=at, end=at, kind=kind))
        return found

    def _is_over(self, name: str, days: float | None) -> bool:
        over_after = self.knowledge.things[name].over_after
        return over_after is not None and days is not None and days > over_after

    def _sort_of(self, thing: Thing) -> str:
        """What a product with a name of its own is first of all: an active, or a cleanser; "" for any other thing."""
        own_name = thing.kind == "product" and thing.mass and thing.is_a
        return thing.is_a[0] if own_name and thing.name[:1].isupper() else ""

    def _without_glosses(self, mentions: list[Mention], words: list[str]) -> list[Mention]:
        """`salicylic acid (BHA)` is one thing with its class for explanation."""
        kept: list[Mention] = []
        for mention in mentions:
            before = kept[-1] if kept else None
            if self._is_held(mention, mentions) or self._is_said_again(mention, mentions, words):
                continue
            if before is not None and words[before.end : mention.start] in ([], ["("], ["-"]):
                if before.id != mention.id and self.knowledge.is_a(before.id, mention.id):
                    continue
                if before.kind == "class" and self.knowledge.is_a(mention.id, before.id):
                    kept.pop()
            kept.append(mention)
        return kept

    def _is_said_again(self, mention: Mention, mentions: Sequence[Mention], words: list[str]) -> bool:
        """Whether a bare `acids` or `alcohol` means what was named in full: `peptides with lactic acid, do acids …`."""
        if mention.end - mention.start != 1 or words[mention.start - 1] in _ANOTHER:
            return False
        if mention.kind not in ("class", "ingredient", "mask"):
            return False
        if mention.kind == "class" and len(mentions) < 3:
            return False  # `azelaic acid with acids` asks about both.
        before = [other for other in mentions if other.end <= mention.start]
        said = mention.text.removesuffix("s")
        in_full = [
            other
            for other in before
            if other.end - other.start > 1 and words[other.end - 1].removesuffix("s") == said
        ]
        if mention.kind == "ingredient":  # A product of the market that is called so is another thing.
            return any(other.kind == "ingredient" for other in in_full)
        several = mention.text.endswith("s") and mention.kind == "class"
        return any(self.knowledge.is_a(other.id, mention.id) for other in (before if several else in_full))

    def _is_held(self, mention: Mention, mentions: Sequence[Mention]) -> bool:
        """Whether a class is only said of a product that is named too: `the red peel, the 30% AHA 2% BHA one`."""
        held = [name for other in mentions if other is not mention for name in self.knowledge.things[other.id].contains]
        return mention.kind == "class" and any(self.knowledge.is_a(name, mention.id) for name in held)

    def _unknown(self, words: list[str], things: Sequence[tuple[Mention, tuple[int, int]]]) -> Iterator[str]:
        """Unheard words right before a product's name: `zorbatrol serum`."""
        for mention, (start, _) in things:
            if mention.kind in ("mask", "product") and start > 0:
                word = words[start - 1]
                if self._is_strange(word):
                    yield word

    def _is_strange(self, word: str) -> bool:
        return len(word) >= 5 and word.isalpha() and not self.spelling.is_known(word)


def _without_absent(named: list[Mention], words: list[str], mentions: Sequence[Mention]) -> list[Mention]:
    """The things without what something else is said to be free of: the scent of `fragrance-free cleanser`."""
    kept = [mention for mention in named if not _is_absent(mention, words)]
    return kept if kept or any(mention.kind not in _THING_KINDS for mention in mentions) else named


def _is_absent(mention: Mention, words: list[str]) -> bool:
    behind = words[mention.end : mention.end + 3]
    free = behind[1:] if behind[:1] == ["-"] else behind
    return mention.kind in ("ingredient", "class") and free[:1] == ["free"] and free[1:2] not in (["of"], ["from"])


def _outside(words: list[str], spans: Sequence[Span], but: Span) -> list[str]:
    """The words without those of other names: the drop of `vitamin drop` leaves nothing out."""
    named = {at for span in spans if span is not but for at in range(span.start, span.end)}
    return ["" if at in named else word for at, word in enumerate(words)]
