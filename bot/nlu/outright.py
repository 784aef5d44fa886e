"""What some questions of choice and of a product's contents ask outright, whatever a classifier makes of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.definition import clogs
from bot.nlu.reading import Mention, Reading
from bot.nlu.scope import DOUBTFUL, SURE

IN_A_PRODUCT = {
    "fragrance": "fragrance_bad",
    "essential_oil": "fragrance_bad",
    "alcohol_denat": "alcohols_on_label",
    "parabens": "parabens_avoid",
    "sulfates": "sulfates_avoid",
    "dimethicone": "silicones_pores",
    "phenoxyethanol": "preservatives",
    "petrolatum": "mineral_oil_myths",
    "mineral_oil": "mineral_oil_myths",
}
"""What people find on a label and worry about, with the FAQ entry on it."""
_WORRIES = re.compile(
    r"\b(?:bad|harm\w*|hurts?|damag\w*|toxic|dangerous|unsafe|safe|avoid\w*|worr(?:y|ied)|concern(?:ed)?|wrong|worse"
    r"|problem\w*|irritat\w*|drying|dries|dry out|terrible|awful|ok|okay|fine|matters?|throw|toss|ditch|bin)\b"
)
_TOGETHER = re.compile(
    r"\b(?:together|combin\w*|layer\w*|mix\w*|before|after|over|under|on top|same (?:time|day|night))\b"
)
_DRUNK = re.compile(
    r"\b(?:drink\w*|drank|drunk|wine|beers?|vodka|booze|cocktails?|hangover|hungover|night out|glass(?:es)? of)\b"
)
_BRAND = re.compile(
    r"\b(?:cera ?ve|cetaphil|la roche[- ]posay|neutrogena|olay|nivea|garnier|l'?oreal|the ordinary|paula'?s choice"
    r"|la mer|glossier|clinique|eucerin|aveeno|vichy|avene|bioderma|cosrx|innisfree|drunk elephant|tatcha|clarins|byoma"
    r"|murad|skinceuticals|kiehl'?s|est[eé]e lauder|lanc[oô]me|sk-?ii|laneige|inkey list|good molecules|naturium"
    r"|obagi|dermalogica|proactiv|pond'?s|st\.? ives|burt'?s bees|body shop)\b"
)
"""Makers that people weigh against each other."""
_BETTER = re.compile(r"\b(?:better|best|or|vs|versus|which|worth|prefer|recommend)\b")
_WHICH_BRAND = re.compile(
    r"\bbrands?(?: names?)? matters?\b|"
    r"\b(?:what|which|whats|best|good|favou?rite|recommend\w*|trusted|top|any|suggest)\b.*\bbrands?\b"
    r"|\bbrands?\b.*\b(?:recommend\w*|best)\b"
)
_WHICH = re.compile(r"\b(?:what|which|whats|best|good|recommend\w*|any|suggest)\b")
_PRICED = re.compile(
    r"\b(?:expensive|pricey|luxury|high[- ]end|drugstore|cheap(?:er)?)\b"
    r".*\b(?:worth|better|as good|superior|matters?|vs|versus)\b"
    r"|\b(?:worth|better|as good|vs|versus)\b.*\b(?:expensive|pricey|luxury|high[- ]end)\b"
)
_DUPE = re.compile(r"\bdupes?\b")
_ONE_BRAND = re.compile(
    r"\b(?:same|one|different|several|mix\w*|switch\w*|all|off|your|own|other) brands?\b|\bbrand (?:new|name)\b"
)
_GIFT = re.compile(r"\b(?:gifts?|presents?|stocking (?:filler|stuffer)s?|secret santa)\b")
_NO_GIFT = re.compile(
    r"\bgift[ -]?(?:card|voucher|wrap\w*|receipt|message)s?|\bfree gifts?\b|\bwrap\w*|\b(?:at|for the) present\b"
)
_CARE = re.compile(
    r"\b(?:skin ?care|routines?|products?|what (?:should|can|do|could) (?:i|he|she|they|we) use|where (?:do|should))\b"
)
_AGEING = re.compile(r"\b(?:anti-? ?ag(?:e|e?ing)|wrinkles?|retinol|collagen|peptides?|botox|prevent\w*)\b")
_AVOIDS = re.compile(
    r"\b(?:what|which|whats)\b.*\b(?:avoid\w*|stay away|steer clear|(?:are|is) (?:bad|worst|harmful) for|worst"
    r"|(?:not|never|n't|dont|cant|shouldnt) (?:\w+ ){0,2}?(?:use|have|contain|put|buy))\b|\bingredients? to avoid\b"
)
_WHILE_USING = re.compile(r"\b(?:when|while) (?:using|on)\b|\balongside\b")
_AVOIDED = (
    ("avoid_acne", ("concern.acne", "skin.oily", "concern.pores", "concern.blackheads")),
    ("avoid_sensitive", ("skin.sensitive",)),
    ("avoid_dry", ("skin.dry", "skin.dehydrated")),
)
"""Entries on what to leave out, with the skins and concerns that they are about; the first that fits counts."""
_POINTS = re.compile(r"\b(?:it|this|that|these|them|they)\b")
_DIFFERENCE = re.compile(r"\b(?:differen\w*|differ|same|vs|versus|or|just|compare\w*)\b")
_BY_DAY = r"(?:day|night)(?: ?time)?(?: face)? ?"
_CREAM = r"(?:cream|moisturi[sz]er|lotion)s?"
_DAY_AND_NIGHT = re.compile(
    rf"\b{_BY_DAY}{_CREAM}\b.*\b{_BY_DAY}(?:{_CREAM}|ones?)\b|\b(?:day and night|night and day) {_CREAM}\b"
)
_HYDRATES_OR_MOISTURISES = re.compile(r"\bhydrat\w*\b.*\bmoisturi[sz]\w*|\bmoisturi[sz]\w*\b.*\bhydrat\w*")
_GRAINS, _ACID = r"\b(?:physical|manual|mechanical|scrub\w*)\b", r"\b(?:chemical|acids?|exfoliating toner)\b"
_GRAINS_OR_ACID = re.compile(rf"{_GRAINS}.*{_ACID}|{_ACID}.*{_GRAINS}")
_EXFOLIATES = re.compile(r"\b(?:exfoli\w*|scrub\w*|peel\w*)\b")
_TEXTURE = re.compile(r"\b(lotion|cream|gel|balm|ointment|emulsion|fluid|milk|foam|oil|stick|spray|moisturi[sz]er)")
_OR_TEXTURE = re.compile(rf"{_TEXTURE.pattern}\w* (?:or|vs|versus) (?:an? )?(?:[\w-]+ )?{_TEXTURE.pattern[2:]}")
_FORM = r"(?:serum|cream|gel|oil|lotion)s?"
_FORMS = re.compile(rf"\b{_FORM} (?:or|vs|versus) (?:an? |the )?{_FORM}\b")
_FAVOURED = re.compile(
    r"\b(?:top[- ]rated|holy grail|must[- ]have|most popular|best[- ]selling|bestsell\w*|go-to|fave|favou?rite)\b"
)
_FOR_SKINS = re.compile(r"\b(?:which|what) (?:(?:kind|type|sort)s? of )?skins?(?: types?)?\b")
_FROM_NOTHING = re.compile(r"\b(?:starter (?:kit|set|pack)|from scratch|first (?:ever )?products?)\b")
_ASKS = re.compile(r"\b(?:is|are|can|could|do|does|should|how|why|when|where|the|my)\b")
_FEW = 5
"""Words that may stand before the sort of product that is wished for."""
_EXFOLIANTS = {"exfoliant", "exfoliating_acid", "exfoliating_toner", "scrub", "scrub_particles"}
_FILTERS = {
    *("titanium_dioxide", "zinc_oxide", "oxybenzone", "octinoxate", "octisalate", "octocrylene", "homosalate"),
    *("avobenzone", "organic_filter", "mineral_filter"),
}
_WORRIED = ("effect", "suitability", "compatibility", "definition", "faq/diy_sunscreen", "faq/sunscreen_safety")
_BREAKS_OUT = re.compile(
    r"\b(?:cause|causes|causing|give|gives) (?:\w+ )?(?:acne|breakouts?|pimples|zits|spots)\b"
    r"|\bbreak(?:s|ing)? (?:you|me|people|skin|us|anyone) out\b"
)
_RETINOIDS = {"retinol", "retinal", "retinoid", "tretinoin", "adapalene"}
_MEANS = re.compile(r"\bmean\w*|\bdefin\w*|\bwhat(?:'s| is|s)?\b(?!.*ingredients?)|\btrust\w*|\blabel\w*|\bclaims?\b")
_GOOD = re.compile(
    r"\b(?:good|worth|better|safe|legit|recommend\w*|bad|thoughts|opinions?|think (?:of|about)|reviews?)\b"
)
_HAS = re.compile(r"^(?:which|what|whats|any) (?:[\w-]+ ){1,3}(?:has|have|contains?|includes?)\b")
_STEPS = re.compile(r"\b(?:\d+|ten|seven|twelve)[ -]+steps?\b.*\b(?:routine|skin ?care|worth|need|too)\b")
_NEEDS = re.compile(r"\b(?:don'?t|no idea|not sure|unsure)\b.*\bwhat (?:my|our) (?:skin|face) (?:needs|wants|type)\b")
_FIRST_ACID = re.compile(
    r"\b(?:starter|beginners?|first|gentlest|mildest)\b.*\bacids?\b|\bacids?\b.*\b(?:beginners?|start with)\b"
)
_BARRIER = re.compile(r"^(?:what(?:'s| is|s)) (?:a |the |my )?(?:skin |moisture )?barrier(?: \?)?$")
_WORKS = re.compile(r"\b(?:worth|works?|do anything|effective|pointless|useless)\b")
_NEXT = re.compile(r"\bwhat\b.*\b(?:buy|get|add|try) next\b")
_HYPE = re.compile(r"\b(?:worth (?:all )?the hype|overhyped|overrated)\b")
_THREE_PARTS = re.compile(r"\bemollients?\b")
_SPF = re.compile(
    r"\b(?:spf|broad[- ]+spectrum|pa ?\+*)(?= ).*\b(?:means?|meaning|stands? for|numbers?)\b"
    r"|^what(?:'s| is|s) (?:an? )?(?:spf|broad[- ]+spectrum)\b"
)
_ACTIVES = re.compile(r"^(?:what(?:'s| is| are|s)?|explain) (?:an? |the )?actives?(?: ingredients?)?\b")
_WEIGHED = {"fragrance", "essential_oil", "alcohol_denat"}
"""Those that a rule weighs with a skin type."""
_SORT = "product"
_OF_TWO = ("compatibility", "comparison")
_TOLD = ("tell", "reaction", "red_flag", "medical")


def outright(kind: str, confidence: float, reading: Reading) -> str:
    """The kind that the words ask for outright, or "" where they leave that open.

    `kind` is what the classifier takes the message for, with its confidence.
    """
    said = " ".join(reading.words)
    return (
        _of_the_shelf(kind, confidence, reading, said)
        or _of_contents(kind, confidence, reading, said)
        or _of_two_words(kind, reading, said)
    )


def in_a_product(things: Sequence[Mention]) -> list[Mention]:
    """What is asked about of a product that has it in it: the scent of `a perfumed cleanser`, and not the cleanser."""
    held = [mention for mention in things if mention.id in IN_A_PRODUCT]
    sorts = [mention for mention in things if mention.kind == _SORT]
    return held if held and sorts and len(held) + len(sorts) == len(things) else list(things)


def _of_the_shelf(kind: str, confidence: float, reading: Reading, said: str) -> str:
    """A brand, a present, a first shelf, what a teenager needs."""
    if reading.things:
        if _WHICH_BRAND.search(said) and not _ONE_BRAND.search(said):
            return "faq/product_opinion"
        if [mention.id for mention in reading.things] == ["collagen"] and not reading.traits and _WORKS.search(said):
            return "faq/collagen_creams"
        doubtful = kind.startswith("faq/") and confidence < SURE
        if doubtful and all(mention.like for mention in reading.things) and _GOOD.search(said):
            return "faq/product_opinion"
        if reading.things[0].kind == _SORT and kind in (*_OF_TWO, "choice") and _HAS.search(said):
            return "faq/product_opinion"
        if (doubtful or kind in ("necessity", "choice", *_OF_TWO)) and _PRICED.search(said):
            return "faq/price"
        of_men = kind == "faq/men" and any(mention.kind == _SORT for mention in reading.things) and _WHICH.search(said)
        return "choice" if of_men or (doubtful and (_is_wish(reading) or _FAVOURED.search(said))) else ""
    if _WHICH_BRAND.search(said) and not _ONE_BRAND.search(said):
        return "faq/product_opinion"
    brands = set(_BRAND.findall(said))
    if (len(brands) > 1 and _BETTER.search(said)) or (brands and confidence < SURE and _GOOD.search(said)):
        return "faq/product_opinion"
    if _DUPE.search(said):
        return "faq/dupe_or_original"
    if _GIFT.search(said) and not _NO_GIFT.search(said):
        return "faq/skincare_gift"
    named = [trait.id for trait in reading.traits]
    built = kind == "routine" and "build" in reading.words
    if "state.teen" in named and _CARE.search(said) and not _AGEING.search(said) and not built:
        others = any(trait.kind in ("skin", "concern") for trait in reading.traits)
        return ("choice" if kind == "faq/teen_anti_ageing" else "") if others else "faq/teen_basics"
    if kind in ("choice", "usage", "comparison") and _FIRST_ACID.search(said) and not reading.traits:
        return "faq/which_acid_first"
    if _STEPS.search(said):
        return "faq/too_many_products"
    if _NEXT.search(said) and not reading.traits:
        return "faq/what_to_add_next"
    if _HYPE.search(said):
        return "faq/budget"
    if _NEEDS.search(said):
        return "faq/find_skin_type"
    if _ACTIVES.search(said):
        return "faq/what_are_actives"
    return "faq/first_product" if not reading.traits and _FROM_NOTHING.search(said) else ""


def _is_wish(reading: Reading) -> bool:
    """Whether a sort of product is named and whom it is for, and nothing is asked: `unscented wash for dry skin`."""
    sort = reading.things[0]
    named = len(reading.things) == 1 and sort.kind == _SORT and bool(reading.traits)
    bare = sort.start <= _FEW and not _ASKS.search(" ".join(reading.words[: sort.start]))
    return named and bare and reading.words[sort.end : sort.end + 1] == ["for"]


def _of_contents(kind: str, confidence: float, reading: Reading, said: str) -> str:
    """What is in a product and may do harm, stop up pores, or is to be left out."""
    held = [mention for mention in reading.things if mention.id in IN_A_PRODUCT]
    of_products = all(mention.kind == _SORT for mention in reading.things if mention not in held)
    states = any(trait.kind == "state" for trait in reading.traits)
    if clogs(said) and not held and kind not in _TOLD:
        of_its_own = kind.startswith("faq/") and kind != "faq/non_comedogenic" and confidence >= SURE
        of_its_own = of_its_own or (kind == "faq/non_comedogenic" and bool(_MEANS.search(said)))
        if not reading.things and not of_its_own and "non" not in said and not _POINTS.search(said):
            return "faq/clogging_list"
        if len(reading.things) == 1 and reading.things[0].kind in ("ingredient", "class"):
            return "effect"
    active = len(reading.things) == 1 and reading.things[0].kind in ("ingredient", "class")
    if active and not states and kind in _WORRIED and _BREAKS_OUT.search(said):
        return "faq/which_products_purge"
    if held and of_products and not _TOGETHER.search(said):
        on_skin = any(trait.kind == "skin" for trait in reading.traits) and held[0].id in _WEIGHED
        if states or on_skin:
            beside = bool(held[0].form) or len(reading.things) > len(held)
            return "suitability" if beside and (kind in _OF_TWO or confidence < DOUBTFUL) else ""
        if _WORRIES.search(said) and not (held[0].id == "alcohol_denat" and _DRUNK.search(said)):
            return f"faq/{IN_A_PRODUCT[held[0].id]}"
    filters = {mention.id for mention in reading.things} - {"sunscreen"}
    if filters and filters <= _FILTERS and not reading.traits and _WORRIES.search(said) and kind in _WORRIED:
        return "faq/sunscreen_safety"
    if {mention.id for mention in reading.things} == {"sunscreen"} and not reading.traits and _AVOIDS.search(said):
        return "faq/sunscreen_safety"
    if of_products and not held and not states and _AVOIDS.search(said) and not _WHILE_USING.search(said):
        named = {trait.id for trait in reading.traits}
        return next((f"faq/{entry}" for entry, traits in _AVOIDED if named.intersection(traits)), "")
    return ""


def _of_two_words(kind: str, reading: Reading, said: str) -> str:
    """Two words for care that are no two things: day and night cream, lotion and moisturiser, grains and acids."""
    things = {mention.id for mention in reading.things}
    if not things and _BARRIER.search(said):
        return "definition"
    if things == {"isopropyl_alcohol"} and any(trait.id == "concern.acne" for trait in reading.traits):
        return "faq/antiseptic_on_spots"
    if len(things) == 1 and not reading.traits and kind.startswith(("faq/", "choice")) and _FOR_SKINS.search(said):
        return "suitability"
    if things <= {"moisturiser", "occlusive", "hydrator"} and _THREE_PARTS.search(said) and kind != "tell":
        return "faq/humectant_or_emollient"
    if things <= {"sunscreen"} and not reading.traits and _SPF.search(said) and not _DIFFERENCE.search(said):
        return "faq/sun_rating"
    if things == {"cleanser"} and kind == "definition" and "micellar" in said:
        return "faq/micellar_rinse"
    if not _DIFFERENCE.search(said):
        return ""
    if things <= _EXFOLIANTS and _EXFOLIATES.search(said) and _GRAINS_OR_ACID.search(said):
        return "faq/scrub_or_acid"
    if len(things) > 1:
        return ""
    if things == {"cleanser"} and not reading.traits and kind.startswith("faq/") and _OR_TEXTURE.search(said):
        return "choice"
    if _DAY_AND_NIGHT.search(said):
        return "faq/night_cream_by_day"
    if things <= {"moisturiser"} and _HYDRATES_OR_MOISTURISES.search(said):
        return "faq/hydrate_or_moisturise"
    if things and things <= _RETINOIDS and kind == "comparison" and _FORMS.search(said):
        return "faq/retinoid_gel_or_cream"
    if things and any(trait.kind == "skin" for trait in reading.traits) and _OR_TEXTURE.search(said):
        return "choice"
    two_textures = len(set(_TEXTURE.findall(said))) > 1
    if things <= {"moisturiser"} and two_textures and kind in (*_OF_TWO, "definition", "choice", "suitability"):
        return "faq/texture_choice"
    return ""
