"""The `bot` command: serve, train, ask, check."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import AbstractContextManager, nullcontext
from typing import Annotated

import typer
from rich.console import Console
from rich.panel import Panel

from bot import model
from bot.answers.texts import load_texts
from bot.knowledge.files import KnowledgeError, load

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Lamella: masks, serums and what goes together.")
out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 5005,
    host: Annotated[str, typer.Option(help="The address to listen on; this machine only by default.")] = "127.0.0.1",
) -> None:
    """Train if need be, start the server, and say where it answers."""
    if _taken(host, port):
        err.print(f"Port {port} is taken. Choose another with PORT={port + 1} make run.")
        raise typer.Exit(1)
    _train_if_stale()
    command = [
        sys.executable,
        "-m",
        "bot.quiet",
        "run",
        "--interface",
        host,
        "--port",
        str(port),
        "--model",
        str(model.MODEL),
    ]
    server = subprocess.Popen(command, env={**os.environ, **model.ENVIRONMENT})
    signal.signal(signal.SIGTERM, lambda *_: server.terminate())
    try:
        with _progress("Starting …"):
            while server.poll() is None and not _ready(host, port):
                time.sleep(0.2)
        if server.poll() is None:
            out.print(f"Lamella is ready: http://localhost:{port}/   (Ctrl-C stops it)")
        raise typer.Exit(server.wait())
    except KeyboardInterrupt:
        server.terminate()
        server.wait()


@app.command()
def train(always: Annotated[bool, typer.Option(help="Also when the model is up to date.")] = False) -> None:
    """Train the model when it is older than what it was trained on."""
    _train_if_stale(always=always)


@app.command()
def ask(question: str) -> None:
    """Answer one question, through Rasa as a visitor's would go."""
    _train_if_stale()
    os.environ.update(model.ENVIRONMENT)
    from bot.rehearsal import answers_to

    for text, buttons in answers_to([question]):
        out.print(Panel(text, width=min(100, out.width)), markup=False)
        if buttons:
            out.print("  ".join(f"[ {button} ]" for button in buttons), markup=False)


@app.command()
def check() -> None:
    """Check the knowledge and the sentences, naming each mistake with its file and place."""
    try:
        knowledge, texts = load(), load_texts()
    except KnowledgeError as error:
        for problem in error.problems:
            err.print(str(problem), markup=False, soft_wrap=True)
        err.print(f"{len(error.problems)} to mend.")
        raise typer.Exit(1) from None
    out.print(
        f"{len(knowledge.things)} things, {len(knowledge.all_facts)} facts, {len(knowledge.interactions)} rules, "
        f"{len(knowledge.faq)} FAQ, {len(knowledge.sources)} sources, {len(list(texts))} sentences: no mistake found."
    )


def _train_if_stale(*, always: bool = False) -> None:
    if model.is_current() and not always:
        return
    try:
        load()
        load_texts()
        with _progress("Training, this takes about a minute …"):
            model.train()
    except (KnowledgeError, model.TrainingError) as error:
        err.print(str(error), markup=False, soft_wrap=True)
        err.print("The model was not trained." + (" The former one is still there." if model.MODEL.is_file() else ""))
        raise typer.Exit(1) from None


def _progress(message: str) -> AbstractContextManager[object]:
    """A spinner on a terminal, a line anywhere else."""
    if out.is_terminal:
        return out.status(message)
    out.print(message)
    return nullcontext()


def _taken(host: str, port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((host if host != "0.0.0.0" else "127.0.0.1", port)) == 0


def _ready(host: str, port: int) -> bool:
    try:
        with urllib.request.urlopen(
            f"http://{host if host != '0.0.0.0' else '127.0.0.1'}:{port}/ready", timeout=2
        ) as reply:
            return bool(reply.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def main() -> None:
    """Entry point of the `bot` command."""
    app()
