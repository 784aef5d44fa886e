"""Which cleanser, moisturiser or sunscreen for a skin type, concern or state: what to look for on the pack."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.answers.answer import Answer, citations
from bot.answers.context import Context
from bot.answers.fitting import fits, recommended
from bot.answers.question import Question
from bot.knowledge.model import Fact
from bot.rules.compatibility import RANK, pair, refuses, strictest
from bot.rules.items import Item

MOST = 2
"""Sentences that are told on a product for one need each, or on one product each."""
_ORDER = ("state", "skin", "concern")
_NO_SORT = ("serum",)
"""Products by the name of their form, which are chosen by what is in them."""
_SAID = (
    (
        "cleanser",
        re.compile(
            r"\b(?:an?|in|which|what|best|good|gentle|right|recommend|any) (?:[\w'-]+ ){0,2}?(?:wash|cleansers?)\b"
            r"(?! (?:it|them|off|away|out|my|your|the)\b)|^wash for\b"
        ),
    ),
    (
        "moisturiser",
        re.compile(
            r"\b(?:an?|in|which|what|best|good|gentle|right|recommend|any) "
            r"(?:(?!(?:eye|hand|foot|acne|steroid|prescri\w+|lightening|bleaching|numbing|shaving|sun) )[\w'-]+ ){0,2}?"
            r"(?:creams?|lotions?)\b(?! (?:mask|cleanser))|^(?:cream|lotion)s? (?:for|with)\b"
            r"|^(?:cream|lotion|gel|ointment)s? or (?:an? )?(?:cream|lotion|gel|ointment)s?\b"
        ),
    ),
)
"""Words for a product that are no name of it by themselves: `a wash for acne`, `in a cream for eczema`."""
_WHICH = (
    r"\b(?:(?:what|which) (?:kind|sort|type) of|which|what|best|good|better|right|ideal|recommend(?: me)?"
    r"|suggest(?: me)?)"
    r"(?: (?:an?|the|some|any))?"
    r"(?: (?!(?:does|do|is|are|if|should|can|will|about|happens|to)\b)[\w'-]+){0,2}"
)
_ALIKE = {"concern.dryness": "skin.dry", "concern.glow": "concern.dullness"}
"""Needs that another one's facts serve as well, where there are none of their own."""
_OPENLY = re.compile(
    r"\b(?:what|which|whats|recommend|suggest|advise|help me)\b.*"
    r"\b(?:use|choose|pick|buy|get|take|try|recommend|suggest|advise|helps?|work|good|best|serum|cream|product|do|for)\b"
    r"|\bany(?:thing)?\b.*\b(?:helps?|good|works?)\b"
    r"|\b(?:what|which) (?:serum|product|ingredient|active|cream)s?\b"
)
"""Words of a question that leaves open what the answer is."""
_AGAINST = re.compile(r"\b(?:avoid|avoiding|worst|bad|harmful|not|never|without|stop)\b")


def sorts_of(context: Context, question: Question) -> list[Item]:
    """The sorts of products that are asked about, by name or by a word for one; none where something else is too."""
    knowledge = context.knowledge
    named = [item for item in question.things if item.id in knowledge.things]
    sorts = [item for item in named if knowledge.things[item.id].kind == "product" and item.id not in _NO_SORT]
    if named or question.unknown:
        return sorts if len(sorts) == len(named) else []
    said = _text(question)
    return [Item(id=name) for name, pattern in _SAID if pattern.search(said)][:1]


def answer(context: Context, question: Question) -> Answer | None:
    """What is known of the products for whom they are asked, told most particular first; None where nothing is."""
    items = sorts_of(context, question)[:MOST]
    traits = for_whom(context, question)
    each = [fitting_on_both(context, item, traits) for item in items]
    if not all(each) or not each:
        return None
    knowledge = context.knowledge
    told = each[0][:MOST] if len(each) == 1 else [facts[0] for facts in each]
    rules = [
        found.rule
        for item in items
        for trait in traits[:MOST]
        if (found := pair(knowledge, item, Item(id=trait))).rule is not None
    ]
    refused = [rule for rule in rules if refuses(rule.verdict)]
    both = on_two(context, traits)[:1] if len(traits) > 1 else []
    if both:  # The wash that a concern wants may be too strong for the skin, which what serves both heeds.
        told = [fact for fact in told if fact == told[0] or not _stings(context, fact)]
    slowly = [rule for rule in rules if rule not in refused and RANK[rule.verdict] > RANK["yes_in_order"]][:1]
    said = [sentence for rule in refused for sentence in (rule.says, rule.do)]
    said += [fact.says for fact in (*told, *both)]
    said += [sentence for rule in slowly for sentence in (rule.says, rule.do)]
    said = list(dict.fromkeys(sentence for sentence in said if sentence))
    return Answer(
        kind="choice",
        verdict=strictest([rule.verdict for rule in refused]) if refused else None,
        headline=said[0],
        reasons=tuple(said[1:5]),
        cautions=tuple(fact.says for fact in knowledge.facts(traits[0], "caution")[:1]),
        sources=citations(knowledge, [*refused, *told, *both, *slowly]),
        suggestions=context.texts.all("choice.next", trait=knowledge.things[traits[0]].name),
        decided_by=tuple(rule.id for rule in refused),
        about=tuple(item.id for item in items),
    )


def instead(context: Context, question: Question) -> Answer | None:
    """The choice, where the question says in so many words that it is one, whatever it was taken for; else None.

    So does `best cleanser for eczema`, and `cleanser for eczema` too.
    """
    items = sorts_of(context, question)
    said = _text(question)
    if not items or not question.traits or _AGAINST.search(said):
        return None
    item = items[0]
    thing = context.knowledge.things[item.id]
    names = "|".join(re.escape(name.lower()) for name in sorted({thing.name, *thing.aliases}, key=len, reverse=True))
    by_word = next((pattern for name, pattern in _SAID if name == item.id), None)
    asked = (
        re.search(rf"{_WHICH} (?:{names})s?\b", said)
        or re.search(rf"^(?:[\w'-]+ )?(?:{names})s? (?:for|with)\b", said)
        or re.search(rf"\b(?:{names})s? (?:recs?|recommendations?|suggestions?|ideas|tips)\b", said)
        or (by_word is not None and by_word.search(said))
    )
    if not asked:
        return None
    return answer(context, question)


def is_for_two(context: Context, question: Question) -> bool:
    """Whether it is asked openly what serves two needs, and the entry, if it was taken for one, passes over one."""
    traits = list(dict.fromkeys(question.traits))
    if not _OPENLY.search(_text(question)) or not on_two(context, traits):
        return False
    entry = context.knowledge.faq.get(question.kind.removeprefix("faq/"))
    told = " ".join((entry.question, *(fact.says for fact in entry.facts))).lower() if entry is not None else ""
    return not all(_speaks_of(context, trait, told) for trait in traits)


def _speaks_of(context: Context, trait: str, told: str) -> bool:
    thing = context.knowledge.things[trait]
    return any(re.search(rf"\b{re.escape(name.lower())}", told) for name in (thing.name, *thing.aliases))


def for_whom(context: Context, question: Question) -> list[str]:
    """The skin types, concerns and states that a choice is for: those of the question, and what else the person is."""
    things = context.knowledge.things
    own = [trait for trait in context.person.traits if things[trait].kind in ("skin", "state")]
    wanted = dict.fromkeys((*question.traits, *(own if question.traits else context.person.traits)))
    # A skin type that every state of theirs is one of says nothing more.
    return [
        trait
        for trait in wanted
        if not any(other != trait and context.knowledge.is_a(other, trait) for other in wanted)
    ]


def on_two(context: Context, traits: Sequence[str]) -> list[Fact]:
    """What serves two of the needs at once and may be told to this person, the first two before others."""
    person = context.person.and_also(tuple(traits))
    on_both = context.knowledge.facts_on_both
    found = [
        fact
        for at, one in enumerate(traits)
        for other in traits[at + 1 :]
        for fact in on_both(one, other, "choice") or on_both(_ALIKE.get(one, one), _ALIKE.get(other, other), "choice")
    ]
    return [fact for fact in dict.fromkeys(found) if fits(context.knowledge, fact, person)]


def fitting_on_both(context: Context, item: Item, traits: Sequence[str]) -> list[Fact]:
    """What to look for in a thing for each of the needs, as far as it may be told to this person.

    What a state asks for comes before what skin does, and that before a concern.
    """
    things = context.knowledge.things
    if item.id not in things:
        return []
    person = context.person.and_also(tuple(traits))
    return [
        fact
        for trait in sorted(traits, key=lambda trait: _ORDER.index(things[trait].kind))
        for fact in context.knowledge.facts_on_both(item.id, trait, "choice")[:1]
        if fits(context.knowledge, fact, person)
    ]


def _stings(context: Context, fact: Fact) -> bool:
    return any(context.stings(Item(id=name)) for name in recommended(context.knowledge, fact.says))


def _text(question: Question) -> str:
    return (question.text or " ".join(question.words)).lower()
