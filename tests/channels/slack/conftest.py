"""A server whose Slack is the stand-in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.slack.payloads import SECRET
from tests.channels.slack.platform import TOKEN, Platform, standing_in
from tests.conftest import Server, running


@pytest.fixture(scope="package")
def platform() -> Iterator[Platform]:
    with standing_in() as platform:
        yield platform


@pytest.fixture(scope="package")
def door(platform: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real server with Slack's door open."""
    with running(tmp_path_factory.mktemp("slack"), **settings(platform)) as server:
        yield server


def settings(platform: Platform) -> dict[str, str]:
    """The environment of a server whose Slack is this one."""
    return {
        "LAMELLA_SLACK_TOKEN": TOKEN,
        "LAMELLA_SLACK_SIGNING_SECRET": SECRET,
        "LAMELLA_SLACK_API": platform.api,
    }
