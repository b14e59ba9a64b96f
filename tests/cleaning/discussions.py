"""Discussions to be printed and read back: what people said, before any page printed it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape

from hypothesis import strategies as st
from lxml.html import document_fromstring

from boredcrawl.cleaning.threads import thread
from boredcrawl.items import Article, Comment, Commenter

SEEN = datetime(2026, 9, 30, 12, tzinfo=UTC)


@dataclass
class Said:
    """A comment as somebody made it, before any page printed it."""

    who: str
    words: str
    replies: list[Said] = field(default_factory=list)
    ago: str | None = "4 months ago"
    slug: str | None = None
    id: str | None = None
    score: int | None = None
    html: str | None = None


def printed(*threads: list[Said], items: dict[int, list[Said]] | None = None) -> str:
    """Print threads as a page does, each in a container of its own."""

    def one(said: Said) -> str:
        inside = said.html or f"<p>{escape(said.words)}</p>"
        return (
            f"<li><div class='text'>{inside}</div><ul>{''.join(map(one, said.replies))}</ul></li>"
        )

    stories = [*threads, *(items or {}).values()]
    lists = "".join(f"<div><ul>{''.join(map(one, story))}</ul></div>" for story in stories)
    return f"<body><div>{lists}</div></body>"


def raw(*threads: list[Said], items: dict[int, list[Said]] | None = None) -> tuple[Comment, ...]:
    """Read a printed page back as a page class does: in the order of the document."""
    bodies = iter(document_fromstring(printed(*threads, items=items)).find_class("text"))
    comments: list[Comment] = []

    def read(said: Said, parent: int | None, item: int | None) -> None:
        index = len(comments)
        url = f"https://site.example/contributor/{said.slug}/" if said.slug else None
        comments.append(
            Comment(
                commenter=Commenter(name=said.who, url=url, role=" Community  Member "),
                parent=parent,
                list_item=item,
                site_comment_id=said.id,
                posted_raw=said.ago,
                score=said.score,
                body=next(bodies),
            )
        )
        for reply in said.replies:
            read(reply, index, item)

    for one in threads:
        for said in one:
            read(said, None, None)
    for position, one in (items or {}).items():
        for said in one:
            read(said, None, position)
    return tuple(comments)


def threaded(*threads: list[Said], **fields) -> Article:
    items = fields.pop("items", None)
    made = Article(
        url="https://site.example/a-story/",
        site="site",
        fetched_at=SEEN,
        comments=raw(*threads, items=items),
        **fields,
    )
    thread(made)
    return made


def shape(article: Article) -> list[tuple[str | None, str, int | None, int]]:
    return [(c.commenter.name, c.text, c.parent, c.depth) for c in article.comments]


def identities(article: Article) -> dict[tuple[str | None, str], str | None]:
    return {(c.commenter.name, c.text): c.identity for c in article.comments}


STORY = [
    Said("Ann", "First!", [Said("Bo", "Same!", [Said("Ann", "Really?")]), Said("Cy", "Same!")]),
    Said("Bo", "Same!"),
    Said("Dee", "A cat."),
]
SHAPE = [
    ("Ann", "First!", None, 0),
    ("Bo", "Same!", 0, 1),
    ("Ann", "Really?", 1, 2),
    ("Cy", "Same!", 0, 1),
    ("Bo", "Same!", None, 0),
    ("Dee", "A cat.", None, 0),
]


NAMES = st.sampled_from(["Ann", "Bo", "Cy", "Dee"])
WORDS = st.sampled_from(["Same!", "Hi", "A cat.", "No", "Why?", "Ha 😀", "Oh"])


@st.composite
def threads(draw: st.DrawFn, depth: int = 0) -> list[Said]:
    """Make a thread in which nobody says the same thing twice under one parent."""
    pairs = draw(st.lists(st.tuples(NAMES, WORDS), max_size=5 - depth, unique=True))
    return [
        Said(who, words, draw(threads(depth + 1)) if depth < 3 else [], ago="2 hours ago")
        for who, words in pairs
    ]
