"""How well questions are understood: labelled texts through the trained model and the dialogue, and what came out."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from bot.answers.answer import Answer
from bot.answers.kinds import ANSWERS, SMALL_TALK
from bot.answers.question import Question
from bot.channels.guard.text import as_text, too_long
from bot.dialogue.focus import Focus, dump_focus
from bot.dialogue.gaps import fill
from bot.dialogue.turn import turn
from bot.dialogue.walk import MOVES
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Verdict

FILE = Path("tests/nlu/evaluation.jsonl")
ASK_WHICH = "ask_which"
RED_FLAG = "red_flag"
OUTSIDE = ("out_of_scope", "nonsense")
"""Kinds of what is not ours."""

_HANDED_OVER = ("out_of_scope", "nonsense", ASK_WHICH, "medical")
"""Kinds of answers by which the dialogue says that it takes a question for none of the kind that was read."""
_CLAIMS_NOTHING = (*SMALL_TALK, ASK_WHICH, "medical")
"""Answers to something that is not ours that invent nothing."""
_TURNS = ("tell", "what_do_you_know", "forget_me", "why", "source")


class EvaluationError(ValueError):
    """A file of labelled texts holds mistakes; `problems` names each with its line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class Case(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A labelled text. One of `kind`, `kinds` (either is right) and `kinds_all` (all must be among the questions)."""

    id: str
    text: str
    kind: str = ""
    kinds: tuple[str, ...] = ()
    kinds_all: tuple[str, ...] = ()
    things: tuple[str, ...] | None = None
    """Ids that must be understood; None where that is not judged."""
    traits: tuple[str, ...] = ()
    """Skin types, concerns and states that must be understood too."""
    verdict: Verdict | None = None
    """None where that is not judged."""
    tags: tuple[str, ...] = ()

    @property
    def right_kinds(self) -> tuple[str, ...]:
        """The kinds that are right."""
        return self.kinds_all or self.kinds or (self.kind,)

    @property
    def label(self) -> str:
        """The kind under which it is counted."""
        return self.right_kinds[0]

    @property
    def outside(self) -> bool:
        """Whether it asks for nothing of ours."""
        return set(self.right_kinds) <= set(OUTSIDE)

    @property
    def urgent(self) -> bool:
        """Whether it must raise a red flag."""
        return set(self.right_kinds) == {RED_FLAG} or RED_FLAG in self.tags

    @property
    def needed(self) -> frozenset[str]:
        """All ids that must be understood."""
        return frozenset((*(self.things or ()), *self.traits))


class Understood(NamedTuple):
    """What one text was understood as: for each answer the kind asked, and the kinds that it may count as."""

    kinds: tuple[str, ...]
    counts_as: tuple[frozenset[str], ...]
    answers: tuple[Answer, ...]
    things: frozenset[str]
    named: frozenset[str]
    """The things without traits and without the forms that they come in: what may be too much."""
    milliseconds: float

    @property
    def answered(self) -> tuple[str, ...]:
        """The kinds of the answers."""
        return tuple(answer.kind for answer in self.answers)

    @property
    def verdicts(self) -> tuple[str, ...]:
        """The verdicts of the answers that have one."""
        return tuple(answer.verdict for answer in self.answers if answer.verdict is not None)


class Result(NamedTuple):
    """A case and what became of it."""

    case: Case
    got: Understood

    @property
    def kind_right(self) -> bool:
        """Whether an expected kind is among the questions, or all where all must be."""
        found = frozenset().union(*self.got.counts_as)
        wanted = set(self.case.right_kinds)
        return wanted <= found if self.case.kinds_all else bool(wanted & found)

    @property
    def things_right(self) -> bool:
        """Whether all things that must be understood were. Help is the same, whatever a report names."""
        return self.got.answered == (RED_FLAG,) or self.case.needed <= self.got.things

    @property
    def things_extra(self) -> frozenset[str]:
        """Things that were understood and not expected, where any are."""
        return self.got.named - self.case.needed if self.case.things else frozenset()

    @property
    def verdict_right(self) -> bool:
        """Whether an answer has the expected verdict, where one is expected."""
        return self.case.verdict is None or self.case.verdict in self.got.verdicts

    @property
    def right(self) -> bool:
        """Whether kind, things and verdict are all right."""
        return self.kind_right and self.things_right and self.verdict_right

    @property
    def false_accept(self) -> bool:
        """Something that is not ours, answered as if it were."""
        return self.case.outside and any(kind not in _CLAIMS_NOTHING for kind in self.got.answered)

    @property
    def false_reject(self) -> bool:
        """Something of ours, turned away."""
        ours = not set(self.case.right_kinds) & {*SMALL_TALK, "medical"}
        return ours and all(kind in OUTSIDE for kind in self.got.answered)

    @property
    def asked_back(self) -> bool:
        """Something of ours that the bot was not sure of."""
        return not self.case.outside and ASK_WHICH in self.got.answered and ASK_WHICH not in self.case.right_kinds

    @property
    def red_flag_missed(self) -> bool:
        """A report that needs help, and no red flag."""
        return self.case.urgent and RED_FLAG not in self.got.kinds


class Share(NamedTuple):
    """How many of how many."""

    right: int
    of: int

    @property
    def value(self) -> float:
        """From 0 to 1; 1 where there was nothing to do."""
        return self.right / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} %" if self.of else "–"


class Confusion(NamedTuple):
    """A kind that was taken for another: how often, and texts."""

    kind: str
    taken_for: str
    texts: tuple[str, ...]


class Evaluation(NamedTuple):
    """All results, and what they come to."""

    results: tuple[Result, ...]

    def share(self, right: Callable[[Result], bool], among: Callable[[Result], bool] = lambda _: True) -> Share:
        """The share of the results, of those among which it is asked, that are right."""
        asked = [right(result) for result in self.results if among(result)]
        return Share(sum(asked), len(asked))

    @property
    def overall(self) -> Share:
        """Right in kind, things and verdict."""
        return self.share(lambda result: result.right)

    @property
    def kinds(self) -> Share:
        """Right in kind."""
        return self.share(lambda result: result.kind_right)

    @property
    def things(self) -> Share:
        """Nothing missed that must be understood."""
        return self.share(lambda result: result.things_right, lambda result: bool(result.case.needed))

    @property
    def things_extra(self) -> Share:
        """Something understood that is not there."""
        return self.share(lambda result: bool(result.things_extra), lambda result: bool(result.case.things))

    @property
    def verdicts(self) -> Share:
        """Right in verdict."""
        return self.share(lambda result: result.verdict_right, lambda result: result.case.verdict is not None)

    @property
    def questions_extra(self) -> Share:
        """More questions understood than there may be."""
        return self.share(lambda result: len(result.got.kinds) > max(1, len(result.case.kinds_all)))

    @property
    def false_accepts(self) -> Share:
        """Of what is not ours, what was answered as if it were."""
        return self.share(lambda result: result.false_accept, lambda result: result.case.outside)

    @property
    def false_rejects(self) -> Share:
        """Of what is ours, what was turned away."""
        return self.share(lambda result: result.false_reject, lambda result: not result.case.outside)

    @property
    def asked_back(self) -> Share:
        """Of what is ours, what the bot was not sure of."""
        return self.share(lambda result: result.asked_back, lambda result: not result.case.outside)

    @property
    def red_flags_missed(self) -> Share:
        """Of the reports that need help, those that raised no red flag."""
        return self.share(lambda result: result.red_flag_missed, lambda result: result.case.urgent)

    @property
    def red_flags_needless(self) -> Share:
        """Of everything else, what raised one."""
        return self.share(
            lambda result: RED_FLAG in result.got.kinds,
            lambda result: not result.case.urgent and RED_FLAG not in result.case.right_kinds,
        )

    @property
    def wrong(self) -> tuple[Result, ...]:
        """What was not right."""
        return tuple(result for result in self.results if not result.right)

    def by_kind(self) -> dict[str, Share]:
        """The share right by kind, the worst first."""
        return self._by(lambda result: (result.case.label,))

    def by_tag(self) -> dict[str, Share]:
        """The share right by tag, the worst first."""
        return self._by(lambda result: result.case.tags)

    def _by(self, groups: Callable[[Result], Iterable[str]]) -> dict[str, Share]:
        found: dict[str, list[bool]] = defaultdict(list)
        for result in self.results:
            for name in groups(result):
                found[name].append(result.right)
        shares = {name: Share(sum(right), len(right)) for name, right in found.items()}
        return dict(sorted(shares.items(), key=lambda entry: (entry[1].value, -entry[1].of, entry[0])))

    def confusions(self) -> list[Confusion]:
        """Which kind was taken for which, the most frequent first."""
        found: dict[tuple[str, str], list[str]] = defaultdict(list)
        for result in self.results:
            for kind, taken_for in _confused(result):
                found[kind, taken_for].append(result.case.text)
        ranked = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
        return [Confusion(kind, taken_for, tuple(texts)) for (kind, taken_for), texts in ranked]

    def things_missed(self) -> Counter[str]:
        """The things that were missed, by how often."""
        return Counter(
            name
            for result in self.results
            if not result.things_right
            for name in result.case.needed - result.got.things
        )

    def milliseconds(self, part: float) -> float:
        """The time that a parse takes, of all but the slowest `1 - part` of texts."""
        times = sorted(result.got.milliseconds for result in self.results)
        return times[min(len(times) - 1, int(part * len(times)))] if times else 0.0


def _confused(result: Result) -> list[tuple[str, str]]:
    if result.kind_right:
        return []
    wanted = [kind for kind in result.case.right_kinds if all(kind not in found for found in result.got.counts_as)]
    spare = [
        kind
        for kind, found in zip(result.got.kinds, result.got.counts_as, strict=True)
        if not found & set(result.case.right_kinds)
    ]
    # A second question that was not seen at all was taken for nothing.
    return [(kind, (spare or ["nothing"])[0]) for kind in wanted[: len(wanted) if result.case.kinds_all else 1]]


def load_cases(file: Path, knowledge: Knowledge) -> list[Case]:
    """The labelled texts of a file. Raises EvaluationError naming each line with a mistake, and OSError."""
    known = known_kinds(knowledge)
    cases: list[Case] = []
    problems: list[str] = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            case = msgspec.json.decode(line, type=Case)
        except msgspec.DecodeError as error:
            problems.append(f"{file}:{number}: {error}")
            continue
        given = sum(map(bool, (case.kind, case.kinds, case.kinds_all)))
        wrong = [f"no kind of question: {kind}" for kind in case.right_kinds if given and kind not in known]
        wrong += [f"no thing: {name}" for name in sorted(case.needed) if name not in knowledge.things]
        wrong += ["exactly one of kind, kinds and kinds_all is needed"] if given != 1 else []
        wrong += [f"the id {case.id} stands twice"] if any(case.id == other.id for other in cases) else []
        problems += [f"{file}:{number}: {mistake}" for mistake in wrong]
        cases.append(case)
    if problems or not cases:
        raise EvaluationError(problems or [f"{file}: holds no text"])
    return cases


def known_kinds(knowledge: Knowledge) -> frozenset[str]:
    """All kinds that a text may be labelled with."""
    return frozenset((*ANSWERS, *SMALL_TALK, *MOVES, *_TURNS, ASK_WHICH, *(f"faq/{name}" for name in knowledge.faq)))


def evaluate(agent: Any, cases: Sequence[Case]) -> Evaluation:
    """Each text as the first message of a conversation of its own."""
    return asyncio.run(_evaluate(agent, cases))


async def _evaluate(agent: Any, cases: Sequence[Case]) -> Evaluation:
    await agent.parse_message("warm up")
    return Evaluation(tuple([Result(case, await understood(agent, case.text)) for case in cases]))


async def understood(agent: Any, text: str) -> Understood:
    """What a text is understood as at the start of a conversation, by the way that every message goes."""
    said = as_text(text)
    if too_long(text) or not said.strip():  # The door answers these.
        unread = Answer(kind="nonsense", headline="")
        return Understood(("nonsense",), (frozenset(["nonsense"]),), (unread,), frozenset(), frozenset(), 0.0)
    start = time.perf_counter()
    parsed = await agent.parse_message(said)
    took = 1000 * (time.perf_counter() - start)
    return in_dialogue(parsed, milliseconds=took)


def in_dialogue(parsed: dict[str, Any], focus: Focus | None = None, milliseconds: float = 0.0) -> Understood:
    """What the action makes of a parsed message, in a conversation that is about `focus`."""
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    from actions.turn import take_turn

    unsure = parsed["intent"]["name"] == "nlu_fallback"
    dispatcher = CollectingDispatcher()
    focus = focus or Focus()
    tracker = Tracker("evaluation", {"focus": dump_focus(focus)}, parsed, [], False, None, {}, None)
    take_turn(dispatcher, tracker, unsure=unsure)
    answers = [msgspec.convert(message["answer"], Answer) for message in dispatcher.messages]
    questions = msgspec.convert(parsed["questions"], list[Question])
    if len(answers) < len(questions):  # A report that needs help is answered alone, and one answer is told once.
        reports = [question for question in questions if question.kind in (RED_FLAG, "reaction")]
        questions = reports[:1] or questions[: len(answers)]
    asked = _filled(questions, focus, unsure=unsure)
    kinds, counts = zip(
        *(_kinds(question, answer) for question, answer in zip(asked, answers, strict=True)), strict=True
    )
    items = [item for question in asked for item in question.things]
    named = {part for item in items for part in (item.id, *item.contains)}
    traits = {name for question in asked for name in (*question.traits, *question.rejected)}
    return Understood(
        kinds=kinds,
        counts_as=counts,
        answers=tuple(answers),
        things=frozenset(named | traits | {item.form for item in items if item.form}),
        named=frozenset(named),
        milliseconds=milliseconds,
    )


def _filled(questions: Sequence[Question], before: Focus, *, unsure: bool) -> list[Question]:
    """The questions as the dialogue takes them, each after the ones before it."""
    from actions.turn import rooms

    knowledge, texts = rooms()
    asked: list[Question] = []
    focus = before
    for number, question in enumerate(questions):
        if number:
            focus = turn(knowledge, texts, questions[:number], before, unsure=unsure)[1]
        asked.append(fill(knowledge, question, focus, unsure=unsure))
    return asked


def _kinds(asked: Question, answer: Answer) -> tuple[str, frozenset[str]]:
    """The kind that a question was understood as, and the kinds that this counts as.

    What is answered as another kind counts as that one too: `can I use retinol?` as suitability.
    """
    if answer.kind in _HANDED_OVER:
        return answer.kind, frozenset([answer.kind])
    return asked.kind, frozenset([asked.kind, answer.kind])
