"""`-a start=URL`: a site that no card knows, from one of its pages."""

import socket

import pytest
from papers import Paper, mapped_paper, plain_paper


@pytest.fixture
def paper():
    with Paper() as paper:
        yield paper


def titles(archive):
    return {row["url"]: row["title"] for row in archive.rows("SELECT url, title FROM articles")}


def stories(paper, numbers):
    return {
        f"{paper.origin}/2026/fence-{number}.html": f"A goat on fence number {number}"
        for number in numbers
    }


def start(archive, address, *words):
    return archive.scrapy("crawl", "articles", "-a", f"start={address}", *words)


def test_a_site_of_pages_alone_is_crawled_from_its_lists(archive, paper):
    plain_paper(paper)
    ended = start(archive, f"{paper.origin}/")

    assert ended.code == 0, ended.output
    assert titles(archive) == stories(paper, range(1, 14))


def test_sitemaps_and_feeds_are_found_and_robots_txt_is_obeyed(archive, paper):
    mapped_paper(paper)
    ended = start(archive, f"{paper.origin}/")

    assert ended.code == 0, ended.output
    assert titles(archive) == stories(paper, (*range(1, 16), 20))
    assert "/secret/fence-99.html" not in paper.asked


def test_a_limit_bounds_it(archive, paper):
    plain_paper(paper)
    ended = start(archive, f"{paper.origin}/", "-a", "limit=3")

    assert ended.code == 0, ended.output
    assert len(titles(archive)) == 3


def test_a_second_crawl_visits_nothing_that_is_not_due(archive, paper):
    plain_paper(paper)
    start(archive, f"{paper.origin}/")
    paper.asked.clear()
    ended = start(archive, f"{paper.origin}/")

    assert ended.code == 0, ended.output
    assert [path for path in paper.asked if path.startswith("/2026/")] == []


def test_a_start_without_http_is_said_in_one_line(archive):
    ended = start(archive, "www.example.com", "-L", "ERROR")

    assert ended.code == 1
    assert ended.output == (
        "boredcrawl: start='www.example.com' is no address: "
        "write -a start=https://www.example.com/\n"
    )


def test_a_start_names_its_site_alone(archive):
    ended = start(archive, "http://127.0.0.1:9/", "-a", "site=demilked", "-L", "ERROR")

    assert ended.code == 1
    assert ended.output.count("\n") == 1
    assert "leave out site=" in ended.output


def test_a_start_nobody_answers_at_has_a_code_of_its_own(archive):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        ended = start(archive, f"http://127.0.0.1:{free.getsockname()[1]}/", "-L", "CRITICAL")

    assert ended.code == 3
    assert ended.output.count("\n") == 1
    assert ended.output.startswith("boredcrawl: nothing could be fetched")


def test_a_start_that_is_not_there_is_said_in_one_line(archive, paper):
    ended = start(archive, f"{paper.origin}/no-such-page/", "-L", "CRITICAL")

    assert ended.code == 2
    assert ended.output.count("\n") == 1
    assert "start= is no page" in ended.output


def test_the_start_of_a_site_with_a_card_is_the_cards(archive):
    ended = start(archive, "https://www.boredpanda.com/", "-s", "CONTACT=", "-L", "ERROR")

    assert ended.code == 1
    assert "-s CONTACT=you@example.org" in ended.output
