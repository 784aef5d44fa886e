"""Phrases that tell outright that a message is none of ours, and where it belongs, whatever else is named in it."""

from __future__ import annotations

import re
from collections.abc import Sequence

_OF_SKIN = frozenset(
    (
        "skin", "face", "facial", "complexion", "cheek", "cheeks", "forehead", "chin", "nose", "neck", "lips", "acne",
        "pimple", "pimples", "spot", "spots", "zits", "blemish", "blemishes", "breakout", "breakouts", "pore", "pores",
        "blackheads", "wrinkle", "wrinkles", "eczema", "rosacea", "moisturiser", "moisturizer", "sunscreen", "spf",
        "skincare", "serums", "cleanser", "toner", "retinol", "tretinoin", "rash", "itch", "itchy", "acid", "beard",
        "eyebrows", "brows", "hairline", "maskne", "chafes", "chafing",
    )
)  # fmt: skip
"""Words by which a message is about skin all the same: `to eat for clear skin`, `the hair mask got on my face`."""
_MEDICINES = (
    r"(?:ibuprofen|paracetamol|tylenol|acetaminophen|advil|naproxen|aleve|nurofen|codeine|antihistamines?|benadryl"
    r"|insulin|statins?|warfarin|antidepressants?|xanax|melatonin|viagra)"
)
_LAB = (
    r"(?:iron|ferritin|sodium(?! hyal)|potassium|calcium|magnesium|chloride|phosphate|albumin|globulin|protein"
    r"|bilirubin|creatinine|glucose|insulin|cortisol|cholesterol|lipids?|lipase|amylase|uric|osmolality|testosterone|estradiol"
    r"|progesterone|prolactin|tsh|hcg|lithium|transferrin|tryptase|ige|igg|iga|igm|b12|folate|electrophoresis|plasma"
    r"|sickness|separator|bovine)"
)
HAIR_LOSS = (
    r"\b(?:loss of (?:\w+ )?hair|los(?:e|es|ing|t) (?:\w+ ){0,2}hair"
    r"|hair (?:\w+ ){0,2}(?:loss|thinning|thinned|fell|falls|falling|shedding)"
    r"|(?:thinning|receding|balding)(?: \w+){0,3} (?:hair|hairline|temples?|crown|scalp)|regrow (?:\w+ ){0,2}hair"
    r"|bald(?:ing|ness)?)\b"
)
"""Words of somebody whose hair goes, which no skin care is for."""
_CERTAIN = (
    (
        "requests",
        (
            r"\b(?:ignore|ignroe|disregard|forget|bypass|override)\b.{0,30}\b(?:instructions?|directions|guidelines"
            r"|prompts?|you were told|you have been told)\b",
            r"\b(?:system|initial|hidden) prompt\b",
            r"\bsystem override\b",
            r"\byou are now (?!safe|ok)\w+",
            r"^(?:please |now )?act as\b",
            r"\bpretend (?:to be|you|that you)\b",
            r"\bapi keys?\b",
            r"\b(?:developer|debug|dan|god|admin|jailbreak) mode\b",
            r"\badmin access\b",
            r"\bdo anything now\b",
            r"\bdrop table\b",
            r"\brepeat (?:the|your|all) (?:words?|text|instructions?|message)",
            r"\b(?:answer|reply|respond) (?:only )?in json\b",
            r"^(?:text|message|call|phone|ring) (?:my )?(?:mom|mum|dad|wife|husband|sister|brother|boss|friend)\b",
            r"\b(?:flip|toss) a coin\b",
            r"\broll (?:a|the|some|two) dice?\b",
            r"\b(?:write|compose) (?:me )?(?:a|an|some) (?:\w+ )?(?:poem|haiku|song|story|essay|email|letter|rap"
            r"|code|novel|limerick)\b",
        ),
    ),
    (
        "dear",
        (
            r"\byou (?:\w+ )?(?:recommended|suggested|sold me|told me to (?:buy|get))\b.*\b(?:expensive|pricey"
            r"|overpriced|cost (?:me )?(?:a fortune|a lot|so much)|rip ?- ?off)\b",
        ),
    ),
    (
        "sums",
        (
            r"^(?:(?:hey|hi|ok|so) )?(?:what 's|whats|what's|what is|calculate|solve"
            r"|how much is)? ?\d[\d.,]* ?%? ?(?:of|plus|minus|times|divided by|x|[+*^-]) ?\d[\d.,]*(?: ?[?=.])*$",
            r"\bsquare root\b",
            r"\b(?:dollars?|usd|euros?|eur|gbp|pesos?|yen|rupees?)\b.*\b(?:in|to|into|worth)\b.*\b(?:dollars?|usd"
            r"|euros?|eur|gbp|pesos?|yen|rupees?)\b",
            r"\bexchange rate\b",
            r"\b(?:bitcoins?|crypto(?:currency|currencies)?|ethereum)\b",
        ),
    ),
    (
        "live",
        (
            r"^(?:what|how)(?: 's|'s|s| is| are)? (?:the |today 's |todays )?(?:current )?(?:uv(?: index| level)?"
            r"|weather|forecast|temperature)(?: like| looking)?(?: today| now| right now| tomorrow| outside| (?:in"
            r"|at|for) .*)*(?: ?[?.])*$",
            r"\bwhat (?:time|day) is it\b",
            r"\bwhat 's the (?:time|date)\b",
            r"\b(?:today|tomorrow) 's date\b",
            r"\bwhat (?:date|day) (?:is (?:it|today|tomorrow)|will it)\b",
            r"\bdays from (?:now|today)\b",
            r"\bwill (?:be )?the date\b",
            r"\btraffic\b.*\b(?:way|road|work|airport|route|like|bad)\b",
            r"\bwho (?:won|is winning|will win)\b",
            r"\bsuper bowl\b",
            r"\bworld cup\b",
            r"\bstock (?:price|market)\b",
            r"\b(?:wear|need|take|bring) (?:a |an |my )?(?:jacket|coat|umbrella)\b",
        ),
    ),
    (
        "language",
        (
            r"\bhow (?:do|would|can|to) (?:you |i |we )?(?:say|write|spell)\b.*\bin \w+(?: ?\?)*$",
            r"\bhablas? (?:espa[nñ]ol|ingl[eé]s)\b",
            r"\bparlez[- ]vous\b",
            r"\bsprichst du\b",
            r"\bsprechen sie\b",
            r"\bparli\b",
            r"\bfalas?\b",
            r"\b(?:speak|talk|answer|reply|write|respond|switch)\b(?: \w+){0,3} (?:french|spanish|german|italian"
            r"|portuguese|arabic|hindi|urdu|turkish|polish|dutch|chinese|mandarin|japanese|korean|russian|swedish"
            r"|greek|hebrew|tagalog|indonesian|vietnamese|thai|bengali|tamil|persian|farsi)\b",
        ),
    ),
    (
        "other_masks",
        (
            r"\b(?:halloween|ffp[123]|respirator|scuba|diving|snorkel(?:ling)?|gas|goalie|hockey|welding|catcher"
            r"|fencing|carnival|costume|venetian|clipping|bit|subnet|network|attention) masks?\b",
            r"\bmasks? (?:mandates?|movie)\b",
            r"\bmajora\b",
            r"\bmasks? (?:.* )?in (?:photo ?shop|numpy|python|opencv|pytorch|excel|gimp)\b",
            r"\bhalloween\b.*\bmasks?\b",
        ),
    ),
    (
        "other_serums",
        (
            r"\b(?:truth|snake|soldier|anti ?-? ?venom|antivenom|antivenin) serums?\b",
            r"\bserum (?:vst|presets?|plugins?|synth)\b",
            r"\bxfer\b",
            r"\bpresets for serum\b",
        ),
    ),
    (
        "body",
        (
            rf"\bserum (?:levels? of )?{_LAB}\b",
            r"\b(?:high|low|raised|elevated) serum\b",
            r"\bnormal serum \w+ (?:levels?|range|values?)\b",
            r"\bserum (?:vs|versus|or|and) plasma\b",
            r"\bplasma (?:vs|versus|or|and) serum\b",
            r"\bfasting\b.*\bserum\b",
            r"\bserum\b.*\bblood (?:test|sample)\b",
        ),
    ),
    (
        "account",
        (
            r"\b(?:delete|close|cancel|deactivate|remove|open|create|log ?in ?to|access) (?:my|an|the) account\b",
            r"\b(?:my|an) (?:\w+ )?account\b(?! of)",
            r"\bunsubscribe\b",
            r"\bnewsletter\b",
            r"\b(?:forgot|reset|change|lost)(?: \w+)? password\b",
            r"\bsign up for (?:an|the) account\b",
            r"\b(?:stop|no more) (?:sending me |the |your |these )?(?:e ?-?mails|texts|marketing)\b",
            r"\byour (?:e ?-?mails|mailing list)\b",
            r"\b(?:secure|safe) is (?:this|your|the) (?:web ?)?site\b",
            r"\bis (?:this|your|the) (?:web ?)?site (?:secure|safe|legit)\b",
        ),
    ),
    (
        "shop",
        (
            r"\b(?:promo|discount|coupon|voucher|referral) codes?\b",
            r"\b(?:give|gives|get|got|allowed)\b.*\b\d{1,2} ?% off\b",
            r"\b(?:add|put)\b.*\b(?:to|in) (?:my |the )?(?:basket|cart|shopping bag|wish ?-?list)\b",
            r"\bwish ?list\b",
            r"^(?:what is |what 's |whats )?(?:the )?(?:costs?|price) (?:of|for)\b",
            r"\bhow much (?:do|does) .* cost\b",
            r"\b(?:sent|received|got|delivered) (?:me )?(?:the|a) wrong\b",
            r"\bconfirmation e ?-?mail\b",
            r"\b(?:card|payment) (?:got |was |is |keeps? )?(?:getting )?(?:declined|refused|rejected)\b",
            r"\b(?:afterpay|klarna|clearpay|paypal|gift ?-? ?wrap\w*|out of stock|back in stock|restock\w*)\b",
            r"\b(?:where|how) (?:do|can|should) i (?:send|return|take|give) (?:it|them|this|these) back\b",
            r"\b(?:leave|write|post) (?:you )?a review\b",
            r"\bsold (?:individually|separately|singly)\b",
            r"\bwhat sizes? (?:does|do|is|are)\b",
            r"\bdo (?:you|u|ya) (?:guys )?(?:sell|stock|carry)\b(?! (?:my|anything)\b)",
            r"\bwhere (?:can|could|do) i (?:get|find) (?!.*\b(?:tret\w*|accutane|isotretinoin|prescri\w+|naturally)\b)"
            r"(?!help|advice|tested|treated|diagnosed|info|more|out|the time)"
            r"(?:\w+ ){0,3}\w+(?: ?\?)*$",
            r"\bready to order\b",
            r"\b(?:place|make|cancel|change|amend) (?:an|my|the) order\b",
            r"\bhow (?:do|can) i order\b",
            r"\bapple pay\b",
            r"\b(?:leaked|spilled|spilt|smashed|broken|cracked|damaged|melted)\b.*\bin the (?:post|mail|box|parcel"
            r"|package|bag)\b",
            r"\b(?:arrived|came|got here|delivered|turned up) (?:\w+ )?(?:broken|damaged|cracked|leaking|empty"
            r"|opened|unsealed|smashed)\b",
            r"\bwrong (?:item|shade|colou?r|product|size|one|thing) (?:came|arrived|was sent|in the|sent"
            r"|delivered)\b",
            r"\b(?:pump|cap|lid|dropper|nozzle)\b.{0,20}\b(?:is|was|came|arrived) (?:broken|cracked|stuck|missing)\b",
            r"\b(?:redeem|earn|collect|use)\b.{0,12}\bpoints\b",
            r"\bhow much (?:is|are|does|do|for)\b.*\b(?:deliver\w*|shipping|postage)\b",
            r"\b(?:do|does|did) (?:you|u|ya) (?:\w+ )?(?:have|offer|do|run) (?:\w+ )?(?:sales?|discounts?|deals"
            r"|offers|promotions?)\b",
            r"\b(?:come|comes|sold|available) in (?:a )?(?:packs?|boxes|sets?|bundles?)\b",
            r"\bwhat time (?:do|does|are|is) .*\b(?:close|open|shut)\w*\b",
            r"\bcheaper\b.*\b(?:set|bundle|online)\b",
            r"^(?:what|which)(?: \'s| is|s)? (?:your|the) cheapest\b",
            r"\bcheapest place\b",
            r"\bare (?:you|u|they) hiring\b",
            r"\bwhere (?:are|r) (?:you|u) (?:located|based)\b",
            r"\b(?:become|be) a (?:seller|reseller|stockist|distributor)\b",
            r"\bnotify me\b",
            r"\bauto ?-? ?(?:replenish|ship)\w*\b",
            r"\bwhere (?:can|could|do|to|should) (?:i )?(?:buy|order) (?:it|one|this|that|them|a|an|the|some|your)\b",
        ),
    ),
)
"""Phrases that hold in any message, by the place where it belongs."""
_LIKELY = (
    (
        "shop",
        (
            r"\b(?:return|send back|exchange) (?:my|the|a|an|this|these)\b(?! to (?:normal|using))",
            r"\bmoney back\b",
            r"\bgift cards?\b",
            r"\b(?:on|in) (?:sale|stock)\b",
            r"\b(?:bestsellers?|best sellers?)\b",
            r"\bcan 't (?:\w+ ){1,4}(?:be )?returned\b",
        ),
    ),
)
"""Phrases that hold unless something else is understood surely."""
_UNLESS_OF_SKIN = (
    (
        "other_masks",
        (
            r"\b(?:surgical|cpap|bipap|k?n95|covid|cloth|dust|disposable medical) masks?\b",
            r"\bmasks? .*\b(?:covid|corona(?:virus)?|viruses|virus|flu)\b",
            r"\bcpap\b",
            r"\bhave to wear (?:a |the |my )?masks? (?:on|in|at)\b",
            r"\bmasks? (?:required|mandatory|compulsory) (?:on|in|at)\b",
        ),
    ),
    (
        "cleaning",
        (
            r"\bbleach\b.*\b(?:ammonia|vinegar|clean\w*|bathroom|toilet|floor|laundry|clothes|mould|mold)\b",
            r"\b(?:ammonia|vinegar)\b.*\bbleach\b",
            r"\b(?:clean|wash|scrub|unclog) (?:my |the |a |off )?(?:bathroom|toilet|oven|car|floor|kitchen|carpet"
            r"|sofa|dishes|driveway|shower|drain)\b",
            r"\b(?:coffee|wine|grass|ink|blood) stains?\b",
            r"\blaundry\b",
        ),
    ),
    (
        "other",
        (
            r"\b(?:(?<!glow )recipes?|calories?|oven|microwave|brownies?|lasagn[ae]|pizza|noodles|pasta|tacos?)\b",
            r"\b(?:steak|lettuce|grocer(?:y|ies)|pantry|vanilla|omelettes?|pancakes?|cookies|hangover|hiccups)\b",
            r"\bwater (?:the |my )?(?:plants?|garden|flowers)\b",
            r"\b(?:cactus|houseplants?|lawn|wallpaper|weight loss|lose weight)\b",
            r"\b(?:bake|cook|cooking|boil|fry|grill|roast|eat|eating)\b",
            r"\b(?:milk|meat|chicken|eggs?|bread|cheese|fish|leftovers)\b.*\b(?:gone (?:bad|off)|go(?:es)? (?:bad"
            r"|off)|raw|expire)\b",
            r"\b(?:swimming |hot )?(?:pool|tub|aquarium|fish tank) (?:water|chlorine|ph)\b",
            r"\bpalm reading\b",
            r"\bread my palm\b",
            r"\b(?:tyres?|tires?|new car|engine|driveway|bike|truck|taxi|uber|passport|mortgage|loan|credit score"
            r"|insurance|taxes)\b",
            r"\bwhat order\b.*\b(?:watch|read|play|movies?|films?|books?|series)\b",
            r"\b(?:movie|tv show|song|playlist)s?\b",
            r"\b(?:dictionary|synonyms?|antonyms?|rhymes?)\b",
        ),
    ),
    (
        "body",
        (
            rf"\b{_MEDICINES}\b",
            r"\b(?:diabetes|blood pressure|heart (?:rate|attack)|asthma|migraines?|headaches?|back pain|stomach"
            r"|night sweats|constipation|diarrh?oea|knuckles|ankles?|earache|cough|flu|kidneys?|thyroid"
            r"|pregnancy test|uti)\b",
            r"\bmy (?:ears?|legs?|knees?|back|feet|foot|throat|chest|finger|arm|shoulder)\b.*\b(?:blocked|swell"
            r"|swells|swollen|hurts?|aches?|pain|sore|bleed\w*|numb)\b",
            r"\bcut my (?:finger|hand|leg|foot|thumb|knee)\b",
        ),
    ),
    (
        "hair",
        (
            r"\b(?:on|in|for|of|grow|oil|wash|dye|straighten|curl|condition) (?:my |your |the |her "
            r"|his )?(?:\w+ ){0,2}hair\b",
            r"\bhair (?:mask|masks|serum|oil|oils|loss|growth|fall|thinning|care|dye|conditioner|treatment"
            r"|products?)\b",
            r"\bhair (?:(?:is|keeps|has been|falls|keep) )?(?:falling|thinning|shedding|breaking off|coming) out\b",
            HAIR_LOSS,
            r"\b(?:shampoos?|conditioners?|dandruff)\b",
        ),
    ),
    (
        "nails",
        (
            r"\bcuticles?\b",
            r"\b(?:finger|toe) ?nails?\b",
            r"\bnail (?:polish|varnish|fungus|care)\b",
        ),
    ),
)
"""The same, where no word is about skin."""
_FELT = (
    (
        "looks",
        (
            r"\b(?:looked|looks|look|looking|feel|feeling|felt) (?:so |really |very |like |just |all "
            r"|a bit |a )*(?:zombie|ghost|corpse|trash|crap|raisin"
            r"|old|older|haggard|awful|terrible|rough|gross|a mess|100|ancient)\b(?!.*\?)",
            r"\bi (?:really |just |absolutely )?(?:hate|can't stand|loathe) (?:my (?:skin|face|complexion"
            r"|reflection)|how (?:i|my) \w+)\b(?!.*\?)",
        ),
    ),
    (
        "feelings",
        (
            r"\bruin(?:s|ed|ing)? my life\b",
            r"^(?:i 'm|i'm|im|i am|feeling) (?:so |very |really |just |a bit )*"
            r"(?:sad|lonely|upset|anxious|depressed|down)\b",
            r"\bmy (?:\w+ )?(?:wife|husband|mum|mom|dad|father|mother|dog|cat|friend|sister|brother|son|daughter"
            r"|partner|gran\w*) (?:just |has |have )?(?:died|passed)\b",
            r"\b(?:bullied|teased|laughed at|made fun of|embarrassed|ashamed|self ?-? ?conscious|insecure)\b",
            r"\bnobody (?:likes|loves|wants) (?:me|my)\b",
            r"\b(?:broke up with|dumped) me\b",
            r"\bpassed away\b",
            r"\b(?:feel|feeling|felt|look) (?:so |really |very )?(?:ugly|hideous|disgusting|worthless|ashamed"
            r"|depressed|lonely|sad|down)\b",
        ),
    ),
    (
        "mood",
        (
            r"^(?:i 'm|i'm|im|i am|feeling) (?:so |very |really |just |a bit |super )*(?:tired|bored|exhausted"
            r"|sleepy|stressed|knackered|hungry)(?: today| tonight| now| rn| lol)*(?: ?[.!])*$",
        ),
    ),
    (
        "wishes",
        (
            r"^(?:happy (?:birthday|new year|easter|halloween|holidays|diwali|eid|hanukkah|thanksgiving|friday"
            r"|monday)|merry (?:christmas|xmas)|eid mubarak|congrat\w*|congratulations)(?: \w+){0,3}(?: ?[.!])*$",
        ),
    ),
)
"""What is felt or wished, and asks nothing."""
Table = tuple[tuple[str, tuple[str, ...]], ...]


def _compiled(table: Table) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((place, re.compile("|".join(forms))) for place, forms in table)


_FOUND, _FOUND_LIKELY, _FOUND_UNLESS, _FOUND_FELT = map(_compiled, (_CERTAIN, _LIKELY, _UNLESS_OF_SKIN, _FELT))

def certainly(words: Sequence[str]) -> str:
    """Where a message belongs that is none of ours, whatever else is named in it, or ""."""
    return _first(_FOUND, words)


def likely(words: Sequence[str]) -> str:
    """Where a message belongs that is none of ours unless something else is understood surely, or ""."""
    return _first(_FOUND_LIKELY, words) or ("" if is_of_skin(words) else _first(_FOUND_UNLESS, words))


def felt(words: Sequence[str]) -> str:
    """What somebody feels or wishes who asks nothing: `looks`, `feelings`, `mood`, `wishes`, or ""."""
    return _first(_FOUND_FELT, words)


def is_of_skin(words: Sequence[str]) -> bool:
    """Whether a word is about skin."""
    return not _OF_SKIN.isdisjoint(words)


def _first(found: Sequence[tuple[str, re.Pattern[str]]], words: Sequence[str]) -> str:
    said = " ".join(words)
    return next((place for place, form in found if form.search(said)), "")
