"""What no answer should leave out: sunscreen with a retinoid, taking clay off before it cracks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import msgspec

from bot.answers.answer import Answer, reasons_within, room, with_sentences
from bot.answers.choice import chosen
from bot.answers.context import Context
from bot.answers.question import Question
from bot.answers.texts import capital
from bot.knowledge.model import Essential
from bot.rules.compatibility import kept_from, refuses
from bot.rules.items import Item, Person

MOST = 2
"""Sentences of this kind beside the answers to one message."""
_CLAUSES = 3
"""What one sentence names."""
_SENTENCE = 120
"""Characters that such a sentence may take, and push other sentences out."""
_USED_TO_IT = 60
"""Days after which somebody who uses a thing does not begin with it."""

Told = Callable[[str], bool]
"""Whether something was told a moment ago."""


def with_essentials(
    context: Context, questions: Sequence[Question], answers: Sequence[Answer], was_told: Told
) -> tuple[list[Answer], list[str]]:
    """The answers, and below the last what is essential to the things named and nowhere told; and what that was.

    Nothing is added to a refusal, nor on a thing that the person should leave alone.
    """
    completed, told = [*answers], list[str]()
    if any(refuses(given.verdict) or given.asks_back for given in answers):
        return completed, told
    said = " ".join(_read(given, len(answers)) for given in answers).lower()
    traits = tuple(trait for question in questions for trait in question.traits)
    person = context.person.and_also(traits)
    kinds, beginning = {given.kind for given in answers}, _may_begin(context, questions, person)
    sentences = 0
    for name in dict.fromkeys((*_used(context, questions, answers, person), *traits)):
        fresh: list[Essential] = []
        for entry in context.knowledge.essentials(name):
            wanted = kinds & {*entry.kinds} and (beginning or not entry.at_first)
            read = " ".join((said, *(other.says for other in fresh)))
            if wanted and not re.search(entry.unless, read) and not was_told(_clause(name, entry)):
                fresh.append(entry)
        fresh = fresh[:_CLAUSES]
        if fresh:
            completed[-1], sentence = _with(context, completed[-1], name, fresh)
            said += sentence.lower()
            told += [_clause(name, entry) for entry in fresh]
            sentences += 1
        if sentences == MOST:
            break
    return completed, told


def _clause(name: str, entry: Essential) -> str:
    """What is remembered as told."""
    return f"{name}: {entry.says}"


def _read(given: Answer, answers: int) -> str:
    """What of an answer is read where there is little room."""
    others = (given.headline, *(step.text for step in given.steps), *given.cautions, *given.notes)
    titles = [citation.title for citation in given.sources]
    reasons = reasons_within(given.reasons, (*others, *titles), room(answers) - _SENTENCE)
    return " ".join((*others, *reasons))


def _used(context: Context, questions: Sequence[Question], answers: Sequence[Answer], person: Person) -> list[str]:
    """The things that are talked of, without what the person should leave alone."""
    items = [item for question in questions for item in _asked_of(question)]
    items += [Item(id=name) for given in answers for name in (*given.about, *_chosen(context, questions, given))]
    known = [item for item in items if item.id in context.knowledge.things]
    used = [item for item in known if not kept_from(context.knowledge, item, person)]
    return [name for item in used for name in (item.id, *item.contains)]


def _chosen(context: Context, questions: Sequence[Question], given: Answer) -> list[str]:
    """What irritates among the things that an answer chooses for a concern, in its order."""
    traits = [trait for question in questions for trait in question.traits]
    return [name for name in chosen(context, traits, given) if context.stings(Item(id=name))]


def _asked_of(question: Question) -> list[Item]:
    """The things asked about: of `is urea an exfoliant` the first, and none that was named to be left out."""
    things = [item for item in question.things if item.id not in question.rejected]
    return things[:1] if question.kind == "definition" else things


def _may_begin(context: Context, questions: Sequence[Question], person: Person) -> bool:
    """How to begin is told neither to who is used to a thing nor to anybody in a state that may be a reason not to."""
    used_to_it = any(question.accustomed or (question.days or 0) >= _USED_TO_IT for question in questions)
    in_a_state = any(context.knowledge.things[trait].kind == "state" for trait in person.traits)
    return not used_to_it and not in_a_state


def _with(context: Context, given: Answer, name: str, entries: Sequence[Essential]) -> tuple[Answer, str]:
    thing = capital(context.name(Item(id=name)))
    sentence = context.texts.say("common.essential", thing=thing, what="; ".join(entry.says for entry in entries))
    founded = with_sentences(context.knowledge, given, (), entries, 0)
    return msgspec.structs.replace(founded, cautions=(*given.cautions, sentence)), sentence
