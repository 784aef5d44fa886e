"""An imported product keeps its brand, form, texture and address, and when it last changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op  # type: ignore[import-not-found]

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Adds five columns; of products that are there already nothing of it is known until they are imported again."""
    with op.batch_alter_table("product") as product:
        product.add_column(sa.Column("brand", sa.String(255), nullable=False, server_default=""))
        product.add_column(sa.Column("form", sa.String(255), nullable=False, server_default=""))
        product.add_column(sa.Column("attributes", sa.Text, nullable=False, server_default="[]"))
        product.add_column(sa.Column("url", sa.Text, nullable=False, server_default=""))
        product.add_column(sa.Column("updated", sa.Float, nullable=False, server_default="0"))
    op.create_index("ix_product_updated", "product", ["updated"])
