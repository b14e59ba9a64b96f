"""Spiders, by job: `articles` discovers and visits, `replay` reads WARC again."""
