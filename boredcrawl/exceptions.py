"""The failures we name. Each ends as one line for the user, and as one exit code."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a process of boredcrawl ends with; scripts rely on these numbers."""

    DONE = 0
    USAGE = 1
    EXPECTATION = 2
    NOTHING_FETCHED = 3
    BLOCKED = 4
    STORAGE = 5
    HELD = 6


class BoredcrawlError(Exception):
    """Any failure we name; `exit_code` says how the process ends because of it."""

    exit_code = ExitCode.USAGE


class WrongOption(BoredcrawlError):
    """An option or setting has a value that cannot be used."""


class UnknownSite(WrongOption):
    """No card has this name, or none owns this host."""


class WrongQuery(WrongOption):
    """A search is not written as searches are; the message says what to write instead."""


class NewerSchema(BoredcrawlError):
    """The database was made by a newer boredcrawl than this one."""

    exit_code = ExitCode.STORAGE


class DatabaseTrouble(BoredcrawlError):
    """The database cannot be reached, opened or written."""

    exit_code = ExitCode.STORAGE


class ArchiveTrouble(BoredcrawlError):
    """The WARC archive cannot be written or read."""

    exit_code = ExitCode.STORAGE


class SiteHeld(BoredcrawlError):
    """Another crawl holds the site's lease."""

    exit_code = ExitCode.HELD


class OutsideHours(BoredcrawlError):
    """A crawl was started outside of the hours it may run in: nothing is wrong."""

    exit_code = ExitCode.DONE


class HostStopped(BoredcrawlError):
    """A host is left alone for a while: nothing is asked of it, and nothing is held against it."""

    def __init__(self, sentence: str, *, host: str = "", is_blocking: bool = False) -> None:
        super().__init__(sentence)
        self.host = host
        self.exit_code = ExitCode.BLOCKED if is_blocking else ExitCode.NOTHING_FETCHED


class Unreadable(BoredcrawlError):
    """A page was fetched but is not what it should be: nothing is stored from it."""

    exit_code = ExitCode.EXPECTATION


class MissingField(Unreadable):
    """A page lacks a field without which it is no article."""


class NoArticle(Unreadable):
    """A page is none of an article: a listing, a search, a front page."""


class ImageRefused(BoredcrawlError):
    """The file of a picture is not kept; the message is the name of why, as it is counted."""

    exit_code = ExitCode.EXPECTATION
