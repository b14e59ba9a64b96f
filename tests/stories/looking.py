"""One look at a page without a crawl around it: fetched, read and made a visit."""

from datetime import datetime
from urllib.request import Request, urlopen

from boredcrawl.commands.case import read_case
from boredcrawl.items import Visit
from boredcrawl.spiders.options import read_options


def look(replica):
    """Visit every article of a replica once, at its own time."""
    site = read_options({"site": "boredpanda", "origin": replica.origin}).site
    at = datetime.fromisoformat(replica.about()["now"])
    return [visit(site, replica.url(number), at) for number in replica.numbers()]


def visit(site, url, at):
    with urlopen(Request(url)) as answer:  # noqa: S310 - the replica
        article = read_case(site, answer.read(), url, at)
    return Visit(url=url, site=site.name, fetched_at=at, status=200, article=article)
