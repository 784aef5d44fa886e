"""A second training encodes only what is new."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.nlu.remembered import Remembered


class Counting:
    """Gives each text a vector of its length, and counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> Any:
        self.asked += texts
        return np.array([[len(text), 1] for text in texts], np.float32)


def once(folder: Path, texts: list[str]) -> tuple[Counting, Any]:
    encoder = Counting()
    remembered = Remembered(encoder, folder)  # type: ignore[arg-type]
    vectors = remembered(texts)
    remembered.keep()
    return encoder, vectors


def test_only_new_sentences_are_encoded(tmp_path: Path) -> None:
    first, vectors = once(tmp_path, ["a", "bb", "a"])
    assert first.asked == ["a", "bb"]
    second, again = once(tmp_path, ["a", "ccc", "bb"])
    assert second.asked == ["ccc"]
    assert again.tolist() == [[1, 1], [3, 1], [2, 1]]
    assert vectors.tolist() == [[1, 1], [2, 1], [1, 1]]


def test_what_is_no_longer_asked_is_dropped(tmp_path: Path) -> None:
    once(tmp_path, ["a", "bb"])
    once(tmp_path, ["a"])
    third, _ = once(tmp_path, ["bb"])
    assert third.asked == ["bb"]


@pytest.mark.parametrize("content", [b"", b"PK no archive", b"\x00" * 100])
def test_a_damaged_file_costs_only_time(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    once(tmp_path, ["a"])
    next(tmp_path.glob("*.npz")).write_bytes(content)
    encoder, _ = once(tmp_path, ["a"])
    assert encoder.asked == ["a"]
    assert "damaged" in caplog.text


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "file"
    folder.write_text("no folder")
    encoder, _ = once(folder, ["a"])
    assert encoder.asked == ["a"]
    assert "cannot be kept" in caplog.text
