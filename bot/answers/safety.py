"""Reactions, red flags and medical questions: what to do now, and whom to see."""

from __future__ import annotations

from bot.answers.answer import Answer, citations
from bot.answers.context import Context
from bot.answers.question import Question
from bot.answers.relevant import nearest
from bot.knowledge.model import Topic
from bot.rules.safety import for_person

_LASTING = 2
"""Days after which a reaction that is still there should be seen: `reaction_general`."""
_NEAR = 0.6
_PICTURES = frozenset(
    ("pic", "pics", "picture", "pictures", "photo", "photos", "image", "attached", "attachment", "selfie")
)
_ON_A_CONCERN: tuple[Topic, ...] = ("caution", "choice")


def _no_pictures(context: Context, question: Question) -> list[str]:
    return [context.texts.say("safety.no_pictures")] if _PICTURES & set(question.words) else []


def _lasts(question: Question) -> bool:
    return question.days is not None and question.days >= _LASTING


def red_flag(context: Context, question: Question) -> Answer:
    """What to do at once. Nothing is offered beside it."""
    flag = next(flag for flag in context.knowledge.red_flags if flag.id == question.flag)
    found = for_person(flag, context.person)
    sooner = [context.knowledge.things[trait].name for trait in found.because_of]
    return Answer(
        kind="red_flag",
        verdict="avoid" if found.level == "stop" else "ask_professional",
        headline=flag.says,
        reasons=(
            *((context.texts.say("safety.sooner", traits=context.joined(sooner)),) if sooner else ()),
            *((context.texts.say("safety.lasting"),) if _lasts(question) and found.level == "stop" else ()),
            context.texts.say(f"safety.{found.level}"),
        ),
        sources=citations(context.knowledge, [flag]),
    )


def reaction(context: Context, question: Question) -> Answer:
    """A reaction without a red flag: stop, rinse, keep it bland, and when to see someone."""
    facts = context.knowledge.faq["reaction_general"].facts
    return context.from_facts(
        "reaction",
        facts[:3],
        headline=context.texts.say("safety.lasting") if _lasts(question) else "",
        cautions=[context.texts.say("safety.no_diagnosis"), *_no_pictures(context, question)],
    )


def medical(context: Context, question: Question) -> Answer:
    """A medical question: an honest hand-over; what the label of a named active says is told."""
    told = [entry.fact for entry in nearest(context, question, _NEAR)[:1]]
    for topic in _ON_A_CONCERN:
        told += [fact for trait in question.traits[:2] for fact in context.knowledge.facts(trait, topic)[:1]]
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
