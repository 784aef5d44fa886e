"""The n-gram features of single messages are those that the classifier was trained on."""

from __future__ import annotations

from typing import Any

import numpy as np

from bot.nlu.classifier import QuestionClassifier
from bot.nlu.language import Language
from bot.nlu.reader import clean
from tests.conftest import training_examples


def _component(agent: Any, kind: type) -> Any:
    nodes = agent.processor.graph_runner._instantiated_nodes.values()
    return next(node._component for node in nodes if isinstance(getattr(node, "_component", None), kind))


def test_features_of_single_messages_are_those_of_the_pipeline(agent: Any) -> None:
    model = _component(agent, QuestionClassifier).model
    reader = _component(agent, Language).reader
    texts = [text for _, text in training_examples()[::200]]
    readings = [reader.read(clean(text)) for text in (*texts, "", "?", "zzzz qqqq", "日本語", "retinol retinol")]
    assert len(readings) > 100
    np.testing.assert_allclose(model._phrasing(readings), model.ngrams.transform(readings), atol=1e-5)
