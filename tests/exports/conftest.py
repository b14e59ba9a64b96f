"""A small archive to hand on: three months, a list, a thread, pictures, and hostile words."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image as Picture
from sqlalchemy import update

from boredcrawl import items
from boredcrawl.db.engine import open_database
from boredcrawl.db.models import Image, table
from boredcrawl.db.selecting import read_whole, select_articles
from boredcrawl.db.store import Store
from boredcrawl.db.transaction import write

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
SITE = "example"


def comment(text, by="Ann Lee", *, parent=None, depth=0, position=0, **fields):
    return items.Comment(
        commenter=items.Commenter(name=by, url=f"https://example.com/user/{by}"),
        text=text,
        html="",
        parent=parent,
        depth=depth,
        position=position,
        identity=f"{position}",
        **fields,
    )


def article(slug, days, **fields):
    at = NOON - timedelta(days=days)
    picture = items.Image(url=f"https://img.example.com/{slug}.png", alt="a “cat”", credit="Bob")
    told = {
        "title": f"Cats & <dogs> of {slug}",
        "description": "Two of each.",
        "language": "en",
        "section": "Animals",
        "kind": "list",
        "published_at": at,
        "published_earliest": at,
        "published_latest": at,
        "published_raw": f"{at:%b %d, %Y}",
        "word_count": 4,
        "highlights": ("Cats are cats.", "Café!"),
        "body_text": "One cat.\n\n# Two *cats*.",
        "body_html": f'<p>One cat.</p><p># Two *cats*.</p><p><img src="{picture.url}" alt="a cat">'
        "</p><blockquote></blockquote>",
        "authors": (items.Author(name="Ann Lee", url="https://example.com/author/ann"),),
        "images": (picture,),
        "list_items": (
            items.ListItem(position=0, rank=1, title="Tom", text="A cat.", image=picture),
        ),
        "tags": (items.Tag(name="cats"),),
        "comments": (
            comment("=1+1", posted_at=at, score=3),
            comment("'quoted", "Ben", parent=0, depth=1, position=1),
            comment("deeper\n\nstill", parent=1, depth=2, position=2),
            comment("top again", position=3, score=-2),
            comment("on the item", "Cy", list_item=0, position=4),
        ),
        "comments_declared": 5,
        "comments_captured": 5,
        "comments_complete": True,
    }
    url = f"https://example.com/{slug}/"
    made = items.Article(url=url, site=SITE, fetched_at=NOON, **(told | fields))
    return items.Visit(url=url, site=SITE, fetched_at=NOON, status=200, article=made)


@pytest.fixture
def make_article():
    return article


@pytest.fixture
def archive(tmp_path):
    """The archive's folder, with a database in it and one picture on disk."""
    folder = tmp_path / "archive"
    (folder / "images").mkdir(parents=True)
    image = BytesIO()
    Picture.new("RGB", (4, 3), "red").save(image, "PNG")
    digest = hashlib.sha256(image.getvalue()).hexdigest()
    (folder / "images" / f"{digest}.png").write_bytes(image.getvalue())
    engine = open_database(f"sqlite:///{folder / 'boredcrawl.db'}")
    Store(engine).save([article("new", 1), article("old", 80), article("older", 30)])
    images = table(Image)
    facts = {"sha256": digest, "path": f"images/{digest}.png", "mime": "image/png", "width": 4}
    known = update(images).where(images.c.url == "https://img.example.com/new.png")
    write(engine, lambda connection: connection.execute(known.values(height=3, **facts)))
    engine.dispose()
    return folder


@pytest.fixture
def wholes(archive):
    """All of it, as exports get it."""
    engine = open_database(f"sqlite:///{archive / 'boredcrawl.db'}", migrate=False)
    yield lambda: read_whole(engine, select_articles(engine))
    engine.dispose()
