"""The addresses of the reader's pages, asked for by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote_plus, urlencode

from sqlalchemy import text

from bench.large_data import VOCABULARY
from bench.large_queries import queries

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from sqlalchemy import Engine

    from bench.large_data import World


def pages(engine: Engine, world: World) -> dict[str, Callable[[random.Random], str]]:
    """Say how each page is asked for."""
    with engine.connect() as connection:
        largest = {
            name: connection.execute(text(f"SELECT max(id) FROM {name}")).scalar_one()  # noqa: S608 - our own names
            for name in ("articles", "comments", "authors", "commenters", "changes")
        }
    typed = queries(world)

    def some(name: str, path: str) -> Callable[[random.Random], str]:
        return lambda dice: path.format(dice.randint(1, largest[name]))

    def word(dice: random.Random) -> str:
        return VOCABULARY[min(int(dice.paretovariate(0.4)), len(VOCABULARY) - 1)]

    def several(dice: random.Random) -> str:
        return "/search?q=" + quote_plus(typed[dice.randrange(len(typed))])

    return {
        "home": lambda _: "/",
        "articles": lambda dice: (
            f"/articles?cursor={dice.randint(1_610_000, 1_767_000)}000000000.1"
        ),
        "articles of a kind": lambda dice: f"/articles?kind={dice.choice(('story', 'list'))}",
        "articles of a tag": lambda dice: f"/articles?tag=tag+{dice.randint(1, 400)}",
        "articles of a tag and a kind": lambda dice: (
            f"/articles?kind=list&tag=tag+{dice.randint(1, 400)}"
        ),
        "article": some("articles", "/articles/{}"),
        "article, oldest comments first": some("articles", "/articles/{}?sort=time"),
        "article, by votes": some("articles", "/articles/{}?sort=score"),
        "history": some("articles", "/articles/{}/history"),
        "comment": some("comments", "/comments/{}"),
        "authors": some("authors", "/authors?cursor=.{}"),
        "author": some("authors", "/authors/{}"),
        "commenter": some("commenters", "/commenters/{}"),
        "commonest commenters": lambda dice: f"/commenters/{dice.randint(1, 5)}",
        "changes": some("changes", "/changes?cursor=.{}"),
        "activity, a month": lambda _: "/activity?days=30",
        "activity, a year": lambda _: "/activity?days=366",
        "health": lambda _: "/health",
        "search, empty": lambda _: "/search",
        "search, a word": lambda dice: "/search?" + urlencode({"q": word(dice)}),
        "search, two words": lambda dice: "/search?q=" + word(dice) + "+" + word(dice),
        "search, in comments": lambda dice: "/search?in=comment&q=" + word(dice),
        "search, phrases, prefixes, filters": several,
        "feed": lambda _: "/feed.atom",
        "feed of a thread": some("articles", "/articles/{}/feed.atom"),
        "home as JSON": lambda _: "/index.json",
        "articles as JSON": lambda dice: f"/articles.json?tag=tag+{dice.randint(1, 400)}",
        "article as JSON": some("articles", "/articles/{}.json"),
        "history as JSON": some("articles", "/articles/{}/history.json"),
        "comment as JSON": some("comments", "/comments/{}.json"),
        "author as JSON": some("authors", "/authors/{}.json"),
        "commenter as JSON": lambda dice: f"/commenters/{dice.randint(1, 5)}.json",
        "changes as JSON": some("changes", "/changes.json?cursor=.{}"),
        "search as JSON": lambda dice: several(dice).replace("?", ".json?"),
    }


def longest(engine: Engine) -> dict[str, str]:
    """Give the pages of the article with most comments."""
    with engine.connect() as connection:
        number = connection.execute(
            text("SELECT id FROM articles ORDER BY comments_captured DESC LIMIT 1")
        ).scalar_one()
    return {
        "longest thread": f"/articles/{number}",
        "longest thread, by votes": f"/articles/{number}?sort=score",
        "longest thread as JSON": f"/articles/{number}.json",
        "history of the longest thread": f"/articles/{number}/history",
    }
