"""Commenters, comments and how they changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Time = sa.DateTime(timezone=True)
BinaryText = sa.String().with_variant(sa.String(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "commenters",
        sa.Column("id", Id, nullable=False),
        sa.Column("site_id", Id, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("url", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id"], ["sites.id"], name="fk_commenters_site_id_sites", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_commenters"),
    )
    op.create_index("ix_commenters_name", "commenters", ["name"])
    op.create_index("ix_commenters_site_id_key", "commenters", ["site_id", "key"], unique=True)
    op.create_table(
        "comments",
        sa.Column("id", Id, nullable=False),
        sa.Column("article_id", Id, nullable=False),
        sa.Column("list_item_id", Id, nullable=True),
        sa.Column("site_comment_id", sa.Text(), nullable=True),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("parent_id", Id, nullable=True),
        sa.Column("depth", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("path", BinaryText, nullable=False),
        sa.Column("commenter_id", Id, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("posted_raw", sa.Text(), nullable=True),
        sa.Column("posted_at", Time, nullable=True),
        sa.Column("posted_earliest", Time, nullable=True),
        sa.Column("posted_latest", Time, nullable=True),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=True),
        sa.Column("first_seen_at", Time, nullable=False),
        sa.Column("last_seen_at", Time, nullable=False),
        sa.Column("gone_at", Time, nullable=True),
        sa.ForeignKeyConstraint(
            ["article_id"],
            ["articles.id"],
            name="fk_comments_article_id_articles",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["list_item_id"],
            ["list_items.id"],
            name="fk_comments_list_item_id_list_items",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["comments.id"], name="fk_comments_parent_id_comments"
        ),
        sa.ForeignKeyConstraint(
            ["commenter_id"],
            ["commenters.id"],
            name="fk_comments_commenter_id_commenters",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
    )
    op.create_index(
        "ix_comments_article_id_identity", "comments", ["article_id", "identity"], unique=True
    )
    op.create_index("ix_comments_commenter_id", "comments", ["commenter_id"])
    op.create_index(
        "ix_comments_list_item_id",
        "comments",
        ["list_item_id"],
        sqlite_where=sa.text("list_item_id IS NOT NULL"),
        postgresql_where=sa.text("list_item_id IS NOT NULL"),
    )
    op.create_index(
        "ix_comments_parent_id",
        "comments",
        ["parent_id"],
        sqlite_where=sa.text("parent_id IS NOT NULL"),
        postgresql_where=sa.text("parent_id IS NOT NULL"),
    )
    op.create_table(
        "comment_revisions",
        sa.Column("id", Id, nullable=False),
        sa.Column("comment_id", Id, nullable=False),
        sa.Column("seen_at", Time, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("is_edited", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name="fk_comment_revisions_comment_id_comments",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_comment_revisions"),
    )
    op.create_index(
        "ix_comment_revisions_comment_id_seen_at", "comment_revisions", ["comment_id", "seen_at"]
    )
    op.create_index("ix_comment_revisions_seen_at", "comment_revisions", ["seen_at"])
    op.create_table(
        "comment_scores",
        sa.Column("comment_id", Id, nullable=False),
        sa.Column("seen_at", Time, nullable=False),
        sa.Column("score", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"],
            ["comments.id"],
            name="fk_comment_scores_comment_id_comments",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("comment_id", "seen_at", name="pk_comment_scores"),
    )


def downgrade() -> None:
    op.drop_table("comment_scores")
    op.drop_table("comment_revisions")
    op.drop_table("comments")
    op.drop_table("commenters")
