"""Reads what a message names: things by canonical id, their attributes, times of day, traits of a person.

Built from the knowledge files on a blank spaCy pipeline. Matching is by whole words, so that `ha` is never found in
`what`; spelling is repaired only for words that nobody knows.
"""

from __future__ import annotations

import importlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Literal

import msgspec
import spacy
from spacy.matcher import PhraseMatcher
from spacy.matcher.levenshtein import levenshtein
from spacy.tokens import Doc, Span
from spacy.util import filter_spans
from spacy.vocab import Vocab
from spellchecker import SpellChecker

from bot.knowledge.base import Knowledge
from bot.knowledge.model import Moment, Thing

LONGEST = 4000
"""Characters of a message that are read. What lies beyond is not a question any more."""

_WORD = re.compile(r"[^\W_]+n't|[^\W_]+|'[^\W\d_]+|[^\w\s]|_")
_SHORTEST_REPAIRED = 4
_COMMON = {"mask", "masks", "serum", "serums", "sheet", "clay", "acid", "oily", "cream", "skin", "retinol", "vitamin"}
"""What a short slip is taken for when it is as near to something else."""

_FORMS = ("serum", "toner", "cleanser", "moisturiser", "essence")
_THING_KINDS = ("ingredient", "class", "mask", "product", "tool")
MOMENTS: dict[str, Moment] = {
    "morning": "morning",
    "mornings": "morning",
    "mornin": "morning",
    "mrng": "morning",
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
_FOREIGN_STOP_WORDS = frozenset(
    word
    for language in ("de", "es", "fr", "it", "nl", "pl", "pt", "sv", "tr")
    for word in importlib.import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    if word.isalpha() and len(word) > 1
)
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
_COPULAS = {"is", "are", "was", "'s", "feels", "seems", "being"}
_BREAKS = {"and", "or", "the", "my", "a", ",", "but", "then"}
_NEGATORS = {
    "not",
    "no",
    "without",
    "except",
    "instead",
    "minus",
    "skip",
    "skipping",
    "drop",
    "dropping",
    "omit",
    "remove",
}
_LEAVING = {"leave", "leaving", "left", "cut", "cutting", "take", "taking", "keep", "keeping"}
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
_BARE_SKIN = {
    "oily": "skin.oily",
    "dry": "skin.dry",
    "combination": "skin.combination",
    "combo": "skin.combination",
    "sensitive": "skin.sensitive",
    "normal": "skin.normal",
    "greasy": "skin.oily",
    "dehydrated": "skin.dehydrated",
}
"""Skin types by their adjective alone, which counts in a very short answer such as `combination` or `dry i think`."""
_HOW_MUCH = frozenset(
    ("very", "really", "super", "so", "quite", "rather", "pretty", "also", "too", "a", "bit", "always")
)
_AFTER_SKIN = frozenset(("at", "in", "and", "but", "too", "as", "on", "so", "which", "what", "skin", "both"))
"""Words that may follow the adjective; of `oily skin and dry hands` only the first is a skin type."""
_WHOSE_SKIN = frozenset(("hers", "his", "theirs", "she", "he"))
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


_NOT_ME = re.compile(r"\b(?:i 'm not|i'm not|im not|i am not|not me|not for me)\b")
_DOUBTED = frozenset(
    (
        *("if", "pretend", "imagine", "suppose", "assume", "hypothetically", "were", "would", "wasn't", "weren't"),
        *("why", "maybe", "might", "unsure", "sure", "know", "think", "probably", "yet", "when", "until"),
    )
)
"""Words beside which a denial is none that may be relied on."""
_AFTER_NOT = frozenset(("really", "actually", "even"))
_FIRST_PERSON = _SELF - {"my"}
_NOBODY_ELSE = frozenset(("baby", "child", "kid", "kids", "customer", "client", "clients", "his", "her"))
"""Words for others that are said of oneself as well: whoever has a baby may be nursing, `her retinol` may be mine."""
_ELSE = _OTHERS - _NOBODY_ELSE | {"him", "hers", "mummy", "mam", "partner", "aunt", "uncle", "cousin", "nan", "gran"}

_FACE_OIL = "face_oil"
_BEFORE_OIL = _BREAKS | {
    "an",
    "after",
    "before",
    "with",
    "+",
    "/",
    "&",
    "use",
    "apply",
    "put",
    "over",
    "does",
    "do",
    "is",
}
_AFTER_OIL = _BREAKS | {
    *("before", "after", "on", "over", "under", "with", "in", "at", "too", "first", "last", "between"),
    *("go", "goes", "come", "comes", "?", ".", "!", "+", "/", "&", ">"),
}
_SEBUM = frozenset(("dirt", "sweat", "excess", "sebum", "shine", "greasy", "produce", "produces", "control", "hair"))


class Mention(msgspec.Struct, kw_only=True):
    """A thing named in a message, with its place in the text (character offsets)."""

    id: str
    text: str
    start: int
    end: int
    kind: str
    like: str = ""
    """For a product of the market the sort of thing it is, whose place it takes in a sentence."""
    like_kind: str = ""
    form: str = ""
    contains: list[str] = []
    attributes: list[str] = []
    negated: bool = False
    either: int = 0
    """Mentions with the same number, not 0, are alternatives."""
    moment: Moment | None = None
    """When it is used, where several times of day are named and this one stands by it."""


class Reading(msgspec.Struct, kw_only=True):
    """Everything that was read off one message or clause."""

    things: list[Mention] = []
    traits: list[Mention] = []
    """Skin types, concerns and states."""
    circumstances: list[str] = []
    """Ids of what was said of climate, work, journeys, a place on the body and the like."""
    unknown: list[str] = []
    """Words that stand where a product's name would and that nobody knows."""
    strange: list[str] = []
    """All words that nobody knows."""
    moment: Moment | None = None
    per_week: float | None = None
    about_self: bool = False
    whom: str = ""
    """The word for somebody else whom the message is about, where it is not about the writer too."""
    denied: list[str] = []
    """Traits that the writer says are not theirs: `I'm not pregnant`, `not me, my sister is`."""
    days: float | None = None
    """For how long, or how long ago: `for two weeks now`, `5 days later`."""
    script: Literal["latin", "other", "none"] = "latin"
    """`other` is another script, or another language."""
    known_words: int = 0
    words: list[str] = []
    original: str = ""
    """An ingredient list as it was sent, line ends included; only of a whole message that is one."""
    on_label: list[str] = []
    """The actives of that list."""


def clean(text: str) -> str:
    """The text as it is read: compatibility characters folded, control characters out, quotes straight, not endless."""
    text = unicodedata.normalize("NFKC", text[: 2 * LONGEST]).replace("’", "'").replace("`", "'")
    text = "".join(" " if unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp") else char for char in text)
    return re.sub(r"\s+", " ", text).strip()[:LONGEST]


@cache
def english_words() -> frozenset[str]:
    """The words of an English dictionary, read once."""
    return frozenset(SpellChecker(language="en").word_frequency.dictionary)


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
        names = _names(knowledge)
        for name, variants in names.items():
            self.matcher.add(name, [self.nlp.make_doc(variant) for variant in variants])
        self._form_words = {
            variant: name for name in _FORMS if name in names for variant in names[name] if variant.isalpha()
        } | {"cream": "moisturiser", "lotion": "moisturiser"}
        self.alias_words = {
            word
            for variants in names.values()
            for variant in variants
            for word in _WORD.findall(variant)
            if len(word) >= _SHORTEST_REPAIRED and word.isalpha()
        }
        self._names_by_start: dict[tuple[str, int], list[str]] = {}
        for word in sorted(self.alias_words):
            self._names_by_start.setdefault((word[0], len(word)), []).append(word)
        self.vocabulary = self.alias_words | {word.lower() for word in vocabulary} | MOMENTS.keys() | _PER_WEEK.keys()
        self._said_as = {
            thing.id: [re.compile(rf"\b(?:{pattern})\b") for pattern in thing.said_as]
            for thing in _nameable(knowledge)
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
        self.foreign = _FOREIGN_STOP_WORDS - self.nlp.Defaults.stop_words - self.vocabulary
        self.english = english_words()

    def read(self, text: str) -> Reading:
        """The reading of a text, as `clean` leaves it. Never raises on any text."""
        doc = self.nlp.make_doc(self._repaired(text.lower()))
        words = [token.text for token in doc]
        mentions = self._with_oil(self._mentions(doc), words)
        named = [mention for mention in mentions if mention.kind in _THING_KINDS]
        things = _with_forms(self._without_glosses(named, words), words)
        free = list(words)
        for mention in named:
            if mention.like:  # The PM of a product's name is no time of day.
                free[mention.start : mention.end] = [""] * (mention.end - mention.start)
        reading = Reading(
            things=[mention for mention, _ in things],
            traits=[mention for mention in mentions if mention.kind not in _THING_KINDS],
            moment=_moment(free),
            per_week=_per_week(words),
            days=_days(words),
            about_self=bool(_SELF & set(words)) and not _OTHERS & set(words),
            script="other" if self._is_foreign(words) else _script(text),
            known_words=sum(word in self.vocabulary or word in self.english for word in words if word.isalpha()),
            words=words,
        )
        told = self._told_of(words, {trait.id for trait in reading.traits})
        reading.traits += told
        # `five months along` is said of oneself, without an I.
        reading.about_self = reading.about_self or (bool(told) and not _OTHERS & set(words))
        starts_with_state = any(trait.kind == "state" and trait.start < 1 for trait in reading.traits)
        reading.about_self = reading.about_self or (starts_with_state and not _OTHERS & set(words))
        reading.traits = [trait for trait in reading.traits if not self._is_over(trait.id, reading.days)]
        reading.whom = _whom(words)
        reading.denied = _denied(words, reading)
        reading.traits += self._further_skins(words, reading.traits)
        _set_attributes(things, words)
        _set_moments(things, free)
        _set_alternatives([mention for mention, _ in things], words)
        if not reading.things and not reading.traits and len(words) <= 4:
            reading.traits = [
                Mention(id=_BARE_SKIN[word], text=word, start=index, end=index + 1, kind="skin")
                for index, word in enumerate(words)
                if word in _BARE_SKIN and _BARE_SKIN[word] in self.knowledge.things
            ]
        said = text.lower()
        reading.circumstances = [name for name, pattern in self._circumstances.items() if pattern.search(said)]
        reading.strange = [word for word in words if len(word) >= 5 and word.isalpha() and not self._is_known(word)]
        reading.unknown = list(self._unknown(words, things))
        return reading

    def _mentions(self, doc: Doc) -> list[Mention]:
        spans = [Span(doc, start, end, label=match) for match, start, end in self.matcher(doc)]
        found = []
        for span in filter_spans(spans):
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
                    negated=_negated([token.text for token in doc], span.start, span.end),
                )
            )
        return found

    def _with_oil(self, mentions: list[Mention], words: list[str]) -> list[Mention]:
        """A bare `oil` among products is a face oil, `toner, serum and oil`; the oil of `sweat and oil` is none."""
        taken = {at for mention in mentions for at in range(mention.start, mention.end)}
        named = any(mention.kind in _THING_KINDS for mention in mentions)
        found = [
            Mention(id=_FACE_OIL, text=word, start=at, end=at + 1, kind="product")
            for at, word in enumerate(words)
            if word in ("oil", "oils") and at not in taken and named and _is_product(words, at)
        ]
        return sorted([*mentions, *found], key=lambda mention: mention.start) if found else mentions

    def _told_of(self, words: list[str], known: set[str]) -> list[Mention]:
        """States that are said in other words than by their names: `20 weeks along`, `my son turns 12`."""
        said = " ".join(words)
        ages = [_age(match) for match in _AGE.finditer(said) if not said[: match.start()].rstrip().endswith("since")]
        found = []
        for name, patterns in self._said_as.items():
            match = next((match for pattern in patterns if (match := pattern.search(said))), None)
            span = self.knowledge.things[name].ages
            aged = span is not None and any(age is not None and span[0] <= age <= span[1] for age in ages)
            if name not in known and (match is not None or aged):
                at = len(said[: match.start()].split()) if match is not None else len(words)
                text = match.group() if match is not None else ""
                found.append(Mention(id=name, text=text, start=at, end=at, kind="state"))
        return found

    def _further_skins(self, words: list[str], traits: Sequence[Mention]) -> list[Mention]:
        """Skin types said by an adjective beside another, `my skin is oily and dry`, or of a person: `hers is dry`."""
        ends = {trait.end for trait in traits if trait.kind == "skin"}
        found = []
        for at, word in enumerate(words):
            skin = _BARE_SKIN.get(word)
            before = at
            while before and words[before - 1] in _HOW_MUCH:
                before -= 1
            ends_there = not words[at + 1 : at + 2] or words[at + 1] in _AFTER_SKIN or not words[at + 1].isalpha()
            joined = ends_there and before and words[before - 1] in ("and", "but", "yet", "&") and before - 1 in ends
            owned = before > 1 and words[before - 1] in _COPULAS and words[before - 2] in _WHOSE_SKIN
            if skin in self.knowledge.things and (joined or owned) and all(trait.id != skin for trait in traits):
                found.append(Mention(id=str(skin), text=word, start=at, end=at + 1, kind="skin"))
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
            if before is not None and words[before.end : mention.start] in ([], ["("], ["-"]):
                if before.id != mention.id and self.knowledge.is_a(before.id, mention.id):
                    continue
                if before.kind == "class" and self.knowledge.is_a(mention.id, before.id):
                    kept.pop()
            kept.append(mention)
        return kept

    def _repaired(self, text: str) -> str:
        return _WORD.sub(lambda match: self.spelling(match.group()), text)

    def spelling(self, word: str) -> str:
        """The word, or the name's word that it is a slip for. Words that are English or long known stay as they are."""
        if len(word) < _SHORTEST_REPAIRED or not (word.isascii() and word.isalpha()) or self._is_known(word):
            return word
        allowed = 1 if len(word) < 8 else 2
        near = []
        lengths = range(len(word) - allowed, len(word) + allowed + 1)
        for candidate in (name for length in lengths for name in self._names_by_start.get((word[0], length), ())):
            distance = 1 if _swapped(word, candidate) else levenshtein(word, candidate, allowed)
            if distance <= allowed:
                near.append((distance, candidate not in _COMMON, candidate))
        return min(near)[-1] if near else word

    def _is_known(self, word: str) -> bool:
        return (
            word in self.vocabulary
            or word in self.english
            or word.rstrip("s") in self.vocabulary
            or f"{word[:-1]}'{word[-1]}" in self.english
        )

    def _is_foreign(self, words: list[str]) -> bool:
        """Whether the text is in another language: hardly a word is English, and some are known from elsewhere."""
        spoken = [word for word in words if word.isalpha() and len(word) > 1]
        unheard = [word for word in spoken if not self._is_known(word) or word in self.foreign]
        foreign = sum(word in self.foreign for word in spoken)
        named = any(word in self.alias_words for word in spoken)
        return len(spoken) >= 3 and len(unheard) >= 0.55 * len(spoken) and (foreign >= 2 or (foreign > 0 and named))

    def _unknown(self, words: list[str], things: Sequence[tuple[Mention, tuple[int, int]]]) -> Iterator[str]:
        """Unheard words right before a product's name: `zorbatrol serum`."""
        for mention, (start, _) in things:
            if mention.kind in ("mask", "product") and start > 0:
                word = words[start - 1]
                if len(word) >= 5 and word.isalpha() and not self._is_known(word):
                    yield word


def _names(knowledge: Knowledge) -> dict[str, list[str]]:
    """Everything each thing may be called. A label name that is someone's everyday name is left to that one (BHA)."""
    claimed = {alias.lower() for thing in _nameable(knowledge) for alias in (thing.name, *thing.aliases)}
    return {
        thing.id: [
            variant
            for name in (
                thing.name,
                *thing.aliases,
                *_the_one(thing),
                *(inci for inci in thing.inci if inci.lower() not in claimed),
            )
            for variant in _variants(name)
        ]
        for thing in _nameable(knowledge)
    }


def _nameable(knowledge: Knowledge) -> list[Thing]:
    return [thing for thing in knowledge.things.values() if thing.kind != "circumstance"]


def _the_one(thing: Thing) -> Iterator[str]:
    """`a peel-off one`, where masks are talked about."""
    if thing.kind == "mask" and thing.name.endswith(" mask"):
        yield thing.name.removesuffix("mask") + "one"


def _variants(name: str) -> Iterator[str]:
    """How a name may be typed: with hyphens, written together, in the plural."""
    name = unicodedata.normalize("NFKC", name).lower().replace("’", "'")
    spellings = {name, name.replace("-", " "), name.replace(" ", "-")}
    parts = name.replace("-", " ").split()
    if len(parts) == 2 and len(name) >= 4:
        spellings.add("".join(parts))
    for spelling in spellings:
        yield spelling
        if spelling[-1].isalpha() and not spelling.endswith("s") and len(spelling) > 2:
            yield spelling + "s"


def _swapped(word: str, candidate: str) -> bool:
    """Whether two neighbouring letters were typed in the wrong order: `maks`."""
    differing = [index for index, (a, b) in enumerate(zip(word, candidate, strict=False)) if a != b]
    return (
        len(word) == len(candidate)
        and len(differing) == 2
        and differing[1] == differing[0] + 1
        and word[differing[0]] == candidate[differing[1]]
        and word[differing[1]] == candidate[differing[0]]
    )


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


def _set_alternatives(mentions: list[Mention], words: list[str]) -> None:
    """`vitamin c with AHA/BHA` asks about either acid; `retinol or vitamin c` alone asks about both."""
    if len(mentions) < 3:
        return
    for number, (one, other) in enumerate(pairwise(mentions), 1):
        if words[one.end : other.start] in (["/"], ["or"]):
            one.either = other.either = one.either or number


def _set_attributes(things: Sequence[tuple[Mention, tuple[int, int]]], words: list[str]) -> None:
    """Gives `rich`, `light`, `thick` and `thin` to the mask or serum that they are said of."""
    for index, word in enumerate(words):
        near = []
        for mention, (start, end) in things:
            fitting = _MASK_WORDS if mention.kind == "mask" else _SERUM_WORDS
            if word not in fitting or mention.kind not in ("mask", "product", "ingredient") or start <= index < end:
                continue
            # `a rich mask` before `the mask is rich` before anything further off.
            if index < start:
                between, far = words[index + 1 : start], start - index
                rank = 0 if len(between) <= 1 and not _BREAKS & set(between) else 2
            else:
                between, far = words[end:index], index - end + 1
                rank = 1 if not between or _COPULAS & set(between) else 2
            near.append((rank, far, start, mention, fitting[word]))
        if near:
            _, far, _, mention, value = min(near, key=lambda entry: entry[:3])
            if far <= 6 and value not in mention.attributes:
                mention.attributes = [*mention.attributes, value]


def _is_product(words: list[str], at: int) -> bool:
    before, after = words[at - 1] if at else "", words[at + 1] if at + 1 < len(words) else ""
    of_skin = _SEBUM & set(words[max(0, at - 3) : at + 3])
    return (before in _BEFORE_OIL or not before) and (after in _AFTER_OIL or not after) and not of_skin


def _negated(words: list[str], start: int, end: int) -> bool:
    """Whether a thing is named to be left out: `not the retinol`, `leave out the vitamin C`, `take the clay off`."""
    before = words[max(0, start - 2) : start]
    if words[max(0, start - 4) : start][-4:-1] == ["yes", "or", "no"] or words[max(0, start - 3) : start] == [
        "yes",
        "or",
        "no",
    ]:
        return False  # `yes or no, retinol with acid` leaves nothing out.
    leaving = _LEAVING & set(words[max(0, start - 4) : start])
    leaving_out = leaving and (
        "out" in before or (words[end : end + 1] == ["out"] and words[end + 1 : end + 2] != ["of"])
    )
    return bool(leaving_out) or any(word in _NEGATORS for word in before)


def _whom(words: list[str]) -> str:
    """The word for somebody else whom a message is about, `my sister is pregnant`; "" if it may be about the writer.

    A state that is taken for another's is not heeded for the writer, so that any `I`, and a `my` with anything but that
    person behind it, leaves it to the writer.
    """
    said = _NOT_ME.sub("", " ".join(words)).split()
    if said[:2] in (["i", "meant"], ["i", "mean"]) or said[1:3] in (["i", "meant"], ["i", "mean"]):
        said = said[2:]
    own = any(word in _FIRST_PERSON for word in said) or any(
        word == "my" and (after not in _ELSE) for word, after in pairwise((*said, ""))
    )
    return "" if own else next((word for word in said if word in _ELSE), "")


def _denied(words: list[str], reading: Reading) -> list[str]:
    """The traits that a message says the writer has not. Only what is said plainly counts."""
    if _DOUBTED & set(words):
        return []
    if reading.whom and _NOT_ME.search(" ".join(words)):
        return [trait.id for trait in reading.traits]
    before = ((trait.id, [word for word in words[: trait.start] if word not in _AFTER_NOT]) for trait in reading.traits)
    return [name for name, said in before if said[-1:] == ["not"] or said[-2:] == ["no", "longer"]]


def _moments(words: list[str]) -> list[tuple[int, Moment]]:
    return [
        (index, MOMENTS[word])
        for index, word in enumerate(words)
        if word in MOMENTS and not (word == "am" and index and words[index - 1] in _NO_AM)
    ]


def _moment(words: list[str]) -> Moment | None:
    found = {moment for _, moment in _moments(words)}
    return found.pop() if len(found) == 1 else None


def _set_moments(things: Sequence[tuple[Mention, tuple[int, int]]], words: list[str]) -> None:
    """`vitamin c in the morning and retinol at night`: where both times are named, each thing has the one beside it."""
    named = _moments(words)
    if len(things) < 2 or len({moment for _, moment in named}) < 2:
        return
    first_thing, first_moment = things[0][1][0], named[0][0]
    for mention, (start, end) in things:
        if first_moment < first_thing:
            before = [moment for index, moment in named if index < start]
            mention.moment = before[-1] if before else None
        else:
            after = [moment for index, moment in named if index >= end]
            mention.moment = after[0] if after else None


def _per_week(words: list[str]) -> float | None:
    """How often a week, from `4 times a week`, `every night`, `daily`, `twice a day`; None when nothing is said."""
    for index, word in enumerate(words):
        if word not in _PER_WEEK:
            continue
        count: float = 1
        before = words[max(0, index - 4) : index]
        if {"many", "often"} & set(before) and "how" in words[max(0, index - 6) : index]:
            continue  # Asked, not said.
        if word in ("daily", "nightly", "everyday", "weekly"):
            pass
        elif not before or before[-1] not in ("a", "per", "every", "each", "/", "the", "x", "times", "other"):
            continue
        elif before[-1] == "other":
            count = 0.5
        for place, said in enumerate(before):
            if before[place + 1 : place + 2] in (["%"], ["."]):
                continue
            if said.isdigit():
                count = min(int(said), 50)
            elif said.rstrip("x").isdigit():
                count = int(said.rstrip("x"))
            elif said in _NUMBERS and _NUMBERS[said] > 1:
                count = _NUMBERS[said]
        return count * _PER_WEEK[word]
    return None


_AGE_WORDS = ("five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen")
_AGES = {word: age for age, word in enumerate((*_AGE_WORDS, "sixteen", "seventeen"), 5)}
_NO_AGE = (
    "%|weeks?|wks?|months?|days?|hours?|hrs?|mins?|minutes?|times|mg|ml|x|steps|out|of|percent|euros?|dollars?|pounds?"
    "|products?|years? (?:in|into|on)"
)
_AGE = re.compile(
    r"\b(?:(?P<turns>turn(?:s|ing)?|about to be|nearly|almost)|i ?'?m|i am|is|aged?|she ?'?s|he ?'?s|who'?s)"
    rf"\s+(?:only |just )?(?P<age>\d{{1,2}}|{'|'.join(_AGES)})\b(?!\s*(?:{_NO_AGE}))"
    r"|^(?P<bare>1[0-7]|[5-9])(?=(?: y| yrs)? ?,)"
    r"|\b(?P<birthday>\d{1,2}) ?th birthday|\byear (?P<school>[1-9]|1[0-3])\b(?! of| in| on)"
)
"""A person's age in years, as `i'm 12`, `turns 13`, `13th birthday` and the school year of the UK tell it."""


def _age(match: re.Match[str]) -> int | None:
    if match["school"]:
        return int(match["school"]) + 5
    if match["birthday"]:
        return int(match["birthday"]) - 1
    said = match["age"] or match["bare"]
    age = int(said) if said.isdigit() else _AGES[said]
    return age - 1 if match["turns"] else age


_DAYS = {"day": 1, "night": 1, "week": 7, "wk": 7, "month": 30, "mth": 30, "year": 365, "yr": 365}
_SPANS = {"for", "since", "ago", "later", "last", "past", "after", "still", "over", "now", "been", "keep", "keeps"}


def _days(words: list[str]) -> float | None:
    """How long something has lasted, from `for three days`, `since last week`, `5 days later`; None if not said."""
    for index, word in enumerate(words):
        length = _DAYS.get(word.removesuffix("s"))
        if length is None or not _SPANS & set(words[max(0, index - 4) : index + 3]):
            continue
        before = words[index - 1] if index else ""
        if before in ("a", "per", "every", "each", "times", "other", "x", "the"):
            continue
        count = int(before) if before.isdigit() else _NUMBERS.get(before, 2 if word.endswith("s") else 1)
        return float(min(count, 1000) * length)
    return None


def _script(text: str) -> Literal["latin", "other", "none"]:
    letters = [char for char in text if char.isalpha()]
    if not letters:
        return "none"
    latin = sum("LATIN" in unicodedata.name(char, "") for char in letters)
    return "latin" if latin * 2 >= len(letters) else "other"
