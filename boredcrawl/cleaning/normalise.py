"""What a page said becomes what is stored: text, HTML, pictures, names, times."""

from __future__ import annotations

from typing import TYPE_CHECKING

from boredcrawl.cleaning.blocks import blocks_html, blocks_text, word_count
from boredcrawl.cleaning.body import read_blocks, read_marked
from boredcrawl.cleaning.boilerplate import Stripper
from boredcrawl.cleaning.images import original_url
from boredcrawl.cleaning.text import squash
from boredcrawl.cleaning.times import parse_time
from boredcrawl.exceptions import MissingField
from boredcrawl.items import Author, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable

    from boredcrawl.cleaning.blocks import Block
    from boredcrawl.cleaning.rules import Rule
    from boredcrawl.items import Article, Image, ListItem

DEFAULT_BIOS = frozenset(("This lazy panda forgot to write something about itself.",))
"""What sites print where an author has written nothing."""


def strip_boilerplate(article: Article, rules: tuple[Rule, ...]) -> None:
    """Take boilerplate out of the body, the list items and the comments, and count it."""
    stripper = Stripper.of(rules)
    body = article.body
    dropped: dict[str, int] = dict(article.dropped)
    trees = [] if body is None else [(body, False)]
    trees += (
        (item.body, False)
        for item in article.list_items
        if item.body is not None and (body is None or body not in item.body.iterancestors())
    )
    trees += ((comment.body, True) for comment in article.comments if comment.body is not None)
    for tree, is_comment in trees:
        for name, count in stripper.strip(tree, is_comment=is_comment).items():
            dropped[name] = dropped.get(name, 0) + count
    article.dropped = dropped


def normalise(article: Article) -> None:
    """Turn the raw fields and the body's tree into what is stored, in place.

    Raises `MissingField` where nothing but boilerplate stood in the page.
    """
    _say_cleanly(article)
    _read_body(article)
    _read_times(article)
    if not article.title and not article.body_text and not article.images:
        raise MissingField(f"{article.url}: neither title nor text is left of the page")


def _read_body(article: Article) -> None:
    """Read the body and the list items in it as text, HTML, pictures and embeds."""
    items = article.list_items
    marked = {item.body: item for item in items if item.body is not None}
    blocks: list[Block] = []
    if article.body is not None:
        blocks, spans = read_marked(article.body, article.url, marked.keys())
        blocks_of = {id(item): blocks[spans[el]] for el, item in marked.items() if el in spans}
    else:
        blocks_of = {}
    for item in items:
        if id(item) not in blocks_of and item.body is not None:
            # It stands outside of the body, which then does not hold it either.
            blocks_of[id(item)] = read_blocks(item.body, article.url)
            blocks = [*blocks, *blocks_of[id(item)]]
        _read_item(item, blocks_of.get(id(item), []))
        item.body = None
    _drop_title(article, blocks)
    article.body = None
    # What the page says of an item's picture goes before what stands beside it.
    of_items = {_key(item.image): item.image for item in items if item.image is not None}
    for block in blocks:
        if block.image is not None and _key(block.image) in of_items:
            own = of_items[_key(block.image)]
            _complete(own, block.image)
            block.image = own
    article.body_text = blocks_text(blocks)
    article.body_html = blocks_html(blocks)
    article.word_count = word_count(article.body_text)
    shown = [block.image for block in blocks if block.image is not None]
    pictures = [*article.images, *shown, *(item.image for item in items if item.image is not None)]
    article.images = _each_once(pictures)
    known = {_key(image): image for image in article.images}
    for item in items:
        if item.image is not None:
            item.image = known[_key(item.image)]
    embeds = [*article.embeds, *(block.embed for block in blocks if block.embed is not None)]
    article.embeds = tuple({(e.provider, e.url, e.text): e for e in embeds}.values())


def _read_item(item: ListItem, blocks: list[Block]) -> None:
    """Give a list item its text and, where the page did not say, its picture and credit."""
    item.title = squash(item.title or "") or None
    names = {item.title, f"#{item.rank}", f"#{item.rank} {item.title}"}
    texts = [block for block in blocks if not (block.kind == "heading" and block.text in names)]
    item.text = blocks_text(texts) or squash(item.text or "") or None
    image = next((block.image for block in blocks if block.image is not None), None)
    if item.image is None:
        item.image = image
    elif image is not None and _key(image) == _key(item.image):
        _complete(item.image, image)
    if item.image is not None:
        item.credit = item.credit or item.image.credit
        item.credit_url = item.credit_url or item.image.credit_url
    item.credit = squash(item.credit or "") or None
    item.credit_url = item.credit_url or None


def _drop_title(article: Article, blocks: list[Block]) -> None:
    """Drop the title where a page prints it again on top of the body."""
    while blocks and article.title and blocks[0].text == article.title:
        del blocks[0]
        article.dropped["title"] = article.dropped.get("title", 0) + 1


def _key(image: Image) -> str:
    return image.original_url or original_url(image.url)


def _each_once(images: Iterable[Image]) -> tuple[Image, ...]:
    """Keep each picture once, the lead first; what a copy adds to it is kept."""
    kept: dict[str, Image] = {}
    for image in images:
        image.original_url = _key(image)
        for name in ("alt", "caption", "credit"):
            setattr(image, name, squash(getattr(image, name) or "") or None)
        if image.original_url in kept:
            _complete(kept[image.original_url], image)
        else:
            kept[image.original_url] = image
    return tuple(sorted(kept.values(), key=lambda image: not image.is_lead))


def _complete(image: Image, other: Image) -> None:
    """Fill what is not known of a picture from another sighting of it."""
    image.is_lead = image.is_lead or other.is_lead
    image.alt = image.alt or other.alt
    image.caption = image.caption or other.caption
    if not image.credit:
        image.credit, image.credit_url = other.credit, other.credit_url
    image.width, image.height = image.width or other.width, image.height or other.height


def _say_cleanly(article: Article) -> None:
    """Squash the text fields; what is empty is not known."""
    article.title = squash(article.title or "") or None
    article.description = squash(article.description or "") or None
    article.section = squash(article.section or "") or None
    article.language = squash(article.language or "") or None
    article.highlights = tuple(filter(None, map(squash, article.highlights)))
    article.authors = _merged(article.authors)
    tags: dict[tuple[str, str], Tag] = {}
    for tag in article.tags:
        name = squash(tag.name).strip(" ,")
        if name:
            tags.setdefault((name.casefold(), tag.kind), Tag(name=name, kind=tag.kind))
    article.tags = tuple(tags.values())
    related = {link.url: link for link in reversed(article.related)}
    for link in related.values():
        link.title = squash(link.title or "") or None
    article.related = tuple(reversed(related.values()))
    for poll in article.polls:
        poll.question = squash(poll.question)
        for option in poll.options:
            option.text = squash(option.text)


def _merged(authors: Iterable[Author]) -> tuple[Author, ...]:
    """Make one of the same person named twice, by profile or by name.

    >>> _merged([Author(name="Ann  Lee"), Author(name="Ann Lee", url="https://a.example/ann")])
    (Author(name='Ann Lee', url='https://a.example/ann', role=None, bio=None),)
    """
    kept: list[Author] = []
    for author in authors:
        name = squash(author.name).strip(" ,")
        bio = squash(author.bio or "") or None
        one = Author(
            name=name,
            url=author.url or None,
            role=squash(author.role or "") or None,
            bio=None if bio in DEFAULT_BIOS else bio,
        )
        same = next((other for other in kept if _is_same(other, one)), None)
        if same is not None:
            same.url, same.role = same.url or one.url, same.role or one.role
            same.bio = same.bio or one.bio
        elif name:
            kept.append(one)
    return tuple(kept)


def _is_same(a: Author, b: Author) -> bool:
    if a.url and b.url:
        return a.url == b.url
    return a.name.casefold() == b.name.casefold()


def _read_times(article: Article) -> None:
    """Read when the article was published and changed, as seen when it was fetched."""
    languages = (article.language.split("-")[0].lower(),) if article.language else ()
    languages = tuple(dict.fromkeys((*languages, "en")))
    published = parse_time(article.published_raw, article.fetched_at, languages)
    if published is not None:
        article.published_raw = published.raw
        article.published_at = published.at
        article.published_earliest = published.earliest
        article.published_latest = published.latest
    modified = parse_time(article.modified_raw, article.fetched_at, languages)
    if modified is not None:
        article.modified_at = modified.at
