"""Which thing to choose, for whom it is, how two compare, and whether one needs it."""

from __future__ import annotations

import msgspec

from bot.answers.answer import Answer, citations
from bot.answers.context import Context
from bot.answers.definition import helps, nothing_known, nothing_named
from bot.answers.question import Question
from bot.knowledge.model import Fact
from bot.rules.compatibility import RANK, PairVerdict, kept_from, pair, strictest
from bot.rules.items import Item

_PERSONAL = ("skin", "state")
_WITH_A_MIDWIFE = frozenset(("state.pregnant", "state.breastfeeding", "state.trying"))


def choice(context: Context, question: Question) -> Answer:
    """The first choices for what was named, without those that the person should not use."""
    knowledge = context.knowledge
    traits = [trait for trait in question.traits if knowledge.things[trait].choose] or [
        trait for trait in context.person.traits if knowledge.things[trait].choose
    ]
    if not traits:
        told = list(dict.fromkeys((*question.traits, *context.person.traits)))
        return for_state(context, question, told) or _ask_concern(context, question)
    forms = _forms(context, question)
    if forms == ["product"]:
        return _of_product(context, question, traits[0])
    lines, facts = [], []
    for trait in traits[:2]:
        for form in forms:
            names = _names(context, trait, form)
            if names:
                lines.append(
                    context.texts.say(
                        f"choice.for.{form}", trait=knowledge.things[trait].name, things=context.joined(names, by="or")
                    )
                )
        facts.extend(_fitting(context, trait, forms))
    if not lines:
        return _ask_concern(context, question)
    cautions = [knowledge_fact.says for trait in traits[:1] for knowledge_fact in knowledge.facts(trait, "caution")[:1]]
    left_out = _left_out(context, traits, forms)
    return Answer(
        kind="choice",
        headline=lines[0],
        reasons=tuple([*lines[1:], *(fact.says for fact in facts)][:3]),
        cautions=tuple(dict.fromkeys([*left_out, *cautions])),
        sources=citations(knowledge, facts),
        suggestions=context.texts.all("choice.next", trait=knowledge.things[traits[0]].name),
        about=tuple(item.id for item in question.things),
    )


def _of_product(context: Context, question: Question, trait: str) -> Answer:
    """Which cleanser, which sunscreen: what is known of that sort of product for the trait."""
    item, knowledge = question.things[0], context.knowledge
    rule = pair(knowledge, item, Item(id=trait)).rule
    told = [
        *knowledge.facts_on_both(item.id, trait, "choice"),
        *context.facts(item, "choice", "suitability")[:2],
        *knowledge.facts(trait, "choice")[:1],
    ]
    said = [rule.says, rule.do] if rule is not None else []
    said += [fact.says for fact in told]
    said = list(dict.fromkeys(sentence for sentence in said if sentence))
    if not said:
        return _ask_concern(context, question)
    return Answer(
        kind="choice",
        headline=said[0],
        reasons=tuple(said[1:4]),
        cautions=tuple(fact.says for fact in knowledge.facts(trait, "caution")[:1]),
        sources=citations(knowledge, [*([rule] if rule is not None else []), *told]),
        suggestions=context.texts.all("choice.next", trait=knowledge.things[trait].name),
        about=(item.id,),
    )


def _forms(context: Context, question: Question) -> list[str]:
    asked = []
    for item in question.things:
        if context.knowledge.is_a(item.id, "mask"):
            asked.append("mask")
        elif item.id in ("serum", "essence") or item.form == "serum":
            asked.append("serum")
        elif context.knowledge.things[item.id].kind == "product":
            asked.append("product")
    return list(dict.fromkeys(asked)) or ["serum", "mask"]


def _names(context: Context, trait: str, form: str) -> list[str]:
    """The choices, best first, at most four, without what the person had better not use."""
    chosen = context.knowledge.things[trait].choose.get(form, ())
    allowed = [name for name in chosen if not kept_from(context.knowledge, Item(id=name), context.person)]
    return [context.knowledge.things[name].name for name in allowed[:4]]


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
    names = [context.knowledge.things[name].name.lower() for name in _kept(context, trait, forms)]
    facts = context.knowledge.facts(trait, "choice")[:2]
    return [fact for fact in facts if not any(name in fact.says.lower() for name in names)]


def _ask_concern(context: Context, question: Question) -> Answer:
    own = [fact for item in question.things[:1] for fact in context.facts(item, "choice")]
    if own and context.knowledge.things[question.things[0].id].kind in ("class", "ingredient"):
        item = question.things[0]
        return context.from_facts(
            "choice",
            [*own[:2], *context.facts(item, "start")[:1]],
            items=question.things,
            cautions=[fact.says for fact in context.facts(item, "caution")[:1]],
            suggestions=context.texts.all("choice.concerns"),
        )
    facts = own or context.knowledge.facts("serum", "choice")
    for circumstance in question.circumstances[:1]:
        if fitting := on_circumstance(context, circumstance, question):
            return context.from_facts(
                "choice",
                [*fitting, *facts[:2]],
                items=question.things,
                suggestions=context.texts.all("choice.concerns"),
            )
    return context.from_facts(
        "choice",
        facts[:2],
        headline=context.texts.say("choice.depends"),
        items=question.things,
        suggestions=context.texts.all("choice.concerns"),
    )


def on_circumstance(context: Context, name: str, question: Question) -> list[Fact]:
    """The fact on the circumstance with what was named; else what the circumstance asks for in general."""
    named = [*(item.id for item in question.things if item.id in context.knowledge.things), *question.traits]
    both = [fact for other in named for fact in context.knowledge.facts_on_both(name, other, "choice")]
    return both[:1] or [fact for fact in context.knowledge.facts(name, "choice") if not fact.about][:1]


def suitability(context: Context, question: Question) -> Answer:
    """Whether a thing is for this skin or state: the strictest of the rules for each pair of thing and trait."""
    traits = [trait for trait in question.traits if context.knowledge.things[trait].kind in _PERSONAL]
    things = question.things
    if not things and question.unknown:
        return nothing_named(context, question)
    if not traits and question.traits and things:
        headline, facts = helps(context, question)
        if headline:
            return context.from_facts(
                "suitability", [*context.facts(things[0], "effect")[:1], *facts[:1]], headline=headline, items=things
            )
    if not traits:
        traits = [trait for trait in context.person.traits if context.knowledge.things[trait].kind in _PERSONAL]
    if not traits:
        return _in_general(context, question)
    if not things:
        return for_state(context, question, traits) or choice(context, question)
    pairs = [pair(context.knowledge, item, Item(id=trait)) for item in things for trait in traits]
    worst = max(pairs, key=lambda found: RANK[found.verdict])
    rules = [found.rule for found in sorted(pairs, key=lambda found: -RANK[found.verdict]) if found.rule is not None]
    prescription = [item for item in things if context.knowledge.things[item.id].prescription]
    verdict = strictest([worst.verdict, *(["ask_professional"] if prescription else [])])  # type: ignore[list-item]
    return Answer(
        kind="suitability",
        verdict=verdict,
        headline=_suits(context, worst, things)
        if verdict == worst.verdict
        else context.texts.say("compatibility.prescription", thing=context.names(prescription)),
        reasons=tuple(dict.fromkeys(sentence for rule in rules[:3] for sentence in (rule.says, rule.do) if sentence)),
        cautions=(context.texts.say("compatibility.patch_test"),) if verdict == "no_rule" else (),
        sources=citations(context.knowledge, rules),
        suggestions=context.texts.all("choice.next", trait=context.knowledge.things[traits[0]].name),
        decided_by=tuple(rule.id for rule in rules),
        about=tuple(item.id for item in things),
    )


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
        key = "ask_midwife_about" if _WITH_A_MIDWIFE & set(states) else "ask_about"
        said.insert(0, context.texts.say(f"choice.state.{key}", things=shown["ask_professional"]))
    headline = context.texts.say("choice.state.ask", trait=trait)
    if shown["avoid"]:
        headline = context.texts.say("choice.state.leave_out", trait=trait, things=shown["avoid"])
    picks = _without_warning(context, question, states) if question.kind == "choice" else []
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


def _suits(context: Context, found: PairVerdict, things: list[Item]) -> str:
    item = next(item for item in things if item.id == found.a)
    return context.texts.say(
        f"choice.suits.{found.verdict}", thing=context.name(item), trait=context.knowledge.things[found.b].name
    )


def _in_general(context: Context, question: Question) -> Answer:
    facts: list[Fact] = []
    for item in question.things[:2]:
        facts += [
            *context.facts(item, "suitability")[:1],
            *context.facts(item, "effect")[:1],
            *context.facts(item, "caution")[:1],
        ]
    if not facts:
        return nothing_known(context, question) if question.things else _ask_concern(context, question)
    return context.from_facts(
        "suitability", facts, items=question.things, suggestions=context.texts.all("choice.concerns")
    )


def comparison(context: Context, question: Question) -> Answer:
    """Two things side by side, and for a concern which of them is the first choice."""
    items = question.things[:3]
    if len(items) < 2:
        one_active = items and context.knowledge.things[items[0].id].kind in ("ingredient", "class")
        if one_active and context.facts(items[0], "choice"):
            return _ask_concern(context, question)  # Strengths or forms of one active side by side.
        return choice(context, question) if question.traits or not items else _answer_one(context, question)
    knowledge = context.knowledge
    facts = [*knowledge.facts_on_both(items[0].id, items[1].id, "comparison")]
    each = [fact for item in items for fact in context.facts(item, "effect", "definition")[:1]]
    lines = [
        context.texts.say("choice.side", thing=context.name(item), does=knowledge.things[item.id].short)
        for item in items
        if knowledge.things[item.id].short
    ]
    cited = [*facts, *each]
    if question.traits:
        headline = _weighed_for(context, items, question.traits[0])
        facts = [*knowledge.facts(question.traits[0], "choice")[:1], *facts]
        cited = [*facts, *each]
    elif "same" in question.words and not _is_kind_of(context, items[0], items[1]):
        headline = context.texts.say("choice.compare.not_same")
    elif facts:
        headline = facts.pop(0).says
    else:
        headline = context.texts.say("choice.compare.differ")
    return Answer(
        kind="comparison",
        headline=headline,
        reasons=tuple([*(fact.says for fact in facts), *lines, *(fact.says for fact in each)][:5]),
        cautions=context.personal_cautions(items),
        sources=citations(knowledge, cited),
        suggestions=context.texts.all("choice.together", things=context.names(items)),
        about=tuple(item.id for item in items),
    )


def _is_kind_of(context: Context, one: Item, other: Item) -> bool:
    """Whether one is the other's class: glycolic acid is an AHA."""
    return context.knowledge.is_a(one.id, other.id) or context.knowledge.is_a(other.id, one.id)


def _weighed_for(context: Context, items: list[Item], trait: str) -> str:
    """Which of some things is for a concern or skin type: one before the others, one, all or none."""
    knowledge = context.knowledge
    wanted = [name for names in knowledge.things[trait].choose.values() for name in names]
    fitting = [
        item for item in items if any(knowledge.is_a(item.id, name) or knowledge.is_a(name, item.id) for name in wanted)
    ]
    key = {0: "neither", 1: "one"}.get(len(fitting), "both")
    named = context.names(fitting or items)
    if first := _first_choice(context, trait, fitting):
        key, named = "first", context.name(first)
    return context.texts.say(f"choice.compare.{key}", thing=named, trait=knowledge.things[trait].name)


def _first_choice(context: Context, trait: str, items: list[Item]) -> Item | None:
    """Of several that fit, the one that stands alone and earlier among the choices for the trait."""
    knowledge = context.knowledge
    for names in knowledge.things[trait].choose.values():
        places = {
            item.id: next((at for at, name in enumerate(names) if knowledge.is_a(item.id, name)), None)
            for item in items
        }
        ranked = sorted((item for item in items if places[item.id] is not None), key=lambda item: places[item.id] or 0)
        if len(ranked) > 1 and len(ranked) == len(items) and places[ranked[0].id] != places[ranked[1].id]:
            return ranked[0]
    return None


def _answer_one(context: Context, question: Question) -> Answer:
    facts = [*context.facts(question.things[0], "effect")[:1], *context.facts(question.things[0], "definition")[:1]]
    return context.from_facts("comparison", facts, items=question.things) if facts else nothing_known(context, question)


def necessity(context: Context, question: Question) -> Answer:
    """Whether one needs it."""
    items = question.things
    if not items:
        return nothing_named(context, question)
    facts = [fact for item in items[:2] for fact in context.facts(item, "necessity")[: 3 - len(items[:2])]]
    facts += context.facts(items[0], "effect")[:1]
    if not facts:
        return nothing_known(context, question)
    following = "definition.next_mask" if context.knowledge.is_a(items[0].id, "mask") else "definition.next"
    told = context.from_facts(
        "necessity", facts, items=items, suggestions=context.texts.all(following, thing=context.noun(items[0]))
    )
    rule = pair(context.knowledge, items[0], items[1]).rule if len(items) > 1 else None
    if rule is None:
        return told
    # `do I need a serum if I use a cream`: also how the two stand to each other.
    reasons = tuple(dict.fromkeys((rule.says, *told.reasons)))
    return msgspec.structs.replace(told, reasons=reasons, decided_by=(rule.id,))
