"""The tables, by subject. Their docstrings are docs/data.md."""

from boredcrawl.db.models.articles import (
    Article,
    ArticleAuthor,
    ArticleDropped,
    ArticleFieldSource,
    ArticleRevision,
    ArticleUrl,
    Author,
)
from boredcrawl.db.models.base import Base, table
from boredcrawl.db.models.changing import ArticleBand, ArticleSimilar, Change
from boredcrawl.db.models.comments import Comment, Commenter, CommentRevision, CommentScore
from boredcrawl.db.models.crawling import Frontier, Visit
from boredcrawl.db.models.erasing import Erasure
from boredcrawl.db.models.hosts import Host
from boredcrawl.db.models.parts import (
    ArticleImage,
    ArticleTag,
    Embed,
    Image,
    ListItem,
    Poll,
    PollOption,
    RelatedLink,
    Tag,
)
from boredcrawl.db.models.sites import Crawl, Site

__all__ = [
    "Article",
    "ArticleAuthor",
    "ArticleBand",
    "ArticleDropped",
    "ArticleFieldSource",
    "ArticleImage",
    "ArticleRevision",
    "ArticleSimilar",
    "ArticleTag",
    "ArticleUrl",
    "Author",
    "Base",
    "Change",
    "Comment",
    "CommentRevision",
    "CommentScore",
    "Commenter",
    "Crawl",
    "Embed",
    "Erasure",
    "Frontier",
    "Host",
    "Image",
    "ListItem",
    "Poll",
    "PollOption",
    "RelatedLink",
    "Site",
    "Tag",
    "Visit",
    "table",
]
