"""Which function answers which kind of question."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from bot.answers import (
    choice,
    compatibility,
    definition,
    faq,
    frequency,
    label,
    layering,
    relevant,
    routine,
    safety,
    smalltalk,
)
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.question import Question
from bot.answers.texts import capital
from bot.rules.compatibility import RANK, kept_from
from bot.rules.items import Person

ANSWERS: dict[str, Callable[[Context, Question], Answer]] = {
    "compatibility": compatibility.answer,
    "order": layering.order,
    "usage": layering.usage,
    "wait": layering.wait,
    "frequency": frequency.answer,
    "duration": frequency.answer,
    "time_of_day": frequency.answer,
    "results": frequency.answer,
    "choice": choice.choice,
    "suitability": choice.suitability,
    "comparison": choice.comparison,
    "necessity": choice.necessity,
    "definition": definition.definition,
    "effect": definition.effect,
    "routine": routine.answer,
    "label": label.answer,
    "red_flag": safety.red_flag,
    "reaction": safety.reaction,
    "medical": safety.medical,
}
SMALL_TALK = (
    "greet",
    "goodbye",
    "thanks",
    "affirm",
    "deny",
    "help",
    "bot_challenge",
    "insult",
    "feedback_helpful",
    "feedback_unhelpful",
    "human",
    "unsure",
    "out_of_scope",
    "nonsense",
)


_AS_THEY_ARE = (*SMALL_TALK, "label", "red_flag", "reaction", "medical")
"""Kinds whose answers no nearby fact is put into."""
_OPEN = frozenset(("what", "what's", "whats", "which", "how", "hows", "why", "when", "where", "who"))
_FILLERS = frozenset(("so", "and", "but", "hi", "hey", "hello", ",", "ok", "okay", "also", "then", "well", "please"))
_FITS = 0.85
"""Confidence from which an entry's own question is taken for the one that was asked."""
_VERDICT = re.compile(
    r"^(?:Yes|No|Not|Usually|Mostly|Hardly|Rarely|Seldom|Better not|Probably|Quite|Partly|Often|Sometimes|Only|A little"
    r"|It depends|Never|Always|Maybe|Perhaps)\b"
)
"""How an entry begins that answers its own question by a verdict on it."""
_YES_OR_NO = re.compile(r"^(?:Yes|No)(?:, |: |; |\. )")
_NEEDED = ("Yes: ", "Yes, ")
_DOING_WITHOUT = frozenset(("without", "skip", "skipping", "leave", "drop", "omit"))
"""Whoever asks whether they can do without is not answered by the yes to whether they need it."""
_OF_THE_DAY = ("state.recent_procedure", "state.shaving")
"""States that many entries are about."""
_USING = ("order", "usage", "frequency", "duration", "time_of_day", "wait", "necessity", "results")
"""Kinds whose answer takes for granted that the thing is going to be used."""


def answer(context: Context, question: Question) -> Answer:
    """The answer to one question of a kind that needs no conversation. Raises KeyError for another kind.

    Whoever asks how to use what they had better not use, or in what order what does not go together, is told that.
    The fact that meets the question best is told too, whatever its kind.
    """
    given = _of_its_kind(context, question)
    if question.kind not in _AS_THEY_ARE and not question.unknown:
        given = (
            relevant.instead(context, question, given)
            if given.asks_back and not question.second
            else relevant.with_second(context, question, relevant.enriched(context, question, given))
        )
    return _without_yes(context, question, given)


def _without_yes(context: Context, question: Question, given: Answer) -> Answer:
    """The answer without a yes or no that is none to this question. Verdicts keep theirs.

    An open question wants none, `what helps …`, and `can I skip it` is not answered by a yes to the need. An entry that
    may not quite fit says which question it answers.
    """
    if given.verdict is not None:
        return given
    first = next((word for word in question.words if word not in _FILLERS), "")
    is_open = first in _OPEN and "about" not in question.words[:4]
    if given.kind.startswith("faq/"):
        return _with_its_question(context, given) if is_open or question.confidence < _FITS else given
    turned = question.kind == "necessity" and bool(_DOING_WITHOUT & set(question.words))
    if turned and not is_open and given.headline.startswith(_NEEDED):
        return msgspec.structs.replace(given, headline=f"No{given.headline.removeprefix('Yes')}")
    headline = _YES_OR_NO.sub("", given.headline) if is_open or turned else ""
    return msgspec.structs.replace(given, headline=capital(headline)) if headline else given


def _with_its_question(context: Context, given: Answer) -> Answer:
    """The entry's answer behind the entry's own question, where it begins with a verdict on that."""
    entry = context.knowledge.faq[given.kind.removeprefix("faq/")]
    if not _VERDICT.match(given.headline) or given.headline != capital(entry.facts[0].says):
        return given
    said = context.texts.say("common.also", question=entry.question, says=given.headline)
    return msgspec.structs.replace(given, headline=said)


def _of_its_kind(context: Context, question: Question) -> Answer:
    person = context.person
    used = question.things if _takes_for_granted(context, question) else []
    heeded = _beside(context, question)
    if kept_away := [item for item in used if kept_from(context.knowledge, item, heeded)]:
        asked = msgspec.structs.replace(question, kind="suitability", things=kept_away, traits=list(person.traits))
        return choice.suitability(context, asked)
    if question.kind == "compatibility" and len(question.things) == 1 and not question.unknown:
        return compatibility.partners(context, question) or _alone(context, question)
    if question.kind == "order" and len(question.things) > 1:
        together = compatibility.answer(context, msgspec.structs.replace(question, kind="compatibility"))
        if together.verdict is not None and RANK[together.verdict] >= RANK["separate_times"]:
            return together
    if question.kind.startswith("faq/"):
        return faq.answer(context, question)
    if question.kind in SMALL_TALK:
        return smalltalk.answer(context, question)
    return ANSWERS[question.kind](context, question)


def _beside(context: Context, question: Question) -> Person:
    """The person without a state of the day that an entry is about: what to do after waxing is told after waxing."""
    entry = context.knowledge.faq.get(question.kind.removeprefix("faq/"))
    if entry is None:
        return context.person
    told = " ".join((entry.question, *(fact.says for fact in entry.facts))).lower()

    def is_its_subject(trait: str) -> bool:
        thing = context.knowledge.things[trait]
        return trait in _OF_THE_DAY and any(name.lower() in told for name in (thing.name, *thing.aliases))

    return Person(traits=tuple(trait for trait in context.person.traits if not is_its_subject(trait)))


def _takes_for_granted(context: Context, question: Question) -> bool:
    """Whether the answer would send somebody off to use what was named: then a gate comes first.

    What a thing is and does may be told to anybody, unless the question itself names the state.
    """
    if question.kind in _USING or question.kind == "routine" or question.kind.startswith("faq/"):
        return True
    named = any(context.knowledge.things[trait].kind == "state" for trait in question.traits)
    return named and question.kind in ("effect", "definition", "tell")


def _alone(context: Context, question: Question) -> Answer:
    """`can I use retinol?`: whether it is for this person, and the offer to say what it goes with."""
    asked = msgspec.structs.replace(question, kind="suitability", traits=_concerning(context, question))
    given = choice.suitability(context, asked)
    with_what = compatibility.answer(context, question)
    if given.verdict in ("avoid", "ask_professional"):
        return given
    return msgspec.structs.replace(given, notes=(with_what.headline,), suggestions=with_what.suggestions)


def _concerning(context: Context, question: Question) -> list[str]:
    """The traits by which `can I use it` is answered. A concern that it is not asked `for` is no reason against it."""
    things = context.knowledge.things
    wanted_for = bool({"for", "against", "with", "on"} & set(question.words))
    named = [trait for trait in question.traits if wanted_for or things[trait].kind != "concern"]
    return named or list(context.person.traits)
