"""What the database says of the replica's articles, beside what the replica says it published."""

import json
from collections import Counter
from datetime import datetime

from boilerplate_lines import BOILERPLATE_LINE
from sqlalchemy import text


def squashed(words):
    return " ".join((words or "").split())


def lines_of_boilerplate(body_text):
    lines = (squashed(line) for line in body_text.splitlines())
    return [line for line in lines if BOILERPLATE_LINE.fullmatch(line)]


class Stored:
    """One article as the tables have it."""

    def __init__(self, connection, url):
        self._connection = connection
        (self.row,) = self._all("SELECT * FROM articles WHERE url = :url", url=url)
        self.id = self.row["id"]

    def _all(self, sql, **values):
        return [dict(r) for r in self._connection.execute(text(sql), values).mappings()]

    def of_article(self, sql):
        return self._all(sql, id=self.id)

    @property
    def authors(self):
        rows = self.of_article(
            "SELECT a.name, a.url, a.role, a.bio FROM authors a JOIN article_authors l"
            " ON l.author_id = a.id WHERE l.article_id = :id ORDER BY l.position"
        )
        return [(r["name"], r["url"], r["role"], squashed(r["bio"]) or None) for r in rows]

    @property
    def images(self):
        return self.of_article(
            "SELECT i.url, i.original_url, l.alt, l.caption, l.credit, l.credit_url, l.is_lead"
            " FROM images i JOIN article_images l ON l.image_id = i.id"
            " WHERE l.article_id = :id ORDER BY l.position"
        )

    @property
    def list_items(self):
        return self.of_article(
            "SELECT l.rank, l.title, l.text, l.credit, l.credit_url, l.score,"
            " i.original_url AS image FROM list_items l LEFT JOIN images i ON i.id = l.image_id"
            " WHERE l.article_id = :id ORDER BY l.position"
        )

    @property
    def comments(self):
        return self.of_article(
            "SELECT c.*, w.name, w.url, w.role, l.position AS item FROM comments c"
            " LEFT JOIN commenters w ON w.id = c.commenter_id"
            " LEFT JOIN list_items l ON l.id = c.list_item_id"
            " WHERE c.article_id = :id AND c.gone_at IS NULL ORDER BY c.position"
        )

    def column(self, table, column):
        rows = self.of_article(
            f"SELECT {column} AS v FROM {table} WHERE article_id = :id ORDER BY position"
        )
        return [r["v"] for r in rows]

    @property
    def tags(self):
        rows = self.of_article(
            "SELECT t.name, l.kind FROM tags t JOIN article_tags l ON l.tag_id = t.id"
            " WHERE l.article_id = :id ORDER BY l.position"
        )
        return [(r["name"], r["kind"]) for r in rows]

    @property
    def poll(self):
        questions = self.of_article("SELECT id, question FROM polls WHERE article_id = :id")
        options = self.of_article(
            "SELECT o.text, o.votes FROM poll_options o JOIN polls p ON p.id = o.poll_id"
            " WHERE p.article_id = :id ORDER BY o.position"
        )
        return [q["question"] for q in questions], [(o["text"], o["votes"]) for o in options]


def differences(connection, truth):
    """Every field in which a stored article is not what was published, as (field, got, want)."""
    got = Stored(connection, truth["url"])
    row = got.row
    pairs = [
        ("title", row["title"], truth["title"]),
        ("description", squashed(row["description"]), squashed(truth["description"])),
        ("kind", row["kind"], truth["kind"]),
        ("layout", row["layout"].rpartition("-")[2], truth["layout"]),
        ("section", row["section"], truth["section"]),
        ("score", row["score"], truth["score"]),
        ("authors", [a[:2] for a in got.authors], [_author(a)[:2] for a in truth["authors"]]),
        ("roles", *_known(got.authors, [_author(a) for a in truth["authors"]])),
        ("highlights", _json(row["highlights"]), truth["highlights"]),
        ("tags", [n for n, k in got.tags if k == "tag"], truth["tags"]),
        ("categories", [n for n, k in got.tags if k == "category"], truth["categories"]),
        ("paragraphs", lost_paragraphs(row["body_text"], truth["paragraphs"]), []),
        ("boilerplate", lines_of_boilerplate(row["body_text"]), []),
        ("foreign words", foreign_words(row["body_text"], truth), []),
        (
            "images",
            sorted((_image(i) for i in got.images if not i["is_lead"]), key=str),
            _images(truth),
        ),
        ("lead image", [i["original_url"] for i in got.images if i["is_lead"]], _lead(truth)),
        ("list items", [_item(i) for i in got.list_items], _items(truth)),
        ("embeds", got.column("embeds", "provider"), [e["provider"] for e in truth["embeds"]]),
        ("related", sorted(got.column("related_links", "url")), _related(truth)),
        ("declared", row["comments_declared"], truth["comments_declared"]),
        *_poll_pairs(got, truth),
        *_time_pairs("published", row, truth["published_at"], truth["published_is_exact"]),
        *_comment_pairs(got.comments, truth, is_whole=row["comments_complete"]),
    ]
    return [pair for pair in pairs if pair[1] != pair[2]]


def lost_paragraphs(body_text, paragraphs):
    stored = Counter(squashed(line) for line in body_text.splitlines())
    return [p for p in map(squashed, paragraphs) if not stored[p] and not _within(p, body_text)]


def foreign_words(body_text, truth):
    """Lines of the body that are in no block and no list item that was published."""
    published = squashed(
        "\n".join(
            [
                *(b["text"] or "" for b in truth["blocks"]),
                *(line for b in truth["blocks"] for line in b["lines"]),
                *truth["paragraphs"],
                *truth["highlights"],
                *(f"#{i['rank']} {i['title'] or ''}" for i in truth["list_items"]),
                *(p for i in truth["list_items"] for p in i["paragraphs"]),
            ]
        )
    )
    return [line for line in map(squashed, body_text.splitlines()) if line not in published]


def _within(paragraph, body_text):
    return paragraph in squashed(body_text)


def _author(author):
    return author["name"], author["url"], author["role"], squashed(author["bio"]) or None


def _known(got, wanted):
    """Role and biography where the page tells them; other pages may have told more."""
    pairs = zip(got, wanted, strict=False)
    told = [[g[2:] if w[k] else (None, None) for k, (g, w) in [(2, (g, w))]] for g, w in pairs]
    return told, [[w[2:] if w[2] else (None, None)] for w in wanted[: len(got)]]


def _json(value):
    return json.loads(value) if isinstance(value, str) else value


def _image(image):
    return tuple(image[k] for k in ("original_url", "alt", "caption", "credit", "credit_url"))


def _images(truth):
    """The body's pictures, then the items', which carry their item's credit."""
    items = [{**i["image"], **_credit(i)} for i in truth["list_items"] if i["image"]]
    for image in items:
        image["caption"] = None  # no layout prints one under an item
    return sorted((_image(i) for i in [*truth["images"], *items]), key=str)


def _credit(item):
    return {name: item[name] for name in ("credit", "credit_url")}


def _lead(truth):
    return [truth["lead_image"]["original_url"]]


def _item(item):
    keys = ("rank", "title", "credit", "credit_url", "score", "image")
    return (*(item[k] for k in keys), squashed(item["text"]) or None)


def _items(truth):
    return [
        _item({**i, "image": i["image"] and i["image"]["original_url"]})
        for i in truth["list_items"]
    ]


def _related(truth):
    return sorted({r["url"] for r in truth["related"]})


def _poll_pairs(got, truth):
    questions, options = got.poll
    known = [p for p in truth["polls"] if p["question"]]
    wanted = [(o["text"], o["votes"]) for p in known for o in p["options"]]
    return [
        ("poll", questions, [p["question"] for p in known]),
        ("poll options", options, wanted),
    ]


def _time(value):
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.now().astimezone().tzinfo)


def _time_pairs(name, row, true, is_exact):
    true = _time(true)
    earliest, latest = _time(row[f"{name}_earliest"]), _time(row[f"{name}_latest"])
    yield f"{name} in its bounds", earliest <= true <= latest, True
    if is_exact:
        yield f"{name}_at", abs((_time(row[f"{name}_at"]) - true).total_seconds()) < 1, True


def _comment_pairs(comments, truth, *, is_whole):
    """Compare comments thread by thread: the article's own, then each list item's.

    What the page prints must be there; where its buttons were answered, all of it.
    """
    published = (c for c in truth["comments"] if c["is_printed"] or is_whole)
    printed = sorted(published, key=_order("list_item"))
    stored = sorted(comments, key=_order("item"))
    yield "comments", len(stored), len(printed)
    if len(stored) != len(printed):
        return
    place = {c["id"]: number for number, c in enumerate(stored)}
    true_place = {c["position"]: number for number, c in enumerate(printed)}
    for got, want in zip(stored, printed, strict=True):
        at = f"comment {want['position']}"
        yield f"{at} parent", place.get(got["parent_id"]), true_place.get(want["parent"])
        # One person's name may differ from page to page; the row keeps the last one read.
        yield (
            f"{at} name",
            got["name"] if want["url"] is None else None,
            want["name"] if want["url"] is None else None,
        )
        for key in ("url", "score", "site_comment_id", "depth"):
            yield f"{at} {key}", got[key], want[key]
        yield f"{at} role", got["role"] if want["role"] else None, want["role"]
        yield f"{at} text", squashed(got["text"]), squashed(want["text"])
        yield f"{at} edited", bool(got["is_edited"]), want["is_edited"]
        yield f"{at} item", got["item"], want["list_item"]
        for name, a, b in _time_pairs("posted", got, want["posted_at"], want["posted_is_exact"]):
            yield f"{at} {name}", a, b


def _order(item):
    return lambda c: (-1 if c[item] is None else c[item], c["position"])
