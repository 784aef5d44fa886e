"""The tables are those of this version, or the server says which they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from bot.answers.memory import ShelfItem, StoredPerson
from bot.storage import schema
from bot.storage.database import Database
from bot.storage.errors import SchemaError
from bot.storage.people import load_person, save_person
from bot.storage.shelf import load_shelf
from bot.storage.tables import metadata


def version(database: Database, number: str) -> None:
    with database.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :number"), {"number": number})


def test_a_sqlite_file_gets_its_tables_when_it_is_first_used(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/new/folder/lamella.db")
    assert load_person(database, "ann", 0) == StoredPerson()
    with database.read() as connection:
        assert schema.found(connection) == schema.VERSION


def test_a_postgresql_database_is_brought_up_to_date_by_command(url: str) -> None:
    database = Database(url)
    if database.is_sqlite:
        pytest.skip("about PostgreSQL")
    with pytest.raises(SchemaError, match=r"python -m bot\.storage\.migrate"):
        load_person(database, "ann", 0)
    database.migrate()
    assert load_person(database, "ann", 0) == StoredPerson()


def test_migrating_again_keeps_what_is_there(url: str) -> None:
    for _ in range(2):
        database = Database(url)
        database.migrate()
        save_person(database, "ann", StoredPerson(traits=("skin.dry",)), 1)
    assert load_person(database, "ann", 1).traits == ("skin.dry",)


def test_tables_of_a_newer_version_are_left_alone(database: Database) -> None:
    version(database, "9999")
    again = Database(database.engine.url.render_as_string(False))
    with pytest.raises(SchemaError, match="update Lamella"):
        load_person(again, "ann", 0)


def test_a_database_that_comes_back_is_used_without_a_restart(tmp_path: Path) -> None:
    (tmp_path / "lamella.db").mkdir()
    database = Database(f"sqlite:///{tmp_path}/lamella.db")
    with pytest.raises(sa.exc.OperationalError):
        load_person(database, "ann", 0)
    (tmp_path / "lamella.db").rmdir()
    assert load_person(database, "ann", 0) == StoredPerson()


def test_the_version_is_that_of_the_newest_migration() -> None:
    """Each migration names the one before it."""
    numbers, before = [], []
    for path in sorted((schema.FOLDER / "versions").glob("v*.py")):
        text = path.read_text()
        numbers.append(re.search(r'^revision = "(\d+)"$', text, re.M)[1])  # type: ignore[index]
        before.append(re.search(r"^down_revision = (.+)$", text, re.M)[1].strip('"'))  # type: ignore[index]
        assert path.name.startswith(f"v{numbers[-1]}_")
    assert numbers[-1] == schema.VERSION
    assert before == ["None", *numbers[:-1]]


def test_the_migrations_make_the_tables_that_the_code_uses(url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    def is_ours(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or not str(name).startswith("sqlite_")

    database = Database(url)
    database.migrate()
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"include_object": is_ours})
        assert compare_metadata(context, metadata) == []


def test_what_an_older_version_had_on_the_shelf_is_kept(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/old.db")
    with database.engine.begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(schema.FOLDER))
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        values = "'ann', 'clay', 'Clay', 'mask.clay', '[]', 1"
        connection.execute(
            sa.text(f"INSERT INTO shelf (sender_id, key, name, thing, actives, added) VALUES ({values})")
        )
    assert load_shelf(database, "ann") == [ShelfItem(name="Clay", thing="mask.clay", added=1)]
