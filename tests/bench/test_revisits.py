"""The promise of the revisit policy, at a small size; `python -m bench revisits` has a year."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from boredcrawl import revisit

sys.path.append(str(Path(__file__).parents[2]))

from bench import revisits  # benches are beside the package, not in it
from bench.site_year import Told, clairvoyant


@pytest.fixture(scope="module")
def played():
    return revisits.measure(days=120, a_day=8, seed=3)


def test_nearly_all_comments_are_seen_within_a_day(played):
    assert played["ours"]["share"] >= 0.95


def test_it_takes_a_fraction_of_the_visits_of_a_fixed_interval(played):
    assert played["fixed"]["share"] >= played["ours"]["share"] - 0.002
    assert played["to_fixed"] <= 0.4


def test_it_takes_little_more_than_who_knows_the_future(played):
    assert played["to_clairvoyant"] <= 1.3


def test_the_policy_played_is_the_one_that_crawls(monkeypatch):
    monkeypatch.setattr(revisit, "WORTHWHILE", 50.0)

    assert revisits.measure(days=40, a_day=20, seed=3)["ours"]["share"] < 0.93


def test_the_clairvoyant_places_days_where_comments_are_densest():
    told = Told(0.0, (1.0, 2.0, 3.0, 100.0, 101.0, 300.0), ())
    all_but_one = clairvoyant([told], share=5 / 6, days=20, duty=(480, 1, 480))

    assert all_but_one.for_comments == 2
    assert all_but_one.with_duties == 3
