"""Whether things go together."""

from __future__ import annotations

import re
from string import ascii_lowercase

import msgspec

from bot.answers.answer import Answer, AnswerStep, citations
from bot.answers.asked_order import asked_order
from bot.answers.context import Context
from bot.answers.layering import session, spoken
from bot.answers.likeness import once
from bot.answers.question import Question
from bot.answers.texts import capital
from bot.knowledge.model import Interaction, Moment, Thing, Verdict
from bot.rules.compatibility import RANK, Compatibility, PairVerdict, compatibility, refuses
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

_AT_ONCE = re.compile(r"\b(?:together|mix\w*|at once|same (?:night|day|evening|time))\b")
_IN_TURN = re.compile(
    r"\bone (?:night|day|evening)\b.*\bnext\b|\b(?:alternat\w+|every other|different|opposite|separate) (?:\w+ )?"
    r"(?:nights?|days?|evenings?)\b|\balternat(?:e|ing)\b|\bsame week\b"
)
"""Says that two things are used on days of their own."""
_OPPOSITE = re.compile(
    r"\bopposite (?:ends|times)\b"
    r"|\b(?:one|1) (?:in the )?(?:am|morning)\b.*\b(?:one|1|other) (?:in the |at )?(?:pm|night|evening)"
)
_THE_REST = re.compile(
    r"\b(?:with|alongside|and|beside) (?:all |my |any |your )*(?:other|rest of|remaining|usual) (?:\w+ ){0,3}"
    r"(?:products?|actives?|serums?|skin ?care|routine|ingredients?|stuff)\b|\bwith everything\b"
)
"""Asks of a thing how it gets on with whatever else is in use."""
_NEVER_LAYERED = ("fragrance", "essential_oil", "alcohol_denat", "witch_hazel")
"""What is in a product, and which nobody puts on beside it."""
_GOES_WELL = re.compile(
    r"^what (?:else )?can (?:i|you|we) (?:use|put|wear|add)\b"
    r"|\b(?:goes?|pairs?|works?) (?:well|best|good|great|nicely)\b"
    r"|\bcombine[sd]? (?:well|best)\b"
)
_SOLD_WEAK = "hydrocortisone"
"""A medicine that pharmacists sell in a weak strength in places; all others need a prescription."""


def answer(context: Context, question: Question) -> Answer:
    """The verdict on the things of the question, why, what to do, and what the person's state adds."""
    items, moment = _at_their_times(context, question)
    result = compatibility(context.knowledge, items, moment, context.person)
    if len({(item.id or item.name, item.form, item.product) for item in items}) < 2:
        return partners(context, question) or _too_few(context, items)
    if result.unknown:
        return _unknown(context, question, items, result)
    if not result.pairs:
        return _nothing_known(context, items) if len(items) > 1 else _too_few(context, items)
    deciding = _deciding(result)
    rules = [pair.rule for pair in (*deciding, *result.for_person) if pair.rule is not None]
    return Answer(
        kind=question.kind,
        verdict=result.verdict,
        headline=_headline(context, question, items, result, deciding),
        reasons=_refused(result) or (*_myths(context, question, deciding), *_reasons(deciding)),
        steps=_steps(context, question, result),
        cautions=_cautions(context, question, items, result, deciding),
        sources=citations(context.knowledge, rules),
        suggestions=_suggestions(context, items, result.verdict),
        decided_by=tuple(rule.id for rule in rules),
        about=tuple(item.id for item in items),
    )


def _without_classes(context: Context, items: list[Item]) -> list[Item]:
    """The things, at least two, without a class that a named member stands for: the `acids` beside lactic acid."""
    things = context.knowledge.things
    kept = [
        item
        for item in items
        if item.product
        or item.id not in things
        or things[item.id].kind != "class"
        or not any(other.id != item.id and context.knowledge.is_a(other.id, item.id) for other in items)
    ]
    return kept if len(kept) > 1 else items


def _at_their_times(context: Context, question: Question) -> tuple[list[Item], Moment | None]:
    """The things, each at its own time of day where one has its own; then no time holds for all of them."""
    items = _without_classes(context, question.things) + [Item(id="", name=name) for name in question.unknown]
    if all(item.moment is None for item in items):
        return items, question.moment
    return [msgspec.structs.replace(item, moment=item.moment or question.moment) for item in items], None


def _deciding(result: Compatibility) -> tuple[PairVerdict, ...]:
    """The strictest pairs, and for up to three things the milder ones too, which say how the rest goes."""
    worst = result.pairs[0].verdict if result.pairs else result.verdict
    if len(result.pairs) <= _FEW_PAIRS:
        return result.pairs
    strictest = tuple(pair for pair in result.pairs if pair.verdict == worst)
    medicines = set(result.prescription)
    of_medicines = [pair for pair in result.pairs if pair.verdict != worst and medicines & {pair.a, pair.b}]
    return (*strictest[:1], *of_medicines[:1], *strictest[1:])


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
        if care := _plain_care(context, items, result):
            others = [item for item in items if item is not care]
            return texts.say(
                "compatibility.care_beside_medicine", care=capital(context.name(care)), things=context.names(others)
            )
        names = [_named(context, name, items) for name in _of_its_own(result.prescription, items)]
        return for_prescriber_to_decide(context, names)
    worst = deciding[0]
    a, b = _both_named(context, worst, items)
    if result.out_of_place and question.moment and RANK[worst.verdict] < RANK[result.verdict]:
        return texts.say(
            f"compatibility.out_of_place.{question.moment}",
            thing=context.joined([_named(context, name, items) for name in result.out_of_place]),
        )
    if worst.met and len(items) == 2:
        times = {item.id: item.moment for item in items}
        first, second = (a, b) if times.get(worst.a) == "morning" else (b, a)
        return texts.say("compatibility.met", first=first, second=second)
    if len(items) == 2 and (said := _as_they_say(question, items, worst)):
        times = {item.id: item.moment for item in items}
        first, second = (b, a) if times.get(worst.b) == "morning" else (a, b)
        return texts.say(f"compatibility.{said}", first=first, second=second)
    if worst.rule is not None and worst.rule.first and worst.verdict == "yes_in_order":
        first, second = (a, b) if _goes_first(context, worst, worst.rule) else (b, a)
        if len(items) == 2:
            said = "turned" if _turned(context, question, items, second) else "verdict"
            return texts.say(
                f"compatibility.{'doubted' if _doubts(question) else said}.yes_in_order", first=first, second=second
            )
    if len(items) > 2:
        return texts.say(f"compatibility.several.{result.verdict}", all=context.names(items), a=a, b=b)
    verdict = "yes" if worst.verdict == "yes_in_order" else worst.verdict
    said = "doubted" if verdict == "yes" and _doubts(question) else "verdict"
    return texts.say(f"compatibility.{said}.{verdict}", a=a, b=b)


def _plain_care(context: Context, items: list[Item], result: Compatibility) -> Item | None:
    """The moisturiser or the like beside one medicine, where a rule of its own says that the two go together."""
    pairs = [pair for pair in result.pairs if pair.rule is not None]
    if len(items) != _TWO_THINGS or len(pairs) != 1 or RANK[pairs[0].verdict] > RANK["yes_in_order"]:
        return None
    care = [item for item in items if item.id in _CARE and not item.contains]
    return care[0] if len(care) == 1 and len(result.pairs) == 1 and not result.for_person else None


def _as_they_say(question: Question, items: list[Item], worst: PairVerdict) -> str:
    """The key of what is said of two things that are used apart already, as somebody tells; "" where they don't."""
    said = " ".join(question.words)
    apart = len({item.moment for item in items if item.moment}) > 1 or bool(_OPPOSITE.search(said))
    spaced = worst.verdict == "alternate_days" or (worst.rule is not None and bool(worst.rule.apart_hours))
    if spaced and _IN_TURN.search(said) and not _AT_ONCE.search(said):
        return "in_turn"
    if apart and worst.verdict == "alternate_days":
        return "morning_and_evening"
    return "met_slowly" if apart and worst.verdict == "start_slowly" else ""


def _turned(context: Context, question: Question, items: list[Item], second: str) -> bool:
    """Whether the question puts first what goes on second: `can I use serum before a mask`."""
    asked = asked_order(question, items)
    return asked is not None and context.name(asked[0]) == second


def for_prescriber_to_decide(context: Context, names: list[str]) -> str:
    """Who decides on medicines, by their names."""
    key = "compatibility.prescription" if len(names) == 1 else "compatibility.prescriptions"
    if names == [context.knowledge.things[_SOLD_WEAK].name]:
        key = "compatibility.sold_weak"
    return context.texts.say(key, thing=context.joined(names))


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


def _both_named(context: Context, pair: PairVerdict, items: list[Item]) -> tuple[str, str]:
    """The two things of a pair; what is in a product of the shop by the product's name."""
    if pair.a == pair.b and len(same := [item for item in items if item.id == pair.a]) > 1:
        return context.name(same[0]), context.name(same[1])
    owners = [(one, other) for one in items for other in items if one is not other]
    for one, other in owners:
        own = pair.a in (one.id, *one.contains) and pair.b in (other.id, *other.contains)
        if own and (one.product or other.product):
            names = [
                context.name(item) if item.product or item.id == name else context.knowledge.things[name].name
                for item, name in ((one, pair.a), (other, pair.b))
            ]
            return names[0], names[1]
    return _named(context, pair.a, items), _named(context, pair.b, items)


def _reasons(deciding: tuple[PairVerdict, ...]) -> tuple[str, ...]:
    """Of the strictest pair why and what to do; of two more what to do; and who sees it otherwise."""
    rules = [pair.rule for pair in deciding[:3] if pair.rule is not None]
    first = rules[:1]
    said = [sentence for rule in first for sentence in (rule.says, rule.do)]
    said += [rule.says if rule.verdict in _FINE else rule.do or rule.says for rule in rules[1:]]
    said += [rule.disputed for rule in first]
    return tuple(dict.fromkeys(sentence for sentence in said if sentence))[:_MOST_REASONS]


def _refused(result: Compatibility) -> tuple[str, ...]:
    """To whom a thing is refused only what to do instead is told, and not how the pair is used."""
    rules = [pair.rule for pair in result.for_person if refuses(pair.verdict)]
    return once(rule.do for rule in rules if rule is not None and rule.do)


def _steps(context: Context, question: Question, result: Compatibility) -> tuple[AnswerStep, ...]:
    """The steps of a session, where a mask is in it and everything may be used in one."""
    masks = [item for item in question.things if context.knowledge.is_a(item.id, "mask")]
    if result.verdict not in ("yes", "yes_in_order") or not masks:
        return ()
    # What is used at another time of day, as was told, is no step of this session.
    times = {item.moment for item in masks if item.moment}
    together = [item for item in question.things if not times or not item.moment or item.moment in times]
    return spoken(context, session(context, together, question.moment))


def _cautions(
    context: Context, question: Question, items: list[Item], result: Compatibility, deciding: tuple[PairVerdict, ...]
) -> tuple[str, ...]:
    cautions = [fact.says for name in result.never for fact in context.knowledge.own_facts(name, "caution")[:1]]
    cautions += [pair.rule.says for pair in result.for_person if pair.rule is not None]
    if result.prescription:
        cautions.append(context.texts.say("compatibility.prescriber"))
    named = {item.id for item in items}
    missing = [
        pair
        for pair in result.pairs
        if pair.verdict == "no_rule" and pair not in deciding[:1] and {pair.a, pair.b} <= named
    ]
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
    elif {item.id for item in items} == {"mask", "serum"} and not any(item.product for item in items):
        around = _turned(context, question, items, "serum")
        cautions.append(context.texts.say("layering.mask_exceptions" if around else "compatibility.mask_and_serum"))
    if "mask" in {item.id for item in items} and _turned(context, question, items, "moisturiser"):
        cautions.append(context.texts.say("compatibility.mask_last"))
    return once(cautions)


_TWO_THINGS = 2
_CARE = ("moisturiser", "cleanser", "sunscreen", "night_cream", "barrier_cream", "petrolatum")
"""What a prescriber wants beside a medicine on the skin anyway."""
_MOST_PARTNERS = 6
_FEW_PAIRS = 3
_FINE = ("yes", "yes_in_order")
_MOST_REASONS = 5


def partners(context: Context, question: Question) -> Answer | None:
    """What one thing is kept apart from and what goes with it, for `what not to mix with vitamin C`; None if not asked.

    Only rules that name the thing itself or its nearest class count, the most specific for each partner.
    """
    asked = _WHAT & set(question.words[:4]) or _THE_REST.search(" ".join(question.words))
    if not asked or len(question.things) != 1 or question.unknown:
        return None
    item, knowledge = question.things[0], context.knowledge
    found = _partners(context, item)
    kept = [one for one in found if RANK[one.verdict] > RANK["start_slowly"]]
    of_doctors = {one.b for one in found if context.is_medicine(Item(id=one.b))}
    medicines = [one for one in kept if one.b in of_doctors]
    apart = [one for one in kept if one.b not in of_doctors]
    slowly = [
        one
        for one in found
        if one.verdict == "start_slowly"
        and context.stings(Item(id=one.b))
        and one.b not in of_doctors
        and one.b not in _NEVER_LAYERED
    ]
    together = [one for one in found if one.verdict in ("yes", "yes_in_order")]
    if not kept and not together:
        return None
    name = context.name(item)

    def names(some: list[PairVerdict]) -> str:
        return context.joined([_plural(knowledge.things[one.b]) for one in some[:_MOST_PARTNERS]])

    groups = {"apart": apart, "slowly": slowly, "together": together, "medicines": medicines}
    keys = [key for key, some in groups.items() if some]
    if not apart and not slowly:
        keys.insert(0, "none_apart")
    if _GOES_WELL.search(" ".join(question.words)) and _AGAINST.isdisjoint(question.words):
        keys.sort(key=lambda key: key != "together")
    lines = [
        context.texts.say(f"compatibility.partners.{key}", thing=name, others=names(groups.get(key, [])))
        for key in keys
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
    return sorted(
        (verdict_on(knowledge, item, Item(id=name)) for name in kept),
        key=lambda one: (context.is_medicine(Item(id=one.b)), -knowledge.spoken_of[one.b]),
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


def _nothing_known(context: Context, items: list[Item]) -> Answer:
    """Two products of one kind, of which nothing is known that a rule speaks of."""
    a, b = (context.name(item) for item in items[:2])
    return Answer(
        kind="compatibility",
        verdict="no_rule",
        headline=context.texts.say("compatibility.verdict.no_rule", a=a, b=b),
        cautions=(context.texts.say("compatibility.patch_test"),),
        suggestions=context.texts.all("compatibility.examples"),
        about=tuple(item.id for item in items),
    )


def _unknown(context: Context, question: Question, items: list[Item], result: Compatibility) -> Answer:
    """Whatever else holds, an unknown thing is named as unknown; a stricter verdict on the known ones is told too."""
    known = _deciding(result)[:1] if result.pairs else ()
    medicines = [item for item in items if context.is_medicine(item)]
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
        headline=for_prescriber_to_decide(context, [context.name(item) for item in medicines]),
        reasons=tuple(fact.says for fact in facts),
        cautions=(context.texts.say("compatibility.prescriber"),),
        sources=citations(context.knowledge, facts),
        suggestions=context.texts.all("compatibility.examples"),
        about=tuple(item.id for item in medicines),
    )


def _suggestions(context: Context, items: list[Item], verdict: Verdict) -> tuple[str, ...]:
    """What may be asked next. Two that share no session are not walked through."""
    apart = len(items) == _TWO_THINGS and RANK[verdict] >= RANK["separate_times"]
    masks = not apart and any(context.knowledge.is_a(item.id, "mask") for item in items)
    pasted = any(item.contains and not item.form and not item.name for item in items)
    wanted = "with_mask" if masks and not pasted else "without_mask"
    return context.texts.all(f"compatibility.next.{wanted}", things=context.names(items))
