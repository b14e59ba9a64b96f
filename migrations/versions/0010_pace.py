"""What the pace of visits is learned from, and how far a site's word was right."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

Time = sa.DateTime(timezone=True)


def upgrade() -> None:
    number = {"nullable": False, "server_default": "0"}
    op.add_column("frontier", sa.Column("finds", sa.Float(), **number))
    op.add_column("frontier", sa.Column("exposure", sa.Float(), **number))
    op.add_column("frontier", sa.Column("stirred_at", Time, nullable=True))
    op.add_column("frontier", sa.Column("counted_at", Time, nullable=True))
    op.add_column(
        "frontier",
        sa.Column("is_hinted", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("sites", sa.Column("lied_at", Time, nullable=True))
    for name in ("lies", "lastmods", "lastmods_true"):
        op.add_column("sites", sa.Column(name, sa.Integer(), **number))


def downgrade() -> None:
    for name in ("finds", "exposure", "stirred_at", "counted_at", "is_hinted"):
        op.drop_column("frontier", name)
    for name in ("lied_at", "lies", "lastmods", "lastmods_true"):
        op.drop_column("sites", name)
