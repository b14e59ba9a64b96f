"""What is due, and what came of looking."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Time = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "frontier",
        sa.Column("id", Id, nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("site_id", Id, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("article_id", Id, nullable=True),
        sa.Column("discovered_at", Time, nullable=False),
        sa.Column("discovered_from", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("lastmod", Time, nullable=True),
        sa.Column("comment_count", sa.BigInteger(), nullable=True),
        sa.Column("next_visit_at", Time, nullable=True),
        sa.Column("worth", sa.Float(), nullable=False),
        sa.Column("last_visit_at", Time, nullable=True),
        sa.Column("last_changed_at", Time, nullable=True),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("walk_is_open", sa.Boolean(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name="fk_frontier_site_id_sites", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_frontier_article_id_articles",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_frontier"),
        sa.UniqueConstraint("url", name="uq_frontier_url"),
    )
    op.create_index("ix_frontier_article_id", "frontier", ["article_id"])
    op.create_index("ix_frontier_site_id_next_visit_at", "frontier", ["site_id", "next_visit_at"])
    op.create_index(
        "ix_frontier_site_id_worth_id",
        "frontier",
        ["site_id", "worth", "id"],
        sqlite_where=sa.text("last_visit_at IS NULL"),
        postgresql_where=sa.text("last_visit_at IS NULL"),
    )
    op.create_table(
        "visits",
        sa.Column("id", Id, nullable=False),
        sa.Column("crawl_id", Id, nullable=True),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("article_id", Id, nullable=True),
        sa.Column("fetched_at", Time, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("comments_new", sa.Integer(), nullable=False),
        sa.Column("comments_edited", sa.Integer(), nullable=False),
        sa.Column("comments_gone", sa.Integer(), nullable=False),
        sa.Column("comments_restored", sa.Integer(), nullable=False),
        sa.Column("warc_file", sa.Text(), nullable=True),
        sa.Column("warc_offset", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["crawl_id"], ["crawls.id"], name="fk_visits_crawl_id_crawls", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_visits_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
    )
    op.create_index("ix_visits_article_id_fetched_at", "visits", ["article_id", "fetched_at"])
    op.create_index("ix_visits_crawl_id", "visits", ["crawl_id"])
    op.create_index("ix_visits_url_fetched_at", "visits", ["url", "fetched_at"], unique=True)


def downgrade() -> None:
    op.drop_table("visits")
    op.drop_table("frontier")
