"""A server that is killed in the middle of conversations goes on as if nothing had happened, and forgets on request."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import requests

from tests.conftest import running


def test_what_is_known_survives_a_kill_and_is_gone_when_it_is_asked_to_be(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        server.ask("my skin is dry", "ann")
        server.ask("I have zqretinol retinol and a clay mask", "ann")
        server.ask("I'm pregnant", "ann")
        assert "remember until" in server.ask("yes", "ann")
        server.ask("I'm breastfeeding", "bob")
        server.ask("walk me through a clay mask and a niacinamide serum", "bob")
        assert "tep 2" in server.ask("next", "bob")
        assert requests.get(f"{server.address}/ready", timeout=10).json()["database"] == "reachable"
        server.process.kill()
        server.process.wait(20)
    with running(tmp_path, LAMELLA_HEALTH_DAYS="1") as server:
        known = server.ask("what do you know about me", "ann")
        assert "dry skin" in known
        assert "because you agreed: pregnancy" in known
        assert "clay mask (since" in known
        fits = server.ask("can I add glycolic acid to my routine?", "ann")
        assert "other days than retinol" in fits
        assert "tep 3" in server.ask("next", "bob")
        assert "forgotten everything" in server.ask("forget me", "ann")
        assert "Nothing so far" in server.ask("what do you know about me", "ann")
        assert "conversation only: breastfeeding" in server.ask("what do you know about me", "bob")
    content = b"".join(found.read_bytes() for found in tmp_path.glob("lamella.db*"))
    assert b"zqretinol" not in content
    with sqlite3.connect(tmp_path / "lamella.db") as database:
        for table in ("person", "shelf"):
            assert database.execute(f"SELECT count(*) FROM {table} WHERE sender_id = 'ann'").fetchone() == (0,)


def test_a_walkthrough_is_where_it_was_after_a_kill_at_each_step(tmp_path: Path) -> None:
    at = 1
    while True:
        with running(tmp_path) as server:
            if at == 1:
                said = server.ask("walk me through a clay mask and a niacinamide serum", "cleo")
            else:
                said = server.ask("repeat", "cleo")
            assert f"tep {at} of" in said
            of = int(said.split(f"tep {at} of ")[1].split()[0].strip(".:,"))
            if at < of:
                assert f"tep {at + 1} of" in server.ask("next", "cleo")
            server.process.kill()
            server.process.wait(20)
        at += 1
        if at > of:
            return
