"""Greetings, thanks, what it can do, and what it cannot."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.places import certainly, felt, likely
from bot.answers.question import Question

_FOR_A_PERSON = ("human", "feedback_unhelpful")
"""Where somebody would rather have a person, or needs one; so does whoever has an errand at the shop."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELSEWHERE = {
    "feelings": _words(
        "lonely depressed depression anxious anxiety heartbroken grieving divorce breakup cheated hopeless worthless"
        " cry crying ugly ashamed disgusting hideous"
    ),
    "pictures": _words("selfie picture pictures pic pics photo photos image images camera screenshot"),
    "requests": _words(
        "poem essay homework joke song sing lyrics story riddle trivia alarm timer reminder remind"
        " playlist recipe python javascript spreadsheet video draw roleplay pretend"
        " novel prompt instructions developer jailbreak hypothetically"
    ),
    "hair": _words(
        "hair shampoo shampoos conditioner dandruff frizz frizzy hairspray hairdresser haircut hairline balayage"
        " highlights fringe bangs ponytail scalp minoxidil"
    ),
    "nails": _words("nail nails fingernails toenails cuticle cuticles manicure pedicure"),
    "supplements": _words("biotin gummies supplement supplements multivitamin multivitamins probiotic probiotics"),
    "teeth": _words("teeth tooth toothpaste dentist toothbrush"),
    "origin": _words(
        "invented inventor invent founder founded ceo owns owned shareholders shares pronounce pronounced spell spelled"
        " spelling factory"
    ),
    "shop": _words(
        "order orders ordered delivery deliver delivered shipping ship shipped parcel package refund return returns"
        " returned price prices cost costs cheap discount coupon code stock invoice payment pay paid account basket"
        " checkout voucher track tracking bought buy sell send sent shop store arrive arrives arrived password login"
        " loyalty wholesale warranty subscription tester giftcard receipt courier refunded klarna paypal restock"
        " restocked stocking visa mastercard sundays sunday weekends opening closing charged money book booking consult"
        " consultation appointment appointments complaint complain manager"
    ),
    "language": _words(
        "language languages french spanish german italian arabic english deutsch hindi chinese translate translation"
        " japanese korean portuguese"
    ),
    "body": _words("blood calcium iron ferritin creatinine glucose cholesterol level levels lab mg ml dose dosage"),
    "other_masks": _words(
        "cpap headgear n95 kn95 ffp2 respirator surgical halloween snorkel oxygen nebuliser fabric washable"
        " subnet ski goalie welding bitmask carnival"
    ),
    "animals": _words("dog dogs dog's puppy cat cats cat's kitten horse hamster vet parrot rabbit guinea"),
}
"""Words by which a question that is not ours tells where it belongs; the first group that fits counts."""
_ERRANDS = {
    "complaint": _words(
        "complaint complain complaining manager nobody ridiculous unacceptable disgraceful disgusted furious angry"
        " ignored ignoring scam scammed"
    ),
    "money": _words(
        "refund refunds refunded return returns returned money payment pay paid visa mastercard paypal klarna charged"
        " invoice receipt card"
    ),
    "orders": _words(
        "order orders ordered delivery deliver delivered shipping ship shipped parcel package track tracking arrive"
        " arrives arrived courier checkout basket cart dispatched"
    ),
    "booking": _words("book booking appointment appointments consult consultation reschedule slot"),
    "hours": _words("open opening close closing closed hours sunday sundays weekend weekends"),
    "prices": _words(
        "price prices cost costs cheap discount coupon code voucher sale sales deal deals offer offers promo promotion"
        " points cheapest cheaper afford much"
    ),
    "stock": _words("stock restock restocked stocking sell sold store tester available shop"),
}
"""What of the shop's or clinic's a message is about; several of them are answered by a sentence on all."""
_SPOKEN = re.compile(r"[^\W_]")
_ERRAND_BESIDE = _words(
    "refund refunds refunded money return returns returned order ordered parcel package delivery deliver"
    " delivered exchange voucher receipt"
)
_PRICED = re.compile(r"\bhow much (?:is|are|for)\b")
_ABOUT_ME = frozenset(("you", "your", "yourself", "ur", "u"))
_NOT_ABOUT_ME = re.compile(
    r"^(?:(?:hi|hey|hello|ok|so|please) ,? ?)*(?:(?:can|could|will|would) (?:you|u) (?!feel|see|hear|smell|think|sleep"
    r"|cry|love|swim|dance|taste|get|die|dream)|how (?:do|can|to) (?:you|u) (?!feel|look|know|work)"
    r"|(?:do|does) (?:you|u) (?:guys )?(?:sell|stock|offer|carry|take|accept|ship|deliver)"
    r"|(?:do|does) (?:you|u) (?:guys )?have (?!(?:a |any )?"
    r"(?:skin|face|feelings?|pets?|dogs?|cats?|bod(?:y|ies)|names?|brains?|souls?|famil\w+|boyfriend|girlfriend|jobs?|hobb\w+|friends?|kids|children|siblings?|parents"
    r"|hair|hearts?|eyes|favou?rites?)\b))"
    r"|\byour (?:website|site|products?|range|brand|company|shop|store|staff|team)\b"
    r"|\byour (?:[\w-]+ )?(?:serums?|masks?|creams?)\b"
    r"|\bwhat (?:would|do|should) (?:you|u) (?:add|use|recommend|suggest|choose|pick|take|advise|start|do)\b"
)
"""What is asked of whoever writes here, and is not about the program: `can you dim the lights`."""
_BROKEN = re.compile(
    r"\b(?:did|have) i (?:just )?(?:break|broke|broken|kill|killed|crash|crashed) (?:you|it|the bot|this)\b"
    r"|\b(?:bot|chat|you|u)(?: is| are| has|'s|'re)? (?:just )?(?:dead|died|broke|broken|crashed|frozen|froze|stuck)\b"
)
_NEAR_THE_START = 4
_OF_ME = (("do", "you"), ("are", "you"), ("have", "you"), ("did", "you"), ("were", "you"))


def answer(context: Context, question: Question) -> Answer:
    """One sentence by kind; another script or an empty message has its own."""
    key = question.kind
    if question.script == "other":
        key = "other_language"
    elif key == "nonsense" and not question.words:
        key = "empty"
    elif key == "nonsense" and not any(map(_SPOKEN.search, question.words)):
        key = "unsaid"
    elif key == "out_of_scope":
        place = elsewhere(question.words) or ("shop" if _PRICED.search(" ".join(question.words)) else "other")
        key = f"out_of_scope.{errand(question.words) if place == 'shop' else place}"
    medicines = [item for item in question.things if context.knowledge.things[item.id].prescription]
    # A pretence changes nothing: what is for a clinic alone is said to be, whatever else is refused.
    never = [item for item in question.things if item.id in context.knowledge.never]
    return Answer(
        kind=question.kind,
        headline=context.texts.say(f"smalltalk.{key}"),
        cautions=(
            *(context.texts.say("smalltalk.prescription", thing=context.name(item)) for item in medicines[:1]),
            *(fact.says for item in never[:1] for fact in context.knowledge.own_facts(item.id, "caution")[:1]),
        ),
        notes=contact(context) if key in _FOR_A_PERSON or key.startswith("out_of_scope.shop") else (),
        suggestions=context.texts.all("smalltalk.examples"),
    )


def unsaid(context: Context) -> Answer:
    """What is asked of somebody who said nothing that could be answered."""
    headline = context.texts.say("smalltalk.unsaid")
    return Answer(kind="nonsense", headline=headline, suggestions=context.texts.all("smalltalk.examples"))


def of_what(context: Context, given: Answer) -> Answer:
    """An answer in general to what was asked of `it`, where nothing was named: what it is decides, and is asked for."""
    which = context.texts.say("smalltalk.of_what")
    if given.kind == "order":  # Where things go in general holds for whatever it is.
        return msgspec.structs.replace(given, headline=which, reasons=(given.headline, *given.reasons))
    return msgspec.structs.replace(given, headline=which, steps=())


def contact(context: Context) -> tuple[str, ...]:
    """Where a person is to be reached, where the owner has said so."""
    owners = context.texts.look.contact
    return (context.texts.say("smalltalk.contact", contact=owners),) if owners else ()


def begun_anew(context: Context) -> Answer:
    """All that was talked of is put aside."""
    return Answer(
        kind="greet",
        headline=context.texts.say("smalltalk.begun_anew"),
        suggestions=context.texts.all("smalltalk.examples"),
    )


def elsewhere(words: Sequence[str]) -> str:
    """Where a question that is not ours belongs, as far as a phrase or a word in it says, or ""."""
    if told := certainly(words) or likely(words) or felt(words):
        return told
    place = next((place for place, telling in _ELSEWHERE.items() if not telling.isdisjoint(words)), "")
    if place == "animals" and tuple(words[:2]) in _OF_ME:
        return "about_me"  # `do you have a dog`
    if not place and _BROKEN.search(" ".join(words)):
        return "still_here"
    # `do you dream` is about me, `tablets that don't make you drowsy` is not.
    mine = not _ABOUT_ME.isdisjoint(words[:_NEAR_THE_START]) and not _NOT_ABOUT_ME.search(" ".join(words))
    return place or ("about_me" if mine else "")


def errand(words: Sequence[str]) -> str:
    """What a question for the shop or clinic is about, `shop_money`; a complaint before all, `shop` for several."""
    about = [name for name, telling in _ERRANDS.items() if not telling.isdisjoint(words)]
    return f"shop_{about[0]}" if len(about) == 1 or about[:1] == ["complaint"] else "shop"


def with_errand(context: Context, given: Answer, said: str) -> Answer:
    """The answer to a report, and last where the refund or the order is to be asked for that it was written for.

    Nothing is said beside what is an emergency.
    """
    if given.verdict == "ask_professional" or _ERRAND_BESIDE.isdisjoint(said.lower().split()):
        return given
    return msgspec.structs.replace(given, notes=(*given.notes, context.texts.say("smalltalk.errand_beside")))


def ask_which(context: Context, kinds: list[str], question: Question) -> Answer:
    """Not sure between kinds of question: two named choices, each a sentence that can be answered."""
    thing = context.noun(question.things[0]) if question.things else context.texts.say("smalltalk.ask_which.it").lower()
    choices = [
        context.knowledge.faq[kind.split("/", 1)[1]].question
        if kind.startswith("faq/")
        else context.texts.say(f"smalltalk.ask_which.{kind}", thing=thing)
        for kind in kinds
        if kind.startswith("faq/") or f"smalltalk.ask_which.{kind}" in context.texts
    ]
    if not choices or not question.things:
        return Answer(
            kind="ask_which",
            headline=context.texts.say("smalltalk.not_understood"),
            suggestions=context.texts.all("smalltalk.examples"),
        )
    key = "ask" if len(choices) > 1 else "ask_one"
    said = context.texts.say(f"smalltalk.ask_which.{key}", question=choices[0])
    return Answer(kind="ask_which", headline=said, suggestions=tuple(choices[:2]))
