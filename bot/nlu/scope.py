"""Whether a message is ours at all: which kinds are small talk, and what is far from everything known."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.places import HAIR_LOSS, certainly, felt, is_of_skin, likely
from bot.answers.question import Near
from bot.answers.smalltalk import elsewhere
from bot.nlu.clauses import asks
from bot.nlu.reading import Reading

Ranking = Sequence[tuple[str, float]]
SMALL_TALK = (
    "greet",
    "goodbye",
    "thanks",
    "affirm",
    "deny",
    "insult",
    "feedback_helpful",
    "feedback_unhelpful",
    "unsure",
    "nonsense",
    "out_of_scope",
    "help",
    "bot_challenge",
)
_ABOUT_THE_TALK = ("why", "source", "human", "forget_me", "what_do_you_know")
"""Kinds about the conversation itself."""
HAIR_GOES = re.compile(HAIR_LOSS)
_ONES_USE = re.compile(
    r"^(?:so |and |but |ok )*(?:do|does|should|would|can|could) (?:you|u) (?:have to |need to )?(?:use|apply|put|wear"
    r"|leave|wash|rinse|add|mix|start) (?:it|this|that|them|these|those)\b"
)
"""Asks how one uses a thing, and nothing of the program: `do you use it after the shower`."""
FIRST = ("red_flag", "reaction", "medical")
_NOT_OURS = {
    *("arrive", "arrives", "arrived", "parcel", "delivered", "shipped", "refund", "refunded", "voucher", "coupon"),
    *("invoice", "knee", "knees", "joint", "joints", "liver", "windshield"),
}
"""Words that no question of skincare holds, whatever else is named."""
_ASKED_OF_A_PROGRAM = re.compile(
    r"\b(?:(?:whats|what 's|what's|what is|which is|who is) your (?:fave|fav|favou?rite)"
    r"|how much (?:is|are|for|would|does)\b.*\b(?:botox|filler|facial|laser|microneedling|hydrafacial|peel|consult\w*)"
    r"|system prompt|ignore (?:all|everything|any|previous|your|the above)|your (?:instructions|prompt)"
    r"|(?:set|start) (?:me )?(?:an? |the |my )?(?:\d+ ?\w* )?(?:alarm|timer|reminder)|remind me (?:to|in|at|every)"
    r"|book (?:a|an|my|the) (?:consult\w*|appointment|facial|treatment)"
    r"|(?:move|cancel|confirm|confirmed|change|reschedule|rebook|book)\b.*\bappointment|appointment\b.*\b(?:confirmed|move|cancel"
    r"|reschedule|free|available))\b"
)
"""Requests that a skincare assistant cannot meet, whatever skincare they name."""
_OF_AN_ORDER = re.compile(
    r"\b(?:tracking (?:number|link|code|info|page|says|still|hasn't|hasnt|has)"
    r"|track (?:my|an|the) (?:order|parcel|package|delivery)|order (?:no|number|nr|#)? ?#? ?\d{3,}"
    r"|(?:my (?:order|delivery|parcel|package)|the (?:delivery|parcel|package))\b.{0,40}"
    r"\b(?:arrive\w*|late|missing|lost|stuck|status|leak\w*|damaged|broken|smashed)"
    r"|(?:a |my |full )?(?:refund|money back)|(?:the|a|your) manager|opening hours"
    r"|what time (?:do|are) (?:you|u|ya) (?:guys )?(?:open|shut|close)\w*|are (?:you|u|ya) (?:guys )?open)\b"
)
"""What a shop or a clinic is asked, whatever it is taken for."""
_CALLED = re.compile(
    r"\b(?:(?:ring|phone) (?:me|us)|(?:just|please|someone|somebody|clinic) call (?:me|us)"
    r"|give (?:me|us) a (?:call|ring)|call me back)\b"
)
"""Wishes to be rung up."""
_NO_MACHINE = re.compile(
    r"\b(?:rather not|prefer not|don't want|dont want|not (?:going|happy|comfortable)|instead of|no)\b[^.?!]{0,30}"
    r"\b(?:(?:a|an|some|any|the|with|to) )(?:machine|robot|bot|chatbot|computer|program|ai)\b(?! learning)"
)
"""Wishes for somebody who is alive."""
SURE = 0.6
"""Below this a question about something of ours is not sent away as out of scope."""
PLAIN = 0.9
"""Confidence in what the words say outright."""
ANSWERED = 0.6
"""How near a fact must be to a question that the classifier takes for out of scope, to be ours all the same."""
_FAR = 0.5
"""Below this a fact does not hold an FAQ entry that the classifier doubts."""
_NEAR_FOR_SURE = 0.7
_CERTAIN = 0.75
"""The same where the classifier is fairly sure that it is none of ours."""
DOUBTFUL = 0.5


def is_small_talk(kind: str) -> bool:
    """Whether a kind is no question of skincare: small talk, a report, a word about the talk or the walkthrough."""
    return kind in SMALL_TALK or kind in FIRST or kind.startswith("walk_") or kind in _ABOUT_THE_TALK


def is_general(kind: str) -> bool:
    """Whether a kind is one of things, neither small talk nor an FAQ entry."""
    return not is_small_talk(kind) and not kind.startswith("faq/")


def in_or_out(reading: Reading, ranking: Ranking, near: Sequence[Near] | None) -> tuple[str, float] | None:
    """Where the classifier is not sure, whether a fact is near decides if a message is ours; None if it stays as is."""
    kind, confidence = ranking[0]
    said = " ".join(reading.words)
    ours = bool(reading.things or reading.traits)
    place = elsewhere(reading.words)
    general = is_general(kind)
    if _is_plainly_elsewhere(reading, kind, confidence, near):
        return "out_of_scope", max(confidence, PLAIN)
    if kind == "out_of_scope" and place not in ("", "about_me") and not ours:
        return "out_of_scope", max(confidence, SURE)
    doubtful_entry = kind.startswith("faq/") and confidence < DOUBTFUL
    if (general or doubtful_entry) and place == "animals":
        return "out_of_scope", confidence  # What is for people's skin is not for a dog's nose.
    if kind not in FIRST and _ASKED_OF_A_PROGRAM.search(said):
        return "out_of_scope", max(confidence, SURE)
    if (_CALLED.search(said) or _NO_MACHINE.search(said)) and kind not in FIRST:
        return "human", max(confidence, SURE)
    if (kind not in FIRST and is_for_shop(reading)) or (not is_small_talk(kind) and _NOT_OURS & set(reading.words)):
        return "out_of_scope", max(confidence, SURE)  # A parcel, a knee.
    only_masks = bool(reading.things) and all(thing.id in ("mask", "serum", "moisturiser") for thing in reading.things)
    treated = any(trait.kind == "state" for trait in reading.traits)  # Hair removal is no hair care.
    if general and place in ("other_masks", "hair") and only_masks and kind != "routine" and not treated:
        return "out_of_scope", confidence  # A face covering, a machine's mask, a mask for hair.
    if kind not in FIRST and not is_of_skin(reading.words) and HAIR_GOES.search(said):
        return "out_of_scope", max(confidence, SURE)  # `my hair has gone thin and lacklustre`
    if general and place == "body" and all(thing.kind == "product" for thing in reading.things):
        return "out_of_scope", confidence  # The serum of a blood test.
    if kind == "out_of_scope" and place == "about_me" and confidence < PLAIN and _ONES_USE.search(said):
        return _likeliest_of_ours(ranking)
    near_for_sure = near is not None and bool(near) and near[0].score >= _NEAR_FOR_SURE
    if kind == "out_of_scope" and near_for_sure and confidence < _CERTAIN and place in ("", "about_me"):
        return _likeliest_of_ours(ranking)
    if confidence >= SURE or near is None:
        return None
    far = not near or (doubtful_entry and near[0].score < _FAR)
    if far and not ours and not is_small_talk(kind):
        out = next((score for name, score in ranking[:4] if name == "out_of_scope"), None)
        return None if out is None else ("out_of_scope", max(out, SURE) if place else out)
    near_enough = bool(near) and near[0].score >= ANSWERED
    active = any(thing.kind in ("ingredient", "class", "mask") and thing.id != "mask" for thing in reading.things)
    near_enough = near_enough or (active and confidence < DOUBTFUL)
    if kind == "out_of_scope" and ours and near_enough and place in ("", "about_me"):
        return _likeliest_of_ours(ranking)
    return None


def _is_plainly_elsewhere(reading: Reading, kind: str, confidence: float, near: Sequence[Near] | None) -> bool:
    """Whether phrases tell that a message is none of ours: `halloween mask`, `delete my account`, `eat raw eggs`."""
    words, asking = reading.words, asks(" ".join(reading.words))
    if kind in ("red_flag", "medical") or (kind == "reaction" and confidence >= DOUBTFUL):
        return False
    if certainly(words):
        return True
    traits = any(not trait.negated for trait in reading.traits)
    if feeling := felt(words):
        doubted = confidence < (_CERTAIN if feeling == "feelings" else SURE)
        bare = not reading.things and not traits
        return (kind == "tell" and bare) or is_small_talk(kind) or (not asking and not reading.things and doubted)
    place = likely(words)
    put_on = any(thing.kind == "mask" or thing.like for thing in reading.things)
    if not place or traits or (place == "other" and put_on):
        return False  # Whoever asks whether to eat their mask is told not to.
    near_ours = near is not None and bool(near) and near[0].score >= _NEAR_FOR_SURE
    return is_small_talk(kind) or confidence < SURE or (not near_ours and not is_of_skin(words))


def is_for_shop(reading: Reading) -> bool:
    """Whether an order, a refund or opening hours are asked about outright."""
    return bool(_OF_AN_ORDER.search(" ".join(reading.words)))


def _likeliest_of_ours(ranking: Ranking) -> tuple[str, float] | None:
    return next((entry for entry in ranking[1:] if entry[0] not in SMALL_TALK and entry[0] != "tell"), None)
