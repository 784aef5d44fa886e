"""Why, and says who: answered from what decided the last answer."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answers.answer import Answer, citations
from bot.answers.context import Context


def why(context: Context, decided_by: Sequence[str], about: Sequence[str]) -> Answer:
    """The reasons of the rules that decided, else what the last things do; else the question what is meant."""
    rules = [context.knowledge.interactions[name] for name in decided_by if name in context.knowledge.interactions]
    if rules:
        return Answer(
            kind="why",
            headline=rules[0].says,
            reasons=tuple(
                dict.fromkeys(
                    sentence
                    for rule in rules[:2]
                    for sentence in (rule.says, rule.disputed)
                    if sentence and sentence != rules[0].says
                )
            ),
            notes=(context.texts.say(f"followup.evidence.{rules[0].grade}"),),
            sources=citations(context.knowledge, rules),
            decided_by=tuple(rule.id for rule in rules),
            about=tuple(about),
        )
    facts = [fact for name in about for fact in context.knowledge.facts(name, "effect")[:1]]
    if facts:
        return context.from_facts("why", facts[:3])
    return Answer(
        kind="why", headline=context.texts.say("followup.why_what"), suggestions=context.texts.all("smalltalk.examples")
    )


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
