"""Which thing to choose, for a concern, a skin type or a state."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from bot.answers import for_product
from bot.answers.answer import Answer, citations
from bot.answers.context import Context
from bot.answers.fitting import fits, fitting
from bot.answers.question import Question
from bot.knowledge.model import Fact, Moment
from bot.rules.compatibility import RANK, PairVerdict, kept_from, pair
from bot.rules.items import Item

_FOR_EVERY_DAY = re.compile(
    r"\b(?:ingredients?|actives?|products?|creams?|wash|buy|bought|purchase|daily|every ?day|look(?:ing)? for)\b"
    r"(?!.*\bmasks?\b)"
)
"""Words of a question for what one buys to use every day, which a mask is not."""
_BY_AIM = ("serum", "mask")
"""Things of which nothing can be said before the aim or skin is known."""
_WHICH_ACID = re.compile(r"\b(?:which|what|best|good) acids?\b")
_ACTIVE = ("class", "ingredient")
_SOMETHING_ELSE = re.compile(
    r"\b(?:what|which|any)(?:thing)? (?:other|else|different)\b|\banything else\b|\balternatives?\b|\binstead of\b"
)
_LEAVES_OUT = re.compile(r"\b(?:avoid\w*|not use|stay away|steer clear|leave out|stop using|unsafe|bad for)\b")
"""Words of a question for what is to be left out, which is told before what may be chosen."""
WITH_A_MIDWIFE = frozenset(("state.pregnant", "state.breastfeeding", "state.trying"))


def choice(context: Context, question: Question) -> Answer:
    """The first choices for what was named, without those that the person should not use."""
    knowledge = context.knowledge
    context = _with_states(context, question)
    if question.things and all(item.id in question.rejected for item in question.things):
        question = msgspec.structs.replace(question, things=[])  # `anything for dull skin that is not vitamin C`
    if given := for_product.answer(context, question):
        return given
    traits = [trait for trait in question.traits if knowledge.things[trait].choose] or [
        trait for trait in context.person.traits if knowledge.things[trait].choose
    ]
    forms = _forms(context, question)
    if given := _of_a_sort(context, question, traits):
        return given
    needs = for_product.for_whom(context, question)
    if forms == ["mask"] and question.things:
        both = for_product.fitting_on_both(context, question.things[0], needs)[:1]
        of_skin = both and all(knowledge.things[name].kind in ("skin", "mask") for name in both[0].about)
        if of_skin and not set(traits[:2]) <= set(both[0].about):
            both = []  # What one of two needs asks for is told after what serves both.
    else:
        both = for_product.on_two(context, needs)[:1]
    told = list(dict.fromkeys((*question.traits, *context.person.traits)))
    if not traits:
        return _led_by(context, both, for_state(context, question, told)) or ask_concern(context, question)
    if forms == ["product"]:
        of_product = _of_product(context, question, traits[0])
        return of_product or for_state(context, question, told) or ask_concern(context, question)
    if both and not question.things:
        forms = forms[:1]  # What serves two needs is for every day, which a mask is not.
    lines = _lines(context, question, traits[:2], forms, both)
    left = [knowledge.things[name].name.lower() for name in question.rejected]
    of_traits = (fact for trait in traits[:2] for fact in _fitting(context, trait, forms))
    states = [trait for trait in told if knowledge.things[trait].kind == "state"][:1]
    of_state = [fact for state in states for fact in knowledge.facts(state, "choice")[:1]]
    facts = [*both, *of_state, *(fact for fact in of_traits if not any(name in fact.says.lower() for name in left))]
    if question.moment:
        facts = [fact for form in forms for fact in context.facts(Item(id=form), "time_of_day")[:1]] + facts
    if not lines and not both:
        # Where nothing usual is left for somebody in a state, what the state asks for is told.
        return for_state(context, question, told) or ask_concern(context, question)
    cautions = [knowledge_fact.says for trait in traits[:1] for knowledge_fact in knowledge.facts(trait, "caution")[:1]]
    left_out = _left_out(context, traits, forms)
    if cautions and not question.things and _LEAVES_OUT.search(" ".join(question.words)):
        lines = [*cautions, *lines]
        cautions, both = [], []
    return Answer(
        kind="choice",
        headline=both[0].says if both else lines[0],
        reasons=tuple([*lines[0 if both else 1 :], *(fact.says for fact in facts if fact not in both)][:3]),
        cautions=tuple(dict.fromkeys([*left_out, *cautions])),
        sources=citations(knowledge, facts),
        suggestions=context.texts.all("choice.next", trait=knowledge.things[traits[0]].name),
        about=tuple(item.id for item in question.things),
    )


def _with_states(context: Context, question: Question) -> Context:
    """The same for somebody in the states that the question names: whoever it is for, they count as theirs."""
    states = tuple(trait for trait in question.traits if context.knowledge.things[trait].kind == "state")
    return context._replace(person=context.person.and_also(states))


def _led_by(context: Context, both: list[Fact], given: Answer | None) -> Answer | None:
    """The answer with what serves both needs said first."""
    if given is None or not both:
        return given
    sources = dict.fromkeys((*citations(context.knowledge, both), *given.sources))
    return msgspec.structs.replace(
        given, headline=both[0].says, reasons=(given.headline, *given.reasons), sources=tuple(sources)[:4]
    )


def _lines(
    context: Context, question: Question, traits: list[str], forms: list[str], both: list[Fact]
) -> list[str]:
    """What is chosen in each form for all of the needs, then for each; beside a sentence on two only for all."""
    things = context.knowledge.things
    lines = []
    for form in forms:
        tried = [*_tried(context, question), *question.rejected]
        chosen = {trait: first_choices(context, trait, form, question.moment, without=tried) for trait in traits}
        shared = [name for name in chosen[traits[0]] if all(name in names for names in chosen.values())]
        if len(traits) > 1 and shared and form != "product":
            lines.append(context.texts.say(f"choice.for_both.{form}", things=context.joined(shared, by="or")))
        if both:
            continue
        for trait, names in chosen.items():
            if names:
                key = f"{form}.{question.moment or 'any'}"
                named = context.joined(names, by="or")
                lines.append(context.texts.say(f"choice.for.{key}", trait=things[trait].name, things=named))
    return lines


def _of_a_sort(context: Context, question: Question, traits: list[str]) -> Answer | None:
    """Which of a sort of active is for what was named: the exfoliant for sensitive skin, not a serum without any."""
    things = context.knowledge.things
    sorts = [item for item in question.things if item.id in things and things[item.id].kind in _ACTIVE]
    if not question.things and _WHICH_ACID.search((question.text or " ".join(question.words)).lower()):
        sorts = [Item(id="exfoliating_acid")]
    if len(sorts) != 1 or len(question.things) > 1 or not question.traits or not traits:
        return None
    item, trait = sorts[0], traits[0]
    person = context.person.and_also(tuple(question.traits))
    names = (things[item.id].name, *things[item.id].aliases)
    spoken = re.compile(rf"\b(?:{'|'.join(re.escape(name.lower()) for name in names)})s?\b")
    told = [
        fact
        for fact in context.knowledge.facts(trait, "choice")
        if spoken.search(fact.says.lower()) and fits(context.knowledge, fact, person)
    ]
    own = things[trait].name.lower()
    told += [fact for fact in context.facts(item, "suitability") if own in fact.says.lower() and fact not in told]
    chosen = [
        name
        for name in dict.fromkeys(name for names in things[trait].choose.values() for name in names)
        if context.knowledge.is_a(name, item.id) and not kept_from(context.knowledge, Item(id=name), person)
    ]
    if not told and (not chosen or chosen == [item.id]):
        return None
    said = [fact.says for fact in told[:1]]
    if chosen:
        named = context.joined([things[name].name for name in chosen[:3]], by="or")
        said.insert(0, context.texts.say("choice.of_a_sort", trait=things[trait].name, thing=named))
    start = [fact for fact in context.facts(item, "start")[:1] if fits(context.knowledge, fact, person)]
    said += [fact.says for fact in start]
    return Answer(
        kind="choice",
        headline=said[0],
        reasons=tuple(said[1:3]),
        cautions=tuple(fact.says for fact in context.knowledge.facts(trait, "caution")[:1]),
        sources=citations(context.knowledge, [*told[:1], *start]),
        suggestions=context.texts.all("choice.next", trait=things[trait].name),
        about=(item.id,),
    )


def _of_product(context: Context, question: Question, trait: str) -> Answer | None:
    """What is known of that sort of product in general, and of what goes with the trait; None where nothing is."""
    item, knowledge = question.things[0], context.knowledge
    rule = pair(knowledge, item, Item(id=trait)).rule
    general = _fitting(context, trait, ["product"])[:1]
    told = [*fitting(context, question, context.facts(item, "choice", "suitability"))[:2], *general]
    said = [rule.says, rule.do] if rule is not None else []
    said += [fact.says for fact in told]
    said = list(dict.fromkeys(sentence for sentence in said if sentence))
    if not said:
        return None
    return Answer(
        kind="choice",
        headline=said[0],
        reasons=tuple(said[1:4]),
        cautions=tuple(fact.says for fact in knowledge.facts(trait, "caution")[:1]),
        sources=citations(knowledge, [*([rule] if rule is not None else []), *told]),
        suggestions=context.texts.all("choice.next", trait=knowledge.things[trait].name),
        about=(item.id,),
    )


def _is_of_masks(fact: Fact) -> bool:
    return "mask" in fact.says.lower()


def _forms(context: Context, question: Question) -> list[str]:
    asked = []
    for item in question.things:
        if context.knowledge.is_a(item.id, "mask"):
            asked.append("mask")
        elif item.id in ("serum", "essence") or item.form == "serum":
            asked.append("serum")
        elif context.knowledge.things[item.id].kind == "product":
            asked.append("product")
    said = (question.text or " ".join(question.words)).lower()
    if not asked and (question.things or _FOR_EVERY_DAY.search(said)):
        return ["serum"]  # An active is asked about as what one puts on every day.
    return list(dict.fromkeys(asked)) or ["serum", "mask"]


def _tried(context: Context, question: Question) -> list[str]:
    """What was named to ask for something else: `vitamin C did nothing, what other ingredients are there`."""
    named = [item.id for item in question.things if item.id in context.knowledge.things]
    return named if _SOMETHING_ELSE.search(" ".join(question.words)) else []


def first_choices(
    context: Context, trait: str, form: str, moment: Moment | None = None, without: Sequence[str] = ()
) -> list[str]:
    """The choices, best first, at most four, without what the person had better not use, then or at all.

    `without` are things that others are asked for.
    """
    chosen = context.knowledge.things[trait].choose.get(form, ())
    allowed = [
        name
        for name in chosen
        if (moment is None or moment in context.knowledge.moments[name])
        and name not in without
        and not kept_from(context.knowledge, Item(id=name), context.person)
    ]
    return [context.knowledge.things[name].name for name in allowed[:4]]


def chosen(context: Context, traits: Iterable[str], given: Answer) -> list[str]:
    """What a choice for the traits names first, in its order, or which of two a comparison takes: ids of things."""
    things, said = context.knowledge.things, given.headline.lower()
    if given.kind == "comparison":
        named = [name for name in given.about if things[name].name.lower() in said]
        return named if len(named) == 1 else []
    if given.kind != "choice":
        return []
    usual = dict.fromkeys(name for trait in traits for names in things[trait].choose.values() for name in names)
    named = [name for name in usual if things[name].name.lower() in said]
    return sorted(named, key=lambda name: said.index(things[name].name.lower()))


def _left_out(context: Context, traits: list[str], forms: list[str]) -> list[str]:
    """Why something usual is missing for this person, each reason once."""
    found = [verdict for trait in traits for verdicts in _kept(context, trait, forms).values() for verdict in verdicts]
    return list(dict.fromkeys(verdict.rule.says for verdict in found if verdict.rule is not None))[:2]


def _kept(context: Context, trait: str, forms: list[str]) -> dict[str, list[PairVerdict]]:
    """What is usually chosen for the trait and kept from this person, with the verdicts that keep it."""
    usual = [name for form in forms for name in context.knowledge.things[trait].choose.get(form, ())]
    found = {name: kept_from(context.knowledge, Item(id=name), context.person) for name in usual}
    return {name: list(verdicts) for name, verdicts in found.items() if verdicts}


def _fitting(context: Context, trait: str, forms: list[str]) -> list[Fact]:
    """What is said on choosing for the trait, without sentences that recommend what is kept from this person."""
    facts = [fact for fact in context.knowledge.facts(trait, "choice") if "mask" in forms or not _is_of_masks(fact)]
    return [fact for fact in facts[:2] if fits(context.knowledge, fact, context.person)]


def ask_concern(context: Context, question: Question) -> Answer:
    """What is known of the choice in general, and which concern or skin it is for: nobody has said."""
    own = fitting(context, question, (fact for item in question.things[:1] for fact in context.facts(item, "choice")))
    own.sort(key=lambda fact: not _is_between(fact, question))
    if own and context.knowledge.things[question.things[0].id].kind in ("class", "ingredient"):
        item = question.things[0]
        return context.from_facts(
            "choice",
            [*own[:2], *context.facts(item, "start")[:1]],
            items=question.things,
            cautions=[fact.says for fact in context.facts(item, "caution")[:1]],
            suggestions=context.texts.all("choice.concerns"),
        )
    facts = own or fitting(context, question, context.knowledge.facts("serum", "choice"))
    if own and not question.circumstances and question.things[0].id != "serum":
        given = context.from_facts(
            "choice", own[:2], items=question.things, suggestions=context.texts.all("choice.concerns")
        )
        return msgspec.structs.replace(given, notes=(context.texts.say("choice.tell_me"),))
    for circumstance in question.circumstances[:1]:
        if found := on_circumstance(context, circumstance, question):
            return context.from_facts(
                "choice",
                [*found, *facts[:2]],
                items=question.things,
                suggestions=context.texts.all("choice.concerns"),
            )
    # What is known of choosing a sunscreen or a toner is an answer by itself; a serum or mask is chosen for an aim.
    told = bool(own) and question.things[0].id not in _BY_AIM
    return context.from_facts(
        "choice",
        facts[:2],
        headline="" if told else context.texts.say("choice.depends"),
        items=question.things,
        suggestions=context.texts.all("choice.concerns"),
    )


def _is_between(fact: Fact, question: Question) -> bool:
    """Whether a fact such as `Gel or cream? …` weighs what the question does."""
    head, asks, _ = fact.says.partition("?")
    return bool(asks) and len(set(re.findall(r"\w{3,}", head.lower())) & set(question.words)) > 1


def on_circumstance(context: Context, name: str, question: Question) -> list[Fact]:
    """The fact on the circumstance with what was named; else what the circumstance asks for in general."""
    named = [*(item.id for item in question.things if item.id in context.knowledge.things), *question.traits]
    both = [fact for other in named for fact in context.knowledge.facts_on_both(name, other, "choice")]
    general = [fact for fact in context.knowledge.facts(name, "choice") if not fact.about]
    person = context.person.and_also(tuple(question.traits))
    return [fact for fact in (*both[:1], *general) if fits(context.knowledge, fact, person)][:1]


def for_state(context: Context, question: Question, traits: list[str]) -> Answer | None:
    """What somebody in a state leaves out and asks about first, when no product was named; None for a skin type."""
    knowledge = context.knowledge
    states = [trait for trait in traits if knowledge.things[trait].kind == "state"]
    if not states:
        return None
    rules = [rule for rule in knowledge.interactions.values() if set(states) & set(rule.between)]
    shown: dict[str, str] = {}
    for verdict in ("avoid", "ask_professional"):
        names = [name for rule in rules if rule.verdict == verdict for name in rule.between if name not in states]
        shown[verdict] = context.joined([knowledge.things[name].name for name in _uppermost(context, names)[:5]])
    trait = context.joined([knowledge.things[state].name for state in states])
    said = [context.texts.say("choice.state.product")]
    said += [fact.says for state in states for fact in knowledge.facts(state, "choice")[:1]]
    if shown["ask_professional"]:
        key = "ask_midwife_about" if WITH_A_MIDWIFE & set(states) else "ask_about"
        said.insert(0, context.texts.say(f"choice.state.{key}", things=shown["ask_professional"]))
    headline = context.texts.say("choice.state.ask", trait=trait)
    if shown["avoid"]:
        headline = context.texts.say("choice.state.leave_out", trait=trait, things=shown["avoid"])
    leaves_out = bool(_LEAVES_OUT.search((question.text or " ".join(question.words)).lower()))
    picks = _without_warning(context, question, states) if question.kind == "choice" and not leaves_out else []
    if picks:
        said.insert(0, headline)
        headline = context.texts.say("choice.state.picks", trait=trait, things=context.joined(picks, by="or"))
    deciding = [rule for rule in rules if rule.verdict == "avoid"]
    return Answer(
        kind="suitability",
        verdict="ask_professional",
        headline=headline,
        reasons=tuple(said),
        sources=citations(knowledge, deciding),
        suggestions=context.texts.all("choice.next", trait=knowledge.things[states[0]].name),
        decided_by=tuple(rule.id for rule in deciding[:3]),
    )


def _without_warning(context: Context, question: Question, states: list[str]) -> list[str]:
    """What is usually chosen in the form asked about and what a rule has a yes for in each of the states."""
    knowledge = context.knowledge
    usual = [
        name
        for form in _forms(context, question)[:1]
        for thing in knowledge.things.values()
        for name in thing.choose.get(form, ())
    ]
    fitting = [
        name
        for name in dict.fromkeys(usual)
        if all(_is_yes(pair(knowledge, Item(id=name), Item(id=state))) for state in states)
    ]
    often = sorted(fitting, key=lambda name: -usual.count(name))
    return [knowledge.things[name].name for name in often[:4]]


def _is_yes(found: PairVerdict) -> bool:
    return found.rule is not None and RANK[found.verdict] <= RANK["yes_in_order"]


def _uppermost(context: Context, names: list[str]) -> list[str]:
    """The classes and ingredients among them, members of a named class left out, masks and products too."""
    kept = [name for name in dict.fromkeys(names) if context.knowledge.things[name].kind in ("class", "ingredient")]
    return [name for name in kept if not any(other != name and context.knowledge.is_a(name, other) for other in kept)]
