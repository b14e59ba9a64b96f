from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from boredcrawl.cleaning.times import Moment, bound, is_edited, narrow, parse_time

from .renderings import RENDERINGS

SEEN = datetime(2026, 9, 30, 12, tzinfo=UTC)
ZONES = st.integers(-12 * 4, 14 * 4).map(lambda n: timezone(timedelta(minutes=15 * n)))
PRESENTS = st.datetimes(
    datetime(2011, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    datetime(2031, 1, 1),  # noqa: DTZ001
    timezones=ZONES,
)
# As many of the last hour as of the last years, because there the words change most often.
AGES = st.one_of(
    *(st.floats(0, limit) for limit in (120, 3 * 3600, 3 * 86400, 70 * 86400, 900 * 86400, 5e8))
)


def around(moment: Moment) -> tuple[timedelta, timedelta]:
    return SEEN - moment.earliest, SEEN - moment.latest


@given(rendering=st.sampled_from(RENDERINGS), now=PRESENTS, age=AGES)
@example(rendering=RENDERINGS[0], now=SEEN, age=89.5 * 60)
@example(rendering=RENDERINGS[0], now=datetime(2026, 3, 1, 1, tzinfo=UTC), age=29.2 * 86400)
@example(rendering=RENDERINGS[5], now=datetime(2026, 3, 31, 23, tzinfo=UTC), age=58.9 * 86400)
def test_the_true_instant_lies_in_the_bounds_whatever_library_said_it(rendering, now, age):
    then = now - timedelta(seconds=age)
    words = rendering(then, now)
    moment = parse_time(words, now)

    assert moment is not None, words
    assert moment.earliest <= then <= moment.latest, words
    assert moment.earliest <= moment.at <= moment.latest <= now, words


@given(rendering=st.sampled_from(RENDERINGS), now=PRESENTS, age=AGES)
def test_bounds_are_no_wider_than_three_times_the_age(rendering, now, age):
    then = now - timedelta(seconds=age)
    moment = parse_time(rendering(then, now), now)

    assert moment is not None
    assert moment.latest - moment.earliest <= timedelta(seconds=3 * age + 3 * 3600)


@given(rendering=st.sampled_from(RENDERINGS), now=PRESENTS, age=AGES, later=AGES)
def test_two_sightings_of_one_time_narrow_and_never_contradict(rendering, now, age, later):
    then = now - timedelta(seconds=age)
    then_seen = now + timedelta(seconds=later)
    first, second = parse_time(rendering(then, now), now), None
    second = parse_time(rendering(then, then_seen), then_seen)

    assert first is not None
    assert second is not None
    both = narrow(first, second)
    assert not both.contradicts
    assert both.earliest <= then <= both.latest


def test_four_months_ago_is_between_five_and_three_and_a_half_months():
    moment = parse_time("4 months ago (edited)", SEEN)

    assert moment is not None
    assert (
        datetime(2026, 4, 29, tzinfo=UTC)
        <= moment.earliest
        <= datetime(2026, 4, 30, 12, tzinfo=UTC)
    )
    assert datetime(2026, 6, 14, tzinfo=UTC) <= moment.latest <= datetime(2026, 6, 18, tzinfo=UTC)
    assert moment.raw == "4 months ago (edited)"


@pytest.mark.parametrize(
    ("words", "oldest", "youngest"),
    [
        ("about 2 hours ago", timedelta(hours=3), timedelta(hours=1.5)),
        ("• an hour ago", timedelta(hours=2), timedelta(minutes=30)),
        ("a day ago", timedelta(days=2), timedelta(hours=12)),
        ("one day ago", timedelta(days=2), timedelta(hours=12)),
        ("just now", timedelta(minutes=2), timedelta()),
        ("yesterday", timedelta(days=2), timedelta()),
        ("Yesterday at 5:30 PM", timedelta(days=2), timedelta()),
        ("less than a minute ago", timedelta(minutes=1), timedelta()),
        ("Christmas, Occasions5 hours ago", timedelta(hours=6), timedelta(hours=4.5)),
        ("Other3 hours ago", timedelta(hours=4), timedelta(hours=2.5)),
        ("Otheran hour ago", timedelta(hours=2), timedelta(minutes=30)),
        ("Arta day ago", timedelta(days=2), timedelta(hours=12)),
        ("Top 105 hours ago", timedelta(hours=6), timedelta(hours=4.5)),
        ("105 hours ago", timedelta(hours=106), timedelta(hours=104.5)),
        ("2 yrs", timedelta(days=3 * 365), timedelta(days=1.5 * 365)),
        ("2 yrs ago", timedelta(days=3 * 365), timedelta(days=1.5 * 365)),
        ("3d", timedelta(days=4), timedelta(days=2.5)),
        ("2w", timedelta(days=21), timedelta(days=10.5)),
        ("1y 2mo", timedelta(days=457), timedelta(days=365 + 45)),
        ("1 year, 2 months ago", timedelta(days=457), timedelta(days=365 + 45)),
        ("2 hours and 10 minutes ago", timedelta(minutes=131), timedelta(minutes=129.5)),
        ("Posted 20 minutes ago by Ann", timedelta(minutes=21), timedelta(minutes=19.5)),
        ("half an hour ago", timedelta(hours=1), timedelta(minutes=15)),
        ("a couple of days ago", timedelta(days=4), timedelta(days=1)),
        ("last week", timedelta(days=14), timedelta()),
        ("almost 3 years ago", timedelta(days=3 * 365), timedelta(days=2.5 * 365)),
        ("over 2 years ago", timedelta(days=3 * 365), timedelta(days=2 * 365)),
    ],
)
def test_relative_words_bound_the_age(words, oldest, youngest):
    moment = parse_time(words, SEEN)

    assert moment is not None
    old, young = around(moment)
    slack = timedelta(hours=1, minutes=2) + oldest / 20
    assert oldest <= old <= oldest + slack
    assert youngest - slack <= young <= youngest


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("2026-09-07T08:30:00+02:00", "2026-09-07T06:30:00"),
        ("2026-09-07T08:30:00Z", "2026-09-07T08:30:00"),
        ("2026-09-07 08:30:00 UTC", "2026-09-07T08:30:00"),
        ("2026-09-07T08:30:00.123-0500", "2026-09-07T13:30:00.123"),
        ("Mon, 07 Sep 2026 08:30:00 GMT", "2026-09-07T08:30:00"),
        ("Mon, 07 Sep 2026 08:30:00 +0300", "2026-09-07T05:30:00"),
        ("Sep 7, 2026 at 3:05 PM EST", "2026-09-07T20:05:00"),
        ("September 7, 2026, 12:05 a.m. UTC", "2026-09-07T00:05:00"),
        ("7 September 2026 14:30 UTC+02:00", "2026-09-07T12:30:00"),
        ("1409300000", "2014-08-29T08:13:20"),
        ("1409300000000", "2014-08-29T08:13:20"),
    ],
)
def test_absolute_times_have_equal_bounds(words, at):
    moment = parse_time(words, SEEN)
    expected = datetime.fromisoformat(at).replace(tzinfo=UTC)

    assert moment == Moment(words, expected, expected, expected)


@pytest.mark.parametrize(
    "words",
    [
        *("SEP 7, 2026", "Sep 7, 2026", "Sept. 7, 2026", "September 7 2026", "7 Sep 2026"),
        *("2026-09-07", "20260907", "2026/09/07", "7th of September, 2026", "7-Sep-2026"),
        *("Home & DesignSEP 7, 2026", "By Ann Lee • Sep 7th, 2026", "Monday, September 7, 2026"),
        *("Sep 7", "7 September", "7th Sep.", "Sep 7,2026", "Published:7 Sep '26", "9/7/26"),
        *("Published: Sep 7, 2026 Updated: Sep 9, 2026", "9/7/2026", "2026.9.7"),
    ],
)
def test_a_date_is_shown_as_itself(words):
    moment = parse_time(words, SEEN)

    assert moment is not None
    assert moment.at == datetime(2026, 9, 7, tzinfo=UTC)


@given(zone=ZONES, second=st.integers(0, 86399))
def test_any_instant_of_a_day_anywhere_lies_in_the_bounds_of_its_date(zone, second):
    then = datetime(2014, 1, 14, tzinfo=zone) + timedelta(seconds=second)
    moment = parse_time("Jan 14th, 2014", SEEN)

    assert moment is not None
    assert moment.earliest <= then <= moment.latest


@given(then=PRESENTS)
def test_a_clock_without_zone_is_bounded_by_all_zones(then):
    moment = parse_time(
        then.replace(tzinfo=None, microsecond=0).isoformat(),
        then.astimezone(UTC) + timedelta(days=9),
    )

    assert moment is not None
    assert moment.earliest <= then.replace(microsecond=0) <= moment.latest


def test_a_day_that_reads_either_way_is_bounded_by_both():
    moment = parse_time("3/4/2026", SEEN)

    assert moment is not None
    assert moment.earliest < datetime(2026, 3, 4, tzinfo=UTC) == moment.at
    assert datetime(2026, 4, 3, tzinfo=UTC) < moment.latest


def test_a_day_without_a_year_is_the_last_one_where_a_clock_stands_beside_it():
    moment = parse_time("Posted on 12/4 at 11:31 am", SEEN)

    assert moment is not None
    assert moment.at == datetime(2025, 12, 4, 11, 31, tzinfo=UTC)
    assert moment.earliest < datetime(2026, 4, 12, tzinfo=UTC) < moment.latest


def test_a_date_of_today_was_not_after_it_was_seen():
    moment = parse_time("Sep 30, 2026", SEEN)

    assert moment is not None
    assert moment.latest == SEEN


@pytest.mark.parametrize(
    ("words", "languages", "at"),
    [
        ("7 września 2026", ("pl",), datetime(2026, 9, 7, tzinfo=UTC)),
        ("7. September 2026", ("de",), datetime(2026, 9, 7, tzinfo=UTC)),
        ("7 de septiembre de 2026", ("es", "en"), datetime(2026, 9, 7, tzinfo=UTC)),
        ("7.9.26", ("de",), datetime(2026, 9, 7, tzinfo=UTC)),
        ("2026年9月7日", ("ja",), datetime(2026, 9, 7, tzinfo=UTC)),
    ],
)
def test_dates_in_other_languages_are_read_where_the_page_is_in_them(words, languages, at):
    moment = parse_time(words, SEEN, languages)

    assert moment is not None
    assert moment.at == at


def test_an_age_in_another_language_has_bounds():
    moment = parse_time("hace 4 meses", SEEN, ("es",))

    assert moment is not None
    assert moment.earliest < datetime(2026, 5, 1, tzinfo=UTC)
    assert datetime(2026, 6, 14, tzinfo=UTC) < moment.latest < datetime(2026, 6, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    "words",
    [
        *(None, "", "  ", "Relationships", "33 points", "Reply", "in 3 hours", "2 comments", "#12"),
        *(
            "Sep 31, 2026",
            "99/99/2026",
            "9/10",
            "1.2.3",
            "12-34-56",
            "recently",
            "I was there 4 months ago. " * 10,
            "now and then",
        ),
        *("25", "2026", "v1.2.3", "May", "7"),
    ],
)
def test_other_words_are_no_time(words):
    assert parse_time(words, SEEN) is None


@given(words=st.text(max_size=40))
def test_no_words_break_the_reading(words):
    moment = parse_time(words, SEEN)

    assert moment is None or moment.earliest <= moment.at <= moment.latest


def test_an_unknown_language_reads_as_english():
    moment = parse_time("Sep 7, 2026", SEEN, ("tlh",))

    assert moment is not None


@pytest.mark.parametrize("words", ["4 months ago (edited)", "(Edited) 2 hours ago", "3d edited"])
def test_an_edit_is_told_from_the_time(words):
    assert is_edited(words)
    assert parse_time(words, SEEN) is not None


def test_a_contradiction_keeps_the_newest_reading_as_it_was_said():
    old = parse_time("2 years ago", SEEN)
    new = parse_time("1 hour ago", SEEN)

    assert old is not None
    assert new is not None
    both = narrow(old, new)
    assert (both.earliest, both.latest, both.contradicts) == (new.earliest, new.latest, True)


def test_a_reply_is_not_older_than_its_parent():
    reply = parse_time("1 year ago", SEEN)

    assert reply is not None
    parent_at = SEEN - timedelta(days=300)
    assert bound(reply, not_before=parent_at).earliest == parent_at


def test_an_absolute_time_that_contradicts_its_limit_stays():
    at = datetime(2020, 1, 1, tzinfo=UTC)
    moment = bound(Moment("x", at, at, at), not_before=SEEN)

    assert (moment.at, moment.earliest, moment.contradicts) == (at, at, True)
