"""Why, and says who: answered from what decided the last answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, citations
from bot.answers.context import Context
from bot.knowledge.model import Fact, Interaction, Topic
from bot.rules.compatibility import RANK, refuses
from bot.rules.items import Item

_AGAINST_MORE: dict[str, tuple[Topic, ...]] = {
    "frequency": ("caution", "start", "effect"),
    "duration": ("caution", "effect"),
    "plan": ("start", "frequency", "caution"),
}
"""What speaks for so often and no oftener: how to begin, and what too much of it does."""


def why(context: Context, decided_by: Sequence[str], about: Sequence[str], kind: str = "") -> Answer:
    """The reasons of the rules that decided, else of the last things what fits the `kind` of the last answer."""
    rules = [context.knowledge.interactions[name] for name in decided_by if name in context.knowledge.interactions]
    if rules:
        behind = _behind(context, rules[0])
        said = (sentence for rule in rules[:2] for sentence in (rule.says, rule.disputed) if sentence)
        headline, *reasons = dict.fromkeys((*said, *(fact.says for fact in behind)))
        return Answer(
            kind="why",
            headline=headline,
            reasons=tuple(reasons),
            notes=(context.texts.say(f"followup.evidence.{rules[0].grade}"),),
            sources=citations(context.knowledge, [*rules, *behind]),
            decided_by=tuple(rule.id for rule in rules),
            about=tuple(about),
        )
    topics = _AGAINST_MORE.get(kind, ("effect",))
    facts = [fact for name in about for fact in context.facts(Item(id=name), *topics)[:1]]
    if facts:
        return context.from_facts("why", facts[:3])
    return Answer(
        kind="why",
        headline=context.texts.say("followup.why_what"),
        asks_back=True,
        suggestions=context.texts.all("smalltalk.examples"),
    )


def _behind(context: Context, rule: Interaction) -> list[Fact]:
    """What the things of a rule do that it rests on: what each can do to skin, or when in the day each works."""
    topics: tuple[Topic, ...] = ("caution",) if RANK[rule.verdict] >= RANK["alternate_days"] else ("time_of_day",)
    parts = [name for name in rule.between if context.knowledge.things[name].kind in ("ingredient", "class")]
    return [fact for name in dict.fromkeys(parts) for fact in context.facts(Item(id=name), *topics)[:1]]


def source(context: Context, decided_by: Sequence[str], about: Sequence[str]) -> Answer:
    """Where the last answer comes from."""
    founded = [context.knowledge.interactions[name] for name in decided_by if name in context.knowledge.interactions]
    facts = [fact for name in about for fact in context.knowledge.facts(name, "effect")[:1]]
    if not founded and not facts:
        return Answer(
            kind="source",
            headline=context.texts.say("followup.source_what"),
            suggestions=context.texts.all("smalltalk.examples"),
        )
    cited = citations(context.knowledge, founded or facts, most=6)
    grade = (founded or facts)[0].grade
    return Answer(
        kind="source",
        headline=context.texts.say("followup.source", titles="; ".join(entry.title for entry in cited)),
        reasons=(
            context.texts.say(f"followup.evidence.{grade}"),
            *(rule.disputed for rule in founded[:1] if rule.disputed),
        ),
        sources=cited,
        decided_by=tuple(decided_by),
        about=tuple(about),
    )


def shorter(context: Context, headline: str) -> Answer:
    """The last answer once more, in its first sentence."""
    return Answer(kind="shorter", headline=headline, suggestions=context.texts.all("followup.after_shorter"))


def stands(context: Context, headline: str, decided_by: Sequence[str], about: Sequence[str]) -> Answer:
    """The last answer to somebody who doubts it or would like another: the same, and what it rests on."""
    rules = [context.knowledge.interactions[name] for name in decided_by if name in context.knowledge.interactions]
    personal = [context.knowledge.things[trait].name for trait in context.person.traits]
    reasons = [rules[0].says] if rules and rules[0].says != headline else []
    if personal and not rules:
        reasons.append(context.texts.say("followup.with_you_in_mind", traits=context.joined(personal)))
    return Answer(
        kind="stands",
        headline=context.texts.say("followup.stands", headline=headline),
        reasons=tuple(reasons),
        sources=citations(context.knowledge, rules),
        suggestions=context.texts.all("followup.after_stands"),
        decided_by=tuple(decided_by),
        about=tuple(about),
    )


def when(context: Context, decided_by: Sequence[str]) -> Answer | None:
    """When each of two things is used that do not go together just so; None where no rule says."""
    rules = [context.knowledge.interactions[name] for name in decided_by if name in context.knowledge.interactions]
    apart = [rule for rule in rules if rule.do and "no_rule" not in rule.verdict and RANK[rule.verdict] < RANK["avoid"]]
    if not apart:
        return None
    return Answer(
        kind="time_of_day",
        headline=apart[0].do,
        sources=citations(context.knowledge, apart[:1]),
        decided_by=tuple(decided_by),
        about=tuple(apart[0].between),
    )


def instead(context: Context, decided_by: Sequence[str]) -> Answer | None:
    """What the rule that refused something names in its place; None where nothing was refused."""
    rules = [context.knowledge.interactions[name] for name in decided_by if name in context.knowledge.interactions]
    refusing = [rule for rule in rules if refuses(rule.verdict) and rule.do]
    if not refusing:
        return None
    states = [context.knowledge.things[name] for name in refusing[0].between]
    care = [fact for thing in states if thing.kind == "state" for fact in context.knowledge.facts(thing.id, "choice")]
    return Answer(
        kind="choice",
        headline=refusing[0].do,
        reasons=tuple(fact.says for fact in care[:1]),
        sources=citations(context.knowledge, [refusing[0], *care[:1]]),
        decided_by=(refusing[0].id,),
        about=tuple(thing.id for thing in states if thing.kind != "state"),
    )


def of_another(context: Context, traits: Sequence[str]) -> Answer:
    """What was told of somebody else is held while they are talked of, and not as the person's own."""
    names = [context.knowledge.things[trait].name for trait in traits]
    return Answer(kind="tell", headline=context.texts.say("followup.of_another", traits=context.joined(names)))


def on_the_list(context: Context, item: Item, listed: Sequence[str]) -> Answer:
    """Whether the ingredient list that was pasted last names a thing, as far as its names are known."""
    found = [name for name in listed if context.knowledge.is_a(name, item.id)]
    names = context.joined([context.knowledge.things[name].name for name in found])
    key = "followup.listed" if found else "followup.not_listed"
    facts = [fact for name in (found[:1] or [item.id]) for fact in context.knowledge.facts(name, "caution")[:1]]
    return Answer(
        kind="label",
        headline=context.texts.say(key, thing=context.name(item), names=names),
        reasons=tuple(fact.says for fact in facts) if found else (),
        sources=citations(context.knowledge, facts) if found else (),
        about=tuple(found or [item.id]),
    )
