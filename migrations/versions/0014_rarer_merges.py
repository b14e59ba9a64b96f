"""FTS5 merges its lists when there are eight of a size, not four.

Every merge writes all words of the lists anew, and into a large archive a crawl stored 1.7 times
as slowly as into an empty one while the large ones were merged: 50 batches into a million
comments, by processor time. With eight it was 1.11, and searches took as long as before (22
November 2026). With sixteen searches took twice as long.
"""

from __future__ import annotations

from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INDEXES = ("article_search", "list_item_search", "comment_search")


def upgrade() -> None:
    set_automerge(8)


def downgrade() -> None:
    set_automerge(4)


def set_automerge(lists: int) -> None:
    """Set how many lists of a size wait for each other; FTS5 keeps it in its own table."""
    if op.get_bind().dialect.name == "sqlite":
        for index in INDEXES:
            op.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('automerge', {lists})")  # noqa: S608 - our own names
