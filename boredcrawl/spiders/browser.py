"""Whether there is a browser to press buttons with, and how it is asked to."""

from __future__ import annotations

import importlib.util
import logging
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast, get_args

from scrapy.http import Request

from boredcrawl.exceptions import WrongOption

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

Mode = Literal["auto", "always", "never"]

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
"""What distributions call it."""

HANDLER = "boredcrawl.middlewares.browser.BrowserHandler"

MISSING = (
    "pip install 'boredcrawl[browser]' and install Chromium (Debian: apt-get install chromium), "
    "or name one with -s CHROMIUM=/path/to/chromium"
)

ARGUMENTS = (
    "--disable-background-networking",
    "--disable-breakpad",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-domain-reliability",
    "--disable-sync",
    "--mute-audio",
    "--no-first-run",
    "--no-pings",
)
"""It opens the page it is told to, and talks to nobody else."""


@dataclass(slots=True)
class Browser:
    """The browser of one crawl, started with the first page that needs it."""

    mode: Mode
    executable: str | None
    clicks: int
    seconds: int
    has_told: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether buttons can be pressed, and may be."""
        return self.mode != "never" and self.executable is not None

    def request(self, url: str) -> Request:
        """Ask for a page with its buttons pressed; the answer's `pressed` says what was done."""
        press = {"clicks": self.clicks, "seconds": self.seconds}
        return Request(url, meta={"press": press}, dont_filter=True)

    def tell_once(self) -> None:
        """Say what to install, the first time it is missed."""
        if not self.has_told:
            self.has_told = True
            logger.warning("some threads need a browser to be read whole: %s", MISSING)


def find_browser(settings: BaseSettings, hosts: tuple[str, ...]) -> Browser:
    """Judge the settings; where a browser may be needed, have the downloader know it.

    It resolves no host but these and what stands under them.
    """
    mode = settings["COMMENTS_BROWSER"]
    if mode not in get_args(Mode):
        raise WrongOption(f"COMMENTS_BROWSER={mode!r}: write auto, always or never")
    limits = {name: _positive(settings, name) for name in LIMITS}
    executable = None if mode == "never" else find_chromium(settings["CHROMIUM"])
    if executable and importlib.util.find_spec("scrapy_playwright") is None:
        executable = None
    if mode == "always" and executable is None:
        raise WrongOption(f"COMMENTS_BROWSER=always, but there is none: {MISSING}")
    if executable:
        _configure(settings, executable, hosts)
    return Browser(
        mode=cast("Mode", mode),
        executable=executable,
        clicks=limits["COMMENTS_BROWSER_CLICKS"],
        seconds=limits["COMMENTS_BROWSER_SECONDS"],
    )


LIMITS = ("COMMENTS_REQUESTS", "COMMENTS_BROWSER_CLICKS", "COMMENTS_BROWSER_SECONDS")


def _positive(settings: BaseSettings, name: str) -> int:
    text = str(settings[name])
    if not text.isdecimal():
        raise WrongOption(f"{name}={text!r} is no number: write -s {name}=200")
    return int(text)


def find_chromium(named: str) -> str | None:
    """Find the browser's program; raises `WrongOption` where the one named is none."""
    if named:
        path = shutil.which(named)
        if path is None:
            raise WrongOption(f"CHROMIUM={named!r} is no program: name its path")
        return path
    return next(filter(None, map(shutil.which, NAMES)), None)


def _configure(settings: BaseSettings, executable: str, hosts: tuple[str, ...]) -> None:
    arguments = list(ARGUMENTS)
    if os.geteuid() == 0:
        # Chromium refuses its sandbox to root, which is whom containers run as.
        arguments += ["--no-sandbox", "--disable-dev-shm-usage"]
    allowed = ", ".join(f"EXCLUDE {host}" for host in hosts)
    arguments.append(f"--host-resolver-rules=MAP * ~NOTFOUND, {allowed}")
    handlers = {**settings.getdict("DOWNLOAD_HANDLERS"), "http": HANDLER, "https": HANDLER}
    for name, value in {
        "DOWNLOAD_HANDLERS": handlers,
        "PLAYWRIGHT_BROWSER_TYPE": "chromium",
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": executable, "args": arguments},
        "PLAYWRIGHT_MAX_CONTEXTS": 1,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 1,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": 30_000,
    }.items():
        settings.set(name, value, priority="spider")
