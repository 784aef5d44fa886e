"""What a question is about by a name that belongs to one entry alone: `double cleansing`, `peach fuzz`.

A classifier sees the things that are named, and takes `is double cleansing necessary` for one about cleanser. What such
words mean needs no classifier: they name the entry that tells of just that.
"""

from __future__ import annotations

import re

from bot.nlu.reading import Reading
from bot.nlu.scope import FIRST, Ranking, is_small_talk

_SURE = 0.9
"""Confidence in what is named outright."""
_AGREES = 0.7
"""Confidence from which another entry that the classifier takes stays."""
_DONE_TO_HAIR = ("state.dermaplaning", "state.shaving", "state.hair_removal")
"""States that are what is asked about, and of nobody's health."""
_NOT_OURS = 0.6
"""Confidence from which what is taken for none of ours stays so."""
_REPORTED = ("faq/sebderm_face",)
"""Entries that somebody may describe like a reaction, to which nothing was put on."""
_WORKING = ("ingredient", "class", "mask")
"""Sorts of things that a question is about rather than about what stands beside them."""
_OF_ACTIVES = ("faq/physical_or_chemical", "faq/shaving")
"""Entries that are about actives themselves."""
_MAKEUP = r"(?:make ?-? ?up|foundation)"
_SUNSCREEN = r"(?:sunscreens?|sun ?creams?|sun ?blocks?|spfs?|sun lotion)"
_CREAM = r"(?:moisturi[sz]ers?|creams?|lotions?)"
_BODY_LOTION = r"body (?:lotion|cream|butter|moisturi[sz]er|milk)s?"
_SPOTS = r"(?:acne|spots?|pimples?|bumps?|clog\w*|break(?:s|ing)? (?:me )?out|breakouts?|oily|comedones?)"
_OILY_WASH = r"(?:cleansing (?:oils?|balms?)|oil (?:cleans\w+|based cleans\w+)|balm cleans\w+)"
_OF_EYES = r"^(?!.*\b(?:eyes?|mascara|lash\w*|pumps?)\b)"
_SUBJECTS = tuple(
    (kind, re.compile(form))
    for kind, form in (
        (
            "faq/oil_cleanser_spots",
            rf"\b(?:double ?-? ?cleans\w+|{_OILY_WASH})\b.*\b{_SPOTS}\b|\b{_SPOTS}\b.*\b(?:double ?-? ?cleans\w+"
            rf"|{_OILY_WASH})\b",
        ),
        ("faq/double_cleansing", r"^(?!.*\bafter double\b).*\b(?:double|second|two[- ]step) ?-? ?cleans\w*\b"),
        (
            "faq/sleep_in_it",
            rf"\b(?:sleep\w*|slept)\b.*\b(?:in|with)\b.*\b{_MAKEUP}\b|\bskip\w* {_MAKEUP} remov\w+"
            r"|\b(?:skip\w*|not|don't|dont|never|forg[eo]t\w*) (?:to )?(?:remov\w+|tak\w+ off) (?:my |your"
            rf" )?{_MAKEUP}\b",
        ),
        (
            "faq/makeup_removal",
            rf"{_OF_EYES}.*(?:\b(?:best|how|which|what)\b.*\b(?:remov\w+|tak\w+ off) (?:my |your |all )?{_MAKEUP}\b"
            rf"|\b(?:best|which|what) {_MAKEUP} remov\w+|\bemulsif\w+"
            r"|\bmicellar\b.{0,60}\b(?:or|vs|versus|than)\b.{0,60}\b(?:balm|oil|milk)\b"
            r"|\b(?:balm|oil|milk)\b.{0,60}\b(?:or|vs|versus|than)\b.{0,60}\bmicellar\b)",
        ),
        (
            "faq/sun_rating",
            r"\bwhat(?:'s| 's| is|s) (?:the )?(?:meaning of )?spf(?: \?)?$|\bwhat (?:does|do) (?:the )?spf(?:"
            r" \d+)? (?:mean|stand for)\b",
        ),
        (
            "faq/sunscreen_expiry",
            rf"^(?!.*\b(?:used|wore|been|broke|itch\w*)\b).*(?:\b{_SUNSCREEN} (?:really |actually |ever"
            r" )?(?:expires?|go(?:es)? (?:bad|off))\b"
            rf"|\b(?:expired|last (?:year|summer)(?: ?'s)?|out of date) {_SUNSCREEN}\b|\b{_SUNSCREEN} from last"
            r" (?:year|summer)\b)",
        ),
        (
            "frequency",
            rf"\bhow (?:long|many hours)\b.*\b{_SUNSCREEN}\b.*\b(?:last|wear off|stay on|protect|effective|work"
            r" for)\b",
        ),
        (
            "faq/cream_in_sunscreen",
            rf"\bmix\w*\b.*\b(?:{_CREAM}|{_MAKEUP})\b.*\b{_SUNSCREEN}\b"
            rf"|\bmix\w*\b.*\b{_SUNSCREEN}\b.*\b(?:{_CREAM}|{_MAKEUP})\b",
        ),
        (
            "faq/sunscreen_dries",
            rf"\b{_SUNSCREEN} (?:(?:makes?|making|leaves?|leaving) (?:my |the )?(?:skin|face) (?:\w+ )?dry|(?:dry"
            r"|dries|drying|dried)(?: out)? (?:my |the |your )?(?:skin|face))\b"
            rf"|\bdry(?:ness)?\b.*\b(?:because of|from|due to|caused by) (?:the |my )?{_SUNSCREEN}\b",
        ),
        (
            "faq/water_only",
            r"^(?!.*\bsting).*(?:\bface\b.*\b(?:just|only) (?:with |use )?water\b|\b(?:just|only) (?:with |use"
            r" )?water\b.*\b(?:face|enough)\b)",
        ),
        ("faq/tight_after_wash", r"\b(?:red|redness|blotchy|flushed)\b.*\bafter (?:i )?(?:wash|cleans)\w*"),
        (
            "faq/physical_or_chemical",
            r"^(?=.*\b(?:exfoliat\w*|scrubs?|peel\w*)\b)(?:.*\b(?:physical|manual|mechanical)\b.*\bchemical\b"
            r"|.*\bchemical\b.*\b(?:physical|manual|mechanical)\b)"
            r"|^(?:how|what|best)\b.*\b(?:remov\w*|rid of) dead (?:skin|cells)(?: cells)?(?: (?:from|off|on)"
            r" (?:my |the )?(?:face|skin))?(?: \?)?$",
        ),
        (
            "faq/shrink_pores",
            r"^(?!.*\b(?:cold|ice|steam)\b).*\b(?:minimi[sz]\w*|shrink\w*|tighten\w*|refin\w*) (?:my |the |your "
            r"|large |big |enlarged |open )*pores?\b",
        ),
        (
            "faq/body_product_on_face",
            rf"\b(?:use|put|apply|wear|using|putting)\b.*\b{_BODY_LOTION} (?:on|for|as)\b.*\b(?:face|facial)\b"
            rf"|\b{_BODY_LOTION} on (?:my |the |your )?face\b",
        ),
        ("faq/dupe_or_original", r"\bdupes? (?:for|of)\b"),
        (
            "faq/texture_choice",
            r"\bdifference between (?:an? )?(?:lotion|gel|balm|ointment|butter)s? and (?:an? )?creams?\b"
            r"|\bdifference between (?:an? )?creams? and (?:an? )?(?:lotion|gel|balm|ointment|butter)s?\b"
            r"|\b(?:lotion (?:or|vs) cream|cream (?:or|vs) lotion)\b",
        ),
        (
            "faq/oil_instead_moisturiser",
            rf"\b(?:an? |face |facial )oils? (?:or|vs|versus|instead of) (?:an? |my )?{_CREAM}\b|\b{_CREAM} (?:or"
            r"|vs|versus) (?:an? )?(?:face |facial )?oil\b",
        ),
        (
            "faq/combination_zones",
            r"\bwhat(?:'s| 's| is|s) (?:the |a )?t ?-? ?zone\b|\bwhy\b.*\bt ?-? ?zone\b.*\bcheeks?\b",
        ),
        (
            "faq/k_beauty",
            r"\b(?:what(?:'s| 's| is|s)|explain|define) (?:k ?-? ?beauty|korean (?:beauty|skin ?care))\b",
        ),
        (
            "faq/tools_worth",
            r"\b(?:skin ?care|beauty|facial|face) (?:tools|gadgets|devices) (?:really |actually )?(?:worth|work"
            r"|any good|useful|necessary|needed|help)\b"
            r"|\bdo i need (?:any )?(?:skin ?care|beauty|facial|face) (?:tools|gadgets|devices)\b",
        ),
        ("faq/dermaplaning", r"\b(?:is|are|should i (?:try )?) ?(?:face )?dermaplaning\b|\bface shaving\b"),
        ("faq/silk_pillow", r"\b(?:silk|satin)\b.*\bpillow ?-? ?(?:case|slip|cover)s?\b"),
        (
            "faq/face_hair_method",
            r"\b(?:rid of|remov\w*) (?:my |the )?(?:peach fuzz|facial hair|(?:hair|moustache|mustache) (?:on"
            r"|from) (?:my |the )?(?:face|chin|cheeks|upper lip|lip))\b",
        ),
        (
            "faq/ingredient_order",
            r"\bread (?:a |the |my )?(?:(?:skin ?care|product|ingredient|cosmetic|inci) )?(?:labels"
            r"|ingredients?(?: lists?)?)\b",
        ),
        ("faq/detox_claims", r"\b(?:does|can|do|is)\b.*\bsweat\w*\b.*\b(?:clear|detox|cleans?|toxins)\b"),
        (
            "faq/sebderm_face",
            r"\b(?:peel|flak|crust|scal)\w*\b.*\b(?:around|beside|next to|sides? of) (?:my |the )?nose(?: \?)?$",
        ),
        (
            "faq/dry_body",
            r"\bbody(?: skin)? (?:is|gets|feels) (?:\w+ ){0,3}(?:dry|itchy)\b|^(?!.*\bscrub).*\b(?:dry|itchy)(?:"
            r" itchy| flaky)? (?:skin on (?:my |the )?)?(?:body|legs|shins|arms)(?: \?)?$",
        ),
        (
            "routine",
            r"\b(?:no (?:idea|clue)|don't know|dont know|clueless)\b.*\b(?:take|taking|look|looking) (?:care"
            r"|after)\b.*\b(?:skin|face)\b",
        ),
        ("faq/physical_or_chemical", r"\bexfoliat\w*\b.*\b(?:acne|pimples?|breakouts?)\b"),
        ("faq/shaving", r"\bexfoliat\w*\b.*\bshav\w*|\bshav\w*\b.*\bexfoliat\w*"),
        (
            "faq/moisturiser_not_enough",
            r"\b(?:still|so|always) dry\b.*\bmoisturi[sz]\w*|\bmoisturi[sz]\w*\b.*\bstill (?:so |feels? |is )?dry\b",
        ),
        (
            "faq/three_steps_enough",
            r"\b(?:should|do|must) (?:i|you|we|people) (?:really |even )?(?:need|follow|have to have|have|use)"
            r" (?:an? )?"
            r"(?:[\w-]+ ){0,3}(?:skin ?care )?(?:regimen?|routine)(?: \?)?$",
        ),
        (
            "faq/body_product_on_face",
            rf"\bsame {_CREAM} (?:on|for) (?:my |the |your )?(?:face and|body and|face as|body as)\b",
        ),
        (
            "faq/skin_flooding",
            r"^(?!.*\b(?:drink\w*|water)\b).*\b(?:how|way|ways)\b.*\b(?:hydrat(?:e|ing))\b(?: (?:my |the |your "
            r"|dry |oily )*"
            r"(?:skin|face))?(?: (?:properly|best|well|deeply))?(?: without .*)?(?: \?)?$",
        ),
        ("faq/micellar_rinse", r"\bhow\b(?! (?:often|much|many|long)).*\b(?:use|apply)\b.*\bmicellar\b"),
        (
            "faq/midday_shine",
            r"\b(?:reduce|control|cut down|lessen|less|stop) (?:\w+ )?(?:oil|oiliness|shine|sebum|grease)\b",
        ),
        ("faq/percent_on_label", r"\bwhat (?:does|do)\b.*(?:\d+ ?%|\bper ?cent\w*)(?: .*)? mean\b"),
        (
            "faq/no_peel_works",
            r"\bhow (?:do|can|will|would) (?:i|you) (?:know|tell) (?:if|when|that|whether)\b.*\b(?:works|working)\b",
        ),
        ("faq/over_moisturise", rf"\b{_CREAM} (?:is|was|are|feels?) too (?:heavy|rich|thick)\b"),
        (
            "faq/k_beauty",
            r"\b(?:korean|k ?-? ?beauty) (?:products?|skin ?care|brands?|creams?|cosmetics)\b.*\b(?:better"
            r"|superior|best)\b",
        ),
        (
            "faq/bar_soap",
            r"\b(?:body wash|shower gel|hand soap)\b.*\bface\b|\bface\b.*\b(?:body wash|shower gel|hand soap)\b",
        ),
        ("faq/trip_kit", r"\b(?:protect|look after|care for|care of)\b.*\bskin\b.*\btravel\w*"),
    )
)


_CRUSTED = re.compile(r"\b(?:crust\w*|ooz\w*|weep\w*|pus|blister\w*|spread\w*|fever|bleed\w*|painful)\b")
"""What a doctor should see, whatever entry tells of its place."""


def named_outright(reading: Reading, ranking: Ranking) -> list[tuple[str, float]]:
    """The ranking with what is named outright first; [] where nothing is, or where it is of something else.

    A reaction or a medicine goes first, small talk stays, and so does a question about an active or a mask.
    """
    kind, confidence = ranking[0]
    said = " ".join(reading.words)
    names = [name for name, form in _SUBJECTS if form.search(said)]
    if any(thing.kind in _WORKING and not thing.negated for thing in reading.things):
        names = [name for name in names if name in _OF_ACTIVES]
    if kind in FIRST:
        doubted = kind == "reaction" and confidence < _NOT_OURS and not _CRUSTED.search(said)
        names = [name for name in names if name in _REPORTED and doubted]
    elif kind in ("out_of_scope", "source", "nonsense"):
        names = names if kind == "source" or confidence < _NOT_OURS else []
    elif is_small_talk(kind):
        names = []
    elif kind.startswith("faq/") and confidence >= _AGREES:
        names = [name for name in names if name == kind]
    if not names or any(thing.product for thing in reading.things) or _in_a_state(reading):
        return []
    return [(names[0], _SURE), *((name, score / 2) for name, score in ranking if name != names[0])]


def _in_a_state(reading: Reading) -> bool:
    """Whether somebody says what makes every answer stricter: the entries on that come first."""
    states = (trait for trait in reading.traits if trait.kind == "state" and not trait.negated)
    return any(trait.id not in _DONE_TO_HAIR for trait in states)
