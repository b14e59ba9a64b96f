"""The key beside the database, and visits whose records were moved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boredcrawl.db import erase
from boredcrawl.db.privacy import Privacy
from boredcrawl.db.saving.erased import note_key
from boredcrawl.db.transaction import write
from boredcrawl.exceptions import WrongOption


@pytest.fixture
def privacy(tmp_path):
    return Privacy(key_file=tmp_path / "privacy.key")


def test_the_key_is_its_owners_alone(privacy):
    privacy.seal("example", make=True)

    assert privacy.key_file.stat().st_mode & 0o777 == 0o600
    privacy.key_file.write_text("abc\n")
    with pytest.raises(WrongOption, match="is no key"):
        privacy.seal("example")


def test_a_site_notes_its_key_once(engine, store, page, privacy, rows):
    store.save([page()])
    seal = privacy.seal("example", make=True)
    for _ in range(2):
        write(engine, lambda connection: note_key(connection, 1, seal))

    assert rows("SELECT kind, token, key_check FROM erasures") == [("key", "", seal.check)]


def test_visits_point_at_where_their_records_went(engine, store, page, rows):
    visit = page()
    visit.warc_file, visit.warc_offset = "warc/a.warc.gz", 500
    store.save([visit])
    moved = erase.settle(engine, "warc/a.warc.gz", {visit.fetched_at: [440]})
    again = erase.settle(engine, "warc/a.warc.gz", {visit.fetched_at: [440]})
    other = erase.settle(engine, "warc/a.warc.gz", {visit.fetched_at + timedelta(seconds=1): [9]})

    assert (moved, again, other) == (1, 0, 0)
    assert rows("SELECT warc_offset FROM visits") == [(440,)]
