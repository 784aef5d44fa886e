"""Many conversations that begin at the same moment, on one worker and on two: nothing fails, is lost or doubled."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import Server, running

PEOPLE = 60
ASKED = ("retinol and glycolic acid together?", "clay mask and vitamin c on the same day?", "thanks")


def asked_by_many(server: Server) -> dict[str, list[str]]:
    """Each person says all of `ASKED`, the next when answered; everybody begins at once."""

    def person(number: int) -> tuple[str, list[str]]:
        sender = f"person-{number}"
        return sender, [server.ask(text, sender) for text in ASKED]

    with ThreadPoolExecutor(PEOPLE) as people:
        return dict(people.map(person, range(PEOPLE)))


@pytest.mark.parametrize("workers", [1, 2])
def test_sixty_conversations_at_once(tmp_path: Path, workers: int) -> None:
    if workers > 1 and sys.platform != "linux":
        pytest.skip("several processes on one port need Linux")
    with running(tmp_path, LAMELLA_WORKERS=str(workers)) as server:
        alone = [server.ask(text, "alone") for text in ASKED]
        heard = asked_by_many(server)
        _one_person_in_a_hurry(server)
    assert heard == {f"person-{number}": alone for number in range(PEOPLE)}
    _check_stored(tmp_path / "lamella.db")


def _one_person_in_a_hurry(server: Server) -> None:
    """Ten messages of one person without waiting for replies, over ten connections."""
    with ThreadPoolExecutor(10) as hurry:
        replies = list(hurry.map(lambda number: server.ask(ASKED[number % 2], "hurry"), range(10)))
    assert all(replies)


def _check_stored(database: Path) -> None:
    connection = sqlite3.connect(database)
    rows = connection.execute(
        "SELECT sender_id, type_name, data FROM event JOIN conversation ON conversation.id = conversation_id "
        "ORDER BY conversation_id, sequence"
    ).fetchall()
    connection.close()
    said, replied = Counter(), Counter()
    for sender, kind, data in rows:
        said[sender] += kind == "user"
        if kind == "bot":
            replied[sender] += 1
            assert json.loads(data)["text"]
    assert said == {**{f"person-{number}": len(ASKED) for number in range(PEOPLE)}, "alone": len(ASKED), "hurry": 10}
    assert replied == said
