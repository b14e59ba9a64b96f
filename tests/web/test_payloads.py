"""What somebody wrote to be run is read, and never run: in every place a reader shows."""

from datetime import UTC, datetime
from itertools import cycle
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from payloads import PAYLOADS, WRONG_ADDRESSES

from boredcrawl.db.engine import open_database
from boredcrawl.db.models import Base

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
PER_ARTICLE = 15
NUMBERS = range(1, -(-len(PAYLOADS) // PER_ARTICLE) + 1)


def poisoned_rows():
    """Fill every text a page shows with payloads, past all that cleans on the way in."""
    bad, link = cycle(PAYLOADS), cycle(WRONG_ADDRESSES)
    seen = {"first_seen_at": NOW, "last_seen_at": NOW}
    rows = {name: [] for name in Base.metadata.tables}
    rows["sites"].append({"id": 1, "name": next(bad)})
    for n in NUMBERS:
        person = {"id": n, "site_id": 1, "name": next(bad), "url": next(link), "role": next(bad)}
        rows["authors"].append({**person, "key": f"a{n}", "bio": next(bad)})
        rows["tags"].append({"id": n, "name": f"{n}{next(bad)}"})
        rows["images"].append({"id": n, "url": f"{next(link)}{n}", "original_url": next(link)})
        first = (n - 1) * PER_ARTICLE
        mine = PAYLOADS[first : first + PER_ARTICLE]
        rows["articles"].append(
            {
                "id": n,
                "site_id": 1,
                "url": f"{next(link)}{n}",
                "kind": "list" if n % 2 else next(bad),
                "layout": next(bad),
                "title": next(bad),
                "description": next(bad),
                "language": next(bad),
                "section": next(bad),
                "published_raw": next(bad),
                "published_at": NOW,
                "body_html": "\n".join(mine),
                "body_text": "poison " + next(bad),
                "word_count": 1,
                "highlights": [next(bad)],
                "comments_captured": 1,
                "comments_complete": True,
                "content_hash": str(n),
                "changed_at": NOW,
                **seen,
            }
        )
        under = {"article_id": n, "position": 0}
        named = {"credit": next(bad), "credit_url": next(link)}
        rows["article_authors"].append({**under, "author_id": n})
        rows["article_tags"].append({**under, "tag_id": n, "kind": "tag"})
        rows["article_images"].append(
            {
                **under,
                **named,
                "image_id": n,
                "alt": next(bad),
                "caption": next(bad),
                "is_lead": True,
            }
        )
        rows["list_items"].append(
            {**under, **named, "id": n, "title": next(bad), "text": "poison " + next(bad)}
        )
        rows["embeds"].append(
            {
                **under,
                "provider": next(bad),
                "url": next(link),
                "author": next(bad),
                "text": next(bad),
            }
        )
        rows["polls"].append({**under, "id": n, "question": next(bad)})
        rows["poll_options"].append({"poll_id": n, "position": 0, "text": next(bad), "votes": 1})
        rows["related_links"].append({**under, "url": next(link), "title": next(bad)})
        for revision in (1, 2):
            text = {"body_html": "", "body_text": next(bad), "highlights": [next(bad)]}
            text |= {"content_hash": f"{n}.{revision}", "title": next(bad), "list_items": []}
            rows["article_revisions"].append(
                {"article_id": n, "seen_at": NOW.replace(hour=revision), **text}
            )
        for place, payload in enumerate(mine):
            number = first + place + 1
            rows["commenters"].append(
                {"id": number, "site_id": 1, "key": str(number), "name": payload, "url": next(link)}
            )
            said = {"text": f"poison {payload}", "html": payload, "posted_raw": next(bad)}
            rows["comments"].append(
                {
                    "id": number,
                    "article_id": n,
                    "identity": str(number),
                    "depth": 0,
                    "position": place,
                    "path": f"{number:010x}",
                    "commenter_id": number,
                    "is_edited": True,
                    **said,
                    **seen,
                }
            )
            rows["comment_revisions"] += [
                {
                    "comment_id": number,
                    "seen_at": NOW.replace(hour=h),
                    "text": t,
                    "html": t,
                    "is_edited": True,
                }
                for h, t in enumerate((next(bad), payload))
            ]
        noted = {"noted_at": NOW, "seen_at": NOW, "site_id": 1, "article_id": n}
        rows["changes"].append({**noted, "comment_id": first + 1, "change": next(bad)})
    rows["crawls"].append(
        {"site_id": 1, "started_at": NOW, "host": next(bad), "pid": 1, "reason": next(bad)}
    )
    rows["visits"] = [
        {
            "url": f"{next(link)}{n}",
            "fetched_at": NOW,
            "outcome": "failed",
            "error": payload,
            **dict.fromkeys(
                ("comments_new", "comments_edited", "comments_gone", "comments_restored"), 0
            ),
        }
        for n, payload in enumerate(PAYLOADS)
    ]
    return rows


@pytest.fixture(scope="module")
def poisoned(tmp_path_factory, archive):
    folder = tmp_path_factory.mktemp("poisoned")
    kept = archive(f"sqlite:///{folder / 'boredcrawl.db'}", folder)
    engine = open_database(kept.url)
    rows = poisoned_rows()
    with engine.begin() as connection:
        for kind in Base.metadata.sorted_tables:
            if rows[kind.name]:
                connection.execute(kind.insert(), rows[kind.name])
    engine.dispose()
    return kept


def pages():
    yield from ("/", "/articles", "/authors", "/changes", "/health", "/search?q=poison")
    yield "/search?q=poison&in=comment"
    for n in NUMBERS:
        yield from (f"/articles/{n}", f"/articles/{n}/history", f"/authors/{n}")
    for n in range(1, len(PAYLOADS) + 1, 17):
        yield from (f"/comments/{n}", f"/commenters/{n}")
    for payload in PAYLOADS[::17]:
        yield f"/search?q={quote(payload)}"
        yield f"/articles?tag={quote(payload)}&cursor={quote(payload)}"


def answered(base, address):
    try:
        with urlopen(base + address) as answer:
            return answer.status, answer.read().decode()
    except HTTPError as error:
        with error:
            return error.code, error.read().decode()


INERT = """() => {
  const bad = [];
  for (const el of document.querySelectorAll('*')) {
    for (const one of el.attributes) {
      if (/^on|^style$|^srcdoc$/i.test(one.name)) bad.push(el.outerHTML.slice(0, 200));
      if (/^(href|src|action|formaction|data|xlink:href)$/i.test(one.name)
          && !/^(\\/(?!\\/)|#|https?:\\/\\/)/i.test(one.value))
        bad.push(el.outerHTML.slice(0, 200));
    }
  }
  const foreign = 'main :is(script, iframe, object, embed, style, link, base, meta, template,'
    + ' math, video, audio, marquee)';
  for (const el of document.querySelectorAll(foreign)) bad.push(el.outerHTML.slice(0, 200));
  return bad;
}"""


def wrong(look, base, addresses):
    """Open pages, and give those on which something runs, reaches out or could."""
    page, complaints = look(base)
    found = {}
    for address in addresses:
        complaints.clear()
        page.goto(base + address, wait_until="load")
        bad = page.evaluate(INERT)
        said = [one for one in complaints if "status of 400" not in one]
        if bad or said or page.title() == "ran":
            found[address] = (bad, said)
    return found


def test_nothing_archived_runs_or_reaches_out(look, serve, poisoned):
    assert len(PAYLOADS) + len(WRONG_ADDRESSES) >= 150

    with serve(poisoned) as base:
        assert wrong(look, base, pages()) == {}


def test_postgresql_has_the_very_same_pages(look, serve, poisoned, copied_to_postgresql):
    with serve(poisoned) as base, serve(copied_to_postgresql(poisoned, "poisoned")) as there:
        others = [one for one in pages() if answered(base, one) != answered(there, one)]

        # It ranks what is found its own way.
        assert [one for one in others if not one.startswith("/search?")] == []
        assert wrong(look, there, others) == {}
