"""The trained model: where it lies, and whether it is older than what it was trained on."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path

FOLDER = Path("models")
MODEL = FOLDER / "lamella.tar.gz"
_STAMP = FOLDER / "lamella.trained-on"
_LOG = FOLDER / "training.log"
_SOURCES = (
    "config.yml",
    "domain.yml",
    "data/nlu/*.yml",
    "data/rules/*.yml",
    "data/knowledge/*.yml",
    "bot/nlu/*.py",
    "bot/knowledge/*.py",
    "requirements/lock.txt",
)

ENVIRONMENT = {
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL": "WARNING",
    "LOG_LEVEL_LIBRARIES": "ERROR",
}
"""For Rasa's own processes: no telemetry, and none of its pages of deprecation warnings."""


class TrainingError(RuntimeError):
    """Training did not end well; the message holds the end of what Rasa printed. The old model is still there."""


def digest() -> str:
    """A digest of everything that the model is trained on."""
    paths = sorted(path for pattern in _SOURCES for path in Path().glob(pattern))
    content = hashlib.sha256()
    for path in paths:
        content.update(str(path).encode() + b"\0" + path.read_bytes() + b"\0")
    return content.hexdigest()


def is_current() -> bool:
    """Whether there is a model and it was trained on what lies here now."""
    return MODEL.is_file() and _STAMP.is_file() and _STAMP.read_text().strip() == digest()


def train() -> None:
    """Trains with `rasa train`. Raises TrainingError."""
    FOLDER.mkdir(exist_ok=True)
    trained_on = digest()
    # Rasa writes into the file that it is given: what is cut short, or finds the disk full, must not be the old one.
    with tempfile.TemporaryDirectory(prefix="new-", dir=FOLDER) as new:
        with _LOG.open("w") as log:
            done = subprocess.run(
                [sys.executable, "-m", "bot.quiet", "train", "--fixed-model-name", MODEL.name, "--out", new],
                env={**os.environ, **ENVIRONMENT},
                stdout=log,
                stderr=subprocess.STDOUT,
                check=False,
            )
        trained = Path(new, MODEL.name)
        if done.returncode != 0 or not trained.is_file():
            raise TrainingError("\n".join(_LOG.read_text().splitlines()[-15:]))
        trained.replace(MODEL)
    _STAMP.write_text(trained_on + "\n")
