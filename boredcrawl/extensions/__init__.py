"""Scrapy extensions: the report after a crawl, the progress during it."""
