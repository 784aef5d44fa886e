"""Greetings, thanks, what it can do, and what it cannot."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELSEWHERE = {
    "feelings": _words(
        "lonely depressed depression anxious anxiety heartbroken grieving divorce breakup cheated hopeless worthless"
        " cry crying ugly ashamed disgusting hideous"
    ),
    "requests": _words(
        "poem essay homework joke song sing lyrics story riddle trivia alarm timer reminder remind appointment"
        " playlist recipe python javascript spreadsheet selfie picture pic photo video draw roleplay pretend"
        " novel prompt instructions developer jailbreak hypothetically"
    ),
    "origin": _words(
        "invented inventor invent founder founded ceo owns owned shareholders shares pronounce pronounced spell spelled"
        " spelling factory"
    ),
    "shop": _words(
        "order orders ordered delivery deliver delivered shipping ship shipped parcel package refund return returns"
        " returned price prices cost costs cheap discount coupon code stock invoice payment pay paid account basket"
        " checkout voucher track tracking bought buy sell send sent shop store arrive arrives arrived password login"
        " loyalty wholesale warranty subscription tester giftcard receipt courier refunded klarna paypal restock"
        " restocked stocking"
    ),
    "language": _words(
        "language french spanish german italian arabic english deutsch hindi chinese translate translation japanese"
        " korean portuguese"
    ),
    "body": _words("blood calcium iron ferritin creatinine glucose cholesterol level levels lab mg ml dose dosage"),
    "other_masks": _words(
        "cpap headgear n95 kn95 ffp2 respirator surgical halloween snorkel oxygen nebuliser fabric washable"
        " hair subnet ski goalie welding bitmask carnival"
    ),
    "animals": _words("dog dogs dog's puppy cat cats cat's kitten horse hamster vet parrot rabbit guinea"),
}
"""Words by which a question that is not ours tells where it belongs; the first group that fits counts."""
_ABOUT_ME = frozenset(("you", "your", "yourself", "ur"))
_NEAR_THE_START = 4
_OF_ME = (("do", "you"), ("are", "you"), ("have", "you"), ("did", "you"), ("were", "you"))


def answer(context: Context, question: Question) -> Answer:
    """One sentence by kind; another script or an empty message has its own."""
    key = question.kind
    if question.script == "other":
        key = "other_language"
    elif key == "nonsense" and not question.words:
        key = "empty"
    elif key == "out_of_scope":
        key = f"out_of_scope.{elsewhere(question.words) or 'other'}"
    medicines = [item for item in question.things if context.knowledge.things[item.id].prescription]
    return Answer(
        kind=question.kind,
        headline=context.texts.say(f"smalltalk.{key}"),
        cautions=tuple(context.texts.say("smalltalk.prescription", thing=context.name(item)) for item in medicines[:1]),
        suggestions=context.texts.all("smalltalk.examples"),
    )


def elsewhere(words: Sequence[str]) -> str:
    """Where a question that is not ours belongs, as far as a word in it says, or ""."""
    place = next((place for place, telling in _ELSEWHERE.items() if not telling.isdisjoint(words)), "")
    if place == "animals" and tuple(words[:2]) in _OF_ME:
        return "about_me"  # `do you have a dog`
    # `do you dream` is about me, `tablets that don't make you drowsy` is not.
    return place or ("about_me" if not _ABOUT_ME.isdisjoint(words[:_NEAR_THE_START]) else "")


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
    return Answer(
        kind="ask_which", headline=context.texts.say("smalltalk.ask_which.ask"), suggestions=tuple(choices[:2])
    )
