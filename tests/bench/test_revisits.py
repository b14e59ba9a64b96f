"""The promise of the revisit policy, at a small size; `python -m bench revisits` has a year."""

from __future__ import annotations

import random
import sys
from itertools import combinations
from pathlib import Path

import pytest

from boredcrawl import revisit

sys.path.append(str(Path(__file__).parents[2]))

from bench import revisits  # benches are beside the package, not in it
from bench.clairvoyant import Bounds, best_visits, clairvoyant
from bench.site_year import Told, make_year


@pytest.fixture(scope="module")
def played():
    return revisits.measure(days=120, a_day=8, seed=3)


def test_nearly_all_comments_are_seen_within_a_day(played):
    assert played["ours"]["share"] >= 0.95


def test_it_takes_a_fraction_of_the_visits_of_a_fixed_interval(played):
    assert played["fixed"]["share"] >= played["ours"]["share"] - 0.002
    assert played["to_fixed"] <= 0.4


def test_it_takes_little_more_than_who_knows_the_future_and_keeps_the_same_bounds(played):
    assert played["clairvoyant"]["share"] == pytest.approx(played["ours"]["share"])
    assert played["clairvoyant"]["edits"] >= played["ours"]["edits"]
    assert played["to_clairvoyant"] <= 1.3


def test_freed_of_its_bounds_it_takes_half_as_much_again_as_who_knows_the_future(played):
    assert played["clairvoyant_unbounded"]["edits"] >= played["unbounded"]["edits"]
    assert played["to_clairvoyant_unbounded"] <= 1.5


def test_the_policy_played_is_the_one_that_crawls(monkeypatch):
    year = make_year(days=40, a_day=8, seed=3)
    before = revisits.play(year, revisits.Ours(), days=40)
    monkeypatch.setattr(revisit, "WORTHWHILE", 100.0)
    after = revisits.play(year, revisits.Ours(), days=40)

    assert after.in_time < before.in_time
    assert after.fetches < 0.97 * before.fetches


def test_the_clairvoyant_places_days_where_comments_are_densest():
    told = Told(0.0, (1.0, 2.0, 3.0, 100.0, 101.0, 300.0), ())

    assert clairvoyant([told], share=5 / 6, days=20).visits == 3


def test_the_clairvoyant_leaves_nothing_alone_for_longer_than_the_bounds():
    told = Told(0.0, (), ())

    # At 48 hours, 96, 192 and 384; the year of 20 days ends before the next.
    assert best_visits(told, 1.5, 480.0, Bounds(48.0, 1.0, 480.0)).visits == 5


@pytest.mark.parametrize("seed", range(10))
@pytest.mark.parametrize("bounds", [None, Bounds(30.0, 1.0, 60.0)])
def test_no_choice_of_visits_is_better_than_the_clairvoyants(seed, bounds):
    dice = random.Random(seed)
    comments = tuple(sorted(dice.uniform(1, 90) for _ in range(7)))
    done = best_visits(Told(0.0, comments, ()), 1.5, 96.0, bounds)
    moments = sorted({*comments, *range(6, 96, 10)}) if bounds else comments
    choices = [(0.0, *chosen) for many in range(5) for chosen in combinations(moments, many)]
    best = max(value(comments, visits) for visits in choices if is_within(visits, bounds))

    assert done.comments - 1.5 * done.visits >= best - 1e-9
    assert bounds or done.comments - 1.5 * done.visits == pytest.approx(best)


def value(comments, visits):
    """What visits bring in time, less their price."""
    seen = sum(any(0 <= at - said <= 24 for at in visits[1:]) for said in comments)
    return seen - 1.5 * len(visits)


def is_within(visits, bounds):
    """Whether none is left alone for too long in four days."""
    ends = (*visits[1:], 96.0)
    return bounds is None or all(
        end <= bounds.until(at) for at, end in zip(visits, ends, strict=True)
    )
