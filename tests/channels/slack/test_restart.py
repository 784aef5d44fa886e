"""A worker that is killed between committing a turn and sending its reply, and one that is stopped politely."""

from __future__ import annotations

import time
from pathlib import Path

from bot.storage.outbox import HELD_FOR
from tests.channels.slack.conftest import settings
from tests.channels.slack.payloads import person, send, written
from tests.channels.slack.platform import shown, standing_in
from tests.conftest import running

PAIR = "retinol and glycolic acid together?"


def test_what_was_committed_is_sent_after_a_kill_and_once(tmp_path: Path) -> None:
    user, channel = person()
    event = written(user, channel, PAIR)
    with standing_in() as platform:
        platform.away = True
        with running(tmp_path, **settings(platform)) as server:
            assert send(server.address, event).status_code == 200
            platform.wait_for(lambda: platform.calls)
            server.process.kill()
            server.process.wait(20)
        assert platform.posted == []
        platform.away = False
        with running(tmp_path, **settings(platform)) as server:
            # Killed before it noted that the platform was away, the worker leaves the reply held for as long.
            assert "Different days" in shown(platform.one_in(channel, HELD_FOR + 20))
            assert send(server.address, event, **{"X-Slack-Retry-Num": "1"}).status_code == 200
            time.sleep(2.5)
            platform.one_in(channel)
