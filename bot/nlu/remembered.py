"""Vectors of training examples kept from one training to the next: only new sentences are encoded again."""

from __future__ import annotations

import logging
import os
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.nlu.encoder import BUILDER, SHA256, WEIGHTS, Encoder

logger = logging.getLogger(__name__)


class Remembered:
    """An encoder that knows the vectors of what it was asked before, in this training or the last one."""

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._file = folder / f"vectors-{SHA256[WEIGHTS][:12]}-{BUILDER}.npz"
        self._kept = self._read()
        self._used: dict[str, npt.NDArray[np.float32]] = {}

    def __call__(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        missing = [text for text in dict.fromkeys(texts) if text not in self._used and text not in self._kept]
        if missing:
            self._used.update(zip(missing, self._encoder(missing), strict=True))
        for text in texts:
            if text not in self._used:
                self._used[text] = self._kept[text]
        return np.array([self._used[text] for text in texts], np.float32)

    def keep(self) -> None:
        """Writes what was asked this time; what no example holds any more is dropped. A full disk only costs time."""
        temporary = self._file.with_suffix(f".{os.getpid()}.part")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            try:
                with temporary.open("wb") as stream:
                    vectors = np.array([*self._used.values()], np.float32)
                    # As one run of bytes: an array of strings would give each the room of the longest.
                    texts = np.frombuffer("\n".join(self._used).encode(), np.uint8)
                    np.savez(stream, texts=texts, vectors=vectors)
                temporary.replace(self._file)
            finally:
                temporary.unlink(missing_ok=True)
        except OSError as problem:
            logger.warning("Vectors cannot be kept in %s (%s): the next training is slower.", self._file, problem)

    def _read(self) -> dict[str, npt.NDArray[np.float32]]:
        try:
            with np.load(self._file) as kept:
                return dict(zip(kept["texts"].tobytes().decode().split("\n"), kept["vectors"], strict=True))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as problem:
            logger.warning("%s is damaged (%s): all examples are encoded again.", self._file, problem)
            return {}
