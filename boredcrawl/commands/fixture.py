"""`scrapy fixture`: one page saved as a test case, or its buttons probed."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError
from scrapy.http import Response, TextResponse

from boredcrawl.archive.reader import expand, read_records
from boredcrawl.commands.case import ITEM, PAGE, name_of, read_case, save_case
from boredcrawl.commands.checked import end_as_promised
from boredcrawl.commands.new_card import CARDS, new_card, write_card
from boredcrawl.commands.one_page import FirstVisit, OnePage
from boredcrawl.exceptions import BoredcrawlError, ExitCode, UnknownSite, WrongOption
from boredcrawl.pages.more.probing import endpoints_of
from boredcrawl.sites import card_named, site_for
from boredcrawl.sites.generic import Generic, Started
from boredcrawl.spiders.answers import trouble
from boredcrawl.spiders.options import Options, read_options
from boredcrawl.spiders.replay import answer

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from scrapy.crawler import AsyncCrawlerProcess

    from boredcrawl.sites.base import Site

FOLDER = Path("tests/sites")


class NotReadable(BoredcrawlError):
    """The page asked for cannot be had as one to be read."""

    def __init__(self, sentence: str, exit_code: ExitCode) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


class Command(ScrapyCommand):
    """Saves a page and what it is read as; or presses its buttons and says what they request."""

    requires_project = True
    crawler_process: AsyncCrawlerProcess | None

    def syntax(self) -> str:
        """Say what is typed."""
        return "[options] <url>"

    def short_desc(self) -> str:
        """Say what it does, in the list of commands."""
        return "Save a page as a test case of its site; or probe its 'load more' buttons"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        """Name the options."""
        super().add_options(parser)
        end_as_promised(parser)
        parser.add_argument("--as", dest="case", metavar="CASE", help="the case's name")
        parser.add_argument("--warc", metavar="FILE", help="take the page from this archive")
        parser.add_argument("--origin", help="the page stands on this mirror of its site")
        parser.add_argument("--site", default="boredpanda", help="the card of a mirror")
        parser.add_argument(
            "--folder", default=str(FOLDER), help="where the cases of all sites are"
        )
        parser.add_argument("--force", action="store_true", help="write over a case that is there")
        parser.add_argument("--new", metavar="NAME", help="write a card for the page's site first")
        parser.add_argument(
            "--cards", metavar="FOLDER", default=str(CARDS), help="where a new card is put"
        )
        parser.add_argument("--probe", action="store_true", help="press buttons, save nothing")

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        """Save or probe one page; set `exitcode`."""
        if len(args) != 1:
            raise UsageError("name one page: scrapy fixture https://www.example.com/some-article/")
        try:
            if opts.new:
                self._begin(args[0], opts)
                return
            options = _options(args[0], opts)
            if opts.probe:
                self._probe(args[0], options)
            else:
                self._save(args[0], options, opts)
        except BoredcrawlError as error:
            sys.stderr.write(f"boredcrawl: {error}\n")
            self.exitcode = int(error.exit_code)

    def _save(self, url: str, options: Options, opts: argparse.Namespace) -> None:
        folder = Path(opts.folder) / options.site.slug / (opts.case or name_of(url))
        if any((folder / name).exists() for name in (PAGE, ITEM)) and not opts.force:
            raise WrongOption(f"{folder} is there already: name another with --as, or add --force")
        if opts.warc:
            response, fetched_at = _archived(url, options.site, opts.warc)
        else:
            response, fetched_at = self._fetched(url, options)
        problem = trouble(response)
        if problem is not None:
            is_blocked = problem[1].startswith("blocked")
            code = ExitCode.BLOCKED if is_blocked else ExitCode.EXPECTATION
            raise NotReadable(f"{url}: {problem[1]}", code)
        assert isinstance(response, TextResponse)
        # As the tests read it: with the card itself, wherever the page was taken from.
        _save_page(folder, type(options.site)(), response, fetched_at)

    def _begin(self, url: str, opts: argparse.Namespace) -> None:
        """Write the card of a site that has none, and its first case."""
        path, options = new_card(url, opts.new, Path(opts.cards), force=opts.force)
        spider = self._crawl(url, options, press=False, kind=FirstVisit)
        response = spider.response
        assert isinstance(response, Response)
        problem = trouble(response)
        if problem is not None or not isinstance(spider, FirstVisit) or not spider.is_known:
            told = problem[1] if problem else "its site's first page cannot be read"
            raise NotReadable(f"{url}: {told}", ExitCode.EXPECTATION)
        assert isinstance(response, TextResponse)
        assert isinstance(options.site, Started)
        site = write_card(path, opts.new, options.site, seen=spider.fetched_at)
        sys.stdout.write(f"{path}: {', '.join(site.hosts) or site.home}\n")
        for source in site.sources:
            sys.stdout.write(f"  {source.kind} {site.home}{source.path}\n")
        folder = Path(opts.folder) / opts.new / (opts.case or name_of(url))
        _save_page(folder, site, response, spider.fetched_at)
        sys.stdout.write(f"now: scrapy crawl articles -a site={opts.new} -a limit=5\n")

    def _probe(self, url: str, options: Options) -> None:
        spider = self._crawl(url, options, press=True)
        assert spider.response is not None
        pressed = spider.response.meta.get("pressed")
        if pressed is None:
            raise NotReadable(f"{url}: the browser did not open it", ExitCode.NOTHING_FETCHED)
        out = [f"{url}: {pressed['clicks']} presses, {pressed['left']} buttons left"]
        for probed in endpoints_of(pressed["requests"], url):
            out += probed.lines()
        if not pressed["requests"]:
            out.append("the buttons requested nothing")
        sys.stdout.write("\n".join([*out, ""]))

    def _fetched(self, url: str, options: Options) -> tuple[Response, datetime]:
        spider = self._crawl(url, options, press=False)
        assert spider.response is not None
        return spider.response, spider.fetched_at

    def _crawl(
        self, url: str, options: Options, *, press: bool, kind: type[OnePage] = OnePage
    ) -> OnePage:
        process = self.crawler_process
        assert process is not None
        crawler = process.create_crawler(kind)
        task = process.crawl(crawler, options, url=url, press=press)
        process.start()
        error = None if task.cancelled() else task.exception() if task.done() else None
        if error is not None:
            raise error
        spider = crawler.spider
        assert isinstance(spider, OnePage)
        if spider.response is None:
            raise NotReadable(f"{url}: {spider.failure}", ExitCode.NOTHING_FETCHED)
        return spider


def _options(url: str, opts: argparse.Namespace) -> Options:
    """Find the page's site: the one that owns the URL, or the mirror that is named."""
    if opts.origin:
        return read_options({"site": opts.site, "origin": opts.origin, "url": url})
    site = site_for(url)
    if isinstance(site, Generic):
        raise UnknownSite(
            f"no card owns {url}: make one with --new NAME, "
            "or say whose mirror it is with --origin and --site"
        )
    return read_options({"site": card_named(site.slug).slug, "url": url})


def _save_page(folder: Path, site: Site, response: TextResponse, fetched_at: datetime) -> None:
    html = response.text.encode("utf-8", "replace")
    article = read_case(site, html, response.url, fetched_at)
    save_case(folder, article, html, response.url)
    told = f"{article.layout}, {len(article.comments)} comments, {article.word_count} words"
    sys.stdout.write(f"{folder}: {article.title} ({told})\n")


def _archived(url: str, site: Site, warc: str) -> tuple[Response, datetime]:
    """Take the newest answer for a page out of an archive."""
    wanted = site.canonical(url)
    found = None
    for record in read_records(expand(warc)):
        if record.kind != "resource" and site.owns(record.url) and record.status == 200:  # noqa: PLR2004
            found = record if site.canonical(record.url) == wanted else found
    if found is None:
        raise WrongOption(f"there is no answer for {url} in {warc}")
    return answer(found), found.fetched_at
