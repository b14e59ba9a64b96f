"""Every case of every site: a page as saved, and what it should be read as, field by field.

A case is a folder `<site>/<case>/` with `page.html` and `item.json`, found by being there.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from pathlib import Path

import pytest

from boredcrawl.items import Article

HERE = Path(__file__).parent
CASES = sorted(path.parent for path in HERE.glob("*/*/item.json"))
NOT_OF_THE_PAGE = {"field_sources", "dropped"}
FIELDS = [
    f.name
    for f in fields(Article)
    if f.name not in NOT_OF_THE_PAGE and not f.metadata.get("transient")
]


def plain(value):
    """Write items as JSON has them, empty facts left out."""
    if is_dataclass(value):
        told = {
            f.name: plain(getattr(value, f.name))
            for f in fields(value)
            if not f.metadata.get("transient")
        }
        return {name: fact for name, fact in told.items() if fact not in (None, [], {}, "")}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value


@pytest.fixture(scope="module")
def reading(read):
    """Reads a case once for all of its fields."""
    known = {}

    def read_case(folder):
        if folder not in known:
            case = json.loads((folder / "item.json").read_text("utf-8"))
            html = (folder / "page.html").read_bytes()
            fetched_at = datetime.fromisoformat(case["fetched_at"])
            article = read(folder.parent.name, html, case["url"], fetched_at)
            known[folder] = plain(article), case["item"]
        return known[folder]

    return read_case


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("case", CASES, ids=lambda folder: f"{folder.parent.name}/{folder.name}")
def test_a_field_is_read_as_the_page_says(reading, case, field):
    read, expected = reading(case)

    assert read.get(field) == expected.get(field)


def test_every_page_of_a_case_has_its_item():
    pages = {path.parent for path in HERE.glob("*/*/page.html")}

    assert pages == set(CASES)
