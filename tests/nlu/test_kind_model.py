"""What the kinds of question are learnt by, and that nothing learnt by former code is taken for new."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.nlu import kind_model
from bot.nlu.classifier import QuestionClassifier


def test_the_regression_in_use_is_the_mean_of_several() -> None:
    features = np.random.default_rng(0).normal(size=(3000, 6)).astype(np.float32)
    labels = ["a" if row[0] > row[1] else "b" if row[2] > 0 else "c" for row in features]
    mean = kind_model.averaged(features, labels)
    ones = [kind_model.softmax(seed).fit(features, labels) for seed in range(kind_model._AVERAGED)]
    logits = np.mean([features @ one.coefs_[0] + one.intercepts_[0] for one in ones], axis=0)
    expected = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    np.testing.assert_allclose(mean.predict_proba(features), expected, atol=1e-5)
    assert (mean.predict(features) == labels).mean() > 0.9


def test_other_code_beside_the_classifier_makes_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = QuestionClassifier.fingerprint_addon({})
    edited = Path(kind_model.__file__)
    read = Path.read_text
    monkeypatch.setattr(Path, "read_text", lambda path, **how: read(path, **how) + ("#" if path == edited else ""))
    assert QuestionClassifier.fingerprint_addon({}) != before
