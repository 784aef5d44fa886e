"""Trains Rasa's default NLU pipeline on one fold and asks it the other texts. Run by bench.understanding.

It runs in an environment with the real TensorFlow, so it imports nothing of Lamella. The one argument is a folder with
`nlu.yml` and `texts.json`, where it leaves `said.json`.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

# What Rasa 3.6 takes where a config names no pipeline, its thresholds written out.
CONFIG = """
recipe: default.v1
language: en
pipeline:
  - name: WhitespaceTokenizer
  - name: RegexFeaturizer
  - name: LexicalSyntacticFeaturizer
  - name: CountVectorsFeaturizer
  - name: CountVectorsFeaturizer
    analyzer: char_wb
    min_ngram: 1
    max_ngram: 4
  - name: DIETClassifier
    epochs: 100
    constrain_similarities: true
  - name: EntitySynonymMapper
  - name: ResponseSelector
    epochs: 100
    constrain_similarities: true
  - name: FallbackClassifier
    threshold: 0.3
    ambiguity_threshold: 0.1
"""


def label(parsed: dict[str, Any]) -> str:
    """The likeliest label, `faq/x` included. Whether the pipeline is sure of it is another question."""
    ranking = [entry["name"] for entry in parsed["intent_ranking"]] or [parsed["intent"]["name"]]
    likeliest = next((name for name in ranking if name != "nlu_fallback"), "")
    selected = parsed.get("response_selector", {})
    of_intent = selected.get(likeliest) or selected.get("default") or {}
    if likeliest in selected.get("all_retrieval_intents", []):
        return str(of_intent["response"]["intent_response_key"])
    return str(likeliest)


async def ask(model: str, texts: list[str]) -> tuple[list[str], float]:
    """The labels of the texts, and the median of the milliseconds that one takes."""
    from rasa.core.agent import Agent

    agent = Agent.load(model)
    await agent.parse_message("warm up")
    labels, times = [], []
    for text in texts:
        start = time.perf_counter()
        labels.append(label(await agent.parse_message(text)))
        times.append(1000 * (time.perf_counter() - start))
    return labels, sorted(times)[len(times) // 2]


def main(folder: Path) -> None:
    """Trains, asks, writes."""
    from rasa.model_training import train_nlu

    config = folder / "config.yml"
    config.write_text(CONFIG)
    start = time.perf_counter()
    model = train_nlu(str(config), str(folder / "nlu.yml"), str(folder))
    seconds = time.perf_counter() - start
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    labels, milliseconds = asyncio.run(ask(str(model), texts))
    said = {"labels": labels, "seconds_to_fit": seconds, "ms_per_message": milliseconds}
    (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    main(Path(sys.argv[1]))
