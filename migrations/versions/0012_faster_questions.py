"""Indexes that spare searches and lists a look at rows.

PostgreSQL joins what a word finds with the articles of a kind or a site, which it read from
the table, bodies and all; and with all comments of somebody.
"""

from __future__ import annotations

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_articles_kind_id": ("articles", ["kind", "id"]),
    "ix_articles_site_id_id": ("articles", ["site_id", "id"]),
    "ix_articles_comments_captured": ("articles", ["comments_captured"]),
    "ix_comments_commenter_id_id": ("comments", ["commenter_id", "id"]),
}

POSTGRESQL = {
    # For the words of few articles: both indexes are read before any row is.
    "ix_comment_search_article_id": ("comment_search", ["article_id"]),
    "ix_list_item_search_article_id": ("list_item_search", ["article_id"]),
}


def upgrade() -> None:
    for name, (table, columns) in indexes().items():
        op.create_index(name, table, columns)
    op.drop_index("ix_comments_commenter_id", "comments")


def downgrade() -> None:
    op.create_index("ix_comments_commenter_id", "comments", ["commenter_id"])
    for name, (table, _) in indexes().items():
        op.drop_index(name, table)


def indexes() -> dict[str, tuple[str, list[str]]]:
    """Give those of this database."""
    return INDEXES | (POSTGRESQL if op.get_context().dialect.name == "postgresql" else {})
