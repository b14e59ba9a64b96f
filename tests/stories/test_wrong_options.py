"""A wrong option ends at once, with one line that says what to write instead."""

import socket

import pytest


def test_an_unknown_site_is_said_in_one_line(archive):
    ended = archive.scrapy("crawl", "articles", "-a", "site=nope", "-L", "ERROR")

    assert ended.code == 1
    assert (
        ended.output == "boredcrawl: no site is called 'nope'; write one of: boredpanda, demilked\n"
    )


def test_a_date_in_words_is_said_in_one_line(archive):
    ended = archive.scrapy("crawl", "articles", "-a", "since=yesterday-ish", "-L", "ERROR")

    assert ended.code == 1
    assert ended.last_line.startswith("boredcrawl: since='yesterday-ish' is no date")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("-s ARCHIVE=maybe", "ARCHIVE='maybe': write true or false"),
        ("-s RETRY_AFTER_MAX=soon", "RETRY_AFTER_MAX='soon': write a number of seconds"),
        ("-s DOWNLOAD_DELAY=-1", "DOWNLOAD_DELAY='-1': write a number of seconds"),
        ("-s STORE_BATCH=0", "STORE_BATCH='0': write a whole number of 1 or more"),
        ("-s LISTING_PAGES=many", "LISTING_PAGES='many': write a whole number"),
        ("-s WARC_GZIP_LEVEL=99", "WARC_GZIP_LEVEL='99': write a whole number from 1 to 9"),
        ("-s LOG_FORMAT=pretty", "LOG_FORMAT='pretty': write text, json, or"),
        ("-a limit", "Invalid -a value"),
        ("again", "name one spider: articles or replay"),
    ],
)
def test_what_cannot_be_used_is_said_before_the_crawl_begins(archive, typed, told):
    ended = archive.scrapy("crawl", "articles", "-a", "origin=http://127.0.0.1:9", *typed.split())

    assert ended.code == 1
    assert ended.last_line.startswith(f"boredcrawl: {told}")
    assert "Traceback" not in ended.output


def test_an_unknown_spider_is_said_in_one_line(archive):
    ended = archive.scrapy("crawl", "artikles")

    assert ended.code == 1
    assert "write one of: articles, replay" in ended.last_line


def test_a_real_site_is_not_crawled_without_a_contact(archive):
    ended = archive.scrapy("crawl", "articles", "-s", "CONTACT=")

    assert ended.code == 1
    assert "-s CONTACT=you@example.org" in ended.last_line


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg://nobody@127.0.0.1:{port}/none", "sqlite:////proc/none/x.db"]
)
def test_a_database_out_of_reach_is_storage_trouble(archive, url):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = url.format(port=free.getsockname()[1])
        ended = archive.crawl("http://127.0.0.1:9", "-s", f"DATABASE_URL={url}", "-L", "ERROR")

    assert ended.code == 5
    assert ended.output.count("\n") == 1
    assert ended.output.startswith("boredcrawl: ")


def test_a_database_url_that_is_none_is_a_wrong_option(archive):
    ended = archive.crawl("http://127.0.0.1:9", "-s", "DATABASE_URL=archive.db", "-L", "ERROR")

    assert ended.code == 1
    assert ended.output.count("\n") == 1


def test_an_origin_nobody_answers_at_has_a_code_of_its_own(archive):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        ended = archive.crawl(f"http://127.0.0.1:{free.getsockname()[1]}")

    assert ended.code == 3
    assert "nothing could be fetched" in ended.last_line
