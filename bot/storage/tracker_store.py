"""The tracker store that endpoints.yml names: Rasa's own on SQLAlchemy, with Lamella's overrides in place."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from rasa.core.tracker_store import SQLTrackerStore
from rasa.shared.core.domain import Domain
from sqlalchemy.engine import make_url

from bot.framework import install

install()

DATABASE = "sqlite:///lamella.db"


class TrackerStore(SQLTrackerStore):
    """Conversations in the database of `DATABASE_URL`; a SQLite file in the project folder without it."""

    def __init__(
        self, domain: Domain | None = None, host: str | None = None, event_broker: Any = None, **_: Any
    ) -> None:
        url = make_url(os.environ.get("DATABASE_URL") or DATABASE)
        if url.drivername == "sqlite" and url.database:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        super().__init__(
            domain=domain,
            dialect=url.drivername,
            host=url.host,
            port=url.port,
            db=url.database or "",
            username=url.username,
            password=url.password,
            event_broker=event_broker,
        )
