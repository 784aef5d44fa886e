"""The server's key is made once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from bot.storage.database import Database
from bot.storage.secrets import server_key


def test_the_key_is_the_same_after_a_restart_and_another_in_another_database(url: str, tmp_path: object) -> None:
    first = Database(url)
    first.migrate()
    key = server_key(first)
    assert len(key) == 32
    assert server_key(Database(url)) == key
    assert server_key(Database(f"sqlite:///{tmp_path}/other.db")) != key


def test_servers_that_start_together_agree(url: str) -> None:
    Database(url).migrate()
    with ThreadPoolExecutor(8) as threads:
        assert len(set(threads.map(lambda _: server_key(Database(url)), range(8)))) == 1
