"""What comes before what a message was taken for: a doctor's matter, a reaction, somebody else's medicine."""

from __future__ import annotations

import re

from bot.answers.safety import sheds
from bot.nlu.alarm import is_slight
from bot.nlu.reading import Reading
from bot.nlu.scope import DOUBTFUL, FIRST, HAIR_GOES, SURE

SORE = frozenset(
    ("raw", "painful", "burning", "burns", "burned", "burnt", "bleeding", "bleeds", "oozing", "weeping", "blistered")
)
_RAW = re.compile(
    r"^(?!.*\b(?:healed|used to|years? ago|last (?:year|summer|winter|spring))\b).*\b(?:raw|painful|bleed\w*)\b"
)
_AT_A_LOSS = 0.35
_EXPIRED = re.compile(
    r"\b(?:expir(?:e|es|ed|y|ing|ation)|out of date|(?:go|goes|gone|went|turn\w*) (?:bad|off)\b"
    r"(?! (?:my|the|of|in|at))"
    r"|past (?:its|it's|the|their) (?:date|best|prime|use by)"
    r"|use ?-? ?by date|best before|shelf life)\b"
)
_STAYS = re.compile(
    r"\b(?:(?:won'?t|wont|will not|not|never|doesn'?t|doesnt) (?:go\w*|heal\w*|clear\w*)(?: away)?"
    r"|keeps? coming back)\b"
)
_LOW = re.compile(r"\b(?:depress\w*|hopeless|suicid\w*|low mood|mood swings?|anxious|anxiety)\b")
_REPORTED = re.compile(
    r"^(?!(?:can|could|does|do|did|will|would|is|are|what|which|why|how|may|might)\b).*"
    r"\b(?:caus(?:es|ed|ing)|gave me|gives me|giving me|left me with|leaves me with)\b.*"
    r"\b(?:rash|hives|welts|blisters|swelling|itch\w*|burns?|irritation)\b"
    r"|^my (?:\w+ ){1,3}(?:itch(?:es|y)?|burns?|stings?|swells?) (?:from|after|since|because of)\b"
)
"""Tells of harm that was done, and asks nothing."""
_OF_A_SHOP = frozenset(("coupon", "code", "voucher", "card", "offer", "sale", "points", "membership", "subscription"))
_AFTER_A_REACTION = tuple(
    f"faq/{entry}"
    for entry in ("over_exfoliated", "bpo_sore", "retinoid_sore_return", "vitamin_c_hot", "tingling_works")
)
"""Entries on what to do after a reaction, and on what it means."""
_ON_A_CHILD = re.compile(
    r"\b(?:toddler|baby|infant|child|kid|son|daughter|niece|nephew|(?:\d|two|three|four|five|six) year old)\b"
    r"[^.?!]{0,16}"
    r"\b(?:got|put|smeared|rubbed|spilled|spilt)\b[^.?!]{0,40}\b(?:on|over|onto|all over) "
    r"(?:her|his|their|my|the)? ?(?:own )?(?:face|skin|cheeks?|hands?|arms?|legs?|body|self|herself|himself)\b"
)
_EYE_MAKEUP = re.compile(r"\b(?:mascara|eye ?liner|eye ?shadow|eyes? (?:\w+ ){0,2}make ?-?up)\b")
_A_PRODUCT = re.compile(
    r"\b(?:products?|serums?|creams?|masks?|jars?|bottles?|cosmetics?|skincare|make-?up|lotions?)\b"
)
RETINOIDS = frozenset(("retinol", "retinal", "tretinoin", "adapalene", "retinoid", "tazarotene", "retinoid_rx"))
_AT_A_SALON = re.compile(
    r"\b(?:facials?|treatments?|peels?|lasers?|wax\w*|botox|fillers?|salon|spa|massage|needling|microneedling|tattoo"
    r"|shav\w+|threading|hair|tan|nails?|piercing|procedures?|clinic)\b"
)
_SOLD = re.compile(
    r"\b(?:otc|over the counter|need (?:a |an )?(?:prescription|script|doctor)|prescription only"
    r"|(?:is|are) (?:\w+ ){1,4}prescription"
    r"|without (?:a )?(?:prescription|script)|on prescription)\b"
)
_REACTED = re.compile(r"\ballergic reactions?\b")
_TO_DO = re.compile(
    r"\b(?:what (?:do|should|can|could|shall) i (?:do|use|put)|how (?:do|can|should|to)|help|should i)\b"
)
_SYMPTOMS = re.compile(r"\b(?:red|burning|stinging|peeling|sore|itchy|itching|swollen|raw|flaking|hot|rash|inflamed)\b")
_LUMPS = re.compile(r"\b(?:bumps?|lumps?|rash|patch(?:es)?|(?:a|the|this|these|open) sores?)\b")
_BLOTCHED = re.compile(r"\bblotch\w*")
_BUMP = r"(?:bump|spot|lump|growth|dot)"
_GROWTH = re.compile(
    rf"\b{_BUMP}\b.*\b(?:(?:skin|flesh) ?-? ?colou?red|same colou?r as (?:my|the|her|his) (?:skin|face))\b"
    rf"|\b(?:skin|flesh) ?-? ?colou?red (?:\w+ ){{0,2}}{_BUMP}\b"
)
"""Tells of one thing that is no pimple: nobody knows what it is before it was looked at. Many are another matter."""
_FAIRNESS = re.compile(r"\b(?:whitening|lightening|bleaching|fairness|brightening|toning|glow|miracle)\b.*\bcreams?\b")
_THINNED = re.compile(
    r"\b(?:thin(?:s|ned|ner|ning)?|veins?|vessels?|capillar\w+|nerves?|see-?through|translucent|addicted|withdrawal)\b"
    r"|\b(?:red|burn\w*|worse|dark\w*|rebound\w*)\b.*\b(?:stop|stopped|stopping|without it|quit|off it)\b"
    r"|\b(?:stop|stopped|stopping|without it|quit|off it)\b.*\b(?:red|burn\w*|worse|dark\w*|rebound\w*)\b"
)
"""What a hidden steroid does: it is never just stopped, and never gone on with."""
_OF_HAIR = ("faq/hair_products_spots", "faq/hair_products_on_face", "choice", "suitability")
_BURNS = re.compile(r"\b(?:burn\w*|sting\w*|hurts?|itch\w*)\b")
_A_RETINOID = re.compile(r"\b(?:retin\w*|vitamin a|tacrolimus|protopic|elidel|pimecrolimus)\b")
_NOT_MINE = re.compile(
    r"\b(?:flat ?mate|room ?mate|friend|mate|sister|mum|mom|mother|brother|colleague|cousin|aunt|partner|boyfriend"
    r"|girlfriend|husband|wife|neighbou?r|somebody|someone)\w*\b(?:(?! and )[^.?!]){0,40}"
    r"\b(?:left me|gave me|given me|lent me|passed (?:me|on)|left ?over|spare|lets me use|old tube|half a tube)\b"
    r"|\b(?:borrowed|hand(?:ed)?-me-down|someone else'?s|somebody else'?s)\b"
)
_ON_PRESCRIPTION = frozenset(("tretinoin", "tazarotene", "trifarotene", "retinoid_rx", "hydroquinone", "isotretinoin"))
_ON_ONES_OWN = re.compile(
    r"\b(?:on my own|by myself|(?:have ?n ?'?o?t|haven't|never|without|not) (?:been |ever )?"
    r"(?:see(?:n|ing)?|consult\w*|visit\w*|ask\w*) (?:by |with )?(?:a |any |my )?"
    r"(?:doctor|dermatologist|derm|gp|prescriber))\b"
)
_BUTTERFLY = re.compile(r"\b(?:butterfly|malar) (?:rash|redness|patch\w*)\b")
_ILL = re.compile(r"\b(?:eczema|dermatitis|psoriasis)\b")
_HOT = re.compile(r"\b(?:giv\w+ off heat|hot|weep\w*|ooz\w+|pus|infected|crust\w*)\b")
_ON_LUMPS = ("faq/blind_spot", "faq/severe_acne", "faq/ingrown_hairs", "faq/razor_burn", "faq/wax_bumps")
_PAIN = re.compile(r"\b(?:painful|sore|hurts?|hurting|angry|infected)\b")


def on_safety(kind: str, confidence: float, reading: Reading, whole: Reading) -> str:
    """The kind that the words on safety ask for, or "" where they ask for none."""
    return _of_harm(kind, confidence, reading, whole) or _of_use(kind, confidence, reading, whole)


def _of_harm(kind: str, confidence: float, reading: Reading, whole: Reading) -> str:
    """What is a doctor's, somebody else's medicine, or a reaction, however surely it was taken for something else."""
    said, story = " ".join(reading.words), " ".join(whole.words)
    named = {mention.id for mention in reading.things}
    if kind == "red_flag":
        return ""
    if _ON_A_CHILD.search(story) and reading.things:
        return "reaction"  # `my toddler got my glycolic serum on her face`: off with it, whatever it is asked as.
    reports = kind in FIRST or kind in _AFTER_A_REACTION or confidence < DOUBTFUL
    if reports and is_slight(reading.words) and is_slight(whole.words):
        return "faq/slight_sting"
    if kind == "reaction" and _sheds(reading, story):
        return "faq/retinoid_first_weeks"
    if confidence < DOUBTFUL and not named and not kind.startswith("walk_") and (seen := _of_nothing_named(kind, said)):
        return seen
    if kind in FIRST:
        return ""
    prescribed = any(mention.id in _ON_PRESCRIPTION for mention in whole.things)
    if "state.isotretinoin" in {trait.id for trait in whole.traits} and _LOW.search(said):
        return "medical"  # Its label asks for a doctor at once.
    if _GROWTH.search(story) and not named - {"eye_cream"}:
        return "faq/skin_growths"
    if _BUTTERFLY.search(story) and kind != "faq/lupus_skincare":
        return "medical"
    if prescribed and _NOT_MINE.search(story):
        return "faq/prescription_leftover"
    if prescribed and _ON_ONES_OWN.search(story):
        return "faq/prescription_needed"
    if (_ILL.search(said) and _HOT.search(said)) or (kind == "faq/tiny_bumps" and _PAIN.search(said)):
        return "medical"
    own = reading.about_self and not kind.startswith("faq/")
    if own and confidence < _AT_A_LOSS and _RAW.search(story):
        return "reaction"  # `my chin is raw from adapalene`
    if (kind != "tell" or confidence < SURE) and _REPORTED.search(said) and not reading.whom:
        return "reaction"
    of_retinoids = kind.startswith("faq/retinoid_") or kind == "faq/tacrolimus_burning"
    if of_retinoids and _BURNS.search(said) and not named & RETINOIDS and not _A_RETINOID.search(story):
        return "reaction"
    return ""


def _sheds(reading: Reading, story: str) -> bool:
    """Whether somebody tells that skin dries and peels from a retinoid, as most skin does at first, and of no more."""
    named = {mention.id for mention in reading.things}
    own = not reading.whom and not any(trait.kind == "state" for trait in reading.traits)
    return bool(named & RETINOIDS) and own and sheds(story)


def _of_nothing_named(kind: str, said: str) -> str:
    """What a doubtful message tells of skin, without a thing that it may come from."""
    hurts = _PAIN.search(said) or _STAYS.search(said)
    if _BLOTCHED.search(said) or (hurts and _LUMPS.search(said) and kind not in _ON_LUMPS):
        return "medical"
    reports = len(set(_SYMPTOMS.findall(said))) > 1 or _REACTED.search(said)
    return "reaction" if reports and _TO_DO.search(said) and kind not in FIRST else ""


def _of_use(kind: str, confidence: float, reading: Reading, whole: Reading) -> str:
    """What the words decide where a kind was only guessed: dates, ages, hair that goes, what needs a prescription."""
    said, story = " ".join(reading.words), " ".join(whole.words)
    named = {mention.id for mention in reading.things}
    of_a_shop = not _OF_A_SHOP.isdisjoint(whole.words)
    if kind == "out_of_scope" and _EXPIRED.search(said) and _A_PRODUCT.search(said) and not of_a_shop:
        return "faq/expiry"
    if kind == "faq/treatment_pregnancy" and not _AT_A_SALON.search(said):
        return "choice"
    if kind in _OF_HAIR and HAIR_GOES.search(story):
        return "out_of_scope"
    if kind == "faq/teen_anti_ageing" and len(named) == 1:
        return "suitability"
    doubtful = confidence < SURE or kind in ("effect", "compatibility")
    if not doubtful or kind in FIRST:
        return ""
    if _EXPIRED.search(said) and not of_a_shop and kind != "faq/used_expired":
        return "faq/old_eye_makeup" if _EYE_MAKEUP.search(said) else "faq/expiry"
    if len(named) == 1 and _SOLD.search(said) and not any(trait.kind == "state" for trait in reading.traits):
        return "faq/prescription_needed"
    return ""


def has_thinned(whole: Reading) -> bool:
    """Whether somebody tells that a whitening cream thins their skin, or that they cannot come off it."""
    said = " ".join(whole.words)
    return bool(_FAIRNESS.search(said) and _THINNED.search(said))
