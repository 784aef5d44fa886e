"""Finds the shop's own products in a message: by their full names, shortened, and misspelt.

A product is named by words that ordinary messages do not hold: `hydra glow`, `supermud`. Words that stand for things,
skin or times of day weigh nothing, so that a product called “Hydrating Mask” never takes a visitor's `hydrating mask`;
with its brand before it, it is found.
"""

from __future__ import annotations

import heapq
import math
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise, permutations
from typing import NamedTuple

import msgspec
from spacy.matcher.levenshtein import levenshtein

from bot.rules.product import Product

LONGEST = 1000
"""Characters of a message that are searched: what is longer is a story or a list."""

_TOKEN = re.compile(r"[^\W_]+(?:['’´`][^\W_]+)*")
_SIZE = re.compile(
    r"\(?(?<![\w.])\d+(?:[.,]\d+)?\s?(?:x\s?\d+(?:[.,]\d+)?\s?)?(?:ml|g|gr|kg|mg|cl|l|oz|fl\.? ?oz)\b\.?"
    r"(?:\s?/\s?\d+(?:[.,]\d+)?\s?(?:ml|g|oz|fl\.? ?oz))?\)?",
    re.IGNORECASE,
)
_ENOUGH = 1.0
"""Weight of the words from which they name a product."""
_OF_A_KIND = 0.1
_POSSESSIVE = 0.1
_WHOLE = 0.35
_BRAND = 0.8
"""What it adds that the sort of product, a `my` or `your` before it, all of its name or its brand is said."""
_BY_A_SLIP = 0.85
_PER_SLIP = 0.5
_FURTHER = 0.15
"""What each word adds beyond so many that stand side by side as in a name."""
_MANY = 3
_PART, _PART_ALONE = 0.3, 0.6
"""Of what tells a name apart from others how much has to be said with its brand, and without; or so many words."""
_PLAIN = 0.2
_NEAR = 0.4
_BEHIND = 4
"""Words from the first of a name on among which its size may stand, counted from the last."""
_MOST = 4
"""Products of one message, and products that the same words may mean."""
_COMMON = 4000
"""Products of one word from which it finds none by itself."""
_TRIED = 40
_SHORTEST_SLIP = 5
_LONG = 8
_OWN = frozenset(("my", "your", "this", "the", "ur", "new"))
_SMALL = frozenset(
    ("the", "and", "with", "of", "for", "a", "in", "to", "by", "de", "la", "le", "n", "plus", "supersize", "mini")
)
_ALIKE = {
    "mask": ("mask", "masque"),
    "serum": ("serum", "ampoule", "concentrate"),
    "moisturiser": ("cream", "creme", "moisturiser", "moisturizer", "lotion", "balm", "gel", "fluid"),
    "toner": ("toner", "tonic", "mist", "spray"),
    "cleanser": ("cleanser", "wash", "soap", "micellar"),
    "face_oil": ("oil",),
    "scrub": ("scrub", "exfoliator", "polish"),
    "essence": ("essence",),
}
_SORT_OF = {word: sort for sort, words in _ALIKE.items() for word in words}
_FITTING = {
    "moisturiser": ("moisturiser", "sunscreen", "eye_cream"),
    "toner": ("toner", "exfoliating_toner", "essence"),
    "serum": ("serum", "essence", "eye_cream"),
    "essence": ("serum", "essence", "toner"),
    "scrub": ("scrub", "exfoliating_toner", "mask.exfoliating"),
}


class Named(NamedTuple):
    """A product in a text: where it is named (character offsets), and the product.

    Where the words may mean several products of one sort, it is one with their words for a name that holds all that
    any of them holds.
    """

    start: int
    end: int
    product: Product


class _Token(NamedTuple):
    word: str
    start: int
    end: int
    slip: bool = False
    """Whether it may be a slip of the pen, beside words that are right."""


class _Entry(NamedTuple):
    """A product as it is looked for: the words of its name with what each tells, sizes apart."""

    product: Product
    core: str
    """Its name without sizes."""
    words: frozenset[str]
    sizes: frozenset[str]
    brand: frozenset[str]
    own: frozenset[str]
    """The words that are neither the brand's nor small ones."""


class _Run(NamedTuple):
    """Neighbouring words of a message that a product's name holds."""

    first: int
    last: int
    matched: frozenset[str]
    slips: int


class Index:
    """Products by the words of their names. `weight` tells how unlike an ordinary message a word is, from 0 to 1.

    `spelling` gives the word that a slip of the pen was meant for, or the word itself.
    """

    def __init__(
        self,
        products: Iterable[Product],
        weight: Callable[[str], float] = lambda word: 1.0,
        spelling: Callable[[str], str] = lambda word: word,
    ) -> None:
        self._spelling = spelling
        self._weigh = weight
        named = [(product, *_split(product)) for product in products]
        brands = _brands([words for _, _, words, _ in named])
        self.entries = [
            _Entry(
                product,
                core,
                frozenset(words),
                sizes,
                frozenset(words[:brand]),
                frozenset(words[brand:]) - _SMALL or frozenset(words),
            )
            for (product, core, words, sizes), brand in zip(named, brands, strict=True)
            if words
        ]
        self._places: dict[str, list[int]] = defaultdict(list)
        joined: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for number, entry in enumerate(self.entries):
            for word in entry.words:
                self._places[word].append(number)
        for _, _, words, _ in named:
            for one, other in pairwise(words):
                joined[one + other].add((one, other))
        self._weights = {word: weight(word) for word in self._places}
        total = len(self.entries) + 1
        self._rarity = {word: math.log(total / len(places)) + 0.1 for word, places in self._places.items()}
        self._joined = {whole: parts for whole, parts in joined.items() if whole not in self._places}
        self._by_start: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._places:
            if len(word) >= _SHORTEST_SLIP and self._weights[word] > 0:
                self._by_start[word[0], len(word)].append(word)

    def __len__(self) -> int:
        return len(self.entries)

    def find(self, text: str) -> list[Named]:
        """The products that a text names, in its order; none overlap."""
        if not self.entries or len(text) > LONGEST:
            return []
        tokens = list(_tokens(text))
        meant = [self._meant(token.word) for token in tokens]
        for at, (one, other) in enumerate(pairwise(tokens)):
            if (whole := one.word + other.word) in self._places and not meant[at]:  # `super mud`
                meant[at] = meant[at + 1] = (whole,)
        if not any(self._weights[word] for some in meant for word in some):
            return []
        tokens = [token._replace(slip=self._may_be_slip(token.word)) for token in tokens]
        found: list[Named] = []
        while len(found) < _MOST and (best := self._best(tokens, meant)) is not None:
            run, product = best
            start, end = _with_size(text, tokens[run.first].start, tokens[run.last].end)
            found.append(Named(start, end, product))
            for at in range(run.first, run.last + 1):
                meant[at] = ()
        return sorted(found, key=lambda named: named.start)

    def _meant(self, word: str) -> tuple[str, ...]:
        """The words of products that a word of a message may be."""
        if word in self._places:
            return (word,)
        if word in self._joined:
            return tuple(dict.fromkeys(part for parts in self._joined[word] for part in parts))
        if len(word) < _SHORTEST_SLIP or not word.isalpha() or not self._weigh(word) >= 1:
            return ()
        if self._spelling(word) != word:
            return ()
        return tuple(self._slips(word))

    def _may_be_slip(self, word: str) -> bool:
        """A short word that is English, and the name of a thing, is no slip for another."""
        weight = self._weigh(word)
        return weight >= 1 or (weight > 0 and len(word) >= _SHORTEST_SLIP)

    def _slips(self, word: str) -> Iterator[str]:
        allowed = 1 if len(word) < _LONG else 2
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            for known in self._by_start.get((word[0], length), ()):
                if _is_slip(word, known, allowed):
                    yield known

    def _best(self, tokens: Sequence[_Token], meant: Sequence[tuple[str, ...]]) -> tuple[_Run, Product] | None:
        """The product that a text names most surely, and the words that name it."""
        aligned: list[tuple[float, float, _Run, _Entry]] = []
        for number in self._candidates(meant):
            entry = self.entries[number]
            for run in _runs(tokens, meant, entry):
                if self._says_enough(entry, run) and self._evidence(tokens, run, entry) >= _ENOUGH:
                    told = sum(map(self._rarity.__getitem__, run.matched)) - _PER_SLIP * run.slips
                    aligned.append((told, self._rest(entry, run), run, entry))
        if not aligned:
            return None
        most = max(told for told, *_ in aligned)
        best = [(rest, run, entry) for told, rest, run, entry in aligned if told >= most - 1e-6]
        _, first, _ = min(best, key=lambda one: (one[0], -len(one[1].matched)))
        rivals = [one for one in best if one[1].first == first.first and _fits(tokens, one[1], one[2])]
        return _agreed(tokens, rivals)

    def _says_enough(self, entry: _Entry, run: _Run) -> bool:
        """Whether so much of a name is said that it is meant, and not a word or a brand that it shares with others."""
        own = entry.own & run.matched
        branded = bool(entry.brand) and entry.brand <= run.matched
        whole = entry.own <= run.matched and len(entry.own) >= _MANY
        if not own or not (branded or whole or entry.product.kind):
            return False  # Bath salts are no skincare: what is like their name is seldom meant by it.
        said = sum(self._rarity[word] for word in own)
        part = _PART if branded else _PART_ALONE
        return len(own - _SORT_OF.keys()) >= _MANY or said >= part * sum(self._rarity[word] for word in entry.own)

    def _candidates(self, meant: Sequence[tuple[str, ...]]) -> list[int]:
        """The products that share the most telling words with a message, and then the most words."""
        shared: dict[int, float] = {}
        words = {word for some in meant for word in some}
        telling = [word for word in words if self._weights[word] > 0]
        for word in sorted(telling, key=lambda word: len(self._places[word])):
            places = self._places[word]
            if len(places) > _COMMON and shared:
                continue
            value = self._rarity[word] * (_PLAIN + self._weights[word])
            for number in places:
                shared[number] = shared.get(number, 0.0) + value
        if not shared:
            return []
        for word in words.difference(telling):
            value = self._rarity[word] * _PLAIN
            for number in self._places[word] if len(self._places[word]) < _COMMON else ():
                if number in shared:
                    shared[number] += value
        best = heapq.nlargest(_TRIED, shared.items(), key=lambda entry: entry[1])
        return [number for number, value in best if value >= _NEAR * best[0][1]]

    def _evidence(self, tokens: Sequence[_Token], run: _Run, entry: _Entry) -> float:
        telling = sum(self._weights[word] for word in run.matched)
        if not telling:
            return 0.0
        telling *= _BY_A_SLIP if run.slips else 1.0
        if not run.matched.isdisjoint(_SORT_OF) or _sort_behind(tokens, run):
            telling += _OF_A_KIND
        if run.first and tokens[run.first - 1].word in _OWN:
            telling += _POSSESSIVE
        if entry.brand and entry.brand <= run.matched and entry.own & run.matched - _SORT_OF.keys():
            telling += _BRAND
        if entry.own <= run.matched and len(entry.own) > 1:
            telling += _WHOLE
        return telling + _FURTHER * max(0, len(run.matched) - _MANY)

    def _rest(self, entry: _Entry, run: _Run) -> float:
        """How much of a name is not said; sizes and small words count for nearly nothing."""
        unsaid = sum(self._rarity[word] for word in entry.words - run.matched if word not in _SMALL)
        return unsaid + 0.01 * len(entry.sizes)


def _agreed(tokens: Sequence[_Token], rivals: Sequence[tuple[float, _Run, _Entry]]) -> tuple[_Run, Product] | None:
    """The one product of those that the same words name; where they leave it open, what holds for any of them."""
    if not rivals:
        return None
    run = min(rivals, key=lambda one: one[0])[1]
    said = {token.word for token in tokens[run.first : run.last + _BEHIND]}
    for some in (
        [one for one in rivals if one[2].sizes and one[2].sizes <= said and one[2].own <= one[1].matched],
        [one for one in rivals if one[2].words - _SMALL <= one[1].matched],
        [one for one in rivals if one[2].own <= one[1].matched],
        rivals,
    ):
        names = {entry.core.casefold() for _, _, entry in some}
        if len(names) == 1:
            return run, _any_of(some[0][2].core, [entry.product for _, _, entry in some])
    kinds = {entry.product.kind for _, _, entry in rivals}
    if len(kinds) > 1 or len(names) > _MOST:
        return None
    name = " ".join(token.word for token in tokens[run.first : run.last + 1])
    return run, _any_of(name, [entry.product for _, _, entry in rivals])


def _any_of(name: str, products: Sequence[Product]) -> Product:
    """What is to be heeded of a product that may be any of several: all that any of them holds."""
    held = dict.fromkeys(active for product in products for active in product.actives)
    kind = next((product.kind for product in products if product.kind), "")
    attributes = products[0].attributes if len({product.attributes for product in products}) == 1 else ()
    return msgspec.structs.replace(products[0], name=name, kind=kind, actives=tuple(held), attributes=attributes)


def _runs(tokens: Sequence[_Token], meant: Sequence[tuple[str, ...]], entry: _Entry) -> Iterator[_Run]:
    """The stretches of a message that hold words of one name and nothing else, slips beside right ones included."""
    hits = [at for at, some in enumerate(meant) if some and not entry.words.isdisjoint(some)]
    done = -1
    for hit in hits:
        if hit <= done:
            continue
        matched: set[str] = set()
        slips, at = 0, hit
        while at < len(tokens):
            here = _words_here(tokens, meant, at, entry, matched)
            if here is None:
                break
            matched.update(here)
            slips += bool(here) and "".join(here) != tokens[at].word
            at += 1
        first = hit
        while first and meant[first - 1] == () and (earlier := _slip_for(tokens[first - 1], entry.words - matched)):
            matched.add(earlier)
            slips, first = slips + 1, first - 1
        done = at - 1
        yield _Run(first, done, frozenset(matched), slips)


def _words_here(
    tokens: Sequence[_Token], meant: Sequence[tuple[str, ...]], at: int, entry: _Entry, matched: set[str]
) -> tuple[str, ...] | None:
    """The word of a name that a word of a message is, or the two that were typed as one.

    Empty for a small word between two of them, None where the name ends.
    """
    word = tokens[at].word
    if word in meant[at] and word in entry.words:
        return (word,)
    some = [known for known in meant[at] if known in entry.words]
    if some:
        for both in permutations(some, 2):
            if "".join(both) == word:
                return both
        return (min(some),)
    following = meant[at + 1] if at + 1 < len(tokens) else ()
    if word in entry.sizes or word in _SMALL:
        return () if not entry.words.isdisjoint(following) and not matched.issuperset(following) else None
    meant_for = _slip_for(tokens[at], entry.words - matched)
    return (meant_for,) if meant_for else None


def _slip_for(token: _Token, words: Iterable[str]) -> str:
    """The word of a name that another is a slip for, beside words that are right; "" for none."""
    if not token.slip or len(token.word) < 3:
        return ""
    allowed = 1 if len(token.word) < _LONG else 2
    return min((known for known in words if len(known) > 3 and _is_slip(token.word, known, allowed)), default="")


def _is_slip(word: str, known: str, allowed: int) -> bool:
    if abs(len(word) - len(known)) > allowed:
        return False
    if levenshtein(word, known, allowed) <= allowed:
        return True
    differing = [at for at, (a, b) in enumerate(zip(word, known, strict=False)) if a != b]
    return len(word) == len(known) and len(differing) == 2 and sorted(word) == sorted(known)


def _sort_behind(tokens: Sequence[_Token], run: _Run) -> str:
    """The sort of product that the word behind a run says: the mask of `supermud mask`."""
    following = tokens[run.last + 1].word if run.last + 1 < len(tokens) else ""
    return _SORT_OF.get(following, "")


def _fits(tokens: Sequence[_Token], run: _Run, entry: _Entry) -> bool:
    """Whether a product is of the sort that is said right behind its name; a word of the name says nothing."""
    sort = _sort_behind(tokens, run)
    if not sort:
        return True
    fitting = _FITTING.get(sort, (sort,))
    return entry.product.kind.split(".")[0] in {kind.split(".")[0] for kind in fitting}


def _brands(names: Sequence[tuple[str, ...]]) -> list[int]:
    """How many words each name's brand has: the first words that several names share, and nearly always together."""
    counted = [Counter(words[:length] for words in names if len(words) >= length) for length in range(1, 4)]
    lengths = []
    for words in names:
        length = 1
        while length < min(3, len(words)):
            shorter, longer = counted[length - 1][words[:length]], counted[length][words[: length + 1]]
            if longer < 3 or (longer < 0.8 * shorter and words[length - 1] not in _SMALL):
                break
            length += 1
        lengths.append(length if counted[length - 1][words[:length]] >= 3 else 0)
    return lengths


def _split(product: Product) -> tuple[str, tuple[str, ...], frozenset[str]]:
    """A product's name without sizes, its words with the brand's before them, and its sizes."""
    core = " ".join(_SIZE.sub(" ", product.name).split()).strip(" -–,()") or product.name
    words = [token.word for token in _tokens(core)]
    brand = [token.word for token in _tokens(product.brand)]
    if brand and words[: len(brand)] != brand:
        words = [*brand, *words]
    sizes = frozenset(
        token.word for match in _SIZE.finditer(product.name) for token in _tokens(match.group().replace(" ", ""))
    )
    return core, tuple(words), sizes


def _with_size(text: str, start: int, end: int) -> tuple[int, int]:
    """A product's place in a text with a size behind it."""
    behind = _SIZE.match(text, end + len(text[end:]) - len(text[end:].lstrip(" ,-")))
    return (start, behind.end()) if behind else (start, end)


def _tokens(text: str) -> Iterator[_Token]:
    """Its words without case, accents, apostrophes and the s of a plural."""
    for match in _TOKEN.finditer(text):
        word = unicodedata.normalize("NFKD", match.group().casefold())
        plain = "".join(sign for sign in word if sign.isalnum() and not unicodedata.combining(sign))
        if len(plain) > 4 and plain.endswith("s") and not plain.endswith("ss"):
            plain = plain[:-1]
        if plain:
            yield _Token(plain, match.start(), match.end())


def sort_words() -> frozenset[str]:
    """Words for sorts of products."""
    return frozenset(_SORT_OF)
