"""The kind of a question, corrected by what was read: a classifier sees the phrasing, not how many things are named."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.question import Near
from bot.nlu.by_things import STATED, USES, actives, by_things, stirred_in
from bot.nlu.caution import RETINOIDS, SORE, on_safety
from bot.nlu.clauses import asks
from bot.nlu.forms import forms_weighed
from bot.nlu.reading import Reading
from bot.nlu.scope import (
    DOUBTFUL,
    FIRST,
    PLAIN,
    SMALL_TALK,
    SURE,
    Ranking,
    in_or_out,
    is_for_shop,
    is_general,
    is_small_talk,
)

_WISHES = frozenset(("recommend", "suggest", "advise", "which", "what", "how"))
"""Words that make a statement a question, wherever they stand."""
_ABOUT_A_THING = ("suitability", "usage", "frequency", "routine", "choice", "effect", "time_of_day", "necessity")
_COURTESIES = ("greet", "thanks", "affirm", "deny", "feedback_helpful", "feedback_unhelpful", "unsure")
"""Small talk that a question may begin with: `great. and retinol after it`."""
_SYMPTOMS = SORE | frozenset(
    (
        "burn", "stings", "sting", "stinging", "red", "redness", "itchy", "itches", "itching", "rash", "hives",
        "hurts", "hurt", "swollen", "swelling", "puffy", "peeling", "peels", "hot", "sore", "dry", "bumps",
        "pain", "irritated", "irritation", "irritates", "reaction", "reacting", "reacted", "breakout",
        "breakouts", "broke", "blister", "worse", "blisters", "flaky", "flaking", "tight", "allergic",
        "allergy", "bad", "wrong", "crazy", "inflamed", "welts", "scabs", "scaly", "patches", "tingles",
        "tingling", "flushed", "burned", "ruined", "damaged", "eye", "eyes",
    )
)  # fmt: skip
_REPORTED = _SYMPTOMS - {"dry", "eye", "eyes", "bad", "wrong", "worse", "patches"}
"""Those of them that no plan is made over."""
_OUTRIGHT = tuple(
    (kind, re.compile(form))
    for kind, form in (
        (
            "frequency",
            r"\b(?:\d ?x?|(?<!at )once|twice|times|nights|days|every (?:day|night|evening))\b.*"
            r"\btoo (?:much|often|many)\b",
        ),
        ("frequency", r"\bhow (?:often|frequently|many (?:times|days|nights|evenings))\b"),
        ("duration", r"\bhow long\b.*\b(?:leave|keep|left|stay|stays|sit)\b"),
        ("results", r"\bhow long\b.*\b(?:work|works|results?|notice|see|kick in|effect|difference)\b"),
        ("time_of_day", r"\b(?:morning or (?:at )?(?:night|evening)|am or pm|night or (?:in the )?(?:morning|day))\b"),
        ("compatibility", r"\b(?:still|also) (?:ok|okay|fine|allowed)\b|\b(?:combining|layer (?:them|these|both))\b"),
        (
            "necessity",
            r"(?<!why )\bdo i (?:still |really |even |actually |also )*(?:need|have to|need to) "
            r"(?:use |wear |apply |buy |put on )?(?:a |an |any |the )?"
            r"(?:sunscreen|spf|toner|moisturi[sz]er|serum|essence|eye cream)\b",
        ),
        (
            "comparison",
            r"\b(?:start|begin|go) with\b.* or \b|\b(?:not|is|are|it) the same\b|\bdifference between\b"
            r"|\b(?:what ?'?s|what is|what are|explain|know|tell)(?: \w+)? (?:the|any)(?: \w+)? differences?\b"
            r"(?! (?:does|will|would|do|in)\b)",
        ),
        ("effect", r"\b(?:is|are|are they|is it) used (?:to|for|against)\b"),
        ("choice", r"\bhow (?:do i|do you|to|can i|should i) (?:choose|pick|select)\b"),
        ("choice", r"\b(?:suggest|recommend|recommendations?|recs)\b"),
        (
            "choice",
            r"\b(?:which|what) (?:[\w%'-]+ ){1,3}(?:should|do|can) (?:i|you|we) (?:use|buy|get|choose|try|pick)\b",
        ),
        ("order", r"\bwhat(?:'s|s| is)? (?:goes |comes )?next\b(?=.* or )"),
        ("order", r"\b(?:which|what) (?:one )?(?:goes|comes|do i (?:put|use|apply)) (?:on )?first\b|\bwhat order\b"),
        ("order", r"^when (?:to|do i|should i|do you) (?:include|add|fit in|incorporate|slot in)\b"),
        (
            "results",
            r"\b(?:\d+|two|three|four|six|a few) (?:days|weeks|wks|months)\b.*"
            r"\b(?:nothing|no (?:results?|difference|change))\b",
        ),
    )
)
"""Words that leave no doubt of what is asked of the things that are named."""
_OF_TWO = ("comparison", "compatibility")
_DOSE = re.compile(
    r"\b(?:do|can|should|could|may) i (?:just |simply )?take (?:two|three|four|double|twice|more|extra|\d)\b|"
    r"\bhow (?:many|much)\b.*\b(?:tablets?|pills?|capsules?|mg|milligrams?)\b|\b(?:what|which|right) (?:dose|dosage)\b"
    r"|\bprescribe (?:me|us)\b|\b(?:write|give|issue|sign) (?:me |us )?(?:a |the |my )?(?:prescription|script)\b"
)
_TREATMENTS = frozenset(
    ("state.hair_removal", "state.light_hair_removal", "state.dermaplaning", "state.recent_procedure")
)
_ON_RETINOIDS = "faq/retinoid_"
_CLEAR = 0.9
_NEAREST_TOO = 0.75
_AGREED = 0.75
_VERY_DOUBTFUL = 0.35
_CERTAINLY_WHY = 0.7
_RID = frozenset(
    (
        *("remove", "rid", "fade", "treat", "clear", "reduce", "improve", "lighten", "minimise", "minimize", "help"),
        *("helps", "stop", "fix", "prevent", "control", "soothe", "calm"),
    )
)
_LAID_OUT = re.compile(
    r"\b(?:(?:build|make|create|give|plan|put together|need|suggest|write)\b.*\broutine"
    r"|routine (?:with|using|from|out of)"
    r"|how (?:do|should|can|to) (?:i )?(?:use|layer|order|arrange|fit|split) (?:them|these|it all|all)"
    r"|(?:learn|know) how to use (?:it|them|these))\b"
)
"""Asks for several things to be laid out over the day."""
_BOTH_HALVES = re.compile(r"\b(?:am ?(?:/|and|&|\+) ?pm|mornings? (?:and|&|/) (?:evenings?|nights?))\b")
_STINGS = r"(?:sting|burn|hurt)(?:s|ing)?\b"
_BLAND = (
    r"(?:(?:my|the|a|plain|simple|mild|bland|gentle) )*"
    r"(?:water|moisturi[sz]ers?|creams?|lotion|cleanser|sunscreen|spf|vaseline)\b"
)
_EVERYTHING_STINGS = re.compile(
    rf"\beverything\b[^.?!]{{0,24}}\b{_STINGS}|\beven {_BLAND}[^.?!]{{0,12}}\b{_STINGS}"
    rf"|\b{_STINGS}[^.?!]{{0,30}}\beven {_BLAND}"
)
"""What sore skin does: it burns from what it used to bear."""
_STINGS_NOT = re.compile(r"n't\b|\b(?:not|never|without|would|could|doesnt|dont|didnt|if)\b")
"""Words before it in a sentence that says it does not, or asks whether it would."""
_LISTED = re.compile(r"\b(?:am|pm|morning|mornings|evening|evenings|night|nights) ?[:\-–]")
_TO_A_PERSON = frozenset(
    ("speak", "talk", "human", "person", "agent", "someone", "somebody", "real", "staff", "representative")
)
_LONG_PAST = re.compile(r"\b(?:years?|ages|decades?) ago\b|\b(?:all|fully|long(?: since)?|completely) healed\b")
_LESS_TIME = re.compile(r"\b(?:less|more|shorter|longer) (?:time|minutes?|mins?)\b")
_WHENCE = frozenset(
    (
        "source", "sources", "study", "studies", "evidence", "proof", "prove", "proven", "says", "said", "say", "know",
        "research", "cite", "based", "reference", "references", "where", "who", "trust", "true", "science", "told",
    )
)  # fmt: skip
"""Words of a question where an answer comes from."""
_OF_MEMORY = {
    "forget_me": frozenset(
        (
            "forget", "forgets", "forgot", "forgotten", "delete", "deleted", "deletes", "erase", "erased", "remove",
            "removed", "clear", "wipe", "wiped", "reset", "data", "memory", "gdpr", "drop", "dump", "scrap", "scratch",
            "scrub", "bin", "kill", "unsave", "unremember", "remember", "remembering", "store", "storing", "stored",
            "save", "saving", "saved", "keep", "record", "records", "database", "system", "info", "information",
            "consent", "zero", "rid", "profile", "off",
        )
    ),
    "what_do_you_know": frozenset(
        (
            "know", "remember", "remembered", "stored", "store", "saved", "save", "data", "profile", "list", "listed",
            "shelf", "chat", "private", "privacy", "skin", "details", "messages", "record", "recorded", "file", "noted",
            "told", "said", "say", "anonymous", "conversation", "shared", "read", "products", "cabinet", "kept", "got",
            "name", "about", "info", "memory",
        )
    ),
}  # fmt: skip
"""Words of a wish about what is remembered; a doubtful one without any of them is none."""
_AT_A_TIME = re.compile(r"\b(?:in the (?:morning|evening|day)|at night)(?: \?)?$")
_A_CLAIM = 6
"""Words from which a message tells what it wants confirmed."""
_WANTED = re.compile(
    r"\b(?:give|prescribe|sell|send) (?:me|us)(?: (?:some|any|the))?$"
    r"|\b(?:want|how|where|can i|could i)\b.{0,15}\b(?:get|buy|order)(?: (?:some|any|the|on))*$"
)
_DOES_TO_ME = re.compile(
    r"^(?:(?:so|and|but|ok) )?(?:will|would|does|could|can) (?:it|this|that)"
    r" (?:make|leave|turn|give|ruin|damage) (?:me|my)\b"
)
"""Asks what a thing does, whatever it is feared to do."""
_FOR_WHOM = re.compile(
    r"^(?:ok |so |and |but |what about |how about )*for (?:me|him|her|us)(?: (?:too|then|though))?(?: ?[?,])*"
    r"(?: (?:i ?'?m|i am|im|she ?'?s|he ?'?s|she is|he is) \d+)?(?: \?)?$"
)
_AND_ME = re.compile(r"^(?:(?:and|so|but|ok|what about|how about) )+(?:for )?(?:me|him|her|us)(?: then| too)?(?: \?)?$")
_STEP_DONE = re.compile(
    r"^(?:(?:fine|ok|okay|good|right|great|yes|yep|all|it 's|its|it's|that 's|thats|i 'm|im|i've|ive|face)[ .,!]*)*"
    r"(?:washed|rinsed|cleansed|dried|patted|applied|done|on now)(?: (?:it|that|off|dry|now|it off|my face))*[ .!]*$"
)
"""Says that a step is done: `fine. washed`."""
_SEVERAL = 2
_WEIGHED = frozenset(("considering", "consider", "thinking"))


def asked_kind(
    reading: Reading, ranking: Ranking, near: Sequence[Near] | None, whole: Reading
) -> tuple[str, float]:
    """The likeliest kind, corrected by what was read: a classifier sees the phrasing, not how many things are named.

    `whole` is the message that the reading is a clause of.
    """
    kind, confidence = ranking[0]
    if is_own_question(ranking):
        return kind, confidence
    if (is_small_talk(kind) or confidence < SURE) and kind not in FIRST and not reading.things and is_for_shop(whole):
        return "out_of_scope", max(confidence, SURE)  # `order 99812. can you see where it is`
    if kind in (*SMALL_TALK, "tell") and _STEP_DONE.search(" ".join(reading.words)):
        return "walk_next", max(confidence, SURE)
    if not reading.things and _AND_ME.search(" ".join(reading.words)):
        return "suitability", SURE  # `and me?`, after somebody else.
    if kind in (*SMALL_TALK, "tell") and not reading.things and _FOR_WHOM.search(" ".join(reading.words)):
        return "suitability", SURE  # `and for me? I am 44`: what was asked, for somebody else.
    if kind.startswith("faq/") and any(mention.product for mention in reading.things):
        return _about_product(reading, ranking)
    if kind in _OF_MEMORY and confidence < SURE and _OF_MEMORY[kind].isdisjoint(reading.words):
        ranking = [entry for entry in ranking if entry[0] != kind] or ranking
        kind, confidence = ranking[0]  # Nothing is erased that nobody asks to be: `it ruins my life`.
    if kind in _COURTESIES and confidence < DOUBTFUL and actives(reading):
        asking = (entry for entry in ranking[1:] if is_general(entry[0]) and entry[0] not in STATED)
        return next(asking, (kind, confidence))
    if kind == "reaction" and confidence < DOUBTFUL and reading.things and not _SYMPTOMS & set(reading.words):
        ranking = [entry for entry in ranking if entry[0] not in FIRST] or ranking
        kind, confidence = ranking[0]  # `and also a face oil` reports nothing.
    if kind.startswith(_ON_RETINOIDS) and _is_on_other_actives(whole):
        ranking = [entry for entry in ranking if not entry[0].startswith(_ON_RETINOIDS)] or ranking
        kind, confidence = ranking[0]  # `two products with benzoyl peroxide at once`
    if kind == "label" and confidence < SURE and len(reading.things) < _SEVERAL:
        ranking = [entry for entry in ranking if entry[0] != kind] or ranking
        kind, confidence = ranking[0]  # `I am confused about all these serums` lists nothing.
    if _means_care(kind, confidence, whole):
        ranking = [entry for entry in ranking[1:] if not is_small_talk(entry[0])] or ranking
        kind, confidence = ranking[0]
    if not is_small_talk(kind) and _DOSE.search(" ".join(reading.words)):
        return "medical", max(confidence, SURE)
    if (kind.startswith("faq/") or kind in USES) and _waxed_on_isotretinoin(reading, whole):
        return "faq/isotretinoin_after", max(confidence, _CLEAR)
    if careful := on_safety(kind, confidence, reading, whole):
        return careful, max(confidence, PLAIN)
    scoped = in_or_out(reading, ranking, near)
    if scoped is not None:
        kind, confidence = scoped
        if kind == "out_of_scope":
            return scoped
    if is_a_name(reading) and (not is_small_talk(kind) or confidence < DOUBTFUL):
        return "definition", confidence
    if kind == "tell":
        return _told_or_asked(reading, ranking), confidence
    if kind.endswith("_after") and _LONG_PAST.search(" ".join(reading.words)):
        ranking = [entry for entry in ranking if not entry[0].endswith("_after")] or ranking
        kind, confidence = ranking[0]  # `laser two years ago, all healed. can I use vitamin C`
        if reading.things and confidence < DOUBTFUL:
            return "suitability", SURE
    if kind.startswith("faq/") and near and near[0].faq == kind and near[0].score >= _NEAREST_TOO:
        confidence = max(confidence, _AGREED)  # What is likeliest says what is nearest too.
    if kind in ("compatibility", "order", "usage", "suitability") and (stirred := stirred_in(reading)):
        return stirred, max(confidence, SURE)
    if form := forms_weighed(kind, confidence, reading):
        return form, max(confidence, SURE)
    if plainly := _plainly_asked(kind, reading, confidence, whole):
        return plainly, max(confidence, SURE)
    if confidence < _VERY_DOUBTFUL and _wants_rid(kind, reading, whole):
        return "choice", SURE
    alone = len(reading.things) == 1 and not any(trait.kind == "state" for trait in reading.traits)
    general = kind.startswith("faq/") or kind == "order"
    if confidence < _VERY_DOUBTFUL and general and alone and _AT_A_TIME.search(" ".join(reading.words)):
        return "time_of_day", SURE  # `SPF on top in the morning?`
    return by_things(kind, reading, confidence), confidence


def lays_out(reading: Reading) -> bool:
    """Whether several actives are to be laid out: which of them in the morning, which at night."""
    said = " ".join(reading.words)
    calm = _REPORTED.isdisjoint(reading.words)
    if len(reading.things) > _SEVERAL and _BOTH_HALVES.search(said) and not _LISTED.search(said) and calm:
        return True  # `an AM/PM out of cleanser, niacinamide, adapalene, sunscreen`
    return len(actives(reading)) > _SEVERAL and bool(_LAID_OUT.search(said))


def stings_from_everything(reading: Reading) -> bool:
    """Whether somebody who uses actives tells that everything stings by now: that comes before what they ask."""
    said = " ".join(reading.words)
    stung = _EVERYTHING_STINGS.search(said)
    if stung is None or reading.whom or not actives(reading):
        return False
    sentence = re.split(r"[.?!;]", said[: stung.end()])[-1]
    return not _STINGS_NOT.search(sentence)


def lists_routine(reading: Reading) -> bool:
    """Whether somebody writes down what they use, `AM: …, PM: …`: what they ask is asked of all of it."""
    return len(actives(reading)) > 2 and len(_LISTED.findall(" ".join(reading.words))) > 1


def weighs_isotretinoin(reading: Reading) -> bool:
    """Whether somebody considers isotretinoin: who does is not on it, and whether to take it is a doctor's question."""
    named = [trait for trait in reading.traits if trait.id == "state.isotretinoin"]
    if any(_WANTED.search(" ".join(reading.words[max(0, trait.start - 6) : trait.start])) for trait in named):
        return True  # `just give me accutane`
    return any(not _WEIGHED.isdisjoint(reading.words[max(0, trait.start - 4) : trait.start]) for trait in named)


def is_own_question(ranking: Ranking) -> bool:
    """Whether a message is an FAQ entry's own question, word for word."""
    return len(ranking) == 1 and ranking[0][0].startswith("faq/")


def _waxed_on_isotretinoin(reading: Reading, whole: Reading) -> bool:
    """`finished it two months ago. lip wax next week?`: what removes hair, beside isotretinoin in whatever clause."""
    treated = not _TREATMENTS.isdisjoint(trait.id for trait in reading.traits)
    return treated and any(trait.id == "state.isotretinoin" for trait in whole.traits)


def _is_on_other_actives(whole: Reading) -> bool:
    """Whether a message names actives, and none of them is a retinoid."""
    named = {mention.id for mention in actives(whole) if mention.kind != "mask"}
    return bool(named) and not named & RETINOIDS


def _wants_rid(kind: str, reading: Reading, whole: Reading) -> bool:
    """Whether somebody asks what helps against the concern that they name: `is there any way to remove them`."""
    concerned = any(trait.kind == "concern" and not trait.negated for trait in whole.traits)
    return concerned and not reading.things and not is_small_talk(kind) and not _RID.isdisjoint(reading.words)


def _means_care(kind: str, confidence: float, whole: Reading) -> bool:
    """Whether what sounds like a word to the bot is about skin: `dark patches, how do I remove them`."""
    if kind == "forget_me":
        return any(trait.kind == "concern" for trait in whole.traits)
    if kind == "source":
        if whole.things and len(whole.words) > _A_CLAIM and "true" in whole.words:
            return True  # `somebody told me that … Do you think that is true?`
        return len(actives(whole)) > 1 or (bool(whole.things) and _WHENCE.isdisjoint(whole.words))
    if kind == "why":
        return confidence < _CERTAINLY_WHY and bool(whole.things)
    return kind == "human" and bool(whole.things) and _TO_A_PERSON.isdisjoint(whole.words)


def _plainly_asked(kind: str, reading: Reading, confidence: float, whole: Reading) -> str:
    """Where the classifier doubts, the kind that the words ask for outright: `how many times a wk`."""
    in_doubt = confidence < DOUBTFUL and (not is_small_talk(kind) or kind == "medical")
    if in_doubt and _LESS_TIME.search(" ".join(reading.words)):
        return "duration"
    if in_doubt and _DOES_TO_ME.search(" ".join(reading.words)):
        return "effect"
    if not in_doubt or not reading.things or any(trait.kind == "state" for trait in reading.traits):
        return ""
    said = " ".join(reading.words)
    found = next((name for name, form in _OUTRIGHT if form.search(said)), "")
    beside = found == "compatibility" and len(actives(whole)) > 1  # `did a clay mask. still ok to do retinol?`
    if found == "necessity" and any(mention.id.startswith("mask") for mention in reading.things):
        return ""  # `do I need moisturiser after a mask` has entries of its own.
    return "" if found in _OF_TWO and len(reading.things) < 2 and not beside else found


def _about_product(reading: Reading, ranking: Ranking) -> tuple[str, float]:
    """Who names a product of the shop asks about that one; an entry tells of masks or serums in general."""
    general = next((entry for entry in ranking if is_general(entry[0])), ("suitability", ranking[0][1]))
    several = len(reading.things) > 1 and general[0] not in ("order", "comparison", "wait", "choice")
    kind = "compatibility" if several else general[0]
    return by_things(kind, reading, general[1]), general[1]


def is_a_name(reading: Reading) -> bool:
    """Whether one thing is named and nothing is said of it: `retinol`, `snail mucin essence?`."""
    if len(reading.things) != 1:
        return False
    named = range(reading.things[0].start, reading.things[0].end)
    return not any(word.isalpha() for at, word in enumerate(reading.words) if at not in named)


def _told_or_asked(reading: Reading, ranking: Ranking) -> str:
    """What has the form of a question, puts two things side by side or names a concern is no mere statement."""
    words = set(reading.words)
    if not reading.things:
        return "choice" if _concerned(reading) else "tell"
    together = len(reading.things) > 1 and {"+", "with", "and", "&", "x", "/"} & words
    wishes = asks(" ".join(reading.words)) or _WISHES & words
    if not wishes and not (together and not reading.about_self):
        return "tell"
    if len(reading.things) > 1:
        return "compatibility"
    return next((kind for kind, _ in ranking if kind in _ABOUT_A_THING), "suitability")


def _concerned(reading: Reading) -> bool:
    """`my main problem is large pores`: who names a concern wants to know what helps."""
    return bool(reading.traits) and all(trait.kind == "concern" and not trait.negated for trait in reading.traits)
