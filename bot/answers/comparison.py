"""How two things differ, and which of them is for whom."""

from __future__ import annotations

from itertools import combinations

from bot.answers import for_product
from bot.answers.answer import Answer, citations
from bot.answers.choice import ask_concern, choice
from bot.answers.context import Context
from bot.answers.definition import nothing_known
from bot.answers.fitting import fitting
from bot.answers.question import Question
from bot.answers.texts import capital
from bot.knowledge.model import IRRITANCY, Topic
from bot.rules.compatibility import RANK, pair
from bot.rules.items import Item

_BY_GENTLENESS = frozenset(
    (
        "gentle", "gentler", "gentlest", "mild", "milder", "mildest", "harsh", "harsher", "harshest", "irritating",
        "irritate", "irritates", "stronger", "strongest", "sensitive", "reactive", "touchy", "freaks", "reacts",
    )
)  # fmt: skip
"""Words of a question that compares by how much things irritate."""
_BY_EFFORT = frozenset(
    ("easier", "easiest", "simpler", "quicker", "faff", "effort", "hassle", "fuss", "convenient", "lazy", "bother")
)
"""Words of a question that compares by how much trouble things are."""
_CREAM = frozenset(("cream", "creams", "lotion", "lotions"))
_TOUCHY = frozenset(("skin.sensitive", "state.rosacea", "state.eczema"))
_ONE_OR_OTHER = RANK["avoid"]
"""Who weighs two things of which one rules out the other is told that."""
_ONE_OR_THE_OTHER = frozenset(("or", "vs", "versus", "better", "difference", "differ", "same", "instead", "compare"))
_UNDECIDED = ("both", "neither")
"""What weighing things for a concern may come to, that helps nobody to choose."""
_MOST, _SEVERAL = 5, 3
"""Things that are compared at once; from how many on each is told in a line before any two are weighed."""
_PAIRS = 2
"""Pairs of several things whose comparison is told."""
_OF_SEVERAL = {"first": "first_of_several", "both": "all", "neither": "none"}
"""What is said of more than two."""
_TO_BEGIN: tuple[Topic, ...] = ("suitability", "start")


def comparison(context: Context, question: Question) -> Answer:
    """Two things side by side, and for a concern which of them is the first choice."""
    actives = [item for item in question.things if context.knowledge.things[item.id].kind in ("ingredient", "class")]
    in_a_serum = len(actives) > 1 and len(actives) + 1 == len(question.things)
    # `a serum with salicylic or mandelic acid` weighs the two acids.
    items = (actives if in_a_serum and any(item.id == "serum" for item in question.things) else question.things)[:_MOST]
    if [item.id for item in items] == ["serum"] and _CREAM.intersection(question.words):
        items = [*items, Item(id="moisturiser")]  # `is a serum better than a cream`
    if len(items) < 2:
        one_active = items and context.knowledge.things[items[0].id].kind in ("ingredient", "class")
        if one_active and context.facts(items[0], "choice"):
            return ask_concern(context, question)  # Strengths or forms of one active side by side.
        return choice(context, question) if question.traits or not items else _answer_one(context, question)
    if _ONE_OR_THE_OTHER.isdisjoint(question.words) and (given := for_product.instead(context, question)):
        return given  # `which cleanser and sunscreen for rosacea`
    if len(items) >= _SEVERAL:
        return _several(context, question, items)
    knowledge = context.knowledge
    facts = [*knowledge.facts_on_both(items[0].id, items[1].id, "comparison")]
    each = [fact for item in items for fact in context.facts(item, "effect", "definition")[:1]]
    lines = [
        context.texts.say("choice.side", thing=context.name(item), does=knowledge.things[item.id].short)
        for item in items
        if knowledge.things[item.id].short
    ]
    cited = [*facts, *each]
    if gentle := _gentlest(context, question, items):
        headline = context.texts.say(
            "choice.compare.gentle",
            thing=context.name(gentle),
            others=context.names([item for item in items if item != gentle]),
        )
        facts = [*facts, *(fact for topic in _TO_BEGIN for fact in context.facts(gentle, topic)[:1])]
        cited = [*facts, *each]
    elif question.traits:
        # What it is for is weighed before whom it is for.
        trait = min(question.traits, key=lambda name: knowledge.things[name].kind != "concern")
        key, headline = _weighed_for(context, items, trait)
        if facts and key in _UNDECIDED and len(actives) == len(items):
            headline = facts.pop(0).says  # How to choose between just these two says more.
        choices = fitting(context, question, knowledge.facts(trait, "choice"))
        facts = [*facts[:1], *choices[:1], *facts[1:]]
        cited = [*facts, *each]
    elif _is_kind_of(context, items[0], items[1]) and ("same" in question.words or not facts):
        kind_of = sorted(items[:2], key=lambda item: -len(knowledge.ancestors(item.id)))
        headline = context.texts.say(
            "choice.compare.kind_of" if "same" in question.words else "choice.compare.one_kind",
            thing=capital(context.name(kind_of[0])) if "same" not in question.words else context.name(kind_of[0]),
            others=context.name(kind_of[1]),
        )
    elif "same" in question.words:
        headline = context.texts.say("choice.compare.not_same")
    elif facts:
        if _BY_EFFORT & set(question.words):
            facts.sort(key=lambda fact: "easier" not in fact.says)
        headline = facts.pop(0).says
    else:
        headline = context.texts.say("choice.compare.differ")
    either = pair(knowledge, items[0], items[1])
    cautions = [either.rule.says] if either.rule is not None and RANK[either.verdict] >= _ONE_OR_OTHER else []
    return Answer(
        kind="comparison",
        headline=headline,
        reasons=tuple([*(fact.says for fact in facts), *lines, *(fact.says for fact in each)][:5]),
        cautions=(*context.personal_cautions(items), *cautions),
        sources=citations(knowledge, cited),
        suggestions=context.texts.all("choice.together", things=context.names(items)),
        about=tuple(item.id for item in items),
    )


def _several(context: Context, question: Question, items: list[Item]) -> Answer:
    """Three things or more: what each is for, in a line, then which is the mildest or the first choice for what was
    named, and what tells some of them apart."""
    knowledge = context.knowledge
    sides = [
        context.texts.say("choice.side", thing=context.name(item), does=knowledge.things[item.id].short)
        for item in items
        if knowledge.things[item.id].short
    ]
    milder = [
        context.texts.say(
            "choice.compare.gentlest",
            thing=context.name(gentle),
            others=context.names([item for item in items if item != gentle]),
        )
        for gentle in [mildest(context, items)]
        if gentle is not None
    ]
    facts = [
        fact
        for one, other in combinations(items, 2)
        for fact in knowledge.facts_on_both(one.id, other.id, "comparison")[:1]
    ][:_PAIRS]
    leads = milder if _gentlest(context, question, items) else []
    if question.traits and not leads:
        trait = min(question.traits, key=lambda name: knowledge.things[name].kind != "concern")
        leads = [_weighed_for(context, items, trait)[1]]
        facts = [*fitting(context, question, knowledge.facts(trait, "choice"))[:1], *facts]
    each = [fact for item in items for fact in context.facts(item, "effect", "definition")[:1]]
    told = [*leads, " ".join(sides), *([] if leads else milder), *(fact.says for fact in facts)]
    return Answer(
        kind="comparison",
        headline=told[0] or context.texts.say("choice.compare.differ"),
        reasons=tuple(sentence for sentence in told[1:] if sentence),
        cautions=context.personal_cautions(items),
        sources=citations(knowledge, [*facts, *each]),
        suggestions=context.texts.all("choice.together", things=context.names(items[:_SEVERAL])),
        about=tuple(item.id for item in items),
    )


def _gentlest(context: Context, question: Question, items: list[Item]) -> Item | None:
    """The one that irritates least, where that is asked or the skin is easily irritated, and one does."""
    if not (_BY_GENTLENESS & set(question.words) or _TOUCHY & {*question.traits, *context.person.traits}):
        return None
    return mildest(context, items)


def mildest(context: Context, items: list[Item]) -> Item | None:
    """The one of several things that irritates least, where that is known of each and is one alone."""
    ranks = {item: IRRITANCY.index(context.knowledge.things[item.id].irritancy) for item in items}
    known = sorted(rank for rank in ranks.values() if rank)
    if len(known) < len(items) or known[0] == known[1]:
        return None
    return next(item for item, rank in ranks.items() if rank == known[0])


def _is_kind_of(context: Context, one: Item, other: Item) -> bool:
    """Whether one is the other's class: glycolic acid is an AHA."""
    return context.knowledge.is_a(one.id, other.id) or context.knowledge.is_a(other.id, one.id)


def _weighed_for(context: Context, items: list[Item], trait: str) -> tuple[str, str]:
    """Which of some things is for a concern or skin type: one before the others, one, all or none."""
    knowledge = context.knowledge
    wanted = [name for names in knowledge.things[trait].choose.values() for name in names]
    fitting = [
        item
        for item in items
        if any(knowledge.is_a(item.id, name) or knowledge.is_a(name, item.id) for name in wanted)
        or (item.id == "serum" and knowledge.things[trait].choose.get("serum"))  # One with what is chosen for it.
    ]
    key = {0: "neither", 1: "one"}.get(len(fitting), "both")
    named = context.names(fitting or items)
    if first := _first_choice(context, trait, fitting):
        key, named = "first", context.name(first)
    if len(items) >= _SEVERAL and key in _OF_SEVERAL:
        key = _OF_SEVERAL[key]
    return key, context.texts.say(f"choice.compare.{key}", thing=named, trait=knowledge.things[trait].name)


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
