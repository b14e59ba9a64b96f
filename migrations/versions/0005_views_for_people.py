"""The views people query: overview, threads, authors, days."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAMES = {
    "sqlite": """(SELECT group_concat(name, ', ') FROM ({select} ORDER BY position))""",
    "postgresql": """(SELECT string_agg(name, ', ' ORDER BY position) FROM ({select}) named)""",
}
DAY = {
    "sqlite": "substr({moment}, 1, 10)",
    "postgresql": "to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD')",
}

AUTHORS = """SELECT authors.name, article_authors.position FROM article_authors
    JOIN authors ON authors.id = article_authors.author_id
    WHERE article_authors.article_id = articles.id"""

TAGS = """SELECT tags.name, article_tags.position FROM article_tags
    JOIN tags ON tags.id = article_tags.tag_id
    WHERE article_tags.article_id = articles.id"""

ARTICLE_OVERVIEW = """
CREATE VIEW article_overview AS
SELECT
    articles.id AS article_id, sites.name AS site, articles.url, articles.kind, articles.title,
    {authors} AS authors,
    {tags} AS tags,
    articles.published_at, articles.word_count, articles.score,
    (SELECT count(*) FROM article_images WHERE article_id = articles.id) AS images,
    (SELECT count(*) FROM list_items
        WHERE article_id = articles.id AND gone_at IS NULL) AS list_items,
    (SELECT count(*) FROM comments
        WHERE article_id = articles.id AND gone_at IS NULL) AS comments,
    (SELECT count(*) FROM comments
        WHERE article_id = articles.id AND gone_at IS NOT NULL) AS comments_gone,
    (SELECT count(DISTINCT commenter_id) FROM comments
        WHERE article_id = articles.id) AS commenters,
    articles.comments_declared, articles.comments_complete,
    (SELECT count(*) FROM article_revisions WHERE article_id = articles.id) AS revisions,
    articles.first_seen_at, articles.last_seen_at, articles.changed_at, articles.gone_at,
    articles.next_visit_at
FROM articles JOIN sites ON sites.id = articles.site_id
"""

COMMENT_THREADS = """
CREATE VIEW comment_threads AS
SELECT
    comments.article_id, articles.url AS article_url, articles.title AS article_title,
    list_items.rank AS list_item_rank, list_items.title AS list_item_title,
    comments.id AS comment_id, comments.parent_id, comments.depth, comments.path,
    commenters.name AS commenter_name, commenters.url AS commenter_url,
    answered.name AS in_reply_to,
    comments.text, comments.score, comments.is_edited,
    comments.posted_raw, comments.posted_at, comments.posted_earliest, comments.posted_latest,
    comments.first_seen_at, comments.last_seen_at, comments.gone_at
FROM comments
JOIN articles ON articles.id = comments.article_id
LEFT JOIN list_items ON list_items.id = comments.list_item_id
LEFT JOIN commenters ON commenters.id = comments.commenter_id
LEFT JOIN comments AS parents ON parents.id = comments.parent_id
LEFT JOIN commenters AS answered ON answered.id = parents.commenter_id
ORDER BY comments.article_id, coalesce(list_items.position, -1), comments.path
"""

AUTHOR_ACTIVITY = """
CREATE VIEW author_activity AS
SELECT
    authors.id AS author_id, sites.name AS site, authors.name, authors.url, authors.role,
    count(*) AS articles,
    sum(articles.word_count) AS words,
    min(articles.published_at) AS first_published_at,
    max(articles.published_at) AS last_published_at,
    coalesce(sum(threads.comments), 0) AS comments,
    round(coalesce(sum(threads.comments), 0) * 1.0 / count(*), 1) AS comments_per_article
FROM authors
JOIN sites ON sites.id = authors.site_id
JOIN article_authors ON article_authors.author_id = authors.id
JOIN articles ON articles.id = article_authors.article_id
LEFT JOIN (
    SELECT article_id, count(*) AS comments FROM comments WHERE gone_at IS NULL GROUP BY article_id
) threads ON threads.article_id = articles.id
GROUP BY authors.id, sites.name, authors.name, authors.url, authors.role
"""

DAILY_ACTIVITY = """
CREATE VIEW daily_activity AS
SELECT
    sites.name AS site, days.day,
    sum(days.published) AS articles_published,
    sum(days.found) AS articles_found,
    sum(days.edited) AS articles_edited,
    sum(days.posted) AS comments_posted,
    sum(days.gone) AS comments_gone,
    sum(days.visits) AS visits
FROM (
    SELECT site_id, {published_at} AS day, 1 AS published, 0 AS found, 0 AS edited,
        0 AS posted, 0 AS gone, 0 AS visits
    FROM articles WHERE published_at IS NOT NULL
    UNION ALL
    SELECT site_id, {first_seen_at}, 0, 1, 0, 0, 0, 0 FROM articles
    UNION ALL
    SELECT articles.site_id, {seen_at}, 0, 0, 1, 0, 0, 0
    FROM article_revisions JOIN articles ON articles.id = article_revisions.article_id
    WHERE article_revisions.seen_at > articles.first_seen_at
    UNION ALL
    SELECT articles.site_id, {posted_at}, 0, 0, 0, 1, 0, 0
    FROM comments JOIN articles ON articles.id = comments.article_id
    WHERE comments.posted_at IS NOT NULL
    UNION ALL
    SELECT articles.site_id, {gone_at}, 0, 0, 0, 0, 1, 0
    FROM comments JOIN articles ON articles.id = comments.article_id
    WHERE comments.gone_at IS NOT NULL
    UNION ALL
    SELECT articles.site_id, {fetched_at}, 0, 0, 0, 0, 0, 1
    FROM visits JOIN articles ON articles.id = visits.article_id
) days
JOIN sites ON sites.id = days.site_id
GROUP BY sites.name, days.day
"""


def upgrade() -> None:
    dialect = op.get_context().dialect.name
    names, day = NAMES[dialect], DAY[dialect]
    op.execute(
        ARTICLE_OVERVIEW.format(
            authors=names.format(select=AUTHORS), tags=names.format(select=TAGS)
        )
    )
    op.execute(COMMENT_THREADS)
    op.execute(AUTHOR_ACTIVITY)
    op.execute(
        DAILY_ACTIVITY.format(
            published_at=day.format(moment="published_at"),
            first_seen_at=day.format(moment="first_seen_at"),
            seen_at=day.format(moment="article_revisions.seen_at"),
            posted_at=day.format(moment="comments.posted_at"),
            gone_at=day.format(moment="comments.gone_at"),
            fetched_at=day.format(moment="visits.fetched_at"),
        )
    )


def downgrade() -> None:
    for view in ("daily_activity", "author_activity", "comment_threads", "article_overview"):
        op.execute(f"DROP VIEW {view}")
