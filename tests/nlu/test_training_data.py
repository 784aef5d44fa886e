"""The training data: enough of it, none of it in the tests, and in step with domain, rules and knowledge."""

from __future__ import annotations

import json
import os
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from bot.knowledge.base import Knowledge
from tests.conftest import ROOT, training_examples

MAIN = ["compatibility", "order", "frequency", "choice", "definition", "effect", "suitability", "usage", "walk_start"]
NEAR = 0.7


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9]+", text.lower()))


def _test_questions() -> list[str]:
    asked = []
    for name in ("faq.yml", "questions.yml"):
        asked += [
            text for entry in yaml.safe_load((ROOT / "tests/founding" / name).read_text()) for text in entry["asked"]
        ]
    return asked


def near_copies(questions: list[str]) -> list[tuple[str, str]]:
    """Pairs whose words overlap by 0.7 or more (shared words against all words of both), short questions left out."""
    trained = [(_words(text), text) for _, text in training_examples()]
    found = []
    for question in questions:
        own = _words(question)
        for words, text in trained:
            if len(own) >= 4 and words and len(own & words) / len(own | words) >= NEAR:
                found.append((question, text))
    return found


def test_no_test_question_stands_in_the_training_data() -> None:
    assert near_copies(_test_questions()) == []


@pytest.mark.skipif(
    "LAMELLA_DATA" not in os.environ, reason="LAMELLA_DATA is not set: the development questions are elsewhere"
)
def test_no_development_question_stands_in_the_training_data() -> None:
    path = Path(os.environ["LAMELLA_DATA"]) / "questions/development.jsonl"
    assert near_copies([json.loads(line)["text"] for line in path.read_text().splitlines()]) == []


def test_the_main_kinds_have_forty_examples_and_all_others_enough() -> None:
    counts = Counter(label for label, _ in training_examples())
    assert [kind for kind in MAIN if counts[kind] < 40] == []
    assert [kind for kind, count in counts.items() if count < (12 if kind.startswith("faq/") else 25)] == []


def test_no_example_stands_under_two_labels() -> None:
    labels: dict[str, set[str]] = {}
    for label, text in training_examples():
        labels.setdefault(" ".join(re.findall(r"[^\W_]+", text.lower())) or text, set()).add(label)
    assert {text: found for text, found in labels.items() if len(found) > 1} == {}


def test_labels_agree_with_domain_rules_and_knowledge(knowledge: Knowledge) -> None:
    labels = {label for label, _ in training_examples()}
    domain = yaml.safe_load((ROOT / "domain.yml").read_text())
    assert {label for label in labels if "/" not in label} == set(domain["intents"])
    assert {label.split("/")[1] for label in labels if "/" in label} == set(knowledge.faq)
    rules = yaml.safe_load((ROOT / "data/rules/rules.yml").read_text())["rules"]
    ruled = {
        entry["intent"]
        for rule in rules
        for step in rule["steps"]
        for entry in step.get("or", [step])
        if "intent" in entry
    }
    assert ruled == set(domain["intents"]) | {"faq", "nlu_fallback"}
    acted = {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    assert acted == set(domain["actions"])
