"""Scrapy's settings for this project, and ours; the order of things is visible here."""

from __future__ import annotations

import os

from boredcrawl import __version__

BOT_NAME = "boredcrawl"
SPIDER_MODULES = ["boredcrawl.spiders"]
COMMANDS_MODULE = "boredcrawl.commands"

# --- ours -----------------------------------------------------------------------------

DATABASE_URL = os.environ.get("BOREDCRAWL_DATABASE_URL", "sqlite:///archive/boredcrawl.db")
"""Where articles and comments are kept: sqlite:///FILE or postgresql+psycopg://…"""

ARCHIVE_DIR = os.environ.get("BOREDCRAWL_ARCHIVE_DIR", "archive")
"""The folder of the WARC files (warc/) and image files (images/)."""

CONTACT = os.environ.get("BOREDCRAWL_CONTACT", "")
"""A mail address or page of the crawl's operator, shown to every site that is visited."""

ARCHIVE = True
"""Whether what is fetched is written as WARC."""

WARC_GZIP_LEVEL = 6
"""How hard WARC records are packed, from 1 to 9."""

WARC_MAX_BYTES = 1_000_000_000
"""A WARC file is closed and the next one begun when it grows beyond this."""

IMAGES = "none"
"""Which picture files are kept: none, lead (the one at an article's head), all."""

IMAGES_STORE = os.environ.get("BOREDCRAWL_IMAGES_STORE", "")
"""Where images/ stands, if not in ARCHIVE_DIR: another folder, or s3://bucket/folder."""

IMAGES_MAX_BYTES = 25_000_000
"""A larger picture file is refused."""

IMAGES_MAX_PIXELS = 50_000_000
"""A picture of more pixels is refused before any is decoded."""

STORE_BATCH = 50
"""Visits stored in one transaction, at most."""

STORE_SECONDS = 2.0
"""A visit waits no longer than this for others to be stored with."""

CONDITIONAL_REQUESTS = True
"""Whether pages are asked for only if they have changed, by ETag and Last-Modified; every fifth
visit asks for the whole page anyway, and a site that was caught lying is always asked so."""

LISTING_PAGES = 50
"""How many pages of one listing are read in a crawl, at most."""

COMMENTS_REQUESTS = 200
"""Requests that one article's comments may cost beyond its page, at most."""

COMMENTS_BROWSER = "auto"
"""A browser that presses a page's "load more" buttons: auto (where nothing else gets the whole
thread, and a Chromium is there), always, never."""

COMMENTS_BROWSER_SECONDS = 120
"""How long the buttons of one page are pressed, at most."""

COMMENTS_BROWSER_CLICKS = 1000
"""How often the buttons of one page are pressed, at most."""

CHROMIUM = os.environ.get("BOREDCRAWL_CHROMIUM", "")
"""The Chromium to use; where none is named, the usual places are looked into."""

COMMENTER_NAMES = os.environ.get("BOREDCRAWL_COMMENTER_NAMES", "keep")
"""What becomes of commenters' names: keep, pseudonym (a keyed digest instead), drop."""

PRIVACY_KEY_FILE = os.environ.get("BOREDCRAWL_PRIVACY_KEY_FILE", "")
"""The key of pseudonyms and erasures; where none is named, privacy.key in ARCHIVE_DIR."""

CRAWL_HOURS = os.environ.get("BOREDCRAWL_CRAWL_HOURS", "")
"""When sites may be visited: 22:00-06:00 or 22:00-06:00,12:00-13:00 Europe/Vilnius; always
where it is empty. What is in hand when they are over is ended, the rest stays due."""

RETRY_AFTER_MAX = 300
"""Seconds of a Retry-After that a crawl waits for; for a longer one it ends, and the host is
left alone until then."""

PROGRESS = "auto"
"""A display of what is going on: auto (on a terminal), always, never."""

NOTICES = os.environ.get("BOREDCRAWL_NOTICES", "")
"""Addresses of apprise (https://github.com/caronc/apprise), with commas between: who is told when
a site's crawls begin to fail, and when they are well again."""

METRICS_FILE = os.environ.get("BOREDCRAWL_METRICS_FILE", "")
"""A text file for the numbers of the last crawl in OpenMetrics form; {site} in it is the site."""

# --- the path: downloader, then pipelines ------------------------------------------------

DOWNLOADER = "boredcrawl.middlewares.downloader.PoliteDownloader"

DOWNLOAD_HANDLERS = {
    # Answers come with their heads as sent, for the archive.
    "http": "boredcrawl.middlewares.exact.ExactHandler",
    "https": "boredcrawl.middlewares.exact.ExactHandler",
    # What a page links to is never fetched otherwise than by HTTP.
    **dict.fromkeys(("data", "file", "ftp", "s3")),
}

DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "boredcrawl.middlewares.robots.CarefulRobots": 100,
    # Behind decompression, to know pages for robots; before the retries, to count them.
    "boredcrawl.middlewares.guard.HostGuard": 585,
    # Behind redirects and the proxy: every step of the way is judged.
    "boredcrawl.middlewares.reach.Reach": 760,
    # Next to the network: bytes are archived before anything unpacks them (measured: at 950
    # they are as sent).
    "boredcrawl.middlewares.archive.ArchiveMiddleware": 950,
}

ITEM_PIPELINES = {
    "boredcrawl.pipelines.boilerplate.BoilerplatePipeline": 100,
    "boredcrawl.pipelines.normalise.NormalisePipeline": 200,
    "boredcrawl.pipelines.comments.CommentsPipeline": 300,
    # Behind the comments, whose identities are made of names too.
    "boredcrawl.pipelines.names.NamesPipeline": 400,
    # Present with IMAGES=lead and IMAGES=all only.
    "boredcrawl.pipelines.images.ImagesPipeline": 700,
    "boredcrawl.pipelines.sql.SqlPipeline": 900,
}

EXTENSIONS = {
    "boredcrawl.extensions.report.CrawlReport": 100,
    "boredcrawl.extensions.watching.Watching": 150,
    "boredcrawl.extensions.progress.Progress": 200,
    "boredcrawl.extensions.memory.Memory": 250,
}

# --- a good guest ------------------------------------------------------------------------

USER_AGENT = f"boredcrawl/{__version__}"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "boredcrawl"
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # Scrapy's would halve every other delay
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 67_108_864
RETRY_TIMES = 2
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en",
    # Not br, which Scrapy would ask for: the archive holds answers as sent, and other tools
    # must read it (seen: warcio 1.8.1 with brotli 1.2.1 fails on a brotli payload).
    "Accept-Encoding": "gzip, deflate",
}
COOKIES_ENABLED = False

# --- the rest ----------------------------------------------------------------------------

LOG_LEVEL = "INFO"
LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
# Each would open a port, on which code can be run.
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
