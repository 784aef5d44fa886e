"""Which form of one active: a serum or a cream with it, what is rinsed off or what stays on."""

from __future__ import annotations

from bot.nlu.reading import Reading
from bot.nlu.scope import DOUBTFUL, SURE

_FORMS = {
    "serum": ("serum", "serums", "ampoule", "ampoules", "drops", "concentrate"),
    "cream": ("cream", "creams", "moisturiser", "moisturisers", "moisturizer", "moisturizers", "lotion", "lotions"),
    "wash": ("cleanser", "cleansers", "wash", "washes", "facewash", "soap"),
    "toner": ("toner", "toners", "pads", "liquid"),
}
_WEIGHED = frozenset(("or", "vs", "versus", "than", "better", "difference", "which", "over", "instead"))
_PLACED = frozenset(("before", "after", "under", "underneath", "first", "last", "top", "then", "together", "order"))
_OF_MEDICINES = frozenset(
    ("tretinoin", "adapalene", "tazarotene", "trifarotene", "benzoyl_peroxide", "hydroquinone", "isotretinoin")
)
"""What has entries of its own on its forms."""
_KINDS = ("comparison", "choice", "definition", "effect", "necessity", "suitability", "compatibility")
_HOLDS = {"exfoliating_toner": "exfoliating_acid"}
"""Products that are named by the active in them."""


def forms_weighed(kind: str, confidence: float, reading: Reading) -> str:
    """The entry on two forms of the one active that is named, or "": `a retinol serum or a retinol cream`."""
    doubtful = confidence < (DOUBTFUL if kind.startswith("faq/") else SURE) or kind == "comparison"
    if not doubtful or not (kind in _KINDS or kind.startswith("faq/")):
        return ""
    words = frozenset(reading.words)
    if not words & _WEIGHED or words & _PLACED:
        return ""
    named = {thing.id for thing in reading.things if thing.kind in ("ingredient", "class")}
    active = named or {_HOLDS[thing.id] for thing in reading.things if thing.id in _HOLDS}
    forms = {form for form, said in _FORMS.items() if not words.isdisjoint(said)}
    if len(active) != 1 or active & _OF_MEDICINES or len(forms) != 2 or len(reading.things) > len(forms) + 1:
        return ""
    if "wash" in forms:
        return "faq/active_in_cleanser"
    return "faq/active_in_toner" if "toner" in forms else "faq/active_form"
