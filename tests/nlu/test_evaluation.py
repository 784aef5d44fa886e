"""The gate: of questions that the training data has never seen, at least these shares are understood."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bot import evaluation_report
from bot.answers.answer import Answer
from bot.evaluation import (
    Case,
    Confusion,
    Evaluation,
    EvaluationError,
    Result,
    Share,
    Understood,
    evaluate,
    load_cases,
)
from bot.knowledge.base import Knowledge
from bot.knowledge.model import Verdict
from tests.conftest import ROOT
from tests.nlu.test_training_data import near_copies

FILE = ROOT / "tests/nlu/evaluation.jsonl"

OVERALL_AT_LEAST = 0.85
"""Right in kind, things and verdict."""
KINDS_AT_LEAST = 0.88
OUT_OF_SCOPE_ACCEPTED_AT_MOST = 0.08
"""Of what is not ours, answered as if it were."""
RED_FLAGS_MISSED_AT_MOST = 0


@pytest.fixture(scope="module")
def found(agent: Any, knowledge: Knowledge) -> Evaluation:
    return evaluate(agent, load_cases(FILE, knowledge))


def _named(results: list[Result]) -> str:
    return "\n".join(f"{one.case.id} {one.case.text!r} was understood as {', '.join(one.got.kinds)}" for one in results)


def test_enough_is_understood(found: Evaluation) -> None:
    assert found.overall.value >= OVERALL_AT_LEAST, f"{found.overall}\n{_named(list(found.wrong))}"


def test_enough_kinds_are_right(found: Evaluation) -> None:
    wrong = [one for one in found.results if not one.kind_right]
    assert found.kinds.value >= KINDS_AT_LEAST, f"{found.kinds}\n{_named(wrong)}"


def test_what_is_not_ours_is_not_answered_as_ours(found: Evaluation) -> None:
    accepted = [one for one in found.results if one.false_accept]
    assert found.false_accepts.value <= OUT_OF_SCOPE_ACCEPTED_AT_MOST, f"{found.false_accepts}\n{_named(accepted)}"


def test_no_red_flag_is_missed(found: Evaluation) -> None:
    missed = [one for one in found.results if one.red_flag_missed]
    assert len(missed) <= RED_FLAGS_MISSED_AT_MOST, _named(missed)


def test_no_evaluation_text_stands_in_the_training_data(knowledge: Knowledge) -> None:
    assert near_copies([case.text for case in load_cases(FILE, knowledge)]) == []


def _result(case: Case, *kinds: str, things: tuple[str, ...] = (), verdict: Verdict | None = None) -> Result:
    counts = tuple(frozenset([kind]) for kind in kinds)
    answers = tuple(Answer(kind=kind, headline="", verdict=verdict) for kind in kinds)
    return Result(case, Understood(kinds, counts, answers, frozenset(things), frozenset(things), 1.0))


_BOTH = Case(id="1", text="how often, and which?", kinds_all=("frequency", "choice"))
_EITHER = Case(id="2", text="a then b?", kinds=("order", "compatibility"), things=("retinol",), verdict="avoid")
_OUTSIDE = Case(id="3", text="the weather?", kind="out_of_scope")
_URGENT = Case(id="4", text="I can't breathe", kind="red_flag", things=("mask",))
_EASY = Case(id="5", text="red after a mask", kinds=("reaction", "red_flag"))


@pytest.mark.parametrize(
    ("result", "kind", "right"),
    [
        (_result(_BOTH, "frequency", "choice"), True, True),
        (_result(_BOTH, "frequency"), False, False),
        (_result(_EITHER, "order", things=("retinol",), verdict="avoid"), True, True),
        (_result(_EITHER, "order", things=("retinol", "serum"), verdict="avoid"), True, True),
        (_result(_EITHER, "order", things=("serum",), verdict="avoid"), True, False),
        (_result(_EITHER, "order", things=("retinol",), verdict="yes"), True, False),
        (_result(_EITHER, "effect", things=("retinol",), verdict="avoid"), False, False),
        (_result(_URGENT, "red_flag"), True, True),
        (_result(_URGENT, "reaction"), False, False),
    ],
)
def test_what_counts_as_right(result: Result, kind: bool, right: bool) -> None:
    assert (result.kind_right, result.right) == (kind, right)


@pytest.mark.parametrize(
    ("result", "holds"),
    [
        (_result(_OUTSIDE, "effect"), {"false_accept"}),
        (_result(_OUTSIDE, "out_of_scope", "effect"), {"false_accept"}),
        (_result(_OUTSIDE, "nonsense"), set()),
        (_result(_EITHER, "out_of_scope"), {"false_reject"}),
        (_result(_EITHER, "ask_which"), {"asked_back"}),
        (_result(_URGENT, "reaction"), {"red_flag_missed"}),
        (_result(_EASY, "reaction"), set()),
    ],
)
def test_what_must_not_happen_is_counted(result: Result, holds: set[str]) -> None:
    named = ("false_accept", "false_reject", "asked_back", "red_flag_missed")
    assert {name for name in named if getattr(result, name)} == holds


def test_a_question_that_was_not_seen_was_taken_for_nothing() -> None:
    found = Evaluation((_result(_BOTH, "frequency"), _result(_OUTSIDE, "effect"), _result(_OUTSIDE, "effect")))
    assert found.confusions() == [
        Confusion("out_of_scope", "effect", (_OUTSIDE.text, _OUTSIDE.text)),
        Confusion("choice", "nothing", (_BOTH.text,)),
    ]
    assert found.false_accepts == Share(2, 2)


def test_a_report_is_written(tmp_path: Path) -> None:
    found = Evaluation((_result(_BOTH, "frequency"), _result(_EASY, "reaction"), _result(_OUTSIDE, "effect")))
    evaluation_report.write(found, tmp_path / "deep" / "report")
    folder = tmp_path / "deep" / "report"
    assert "33.3 %" in (folder / "report.md").read_text()
    assert [msgspec.json.decode(line)["id"] for line in (folder / "wrong.jsonl").read_bytes().splitlines()] == [
        "1",
        "3",
    ]
    assert all((folder / name).read_bytes()[:4] == b"\x89PNG" for name in ("confusion.png", "by_kind.png"))


def test_a_report_without_a_mistake_is_written_too(tmp_path: Path) -> None:
    evaluation_report.write(Evaluation((_result(_EASY, "reaction"),)), tmp_path)
    assert (tmp_path / "wrong.jsonl").read_bytes() == b""


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"id": "1", "text": "a", "kind": "order", "thing": []}', "thing"),
        ('{"id": "1", "text": "a", "kind": "odour"}', "no kind of question: odour"),
        ('{"id": "1", "text": "a", "kind": "order", "things": ["mask.gold"]}', "no thing: mask.gold"),
        ('{"id": "1", "text": "a"}', "exactly one of"),
        ('{"id": "1", "text": "a", "kind": "order", "verdict": "maybe"}', "verdict"),
        ("{", "truncated"),
    ],
)
def test_a_mistake_in_the_file_is_named_with_its_line(
    tmp_path: Path, knowledge: Knowledge, line: str, says: str
) -> None:
    file = tmp_path / "cases.jsonl"
    file.write_text('{"id": "0", "text": "b", "kind": "order"}\n\n' + line + "\n")
    with pytest.raises(EvaluationError, match=re.escape(f"{file}:3: ")) as raised:
        load_cases(file, knowledge)
    assert says in str(raised.value)
