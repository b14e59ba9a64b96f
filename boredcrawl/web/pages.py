"""The pages there are: where, what may be asked of them, and what each answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from boredcrawl.db.asking import activity, health, history, listing, people, thread
from boredcrawl.db.asking.article import whole
from boredcrawl.db.search.finding import search
from boredcrawl.db.search.query import KINDS, PLACES
from boredcrawl.db.versions import differences, revisions
from boredcrawl.web import answers
from boredcrawl.web.asked import Parameter, composed

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection, Engine

ORDERS = ("shown", "time", "score")
CURSOR = Parameter(
    name="cursor",
    meaning="Where the page begins: the `cursor` that came with the page before.",
    pattern=r"^[0-9]{0,16}\.[0-9]{1,16}$",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """A request, understood."""

    engine: Engine
    connection: Connection
    now: datetime
    id: int
    """The number in the address; 0 where it has none."""
    given: dict[str, Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """A page: its address, and the question behind it; None as an answer is 404."""

    path: str
    name: str
    meaning: str
    kind: type
    answer: Callable[[Asked], Any]
    parameters: tuple[Parameter, ...] = ()
    lasts: int = 0
    """Seconds for which an answer is given again."""


def home(asked: Asked) -> answers.Home:
    """Look at the newest and the most discussed."""
    few = listing.newest(asked.connection, limit=12)
    return answers.Home(
        newest=few.articles, discussed=listing.discussed(asked.connection, 8), cursor=few.cursor
    )


def articles(asked: Asked) -> listing.Cards:
    """List articles."""
    given = asked.given
    return listing.newest(
        asked.connection, kind=given["kind"], tag=given["tag"], cursor=given["cursor"]
    )


def found(asked: Asked) -> answers.Found:
    """Search."""
    given = asked.given
    names = ("kind", "in", "author", "commenter", "tag", "site", "after", "before")
    typed = composed(given["q"] or "", {name: given[name] for name in names})
    if not typed:
        return answers.Found(query="", hits=(), cursor=None)
    # It takes a connection of its own; many who held one and waited for another would wait
    # for each other.
    asked.connection.close()
    page = search(asked.engine, typed, limit=20, cursor=given["cursor"])
    return answers.Found(query=typed, hits=page.hits, cursor=page.cursor)


def article(asked: Asked) -> answers.Read | None:
    """Read an article and its thread."""
    read = whole(asked.connection, asked.id)
    if read is None:
        return None
    given = asked.given
    said = thread.thread(asked.connection, asked.id, given["sort"], given["start"], given["at"])
    return answers.Read(article=read, thread=said)


def past(asked: Asked) -> answers.Past | None:
    """Compare two texts of an article."""
    read = whole(asked.connection, asked.id)
    if read is None:
        return None
    texts = revisions(asked.connection, asked.id)
    before = min(asked.given["before"] or max(1, len(texts) - 1), max(1, len(texts)))
    after = min(asked.given["after"] or len(texts), max(1, len(texts)))
    return answers.Past(
        article_id=asked.id,
        title=read.title,
        url=read.url,
        revisions=tuple(
            answers.Text(number=one.number, seen_at=one.seen_at, title=one.title) for one in texts
        ),
        before=before,
        after=after,
        differences=tuple(
            answers.Passage(field=one.field, pieces=tuple(one.pieces))
            for one in (differences(texts[before - 1], texts[after - 1]) if texts else ())
        ),
        growth=activity.growth(asked.connection, asked.id),
    )


def comment(asked: Asked) -> answers.Comment | None:
    """Show a comment in its place."""
    shown = thread.exchange(asked.connection, asked.id)
    if shown is None:
        return None
    titles = listing.titles(asked.connection, [shown.article_id])
    return answers.Comment(title=titles[shown.article_id], exchange=shown)


def authors(asked: Asked) -> people.Writers:
    """List authors."""
    return people.writers(asked.connection, cursor=asked.given["cursor"])


def author(asked: Asked) -> answers.Author | None:
    """Show an author with what they wrote."""
    one = people.writers(asked.connection, only=asked.id).authors
    if not one:
        return None
    wrote = listing.newest(asked.connection, author_id=asked.id, cursor=asked.given["cursor"])
    return answers.Author(author=one[0], articles=wrote.articles, cursor=wrote.cursor)


def commenter(asked: Asked) -> answers.Commenter | None:
    """Show somebody who comments with what they said."""
    one = people.voice(asked.connection, asked.id)
    if one is None:
        return None
    said = people.remarks(asked.connection, asked.id, asked.given["cursor"])
    return answers.Commenter(commenter=one, comments=said.comments, cursor=said.cursor)


SEARCHED = (
    Parameter(name="q", meaning="Words, phrases in quotes, filters; see docs/search.md."),
    Parameter(name="kind", meaning="Only articles of this kind.", choices=KINDS),
    Parameter(name="in", meaning="Only here.", choices=PLACES),
    Parameter(name="author", meaning="Only articles of this author."),
    Parameter(name="commenter", meaning="Only comments of this person."),
    Parameter(name="tag", meaning="Only articles filed under this."),
    Parameter(name="site", meaning="Only this site."),
    Parameter(name="after", meaning="From this day on.", is_date=True),
    Parameter(name="before", meaning="Before this day.", is_date=True),
    Parameter(
        name="cursor",
        meaning="The `cursor` of the page before.",
        pattern=r"^[0-9]{1,3}\.[0-9]{1,3}$",
    ),
)

PAGES = (
    Page(path="/", name="home", meaning="What is new.", kind=answers.Home, answer=home),
    Page(
        path="/search",
        name="search",
        meaning="Articles, list items and comments by their words.",
        kind=answers.Found,
        answer=found,
        parameters=SEARCHED,
    ),
    Page(
        path="/articles",
        name="articles",
        meaning="All articles, the newest first.",
        kind=listing.Cards,
        answer=articles,
        parameters=(
            Parameter(name="kind", meaning="Only of this kind.", choices=KINDS),
            Parameter(name="tag", meaning="Only filed under this."),
            CURSOR,
        ),
    ),
    Page(
        path="/articles/{id}",
        name="article",
        meaning="An article with its thread.",
        kind=answers.Read,
        answer=article,
        parameters=(
            Parameter(
                name="sort", meaning="The order of the thread.", choices=ORDERS, default="shown"
            ),
            Parameter(
                name="start",
                meaning="The place in that order the page begins with.",
                bounds=(0, 10_000_000),
                default=0,
            ),
            Parameter(
                name="at",
                meaning="The id of a comment: the page that it is on.",
                bounds=(0, 10**16),
                default=0,
            ),
        ),
    ),
    Page(
        path="/articles/{id}/history",
        name="history",
        meaning="The texts an article has had, two of them compared; how its thread grew.",
        kind=answers.Past,
        answer=past,
        parameters=(
            Parameter(name="before", meaning="The number of a text.", bounds=(1, 100_000)),
            Parameter(name="after", meaning="The number of another.", bounds=(1, 100_000)),
        ),
    ),
    Page(
        path="/comments/{id}",
        name="comment",
        meaning="A comment in its place, with the texts and votes it has had.",
        kind=answers.Comment,
        answer=comment,
    ),
    Page(
        path="/authors",
        name="authors",
        meaning="Those who write articles.",
        kind=people.Writers,
        answer=authors,
        parameters=(CURSOR,),
    ),
    Page(
        path="/authors/{id}",
        name="author",
        meaning="An author and what they wrote.",
        kind=answers.Author,
        answer=author,
        parameters=(CURSOR,),
    ),
    Page(
        path="/commenters/{id}",
        name="commenter",
        meaning="Somebody who comments and what they said.",
        kind=answers.Commenter,
        answer=commenter,
        parameters=(CURSOR,),
    ),
    Page(
        path="/changes",
        name="changes",
        meaning="What became new, was edited, went or came back.",
        kind=history.Events,
        answer=lambda asked: history.events(asked.connection, asked.given["cursor"]),
        parameters=(CURSOR,),
    ),
    Page(
        path="/activity",
        name="activity",
        meaning="How much was published and said, by day and by hour.",
        kind=activity.Activity,
        answer=lambda asked: activity.activity(asked.connection, asked.now, asked.given["days"]),
        parameters=(
            Parameter(name="days", meaning="The last so many days.", bounds=(7, 366), default=60),
        ),
        lasts=60,
    ),
    Page(
        path="/health",
        name="health",
        meaning="How the archive does: crawls, coverage, errors, what is due.",
        kind=health.Health,
        answer=lambda asked: health.health(asked.connection, asked.now),
        lasts=10,
    ),
)
