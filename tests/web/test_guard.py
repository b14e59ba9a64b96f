"""Who may ask, what they cannot do, and that every page is the same on every way to it."""

import json
import urllib.error
import urllib.request

import pytest
from lxml import etree
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from boredcrawl.db.asking.bounded import is_out_of_time, open_bounded
from boredcrawl.db.engine import open_database


class Still(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_, **__):
        return None


def ask(url, **headers):
    request = urllib.request.Request(url, headers=headers)
    try:
        answer = urllib.request.build_opener(Still).open(request, timeout=20)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, dict(answer.headers), answer.read()


def test_every_answer_carries_the_policy(reader):
    for path in ("/", "/nothing", "/static/reader.js", "/openapi.json", "/activity?days=x"):
        _, headers, _ = ask(reader + path)

        assert headers["content-security-policy"].startswith("default-src 'none'; ")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "path",
    [
        "/images/..%2f..%2fboredcrawl.db",
        "/images/%2e%2e/boredcrawl.db",
        "/static/..%2f..%2fapp.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/images/" + "0" * 64,
        "//example.com/",
        "/articles/1%00",
        "/articles/-1",
        "/articles/1e3",
        "/articles/9999999999999999999.json",
    ],
)
def test_nothing_outside_the_archive_is_given(reader, path):
    status, headers, _ = ask(reader + path)

    assert status == 404
    assert "location" not in headers


def test_a_picture_whose_path_leads_out_is_not_given(archive, serve, tmp_path):
    outside = tmp_path / "secret.png"
    outside.write_bytes(b"\x89PNG\r\n\x1a\nsecret")
    inside = tmp_path / "archive"
    inside.mkdir()
    (inside / "evil.svg").write_bytes(b"<svg onload=alert(1)>")
    (inside / "link.png").symlink_to(outside)
    kept = archive(f"sqlite:///{inside / 'boredcrawl.db'}", inside)
    engine = open_database(kept.url)
    paths = (str(outside), "../secret.png", "link.png", "evil.svg", "x\0y", ".")
    with engine.begin() as connection:
        for number, path in enumerate(paths):
            connection.execute(
                text("INSERT INTO images (url, sha256, path) VALUES (:url, :digest, :path)"),
                {"url": str(number), "digest": f"{number:064x}", "path": path},
            )
    engine.dispose()
    with serve(kept) as base:
        answers = [ask(f"{base}/images/{number:064x}")[0] for number in range(len(paths))]

    assert answers == [404] * len(paths)


def test_only_who_has_the_token_reads_and_the_way_in_leads_nowhere_else(serve, crawled):
    with serve(crawled, token="sesame") as base:
        assert ask(f"{base}/")[0] == 401
        assert ask(f"{base}/?token=guess")[0] == 401
        assert ask(f"{base}/index.json", Authorization="Bearer sesame")[0] == 200

        status, headers, _ = ask(f"{base}/articles?kind=list&token=sesame")

        assert (status, headers["location"]) == (303, "/articles?kind=list")
        assert "HttpOnly" in headers["set-cookie"]
        assert "SameSite=strict" in headers["set-cookie"]
        assert ask(f"{base}/", Cookie=headers["set-cookie"].partition(";")[0])[0] == 200

        for path in ("//example.com/", "/%5cexample.com/", "///example.com", "/%2f/example.com"):
            _, headers, _ = ask(f"{base}{path}?token=sesame")

            assert headers["location"].startswith("/")
            assert headers["location"][1:2] not in {"/", "\\"}


def test_another_name_pointed_at_this_machine_gets_nothing(reader):
    assert ask(reader, Host="evil.example")[0] == 400


def test_the_connection_can_write_nothing_and_long_questions_end(kept):
    engine = open_bounded(kept.url, seconds=0.5)
    with engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text("DELETE FROM comments"))
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
    )
    with engine.connect() as connection, pytest.raises(DBAPIError) as told:
        connection.execute(text(endless))

    assert is_out_of_time(told.value)

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM articles")).scalar_one() > 0

    engine.dispose()


@pytest.mark.parametrize(
    ("path", "name", "table"),
    [
        ("/articles.json", "articles", "articles"),
        ("/authors.json", "authors", "authors"),
        ("/changes.json", "events", "changes"),
    ],
)
def test_paging_gives_every_row_once(reader, kept, path, name, table):
    met, cursor = [], ""
    while cursor is not None:
        told = json.loads(ask(f"{reader}{path}?cursor={cursor}")[2])
        met += [one["id"] for one in told[name]]
        cursor = told["cursor"]

    assert len(met) == len(set(met))
    assert sorted(met) == [row[0] for row in kept.rows(f"SELECT id FROM {table} ORDER BY id")]


def test_the_json_of_a_thread_has_every_comment_with_those_that_vanished(reader, kept):
    for (number,) in kept.rows("SELECT id FROM articles"):
        told = json.loads(ask(f"{reader}/articles/{number}.json?sort=score")[2])
        there = kept.rows("SELECT id FROM comments WHERE article_id = :id", id=number)

        assert sorted(one["id"] for one in told["thread"]["comments"]) == sorted(
            row[0] for row in there
        )
        before = [one["id"] for one in told["thread"]["comments"]]
        for one in told["thread"]["comments"]:
            if one["parent_id"] in before:
                assert before.index(one["parent_id"]) < before.index(one["id"])


def test_feeds_are_well_formed(reader):
    for path in ("/feed.atom", "/articles/1/feed.atom"):
        status, headers, content = ask(reader + path)
        root = etree.fromstring(content)

        assert status == 200
        assert headers["content-type"].startswith("application/atom+xml")
        assert root.findall("{*}entry/{*}updated")
