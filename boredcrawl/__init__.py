"""boredcrawl: crawl article sites, keep articles and whole comment threads in SQL and WARC."""

from __future__ import annotations

from importlib.metadata import version

__version__ = version("boredcrawl")
