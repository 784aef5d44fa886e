"""`bot import`: what the owner of a shop sees of their product feed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.storage.database import Database
from bot.storage.products import all_products

FEED = "name,kind,ingredients\nLumo Glow Mask,mask,\"Aqua, Kaolin\"\n,mask,Aqua\nLumo Foot Soak,bath,Aqua\n"
needs_data = pytest.mark.skipif(
    "LAMELLA_DATA" not in os.environ, reason="LAMELLA_DATA is not set: the product feed is elsewhere"
)


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    found = Database(f"sqlite:///{tmp_path}/lamella.db")
    monkeypatch.setattr("bot.storage.database._of_this_process", [found])
    return found


def shown(*arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["import", *map(str, arguments)], env={"COLUMNS": "200"})
    assert result.exit_code == code, result.output
    return result.output


def test_an_import_says_what_came_in_and_names_each_row_that_did_not(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(FEED)
    told = shown(path)
    assert "2 new, 0 changed, 0 unchanged; 1 of 3 rows could not be read." in told
    assert "no name" in told
    assert "1 nothing that I have rules for" in told
    assert "2 unchanged" in shown(path)
    path.write_text(FEED.replace("Kaolin", "Glycolic Acid").replace("Lumo Foot Soak,bath,Aqua\n", ""))
    assert "0 new, 1 changed, 0 unchanged, 1 gone" in shown(path, "--replace")
    assert [(one.name, one.actives) for one in all_products(database)] == [("Lumo Glow Mask", ("glycolic_acid",))]


def test_one_name_twice_is_one_product_that_holds_what_both_list(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "feed.csv"
    path.write_text("name,kind,ingredients\nLumo Veil,serum,Retinol\nlumo veil,serum,Niacinamide\n")
    told = shown(path)
    assert "the name of line 2 again" in told
    assert set(all_products(database)[0].actives) == {"retinol", "niacinamide"}
    assert "0 changed, 1 unchanged" in shown(path)


def test_what_cannot_be_read_changes_nothing(tmp_path: Path, database: Database) -> None:
    path = tmp_path / "feed.csv"
    path.write_text(FEED)
    shown(path)
    path.write_text("price\n3\n")
    assert "No column holds the product's name" in shown(path, "--replace", code=1)
    path.write_text("name,kind\n,mask\n")
    assert "could not be read" in shown(path, "--replace", code=1)
    assert "can't be read" in shown(tmp_path / "missing.csv", code=1)
    assert len(all_products(database)) == 2


@needs_data
def test_a_real_feed_comes_in_whole(database: Database) -> None:
    path = Path(os.environ["LAMELLA_DATA"]) / "data/products.csv"
    assert "1138 new, 0 changed, 0 unchanged; 0 of 1138 rows could not be read." in shown(path)
    assert "0 new, 0 changed, 1138 unchanged" in shown(path, "--replace")
