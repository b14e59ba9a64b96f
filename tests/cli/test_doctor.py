"""`boredcrawl doctor` on a database whose dates tell that a clock is, or was, wrong."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from boredcrawl.cli import app
from boredcrawl.db import frontier
from boredcrawl.db.engine import open_database
from boredcrawl.db.sites import site_id
from boredcrawl.items import Link


@pytest.mark.parametrize(("days", "states"), [(-9, []), (9, ["warn"])])
def test_pages_that_were_visited_in_times_to_come_are_told_of(tmp_path, days, states):
    url = f"sqlite:///{tmp_path / 'boredcrawl.db'}"
    engine = open_database(url)
    at = datetime.now(UTC) + timedelta(days=days)
    frontier.enter(engine, site_id(engine, "example"), [Link(url="http://a/b/")], now=at)
    engine.dispose()
    words = ["doctor", "--json", "--offline", "--database", url, "--archive", str(tmp_path)]
    ended = CliRunner().invoke(app, words)
    checks = [json.loads(line) for line in ended.stdout.splitlines()]

    assert [check["state"] for check in checks if check["name"] == "dates"] == states
