"""Settings and arguments of `scrapy …` judged before anything is done with them.

Scrapy reads a setting where it is first needed, which may be hours into a crawl, and ends with
2 where the command line is wrong; 2 means here that a crawl found too little.
"""

from __future__ import annotations

import logging
import math
import sys
from typing import TYPE_CHECKING, NoReturn

from boredcrawl.exceptions import ExitCode, WrongOption

if TYPE_CHECKING:
    import argparse

    from scrapy.settings import BaseSettings

SWITCHES = ("ARCHIVE", "CONDITIONAL_REQUESTS", "ROBOTSTXT_OBEY", "AUTOTHROTTLE_ENABLED")

WHOLE = {
    "WARC_GZIP_LEVEL": (1, 9),
    "WARC_MAX_BYTES": (1, math.inf),
    "STORE_BATCH": (1, math.inf),
    "LISTING_PAGES": (1, math.inf),
    "CONCURRENT_REQUESTS_PER_DOMAIN": (1, math.inf),
}
"""Settings that are whole numbers, the least and the most they may be."""

SECONDS = ("STORE_SECONDS", "RETRY_AFTER_MAX", "DOWNLOAD_DELAY")


def check_settings(settings: BaseSettings) -> None:
    """Refuse values that nothing can be done with; raises `WrongOption` with one sentence."""
    for name in SWITCHES:
        try:
            settings.getbool(name)
        except ValueError:
            raise _wrong(settings, name, "true or false") from None
    for name, (least, most) in WHOLE.items():
        if not least <= _number(int, settings[name]) <= most:
            bounds = f"from {least} to {most}" if most < math.inf else f"of {least} or more"
            raise _wrong(settings, name, f"a whole number {bounds}")
    for name in SECONDS:
        if not 0 <= _number(float, settings[name]) < math.inf:
            raise _wrong(settings, name, "a number of seconds, 0 or more")
    try:
        logging.Formatter(settings["LOG_FORMAT"])
    except ValueError:
        raise _wrong(
            settings, "LOG_FORMAT", "text, json, or a format of Python's logging"
        ) from None


def _number(read: type[int | float], given: object) -> float:
    """Read a number; what is none is less than any that may be."""
    try:
        return read(str(given))
    except ValueError:
        return -1


def _wrong(settings: BaseSettings, name: str, instead: str) -> WrongOption:
    return WrongOption(f"{name}={settings[name]!r}: write {instead}")


def refuse(message: str) -> NoReturn:
    """End as for every option that is wrong: one line, and the exit code for it."""
    sys.stderr.write(f"boredcrawl: {message}\n")
    sys.exit(int(ExitCode.USAGE))


def end_as_promised(parser: argparse.ArgumentParser) -> None:
    """Have a command line that cannot be read end as a wrong option does."""
    parser.error = refuse  # type: ignore[method-assign]
