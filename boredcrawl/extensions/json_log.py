"""Logs as JSON, one object a line."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

TEXT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class Line:
    """A log record as JSON, made when it is written."""

    def __init__(self, record: logging.LogRecord) -> None:
        self.record = record

    def __str__(self) -> str:
        record = self.record
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            told["traceback"] = "".join(traceback.format_exception(*record.exc_info))
            # It stands in the object; the formatter would write it behind, as more lines.
            record.exc_info = record.exc_text = None
        return json.dumps(told, ensure_ascii=False, default=str)


def choose_format(settings: BaseSettings) -> None:
    """Read LOG_FORMAT: `text`, `json`, or a format of Python's logging."""
    chosen = settings["LOG_FORMAT"]
    if chosen == "text":
        settings.set("LOG_FORMAT", TEXT, priority="cmdline")
    elif chosen == "json":
        # Scrapy makes the formatter, out of this setting; what a format can name is a
        # record's attributes. So every record gets one that is its JSON.
        make = logging.getLogRecordFactory()

        def factory(*args: Any, **kwargs: Any) -> logging.LogRecord:
            record = make(*args, **kwargs)
            record.json = Line(record)
            return record

        logging.setLogRecordFactory(factory)
        settings.set("LOG_FORMAT", "%(json)s", priority="cmdline")
