"""`bot check`: what an owner easily gets wrong is named with its file and place, before a visitor meets it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.answers.texts import load_texts
from bot.checks import examples, names, sentences
from bot.knowledge.base import Knowledge
from tests.conftest import ROOT

DOMAIN = ROOT / "domain.yml"
MANY = "version: '3.1'\nnlu:\n- intent: faq/empty_jars\n  examples: |\n    - do you take empty jars back\n"


def said(text: str, folder: Path, faq: tuple[str, ...] = ("empty_jars",)) -> list[str]:
    (folder / "shop.yml").write_text(text, encoding="utf-8")
    return [str(problem) for problem in examples.problems(faq, folder, DOMAIN)]


def test_nothing_is_wrong_with_what_lies_here(knowledge: Knowledge) -> None:
    assert list(examples.problems(knowledge.faq, ROOT / "data/nlu", DOMAIN)) == []
    assert list(sentences.problems(load_texts(ROOT / "data/answers"))) == []
    assert list(names.problems(ROOT / "data")) == []


def test_examples_that_fit_are_fine(tmp_path: Path) -> None:
    assert said(MANY, tmp_path) == []


@pytest.mark.parametrize(
    ("before", "after", "message"),
    [
        ("faq/empty_jars", "faq/emty_jars", "nlu[0] (faq/emty_jars): no faq entry of data/knowledge has that id; did"),
        ("faq/empty_jars", "greeet", "nlu[0] (greeet): there is no such intent; did you mean greet?"),
        ("examples: |", "examples:", "expected `examples: |` and a line for each, which begins with “- ”"),
        ("    - do you", "    do you", "the example “do you take empty jars back” does not begin with “- ”"),
        ("    - do you take empty jars back\n", "", "nlu[0] (faq/empty_jars): has no example"),
        ("    - do you", "    -do you", "does not begin with “- ”"),
        ("- intent", "- intents", "nlu[0]: expected intent and examples"),
        ("nlu:", "nlus:", "shop.yml: file: expected the list nlu"),
        ("  examples", "\texamples", "shop.yml: line 4, column"),
        ("back\n", "back\n- intent: greet\n  examples: |\n    - Do you take empty jars back?\n", "stands under faq/"),
    ],
)
def test_what_an_example_lacks_is_said(tmp_path: Path, before: str, after: str, message: str) -> None:
    assert before in MANY
    assert any(message in one for one in said(MANY.replace(before, after), tmp_path))


def test_an_answer_that_nobody_can_ask_for_is_named(tmp_path: Path) -> None:
    (problem,) = said(MANY, tmp_path, ("empty_jars", "gift_cards"))
    assert problem == "data/nlu: faq/gift_cards: has an answer, and no example of how it is asked"


@pytest.mark.parametrize(
    ("file", "before", "after", "message"),
    [
        ("person", "Noted: {traits}.", "Noted: {trait}.", "person.yml: told: nobody fills in {trait}"),
        ("smalltalk", 'greet: "Hello!', 'greet: "Hello, {nmae}!', "smalltalk.yml: greet: nobody fills in {nmae}"),
        ("smalltalk", "begun_anew:", "begun_again:", "smalltalk.yml: begun_anew: is gone, and is still said"),
    ],
)
def test_a_sentence_that_could_not_be_said_is_named(
    tmp_path: Path, file: str, before: str, after: str, message: str
) -> None:
    shutil.copytree(ROOT / "data/answers", tmp_path / "answers")
    (tmp_path / "answers/plain.yml").unlink()
    path = tmp_path / f"answers/{file}.yml"
    assert before in path.read_text()
    path.write_text(path.read_text().replace(before, after))
    (problem,) = (str(problem) for problem in sentences.problems(load_texts(tmp_path / "answers")))
    assert problem.startswith(message)


def test_a_file_that_nobody_reads_is_named(tmp_path: Path) -> None:
    (tmp_path / "nlu").mkdir()
    for name in ("shop.yaml", "other.yml.txt", "fine.yml", "notes.md"):
        (tmp_path / "nlu" / name).touch()
    assert [str(problem) for problem in names.problems(tmp_path)] == [
        "nlu/other.yml.txt: file: is not read: call it other.yml",
        "nlu/shop.yaml: file: is not read: call it shop.yml",
    ]
