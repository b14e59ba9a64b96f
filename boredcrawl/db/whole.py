"""Articles whole: the row with everything that hangs on it, as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from boredcrawl.db.among import among
from boredcrawl.db.models import (
    Article,
    ArticleAuthor,
    ArticleImage,
    ArticleTag,
    ArticleUrl,
    Author,
    Comment,
    Commenter,
    Embed,
    Image,
    ListItem,
    Poll,
    PollOption,
    RelatedLink,
    Site,
    Tag,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, Select, Table

Whole = dict[str, Any]
"""An article: the columns of `articles` (`site` for `site_id`), and lists named after the tables
of its parts. A part has the columns of its table, without the keys that only join them."""

ARTICLES, SITES, URLS = table(Article), table(Site), table(ArticleUrl)
WROTE, AUTHORS, TAGGED, TAGS = table(ArticleAuthor), table(Author), table(ArticleTag), table(Tag)
SHOWN, IMAGES, ITEMS = table(ArticleImage), table(Image), table(ListItem)
EMBEDS, POLLS, OPTIONS, RELATED = (
    table(Embed),
    table(Poll),
    table(PollOption),
    table(RelatedLink),
)
COMMENTS, COMMENTERS = table(Comment), table(Commenter)

PICTURE = ("url", "original_url", "sha256", "path", "mime", "bytes", "width", "height")
OF_COMMENT = (
    *("id", "list_item_id", "site_comment_id", "parent_id", "depth", "position"),
    *("text", "html", "posted_raw", "posted_at", "posted_earliest", "posted_latest"),
    *("is_edited", "score", "first_seen_at", "last_seen_at", "gone_at"),
)


def wholes(connection: Connection, article_ids: Sequence[int]) -> list[Whole]:
    """Read articles whole, in the order asked; ids of none are left out.

    Everything is read with one statement a table. Comments come in the order of the thread,
    the article's own before those of its list items; those that are gone come too, with
    `gone_at`.
    """
    names = [column.name for column in ARTICLES.c if column.name != "site_id"]
    query = (
        select(*(ARTICLES.c[name] for name in names), SITES.c.name.label("site"))
        .join(SITES, SITES.c.id == ARTICLES.c.site_id)
        .where(among(connection, ARTICLES.c.id, article_ids))
    )
    found: dict[int, Whole] = {row.id: dict(row._mapping) for row in connection.execute(query)}  # noqa: SLF001
    for name, parts in selects().items():
        lists = grouped(connection, parts, found)
        for article_id, whole in found.items():
            whole[name] = lists.get(article_id, [])
    for whole in found.values():
        whole["urls"] = [one["url"] for one in whole["urls"]]
    add_options(connection, found)
    return [found[number] for number in article_ids if number in found]


def selects() -> dict[str, tuple[Select[Any], ColumnElement[int]]]:
    """Give the statement of every part, in order, and the column that says whose it is."""
    keyed = {
        "urls": (_columns(URLS, "url"), URLS, (URLS.c.first_seen_at, URLS.c.url)),
        "embeds": (_columns(EMBEDS, but="article_id"), EMBEDS, (EMBEDS.c.position,)),
        "polls": (_columns(POLLS, but="article_id"), POLLS, (POLLS.c.position,)),
        "related_links": (_columns(RELATED, but="article_id"), RELATED, (RELATED.c.position,)),
    }
    plain = {
        name: (select(owner.c.article_id, *columns).order_by(*order), owner.c.article_id)
        for name, (columns, owner, order) in keyed.items()
    }
    return plain | {
        "authors": (
            select(WROTE.c.article_id, *_columns(AUTHORS, "id", "name", "url", "role", "bio"))
            .join(AUTHORS, AUTHORS.c.id == WROTE.c.author_id)
            .order_by(WROTE.c.position),
            WROTE.c.article_id,
        ),
        "tags": (
            select(TAGGED.c.article_id, TAGS.c.name, TAGGED.c.kind)
            .join(TAGS, TAGS.c.id == TAGGED.c.tag_id)
            .order_by(TAGGED.c.position, TAGGED.c.kind),
            TAGGED.c.article_id,
        ),
        "images": (
            select(*_columns(SHOWN, but="image_id"), *_columns(IMAGES, *PICTURE))
            .join(IMAGES, IMAGES.c.id == SHOWN.c.image_id)
            .order_by(SHOWN.c.position),
            SHOWN.c.article_id,
        ),
        "list_items": (
            select(*_columns(ITEMS, but="image_id"), IMAGES.c.url.label("image_url"))
            .outerjoin(IMAGES, IMAGES.c.id == ITEMS.c.image_id)
            .order_by(ITEMS.c.position, ITEMS.c.id),
            ITEMS.c.article_id,
        ),
        "comments": (
            select(
                COMMENTS.c.article_id,
                *_columns(COMMENTS, *OF_COMMENT),
                *(
                    COMMENTERS.c[name].label(f"commenter_{name}")
                    for name in ("id", "name", "url", "role")
                ),
            )
            .outerjoin(COMMENTERS, COMMENTERS.c.id == COMMENTS.c.commenter_id)
            .order_by(
                COMMENTS.c.list_item_id.is_not(None), COMMENTS.c.list_item_id, COMMENTS.c.path
            ),
            COMMENTS.c.article_id,
        ),
    }


def _columns(owner: Table, *names: str, but: str = "") -> list[ColumnElement[Any]]:
    return [owner.c[name] for name in names or owner.c.keys() if name != but]


def grouped(
    connection: Connection,
    parts: tuple[Select[Any], ColumnElement[int]],
    article_ids: Iterable[int],
) -> dict[int, list[dict[str, Any]]]:
    """Read a part of several articles, each article's together."""
    query, key = parts
    lists: dict[int, list[dict[str, Any]]] = {}
    for row in connection.execute(query.where(among(connection, key, article_ids))):
        part = dict(row._mapping)  # noqa: SLF001  # its documented name
        lists.setdefault(part.pop("article_id"), []).append(part)
    return lists


def add_options(connection: Connection, found: dict[int, Whole]) -> None:
    """Put the answers under their polls."""
    polls = {poll.pop("id"): poll for whole in found.values() for poll in whole["polls"]}
    for poll in polls.values():
        poll["options"] = []
    query = (
        select(OPTIONS)
        .where(among(connection, OPTIONS.c.poll_id, polls))
        .order_by(OPTIONS.c.poll_id, OPTIONS.c.position)
    )
    for row in connection.execute(query):
        option = {"position": row.position, "text": row.text, "votes": row.votes}
        polls[row.poll_id]["options"].append(option)
