"""The card of a site that has none, written from a first look at it."""

from __future__ import annotations

import importlib.util
import ipaddress
import keyword
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from boredcrawl import sites
from boredcrawl.exceptions import WrongOption
from boredcrawl.sites.generic import Started
from boredcrawl.spiders.options import Options, read_options

if TYPE_CHECKING:
    from datetime import datetime

    from boredcrawl.pages.sources import Source
    from boredcrawl.sites.base import Site

CARDS = Path(sites.__file__).parent

LINE = 100
"""The letters of a line in this repository."""

_CARD = '''"""{netloc}: {engine}, as seen on {day:%Y-%m-%d}."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from boredcrawl.cleaning.boilerplate import GENERIC_RULES
from boredcrawl.cleaning.urls import canonical_url, rebase
from boredcrawl.pages.cards import may_be_article
{imports}
from boredcrawl.sites.base import Site

if TYPE_CHECKING:
    from boredcrawl.cleaning.rules import Rule
    from boredcrawl.pages.article import ArticlePage
    from boredcrawl.pages.sources import Source


class {class_name}(Site):
    """The card of {netloc}."""

    slug = "{slug}"
    hosts: ClassVar[tuple[str, ...]] = {hosts}
    home = "{home}"
    sources: ClassVar[tuple[Source, ...]] = (
{sources}
    )
    pages: ClassVar[tuple[type[ArticlePage], ...]] = ({page},)
    boilerplate: ClassVar[tuple[Rule, ...]] = GENERIC_RULES

    def canonical(self, url: str) -> str:
        """The one URL under which an article of this site is kept: as the site writes it."""
        moved = rebase(url, self.hosts, self.origin)
        return canonical_url(moved, permalinks=frozenset(), trailing_slash=False)

    def is_article(self, url: str) -> bool:
        """Whether a URL found in a source may be an article, by its shape alone."""
        return self.owns(url) and may_be_article(url)
'''


def new_card(url: str, name: str, folder: Path, *, force: bool) -> tuple[Path, Options]:
    """Judge what is asked for; give the card's file and the site to look at."""
    options = read_options({"start": url})
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise WrongOption(f"--new {name!r} is no name: write small letters, as in --new demilked")
    if not isinstance(options.site, Started):
        raise WrongOption(f"{url} has a card: leave out --new, it is {options.site.slug}'s")
    path = folder / f"{name}.py"
    taken = {"base", "generic", *sites.all_cards()}
    if name in taken and not (force and name in sites.all_cards()):
        raise WrongOption(f"the name {name!r} is taken: choose another for --new")
    if path.exists() and not force:
        raise WrongOption(f"{path} is there already: choose another name, or add --force")
    if not folder.is_dir():
        raise WrongOption(f"--cards {folder} is no folder")
    return path, options


def write_card(path: Path, name: str, site: Started, *, seen: datetime) -> Site:
    """Write the card of a site that was looked at; give it, read from its file."""
    path.write_text(card_text(name, site, seen=seen), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(f"boredcrawl_new_card_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    card: type[Site] = getattr(module, _class_name(name))
    return card()


def card_text(name: str, site: Started, *, seen: datetime) -> str:
    """Write what was found as the source of a card."""
    netloc = urlsplit(site.origin).netloc
    page, module = ("WordPressPage", "wordpress") if site.engine else ("FoundPage", "found")
    imports = {f"boredcrawl.pages.{module}": {page}}
    for source in site.sources:
        imports.setdefault(type(source).__module__, set()).add(type(source).__name__)
    return _CARD.format(
        netloc=netloc,
        engine=site.engine[0].removeprefix("generator ") if site.engine else "no engine we know",
        day=seen,
        imports="\n".join(
            f"from {where} import {', '.join(sorted(names))}"
            for where, names in sorted(imports.items())
        ),
        class_name=_class_name(name),
        slug=name,
        hosts=_written(_hosts(netloc)),
        home=site.origin,
        sources="\n".join(_line(source) for source in site.sources),
        page=page,
    )


def _line(source: Source) -> str:
    name, path = type(source).__name__, _quoted(source.path)
    line = f"        {name}({path}),"
    # As the formatter has it.
    return line if len(line) <= LINE else f"        {name}(\n            {path}\n        ),"


def _hosts(netloc: str) -> tuple[str, ...]:
    """Give the names of the site; none where a port tells it from others on its machine."""
    bare = netloc.removeprefix("www.")
    try:
        ipaddress.ip_address(bare.partition(":")[0])
    except ValueError:
        return () if ":" in bare else (f"www.{bare}", bare)
    return ()


def _written(hosts: tuple[str, ...]) -> str:
    return f"({', '.join(_quoted(host) for host in hosts)})"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _class_name(name: str) -> str:
    """Name a card's class.

    >>> _class_name("harbour_news")
    'HarbourNews'
    """
    return "".join(part.capitalize() for part in name.split("_"))
