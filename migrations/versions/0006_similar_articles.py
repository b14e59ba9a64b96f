"""Articles that are alike, and the log of everything new, edited, gone and restored."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Time = sa.DateTime(timezone=True)

BACKFILL = """
INSERT INTO changes (noted_at, seen_at, site_id, article_id, comment_id, change)
SELECT seen_at, seen_at, site_id, article_id, comment_id, change FROM (
    SELECT first_seen_at AS seen_at, site_id, id AS article_id,
        CAST(NULL AS BIGINT) AS comment_id, 'new' AS change, 0 AS turn
    FROM articles
    UNION ALL
    SELECT article_revisions.seen_at, articles.site_id, articles.id, NULL, 'edited', 1
    FROM article_revisions JOIN articles ON articles.id = article_revisions.article_id
    WHERE article_revisions.seen_at > articles.first_seen_at
    UNION ALL
    SELECT comments.first_seen_at, articles.site_id, articles.id, comments.id, 'new', 2
    FROM comments JOIN articles ON articles.id = comments.article_id
    UNION ALL
    SELECT comment_revisions.seen_at, articles.site_id, articles.id, comments.id, 'edited', 3
    FROM comment_revisions
    JOIN comments ON comments.id = comment_revisions.comment_id
    JOIN articles ON articles.id = comments.article_id
    WHERE comment_revisions.seen_at > comments.first_seen_at
    UNION ALL
    SELECT comments.gone_at, articles.site_id, articles.id, comments.id, 'gone', 4
    FROM comments JOIN articles ON articles.id = comments.article_id
    WHERE comments.gone_at IS NOT NULL
    UNION ALL
    SELECT gone_at, site_id, id, NULL, 'gone', 5
    FROM articles WHERE gone_at IS NOT NULL
) known
ORDER BY seen_at, article_id, turn, comment_id
"""
"""What the tables still tell of the past; that something was gone for a while they do not."""


def upgrade() -> None:
    op.create_table(
        "article_similar",
        sa.Column("article_id", Id, nullable=False),
        sa.Column("similar_id", Id, nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("seen_at", Time, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_article_similar_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["similar_id"],
            ["articles.id"],
            name="fk_article_similar_similar_id_articles",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("article_id", "similar_id", name="pk_article_similar"),
    )
    op.create_index("ix_article_similar_similar_id", "article_similar", ["similar_id"])
    op.create_table(
        "article_bands",
        sa.Column("band", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_article_bands_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("band", name="pk_article_bands"),
    )
    op.create_index("ix_article_bands_article_id", "article_bands", ["article_id"])
    op.create_table(
        "changes",
        sa.Column("id", Id, nullable=False),
        sa.Column("noted_at", Time, nullable=False),
        sa.Column("seen_at", Time, nullable=False),
        sa.Column("site_id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("comment_id", Id, nullable=True),
        sa.Column("change", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name="fk_changes_site_id_sites", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_changes_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name="fk_changes_comment_id_comments",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_changes"),
        # A number once given to a follower must never come again, though its row was erased.
        sqlite_autoincrement=True,
    )
    op.execute(BACKFILL)
    op.create_index("ix_changes_noted_at", "changes", ["noted_at"])
    op.create_index("ix_changes_site_id_id", "changes", ["site_id", "id"])
    op.create_index("ix_changes_article_id", "changes", ["article_id"])
    op.create_index(
        "ix_changes_comment_id",
        "changes",
        ["comment_id"],
        sqlite_where=sa.text("comment_id IS NOT NULL"),
        postgresql_where=sa.text("comment_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_table("changes")
    op.drop_table("article_bands")
    op.drop_table("article_similar")
