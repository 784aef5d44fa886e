"""`python -m bot.storage.migrate` brings the tables of `DATABASE_URL` up to date."""

from __future__ import annotations

from bot.storage import schema
from bot.storage.database import shared


def main() -> None:
    """Migrates, and says to which version."""
    shared().migrate()
    print(f"The database has version {schema.VERSION}.")


if __name__ == "__main__":
    main()
