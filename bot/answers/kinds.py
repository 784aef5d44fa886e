"""Which function answers which kind of question."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from bot.answers import (
    choice,
    comparison,
    compatibility,
    definition,
    faq,
    for_product,
    frequency,
    label,
    layering,
    necessity,
    properties,
    relevant,
    routine,
    safety,
    smalltalk,
    suitability,
)
from bot.answers.answer import Answer, with_sentences
from bot.answers.context import Context
from bot.answers.product import with_products
from bot.answers.question import Question
from bot.answers.texts import capital
from bot.rules.compatibility import RANK, kept_from, refuses
from bot.rules.items import Item, Person

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
    "suitability": suitability.suitability,
    "comparison": comparison.comparison,
    "necessity": necessity.necessity,
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
_HARM = re.compile(r"\b(?:bad|harmful|dangerous|avoid\w*|stop using|irritat\w+|make \w+ worse|worse)\b")
_NEEDED = ("Yes: ", "Yes, ")
_DOING_WITHOUT = frozenset(("without", "skip", "skipping", "leave", "drop", "omit"))
"""Whoever asks whether they can do without is not answered by the yes to whether they need it."""
OF_THE_DAY: dict[str, tuple[str, ...]] = {
    "state.recent_procedure": ("needling", "peel", "laser", "facial", "botox", "filler", "tattoo"),
    "state.shaving": (),
    "state.bee_allergy": (),
}
"""States that many entries are about, with words beside their names that tell so."""
_AFTER_IT = {
    "state.hair_removal": ("faq/wax_skin_off", "faq/hair_cream_raw"),
    "state.child": ("faq/child_used_active", "faq/baby_skin", "faq/teen_first_spots"),
    "state.teen": ("faq/teen_first_spots", "faq/teen_basics", "faq/teen_anti_ageing"),
    "state.isotretinoin": ("faq/isotretinoin_restart_actives", "faq/isotretinoin_after"),
    "state.treatment": ("faq/facial_on_retinoid", "faq/prescribed_doubts", "faq/bpo_and_tretinoin"),
    "state.broken_skin": (
        "faq/wax_skin_off", "faq/hair_cream_raw", "faq/bpo_sore", "faq/retinoid_sore_return", "faq/over_exfoliated",
        "faq/scrubbed_raw", "faq/acid_left_too_long", "faq/home_remedy_sore", "faq/irritation_scar",
    ),
}  # fmt: skip
"""States, and the entries that tell what to do where just that has gone wrong."""
_LAID_OUT = ("start_slowly", "separate_times", "alternate_days")
_SEVERAL = 3
"""Things from which it is told how they are laid out over the day, where they do not all go together."""
_LAID = ("ingredient", "class", "mask", "product")
"""Sorts of things that have a place in a routine."""
_IN_PASSING = ("mask", "serum", "product", "moisturiser", "cleanser", "makeup")
"""Things of which alone nothing is told below a refusal."""
_LEFT_OUT = re.compile(r"\b(?:no|not|never|without|instead of|leave out|leave off)\b[^.,;:]*")
_POINTING = frozenset(("it", "this", "that", "them", "these", "those"))
_SHORT_NAME = 2
"""Letters of an abbreviation that may stand inside other words."""
_USING = ("order", "usage", "frequency", "duration", "time_of_day", "wait", "necessity", "results")
"""Kinds whose answer takes for granted that the thing is going to be used."""


def answer(context: Context, question: Question) -> Answer:
    """The answer to one question of a kind that needs no conversation. Raises KeyError for another kind.

    Whoever asks how to use what they had better not use, or in what order what does not go together, is told that.
    The fact that meets the question best is told too, whatever its kind.
    """
    given = _of_its_kind(context, question)
    open_to_more = question.kind not in _AS_THEY_ARE and not question.unknown
    if open_to_more and not properties.is_told(context, question, given):
        given = (
            relevant.instead(context, question, given)
            if given.asks_back and not question.second
            else relevant.with_second(context, question, relevant.enriched(context, question, given))
        )
    return with_products(context, question.things, _without_yes(context, question, given))


def _without_yes(context: Context, question: Question, given: Answer) -> Answer:
    """The answer without a yes or no that is none to this question. Verdicts keep theirs.

    An open question wants none, `what helps …`, and `can I skip it` is not answered by a yes to the need. An entry that
    may not quite fit says which question it answers.
    """
    if given.verdict is not None:
        harm = given.kind == "suitability" and _HARM.search(" ".join(question.words))
        headline = given.headline.removeprefix("No, ") if harm else given.headline
        return msgspec.structs.replace(given, headline=capital(headline))  # `is it bad for me`: a no would allow it.
    first = next((word for word in question.words if word not in _FILLERS), "")
    is_open = first in _OPEN and "about" not in question.words[:4]
    if given.kind.startswith("faq/"):
        return _with_its_question(context, given) if is_open or question.confidence < _FITS else given
    harm = _HARM.search(" ".join(question.words))  # `is it bad without moisturiser` is answered by the yes to the need.
    turned = question.kind == "necessity" and bool(_DOING_WITHOUT & set(question.words)) and not harm
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
        concerns = (name for name in question.traits if context.knowledge.things[name].kind == "concern")
        concerned = [*person.traits, *(name for name in concerns if name not in person.traits)]
        asked = msgspec.structs.replace(question, kind="suitability", things=kept_away, traits=concerned)
        refused = suitability.suitability(context, asked)
        if question.kind == "comparison":
            refused = _with_the_milder(context, question, refused, heeded)
        return _and_the_rest(context, question, refused, kept_away)
    if given := properties.answer(context, question):
        return given
    if question.kind == "compatibility" and len(question.things) == 1 and not question.unknown:
        return compatibility.partners(context, question) or _alone(context, question)
    if question.kind == "order" and len(question.things) == 1:
        question = _with_what_is_beside(context, question)
    if question.kind in ("order", "usage") and len(question.things) > 1:
        together = compatibility.answer(context, msgspec.structs.replace(question, kind="compatibility"))
        if together.verdict is not None and RANK[together.verdict] >= RANK["separate_times"]:
            return _laid_out(context, question, together)
    if question.kind == "compatibility" and question.moment is None:
        return _laid_out(context, question, compatibility.answer(context, question))
    if medicine := frequency.kept_off_by(context, question):
        both = [medicine, *(item for item in question.things if item.id != medicine.id)]
        return compatibility.answer(context, msgspec.structs.replace(question, kind="compatibility", things=both))
    if question.kind == "faq/what_missing" and (given := routine.missing(context, question)):
        return given
    if question.kind.startswith("faq/"):
        if given := for_product.instead(context, question):
            return given
        if for_product.is_for_two(context, question):
            return choice.choice(context, question)
        return faq.answer(context, question)
    if question.kind in SMALL_TALK:
        return smalltalk.answer(context, question)
    return ANSWERS[question.kind](context, question)


def _laid_out(context: Context, question: Question, together: Answer) -> Answer:
    """Of several things that do not all go into one session also where each has its place. A medicine's is not ours."""
    items = question.things
    ours = not question.unknown and not any(context.is_medicine(item) for item in items)
    if together.verdict not in _LAID_OUT or len(items) < _SEVERAL or not ours:
        return together
    return msgspec.structs.replace(together, steps=routine.laid_out(context, items))


def _with_what_is_beside(context: Context, question: Question) -> Question:
    """An order takes two: what one thing goes before or after was named elsewhere in the message."""
    things = context.knowledge.things
    here = {item.id for item in question.things}
    others = (name for name in dict.fromkeys(question.beside) if name in things and name not in here)
    laid = [Item(id=name) for name in others if things[name].kind in _LAID]
    return msgspec.structs.replace(question, things=[*question.things, *laid])


def _with_the_milder(context: Context, question: Question, refused: Answer, person: Person) -> Answer:
    """The refusal, and which of the things weighed is the gentler, or has less against it in that state.

    Not of medicines, nor of what is left out for a child's sake: how gentle it is matters nothing there.
    """
    items = [item for item in question.things if item.id in context.knowledge.things]
    if len(items) < 2 or any(context.is_medicine(item) for item in items):
        return refused
    against = {item: _against(context, item, person) for item in items}
    least = [item for item in items if against[item] == min(against.values())]
    gentle = comparison.mildest(context, items)
    if len(least) == 1 and (gentle is None or gentle == least[0]):
        key, milder = ("gentle_here" if gentle else "less_against"), least[0]
    elif len(least) == len(items) and gentle and not choice.WITH_A_MIDWIFE.intersection(person.traits):
        key, milder = "gentle_here", gentle
    else:
        return refused
    said = context.texts.say(f"choice.compare.{key}", thing=context.name(milder))
    return msgspec.structs.replace(refused, reasons=(said, *refused.reasons))


def _against(context: Context, item: Item, person: Person) -> int:
    """The rank of the strictest verdict that keeps a thing from somebody; that of a yes where none does."""
    return max((RANK[found.verdict] for found in kept_from(context.knowledge, item, person)), default=0)


def _and_the_rest(context: Context, question: Question, refused: Answer, kept_away: list[Item]) -> Answer:
    """The refusal, and below it what was asked of the other things, without a sentence on what is to be left out."""
    rest = [item for item in question.things if item not in kept_away]
    if all(item.id in _IN_PASSING for item in rest):
        return refused
    given = _of_its_kind(context, msgspec.structs.replace(question, things=rest))
    if refuses(given.verdict) or given.asks_back:
        return refused
    said = [
        sentence
        for sentence in (given.headline, *given.reasons)
        if not _names(context, _unnamed(context, sentence.lower(), rest), kept_away)
    ]
    most = 3 if question.kind == "comparison" else 2
    return msgspec.structs.replace(
        refused,
        reasons=(*refused.reasons[:most], *(capital(_YES_OR_NO.sub("", sentence)) for sentence in said[:3])),
        # The place of one thing alone is a routine for anybody, and not what was asked.
        steps=given.steps if len(rest) > 1 else (),
        cautions=tuple(dict.fromkeys((*refused.cautions, *given.cautions))),
        sources=tuple(dict.fromkeys((*refused.sources, *given.sources)))[:4],
    )


def _called(context: Context, items: Sequence[Item]) -> list[str]:
    """What some things and their classes are called, the longest name first; abbreviations stand inside other words."""
    things = context.knowledge.things
    above = {one for item in items if item.id in things for one in context.knowledge.ancestors(item.id)}
    names = {name.lower() for one in above for name in (things[one].name, *things[one].aliases)}
    return sorted((name for name in names if len(name) > _SHORT_NAME), key=lambda name: (-len(name), name))


def _names(context: Context, sentence: str, items: Sequence[Item]) -> bool:
    return any(name in sentence for name in _called(context, items))


def _unnamed(context: Context, sentence: str, items: Sequence[Item]) -> str:
    """The sentence without what it leaves out itself and without the names of some things.

    The alcohol of `cetearyl alcohol` is none that dries, and `no scrubs` recommends none.
    """
    sentence = _LEFT_OUT.sub(" ", sentence)
    for name in _called(context, items):
        sentence = sentence.replace(name, " ")
    return sentence


def _beside(context: Context, question: Question) -> Person:
    """The person without a state of the day that an entry is about: what to do after waxing is told after waxing."""
    entry = context.knowledge.faq.get(question.kind.removeprefix("faq/"))
    if entry is None:
        return context.person
    told = " ".join((entry.question, *(fact.says for fact in entry.facts))).lower()

    def is_its_subject(trait: str) -> bool:
        thing = context.knowledge.things[trait]
        names = (*(name.lower() for name in (thing.name, *thing.aliases)), *OF_THE_DAY.get(trait, ()))
        return question.kind in _AFTER_IT.get(trait, ()) or (
            trait in OF_THE_DAY and any(name in told for name in names)
        )

    return Person(traits=tuple(trait for trait in context.person.traits if not is_its_subject(trait)))


def _takes_for_granted(context: Context, question: Question) -> bool:
    """Whether the answer would send somebody off to use what was named: then a gate comes first.

    What a thing is and does may be told to anybody, unless the question itself names the state.
    """
    if question.kind in _USING or question.kind == "routine" or question.kind.startswith("faq/"):
        return True
    named = any(context.knowledge.things[trait].kind == "state" for trait in question.traits)
    return named and question.kind in ("effect", "definition", "comparison", "tell")


def _alone(context: Context, question: Question) -> Answer:
    """`can I use retinol?`: whether it is for this person, and the offer to say what it goes with."""
    asked = msgspec.structs.replace(question, kind="suitability", traits=_concerning(context, question))
    given = suitability.suitability(context, asked)
    with_what = compatibility.answer(context, question)
    if given.verdict is None and _POINTING.isdisjoint(question.words):
        near = [entry.fact for entry in relevant.nearest(context, question, relevant.ADDED)[:1]]
        if near:  # What it is asked about beside, a patch or a pillow, has no name here and a fact of its own.
            given = with_sentences(context.knowledge, given, (given.headline,), near, 0)
            return msgspec.structs.replace(given, headline=capital(near[0].says), suggestions=with_what.suggestions)
    if given.verdict in ("avoid", "ask_professional"):
        return given
    return msgspec.structs.replace(given, notes=(with_what.headline,), suggestions=with_what.suggestions)


def _concerning(context: Context, question: Question) -> list[str]:
    """The traits by which `can I use it` is answered. A concern that it is not asked `for` is no reason against it."""
    things = context.knowledge.things
    wanted_for = bool({"for", "against", "with", "on"} & set(question.words))
    named = [trait for trait in question.traits if wanted_for or things[trait].kind != "concern"]
    return named or list(context.person.traits)
