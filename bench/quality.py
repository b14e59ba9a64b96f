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
- ms: the median of a page, parsing included, as processor time.
- threads: see `bench.quality_threads`; `leaks` counts pages with a comment in their body,
  `threads` in the first table the pages without truth of a thread on which one was read.
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

from bench.quality_readers import Read, pages, read_ours, read_trafilatura
from bench.quality_threads import ThreadScore, has_thread, home_of, leaks, mark_thread, whole
from boredcrawl.cleaning.text import element_text, squash
from boredcrawl.collecting import collect_seldom
from boredcrawl.exceptions import Unreadable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from scrapy.http import HtmlResponse

    from boredcrawl.items import Comment

_TOKEN = re.compile(r"\w+")
_SHINGLE = 4
_ALIKE = str.maketrans("\u2018\u2019\u201a“”„«»\u2013—", '\'\'\'"""""--')


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
    threads: int = 0
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
            "threads": self.threads,
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


READERS: dict[str, Callable[[HtmlResponse, datetime], Read]] = {
    "boredcrawl": read_ours,
    "trafilatura": read_trafilatura,
}


def mark(score: Score, truth: dict[str, Any], read: Read) -> None:
    """Add one page to a score."""
    score.pages += 1
    score.readable += bool(read.title and read.text)
    score.threads += bool(read.comments)
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


@dataclass(kw_only=True)
class Results:
    """The scores by reader and set; those of threads by set, for ours alone."""

    articles: dict[str, dict[str, Score]]
    threads: dict[str, ThreadScore] = field(default_factory=dict)

    def figures(self) -> dict[str, Any]:
        """Give all of it by name."""
        tables = {r: {s: v.summary() for s, v in sets.items()} for r, sets in self.articles.items()}
        return {**tables, "threads": {name: one.summary() for name, one in self.threads.items()}}


def score_files(warc: str | Path, truth: str | Path) -> Results:
    """Score every reader on every set of a WARC with truth."""
    with open(truth, encoding="utf-8") as lines:  # noqa: PTH123, a path or a string
        rows = {row["url"]: row for row in map(json.loads, lines)}
    results = Results(articles={name: {} for name in READERS})
    gathered: dict[str, list[tuple[Comment, ...]]] = {}
    for response, fetched_at in pages(warc):
        home = home_of(response.url, rows)
        if home is None:
            continue
        row, name = rows[home], rows[home].get("set") or "all"
        if has_thread(row):
            read, spent = _timed(read_ours, response, fetched_at)
            score = results.threads.setdefault(name, ThreadScore())
            score.times.append(spent)
            score.leaks += leaks(read.text, read.comments, element_text(response.selector.root))
            gathered.setdefault(home, []).append(read.comments)
            continue
        for reader_name, reader in READERS.items():
            read, spent = _timed(reader, response, fetched_at)
            score_of_set = results.articles[reader_name].setdefault(name, Score())
            score_of_set.times.append(spent)
            mark(score_of_set, row, read)
    for home, threads in gathered.items():
        mark_thread(results.threads[rows[home].get("set") or "all"], rows[home], whole(threads))
    return results


def _timed(
    reader: Callable[[HtmlResponse, datetime], Read], response: HtmlResponse, fetched_at: datetime
) -> tuple[Read, float]:
    """Read a page; give also the milliseconds of the processor that it took."""
    fresh = response.replace()  # no reader profits from what another has decoded
    started = time.process_time()
    try:
        read = reader(fresh, fetched_at)
    except Unreadable:
        read = Read()
    return read, (time.process_time() - started) * 1000


def table(results: Results) -> str:
    """Lay the results out, a line for each set and reader, then one for each set of threads."""
    lines = []
    if any(results.articles.values()):
        lines += _rows("reader", Score().summary(), results.articles)
    if results.threads:
        lines += _rows("reader", ThreadScore().summary(), {"boredcrawl": results.threads})
    return "\n".join(lines)


def _rows(
    what: str, columns: Iterable[str], scores: Mapping[str, Mapping[str, Score | ThreadScore]]
) -> list[str]:
    names = tuple(columns)
    lines = [f"{'set':<14}{what:<13}" + "".join(f"{name:>10}" for name in names)]
    for one in dict.fromkeys(name for sets in scores.values() for name in sets):
        for reader, sets in scores.items():
            figures = sets[one].summary()
            cells = "".join(f"{_cell(figures[name]):>10}" for name in names)
            lines.append(f"{one:<14}{reader:<13}{cells}")
    return lines


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
    collect_seldom()  # as every process does that reads pages
    results = score_files(*files)
    if "--json" in arguments:
        print(json.dumps(results.figures(), indent=2))
    else:
        print(table(results))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
