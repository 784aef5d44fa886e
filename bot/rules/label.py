"""Which of the known things an ingredient list holds, read from the text as it is printed, pasted or scraped.

A list is taken apart at its commas, bullets and sentence ends, and each piece is looked up as a whole, so that the name
of one substance inside the name of another (`lactate`, `cetearyl alcohol`) finds nothing. What advertises rather than
lists (`-Niacinamide: brightens`, `free of parabens`) is left out.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

import msgspec

from bot.knowledge.base import Knowledge

LONGEST = 20_000
"""Characters that are read; an ingredient list, a kit's included, is shorter."""

_PLANT_PARTS = frozenset(
    word
    for words in (
        "aerial bark bran bud bulb callus cane culture endosperm fiber flower fruit germ herb hull juice kernel leaf",
        "leaves meal meristem nut peel petal pit plant pulp rhizome root seed shell shoot skin sprout stalk stem tuber",
        "twig whole",
    )
    for word in words.split()
)
_PLANT_FORMS = frozenset(("extract", "oil", "butter", "water", "juice", "powder", "filtrate", "wax", "flour", "meal"))
_FOR_THE_WHOLE = re.compile(
    r"polymer|(?:ester|ferment|filtrate|lysate|extract|oil|glyceride|acid|sulfate|taurate|alkane|acrylate|glutamate|"
    r"silicate|olivate|stearate|laurate|oleate|caprate|urethane|silsesquioxane|clay|peptide)s?$"
)
"""A name with a slash and this in it is one substance; any other is one under several names (`Aqua/Water/Eau`)."""

_CLAIM = re.compile(
    r"(?:^|(?<=[.!?*™®)\s]))[ \t]*[-–•·][ \t]*(?=[^\s\d,;]|\d+(?:\.\d+)?%|\d+\+? )(?![^:]{0,120}\n)[^:;\n]{2,140}:"
)
"""The head of an advertising line: `-Vitamin C (THD Ascorbate):`."""
_ABSENT = re.compile(
    r"\b(?:free[ -](?:of|from)|(?:formulated |made )?without|does not contain|contains no|no added|0 ?% of)\b[^.;\n]*",
    re.IGNORECASE,
)
_MAY_CONTAIN = re.compile(r"\[?\(?\s*(?:\+\s*/\s*-|±|may contain|peut contenir|kann enthalten)", re.IGNORECASE)
_AFTER_AMOUNT = re.compile(r"([A-Za-z)\]]\s+\d+(?:\.\d+)?\s?%)[ \t]+(?=[A-Z])")
"""`Zinc Oxide 15% Inactive ingredients`: an amount ends what it belongs to."""
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d{1,2}\s*%)")
_PERCENT = re.compile(
    r"[(\[]?\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:%|percent\b)(?:\s*(?:w/w|w/v|v/v))?\s*[)\]]?", re.IGNORECASE
)
_SPLIT = re.compile(
    r"[,;•·|¬●▪\t]|(?<!\d)(\.)(?=\s|$)|(?<=[a-z)])(\.)(?=[A-Z][a-z])|(?<=[\d)])(\.)(?=\s+[A-Z]|\s*$)"
    r"|\s[-–—](?=\s|[A-Z])|\s\*\s|\(and\)"
)
_HEAD = re.compile(r"^[^:]{0,80}:\s*")
_SECTION = re.compile(r"(?:^|[.\n;])\s*([A-Z][^.:;,\n]{2,70}):\s*(?=(?:[A-Z]|\d)[^.:;]{2,60}[,.])")
_MARKS = re.compile(r"\*+\s?co\b|[*†‡^°®™©¹²³\"“”'‘’`~]+|\bnon-nano\b|\bnano\b|\b(?:usp|nf|bp|ep)\b|\bw/w\b")
_QUALIFIER = re.compile(
    r"^(?:(?:certified |fair trade |cold pressed |raw |pure |natural |naturally derived |vegan |wild |food grade "
    r"|encapsulated |l ?\(?\+\)? |dl? )*(?:organic |certified organic |micronized |micronised |fermented )?|and )"
)
_BRACKETS = re.compile(r"[(\[{]([^()\[\]{}]*)[)\]}]")
_JOINED = re.compile(r"\s+(?:and|&|et|und|y|with)\s+")
_TAIL = re.compile(r"(?:^|\s)[a-z][a-z'-]*[.!]?\s+((?:[A-Z][\w'-]*(?:\s+|$))+)$")
"""The name after a sentence that lost its full stop: `helps hydrate Zinc Oxide`."""
_SHORTEST_SLIP, _FIRM = 8, 3
"""Letters of a name that is found in spite of a slip, and of its beginning and end that must be right."""
_NEIGHBOURS = {"caproylsphingosine", "glucamine", "glutaricacid", "hydrolyzedmilk", "maleicacid", "polydiethylsiloxane"}
"""Substances of the EU inventory that are one letter away from a name of ours and not it."""
_DERIVED = re.compile(
    r"(?:peg|ppg|poly|hydrogenated|hydrolyzed|sulfated|ozonized|sodium|potassium|maleated|saponified|ethyl) ?\b"
)
"""What makes another substance of an oil or a plant."""
_FIRST_LISTED = ("aqua", "water", "eau", "purified water", "aqua water", "water aqua")
_WATER_FIRST = re.compile(r"[?:!.\n]\s*(?:aqua|water|eau)\b[^,;\n]{0,25}[,;\n]", re.IGNORECASE)
"""A list after a sentence: `is this ok for me? Aqua, Glycerin, …`."""
_PIECES = 1 << 14
"""Pieces of lists whose reading is kept."""
_ONE_PERCENT_LINE = "phenoxyethanol"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One known thing in a list."""

    id: str
    written: str
    """As the list has it."""
    place: int
    """Its place among the ingredients of its product, from 1."""
    percent: float | None = None
    may_contain: bool = False
    """Named only among what a product may contain, such as colourants of other shades."""
    at_most_one_percent: bool = False
    """It stands after phenoxyethanol, accepted at up to 1 % (source `sccs-phenoxyethanol-2016`).

    Lists run from most to least, down to about 1 % (general knowledge).
    """


class Product(msgspec.Struct, frozen=True, kw_only=True):
    """One ingredient list of a text. `name` is "" unless the text names it.

    `listed` counts its ingredients, `known` those of them that are known.
    """

    name: str = ""
    found: tuple[Found, ...] = ()
    listed: int = 0
    known: int = 0


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """What a text lists, product by product."""

    products: tuple[Product, ...] = ()

    @property
    def found(self) -> tuple[Found, ...]:
        """Each known thing once, in the order of the text; what is listed counts before what it only may contain."""
        best: dict[str, Found] = {}
        for product in self.products:
            for one in product.found:
                if one.id not in best or (best[one.id].may_contain and not one.may_contain):
                    best[one.id] = one
        return tuple(best.values())

    @property
    def known(self) -> int:
        """How many of the listed ingredients are known; two perfume allergens are two, though one thing."""
        return sum(product.known for product in self.products)

    @property
    def listed(self) -> int:
        """How many ingredients the text lists, known or not."""
        return sum(product.listed for product in self.products)


class LabelNames:
    """What the known things are called on labels."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.names: dict[str, str] = {}
        self.slips: dict[str, str] = {}
        self.patterns: list[tuple[re.Pattern[str], str]] = []
        self.plants: dict[tuple[str, str], list[tuple[frozenset[str], str]]] = defaultdict(list)
        things = [thing for thing in knowledge.things.values() if thing.kind in ("ingredient", "class")]
        for thing in things:
            for name in thing.inci:
                self._add(name, thing.id)
        for thing in things:
            if thing.kind == "ingredient":
                self._add(thing.name, thing.id)
        for thing in things:
            if thing.kind == "ingredient":
                for name in thing.aliases:
                    if len(name) > 4:
                        self._add(name, thing.id)
        # A shop's products list the same few thousand substances over and over.
        self.things = lru_cache(maxsize=_PIECES)(self._things)
        self.patterns.sort(key=lambda entry: -len(entry[0].pattern))
        for key, owner in self.names.items():
            if len(key) >= _SHORTEST_SLIP and key.isalpha():
                for at in range(_FIRM, len(key)):
                    self.slips.setdefault(key[:at] + key[at + 1 :], owner)
                    if at < len(key) - _FIRM:
                        self.slips.setdefault(f"{key[:at]}?{key[at + 1 :]}", owner)

    def _things(self, piece: str) -> tuple[tuple[str, float | None], ...]:
        """What a piece of a list names, and at how much percent."""
        return tuple(_things(self, piece))

    def _add(self, name: str, owner: str) -> None:
        plain = _plain(name)
        if "*" in name:
            pattern = ".*".join(re.escape(_spaced(part)) for part in name.lower().split("*"))
            self.patterns.append((re.compile(pattern), owner))
            return
        self.names.setdefault(_key(plain), owner)
        if (plant := _plant(plain)) is not None:
            stem, form, parts = plant
            self.plants[stem, form].append((parts, owner))

    def look_up(self, piece: str) -> str:
        """The thing that a piece names, or "": exact but for spaces, hyphens, plant parts and a slip in a long name."""
        plain = _plain(piece)
        key = _key(plain)
        if not key:
            return ""
        return self.names.get(key) or self._plant_of(plain) or self._slipped(key) or self._patterned(plain)

    def _patterned(self, plain: str) -> str:
        spaced = _spaced(_BRACKETS.sub(" ", plain)).strip()
        if _DERIVED.match(spaced):
            return ""
        return next((owner for pattern, owner in self.patterns if pattern.fullmatch(spaced)), "")

    def _plant_of(self, plain: str) -> str:
        plant = _plant(plain)
        if plant is None:
            return ""
        stem, form, parts = plant
        for known_parts, owner in self.plants.get((stem, form), ()):
            if not parts or known_parts & parts:
                return owner
        return ""

    def _slipped(self, key: str) -> str:
        """A long name with one letter left out, added or changed, as scraping and typing do.

        The first letters must stand, and the last may not be others: methyl and ethyl, sulfite and sulfate differ.
        """
        if len(key) < _SHORTEST_SLIP or not key.isalpha() or key in _NEIGHBOURS:
            return ""
        for at in range(_FIRM, len(key)):
            if found := self.names.get(key[:at] + key[at + 1 :]) or self.slips.get(f"{key[:at]}?{key[at + 1 :]}"):
                return found
        return self.slips.get(key, "")


@lru_cache(maxsize=4)
def label_names(knowledge: Knowledge) -> LabelNames:
    """The label names of a knowledge, collected once."""
    return LabelNames(knowledge)


def label(knowledge: Knowledge, text: str) -> Label:
    """The known things in an ingredient list. Any text is read; one that lists nothing known gives an empty result.

    Text beyond `LONGEST` characters is not read.
    """
    names = label_names(knowledge)
    text = _unquoted(unicodedata.normalize("NFKC", text[:LONGEST]).replace("\u200b", "").replace("\r", "\n"))
    text = _ABSENT.sub(". ", _AFTER_AMOUNT.sub(r"\1, ", _DECIMAL_COMMA.sub(".", text)))
    text = _CLAIM.sub(". ", text)
    products = [_product(names, name, part) for name, part in _sections(text, names)]
    return Label(products=tuple(product for product in products if product.listed))


_ROUTINE = re.compile(r"\b(?:am|pm|morning|evening|night)\s*[:\-–]", re.IGNORECASE)
"""What a person writes before what they use, and no maker before what is in a product."""


def is_list(found: Label, text: str) -> bool:
    """Whether a text is an ingredient list rather than a sentence with commas."""
    if _ROUTINE.search(text):
        return False
    begins = _plain(re.split(r"[,/(;\n]", _HEAD.sub("", text.strip()), maxsplit=1)[0])
    if found.listed < 3 or len(found.found) < 2:
        return False
    return found.listed >= 8 or begins in _FIRST_LISTED or (len(found.found) >= 3 and bool(_WATER_FIRST.search(text)))


def active(knowledge: Knowledge, found: Sequence[Found]) -> tuple[Found, ...]:
    """Of what was found, what works on the skin at the amount that it is in.

    Left out are what the product only may contain, and fruit acids of 1 % or less, which set its acidity.
    """
    return tuple(one for one in found if not one.may_contain and not adjusts_acidity(knowledge, one))


def telling(knowledge: Knowledge, found: Sequence[Found], most: int = 5) -> tuple[Found, ...]:
    """What a product is about: what irritates most first, and of the mild only what is used for a concern."""
    order = ("high", "medium", "low", "very low", "")
    wanted = [
        one
        for one in found
        if any(knowledge.things[above].concerns for above in knowledge.ancestors(one.id))
        or knowledge.things[one.id].irritancy in order[:2]
    ]
    return tuple(sorted(wanted, key=lambda one: order.index(knowledge.things[one.id].irritancy))[:most])


def leading(knowledge: Knowledge, ids: Sequence[str]) -> list[str]:
    """Things of one product, those first that it is used for: perfume irritates more than most and is for nothing."""

    def is_for_nothing(name: str) -> bool:
        return not any(knowledge.things[above].concerns for above in knowledge.ancestors(name))

    return sorted(ids, key=is_for_nothing)


def adjusts_acidity(knowledge: Knowledge, one: Found) -> bool:
    """Whether an acid is in so little that it is there for the product's pH and not for the skin."""
    little = one.percent < 1.5 if one.percent is not None else one.at_most_one_percent or one.id == "citric_acid"
    return little and knowledge.is_a(one.id, "aha")


def _unquoted(text: str) -> str:
    """A list as a program prints it, `['aqua', "vit. c"]`, as plain text."""
    if text.lstrip().startswith("[") and text.rstrip().endswith("]") and text.count("'") + text.count('"') >= 2:
        return re.sub(r"['\"]\s*,\s*['\"]", ", ", text.strip()[1:-1]).strip("'\" ")
    return text


def _sections(text: str, names: LabelNames) -> Iterator[tuple[str, str]]:
    """The parts of a text that each list one product, with its name where it stands before a colon."""
    heads = [
        match
        for match in _SECTION.finditer(text)
        if not names.look_up(match.group(1)) and not re.search(r"ingredient|may contain|contenir", match.group(1), re.I)
    ]
    if not heads:
        yield "", text
        return
    if heads[0].start() > 0:
        yield "", text[: heads[0].start()]
    for match, following in pairwise([*heads, None]):
        if match is not None:
            yield match.group(1).strip(), text[match.end() : following.start() if following else len(text)]


def _product(names: LabelNames, name: str, text: str) -> Product:
    main, possible = text, ""
    if may := _MAY_CONTAIN.search(text):
        main, possible = text[: may.start()], text[may.end() :]
    found: list[Found] = []
    listed = 0
    late = False
    advertising = False
    open_brackets = 0
    for piece, begins in _pieces(main):
        things = names.things(piece)
        bracketed = open_brackets > 0 and not begins
        before = 0 if begins else max(0, open_brackets)
        open_brackets = before + sum(map(piece.count, "([")) - sum(map(piece.count, ")]"))
        if begins:
            advertising = not things and not _looks_listed(piece)
        if advertising and piece.lstrip()[:1].islower():
            continue
        if things or (_looks_listed(piece) and not bracketed):
            listed += 1
        for owner, percent in things:
            found.append(
                Found(id=owner, written=piece.strip(" :\n"), place=listed, percent=percent, at_most_one_percent=late)
            )
        late = late or any(owner == _ONE_PERCENT_LINE for owner, _ in things)
    known = {one.id for one in found}
    recognised = len({one.place for one in found})
    for piece, _ in _pieces(possible):
        for owner, percent in names.things(piece):
            if owner not in known:
                found.append(Found(id=owner, written=piece.strip(" :\n"), place=0, percent=percent, may_contain=True))
    return Product(
        name=name, found=tuple({one.id: one for one in reversed(found)}.values())[::-1], listed=listed, known=recognised
    )


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The ingredients as written, each with whether a sentence begins there.

    Line ends part them only where nothing else does.
    """
    if not re.search(r"[,;•·|●]", text):
        text = text.replace("\n", ",")
    begins = True
    for piece in _SPLIT.split(text):
        if piece in (".", None):
            begins = begins or piece == "."
        elif piece.strip():
            yield piece, begins
            begins = False


def _looks_listed(piece: str) -> bool:
    """Whether a piece may be an ingredient's name rather than a sentence."""
    words = piece.split()
    return 0 < len(words) <= 8 and not {"the", "your", "with", "for", "to", "that", "is", "its", "it", "says", "of"} & {
        w.lower() for w in words
    }


def _things(names: LabelNames, piece: str) -> Iterator[tuple[str, float | None]]:
    """What a piece names: as a whole, under several names, in brackets, or after a sentence that lost its full stop."""
    percent = None
    if amount := _PERCENT.search(piece):
        percent = float(amount.group(1).replace(",", "."))
        # A bracket that holds more than the amount stays: `(2% BHA)`.
        opening = "(" if "(" in amount.group() and ")" not in amount.group() else " "
        piece = f"{piece[: amount.start()]}{opening}{piece[amount.end() :]}"
    seen: set[str] = set()
    for reading in _readings(piece):
        found = [owner for name in reading if (owner := names.look_up(name))]
        if found and (len(found) == len(reading) or len(reading) == 1):
            for owner in found:
                if owner not in seen:
                    seen.add(owner)
                    yield owner, percent
            return


def _readings(piece: str) -> Iterator[list[str]]:
    """Ways to read a piece, the likeliest first; each is a list of names that must all be known."""
    if ":" in piece:
        piece = _HEAD.sub("", piece) or piece.replace(":", " ")
    yield [piece]
    for line in piece.split("\n") if "\n" in piece else ():
        yield [line]
    bare = _BRACKETS.sub(" ", piece)
    if bare != piece:
        yield [bare]
        # What stands in brackets inside a plant's name is the plant, not one of its products.
        for inner in () if _plant(_plain(bare)) else _BRACKETS.findall(piece):
            yield [inner]
            if "/" in inner and not _FOR_THE_WHOLE.search(_plain(bare)):
                for name in inner.split("/"):
                    yield [name]
    elif re.search(r"[(\[{)\]}]", piece):
        for part in re.split(r"[(\[{)\]}]", piece):
            yield [part]
    if "/" in bare and not _FOR_THE_WHOLE.search(_plain(bare)):
        for name in bare.split("/"):
            yield [name]
    parts = [part for part in _JOINED.split(bare) if _plain(part) not in _FIRST_LISTED]
    if len(parts) > 1:
        yield parts
    if tail := _TAIL.search(bare.strip()):
        yield [tail.group(1)]


def _plain(name: str) -> str:
    """A name in lower case without accents, marks and qualifiers; brackets stay."""
    name = unicodedata.normalize("NFKD", name).lower()
    name = "".join(char for char in name if not unicodedata.combining(char))
    name = _MARKS.sub(" ", name)
    name = " ".join(name.replace("_", " ").split()).strip(" .:-–")
    return _QUALIFIER.sub("", name)


def _key(plain: str) -> str:
    return re.sub(r"[^a-z0-9+]", "", plain)


def _spaced(name: str) -> str:
    """Words parted by single spaces, hyphens gone, a space at either end kept."""
    return re.sub(r"[\s-]+", " ", name)


def _plant(plain: str) -> tuple[str, str, frozenset[str]] | None:
    """Stem, form and parts of a plant's name: `centella asiatica`, `extract`, {`leaf`, `stem`}; else None."""
    words = re.sub(r"[(\[][^)\]]*[)\]]", " ", plain).replace("/", " ").replace("-", " ").split()
    if len(words) < 3 or words[-1] not in _PLANT_FORMS or not all(word.isalpha() for word in words):
        return None
    parts = frozenset(word for word in words[2:-1] if word in _PLANT_PARTS)
    stem = " ".join(word for index, word in enumerate(words[:-1]) if index < 2 or word not in _PLANT_PARTS)
    return stem, words[-1], parts
