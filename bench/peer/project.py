"""Writes the peer's project: what `rasa init` writes, with Lamella's examples, rules and domain."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

PIPELINE: list[dict[str, Any]] = [
    {"name": "WhitespaceTokenizer"},
    {"name": "RegexFeaturizer"},
    {"name": "LexicalSyntacticFeaturizer"},
    {"name": "CountVectorsFeaturizer"},
    {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
    {"name": "DIETClassifier", "epochs": 100, "constrain_similarities": True},
    {"name": "EntitySynonymMapper"},
    {"name": "ResponseSelector", "epochs": 100, "constrain_similarities": True},
    {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
]
POLICIES: list[dict[str, Any]] = [
    {"name": "MemoizationPolicy"},
    {"name": "RulePolicy"},
    {"name": "UnexpecTEDIntentPolicy", "max_history": 5, "epochs": 100},
    {"name": "TEDPolicy", "max_history": 5, "epochs": 100, "constrain_similarities": True},
]
"""What Rasa 3.6 takes where a config names nothing, and `rasa init` shows."""


def write(root: Path, folder: Path, epochs: int, action_port: int) -> None:
    """Writes the project of the repository at `root` into `folder`.

    `epochs` is how long each network learns: a message takes the same time whatever it is. The action server is
    expected at `action_port`.
    """
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "data").mkdir(parents=True)
    for room in ("nlu", "rules"):
        shutil.copytree(root / "data" / room, folder / "data" / room)
    shorter = [{**part, "epochs": epochs} if "epochs" in part else part for part in (*PIPELINE, *POLICIES)]
    config = {
        "recipe": "default.v1",
        "assistant_id": "peer",
        "language": "en",
        "pipeline": shorter[: len(PIPELINE)],
        "policies": shorter[len(PIPELINE) :],
    }
    _dump(folder / "config.yml", config)
    domain = yaml.safe_load((root / "domain.yml").read_text(encoding="utf-8"))
    # A response selector wants a response for each of its labels.
    domain["responses"] = {f"utter_{label}": [{"text": label}] for label in _retrieval_labels(root)}
    domain["intents"] += sorted({label.split("/")[0] for label in _retrieval_labels(root)} - {*domain["intents"]})
    _dump(folder / "domain.yml", domain)
    _dump(folder / "credentials.yml", {"rest": None})
    serve_actions(folder, action_port)


def serve_actions(folder: Path, action_port: int) -> None:
    """Writes where the peer's server finds its action server, and its stock tracker store."""
    endpoints = {
        "action_endpoint": {"url": f"http://127.0.0.1:{action_port}/webhook"},
        "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(folder / "peer.db")},
    }
    _dump(folder / "endpoints.yml", endpoints)


def _retrieval_labels(root: Path) -> list[str]:
    found = []
    for path in sorted((root / "data" / "nlu").glob("*.yml")):
        blocks = yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        found += [block["intent"] for block in blocks if "/" in block.get("intent", "")]
    return sorted({*found})


def _dump(path: Path, content: Any) -> None:
    path.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
