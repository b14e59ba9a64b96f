"""What commands over a database have in common: which one, and moments typed by people."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from boredcrawl.exceptions import WrongOption

DEFAULT = "sqlite:///archive/boredcrawl.db"

Database = Annotated[
    str,
    typer.Option("--database", envvar="BOREDCRAWL_DATABASE_URL", help="The URL of the database."),
]
"""Which database a command reads."""

Archive = Annotated[
    Path, typer.Option("--archive", envvar="BOREDCRAWL_ARCHIVE_DIR", help="The archive's folder.")
]
"""Where the files of images and WARC lie."""

# 45m, 2h, 7d, 3w
AGO = re.compile(r"(\d+)\s*([mhdw])")
UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def moment(typed: str, now: datetime | None = None) -> datetime:
    """Read a moment: a date, a date with a time, or how long ago; UTC where no zone is said.

    >>> now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    >>> moment("2026-11-01").isoformat(), moment("2d", now).isoformat()
    ('2026-11-01T00:00:00+00:00', '2026-11-20T12:00:00+00:00')
    >>> moment("last tuesday")
    Traceback (most recent call last):
    ...
    boredcrawl.exceptions.WrongOption: 'last tuesday' is no moment: write 2026-11-22, \
2026-11-22T12:30 or how long ago, such as 45m, 2h, 7d, 3w
    """
    ago = AGO.fullmatch(typed.strip())
    try:
        if ago:
            past = timedelta(**{UNITS[ago[2]]: int(ago[1])})
            return (now or datetime.now(UTC)) - past
        read = datetime.fromisoformat(typed.strip())
        return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)
    except (ValueError, OverflowError) as error:
        raise WrongOption(
            f"{typed!r} is no moment: write 2026-11-22, 2026-11-22T12:30 or how long ago, "
            "such as 45m, 2h, 7d, 3w"
        ) from error
