"""The full-text indexes of SQLite merge eight pieces into one, not four.

FTS5 writes what a transaction adds as a piece of its own and merges pieces of like size into
larger ones. By fours a comment among a million was written anew five times over, by eights three
times: storing fifty articles into a million comments took 112 instead of 132 ms of processors,
into an empty database as long as before (200 batches, 23 November 2026). Searches have about as
many pieces to look through as they had before rows came many with a statement (24 and 26 of
comments and articles instead of 11 and 28, at a p95 of 23.6 and 22.3 ms), for then each
comment was a piece, and there were ten sizes of them instead of six.
"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INDEXES = ("article_search", "list_item_search", "comment_search")

FTS5_OWN = 4
"""Pieces FTS5 merges if it is told nothing."""


def upgrade() -> None:
    merge_by(8)


def downgrade() -> None:
    merge_by(FTS5_OWN)


def merge_by(pieces: int) -> None:
    if op.get_context().dialect.name == "sqlite":
        for index in INDEXES:
            op.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('automerge', {pieces})")  # noqa: S608 - our own names
