"""The founding documents: every statement is held, and every question about them is answered rightly."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.knowledge.base import Knowledge
from tests.conftest import Server, check_reply, without_sources

HERE = Path(__file__).parent


def _cases(name: str) -> list[Any]:
    entries = yaml.safe_load((HERE / name).read_text())
    return [
        pytest.param(asked, entry, id=f"{entry['statement']}-{number}")
        for entry in entries
        for number, asked in enumerate(entry["asked"], 1)
    ]


def test_every_statement_is_carried_by_a_fact_or_a_rule(knowledge: Knowledge) -> None:
    statements = set(yaml.safe_load((HERE / "statements.yml").read_text()))
    carried = {key for entry in (*knowledge.all_facts, *knowledge.interactions.values()) for key in entry.founding}
    assert sorted(statements - carried) == []
    assert sorted(carried - statements) == []


def test_what_carries_a_statement_names_its_document(knowledge: Knowledge) -> None:
    for entry in (*knowledge.all_facts, *knowledge.interactions.values()):
        for key in entry.founding:
            assert f"seed-{key.split('-')[0]}" in entry.sources, f"{entry.says} carries {key}"


@pytest.mark.parametrize(("asked", "entry"), _cases("faq.yml"))
def test_the_seven_questions_in_other_words(server: Server, asked: str, entry: dict[str, Any]) -> None:
    check_reply(without_sources(server.ask(asked)), entry["conveys"], entry.get("never", []))


@pytest.mark.parametrize(("asked", "entry"), _cases("questions.yml"))
def test_every_statement_asked_about(server: Server, asked: str, entry: dict[str, Any]) -> None:
    check_reply(without_sources(server.ask(asked)), entry["conveys"], entry.get("never", []))
