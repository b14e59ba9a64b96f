"""Notices: a message when a site's crawls begin to fail, and one when they are well again."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from boredcrawl.exceptions import ExitCode, WrongOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

STATE = "notices.json"
"""The exit code that was told last of each site, in ARCHIVE_DIR: not in the database, whose
failure is the first to be told of."""


class Notice(NamedTuple):
    """A message to whoever watches."""

    title: str
    body: str


def notice(site: str, before: int, code: int, sentence: str, report: str = "") -> Notice | None:
    """Say what there is to tell when a crawl ended with `code` and the one told of with `before`.

    >>> notice("boredpanda", 0, 3, "no answer").title
    'boredcrawl: boredpanda failed (exit code 3)'
    >>> notice("boredpanda", 3, 3, "no answer"), notice("boredpanda", 0, 0, "done")
    (None, None)
    >>> notice("boredpanda", 3, 0, "done").title
    'boredcrawl: boredpanda is well again'
    """
    # That another crawl holds the site is what cron is meant to meet.
    if code in (before, ExitCode.HELD):
        return None
    body = f"{sentence}\n\n{report}".strip()
    if code == ExitCode.DONE:
        return Notice(f"boredcrawl: {site} is well again", body)
    return Notice(f"boredcrawl: {site} failed (exit code {code})", body)


def tell(settings: BaseSettings, site: str, code: int, sentence: str, report: str = "") -> None:
    """Send what there is to tell to NOTICES; a notice nobody could be given stays to be told."""
    urls = [url.strip() for url in settings.getlist("NOTICES") if url.strip()]
    if not urls:
        return
    file = Path(settings["ARCHIVE_DIR"]) / STATE
    told = _told(file)
    message = notice(site, told.get(site, 0), code, sentence, report)
    if message is None or not send(urls, message):
        return
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(told | {site: int(code)}, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        logger.warning("%s could not be written, so the notice will come again: %s", file, error)


def send(urls: Sequence[str], message: Notice) -> bool:
    """Send a message by apprise; False where not everybody could be reached."""
    try:
        import apprise  # noqa: PLC0415  # an extra, and slow to import
    except ImportError as error:
        raise WrongOption("NOTICES needs apprise: pip install 'boredcrawl[notices]'") from error
    # It tells of every message sent; the last line of a log is the crawl's own.
    logging.getLogger("apprise").setLevel(logging.WARNING)
    sender = apprise.Apprise()
    for url in urls:
        if not sender.add(url):
            raise WrongOption("NOTICES has an address that apprise does not know: see its list")
    sent = bool(sender.notify(title=message.title, body=message.body))
    if not sent:
        logger.warning("a notice could not be delivered; it will be tried after the next crawl")
    return sent


def _told(file: Path) -> dict[str, int]:
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        logger.warning("%s cannot be read and is begun anew: %s", file, error)
        return {}
    return dict(read)
