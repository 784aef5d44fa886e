"""Trains the peer and notes how long each network's epochs took. Runs with the peer's interpreter, in its folder.

The one argument is a file for the figures: seconds in all, and of each network its name and each epoch.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any


def main(report: Path) -> None:
    """Trains with `rasa.train`, as the command does, and writes the figures."""
    import rasa
    from rasa.utils.tensorflow.models import RasaModel
    from tensorflow.keras.callbacks import LambdaCallback

    networks: list[dict[str, Any]] = []
    fit = RasaModel.fit

    def timed(self: Any, *args: Any, **kwargs: Any) -> Any:
        began, ends = time.perf_counter(), []
        notes = LambdaCallback(on_epoch_end=lambda *_: ends.append(time.perf_counter()))
        kwargs["callbacks"] = [*(kwargs.get("callbacks") or []), notes]
        try:
            return fit(self, *args, **kwargs)
        finally:
            seconds = [end - start for start, end in zip([began, *ends[:-1]], ends, strict=False)]
            networks.append({"network": type(self).__name__, "epochs": seconds})

    RasaModel.fit = timed
    began = time.perf_counter()
    made = rasa.train("domain.yml", "config.yml", ["data"], fixed_model_name="peer")
    if not made.model:
        raise SystemExit("The peer was not trained.")
    figures = {"seconds": time.perf_counter() - began, "networks": networks}
    report.write_text(json.dumps(figures), encoding="utf-8")


if __name__ == "__main__":
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    main(Path(sys.argv[1]))
