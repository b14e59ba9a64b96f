r"""Score reading against truth: `python -m bench.quality PAGES.warc.gz TRUTH.jsonl [--json]`.

Every page goes through the generic page, the boilerplate rules and the normaliser, as in a
crawl, and in the same run through trafilatura. Truth is a line of JSON a page (`set`, `url`,
`text`, `title`, `authors`, `date`, `images`); a field that is null is not scored.

How it is scored:

- body: as Zyte's article-extraction-benchmark does. Tokens are `\w+`; a text is the multiset
  of its shingles of four tokens. A page's true positives, false positives and false
  negatives are divided by their sum, so that long pages weigh no more; precision and recall
  are averaged over pages, F1 is made from the two averages.
- title: equal after squashing spaces, and making quotes and dashes alike.
- authors: the sets of names are equal, case aside. `invented` counts names no truth has.
- date: the day, in the zone in which truth writes it or in UTC.
- image: the lead image is one of the truth's cover images, query aside.
- ms: the median of a page, parsing included.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from statistics import fmean, median
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import trafilatura
from fastwarc.warc import ArchiveIterator, WarcRecordType
from scrapy.http import HtmlResponse
from trafilatura.settings import Document

from boredcrawl.cleaning.normalise import normalise, strip_boilerplate
from boredcrawl.cleaning.text import squash
from boredcrawl.exceptions import Unreadable
from boredcrawl.sites.generic import Generic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_TOKEN = re.compile(r"\w+")
_SHINGLE = 4
_ALIKE = str.maketrans("\u2018\u2019\u201a“”„«»\u2013—", '\'\'\'"""""--')


@dataclass(kw_only=True)
class Read:
    """What a reader made of one page."""

    text: str = ""
    title: str | None = None
    authors: frozenset[str] = frozenset()
    days: frozenset[str] = frozenset()
    image: str | None = None


@dataclass(kw_only=True)
class Score:
    """The results of one reader on one set of pages."""

    pages: int = 0
    readable: int = 0
    bodies: list[tuple[float, float, float]] = field(default_factory=list)
    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    invented: int = 0
    missed: int = 0
    times: list[float] = field(default_factory=list)

    def body(self) -> tuple[float, float, float]:
        """Give F1, precision and recall of the bodies."""
        precision = _mean(tp / (tp + fp) for tp, fp, _ in self.bodies if tp + fp)
        recall = _mean(tp / (tp + fn) for tp, _, fn in self.bodies if tp + fn)
        both = precision + recall
        return (2 * precision * recall / both if both else 0.0), precision, recall

    def summary(self) -> dict[str, float | int | None]:
        """Give the figures of the table by name."""
        f1, precision, recall = self.body()
        shares = {
            name: self.right[name] / self.asked[name] if self.asked[name] else None
            for name in ("title", "authors", "date", "image")
        }
        return {
            "pages": self.pages,
            "readable": self.readable,
            "f1": f1,
            "precision": precision,
            "recall": recall,
            **shares,
            "invented": self.invented,
            "missed": self.missed,
            "ms": median(self.times) if self.times else None,
        }


def shingles(text: str | None) -> Counter[tuple[str, ...]]:
    """Give the multiset of a text's shingles.

    >>> sorted(shingles("a b c d e"))
    [('a', 'b', 'c', 'd'), ('b', 'c', 'd', 'e')]
    """
    tokens = _TOKEN.findall(text or "")
    if not tokens:
        return Counter()
    last = max(1, len(tokens) - _SHINGLE + 1)
    return Counter(tuple(tokens[i : i + _SHINGLE]) for i in range(last))


def overlap(true: str | None, read: str | None) -> tuple[float, float, float]:
    """Give true positives, false positives and false negatives, as shares of their sum."""
    wanted, given = shingles(true), shingles(read)
    hits = (wanted & given).total()
    extra, lost = given.total() - hits, wanted.total() - hits
    whole = hits + extra + lost or 1
    return hits / whole, extra / whole, lost / whole


def alike(title: str | None) -> str:
    """Write a title so that spaces, quotes and dashes make no difference."""
    return squash(title or "").translate(_ALIKE).replace("…", "...")


def pages(warc: str | Path) -> Iterator[tuple[HtmlResponse, datetime]]:
    """Give the HTML responses of a WARC with the moment each was fetched."""
    with open(warc, "rb") as stream:  # noqa: PTH123, FastWARC takes a file object
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            url = record.headers["WARC-Target-URI"]
            headers = dict(record.http_headers.asdict()) if record.http_headers else {}
            body = record.reader.read()
            yield HtmlResponse(url, body=body, headers=headers), record.record_date


def read_ours(response: HtmlResponse, fetched_at: datetime) -> Read:
    """Read a page as a crawl does."""
    site = Generic(response.url)
    article = site.page_for(response, fetched_at).to_item()
    strip_boilerplate(article, site.boilerplate)
    normalise(article)
    days = set()
    if article.published_at:
        days.add(article.published_at.astimezone(UTC).date().isoformat())
    if article.published_raw:
        days.add(article.published_raw[:10])
    lead = next((image for image in article.images if image.is_lead), None)
    return Read(
        text=article.body_text,
        title=article.title,
        authors=frozenset(squash(author.name).casefold() for author in article.authors),
        days=frozenset(days),
        image=lead.url if lead else None,
    )


def read_trafilatura(response: HtmlResponse, _: datetime) -> Read:
    """Read a page with trafilatura, at its defaults but for comments."""
    found = trafilatura.bare_extraction(
        response.text, url=response.url, include_comments=False, with_metadata=True
    )
    if not isinstance(found, Document):
        return Read()
    names = (found.author or "").split(";")
    return Read(
        text=found.text or "",
        title=found.title,
        authors=frozenset(squash(name).casefold() for name in names if name.strip()),
        days=frozenset({found.date} if found.date else ()),
        image=found.image,
    )


READERS: dict[str, Callable[[HtmlResponse, datetime], Read]] = {
    "boredcrawl": read_ours,
    "trafilatura": read_trafilatura,
}


def mark(score: Score, truth: dict[str, Any], read: Read) -> None:
    """Add one page to a score."""
    score.pages += 1
    score.readable += bool(read.title and read.text)
    if truth.get("text") is not None:
        score.bodies.append(overlap(truth["text"], read.text))
    verdicts: dict[str, bool | None] = dict.fromkeys(("title", "authors", "date", "image"))
    if truth.get("title") is not None:
        verdicts["title"] = alike(truth["title"]) == alike(read.title)
    if truth.get("authors") is not None:
        names = frozenset(squash(name).casefold() for name in truth["authors"])
        verdicts["authors"] = names == read.authors
        score.invented += len(read.authors - names)
        score.missed += len(names - read.authors)
    if truth.get("date") is not None:
        verdicts["date"] = bool(read.days & true_days(truth["date"]))
    if covers := cover_paths(truth):
        verdicts["image"] = bool(read.image) and urlsplit(read.image).path in covers
    for name, verdict in verdicts.items():
        if verdict is not None:
            score.asked[name] += 1
            score.right[name] += verdict


def true_days(date: str) -> frozenset[str]:
    """Give the day as truth writes it, and in UTC where it has a zone.

    >>> sorted(true_days("2024-04-28 23:00:00-04:00"))
    ['2024-04-28', '2024-04-29']
    """
    moment = datetime.fromisoformat(date)
    utc = moment.astimezone(UTC) if moment.tzinfo else moment
    return frozenset((date[:10], utc.date().isoformat()))


def cover_paths(truth: dict[str, Any]) -> frozenset[str]:
    """Give the paths of the truth's cover images, in all their sizes."""
    return frozenset(
        urlsplit(version["url"]).path
        for image in truth.get("images") or ()
        if image.get("is_cover")
        for version in image["versions"]
    )


def score_files(warc: str | Path, truth: str | Path) -> dict[str, dict[str, Score]]:
    """Score every reader on every set of a WARC with truth: reader, then set."""
    with open(truth, encoding="utf-8") as lines:  # noqa: PTH123, a path or a string
        rows = {row["url"]: row for row in map(json.loads, lines)}
    results: dict[str, dict[str, Score]] = {name: {} for name in READERS}
    for response, fetched_at in pages(warc):
        row = rows.get(response.url)
        if row is None:
            continue
        for name, reader in READERS.items():
            score = results[name].setdefault(row.get("set") or "all", Score())
            fresh = response.replace()  # no reader profits from what another has decoded
            started = time.perf_counter()
            try:
                read = reader(fresh, fetched_at)
            except Unreadable:
                read = Read()
            score.times.append((time.perf_counter() - started) * 1000)
            mark(score, row, read)
    return results


def table(results: dict[str, dict[str, Score]]) -> str:
    """Lay the results out, a line for each set and reader."""
    columns = tuple(Score().summary())
    lines = [f"{'set':<14}{'reader':<13}" + "".join(f"{name:>10}" for name in columns)]
    sets = dict.fromkeys(name for scores in results.values() for name in scores)
    for name in sets:
        for reader, scores in results.items():
            figures = scores[name].summary()
            cells = "".join(f"{_cell(figures[column]):>10}" for column in columns)
            lines.append(f"{name:<14}{reader:<13}{cells}")
    return "\n".join(lines)


def _cell(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def _mean(values: Iterator[float]) -> float:
    found = list(values)
    return fmean(found) if found else 0.0


def main(arguments: list[str]) -> int:
    """Print the table (or JSON) for the WARC and truth named on the command line."""
    files = [argument for argument in arguments if not argument.startswith("--")]
    if len(files) != 2:
        print(__doc__.splitlines()[0], file=sys.stderr)
        return 1
    results = score_files(*files)
    if "--json" in arguments:
        figures = {r: {s: score.summary() for s, score in v.items()} for r, v in results.items()}
        print(json.dumps(figures, indent=2))
    else:
        print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
