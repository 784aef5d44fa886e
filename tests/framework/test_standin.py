"""Rasa without TensorFlow: importing works, using says what to do, and our own pipeline never asks for it."""

from __future__ import annotations

import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot import model

STANDIN = "lamella-tensorflow-standin"


def _installed() -> bool:
    return any(found.metadata["Name"] == STANDIN for found in importlib.metadata.distributions())


pytestmark = pytest.mark.skipif(not _installed(), reason="the full set is installed, with the real TensorFlow")


def test_the_real_one_is_not_there() -> None:
    with pytest.raises(importlib.metadata.PackageNotFoundError):
        importlib.metadata.version("tensorflow")


def test_what_rasa_does_while_it_loads_works() -> None:
    import tensorflow as tf
    from tensorflow.keras.utils import Sequence
    from tensorflow.python.types.core import GenericFunction

    class Layer(tf.keras.layers.Layer):  # type: ignore[misc]
        def call(self, inputs: tf.Tensor | None) -> tf.Tensor:
            return inputs

    assert issubclass(Layer, tf.keras.layers.Layer)
    assert isinstance(Sequence, type)
    assert isinstance(GenericFunction, type)
    assert tf.function(len) is len


def test_real_use_fails_and_says_what_to_do() -> None:
    import tensorflow as tf

    with pytest.raises(ImportError, match=r"tensorflow\.constant needs TensorFlow.*make full"):
        tf.constant(1)


def test_a_module_that_does_not_belong_to_it_is_still_missing() -> None:
    with pytest.raises(ModuleNotFoundError):
        __import__("tensorflow_that_is_not")


def test_training_a_tensorflow_component_names_it(tmp_path: Path) -> None:
    config = {
        "recipe": "default.v1",
        "assistant_id": "test",
        "language": "en",
        "pipeline": [
            {"name": "WhitespaceTokenizer"},
            {"name": "CountVectorsFeaturizer"},
            {"name": "DIETClassifier", "epochs": 1},
        ],
        "policies": [{"name": "RulePolicy"}],
    }
    nlu = {
        "version": "3.1",
        "nlu": [
            {"intent": "a", "examples": "- one two\n- three four\n"},
            {"intent": "b", "examples": "- five six\n- seven eight\n"},
        ],
    }
    (tmp_path / "config.yml").write_text(yaml.safe_dump(config))
    (tmp_path / "nlu.yml").write_text(yaml.safe_dump(nlu))
    (tmp_path / "domain.yml").write_text(yaml.safe_dump({"version": "3.1", "intents": ["a", "b"]}))
    command = [sys.executable, "-m", "rasa", "train", "nlu", "--nlu", "nlu.yml", "--domain", "domain.yml"]
    done = subprocess.run(
        command, cwd=tmp_path, env={**_environment(), "LOG_LEVEL": "ERROR"}, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "DIETClassifier needs TensorFlow" in done.stdout + done.stderr


def _environment() -> dict[str, str]:
    import os

    return {**os.environ, **model.ENVIRONMENT}
