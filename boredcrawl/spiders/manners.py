"""How a guest behaves: known by name on a real site, unhurried there, quick on this machine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from boredcrawl.exceptions import OutsideHours, WrongOption
from boredcrawl.guest.hours import Hours

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings


def mind_manners(settings: BaseSettings, *, is_local: bool) -> None:
    """Set politeness for a site; raises `WrongOption` where nobody says who visits it."""
    if is_local:
        # This machine needs no politeness; what the command line says still wins.
        for name, value in (("DOWNLOAD_DELAY", 0), ("AUTOTHROTTLE_ENABLED", False)):
            settings.set(name, value, priority="spider")
        if not settings.getfloat("DOWNLOAD_DELAY"):
            # Whoever sets a delay wants one request at a time: only that keeps it for sure.
            settings.set("CONCURRENT_REQUESTS_PER_DOMAIN", 8, priority="spider")
    elif not settings.get("CONTACT"):
        raise WrongOption(
            "say who crawls before visiting a real site: "
            "-s CONTACT=you@example.org, or export BOREDCRAWL_CONTACT=you@example.org"
        )
    if contact := settings.get("CONTACT"):
        agent = f"{settings['USER_AGENT']} (+{contact})"
        settings.set("USER_AGENT", agent, priority="spider")


def mind_hours(settings: BaseSettings) -> Hours:
    """Read the hours in which a site may be visited; raises `OutsideHours` in all others."""
    hours = Hours.read(settings["CRAWL_HOURS"])
    if not hours.are_open(datetime.now(UTC)):
        raise OutsideHours(f"outside of CRAWL_HOURS={settings['CRAWL_HOURS']}: nothing was asked")
    return hours
