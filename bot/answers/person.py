"""What the bot has been told about a person: taken in, shown, asked whether to keep, forgotten."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timezone

import msgspec

from bot.answers.answer import Answer, citations
from bot.answers.context import Context
from bot.answers.memory import UNCHANGED, Learnt, Memory, ShelfItem
from bot.answers.question import Question
from bot.answers.smalltalk import contact
from bot.knowledge.model import Fact, Topic
from bot.rules.compatibility import for_trait
from bot.rules.items import Item, Person

_WAY_TO_SKIN_TYPE = "find_skin_type"
"""The entry on how to find out one's skin type."""
_SKIN_TYPE = frozenset(("skin", "type"))


def told(context: Context, question: Question, learnt: Learnt = UNCHANGED) -> Answer:
    """Acknowledges what was told; `context.person` and the shelf already hold it."""
    changed = changes(context, learnt)
    if learnt.loss:
        return Answer(kind="tell", headline=" ".join((context.texts.say("person.loss"), *changed)))
    if not question.traits and not changed:
        return Answer(
            kind="tell",
            headline=context.texts.say("person.told_nothing"),
            suggestions=context.texts.all("person.examples"),
        )
    traits = [trait for trait in question.traits if trait not in learnt.withdrawn]
    said = [*changed] if learnt.withdrawn or learnt.mixed else [*_noted(context, traits), *changed]
    about = list(dict.fromkeys((*learnt.told, *traits)))
    return Answer(
        kind="tell",
        headline=" ".join(said),
        reasons=tuple(fact.says for trait in about[:1] for fact in _asked_for(context, trait)),
        suggestions=(
            context.texts.all("person.next", trait=_name(context, about[0]))
            if about
            else context.texts.all("shelf.next" if learnt.owned else "person.known_next")
        ),
    )


def _asked_for(context: Context, trait: str) -> list[Fact]:
    """What suits a trait, and for a state also what it asks to leave alone."""
    is_state = context.knowledge.things[trait].kind == "state"
    topics: tuple[Topic, ...] = ("choice", "caution") if is_state else ("choice",)
    return [fact for topic in topics for fact in context.knowledge.facts(trait, topic)[:1]]


def _noted(context: Context, traits: Sequence[str]) -> tuple[str, ...]:
    return (context.texts.say("person.told", traits=_names(context, traits)),) if traits else ()


def changes(context: Context, learnt: Learnt) -> tuple[str, ...]:
    """What a message changed in what is known: a sentence each for traits and for the shelf."""
    say = context.texts.say
    said = []
    if learnt.mixed:
        said.append(say("person.mixed"))
    elif learnt.withdrawn and learnt.told:
        said.append(say("person.changed", new=_names(context, learnt.told), old=_names(context, learnt.withdrawn)))
    elif learnt.withdrawn:
        said.append(say("person.withdrawn", traits=_names(context, learnt.withdrawn)))
    if learnt.medicines:
        said.append(say("person.medicine", things=_names(context, learnt.medicines)))
    if learnt.owned:
        said.append(say("shelf.added", things=_shelf_names(context, learnt.owned)))
    if learnt.gone:
        said.append(say("shelf.taken", things=_shelf_names(context, learnt.gone)))
    return tuple(said)


def known(context: Context, question: Question, memory: Memory, here: Sequence[str]) -> Answer:
    """All that is remembered: what is kept, until when, and what holds for this conversation only (`here`).

    Whoever asks for their skin type, and told nothing yet, is told how to find it out.
    """
    say = context.texts.say
    until = [
        say("person.until", trait=_name(context, kept.trait), date=day(kept.expires)) for kept in memory.person.health
    ]
    only_here = [trait for trait in dict.fromkeys(here) if trait not in memory.person.all_traits]
    lines = [
        *([say("person.kept", traits=_names(context, memory.person.traits))] if memory.person.traits else []),
        *until,
        *([say("person.only_here", traits=_names(context, only_here))] if only_here else []),
        *([say("shelf.holds", things=_dated(context, memory.shelf))] if memory.shelf else []),
    ]
    if not lines:
        way = context.knowledge.faq[_WAY_TO_SKIN_TYPE].facts if set(question.words) >= _SKIN_TYPE else []
        return Answer(
            kind="what_do_you_know",
            headline=say("person.known_nothing"),
            reasons=tuple(fact.says for fact in way),
            sources=citations(context.knowledge, way),
            notes=_privacy(context),
            suggestions=context.texts.all("person.examples"),
        )
    return Answer(
        kind="what_do_you_know",
        headline=say("person.known"),
        # Notes are never left out for length: all of it is shown.
        notes=(*lines, say("person.used_for"), *_privacy(context)),
        suggestions=context.texts.all("person.known_next"),
    )


def _privacy(context: Context) -> tuple[str, ...]:
    """What the owner of the site says about data, and where more of it stands."""
    owners = context.texts.look.privacy
    more = (context.texts.say("person.privacy", page=owners.page),) if owners.page else ()
    return ((owners.says,) if owners.says else ()) + more


def forgotten(context: Context, question: Question) -> Answer:
    """The person asked to be forgotten; the dialogue has dropped what it held."""
    return Answer(
        kind="forget_me",
        headline=context.texts.say("person.forgotten"),
        notes=contact(context),
        suggestions=context.texts.all("smalltalk.examples"),
    )


def because(context: Context, given: Answer, remembered: Sequence[str]) -> Answer:
    """The answer, saying which of the traits that were told before have shaped it; as it is where none has."""
    shaping = [trait for trait in remembered if _shapes(context, given, trait)]
    if not shaping:
        return given
    note = context.texts.say("person.because", traits=_names(context, shaping))
    return msgspec.structs.replace(given, notes=(note, *given.notes))


def _shapes(context: Context, given: Answer, trait: str) -> bool:
    text = " ".join((given.headline, *given.reasons, *(step.text for step in given.steps), *given.cautions)).lower()
    if _name(context, trait).lower() in text:
        return True
    rules = [
        found.rule
        for name in given.about
        if name in context.knowledge.things
        for found in for_trait(context.knowledge, Item(id=name), Person(traits=(trait,)))
    ]
    return any(rule is not None and (rule.id in given.decided_by or rule.says.lower() in text) for rule in rules)


def consent_asked(context: Context, given: Answer, traits: Sequence[str]) -> Answer:
    """The answer, with the question whether health facts shall be remembered."""
    asked = context.texts.say("person.consent.ask", traits=_names(context, traits))
    buttons = context.texts.all("person.consent.buttons")
    return msgspec.structs.replace(given, notes=(*given.notes, asked), suggestions=(*buttons, *given.suggestions)[:4])


def consented(context: Context, traits: Sequence[str], until: float) -> Answer:
    """It is remembered, and until when."""
    return Answer(
        kind="consent",
        headline=context.texts.say("person.consent.given", traits=_names(context, traits), date=day(until)),
        suggestions=context.texts.all("person.known_next"),
    )


def declined(context: Context, traits: Sequence[str]) -> Answer:
    """It is not remembered, and still holds here."""
    return Answer(
        kind="consent",
        headline=context.texts.say("person.consent.refused", traits=_names(context, traits)),
        suggestions=context.texts.all("person.known_next"),
    )


def day(seconds: float) -> str:
    """A date as it is said: `3 March 2027`."""
    moment = datetime.fromtimestamp(seconds, timezone.utc)
    return f"{moment.day} {moment:%B %Y}"


def _dated(context: Context, shelf: Sequence[ShelfItem]) -> str:
    return context.joined(
        [context.texts.phrase("shelf.since", thing=owned.name, date=day(owned.added)) for owned in shelf]
    )


def _shelf_names(context: Context, shelf: Sequence[ShelfItem]) -> str:
    return context.joined([owned.name for owned in shelf])


def _names(context: Context, traits: Sequence[str]) -> str:
    return context.joined([_name(context, trait) for trait in traits])


def _name(context: Context, trait: str) -> str:
    return context.knowledge.things[trait].name if trait in context.knowledge.things else trait
