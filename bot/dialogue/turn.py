"""One turn of the conversation: questions and focus in, answers and focus out."""

from __future__ import annotations

import re
from collections.abc import Sequence

import msgspec

from bot.answers import coverage, followup, layering, person, relevant, smalltalk
from bot.answers.answer import Answer
from bot.answers.brief import brief
from bot.answers.choice import chosen
from bot.answers.compatibility import for_prescriber
from bot.answers.context import Context
from bot.answers.essentials import with_essentials
from bot.answers.kinds import ANSWERS, SMALL_TALK, answer
from bot.answers.memory import NOTHING, UNCHANGED, Learnt, Memory
from bot.answers.question import Question
from bot.answers.texts import Texts
from bot.dialogue import walk
from bot.dialogue.added import only_added
from bot.dialogue.corrections import swapped
from bot.dialogue.cues import about_answer, asks_what_is_listed, is_bare_name, resolved, walk_word
from bot.dialogue.echoes import having_said, said_once, was_said
from bot.dialogue.focus import Asked, Focus
from bot.dialogue.forms import in_the_same_state, read_off, washes_after
from bot.dialogue.gaps import adds_a_thing, fill, wants_one
from bot.dialogue.half import DOUBTED, without_fillers
from bot.dialogue.learning import remembered_traits
from bot.dialogue.medicines import moved_medicines, stops_a_medicine, with_told_medicines
from bot.dialogue.refocusing import SORE, after_answer, after_move, after_report, with_headline
from bot.dialogue.reports import in_context, leaves_sore
from bot.dialogue.settling import (
    HALF_SENTENCE,
    HEALTH,
    POINTING,
    as_first_thought,
    asks_what_follows,
    nowhere,
    settled,
    wanted_before,
)
from bot.dialogue.whose import TRAITS, talked_of
from bot.knowledge.base import Knowledge
from bot.rules.compatibility import kept_from
from bot.rules.items import Item, Person

URGENT = ("red_flag", "reaction")
"""Kinds that are answered alone."""
_ASKING = frozenset(("which", "what", "when", "why", "how", "where", "who"))
_HALF_WORDS = frozenset(("what", "huh", "eh", "and", "so", "then", "well", "pardon", "really", "but", "or", "sorry"))
_BARE = _HALF_WORDS | {"?", "!", ".", "…", "oh", "um", "uh"}
"""Words and signs that mean something only after something else."""
_MENDING = frozenset(("better", "calm", "calmer", "fine", "gone", "healed", "healing", "okay", "normal"))
"""Words of somebody whose skin has reacted and comes round: how to begin again is told."""
_ON_AGAIN = re.compile(r"\b(?:go on|continue|carry on|keep going|resume|start again|back (?:to|on))\b")
_A_LITTLE = re.compile(
    r"\b(?:just|only) (?:a (?:little|tiny|bit|wee)(?: bit)?|slightly) (?:red|pink|dry|tight|flaky)\b"
)
"""What is left when skin has nearly come round."""
_NOT_BETTER = frozenset(("not", "no", "never", "worse", "still", "but", "until", "hardly", "barely"))
_BESIDE_ONE = ("order", "wait")
"""Kinds in which one thing is what another goes before or after."""
_OF_A_THING = (*_BESIDE_ONE, "frequency", "time_of_day", "results", "effect", "suitability", "routine", "necessity")
_TOLD = ("tell", "out_of_scope", "nonsense", "feedback_helpful")
"""Kinds for which such a word of one's own skin is taken."""
_A_WHOLE_QUESTION = 5
"""Words from which a why asks more than why something was said."""


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
    heard = [in_context(knowledge, _as_report(one, focus), focus) for one in questions]
    unsure = unsure and all(one.kind == before.kind for one, before in zip(heard, questions, strict=True))
    questions = heard
    urgent = [one for one in questions if one.kind in URGENT and not _is_better_now(one, focus)]
    if urgent:
        context = context_of(knowledge, texts, focus, urgent[0], memory)
        alone = answer(context, urgent[0])
        said = " ".join(question.text for question in questions)
        return [smalltalk.with_errand(context, alone, said)], after_report(focus, alone, sore=leaves_sore(urgent[0]))
    focus = talked_of(knowledge, questions, focus)
    context = context_of(knowledge, texts, focus, questions[0], memory)
    if learnt.withdrawn and all(question.kind == "deny" or unsure for question in questions):
        plain = msgspec.structs.replace(questions[0], traits=[])
        return [person.told(context, plain, learnt)], focus
    answers: list[Answer] = []
    asked: list[Asked] = []
    told_of: list[Question] = []
    for question in only_added(knowledge, resolved(knowledge, questions, focus)):
        question = in_the_same_state(question, focus)
        now = swapped(question, focus)
        told_of.append(msgspec.structs.replace(question, things=now) if now else question)
        given, focus = _one(knowledge, texts, question, focus, ranking, unsure=unsure, memory=memory, learnt=learnt)
        answers.append(given)
        asked.append(Asked(kind=focus.kind, things=focus.things))
    focus = msgspec.structs.replace(focus, asked=asked if len(asked) > 1 else [])
    context = context_of(knowledge, texts, focus, questions[0], memory)
    focus = with_headline(focus, answers)
    answers, focus = said_once(context, coverage.complete(context, told_of, answers), focus)
    answers, essential = with_essentials(context, told_of, brief(texts, answers), lambda what: was_said(what, focus))
    return _finished(context, answers, focus), having_said(focus, essential)


def context_of(knowledge: Knowledge, texts: Texts, focus: Focus, question: Question, memory: Memory) -> Context:
    """The person of an answer: what was told before, and what the question itself says.

    Asked for somebody else, it is their skin that counts. The person's own states are heeded all the same: whom a thing
    is for is easily misread, and a state can only make an answer stricter.
    """
    named = tuple(trait for trait in question.traits if knowledge.things[trait].kind in TRAITS)
    own = [trait for trait in remembered_traits(focus, memory) if knowledge.things[trait].kind in TRAITS]
    if focus.whom:
        own = [*(trait for trait in own if knowledge.things[trait].kind != "skin"), *focus.other]
    return Context(knowledge, texts, Person(traits=tuple(own)).and_also(named))


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
    if _comes_round(question, focus, unsure=unsure):
        unsure, question = False, msgspec.structs.replace(question, kind="faq/restart_actives")
    context = context_of(knowledge, texts, focus, question, memory)
    if stops_a_medicine(context, question, remembered_traits(focus, memory)):
        asked = msgspec.structs.replace(question, kind="medical", things=with_told_medicines(context, question))
        return answer(context, asked), focus
    chatting = question.kind in SMALL_TALK and bool(question.things)
    if (unsure or chatting) and (refused := _kept_away(context, question, focus)):
        # Whatever was asked, what the person should leave alone is told so.
        asked = msgspec.structs.replace(
            question, kind="suitability", things=refused, traits=list(context.person.traits)
        )
        return _given(context, asked, focus, memory, learnt)
    if moved := moved_medicines(context, question):
        return for_prescriber(context, moved), focus
    on = [item for item in focus.things if item.id.startswith("mask.")] if focus.walk is not None else []
    if on and washes_after(question):
        asked = msgspec.structs.replace(question, kind="usage", things=on[:1], confidence=1.0)
        return answer(context, asked), focus
    if focus.walk is None and (formed := read_off(knowledge, question, focus)):
        context = context_of(knowledge, texts, focus, formed, memory)
        formed = msgspec.structs.replace(wanted_before(context, formed, focus), accustomed=focus.accustomed)
        return _given(context, formed, focus, memory, learnt)
    if (unsure or question.confidence < DOUBTED) and adds_a_thing(question, focus):
        unsure, question = False, msgspec.structs.replace(question, kind="compatibility")
    unsure = unsure and not wants_one(knowledge, question)
    if unsure and HEALTH & set(ranking[:2]):
        # It may be about an illness: handing over is right in either case, asking back might not be.
        asked = msgspec.structs.replace(question, kind="medical")
        return answer(context, asked), focus
    question = as_first_thought(question, focus, ranking)
    doubted = unsure or (question.kind == "out_of_scope" and question.confidence < DOUBTED)
    if doubted and _adds_a_circumstance(question, focus):
        unsure, question = False, msgspec.structs.replace(question, kind=focus.kind, things=focus.things)
    if not focus.kind and focus.walk is None and _is_bare(question):
        return smalltalk.unsaid(context), focus
    if kind := walk_word(question, focus) or about_answer(question, focus, unsure=unsure):
        unsure, question = False, msgspec.structs.replace(question, kind=kind)
    if nowhere(question, focus) and _ASKING & {*without_fillers(question.words)[:2]}:
        unsure = True  # `which step can I skip` is a question of its own.
    if walk.lacks(question, focus):
        return walk.without_later(context, question, focus), focus
    asked = fill(knowledge, question, focus, unsure=unsure)
    context = context_of(knowledge, texts, focus, asked, memory)
    if asked.kind == "routine" and not asked.things:
        asked = msgspec.structs.replace(asked, things=[item for item in memory.items if item.id in knowledge.things])
    if (of_last := _about_last(context, question, asked, focus)) is not None:
        return of_last
    asked = wanted_before(context, settled(context, asked, focus, ranking), focus)
    asked = msgspec.structs.replace(asked, accustomed=focus.accustomed)
    complete = (asked.kind in ("compatibility", "comparison") and len(asked.things) > 1) or is_bare_name(asked)
    if unsure and asked.kind == question.kind and not asked.second and not complete:
        which = smalltalk.ask_which(context, [kind for kind in ranking if kind not in SMALL_TALK][:2], asked)
        given = relevant.instead(context, asked, which)
        return given, focus if given is which else after_answer(focus, asked, given)
    given, after = _given(context, asked, focus, memory, learnt)
    return (smalltalk.of_what(context, given), after) if _of_nothing_named(asked) else (given, after)


def _of_nothing_named(asked: Question) -> bool:
    """`can I use it every day?`, and nothing was named that it may be: no yes to that."""
    named = len(asked.things) > (1 if asked.kind in _BESIDE_ONE else 0)
    return asked.points and not named and not asked.unknown and asked.kind in _OF_A_THING


def _is_bare(question: Question) -> bool:
    """`what?`, `and?`: half a word where nothing has been talked of."""
    return bool(question.words) and _BARE.issuperset(question.words) and bool(_HALF_WORDS & set(question.words))


def _adds_a_circumstance(question: Question, focus: Focus) -> bool:
    """`and in winter?` asks the same again, under other circumstances."""
    half = len(question.words) <= HALF_SENTENCE and not question.things
    return bool(half and question.circumstances and focus.things) and focus.kind in ANSWERS


def _kept_away(context: Context, asked: Question, focus: Focus) -> list[Item]:
    """The things named, or pointed at, that the person should leave alone."""
    pointed = focus.things if POINTING & set(asked.words) else []
    named = [item for item in asked.things or pointed if item.id in context.knowledge.things]
    return [item for item in named if kept_from(context.knowledge, item, context.person)]


def _about_last(context: Context, question: Question, asked: Question, focus: Focus) -> tuple[Answer, Focus] | None:
    """The answer to what is asked about the last answer, the pasted list or the step; None for any other question."""
    if asked.kind == "shorter":
        return followup.shorter(context, focus.headline), focus
    if asked.kind == "stands":
        return followup.stands(context, focus.headline, focus.decided_by, focus.about), focus
    if asked.kind == "when" and (given := followup.when(context, focus.decided_by)) is not None:
        return given, focus
    if asked.kind == "instead" and (given := followup.instead(context, focus.decided_by)) is not None:
        return given, focus
    if question.kind != "label" and asks_what_is_listed(question, focus):
        return followup.on_the_list(context, question.things[0], focus.listed), focus
    if asked.kind in walk.MOVES and focus.walk is None and asks_what_follows(asked, focus):
        asked = msgspec.structs.replace(asked, kind="order", things=focus.things[-1:])
        given = layering.follows(context, asked)
        return given, after_answer(focus, asked, given)
    if (of_step := walk.about_step(context, question, focus)) is not None:
        return of_step, msgspec.structs.replace(focus, kind=of_step.kind, about=list(of_step.about))
    return None


def _as_report(question: Question, focus: Focus) -> Question:
    """`it's not getting better`, of skin that is sore, reports that, whatever it was taken for."""
    tells = question.kind in (*_TOLD, *walk.MOVES) and not question.things and SORE in focus.traits
    words = {*question.words}
    worse = "worse" in words or (bool(_MENDING & words) and not _says_better(question.words))
    return msgspec.structs.replace(question, kind="reaction") if tells and worse else question


def _is_better_now(question: Question, focus: Focus) -> bool:
    """`it's getting better now`, of skin that was sore, where a report was only guessed: nothing that is urgent."""
    doubted = question.confidence < DOUBTED or bool(_A_LITTLE.search(" ".join(question.words)))
    guessed = question.kind == "reaction" and doubted and SORE in focus.traits
    return guessed and _says_better(question.words) and "?" not in question.words


def _says_better(words: Sequence[str]) -> bool:
    """Whether skin is said to have come round; `not getting better` says the opposite."""
    worse = not _NOT_BETTER.isdisjoint(words) or any(word.endswith("n't") for word in words)
    return (not _MENDING.isdisjoint(words) or bool(_A_LITTLE.search(" ".join(words)))) and not worse


def _comes_round(question: Question, focus: Focus, *, unsure: bool) -> bool:
    """`it's better now, can I go on`, of skin that was sore: how to begin again is wanted and nothing else."""
    again = bool(_ON_AGAIN.search(" ".join(question.words)))
    better = _says_better(question.words) and (again or "?" not in question.words)
    worse = not better and not _MENDING.isdisjoint(question.words)
    mends = SORE in focus.traits and (better or (again and focus.kind == "reaction" and not worse))
    guessed = _is_better_now(question, focus)
    tells = again or unsure or guessed or question.kind in (*_TOLD, *walk.MOVES)
    return mends and tells and not question.things and not question.traits and not _ASKING & {*question.words[:2]}


def _given(context: Context, asked: Question, focus: Focus, memory: Memory, learnt: Learnt) -> tuple[Answer, Focus]:
    """The answer to a settled question, and the focus after it."""
    if asked.kind in walk.MOVES:
        given, place = walk.move(context, asked, focus)
        return given, after_move(focus, asked, given, place)
    if asked.kind == "forget_me":
        return person.forgotten(context, asked), Focus()
    if asked.kind == "what_do_you_know":
        return person.known(context, asked, memory, [*focus.traits, *focus.medicines]), focus
    if asked.kind == "tell" and asked.traits and not asked.things and not asked.whom:
        # `I've got rosacea though`, of what was just recommended.
        talked_about = [item for item in focus.things if kept_from(context.knowledge, item, context.person)]
        asked = msgspec.structs.replace(asked, things=talked_about)
    if asked.kind == "tell" and any(_is_kept_off(context, item) for item in asked.things):
        asked = msgspec.structs.replace(asked, kind="suitability", traits=asked.traits or list(context.person.traits))
        given = answer(context, asked)
        return given, after_answer(focus, asked, given)
    medicines = [item for item in asked.things if context.knowledge.things[item.id].prescription]
    if asked.kind == "tell" and medicines and len(asked.things) > 1:
        # What is told beside a medicine is weighed with it: `clindamycin and benzoyl peroxide, the second I bought`.
        asked = msgspec.structs.replace(asked, kind="compatibility")
        given = answer(context, asked)
        return given, after_answer(focus, asked, given)
    if asked.kind == "tell":
        of_another = bool(asked.whom and asked.traits)
        told = followup.of_another(context, asked.traits) if of_another else person.told(context, asked, learnt)
        return told, after_answer(focus, asked, None)
    if asked.kind == "why":
        given = followup.why(context, focus.decided_by, focus.about, focus.kind)
        if given.asks_back and len(asked.words) > _A_WHOLE_QUESTION:
            given = relevant.instead(context, asked, given)  # `why should oil go on last?` is none about what was said.
        return given, focus
    if asked.kind == "source":
        return followup.source(context, focus.decided_by, focus.about), focus
    given = answer(context, asked)
    if asked.kind == "goodbye" and focus.walk is not None:
        focus = msgspec.structs.replace(focus, walk=None, left=focus.walk)
    if asked.kind in SMALL_TALK:
        return given, focus
    traits = (*asked.traits, *context.person.traits)
    return given, msgspec.structs.replace(
        after_answer(focus, asked, given), chosen=next(iter(chosen(context, traits, given)), "")
    )


def _is_kept_off(context: Context, item: Item) -> bool:
    """Whether somebody who tells that they use a thing should hear that it is not for them.

    That a medicine is for a prescriber to say whatever the skin type is no news to whoever was given it.
    """
    medicine = item.id in context.knowledge.things and context.is_medicine(item)
    return any(
        not (medicine and found.verdict == "ask_professional" and context.knowledge.things[found.b].kind == "skin")
        for found in kept_from(context.knowledge, item, context.person)
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
