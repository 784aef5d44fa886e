"""Whether things go together."""

from __future__ import annotations

from string import ascii_lowercase

import msgspec

from bot.answers.answer import Answer, AnswerStep, citations
from bot.answers.context import Context
from bot.answers.layering import session, spoken
from bot.answers.question import Question
from bot.knowledge.model import Interaction, Moment, Thing
from bot.rules.compatibility import RANK, Compatibility, PairVerdict, compatibility
from bot.rules.compatibility import pair as verdict_on
from bot.rules.items import Item

_WHAT = frozenset(("what", "whats", "what's", "which", "anything"))
_AGAINST = frozenset(
    (
        "cancel", "cancels", "cancelling", "deactivate", "deactivates", "neutralise", "neutralize", "ruin",
        "ruins", "bad", "wrong", "harmful", "dangerous", "pointless", "useless", "waste", "overkill", "much",
        "many", "clash", "clashes", "conflict", "conflicts", "avoid", "interfere", "interferes", "reduce",
        "reduces", "weaken", "weakens", "problem", "issue", "damage", "damages", "irritate", "irritates", "flush",
        "myth", "dilute", "dilutes", "block", "blocks", "stop", "stops", "kill", "kills", "destroy", "destroys",
        "against", "worse", "harm", "hurt", "not",
    )
)  # fmt: skip
"""Words of a question that asks whether something speaks against a pair."""


def answer(context: Context, question: Question) -> Answer:
    """The verdict on the things of the question, why, what to do, and what the person's state adds."""
    items, moment = _at_their_times(question)
    result = compatibility(context.knowledge, items, moment, context.person)
    if len({(item.id or item.name, item.form) for item in items}) < 2:
        return partners(context, question) or _too_few(context, items)
    if result.unknown:
        return _unknown(context, question, items, result)
    if not result.pairs:
        return _too_few(context, items)
    deciding = _deciding(result)
    rules = [pair.rule for pair in (*deciding, *result.for_person) if pair.rule is not None]
    return Answer(
        kind=question.kind,
        verdict=result.verdict,
        headline=_headline(context, question, items, result, deciding),
        reasons=_refused(result) or (*_myths(context, question, deciding), *_reasons(deciding)),
        steps=_steps(context, question, result),
        cautions=_cautions(context, items, result, deciding),
        sources=citations(context.knowledge, rules),
        suggestions=_suggestions(context, items),
        decided_by=tuple(rule.id for rule in rules),
        about=tuple(item.id for item in items),
    )


def _at_their_times(question: Question) -> tuple[list[Item], Moment | None]:
    """The things, each at its own time of day where one has its own; then no time holds for all of them."""
    items = question.things + [Item(id="", name=name) for name in question.unknown]
    if all(item.moment is None for item in items):
        return items, question.moment
    return [msgspec.structs.replace(item, moment=item.moment or question.moment) for item in items], None


def _deciding(result: Compatibility) -> tuple[PairVerdict, ...]:
    """The strictest pairs, and for up to three things the milder ones too, which say how the rest goes."""
    worst = result.pairs[0].verdict if result.pairs else result.verdict
    strictest = tuple(pair for pair in result.pairs if pair.verdict == worst)
    return strictest if len(result.pairs) > 3 else result.pairs


def _headline(
    context: Context, question: Question, items: list[Item], result: Compatibility, deciding: tuple[PairVerdict, ...]
) -> str:
    texts = context.texts
    if result.for_person and RANK[result.for_person[0].verdict] == RANK[result.verdict]:
        worst = result.for_person[0]
        return texts.say(
            f"compatibility.for_person.{worst.verdict}",
            thing=_named(context, worst.a, items),
            trait=context.knowledge.things[worst.b].name,
        )
    if result.never:
        return texts.say(
            "compatibility.never", thing=context.joined([_named(context, name, items) for name in result.never])
        )
    if result.prescription and result.verdict == "ask_professional":
        return texts.say(
            "compatibility.prescription",
            thing=context.joined([_named(context, name, items) for name in _of_its_own(result.prescription, items)]),
        )
    worst = deciding[0]
    a, b = _named(context, worst.a, items), _named(context, worst.b, items)
    if result.out_of_place and question.moment and RANK[worst.verdict] < RANK[result.verdict]:
        return texts.say(
            f"compatibility.out_of_place.{question.moment}",
            thing=context.joined([_named(context, name, items) for name in result.out_of_place]),
        )
    if worst.met and len(items) == 2:
        times = {item.id: item.moment for item in items}
        first, second = (a, b) if times.get(worst.a) == "morning" else (b, a)
        return texts.say("compatibility.met", first=first, second=second)
    if worst.rule is not None and worst.rule.first and worst.verdict == "yes_in_order":
        first, second = (a, b) if _goes_first(context, worst, worst.rule) else (b, a)
        if len(items) == 2:
            said = "doubted" if _doubts(question) else "verdict"
            return texts.say(f"compatibility.{said}.yes_in_order", first=first, second=second)
    if len(items) > 2:
        return texts.say(f"compatibility.several.{result.verdict}", all=context.names(items), a=a, b=b)
    verdict = "yes" if worst.verdict == "yes_in_order" else worst.verdict
    said = "doubted" if verdict == "yes" and _doubts(question) else "verdict"
    return texts.say(f"compatibility.{said}.{verdict}", a=a, b=b)


def _doubts(question: Question) -> bool:
    """Whether the question is whether something speaks against it, so that a bare yes would be misread."""
    return bool(_AGAINST & set(question.words))


def _myths(context: Context, question: Question, deciding: tuple[PairVerdict, ...]) -> tuple[str, ...]:
    """What is commonly believed of the pair and does not hold, for who asks whether it does."""
    if not _doubts(question) and "true" not in question.words:
        return ()
    return tuple(
        fact.says for pair in deciding[:1] for fact in context.knowledge.facts_on_both(pair.a, pair.b, "myth")[:1]
    )


def _of_its_own(names: tuple[str, ...], items: list[Item]) -> list[str]:
    """Of some things those that were named; what they contain only where none was."""
    return [name for name in names if any(item.id == name for item in items)] or list(names)


def _goes_first(context: Context, pair: PairVerdict, rule: Interaction) -> bool:
    """Whether the pair's first thing is the one that the rule puts first; a serum may stand for a gentle active."""
    other = next(name for name in rule.between if name != rule.first)
    knowledge = context.knowledge
    if knowledge.is_a(pair.a, rule.first):
        return not (knowledge.is_a(pair.b, rule.first) and knowledge.is_a(pair.a, other))
    return knowledge.is_a(pair.b, other) and not knowledge.is_a(pair.b, rule.first)


def _named(context: Context, name: str, items: list[Item]) -> str:
    """The thing as the visitor described it, its form included."""
    return next((context.name(item) for item in items if item.id == name), context.knowledge.things[name].name)


def _reasons(deciding: tuple[PairVerdict, ...]) -> tuple[str, ...]:
    said: list[str] = []
    for pair in deciding[:3]:
        if pair.rule is not None:
            said.extend(sentence for sentence in (pair.rule.says, pair.rule.do, pair.rule.disputed) if sentence)
    return tuple(dict.fromkeys(said))[:4]


def _refused(result: Compatibility) -> tuple[str, ...]:
    """To whom a thing is refused only what to do instead is told, and not how the pair is used."""
    rules = [pair.rule for pair in result.for_person if RANK[pair.verdict] >= RANK["ask_professional"]]
    return tuple(dict.fromkeys(rule.do for rule in rules if rule is not None and rule.do))


def _steps(context: Context, question: Question, result: Compatibility) -> tuple[AnswerStep, ...]:
    """The steps of a session, where a mask is in it and everything may be used in one."""
    masks = [item for item in question.things if context.knowledge.is_a(item.id, "mask")]
    if result.verdict not in ("yes", "yes_in_order") or not masks:
        return ()
    return spoken(context, session(context, question.things, question.moment))


def _cautions(
    context: Context, items: list[Item], result: Compatibility, deciding: tuple[PairVerdict, ...]
) -> tuple[str, ...]:
    cautions = [fact.says for name in result.never for fact in context.knowledge.own_facts(name, "caution")[:1]]
    cautions += [pair.rule.says for pair in result.for_person if pair.rule is not None]
    if result.prescription:
        cautions.append(context.texts.say("compatibility.prescriber"))
    missing = [pair for pair in result.pairs if pair.verdict == "no_rule" and pair not in deciding[:1]]
    cautions += [
        context.texts.say(
            "compatibility.no_rule_for", a=_named(context, pair.a, items), b=_named(context, pair.b, items)
        )
        for pair in missing[:2]
    ]
    stinging = [item for item in items if context.stings(item)]
    if result.verdict in ("yes", "yes_in_order") and stinging and not all(pair.met for pair in result.pairs):
        cautions.append(context.texts.say("compatibility.if_it_stings"))
    if result.verdict == "no_rule":
        cautions.append(context.texts.say("compatibility.patch_test"))
    elif [item.id for item in items] in (["mask", "serum"], ["serum", "mask"]):
        cautions.append(context.texts.say("compatibility.mask_and_serum"))
    return tuple(dict.fromkeys(cautions))


_MOST_PARTNERS = 6


def partners(context: Context, question: Question) -> Answer | None:
    """What one thing is kept apart from and what goes with it, for `what not to mix with vitamin C`; None if not asked.

    Only rules that name the thing itself or its nearest class count, the most specific for each partner.
    """
    if not _WHAT & set(question.words[:4]) or len(question.things) != 1 or question.unknown:
        return None
    item, knowledge = question.things[0], context.knowledge
    found = _partners(context, item)
    apart = [one for one in found if RANK[one.verdict] > RANK["start_slowly"]]
    together = [one for one in found if one.verdict in ("yes", "yes_in_order")]
    if not apart and not together:
        return None
    name = context.name(item)

    def names(some: list[PairVerdict]) -> str:
        return context.joined([_plural(knowledge.things[one.b]) for one in some[:_MOST_PARTNERS]])

    lines = [
        context.texts.say(f"compatibility.partners.{key}", thing=name, others=names(some))
        for key, some in (("apart", apart), ("together", together))
        if some
    ]
    rules = [one.rule for one in (*apart[:2], *together[:1]) if one.rule is not None]
    return Answer(
        kind="compatibility",
        headline=lines[0],
        reasons=(*lines[1:], *dict.fromkeys(rule.says for rule in rules[:2])),
        cautions=(context.texts.say("compatibility.partners.more"),),
        sources=citations(knowledge, rules),
        suggestions=_examples(context, item),
        decided_by=tuple(rule.id for rule in rules),
        about=(item.id,),
    )


def _plural(thing: Thing) -> str:
    """A class stands for its members: `retinoids`, but `vitamin C`."""
    return (
        f"{thing.name}s"
        if thing.kind == "class" and thing.name[-1] in ascii_lowercase and thing.name[-1] != "s"
        else thing.name
    )


def _partners(context: Context, item: Item) -> list[PairVerdict]:
    """The verdicts with every ingredient and class that a rule names beside the thing or its nearest class."""
    knowledge = context.knowledge
    near = [name for name, steps in knowledge.ancestors(item.id).items() if steps <= 1]
    others = dict.fromkeys(
        other
        for rule in knowledge.interactions.values()
        for one, other in (rule.between, rule.between[::-1])
        if one in near and not knowledge.is_a(other, one) and not rule.given
    )
    kept = [
        name
        for name in others
        if knowledge.things[name].kind in ("ingredient", "class")
        and not any(above in others for above, steps in knowledge.ancestors(name).items() if steps)
    ]
    # What many rules speak of is what people have at hand; medicines come last.
    spoken_of = {name: sum(name in rule.between for rule in knowledge.interactions.values()) for name in kept}
    return sorted(
        (verdict_on(knowledge, item, Item(id=name)) for name in kept),
        key=lambda one: (is_medicine(context, Item(id=one.b)), -spoken_of[one.b]),
    )


def _too_few(context: Context, items: list[Item]) -> Answer:
    if not items or items[0].id not in context.knowledge.things:
        return Answer(
            kind="compatibility",
            verdict="no_rule",
            headline=context.texts.say("compatibility.which_two"),
            asks_back=True,
            suggestions=context.texts.all("compatibility.examples"),
        )
    return Answer(
        kind="compatibility",
        verdict="no_rule",
        headline=context.texts.say("compatibility.with_what", thing=context.name(items[0])),
        asks_back=True,
        suggestions=_examples(context, items[0]),
        about=(items[0].id,),
    )


def _examples(context: Context, item: Item) -> tuple[str, ...]:
    """Questions on the thing with something else."""
    name, partner = context.name(item), "serum" if context.knowledge.is_a(item.id, "mask") else "mask"
    sentences = context.texts.all(f"compatibility.partners_of.{partner}", thing=name)
    return tuple(sentence for sentence in sentences if sentence.count(name) == 1)


def _unknown(context: Context, question: Question, items: list[Item], result: Compatibility) -> Answer:
    """Whatever else holds, an unknown thing is named as unknown; a stricter verdict on the known ones is told too."""
    known = _deciding(result)[:1] if result.pairs else ()
    medicines = [item for item in items if is_medicine(context, item)]
    say = "compatibility.unknown_beside_medicine" if medicines else "compatibility.unknown"
    return Answer(
        kind="compatibility",
        verdict=result.verdict,
        headline=context.texts.say(
            say,
            things=context.joined([name.capitalize() for name in result.unknown]),
            medicine=context.names(medicines[:1]),
        ),
        reasons=_reasons(tuple(pair for pair in known if RANK[pair.verdict] > RANK["no_rule"])),
        cautions=(
            *_until_known(context, question),
            *(pair.rule.says for pair in result.for_person if pair.rule is not None),
        ),
        suggestions=context.texts.all("compatibility.examples"),
        about=tuple(item.id for item in items if item.id),
    )


def _until_known(context: Context, question: Question) -> tuple[str, ...]:
    """To somebody in a state an unheard product may be just what they should leave alone."""
    told = dict.fromkeys((*question.traits, *context.person.traits))
    states = [context.knowledge.things[name].name for name in told if context.knowledge.things[name].kind == "state"]
    return (context.texts.say("compatibility.until_known", trait=context.joined(states)),) if states else ()


def for_prescriber(context: Context, medicines: list[Item]) -> Answer:
    """A medicine is not walked through: what its label says, and who decides."""
    facts = [
        fact for item in medicines[:1] for topic in ("usage", "caution") for fact in context.facts(item, topic)[:1]
    ]
    return Answer(
        kind="compatibility",
        verdict="ask_professional",
        headline=context.texts.say("compatibility.prescription", thing=context.names(medicines)),
        reasons=tuple(fact.says for fact in facts),
        cautions=(context.texts.say("compatibility.prescriber"),),
        sources=citations(context.knowledge, facts),
        suggestions=context.texts.all("compatibility.examples"),
        about=tuple(item.id for item in medicines),
    )


def is_medicine(context: Context, item: Item) -> bool:
    """A prescription medicine, or a drug that is one in most countries."""
    if item.id not in context.knowledge.things:
        return False
    return context.knowledge.things[item.id].prescription or context.knowledge.is_a(item.id, "retinoid_rx")


def _suggestions(context: Context, items: list[Item]) -> tuple[str, ...]:
    wanted = "with_mask" if any(context.knowledge.is_a(item.id, "mask") for item in items) else "without_mask"
    return context.texts.all(f"compatibility.next.{wanted}", things=context.names(items))
