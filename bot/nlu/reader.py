"""Reads what a message names: things by canonical id, their attributes, times of day, traits of a person.

Built from the knowledge files on a blank spaCy pipeline. Matching is by whole words, so that `ha` is never found in
`what`; spelling is repaired only for words that nobody knows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

import msgspec
import spacy
from spacy.matcher import PhraseMatcher
from spacy.matcher.levenshtein import levenshtein
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Moment, Thing

LONGEST = 4000
"""Characters of a message that are read. What lies beyond is not a question any more."""

_WORD = re.compile(r"[^\W_]+n't|[^\W_]+|'[^\W\d_]+|[^\w\s]|_")
_THING_KINDS = ("ingredient", "class", "mask", "product", "tool")
_MOMENTS: dict[str, Moment] = {
    "morning": "morning",
    "mornings": "morning",
    "am": "morning",
    "daytime": "morning",
    "daylight": "morning",
    "breakfast": "morning",
    "evening": "evening",
    "evenings": "evening",
    "pm": "evening",
    "night": "evening",
    "nights": "evening",
    "tonight": "evening",
    "nighttime": "evening",
    "nightly": "evening",
    "bed": "evening",
    "bedtime": "evening",
    "nite": "evening",
    "overnight": "evening",
}
_NO_AM = {"i", "who", "what", "where", "how", "why"}
_MASK_WORDS = {
    "rich": "rich",
    "nourishing": "rich",
    "creamy": "rich",
    "heavy": "rich",
    "thick": "rich",
    "nutrient": "rich",
    "buttery": "rich",
    "light": "light",
    "lightweight": "light",
    "basic": "light",
    "simple": "light",
    "plain": "light",
    "watery": "light",
}
_SERUM_WORDS = {
    "thick": "thick",
    "heavy": "thick",
    "rich": "thick",
    "viscous": "thick",
    "creamy": "thick",
    "gloopy": "thick",
    "thicker": "thick",
    "heavier": "thick",
    "thin": "thin",
    "watery": "thin",
    "runny": "thin",
    "light": "thin",
    "lightweight": "thin",
    "thinner": "thin",
    "lighter": "thin",
    "liquid": "thin",
}
_NEGATORS = {"not", "no", "without", "except", "instead", "minus"}
_NUMBERS = {
    "once": 1,
    "twice": 2,
    "thrice": 3,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "a": 1,
    "every": 1,
    "each": 1,
    "per": 1,
}
_PER_WEEK = {
    "day": 7,
    "daily": 7,
    "days": 7,
    "night": 7,
    "nights": 7,
    "nightly": 7,
    "everyday": 7,
    "morning": 7,
    "evening": 7,
    "week": 1,
    "weekly": 1,
    "wk": 1,
    "month": 0.25,
}
_SELF = {"i", "i'm", "im", "ive", "i've", "my", "me", "mine", "myself", "id", "'m", "'ve"}
_OTHERS = {
    "daughter",
    "son",
    "sister",
    "brother",
    "mother",
    "mom",
    "mum",
    "dad",
    "wife",
    "husband",
    "girlfriend",
    "boyfriend",
    "friend",
    "kid",
    "kids",
    "child",
    "baby",
    "niece",
    "nephew",
    "customer",
    "client",
    "clients",
    "her",
    "his",
    "she",
    "he",
}


class Mention(msgspec.Struct, kw_only=True):
    """A thing named in a message, with its place in the text (character offsets)."""

    id: str
    text: str
    start: int
    end: int
    kind: str
    form: str = ""
    contains: list[str] = []
    attributes: list[str] = []
    negated: bool = False


class Reading(msgspec.Struct, kw_only=True):
    """Everything that was read off one message or clause."""

    things: list[Mention] = []
    traits: list[Mention] = []
    """Skin types, concerns and states."""
    unknown: list[str] = []
    """Words that stand where a product's name would and that nobody knows."""
    moment: Moment | None = None
    per_week: float | None = None
    about_self: bool = False
    script: Literal["latin", "other", "none"] = "latin"
    known_words: int = 0
    words: list[str] = []


def clean(text: str) -> str:
    """The text as it is read: compatibility characters folded, control characters out, quotes straight, not endless."""
    text = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).replace("’", "'").replace("`", "'")
    text = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") else char for char in text)
    return re.sub(r"\s+", " ", text).strip()[:LONGEST]


class WordTokenizer:
    """spaCy tokenizer that keeps words, contractions in n't and single signs, so that `retinol+bpo` is three tokens."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        found = list(_WORD.finditer(text))
        words = [match.group() for match in found]
        spaces = [match.end() < len(text) and text[match.end()] == " " for match in found]
        return Doc(self.vocab, words=words, spaces=spaces)


class Reader:
    """Finds things in text. `vocabulary` holds ordinary words that must not be taken for misspelt things."""

    def __init__(self, knowledge: Knowledge, vocabulary: Iterable[str] = ()) -> None:
        self.knowledge = knowledge
        self.nlp = spacy.blank("en")
        self.nlp.tokenizer = WordTokenizer(self.nlp.vocab)
        self.matcher = PhraseMatcher(self.nlp.vocab, attr="LOWER")
        names = {thing.id: list(_variants(thing)) for thing in knowledge.things.values()}
        for name, variants in names.items():
            self.matcher.add(name, [self.nlp.make_doc(variant) for variant in variants])
        self.alias_words = {
            word
            for variants in names.values()
            for variant in variants
            for word in _WORD.findall(variant)
            if len(word) >= 5 and word.isalpha()
        }
        self.vocabulary = self.alias_words | {word.lower() for word in vocabulary} | _MOMENTS.keys() | _PER_WEEK.keys()

    def read(self, text: str) -> Reading:
        """The reading of a text, as `clean` leaves it. Never raises on any text."""
        doc = self.nlp.make_doc(self._repaired(text.lower()))
        words = [token.text for token in doc]
        mentions = self._mentions(doc)
        things = _with_forms([mention for mention in mentions if mention.kind in _THING_KINDS], words)
        reading = Reading(
            things=[mention for mention, _ in things],
            traits=[mention for mention in mentions if mention.kind not in _THING_KINDS],
            moment=_moment(words),
            per_week=_per_week(words),
            about_self=bool(_SELF & set(words)) and not _OTHERS & set(words),
            script=_script(text),
            known_words=sum(word in self.vocabulary or word.isdigit() for word in words),
            words=words,
        )
        _set_attributes(things, words)
        reading.unknown = list(self._unknown(words, things))
        return reading

    def _mentions(self, doc: Doc) -> list[Mention]:
        spans = [Span(doc, start, end, label=match) for match, start, end in self.matcher(doc)]
        found = []
        for span in filter_spans(spans):
            thing = self.knowledge.things[span.label_]
            found.append(
                Mention(
                    id=thing.id,
                    text=span.text,
                    start=span.start,
                    end=span.end,
                    kind=thing.kind,
                    negated=_negated([token.text for token in doc], span.start),
                )
            )
        return found

    def _repaired(self, text: str) -> str:
        return _WORD.sub(lambda match: self._spelling(match.group()), text)

    def _spelling(self, word: str) -> str:
        if (
            len(word) < 5
            or not word.isalpha()
            or not word.isascii()
            or word in self.vocabulary
            or word.rstrip("s") in self.vocabulary
        ):
            return word
        allowed = 1 if len(word) < 8 else 2
        near = []
        for candidate in self.alias_words:
            if candidate[0] != word[0] or abs(len(candidate) - len(word)) > allowed:
                continue
            distance = levenshtein(word, candidate, allowed)
            swapped = distance > allowed and sorted(word) == sorted(candidate) and len(word) >= 6
            if distance <= allowed or swapped:
                near.append((distance, candidate))
        return min(near)[1] if near else word

    def _unknown(self, words: list[str], things: Sequence[tuple[Mention, tuple[int, int]]]) -> Iterator[str]:
        """Unheard words right before a product's name: `zorbatrol serum`."""
        for mention, (start, _) in things:
            if mention.kind in ("mask", "product") and start > 0:
                word = words[start - 1]
                if len(word) >= 5 and word.isalpha() and word not in self.vocabulary:
                    yield word


def _variants(thing: Thing) -> Iterator[str]:
    """How a name may be typed: with hyphens, written together, in the plural."""
    names = {thing.name, *thing.aliases, *thing.inci}
    for name in {unicodedata.normalize("NFKC", name).lower().replace("’", "'") for name in names}:
        spellings = {name, name.replace("-", " "), name.replace(" ", "-")}
        parts = name.replace("-", " ").split()
        if len(parts) == 2 and len(name) >= 4:
            spellings.add("".join(parts))
        for spelling in spellings:
            yield spelling
            if spelling[-1].isalpha() and not spelling.endswith("s") and len(spelling) > 2:
                yield spelling + "s"


def _with_forms(mentions: list[Mention], words: list[str]) -> list[tuple[Mention, tuple[int, int]]]:
    """`vitamin c serum` is one thing in a form, `retinol sheet mask` a mask that contains one."""
    result: list[tuple[Mention, tuple[int, int]]] = []
    for mention in mentions:
        place = (mention.start, mention.end)
        if result and mention.kind in ("mask", "product"):
            before, (start, end) = result[-1]
            between = words[end : mention.start]
            if before.kind in ("ingredient", "class") and all(word in "%-" or word.isdigit() for word in between):
                result.pop()
                if mention.kind == "product":
                    merged = msgspec.structs.replace(
                        before, form=mention.id, end=mention.end, text=" ".join(words[start : mention.end])
                    )
                else:
                    merged = msgspec.structs.replace(
                        mention,
                        contains=[*before.contains, before.id],
                        start=start,
                        negated=before.negated,
                        text=" ".join(words[start : mention.end]),
                    )
                result.append((merged, (start, mention.end)))
                continue
        result.append((mention, place))
    return result


def _set_attributes(things: Sequence[tuple[Mention, tuple[int, int]]], words: list[str]) -> None:
    """Gives `rich`, `light`, `thick` and `thin` to the nearest mask or serum; the word before a thing is its own."""
    for index, word in enumerate(words):
        if word not in _MASK_WORDS and word not in _SERUM_WORDS:
            continue
        near = []
        for mention, (start, end) in things:
            fitting = _MASK_WORDS if mention.kind == "mask" else _SERUM_WORDS
            if word in fitting and mention.kind in ("mask", "product", "ingredient") and not start <= index < end:
                before = index < start
                near.append((start - index if before else index - end + 1, not before, start, mention, fitting[word]))
        if near:
            distance, _, _, mention, value = min(near, key=lambda entry: entry[:3])
            if distance <= 6 and value not in mention.attributes:
                mention.attributes = [*mention.attributes, value]


def _negated(words: list[str], start: int) -> bool:
    return any(word in _NEGATORS for word in words[max(0, start - 2) : start])


def _moment(words: list[str]) -> Moment | None:
    found = {
        _MOMENTS[word]
        for index, word in enumerate(words)
        if word in _MOMENTS and not (word == "am" and index and words[index - 1] in _NO_AM)
    }
    return found.pop() if len(found) == 1 else None


def _per_week(words: list[str]) -> float | None:
    """How often a week, from `4 times a week`, `every night`, `daily`, `twice a day`; None when nothing is said."""
    for index, word in enumerate(words):
        if word not in _PER_WEEK:
            continue
        count: float = 1
        before = words[max(0, index - 4) : index]
        if word in ("daily", "nightly", "everyday", "weekly"):
            pass
        elif not before or before[-1] not in ("a", "per", "every", "each", "/", "the", "x", "times", "other"):
            continue
        elif before[-1] == "other":
            count = 0.5
        for said in before:
            if said.isdigit():
                count = min(int(said), 50)
            elif said.rstrip("x").isdigit():
                count = int(said.rstrip("x"))
            elif said in _NUMBERS and _NUMBERS[said] > 1:
                count = _NUMBERS[said]
        return count * _PER_WEEK[word]
    return None


def _script(text: str) -> Literal["latin", "other", "none"]:
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return "none"
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    return "latin" if latin * 2 >= len(letters) else "other"
