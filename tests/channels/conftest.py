"""The Telegram door on a real server, and somebody who writes to it, for each module of tests that asks for them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.channels.telegram import Visitor, settings
from tests.channels.telegram_platform import Platform, platform
from tests.conftest import Server, running


@pytest.fixture(scope="module")
def telegram() -> Iterator[Platform]:
    with platform() as started:
        yield started


@pytest.fixture(scope="module")
def door(telegram: Platform, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(tmp_path_factory.mktemp("telegram"), **settings(telegram)) as started:
        yield started


@pytest.fixture
def visitor(door: Server, telegram: Platform) -> Visitor:
    return Visitor(door, telegram)
