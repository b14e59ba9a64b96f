"""Who was erased is nowhere in the reader, and who has a pseudonym is shown by it."""

import json
import re
import shutil
import urllib.error
from datetime import UTC, datetime
from urllib.parse import quote
from urllib.request import urlopen

import pytest

from bench.reader_archive import crawl
from boredcrawl.db import erase, people
from boredcrawl.db.engine import open_database
from boredcrawl.db.privacy import Privacy
from boredcrawl.db.transaction import reading
from boredcrawl.replica import Replica

NOW = datetime(2026, 11, 23, tzinfo=UTC)

SOMEBODY = """SELECT p.name, p.url, p.id FROM comments c JOIN commenters p ON p.id = c.commenter_id
    WHERE EXISTS (SELECT 1 FROM comments r WHERE r.parent_id = c.id)
    AND p.url IS NOT NULL AND length(p.name) > 8 AND c.article_id = 1
    AND (SELECT count(*) FROM commenters o WHERE lower(o.name) = lower(p.name)) = 1
    AND lower(p.name) NOT IN (SELECT lower(name) FROM authors)
    AND NOT EXISTS (SELECT 1 FROM articles a
                    WHERE lower(a.body_text) LIKE '%' || lower(p.name) || '%')
    ORDER BY c.id LIMIT 1"""
"""Who was answered under the first article and has a name of their own."""

LONG = re.compile(r"\w[^<>&\"]{24,}")
"""Words long enough to be one person's."""


@pytest.fixture(params=["sqlite", "postgresql"])
def copied(request, crawled, archive, tmp_path):
    """A copy of the archive that may be changed."""
    if request.param == "sqlite":
        shutil.copy(crawled.folder / "boredcrawl.db", tmp_path / "boredcrawl.db")
        return archive(f"sqlite:///{tmp_path / 'boredcrawl.db'}", tmp_path)
    return request.getfixturevalue("copied_to_postgresql")(crawled, "people")


def answers(base, kept, *more):
    """Give what every page, its data and the feeds say, by address."""
    paths = ["/feed.atom", *("/", "/articles", "/authors", "/changes", "/health"), *more]
    for (n,) in kept.rows("SELECT id FROM articles"):
        paths += [f"/articles/{n}", f"/articles/{n}/history", f"/articles/{n}/feed.atom"]
    paths += [f"/comments/{n}" for (n,) in kept.rows("SELECT id FROM comments WHERE id % 20 = 0")]
    paths += [
        f"/commenters/{n}" for (n,) in kept.rows("SELECT id FROM commenters WHERE id % 9 = 1")
    ]
    beside = {"/": "/index.json"}
    for path in paths:
        page, query, asked = path.partition("?")
        forms = [path] if page.endswith(".atom") else [path, beside.get(page, f"{page}.json")]
        for form in forms:
            said = urlopen(base + form + (query + asked if form != path else "")).read().decode()
            yield form, json.loads(said) if form.endswith(".json") else said


def shown(said):
    """Give an answer as a text; JSON as people would read it."""
    return said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)


def test_an_erased_person_is_on_no_page_in_no_data_and_in_no_feed(serve, copied, tmp_path):
    name, url, number = copied.rows(SOMEBODY)[0]
    slug = url.rstrip("/").rpartition("/")[2]
    theirs = copied.rows("SELECT id, text FROM comments WHERE commenter_id = :id", id=number)
    others = copied.rows("SELECT text FROM comments WHERE commenter_id != :id", id=number)
    words = [found[0] for _, said in theirs if (found := LONG.search(said))]
    signs = [name, slug, *(w for w in words if not any(w in said for (said,) in others))]
    comments = [f"/comments/{n}" for n, _ in theirs]
    searches = [f"/search?q=%22{quote(name)}%22", f"/search?commenter={quote(name)}"]
    with serve(copied) as base:
        before = {
            sign
            for _, said in answers(base, copied, f"/commenters/{number}", *comments, *searches)
            for sign in signs
            if sign in shown(said)
        }

    assert before == set(signs)

    engine = open_database(copied.url)
    privacy = Privacy(key_file=tmp_path / "privacy.key")
    with reading(engine) as connection:
        whom = people.the_one(url, people.candidates(connection, url, None))
    erase.remember(engine, whom, privacy)
    erase.erase(engine, whom, privacy, NOW)
    engine.dispose()
    with serve(copied) as base:
        left = {
            path: sign
            for path, said in answers(base, copied, *comments)
            for sign in signs
            if sign in shown(said)
        }
        found = [json.load(urlopen(base + at.replace("?", ".json?")))["hits"] for at in searches]
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urlopen(f"{base}/commenters/{number}")
        blank = urlopen(base + comments[0]).read().decode()

    assert left == {}
    assert found == [[], []]
    assert "A comment by somebody" in blank
    assert "Nothing of it is kept." in blank


def crawled_with(setting, archive, folder):
    """Crawl a small site; give what was kept, and the names that only its commenters have."""
    kept = archive(f"sqlite:///{folder / 'boredcrawl.db'}", folder)
    with Replica(articles=3, seed=3) as replica:
        crawl(replica, kept.url, folder, setting)
        names = {
            comment["name"] for n in replica.numbers() for comment in replica.truth(n)["comments"]
        }
    # Authors have their names, and the replica's texts may happen to have one too.
    said = " ".join(told for row in kept.rows("SELECT body_text FROM articles") for told in row)
    others = {name for (name,) in kept.rows("SELECT name FROM authors")}
    return kept, names - others - {name for name in names if name.lower() in said.lower()}


def test_pseudonyms_are_short_on_pages_and_whole_in_the_data(look, serve, archive, tmp_path):
    kept, names = crawled_with("COMMENTER_NAMES=pseudonym", archive, tmp_path)
    full = re.compile(r"anon-[0-9a-f]{8,}")
    with serve(kept) as base:
        pages = dict(answers(base, kept))
        page, complaints = look(base, viewport={"width": 390, "height": 800})
        page.goto(f"{base}/articles/1")
        who = page.locator("details.c .who").all_text_contents()
        page.click("text=Who speaks here")
        page.click(".people li a >> nth=0")
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")

    assert len(names) > 10
    assert {
        (path, name)
        for path, said in pages.items()
        for name in names
        if len(name) > 8 and name in shown(said)
    } == set()
    assert set(map(len, who)) == {len("anon-012345…")}
    assert [path for path, said in pages.items() if path[-5:] != ".json" and full.search(said)] == [
        path for path in pages if path.endswith("/feed.atom") and path != "/feed.atom"
    ]
    assert full.fullmatch(pages["/commenters/1.json"]["commenter"]["name"])
    assert "A pseudonym: the same person everywhere" in pages["/commenters/1"]
    assert (wide, complaints) == (0, [])


def test_where_names_are_dropped_no_page_has_one_and_no_page_breaks(serve, archive, tmp_path):
    kept, names = crawled_with("COMMENTER_NAMES=drop", archive, tmp_path)
    with serve(kept) as base:
        pages = dict(answers(base, kept, "/search?q=the"))
        (somebody,) = kept.rows("SELECT id FROM comments WHERE gone_at IS NULL LIMIT 1")[0]
        told = json.load(urlopen(f"{base}/comments/{somebody}.json"))
        shows = urlopen(f"{base}/comments/{somebody}").read().decode()
    (thread,) = [said["thread"] for path, said in pages.items() if path == "/articles/1.json"]

    assert len(names) > 10
    assert [
        (path, name)
        for path, said in pages.items()
        for name in names
        if len(name) > 8 and name in shown(said)
    ] == []
    assert (told["exchange"]["comment"]["name"], thread["comments"][0]["name"]) == (None, None)
    assert thread["total"] > 10
    assert "A comment by somebody" in shows
    assert "Who speaks here" not in pages["/articles/1"]
