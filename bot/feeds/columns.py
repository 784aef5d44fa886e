"""Which column of a table holds what."""

from __future__ import annotations

from collections.abc import Sequence

from bot.feeds.row import FeedError

NAME = ("name", "product name", "title", "product", "product title", "item name")
SORT = ("kind", "type", "product type", "category", "product category", "google product category", "sort")
INGREDIENTS = ("ingredients", "ingredient list", "inci", "clean ingreds", "full ingredients", "composition")
BRAND = ("brand", "vendor", "manufacturer", "brand name")
URL = ("url", "link", "product url", "product link", "website")


def column(columns: Sequence[str], allowed: Sequence[str]) -> str:
    """The first of the names that a table has; "" for none."""
    return next((name for name in allowed if name in columns), "")


def needed(columns: Sequence[str], what: str, allowed: Sequence[str]) -> str:
    """The same. Raises FeedError, which says what would be allowed and what is there."""
    found = column(columns, allowed)
    if not found:
        there = ", ".join(name for name in columns if name) or "nothing"
        raise FeedError(f"No column holds the {what}. It may be called {', '.join(allowed)}; there is: {there}.")
    return found


def ingredients(columns: Sequence[str]) -> str:
    """The column of the ingredient lists; a shop's own field may have a longer name: `ingredients (product.…)`."""
    longer = (name for name in columns if name.startswith(("ingredient", "inci")))
    return column(columns, INGREDIENTS) or next(longer, "")
