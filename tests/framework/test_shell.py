"""The Rasa shell as a rehearsal: lines that fit, suggestions by number, the same answers as at the other doors."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot import model
from bot.framework.shell import meant, shown
from tests.conftest import ROOT, Server, free_port

SUGGESTED = ("Why?", "Walk me through it")


def test_a_number_stands_for_its_suggestion() -> None:
    assert meant("2", SUGGESTED) == "Walk me through it"
    assert meant("3", SUGGESTED) == "3", "no such suggestion"
    assert meant("2", ()) == "2"


def test_what_is_typed_is_a_message_and_no_command_to_rasa() -> None:
    assert meant("/restart", ()) == "restart"
    assert meant('/affirm{"a": "b"}', ()) == 'affirm{"a": "b"}'
    assert meant("   ", ()) is None


def test_lines_fit_and_steps_keep_their_indent() -> None:
    text = "First sentence.\n1. " + "a step of many words " * 8 + "\n" + "x" * 90
    printed = shown([{"text": text, "buttons": [{"title": "word " * 20, "payload": "p"}]}], 40).splitlines()
    assert max(map(len, printed)) <= 40
    assert printed[0] == "First sentence."
    assert printed[1].startswith("1. a step")
    assert printed[2].startswith("   ")
    assert any(line.startswith("  [1] word") for line in printed)


def test_suggestions_of_several_replies_are_numbered_through() -> None:
    replies = [{"text": "a", "buttons": [{"title": "one"}]}, {"text": "b", "buttons": [{"title": "two"}]}]
    assert shown(replies, 80) == "a\n  [1] one\n\nb\n  [2] two"


def test_a_whole_talk_through_a_pipe(server: Server, tmp_path: Path) -> None:
    said = ["retinol and glycolic acid in one night?", "1", "", "/restart", "forget me"]
    talk = subprocess.run(
        [sys.executable, "-m", "rasa", "shell", "--port", str(free_port())],
        cwd=ROOT,
        env={**model.ENVIRONMENT, "PATH": "/usr/bin:/bin", "DATABASE_URL": f"sqlite:///{tmp_path}/lamella.db"},
        input="\n".join(said),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert talk.returncode == 0, talk.stderr[-3000:]
    printed = " ".join(talk.stdout.split())
    first = " ".join(server.ask(said[0]).split())
    assert first.split(" Source:")[0] in printed
    assert "I have forgotten everything" in printed
    assert max(map(len, talk.stdout.splitlines())) <= 80
