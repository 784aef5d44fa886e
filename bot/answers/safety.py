"""Reactions, red flags and medical questions: what to do now, and whom to see."""

from __future__ import annotations

import re

import msgspec

from bot.answers.answer import Answer, citations
from bot.answers.context import Context
from bot.answers.fitting import fitting
from bot.answers.question import Question
from bot.answers.relevant import SURE, nearest
from bot.knowledge.model import Fact, Topic
from bot.rules.compatibility import kept_from
from bot.rules.items import Item
from bot.rules.safety import for_person

_LASTING = 2
"""Days after which a reaction that is still there should be seen: `reaction_general`."""
_NEAR = 0.6
_TREATED = ("state.isotretinoin",)
"""Treatments by which a reaction is for the prescriber."""
_PICTURES = frozenset(
    ("pic", "pics", "picture", "pictures", "photo", "photos", "image", "attached", "attachment", "selfie")
)
_PURGE = frozenset(("purge", "purges", "purging", "purged"))
_ON_A_CONCERN: tuple[Topic, ...] = ("caution", "choice")


_RINSED = re.compile(
    r"\b(?:rinsed|washed|wiped|took|taken|peeled|scrubbed) (?:\w+ ){0,4}off\b|\b(?:rinsed|washed) (?:it|my face)\b"
)
"""Tells that what was put on is off again."""
_STILL_ON = re.compile(
    r"\b(?:not|never|can't|cant|cannot|couldn't|couldnt|haven't|havent|hasn't|didn't|didnt|won't|wont|n't)\b"
    r"[^.?!]{0,30}\b(?:off|rinsed?|washed?)\b|\b(?:still|right now|now)\b[^.?!]{0,12}\bon\b|\bon (?:right )?now\b"
)
"""Takes that back."""
_LONG_AGO = re.compile(
    r"\b(?:yesterday|last (?:week|month)|(?:days?|weeks?|months?) ago)\b"
    r"|\b(?:for|been|after) (?:a |about |almost |over |\d+ |two |three |four |few )+(?:days?|weeks?|months?)\b"
)
"""Tells that it was put on long before."""
_OVERNIGHT = re.compile(r"\b(?:last night|woke up|next (?:day|morning)|this morning|hours? ago)\b")
"""Tells of what was put on in the evening, and is hardly there any more where it did not burn."""
_STOPPING = re.compile(
    r"\b(?:should|do|must|shall|can|could|would) (?:i|we|she|he|they) (?:\w+ ){0,2}"
    r"(?:stop|quit|continue|keep|carry on|go on|push|pause|ditch)\b"
    r"|\b(?:keep (?:going|using it|on)|stop using|give (?:it|up)|for good|forever|altogether|completely|push through)\b"
)
_ALLERGY_OR_NOT = re.compile(
    r"\b(?:am i|is (?:it|this|that)|are (?:they|these)|could (?:it|this|that|i) be|might (?:it|this|that|i) be"
    r"|know|tell|recogni[sz]e|signs of)\b.*\ballerg\w*"
)
_USUAL = re.compile(r"\b(?:normal|usual|common|expected|supposed to|meant to)\b")
"""Asks whether what skin does is to be expected."""
_ITCHES = re.compile(r"\b(?:itch\w*|hives|welts|rash|swell\w*|swollen|allerg\w*)\b")
"""May be an allergy, after which nothing is used again."""
_TO_STOP = re.compile(r"\b(?:stop|quit|pause|ditch|give it up|give up)\b")
_FOR_GOOD = re.compile(r"\b(?:for good|forever|altogether|completely|ever again|never again|permanently)\b")
_SCARS = re.compile(r"\b(?:scars?|scarring|scarred|permanent|permanently|leave (?:a |any )?marks?|lasting damage)\b")
_NO_PROOF = re.compile(
    r"\b(?:working|supposed to|meant to|normal|no pain no gain)\b|\bis it (?:ok|okay|fine|bad|alright)\b"
    r"|\bmeans? (?:it|that it|its)\b|\bsign (?:of|that)\b"
)
_WAXED = "state.hair_removal"
_FROM = (
    (_WAXED, "wax_skin_off"),
    ("lemon_juice", "home_remedy_sore"),
    ("vinegar", "home_remedy_sore"),
    ("baking_soda", "home_remedy_sore"),
    ("toothpaste", "home_remedy_sore"),
    ("benzoyl_peroxide", "bpo_sore"),
    ("retinoid", "retinoid_sore_return"),
    ("vitamin_c", "vitamin_c_hot"),
    ("niacinamide", "niacinamide_red"),
    ("exfoliant", "over_exfoliated"),
    ("eye_cream", "eye_cream_reaction"),
)
"""What skin reacted to, and the entry on what to do after just that."""
_TOGETHER_TOO_MUCH = ("retinoid", "exfoliant")
"""Where both were used, skin has had too much of everything, and not of the retinoid alone."""
_AGAIN_LATER = ("benzoyl_peroxide", "retinoid", "vitamin_c", "niacinamide", "exfoliant")
"""What irritates by its strength, so that a break from it need not be for good."""
_COMPLAINT = frozenset(
    (
        "bumps", "bump", "lump", "lumps", "cyst", "rash", "blotch", "blotches", "blotchy", "patch", "patches", "spot",
        "spots", "ring", "red", "redness", "itchy", "itches", "sore", "painful", "hurts", "peeling", "flaky", "swollen",
        "mark", "marks", "skin", "face", "cheek", "cheeks", "chin", "forehead", "mole", "angry",
    )
)  # fmt: skip
"""Words of somebody who describes what they see, and asks no medical question in general."""
_CAN_IT = re.compile(
    r"^(?:can|could|does|do|will|would) (?:(?:i|you|we) get |(?!i |we |you |my ))"
    r"(?!.*\b(?:rid|heal|heals|go|goes|help)\b)"
)
"""Asks whether something can bring on a reaction; nobody reports one."""
_ISOTRETINOIN_EXPECTING = ("state.pregnant", "state.isotretinoin")
_WHAT_IS_IT = re.compile(
    r"\b(?:what(?:'s| is| are| could)|whats|why|don't know|dont know|any idea|is (?:this|it|that)"
    r"|could (?:this|it)|do i have|go(?:es|ing)? away|keeps? coming back|(?:won't|wont|doesn't|doesnt|not) heal)\b"
)
_HURTS = frozenset(("painful", "sore", "hurts", "hurting", "hurt", "angry", "infected", "burning"))


_PEELS = re.compile(r"\b(?:peel(?:s|ing)?|flak\w+|dry|dryness|shed\w*)\b")
_MORE_THAN_THAT = re.compile(
    r"\b(?:burn\w*|sting\w*|stung|hurts?|pain\w*|sore\w*|raw|red|redness|swell\w*|swollen|itch\w*|hives|rash|crack\w*"
    r"|bleed\w*|blister\w*|crust\w*|ooz\w*|weep\w*|hot|angry|worse|bad|badly|months?|(?:a|the|chemical|acid) peel"
    r"|eyes?|eyelids?|lips?|wax\w*|laser|allerg\w*|react\w*|bumps?)\b"
)
"""What goes beyond skin that sheds."""


def sheds(said: str) -> bool:
    """Whether words in lower case tell of skin that dries and peels, and of nothing beyond that."""
    return bool(_PEELS.search(said)) and not _MORE_THAN_THAT.search(said)


def _no_pictures(context: Context, question: Question) -> list[str]:
    return [context.texts.say("safety.no_pictures")] if _PICTURES & set(question.words) else []


def _no_purge(context: Context, question: Question) -> list[str]:
    return [context.texts.say("safety.no_purge")] if _PURGE & set(question.words) else []


def _is_off(said: str) -> bool:
    return bool(_RINSED.search(said)) and not _STILL_ON.search(said)


def _is_kept(context: Context, question: Question) -> bool:
    """Whether what skin reacted to is a medicine, or something that the person should leave alone anyway: then no
    entry may tell how to go on with it."""
    known = [item for item in question.things if item.id in context.knowledge.things]
    person = context.person.and_also(tuple(question.traits))
    medicines = any(context.knowledge.things[item.id].prescription for item in known)
    treated = any(trait in _TREATED for trait in question.traits)
    return medicines or treated or any(kept_from(context.knowledge, item, person) for item in known)


def _lasts(question: Question) -> bool:
    return question.days is not None and question.days >= _LASTING


def red_flag(context: Context, question: Question) -> Answer:
    """What to do at once. Nothing is offered beside it."""
    flag = next(flag for flag in context.knowledge.red_flags if flag.id == question.flag)
    found = for_person(flag, context.person)
    sooner = [context.knowledge.things[trait].name for trait in found.because_of]
    stop, said = found.level == "stop", " ".join(question.words)
    return Answer(
        kind="red_flag",
        verdict="avoid" if stop else "ask_professional",
        headline=context.texts.say("safety.taken_off_again") if stop and _is_off(said) else flag.says,
        reasons=(
            *((context.texts.say("safety.no_proof"),) if stop and _NO_PROOF.search(said) else ()),
            *((context.texts.say("safety.sooner", traits=context.joined(sooner)),) if sooner else ()),
            *((context.texts.say("safety.lasting"),) if _lasts(question) and found.level == "stop" else ()),
            *(_rest(context, question) if found.level == "stop" else ()),
            *_no_purge(context, question),
            *((fact.says for fact in _what_it_is(context, question)) if stop else ()),
            *((fact.says for fact in _scar(context, said)) if stop else ()),
            *((context.texts.say(f"safety.{found.level}"),) if flag.of_person else ()),
        ),
        sources=citations(context.knowledge, [flag]),
    )


def _rest(context: Context, question: Question) -> list[str]:
    """For how long what was named and stings stays off; who is asked before a medicine is used again."""
    things = context.knowledge.things
    named = [item for item in question.things if item.id in things]
    medicines = [item for item in named if things[item.id].prescription]
    never = [item for item in named if item.id in context.knowledge.never]
    stinging = [item for item in named if context.stings(item) and item not in (*medicines, *never)]
    said = [
        context.texts.say(f"safety.{key}", things=context.names(items))
        for key, items in (("rest", stinging), ("rest_never", never), ("rest_medicine", medicines))
        if items
    ]
    treated = [trait for trait in question.traits if trait in _TREATED]
    facts = [fact.says for trait in treated[:1] for fact in context.facts(Item(id=trait), "caution")[:1]]
    return [*said, *facts, *([context.texts.say("safety.rest_treated")] if treated else [])]


def _scar(context: Context, said: str) -> tuple[Fact, ...]:
    """Whether it will leave something behind, for who asks."""
    return context.knowledge.faq["irritation_scar"].facts[:1] if _SCARS.search(said) else ()


def _cause(context: Context, question: Question) -> tuple[str, str]:
    """What skin reacted to, and the entry on what to do after that; ("", "") where none was named."""
    known = [item.id for item in question.things if item.id in context.knowledge.things]
    if all(any(context.knowledge.is_a(name, cause) for name in known) for cause in _TOGETHER_TOO_MUCH):
        return "exfoliant", "over_exfoliated"
    for cause, entry in _FROM:
        if cause in question.traits or any(context.knowledge.is_a(name, cause) for name in known):
            return cause, entry
    return "", ""


def reaction(context: Context, question: Question) -> Answer:
    """A reaction without a red flag: stop, what to do after just that, and when to see someone.

    Whoever has rinsed it off already is not told to, and what was asked with it is answered.
    """
    say, said = context.texts.say, " ".join(question.words)
    first, seen, emergency = context.knowledge.faq["reaction_general"].facts[:3]
    cause, entry = _cause(context, question)
    kept = _is_kept(context, question)
    entry = "" if kept and cause != _WAXED else entry
    what = _what_it_is(context, question)
    facts = [*_scar(context, said), *(context.knowledge.faq[entry].facts[:2] if entry else ())]
    long_ago = (_LONG_AGO.search(said) or _OVERNIGHT.search(said)) and not _STILL_ON.search(said)
    off = _is_off(said) or long_ago
    opening = say("safety.taken_off" if off else "safety.rinse") if entry or off else first.says
    if _CAN_IT.search(said):
        opening = say("safety.it_can")
    if cause == _WAXED:
        opening, facts = facts[0].says, facts[1:]
    elif _STOPPING.search(said):
        later = _FOR_GOOD.search(said) and cause in _AGAIN_LATER and not kept and not _ITCHES.search(said)
        whether = "safety.yes_stop" if _TO_STOP.search(said) else "safety.no_go_on"
        opening = say("safety.not_for_good" if later else whether)
    given = context.from_facts(
        "reaction",
        [*what, *facts, seen, emergency],
        headline=say("safety.lasting") if _lasts(question) else opening,
        cautions=[
            *([say("safety.child")] if "state.child" in question.traits else []),
            *(_rest(context, question) if kept else ()),
            *_no_purge(context, question),
            *([] if entry else [say("safety.no_diagnosis")]),
            *_no_pictures(context, question),
        ],
    )
    # When to be seen must not be pushed out by what was asked besides.
    kept_facts = (*what, *facts[: 2 - len(what)], seen, emergency)
    return msgspec.structs.replace(given, reasons=tuple(fact.says for fact in kept_facts))


def _what_it_is(context: Context, question: Question) -> tuple[Fact, ...]:
    """What tells an allergy from an irritation, or what is usual with the thing named, for who asks that."""
    said = " ".join(question.words)
    if _ALLERGY_OR_NOT.search(said):
        return context.knowledge.faq["irritant_or_allergy"].facts[:1]
    named = [item for item in question.things if item.id in context.knowledge.things and context.stings(item)]
    return tuple(context.facts(named[0], "caution")[:1]) if named and _USUAL.search(said) else ()


def _describes(question: Question) -> bool:
    """Whether somebody describes their skin and names nothing that care is known for."""
    return not question.things and bool(_COMPLAINT & set(question.words))


def medical(context: Context, question: Question) -> Answer:
    """A medical question: an honest hand-over; what the label of a named active says is told."""
    both = set(_ISOTRETINOIN_EXPECTING) <= {*question.traits, *context.person.traits}
    if both and (pair := context.knowledge.interactions.get("state_pregnant_and_state_isotretinoin")):
        return Answer(
            kind="reaction",
            verdict=pair.verdict,
            headline=pair.do,
            reasons=(pair.says,),
            sources=citations(context.knowledge, [pair]),
        )
    asked_what = _WHAT_IS_IT.search(" ".join(question.words))
    if _describes(question) and (not question.traits or asked_what or _HURTS & set(question.words)):
        return Answer(
            kind="reaction",  # As there, no care for what it might be is told beside it.
            headline=context.texts.say("safety.undiagnosed"),
            reasons=(context.texts.say("safety.gentle"), context.texts.say("safety.be_seen")),
            cautions=tuple(_no_pictures(context, question)),
            suggestions=context.texts.all("smalltalk.examples"),
        )
    _, entry = _cause(context, question)
    if entry and (question.sore or _HURTS & set(question.words)) and not _is_kept(context, question):
        return context.from_facts(
            "medical",
            context.knowledge.faq[entry].facts[:2],
            items=question.things,
            cautions=[context.texts.say("safety.be_seen"), *_no_pictures(context, question)],
            suggestions=context.texts.all("smalltalk.examples"),
        )
    named = question.things or question.traits
    told = [entry.fact for entry in nearest(context, question, _NEAR if named else SURE)[:1]]
    for topic in _ON_A_CONCERN:
        told += [fact for trait in question.traits[:2] for fact in context.knowledge.facts(trait, topic)[:1]]
    told = fitting(context, question, told)
    told += [fact for item in question.things[:1] for fact in context.facts(item, "caution")[:1]]
    return context.from_facts(
        "medical",
        list(dict.fromkeys(told))[:3],
        headline=context.texts.say("safety.medical_and_care" if told else "safety.medical"),
        items=question.things,
        cautions=[
            *([] if told else [context.texts.say("safety.urgent_signs")]),
            *_no_pictures(context, question),
        ],
        suggestions=context.texts.all("smalltalk.examples"),
    )
