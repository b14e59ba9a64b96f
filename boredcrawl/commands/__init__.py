"""Commands of the `scrapy` tool in this project."""
