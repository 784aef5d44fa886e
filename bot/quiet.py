"""Rasa's command line without the pages of warnings that its pinned libraries print: `python -m bot.quiet run`."""

from __future__ import annotations

import sys
import warnings


def silence() -> None:
    """Shows no warning from here on. Rasa resets the filters while it starts, so PYTHONWARNINGS=ignore falls short."""
    warnings.showwarning = lambda *_, **__: None


def main() -> None:
    """Runs `rasa` with this process's arguments. Errors and log lines are still shown; warnings are not."""
    silence()
    from rasa.__main__ import main as rasa

    sys.argv[0] = "rasa"
    rasa()


if __name__ == "__main__":
    main()
