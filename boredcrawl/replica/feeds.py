"""What machines read: the RSS feed, the sitemap index and its children, robots.txt."""

from __future__ import annotations

import gzip
from email.utils import format_datetime
from itertools import islice
from typing import TYPE_CHECKING

from boredcrawl.replica.scene import esc
from boredcrawl.replica.words import CATEGORIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from boredcrawl.replica.world import World

FEED = 20
"""Articles in a feed."""

CHILD = 1000
"""Articles in one child of the sitemap index."""

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XML = '<?xml version="1.0" encoding="UTF-8"?>\n'

ROBOTS = """\
User-agent: ExampleScraper
User-agent: HungryBot
User-agent: CopyCat
User-agent: VacuumSpider
Disallow: /

User-agent: *
Disallow: /?s=
Disallow: /search/
Disallow: /*wp-admin/
Disallow: /*wp-includes
Disallow: /*wp-content
Disallow: /*wp-json
Disallow: /contributor/
Allow: /blog/wp-content/uploads/
{delay}
Sitemap: {origin}/sitemap.xml
"""
"""As reported of the real site, but for uploads: there they are on a host of their own."""


def robots(world: World, origin: str) -> str:
    """Write robots.txt."""
    delay = world.options.crawl_delay
    line = "" if delay is None else f"Crawl-delay: {delay:g}\n"
    if rate := world.options.request_rate:
        line += f"Request-rate: {rate}\n"
    return ROBOTS.format(origin=origin, delay=line)


def feed(world: World, numbers: Iterable[int], origin: str, label: str) -> str:
    """Write an RSS feed of the newest articles."""
    items = []
    for number in islice(numbers, FEED):
        head = world.head(number)
        labels = "".join(f"<category>{esc(name)}</category>" for _, name in head.categories)
        names = "".join(f"<dc:creator>{esc(one.name)}</dc:creator>" for one in head.authors)
        items.append(
            f"<item><title>{esc(head.title)}</title><link>{origin}{head.path}</link>{names}"
            f"<pubDate>{format_datetime(head.published_at)}</pubDate>{labels}"
            f'<guid isPermaLink="false">{origin}/?p={head.post_id}</guid>'
            f"<description>{esc(head.description)}</description>"
            f"<slash:comments>{world.comment_count(number)}</slash:comments></item>"
        )
    return (
        f'{XML}<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:slash="http://purl.org/rss/1.0/modules/slash/">'
        f"<channel><title>{esc(label)}</title><link>{origin}/</link>"
        f"<description>Bored Panda</description>{''.join(items)}</channel></rss>\n"
    )


def sitemap_index(world: World, origin: str) -> str:
    """Write the sitemap index: the child with the newest articles first, its sizes even."""
    rows = [f"<sitemap><loc>{origin}/category-sitemap.xml</loc></sitemap>"]
    for child in range((world.newest - 1) // CHILD + 1, 0, -1):
        numbers = [n for n in _numbers(world, child) if world.history.status(n) == 200]  # noqa: PLR2004
        if numbers:
            edited = [n for n in numbers if n in world.history.changes]
            newest = max(world.head(n).modified_at for n in (numbers[0], *edited))
            rows.append(
                f"<sitemap><loc>{origin}/post-sitemap{child}.xml.gz</loc>"
                f"<lastmod>{newest.isoformat()}</lastmod></sitemap>"
            )
    return f'{XML}<sitemapindex xmlns="{SITEMAP}">{"".join(rows)}</sitemapindex>\n'


def _numbers(world: World, child: int) -> Iterator[int]:
    return iter(range(min(child * CHILD, world.newest), (child - 1) * CHILD, -1))


def sitemap_child(world: World, child: int, origin: str) -> bytes | None:
    """Write one child of the index, gzipped; None where there is none."""
    if not 1 <= child <= (world.newest - 1) // CHILD + 1:
        return None
    rows = []
    for number in _numbers(world, child):
        if world.history.status(number) == 200:  # noqa: PLR2004
            head = world.head(number)
            rows.append(
                f"<url><loc>{origin}{head.path}</loc>"
                f"<lastmod>{head.modified_at.isoformat()}</lastmod></url>"
            )
    text = f'{XML}<urlset xmlns="{SITEMAP}">{"".join(rows)}</urlset>\n'
    return gzip.compress(text.encode(), 6, mtime=0)


def category_sitemap(origin: str) -> str:
    """Write the child that lists categories, which are not articles."""
    rows = "".join(f"<url><loc>{origin}/category/{slug}/</loc></url>" for slug, _ in CATEGORIES)
    return f'{XML}<urlset xmlns="{SITEMAP}">{rows}</urlset>\n'
