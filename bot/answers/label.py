"""What an ingredient list holds: the actives in it, what they do, and what to take care of."""

from __future__ import annotations

import re

from bot.answers.answer import Answer, AnswerStep, citations
from bot.answers.context import Context
from bot.answers.definition import nothing_named
from bot.answers.question import Question
from bot.knowledge.model import IRRITANCY
from bot.rules.compatibility import RANK, PairVerdict, for_trait, refuses, strictest
from bot.rules.items import Item, Person
from bot.rules.label import Found, Label, active, adjusts_acidity, label, leading, telling

_LINES = 7
_FEW = 4
"""Lines on what is in it where something else was asked of the list."""
_SCENT, _FATTY, _DRYING = "fragrance", "fatty_alcohol", "alcohol_denat"
_SCENT_FREE = re.compile(
    r"(?:fragrance|perfume|scent|parfum)[ -]?free|unscented|(?:no|without|any) (?:fragrance|perfume|scent)"
)
_CLOGGED = "concern.acne"
_CLOGS = re.compile(r"comedogenic|clog\w*|break(?:s|ing)? (?:me )?out|pore[- ]blocking")
_LISTED_ALCOHOL = re.compile(r"\b\w+yl alcohol|\balcohol denat\w*")
_OFTEN = re.compile(r"\b(?:every ?(?:day|night|nite|morning|evening)|daily|nightly|how often|too often)\b")
_SEPARATED = re.compile(r"[,;:\n]")


def answer(context: Context, question: Question) -> Answer:
    """The known ingredients of a list, those that ask for most care first, and what holds for this person.

    A list of which nothing is known is said to be one; so is a text that lists nothing.
    """
    knowledge = context.knowledge
    found = label(knowledge, question.text)
    if not found.found and not question.things and _SEPARATED.search(question.text):
        return Answer(kind="label", headline=context.texts.say("label.go_on"))
    if not found.found:
        return _named_only(context, question) if question.things else nothing_named(context, question)
    working = active(knowledge, found.found)
    items = [Item(id=one.id) for one in working]
    asked = (
        *_claims(context, question, found),
        *_for_concern(context, question, items),
        *_how_often(context, question, items),
    )
    told = [one for one in telling(knowledge, working, _FEW if asked else _LINES) if knowledge.things[one.id].short]
    facts = [fact for one in told for fact in context.facts(Item(id=one.id), "effect")[:1]]
    cautions = [fact.says for one in told for fact in knowledge.own_facts(one.id, "caution")[:1]]
    main = Item(id=leading(knowledge, [one.id for one in (*told, *working, *found.found)])[0])
    headline = _headline(context, found, told)
    for_person = _for_person(context, items)
    return Answer(
        kind="label",
        headline=for_person or (asked[0] if asked else headline),
        reasons=(*(asked if for_person else asked[1:]), *((headline,) if for_person or asked else ())),
        steps=tuple(AnswerStep(text=_line(context, one)) for one in told),
        cautions=(
            *context.personal_cautions(items),
            *([] if asked else cautions[:1]),
            *_acidity(context, found),
            context.texts.say("label.rest"),
        ),
        sources=citations(knowledge, facts),
        suggestions=context.texts.all("label.next", thing=context.noun(main)),
        about=tuple(item.id for item in items),
    )


def _headline(context: Context, found: Label, told: list[Found]) -> str:
    names = context.joined([context.knowledge.things[one.id].name for one in told[:3]])
    key = "label.found" if len(found.products) < 2 else "label.found_in_several"
    return context.texts.say(key, count=found.known, listed=found.listed, products=len(found.products), things=names)


def _claims(context: Context, question: Question, found: Label) -> tuple[str, ...]:
    """What the list says to a claim or worry in the question: scent in what is sold without, an alcohol that dries."""
    knowledge, said = context.knowledge, _LISTED_ALCOHOL.sub(" ", question.text.lower())
    inside = [one for one in found.found if not one.may_contain]
    listed = [one for product in found.products for one in product.found if not one.may_contain]
    scent = list(dict.fromkeys(one.written.strip() for one in listed if knowledge.is_a(one.id, _SCENT)))
    fatty = [one.written.strip() for one in inside if one.id == _FATTY]
    drying = any(knowledge.is_a(one.id, _DRYING) for one in inside)
    lines = []
    if _SCENT_FREE.search(said):
        key = "scented" if scent else "unscented"
        lines.append(context.texts.say(f"label.claims.{key}", things=context.joined(scent[:3])))
    if "alcohol" in said and fatty and not drying:
        lines.append(context.texts.say("label.claims.fatty_alcohol", things=context.joined(fatty[:2])))
    return tuple(lines)


def _for_concern(context: Context, question: Question, items: list[Item]) -> tuple[str, ...]:
    """What in the list is a usual choice for a concern of the question, and what speaks against it."""
    knowledge = context.knowledge
    traits = [*question.traits, *([_CLOGGED] if _CLOGS.search(question.text.lower()) else [])]
    for trait in traits:
        thing = knowledge.things[trait]
        chosen = {name for names in thing.choose.values() for name in names}
        if thing.kind != "concern" or not chosen:
            continue
        good = [item for item in items if any(knowledge.is_a(item.id, name) for name in chosen)]
        verdicts = {item.id: for_trait(knowledge, item, Person(traits=(trait,))) for item in items}
        bad = [item for item in items if item not in good and any(_is_a_warning(one) for one in verdicts[item.id])]
        return tuple(
            context.texts.say(f"label.for_concern.{key}", things=context.names(some[:3]), trait=thing.name)
            for key, some in (("good", good), ("bad", bad))
            if some
        )
    return ()


def _how_often(context: Context, question: Question, items: list[Item]) -> tuple[str, ...]:
    """How often what irritates most in the list is used, where that is asked: `a peel, every night ok?`."""
    if not items or not _OFTEN.search(question.text.lower()):
        return ()
    strongest = max(items, key=lambda item: IRRITANCY.index(context.knowledge.things[item.id].irritancy))
    return tuple(fact.says for fact in context.facts(strongest, "frequency")[:1])


def _is_a_warning(found: PairVerdict) -> bool:
    return RANK[found.verdict] >= RANK["start_slowly"]


def _for_person(context: Context, items: list[Item]) -> str:
    """What in the list the person's skin or state speaks against; "" where nothing was told of them."""
    traits = [trait for trait in context.person.traits if context.knowledge.things[trait].kind in ("skin", "state")]
    if not traits:
        return ""
    names = context.joined([context.knowledge.things[trait].name for trait in traits])
    person = Person(traits=tuple(traits))
    against = {item.id: for_trait(context.knowledge, item, person) for item in items}
    worst = strictest([found.verdict for verdicts in against.values() for found in verdicts] or ["yes"])
    named = [item for item in items if any(found.verdict == worst for found in against[item.id])]
    key = "avoid" if refuses(worst) else "slowly" if named else "nothing"
    return context.texts.say(f"label.for_person.{key}", things=context.names(named[:4]), traits=names)


def _line(context: Context, one: Found) -> str:
    thing = context.knowledge.things[one.id]
    percent = f" {one.percent:g} %" if one.percent is not None else ""
    return context.texts.say("label.line", thing=thing.name + percent, does=thing.short)


def _acidity(context: Context, found: Label) -> tuple[str, ...]:
    names = [context.knowledge.things[one.id].name for one in found.found if adjusts_acidity(context.knowledge, one)]
    return (context.texts.say("label.acidity", things=context.joined(names)),) if names else ()


def _named_only(context: Context, question: Question) -> Answer:
    """Ingredients that were named in a sentence rather than listed."""
    items = [item for item in question.things if context.knowledge.things[item.id].short]
    facts = [fact for item in items for fact in context.facts(item, "effect")[:1]]
    if not facts:
        return nothing_named(context, question)
    return Answer(
        kind="label",
        headline=context.texts.say("label.named", things=context.names(items)),
        steps=tuple(AnswerStep(text=_line(context, Found(id=item.id, written="", place=0))) for item in items[:_LINES]),
        cautions=(*context.personal_cautions(items), context.texts.say("label.rest")),
        sources=citations(context.knowledge, facts),
        suggestions=context.texts.all("label.next", thing=context.noun(items[0])),
        about=tuple(item.id for item in items),
    )
