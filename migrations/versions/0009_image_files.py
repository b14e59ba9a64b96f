"""Image files: the perceptual hash, where a file came from, why there is none."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Columns that may be null are added in place on SQLite too.
    op.add_column("images", sa.Column("phash", sa.Text(), nullable=True))
    op.add_column("images", sa.Column("file_url", sa.Text(), nullable=True))
    op.add_column("images", sa.Column("refused", sa.Text(), nullable=True))
    op.add_column("images", sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_images_file_url", "images", ["file_url"])


def downgrade() -> None:
    op.drop_index("ix_images_file_url", "images")
    for name in ("refused_at", "refused", "file_url", "phash"):
        op.drop_column("images", name)
