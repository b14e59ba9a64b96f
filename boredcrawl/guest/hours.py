"""The hours of the day in which a site may be visited."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from boredcrawl.exceptions import WrongOption

# 22:00-06:00
SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")


@dataclass(frozen=True, slots=True)
class Hours:
    """Spans of the day, each from a time up to another, in one zone; none means any hour."""

    spans: tuple[tuple[time, time], ...] = ()
    zone: tzinfo = UTC

    @classmethod
    def read(cls, text: str) -> Hours:
        """Read the setting CRAWL_HOURS; raises `WrongOption`.

        >>> Hours.read("22:00-06:00, 12:00-13:00 Europe/Vilnius").spans[1]
        (datetime.time(12, 0), datetime.time(13, 0))
        >>> Hours.read("at night")
        Traceback (most recent call last):
        boredcrawl.exceptions.WrongOption: CRAWL_HOURS='at night': write 22:00-06:00, or \
22:00-06:00,12:00-13:00 Europe/Vilnius (UTC where no zone is named)
        """
        told, _, zone = text.strip().replace(", ", ",").partition(" ")
        try:
            found = [SPAN.fullmatch(span.strip()) for span in told.split(",")] if told else []
            spans = tuple(
                (time(int(m[1]), int(m[2])), time(int(m[3]) % 24, int(m[4])))
                for m in found
                if m is not None
            )
            if len(spans) < len(found):
                raise ValueError(text)
            return cls(spans, ZoneInfo(zone.strip()) if zone.strip() else UTC)
        except (ValueError, ZoneInfoNotFoundError) as error:
            raise WrongOption(
                f"CRAWL_HOURS={text!r}: write 22:00-06:00, or 22:00-06:00,12:00-13:00 "
                "Europe/Vilnius (UTC where no zone is named)"
            ) from error

    def are_open(self, now: datetime) -> bool:
        """Tell whether a moment is one of them.

        >>> hours = Hours.read("22:00-06:00")
        >>> day = datetime(2026, 11, 22, tzinfo=UTC)
        >>> [hours.are_open(day.replace(hour=hour)) for hour in (23, 5, 6, 12)]
        [True, True, False, False]
        >>> Hours.read("").are_open(day)
        True
        """
        of_day = now.astimezone(self.zone).time()
        return not self.spans or any(
            start <= of_day < end if start < end else of_day >= start or of_day < end
            for start, end in self.spans
        )
