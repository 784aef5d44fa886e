"""The shop's own products in the database, and how a running worker learns of an import."""

from __future__ import annotations

import pytest

from bot.nlu.reader import Reader
from bot.nlu.shop import Shop
from bot.rules.product import Product
from bot.storage import database as databases
from bot.storage.catalogue import Catalogue
from bot.storage.database import Database
from bot.storage.products import Imported, all_products, import_products, revision

MASK = Product(
    name="Lumo Glow Mask", kind="mask.clay", actives=("kaolin",), attributes=("rich",), url="https://x.example"
)
SERUM = Product(name="Night Fjord Serum", brand="Lumo", kind="serum", actives=("retinol", "panthenol"))


def test_an_import_adds_and_changes_and_a_second_time_does_nothing(database: Database) -> None:
    assert import_products(database, [MASK, SERUM], 1.0, replace=False) == Imported(2, 0, 0, 0)
    before = revision(database)
    assert import_products(database, [MASK, SERUM], 2.0, replace=False) == Imported(0, 0, 2, 0)
    assert revision(database) == before
    assert all_products(database) == [MASK, SERUM]
    thinner = Product(name="LUMO  glow mask", kind="mask.clay")
    assert import_products(database, [thinner], 3.0, replace=False) == Imported(0, 1, 0, 0)
    assert all_products(database) == [thinner, SERUM]
    assert revision(database) != before


def test_only_an_import_that_replaces_forgets_products(database: Database) -> None:
    import_products(database, [MASK, SERUM], 1.0, replace=False)
    assert import_products(database, [SERUM], 2.0, replace=True) == Imported(0, 0, 1, 1)
    assert all_products(database) == [SERUM]


def test_many_products_are_one_commit(database: Database) -> None:
    many = [Product(name=f"Lumo {number}", kind="mask") for number in range(1000)]
    assert import_products(database, many, 1.0, replace=False).new == 1000
    assert len(all_products(database)) == 1000
    with pytest.raises(RuntimeError):
        import_products(database, _broken(many), 2.0, replace=True)
    assert len(all_products(database)) == 1000


def _broken(products: list[Product]) -> object:
    yield products[0]
    raise RuntimeError("the feed ends here")


def test_an_import_is_noticed_by_a_worker_that_runs(
    database: Database, monkeypatch: pytest.MonkeyPatch, knowledge: object
) -> None:
    monkeypatch.setattr(databases, "_of_this_process", [database])
    shop = Shop()
    shop.read_with(Reader(knowledge))  # type: ignore[arg-type]
    catalogue = Catalogue(shop)
    shop.source = catalogue.first
    assert shop.find("is lumo night fjord serum ok") == []
    import_products(database, [SERUM], 1.0, replace=False)
    assert catalogue.refresh()
    assert [found.product.name for found in shop.find("is lumo night fjord serum ok")] == ["Night Fjord Serum"]
    assert not catalogue.refresh()
    import_products(database, [], 2.0, replace=True)
    assert catalogue.refresh()
    assert shop.find("is lumo night fjord serum ok") == []
