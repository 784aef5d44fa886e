"""Databases to test on: a SQLite file always, PostgreSQL when TEST_POSTGRES_URL names one."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from sqlalchemy.engine import make_url

from bot.storage.database import Database
from bot.storage.tracker_store import LamellaTrackerStore

POSTGRES = os.environ.get("TEST_POSTGRES_URL")

DOMAIN = """
version: "3.1"
intents: [compatibility, tell]
slots:
  focus: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  erasure: {type: any, influence_conversation: false, mappings: [{type: custom}]}
  notes: {type: any, influence_conversation: false, mappings: [{type: custom}]}
actions: [action_answer]
session_config: {session_expiration_time: 1440, carry_over_slots_to_new_session: true}
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database. A PostgreSQL that is named but cannot be reached is an error, not a skip; so is none in CI."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/lamella.db"
        return
    if not POSTGRES:
        if os.environ.get("CI"):
            pytest.fail("TEST_POSTGRES_URL is not set: .ci/with-postgres sets it")
        pytest.skip("TEST_POSTGRES_URL is not set")
    name = f"test_{uuid.uuid4().hex}"
    engine = sa.create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE SCHEMA {name}"))
    try:
        yield make_url(POSTGRES).update_query_dict({"options": f"-csearch_path={name}"}).render_as_string(False)
    finally:
        with engine.connect() as connection:
            connection.execute(sa.text(f"DROP SCHEMA {name} CASCADE"))
        engine.dispose()


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    found = Database(url)
    found.migrate()
    yield found
    found.close()


@pytest.fixture(scope="session")
def domain() -> Domain:
    return Domain.from_yaml(DOMAIN)


@pytest.fixture
def store(database: Database, domain: Domain) -> LamellaTrackerStore:
    return LamellaTrackerStore(domain, database=database)
