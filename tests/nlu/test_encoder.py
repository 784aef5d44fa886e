"""The sentence encoder against a plain numpy forward pass, and what happens when its files are wrong."""

from __future__ import annotations

import math
import os
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import numpy as np
import pytest

from bot.nlu import encoder as module
from bot.nlu.encoder import FOLDER, PACKAGE, TOKENIZER, WEIGHTS, Encoder, EncoderError, load_encoder

SENTENCES = [
    "",
    "retinol?",
    "can i use a clay mask and a vitamin c serum on the same day",
    "Crème + 10% niacinamide — 可以吗?",
    "my evening is balm, gel cleanser, toner and retinal, and my cousin wants me to add rosehip oil; " * 12,
]


@pytest.fixture(scope="module")
def weights() -> Path:
    try:
        return Path(str(distribution(PACKAGE).locate_file(FOLDER))) / WEIGHTS
    except PackageNotFoundError:
        missing = f"{PACKAGE} is not installed: the sentence encoder is not tested"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("encoder")


@pytest.fixture(scope="module")
def encoder(weights: Path, cache: Path) -> Encoder:
    loaded = load_encoder(cache)
    assert loaded is not None
    return loaded


class Reference:
    """The same network written out in numpy, one sentence at a time, so without padding."""

    def __init__(self, weights: Path) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        self.tensors = load_file(weights)
        self.tokenizer = Tokenizer.from_file(str(weights.with_name(TOKENIZER)))
        self.tokenizer.no_padding()

    def dense(self, x: np.ndarray, name: str) -> np.ndarray:
        return x @ self.tensors[f"{name}.weight"].T + self.tensors[f"{name}.bias"]

    def normalise(self, x: np.ndarray, name: str) -> np.ndarray:
        centred = x - x.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + 1e-12)
        return centred / spread * self.tensors[f"{name}.weight"] + self.tensors[f"{name}.bias"]

    def attention(self, x: np.ndarray, name: str) -> np.ndarray:
        query, key, value = (self.dense(x, f"{name}.{part}") for part in ("query", "key", "value"))
        seen = []
        for head in range(0, 384, 32):
            own = slice(head, head + 32)
            scores = query[:, own] @ key[:, own].T / math.sqrt(32)
            shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
            seen.append(shares / shares.sum(axis=-1, keepdims=True) @ value[:, own])
        return np.concatenate(seen, axis=-1)

    def __call__(self, text: str) -> np.ndarray:
        ids = self.tokenizer.encode(text).ids
        x = (
            self.tensors["embeddings.word_embeddings.weight"][ids]
            + self.tensors["embeddings.position_embeddings.weight"][: len(ids)]
            + self.tensors["embeddings.token_type_embeddings.weight"][0]
        )
        x = self.normalise(x, "embeddings.LayerNorm")
        for layer in (f"encoder.layer.{number}" for number in range(6)):
            seen = self.dense(self.attention(x, f"{layer}.attention.self"), f"{layer}.attention.output.dense")
            x = self.normalise(x + seen, f"{layer}.attention.output.LayerNorm")
            inner = self.dense(x, f"{layer}.intermediate.dense")
            inner = inner * 0.5 * (1 + np.vectorize(math.erf)(inner / math.sqrt(2)))
            x = self.normalise(x + self.dense(inner, f"{layer}.output.dense"), f"{layer}.output.LayerNorm")
        mean = x.mean(axis=0)
        return mean / np.linalg.norm(mean)


def test_vectors_equal_a_plain_forward_pass(encoder: Encoder, weights: Path) -> None:
    reference = Reference(weights)
    expected = np.stack([reference(sentence) for sentence in SENTENCES])
    # The weights are rounded to 8 bits: the cosine with what they are in 32.
    assert (encoder(SENTENCES) * expected).sum(axis=1).min() > 0.99


def test_a_batch_equals_single_calls(encoder: Encoder) -> None:
    many = [f"{sentence} {number}" for number in range(14) for sentence in SENTENCES]
    together = encoder(many)
    assert together.shape == (70, 384)
    assert together.dtype == np.float32
    single = np.concatenate([encoder([sentence]) for sentence in many])
    # In 8 bits a row's rounding depends a little on how many are multiplied at once.
    assert (together * single).sum(axis=1).min() > 0.999
    assert (together == encoder(many)).all()


def test_every_text_gets_a_vector_of_length_one(encoder: Encoder) -> None:
    odd = ["", " \n", "\ud83d", "\x00", "🙂" * 500, "a" * 10_000]
    np.testing.assert_allclose(np.linalg.norm(encoder(odd), axis=1), 1, atol=1e-5)
    assert encoder([]).shape == (0, 384)


@pytest.mark.parametrize(
    ("text", "like", "unlike"),
    [
        (
            "can i use retinol while pregnant",
            "is retinoid cream fine when expecting a baby",
            "which mask suits oily skin",
        ),
        ("how often should i do a clay mask", "clay mask how many times a week", "where is my order"),
        ("my face burns after the peel", "the acid mask stings and my skin is red", "what is hyaluronic acid"),
    ],
)
def test_like_questions_are_closer_than_unlike_ones(encoder: Encoder, text: str, like: str, unlike: str) -> None:
    own, near, far = encoder([text, like, unlike])
    assert own @ near > own @ far + 0.1


@pytest.mark.parametrize("name", [WEIGHTS, TOKENIZER])
def test_a_wrong_file_is_refused_by_name(
    weights: Path, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "package"
    package.mkdir()
    for good in (WEIGHTS, TOKENIZER):
        (package / good).symlink_to(weights.with_name(good))
    (package / name).unlink()
    (package / name).write_bytes(b"something else")
    monkeypatch.setattr(module, "FOLDER", package)
    with pytest.raises(EncoderError, match=name):
        load_encoder(tmp_path / "cache")
    (package / name).unlink()
    with pytest.raises(EncoderError, match=name):
        load_encoder(tmp_path / "cache")


def test_a_damaged_cache_is_built_again(encoder: Encoder, cache: Path) -> None:
    (kept,) = cache.iterdir()
    before = encoder(["retinol"])
    with kept.open("r+b") as stream:
        stream.seek(1_000_000)
        stream.write(b"damaged!")
    damaged = kept.read_bytes()
    again = load_encoder(cache)
    assert again is not None
    np.testing.assert_array_equal(again(["retinol"]), before)
    (kept,) = cache.iterdir()
    assert kept.read_bytes() != damaged


def test_a_good_cache_is_used_as_it_is(encoder: Encoder, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "build_graph", lambda weights: pytest.fail("the graph was built again"))
    assert load_encoder(cache) is not None


def test_a_folder_that_cannot_be_written_is_no_obstacle(
    encoder: Encoder, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    unkept = load_encoder(tmp_path / "file" / "cache")
    assert unkept is not None
    np.testing.assert_array_equal(unkept(["retinol"]), encoder(["retinol"]))
    assert "cannot be kept" in caplog.text


def test_without_the_weights_there_is_no_encoder_and_one_line_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(module, "PACKAGE", "a-package-that-is-not-there")
    assert load_encoder(tmp_path) is None
    assert load_encoder(tmp_path) is None
    assert caplog.text.count("a-package-that-is-not-there is not installed") == 1
