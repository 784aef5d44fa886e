"""What a question on safety asks outright: of a date, a medicine on the face, a mishap, a treatment."""

from __future__ import annotations

import re

from bot.nlu.reading import Reading
from bot.nlu.scope import DOUBTFUL, FIRST, HAIR_GOES, SURE

_EXPIRED = re.compile(
    r"\b(?:expir(?:e|es|ed|y|ing|ation)|out of date|(?:go|goes|gone|went|turn\w*) (?:bad|off)\b"
    r"(?! (?:my|the|of|in|at))"
    r"|past (?:its|it's|the|their) (?:date|best|prime|use by)"
    r"|use ?-? ?by date|best before|shelf life)\b"
)
_MAY_IT = re.compile(
    r"\b(?:can|should|may|could) (?:i|you|we) (?:still )?(?:use|put|apply|wear)\b|\b(?:ok|okay|safe|fine) to\b"
)
_STORED = re.compile(
    r"\b(?:how|where) (?:do|should|can|to) (?:i |we )?(?:best )?(?:store|keep) (?:my |a |the )?\w+"
    r"|\bstor(?:e|ed|ing) (?:my|in)\b"
)
_OINTMENT = re.compile(r"\b(?:neosporin|polysporin|bacitracin|savlon|dettol|germolene|iodine|antibiotic ointment)\b")
_AGAINST_YEAST = re.compile(
    r"\b(?:athlete'?s? ?foot|anti ?-?fungals?|clotrimazole|miconazole|lotrimin|monistat|lamisil|canesten)\b"
)
_FOOD = re.compile(r"\b(?:mayo\w*|ketchup|mustard|butter|eggs?|milk|beer|bread|cheese)\b")
_STAYS = re.compile(
    r"\b(?:(?:won'?t|wont|will not|not|never|doesn'?t|doesnt) (?:go\w*|heal\w*|clear\w*)(?: away)?"
    r"|keeps? coming back)\b"
)
_GOES_ON = re.compile(r"\b(?:stop|continue|keep|quit|go on|carry on|push)\b")
_PURGES = re.compile(r"\bpurg\w+\b")
_NEVER_PURGES = frozenset(
    (
        *("niacinamide", "hyaluronic_acid", "moisturiser", "sunscreen", "cleanser", "toner", "snail_mucin"),
        *("vitamin_c", "ascorbic_acid"),
    )
)
_SPOTS_FROM = re.compile(r"\bnormal to (?:get|have)\b.*\b(?:pimples?|spots?|zits|break ?outs?)\b")
_SPOTS_WORSE = re.compile(
    r"\b(?:acne|spots|skin|pimples) (?:\w+ )?worse\b|\bcaus\w+ (?:\w+ )?(?:acne|spots|pimples|break ?outs?)\b"
)
_OUGHT_TO_BURN = re.compile(
    r"\b(?:supposed to|meant to|should|normal)\b.*\b(?:burn|sting|tingle|hurt|itch|burns|stings)\b"
)
_OVERDONE = re.compile(r"\bover ?-? ?(?:us\w+|do|doing|did|mask(?:ing)?)\b")
_KEPT_LONG = re.compile(r"\bhow long (?:can|do|should|may|will) (?:i|you|we) (?:store|keep)\b(?!.*\bon\b)")
_LOW = re.compile(r"\b(?:depress\w*|hopeless|suicid\w*|low mood|mood swings?|anxious|anxiety)\b")
_REPORTED = re.compile(
    r"^(?!(?:can|could|does|do|did|will|would|is|are|what|which|why|how|may|might)\b).*"
    r"\b(?:caus(?:es|ed|ing)|gave me|gives me|giving me|left me with|leaves me with)\b.*"
    r"\b(?:rash|hives|welts|blisters|swelling|itch\w*|burns?|irritation)\b"
)
"""Tells of harm that was done, and asks nothing."""
_BREAKS_OUT = re.compile(
    r"\b(?:make|makes|cause|causes|give|gives|giving|lead|leads)\b.*"
    r"\b(?:break ?outs?|break (?:me|you) out|pimples|spots|zits)\b"
)
_CLEARS = re.compile(r"\b(?:clears?|cures?|treats?|heals?|gets? rid|removes?|helps?)\b")
_CAUSES = re.compile(
    r"^(?:can|could|does|do|will|would) (?!i (?:put|use|apply)).*\b(?:cause|causes|give|gives|bring|lead)\b.*"
    r"\b(?:rash(?:es)?|hives|allerg\w+|redness|irritation|burns?)\b"
)
_OF_A_SHOP = frozenset(("coupon", "code", "voucher", "card", "offer", "sale", "points", "membership", "subscription"))
_EYE_MAKEUP = re.compile(r"\b(?:mascara|eye ?liner|eye ?shadow|eyes? (?:\w+ ){0,2}make ?-?up)\b")
_EYES = re.compile(r"\b(?:eyes?|eyelids?|lids)\b")
_OLD = re.compile(r"\b(?:old|expired|ancient|stale|dried up|out of date|years? ago)\b")
_TABLET = re.compile(
    r"\b(?:aspirins?|ibuprofen|paracetamol|acetaminophen|advil|tylenol|naproxen|panadol|amoxicillin"
    r"|(?:crush(?:ed|ing)?|dissolv\w+|ground|grind\w*) (?:up )?(?:\w+ ){0,3}"
    r"(?:pills?|tablets?|capsules?|antibiotics?))\b"
)
_CRUSHED = re.compile(r"\b(?:crush\w*|grind\w*|ground|dissolv\w*)\b")
_INSIDE = re.compile(r"\b(?:allerg\w*|while on|when on|prescribed)\b")
"""Tells of tablets as they are meant to be taken."""
_SWALLOWED = re.compile(
    r"\b(?:take|taking|took|swallow\w*|drink\w*|drank|ate|dose|headache|mg|at once|(?:a|per) day)\b"
)
_EATEN = re.compile(
    r"\b(?:can|could|may|should|safe|ok|okay|edible)\b.*\b(?:eat|eats|eating|drink|lick|taste|edible)\b"
)
_A_PRODUCT = re.compile(
    r"\b(?:products?|serums?|creams?|masks?|jars?|bottles?|cosmetics?|skincare|make-?up|lotions?)\b"
)
_BY_MISTAKE = ("faq/retinol_and_acid_same_night", "faq/mixed_by_mistake")
_HAPPENED = re.compile(
    r"\b(?:used|put|did|mixed|applied|accidentally|accident|mistake|forgot|oops|already|layered|combined|now what"
    r"|what now|what happens|just)\b"
)
_RETINOIDS = frozenset(("retinol", "retinal", "tretinoin", "adapalene", "retinoid", "tazarotene", "retinoid_rx"))
_MILDER_LATER = {"benzoyl_peroxide": "faq/bpo_sore", **dict.fromkeys(_RETINOIDS, "faq/retinoid_sore_return")}
_SORE = re.compile(
    r"\b(?:sore|raw|red|redness|peel(?:ing|s)?|flak(?:y|ing)|irritat\w+|dry(?:ing)?|burn(?:t|ed|s|ing)?)\b"
)
_FOR_HOW_LONG = re.compile(
    r"\b(?:(?:should|do|must|can|shall) i (?:\w+ ){0,2}(?:stop|quit|continue|keep|carry on|give up|pause)"
    r"|stop (?:it |using it )?(?:altogether|completely|forever|for good)|for good|forever|or forever)\b"
)
_TREATMENT = re.compile(
    r"\b(?:lasers?|ipl|surgery|microneedling|procedure|facials?|chemical peel|dermabrasion|tattoo|microblading"
    r"|(?:before|having|getting|booked) (?:a |my |the )?(?:\w+ )?peel)\b"
)
_PAUSE = re.compile(r"\b(?:stop|stopping|pause|before|how long|how many days|discontinue|come off|leave off)\b")
_AFTERWARDS = re.compile(r"\b(?:after|since|had)\b")
_GETS_WORSE = re.compile(
    r"\b(?:mak\w+|made|get\w*|got) (?:\w+ ){0,4}worse\b|\bbreak(?:s|ing)?(?: \w+)? ?outs?\b|\bpurg\w+\b"
)
_ACIDS = ("salicylic_acid", "glycolic_acid", "lactic_acid", "aha", "bha", "exfoliating_acid")
_STARTS_WORSE = frozenset((*_RETINOIDS, *_ACIDS))
_AT_A_SALON = re.compile(
    r"\b(?:facials?|treatments?|peels?|lasers?|wax\w*|botox|fillers?|salon|spa|massage|needling|microneedling|tattoo"
    r"|shav\w+|threading|hair|tan|nails?|piercing|procedures?|clinic)\b"
)
_SOLD = re.compile(
    r"\b(?:otc|over the counter|need (?:a |an )?(?:prescription|script|doctor)|prescription only"
    r"|(?:is|are) (?:\w+ ){1,4}prescription"
    r"|without (?:a )?(?:prescription|script)|on prescription)\b"
)
_KITCHEN = frozenset(("lemon_juice", "vinegar", "baking_soda", "toothpaste"))
_WENT_WRONG = re.compile(r"\b(?:burn\w*|sting\w*|stung|hurts?|sore|red|marks?|scars?|sun\w*|spots?|peel\w*|dark\w*)\b")
_PUT_ON = re.compile(r"\b(?:used|put|squeezed|rubbed|applied|tried|left|had|got)\b")
_BAD = frozenset(("bad", "harmful", "avoid", "safe", "okay", "ok", "irritating", "wrong"))
_REACTED = re.compile(r"\ballergic reactions?\b")
_TO_DO = re.compile(
    r"\b(?:what (?:do|should|can|could|shall) i (?:do|use|put)|how (?:do|can|should|to)|help|should i)\b"
)
_SYMPTOMS = re.compile(r"\b(?:red|burning|stinging|peeling|sore|itchy|itching|swollen|raw|flaking|hot|rash|inflamed)\b")
_LUMPS = re.compile(r"\b(?:bumps?|lumps?|rash|patch(?:es)?|(?:a|the|this|these|open) sores?)\b")
_COVERED = re.compile(r"\b(?:plasters?|patch(?:es)?|band ?-?aids?|dressings?|bandages?|cling ?film|cover(?:ed|ing)?)\b")
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
_MOLES = re.compile(r"\bmoles?\b")
_ASKED = re.compile(r"\b(?:when|what|how|should|which|look out|signs?)\b")
_KITCHEN_GRAINS = re.compile(r"\b(?:sugar|salt|coffee|oatmeal)\b")
_BUTTERFLY = re.compile(r"\b(?:butterfly|malar) (?:rash|redness|patch\w*)\b")
_ILL = re.compile(r"\b(?:eczema|dermatitis|psoriasis)\b")
_HOT = re.compile(r"\b(?:giv\w+ off heat|hot|weep\w*|ooz\w+|pus|infected|crust\w*)\b")
_TORN = re.compile(r"\b(?:raw|ripped|tore|torn|took (?:\w+ )?skin|skin (?:\w+ )?(?:came|peeled|off|ripped))\b")
_TOO_STRONG = {
    "vitamin_c": "faq/vitamin_c_hot",
    "ascorbic_acid": "faq/vitamin_c_hot",
    "niacinamide": "faq/niacinamide_red",
}
_ON_LUMPS = ("faq/blind_spot", "faq/severe_acne", "faq/ingrown_hairs", "faq/razor_burn", "faq/wax_bumps")
_PAIN = re.compile(r"\b(?:painful|sore|hurts?|hurting|angry|infected)\b")


def on_safety(kind: str, confidence: float, reading: Reading, whole: Reading) -> str:
    """The kind that the words on safety ask for, where the one that was taken is in doubt; "" where they ask none."""
    said, story = " ".join(reading.words), " ".join(whole.words)
    named = {mention.id for mention in reading.things}
    masks = bool(named) and all(name == "mask" or name.startswith("mask.") for name in named)
    if kind == "out_of_scope" and named and _EATEN.search(said):
        return "faq/eat_cosmetics"
    of_a_shop = bool(_OF_A_SHOP & set(whole.words))
    if kind == "out_of_scope" and _EXPIRED.search(said) and _A_PRODUCT.search(said) and not of_a_shop:
        return "faq/expiry"
    if kind not in FIRST and "state.isotretinoin" in {trait.id for trait in whole.traits} and _LOW.search(said):
        return "medical"  # Its label asks for a doctor at once.
    if kind not in FIRST and _GROWTH.search(story) and not named - {"eye_cream"}:
        return "faq/skin_growths"
    if kind not in FIRST and _BUTTERFLY.search(story) and kind != "faq/lupus_skincare":
        return "medical"
    prescribed = any(mention.id in _ON_PRESCRIPTION for mention in whole.things)
    if kind not in FIRST and prescribed and _NOT_MINE.search(story):
        return "faq/prescription_leftover"
    if kind == "medical" and _MOLES.search(said) and _ASKED.search(said):
        return "faq/mole_care"
    if kind not in FIRST and prescribed and _ON_ONES_OWN.search(story):
        return "faq/prescription_needed"
    scrubs = any(mention.id == "scrub" for mention in whole.things)
    of_a_scrub = kind in ("usage", "frequency", "choice", "effect") and scrubs
    if of_a_scrub and _KITCHEN_GRAINS.search(story):
        return "faq/diy_scrub"
    if kind not in FIRST and _ILL.search(said) and _HOT.search(said):
        return "medical"
    if kind not in FIRST and (kind != "tell" or confidence < SURE) and _REPORTED.search(said) and not reading.whom:
        return "reaction"
    if masks and kind in ("duration", "tell", "out_of_scope") and _KEPT_LONG.search(said):
        return "faq/expiry"
    if masks and kind == "effect" and _BREAKS_OUT.search(said):
        return "faq/mask_breakout"
    if kind == "faq/mask_breakout" and _CLEARS.search(said) and not _BREAKS_OUT.search(said) and named:
        return "effect"
    if kind in _BY_MISTAKE and len(reading.things) > 1 and not _HAPPENED.search(story):
        return "compatibility"  # `glycolic toner then retinol cream same night?` asks before.
    if kind == "faq/treatment_pregnancy" and not _AT_A_SALON.search(said):
        return "choice"
    if kind == "faq/heat_burn" and (burnt := _burnt_by(named)):
        return burnt
    if kind == "faq/dark_spots_cause" and re.search(r"\bred\b", said):
        return "faq/facial_redness"
    if kind == "faq/hair_products_on_face" and _FOOD.search(said):
        return "faq/diy_mask"
    if kind == "faq/tiny_bumps" and _PAIN.search(said):
        return "medical"
    if kind == "faq/used_expired" and _MAY_IT.search(said):
        return "faq/expiry"
    if kind == "faq/purging" and named and named <= _NEVER_PURGES:
        return "faq/which_products_purge"
    if kind == "faq/retinoid_sore_return" and named and named <= _TOO_STRONG.keys():
        return _TOO_STRONG[min(named)]
    if kind == "faq/masks_kids" and masks and any(trait.id == "state.teen" for trait in reading.traits):
        return "suitability"
    if kind == "faq/occlusion" and len(named) == 1 and named <= _RETINOIDS and _COVERED.search(said):
        return "compatibility"
    if kind in _OF_HAIR and HAIR_GOES.search(story):
        return "out_of_scope"
    if kind == "faq/retinoid_two_kinds" and named and not named & _RETINOIDS:
        return "faq/same_active_twice"
    of_retinoids = kind.startswith("faq/retinoid_") or kind == "faq/tacrolimus_burning"
    of_others = not named & _RETINOIDS and not _A_RETINOID.search(story)
    if of_retinoids and of_others and _BURNS.search(said):
        return "faq/tingling_works" if _OUGHT_TO_BURN.search(said) and named else "reaction"
    if kind == "faq/retinoid_forever" and not named & _RETINOIDS and _SORE.search(said):
        return "reaction"
    waxed = any(trait.id == "state.hair_removal" for trait in whole.traits)
    if waxed and _TORN.search(story) and kind not in FIRST:
        return "faq/wax_skin_off"
    if kind == "faq/teen_anti_ageing" and len(named) == 1:
        return "suitability"
    if masks and _OUGHT_TO_BURN.search(said):
        return "faq/mask_tingles"
    if confidence >= SURE and kind not in ("effect", "medical", "compatibility"):
        return ""
    if kind in FIRST and confidence >= DOUBTFUL and not _CRUSHED.search(said):
        return ""
    if _TABLET.search(said) and not _SWALLOWED.search(said) and not _INSIDE.search(said):
        return "faq/medicine_on_face"
    if named and named <= _KITCHEN and _WENT_WRONG.search(said) and _PUT_ON.search(said):
        return "faq/home_remedy_sore"
    if _STORED.search(said) and named:
        return "faq/storage_place"
    in_a_state = any(trait.kind == "state" and not trait.negated for trait in whole.traits)
    if _OINTMENT.search(said) and not in_a_state:
        return "faq/antiseptic_on_spots"
    if _AGAINST_YEAST.search(said) and not in_a_state:
        return "faq/fungal_acne"
    if named and named <= _NEVER_PURGES and (_PURGES.search(said) or _SPOTS_FROM.search(said)):
        return "faq/which_products_purge"
    if named <= _RETINOIDS and named and re.search(r"\bthin(?:s|ning|ner)?\b", said):
        return "faq/retinol_thins_skin"
    if masks and kind in ("effect", "suitability") and _SPOTS_WORSE.search(said):
        return "faq/mask_breakout"
    if masks and _OVERDONE.search(said) and confidence < DOUBTFUL:
        return "frequency"
    if named & _STARTS_WORSE and _PURGES.search(said) and _GOES_ON.search(said):
        return "faq/purge_go_on"
    if named and _CAUSES.search(said) and confidence < SURE:
        return "reaction"
    if _STAYS.search(said) and _LUMPS.search(said) and not named and confidence < DOUBTFUL:
        return "medical"
    if _EXPIRED.search(said) and not of_a_shop and kind != "faq/used_expired":
        return "faq/old_eye_makeup" if _of_the_eyes(said, named) else "faq/expiry"
    if _OLD.search(said) and _of_the_eyes(said, named):
        return "faq/old_eye_makeup"
    if named and named <= _MILDER_LATER.keys() and _SORE.search(story) and _FOR_HOW_LONG.search(said):
        return _MILDER_LATER[min(named)]
    if named & _RETINOIDS and _TREATMENT.search(said) and _PAUSE.search(said) and not _AFTERWARDS.search(said):
        return "faq/retinoid_before_procedure"
    if kind == "effect" and named and named <= _STARTS_WORSE and _GETS_WORSE.search(said):
        return "faq/purging"
    if len(named) == 1 and _SOLD.search(said) and not any(trait.kind == "state" for trait in reading.traits):
        return "faq/prescription_needed"
    if "fragrance" in named and len(named) == 2 and _BAD & set(reading.words) and confidence < DOUBTFUL:
        return "faq/fragrance_bad"
    if confidence < DOUBTFUL and not named and _BLOTCHED.search(said):
        return "medical"
    if confidence < DOUBTFUL and not named and _PAIN.search(said) and _LUMPS.search(said) and kind not in _ON_LUMPS:
        return "medical"
    if confidence < DOUBTFUL and not named and not kind.startswith("walk_"):
        reports = len(set(_SYMPTOMS.findall(said))) > 1 or _REACTED.search(said)
        return "reaction" if reports and _TO_DO.search(said) and kind not in FIRST else ""
    return ""


def has_thinned(whole: Reading) -> bool:
    """Whether somebody tells that a whitening cream thins their skin, or that they cannot come off it."""
    said = " ".join(whole.words)
    return bool(_FAIRNESS.search(said) and _THINNED.search(said))


def _burnt_by(named: set[str]) -> str:
    """The entry on skin that was made sore by what was named, which no hot pan did."""
    if named & _MILDER_LATER.keys():
        return _MILDER_LATER[min(named & _MILDER_LATER.keys())]
    return "faq/over_exfoliated" if named & set(_ACIDS) else ""


def _of_the_eyes(said: str, named: set[str]) -> bool:
    """Whether make-up for the eyes, or what any make-up does to them, is asked about."""
    return bool(_EYE_MAKEUP.search(said)) or (named == {"makeup"} and bool(_EYES.search(said)))
