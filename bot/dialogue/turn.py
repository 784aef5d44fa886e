"""One turn of the conversation: questions and focus in, answers and focus out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from bot.answers import coverage, followup, person, relevant, smalltalk
from bot.answers.answer import Answer
from bot.answers.context import Context
from bot.answers.kinds import ANSWERS, SMALL_TALK, answer
from bot.answers.memory import NOTHING, UNCHANGED, Learnt, Memory
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.dialogue import walk
from bot.dialogue.cues import about_answer, asks_what_is_listed, is_bare_name, resolved, walk_word
from bot.dialogue.focus import Focus, Walk
from bot.dialogue.gaps import fill
from bot.dialogue.learning import KEPT, remembered_traits
from bot.knowledge.base import Knowledge
from bot.rules.compatibility import kept_from
from bot.rules.items import Item, Person

_CONFIDENT = 0.6
_DOUBTFUL = 0.3
_MISFITS = 0.5
_HEALTH = {"medical", "reaction"}
URGENT = ("red_flag", "reaction")
"""Kinds that are answered alone."""
_FIRST_PERSON = frozenset(("i", "im", "i'm", "ive", "i've", "me", "myself", "mine"))
_PRONOUNS = frozenset(("she", "he", "him", "hers"))
_POINTING = frozenset(("it", "that", "this", "them", "those", "these", "they", "both", "mine", "one"))
_HALF_SENTENCE = 8
"""Words of a question that points at what was talked of rather than naming it."""
_NOT_SAID_AGAIN = (*SMALL_TALK, "tell", "ask_which", "what_do_you_know", "forget_me", "shorter", "stands")
"""Kinds of answer that are not repeated when somebody wants the last one in short."""
_SORE = "state.broken_skin"
"""Whoever reports a reaction has sore skin for the rest of the conversation: no active is recommended onto it."""


def turn(
    knowledge: Knowledge,
    texts: Texts,
    questions: Sequence[Question],
    focus: Focus,
    ranking: Sequence[str] = (),
    *,
    unsure: bool = False,
    memory: Memory = NOTHING,
    learnt: Learnt = UNCHANGED,
) -> tuple[list[Answer], Focus]:
    """The answers to a message, one for each of its questions, and the focus for the next.

    `ranking` holds the kinds that the classifier thought of, likeliest first; with `unsure` it was not sure of any.
    `memory` and `focus` hold already what the message has `learnt` of its sender.
    """
    urgent = [question for question in questions if question.kind in URGENT]
    if urgent:
        alone = answer(context_of(knowledge, texts, focus, urgent[0], memory), urgent[0])
        return [alone], _after_report(focus, alone)
    focus = _of_another(knowledge, questions, focus)
    context = context_of(knowledge, texts, focus, questions[0], memory)
    if learnt.withdrawn and all(question.kind == "deny" or unsure for question in questions):
        return [followup.taken_back(context, learnt.withdrawn)], focus
    answers: list[Answer] = []
    for question in resolved(knowledge, questions, focus):
        given, focus = _one(knowledge, texts, question, focus, ranking, unsure=unsure, memory=memory, learnt=learnt)
        answers.append(given)
    context = context_of(knowledge, texts, focus, questions[0], memory)
    focus = _with_headline(focus, answers)
    return _finished(context, coverage.complete(context, questions, answers), focus), focus


def _after_report(focus: Focus, given: Answer) -> Focus:
    """Nothing goes on as before once something burns: the walkthrough is over, and the skin is sore."""
    return msgspec.structs.replace(
        focus,
        walk=None,
        kind="reaction",
        headline=given.headline,
        traits=list(dict.fromkeys([*focus.traits, _SORE])),
        decided_by=[],
        about=[],
    )


def _with_headline(focus: Focus, answers: Sequence[Answer]) -> Focus:
    """What was said, in short; what only asks back, greets or repeats is nothing to say again."""
    said = [given.headline for given in answers if given.kind not in _NOT_SAID_AGAIN and not given.asks_back]
    return msgspec.structs.replace(focus, headline=" ".join(said)) if said else focus


def context_of(knowledge: Knowledge, texts: Texts, focus: Focus, question: Question, memory: Memory) -> Context:
    """The person of an answer: what was told before, and what the question itself says.

    Asked for somebody else, it is their skin that counts. The person's own states are heeded all the same: whom a thing
    is for is easily misread, and a state can only make an answer stricter.
    """
    named = tuple(trait for trait in question.traits if knowledge.things[trait].kind in KEPT)
    own = [trait for trait in remembered_traits(focus, memory) if knowledge.things[trait].kind in KEPT]
    if focus.whom:
        own = [*(trait for trait in own if knowledge.things[trait].kind != "skin"), *focus.other]
    return Context(knowledge, texts, Person(traits=tuple(own)).and_also(named))


def _of_another(knowledge: Knowledge, questions: Sequence[Question], focus: Focus) -> Focus:
    """Who else is talked of, and what was told of them; nobody else any more once the person says `I` or `me`."""
    whom = next((question.whom for question in questions if question.whom), "")
    if not whom:
        own = any(_FIRST_PERSON & set(question.words) for question in questions)
        return msgspec.structs.replace(focus, whom="", other=[]) if own else focus
    told = [trait for question in questions for trait in question.traits if knowledge.things[trait].kind in KEPT]
    same = whom == focus.whom or whom in _PRONOUNS
    skin = any(knowledge.things[trait].kind == "skin" for trait in told)
    before = [trait for trait in focus.other if same and not (skin and knowledge.things[trait].kind == "skin")]
    return msgspec.structs.replace(focus, whom=whom, other=list(dict.fromkeys([*before, *told])))


def _one(
    knowledge: Knowledge,
    texts: Texts,
    question: Question,
    focus: Focus,
    ranking: Sequence[str],
    *,
    unsure: bool,
    memory: Memory,
    learnt: Learnt,
) -> tuple[Answer, Focus]:
    context = context_of(knowledge, texts, focus, question, memory)
    chatting = question.kind in SMALL_TALK and bool(question.things)
    if (unsure or chatting) and (refused := _kept_away(context, question, focus)):
        # Whatever was asked, what the person should leave alone is told so.
        asked = msgspec.structs.replace(
            question, kind="suitability", things=refused, traits=list(context.person.traits)
        )
        return _given(context, asked, focus, memory, learnt)
    if unsure and _HEALTH & set(ranking[:2]):
        # It may be about an illness: handing over is right in either case, asking back might not be.
        asked = msgspec.structs.replace(question, kind="medical")
        return answer(context, asked), focus
    question = _as_first_thought(question, focus, ranking)
    if unsure and _adds_a_circumstance(question, focus):
        unsure, question = False, msgspec.structs.replace(question, kind=focus.kind, things=focus.things)
    if kind := walk_word(question, focus) or about_answer(question, focus, unsure=unsure):
        unsure, question = False, msgspec.structs.replace(question, kind=kind)
    asked = fill(knowledge, question, focus, unsure=unsure)
    context = context_of(knowledge, texts, focus, asked, memory)
    if asked.kind == "routine" and not asked.things:
        asked = msgspec.structs.replace(asked, things=[item for item in memory.items if item.id in knowledge.things])
    if (of_last := _about_last(context, question, asked, focus)) is not None:
        return of_last
    asked = _settled(context, asked, focus, ranking)
    complete = (asked.kind in ("compatibility", "comparison") and len(asked.things) > 1) or is_bare_name(asked)
    if unsure and asked.kind == question.kind and not asked.second and not complete:
        which = smalltalk.ask_which(context, [kind for kind in ranking if kind not in SMALL_TALK][:2], asked)
        given = relevant.instead(context, asked, which)
        return given, focus if given is which else _on(focus, asked, given)
    return _given(context, asked, focus, memory, learnt)


def _adds_a_circumstance(question: Question, focus: Focus) -> bool:
    """`and in winter?` asks the same again, under other circumstances."""
    half = len(question.words) <= _HALF_SENTENCE and not question.things
    return bool(half and question.circumstances and focus.things) and focus.kind in ANSWERS


def _kept_away(context: Context, asked: Question, focus: Focus) -> list[Item]:
    """The things named, or pointed at, that the person should leave alone."""
    pointed = focus.things if _POINTING & set(asked.words) else []
    named = [item for item in asked.things or pointed if item.id in context.knowledge.things]
    return [item for item in named if kept_from(context.knowledge, item, context.person)]


def _about_last(context: Context, question: Question, asked: Question, focus: Focus) -> tuple[Answer, Focus] | None:
    """The answer to what is asked about the last answer, the pasted list or the step; None for any other question."""
    if asked.kind == "shorter":
        return followup.shorter(context, focus.headline), focus
    if asked.kind == "stands":
        return followup.stands(context, focus.headline, focus.decided_by, focus.about), focus
    if asked.kind == "instead" and (given := followup.instead(context, focus.decided_by)) is not None:
        return given, focus
    if asks_what_is_listed(question, focus):
        return followup.on_the_list(context, question.things[0], focus.listed), focus
    if (of_step := walk.about_step(context, question, focus)) is not None:
        return of_step, msgspec.structs.replace(focus, kind=of_step.kind, about=list(of_step.about))
    return None


def _settled(context: Context, asked: Question, focus: Focus, ranking: Sequence[str]) -> Question:
    """The question as one that is answered: what the classifier left in doubt decided by what is talked of."""
    if asked.kind == "instead":
        return msgspec.structs.replace(asked, kind="choice", things=[], traits=list(context.person.traits))
    # An entry fits a question in general; what points at a thing is about that thing.
    pointed = any(item.name not in " ".join(asked.words) for item in asked.things)
    enough = _CONFIDENT if pointed else _DOUBTFUL
    doubtful = asked.kind.startswith("faq/") and asked.confidence < enough and bool(asked.things)
    in_state = any(context.knowledge.things[trait].kind == "state" for trait in asked.traits)
    if asked.kind.startswith("faq/") and asked.confidence < _MISFITS and in_state and not asked.things:
        # `Are your products ok in pregnancy?`: what the state asks for in general, the entry beside it.
        asked = msgspec.structs.replace(asked, kind="suitability", second=asked.kind)
    general = next((kind for kind in ranking[1:4] if kind in ANSWERS), "")
    if doubtful and general:
        # A general kind fits whatever was named; the entry is told beside it.
        asked = msgspec.structs.replace(asked, kind=general, second=asked.kind)
    if focus.walk is not None and asked.kind in ("affirm", "unsure"):
        asked = msgspec.structs.replace(asked, kind="walk_next" if asked.kind == "affirm" else "walk_repeat")
    if _is_elsewhere(asked, ranking):
        asked = msgspec.structs.replace(asked, kind="out_of_scope")
    if asked.kind in walk.MOVES and focus.walk is None and _asks_what_follows(asked, focus):
        asked = msgspec.structs.replace(asked, kind="order", things=focus.things[-1:])
    return asked


def _given(context: Context, asked: Question, focus: Focus, memory: Memory, learnt: Learnt) -> tuple[Answer, Focus]:
    """The answer to a settled question, and the focus after it."""
    if asked.kind in walk.MOVES:
        given, place = walk.move(context, asked, focus)
        return given, _moved(focus, asked, given, place)
    if asked.kind == "forget_me":
        return person.forgotten(context, asked), Focus()
    if asked.kind == "what_do_you_know":
        return person.known(context, memory, [*focus.traits, *focus.medicines]), focus
    if asked.kind == "tell" and any(kept_from(context.knowledge, item, context.person) for item in asked.things):
        asked = msgspec.structs.replace(asked, kind="suitability", traits=asked.traits or list(context.person.traits))
        given = answer(context, asked)
        return given, _on(focus, asked, given)
    medicines = [item for item in asked.things if context.knowledge.things[item.id].prescription]
    if asked.kind == "tell" and medicines and len(asked.things) > 1:
        # What is told beside a medicine is weighed with it: `clindamycin and benzoyl peroxide, the second I bought`.
        asked = msgspec.structs.replace(asked, kind="compatibility")
        given = answer(context, asked)
        return given, _on(focus, asked, given)
    if asked.kind == "tell":
        of_another = bool(asked.whom and asked.traits)
        told = followup.of_another(context, asked.traits) if of_another else person.told(context, asked, learnt)
        return told, _on(focus, asked, None)
    if asked.kind == "why":
        return followup.why(context, focus.decided_by, focus.about, focus.kind), focus
    if asked.kind == "source":
        return followup.source(context, focus.decided_by, focus.about), focus
    given = answer(context, asked)
    if asked.kind == "goodbye" and focus.walk is not None:
        focus = msgspec.structs.replace(focus, walk=None, left=focus.walk)
    return given, focus if asked.kind in SMALL_TALK else _on(focus, asked, given)


def _as_first_thought(question: Question, focus: Focus, ranking: Sequence[str]) -> Question:
    """`so what order is it` names nothing, and is ours all the same: it points at what was just talked of."""
    points = bool(_POINTING & set(question.words)) and bool(focus.things) and len(question.words) <= _HALF_SENTENCE
    if question.kind != "out_of_scope" or not points or not ranking or ranking[0] not in ANSWERS:
        return question
    return msgspec.structs.replace(question, kind=ranking[0])


def _asks_what_follows(asked: Question, focus: Focus) -> bool:
    """`what goes on after that`, where nothing is being walked through, is about the thing last talked about."""
    return bool(focus.things) and asked.kind == "walk_next" and bool({"what", "whats"} & set(asked.words))


def _is_elsewhere(asked: Question, ranking: Sequence[str]) -> bool:
    """Whether a question that names nothing of ours, and may be about anything, is answered as not ours."""
    names_nothing = not asked.things and not asked.traits and not asked.unknown
    return (
        asked.kind in ANSWERS
        and asked.kind not in _HEALTH
        and names_nothing
        and asked.confidence < _CONFIDENT
        and not asked.nearest
        and "out_of_scope" in ranking[:2]
    )


def _on(focus: Focus, asked: Question, given: Answer | None) -> Focus:
    """The focus after an answer: the things asked about stay it until others are named."""
    return msgspec.structs.replace(
        focus,
        kind=_kind_of(asked, given) if given is not None else focus.kind,
        things=asked.things or focus.things,
        pair=_side_by_side(focus, asked.things),
        listed=[item.id for item in asked.things] if asked.kind == "label" else focus.listed,
        moment=asked.moment or (focus.moment if not asked.things else None),
        decided_by=list(given.decided_by) if given is not None else focus.decided_by,
        about=list(given.about) if given is not None else focus.about,
    )


def _side_by_side(focus: Focus, things: list[Item]) -> list[Item]:
    """The last things that were talked of together; two asked about one after the other are so too."""
    if len(things) > 1:
        return things
    if not things or any(item.id == things[0].id for item in focus.pair):
        return focus.pair
    return [*(item for item in focus.things[-1:] if item.id != things[0].id), *things]


def _kind_of(asked: Question, given: Answer) -> str:
    """The kind to go on from; where a gate answered in place of an FAQ entry, the gate's."""
    return given.kind if asked.kind.startswith("faq/") and given.kind in ANSWERS else asked.kind


def _moved(focus: Focus, asked: Question, given: Answer, place: Walk | None) -> Focus:
    return msgspec.structs.replace(
        focus,
        walk=place,
        left=focus.walk if asked.kind == "walk_stop" else None if place is not None else focus.left,
        kind=focus.kind if given.kind == "walk" else given.kind,
        things=asked.things or focus.things,
        decided_by=list(given.decided_by),
        about=list(given.about) or focus.about,
    )


def _finished(context: Context, answers: list[Answer], focus: Focus) -> list[Answer]:
    """Buttons stand under the last answer only, and so does the way back to a walkthrough."""
    last = answers[-1]
    if (
        focus.walk is not None
        and last.kind != "walk"
        and last.kind in (*ANSWERS, *SMALL_TALK, "ask_which", "why", "source", "tell")
    ) or (focus.walk is not None and last.kind.startswith("faq/")):
        last = msgspec.structs.replace(
            last,
            notes=(*last.notes, walk.way_back(context, focus.walk)),
            suggestions=(*context.texts.all("walkthrough.continue"), *last.suggestions)[:4],
        )
    return [*(msgspec.structs.replace(entry, suggestions=()) for entry in answers[:-1]), last]
