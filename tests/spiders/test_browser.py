"""The settings of the browser: judged before anything is opened."""

import shutil

import pytest
from scrapy.settings import Settings

from boredcrawl import settings as ours
from boredcrawl.exceptions import WrongOption
from boredcrawl.spiders.browser import HANDLER, find_browser, find_chromium


def settings(**values):
    told = Settings()
    told.setmodule(ours)
    told.setdict({"CHROMIUM": "", **values}, priority="cmdline")
    return told


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("COMMENTS_BROWSER", "perhaps", "auto, always or never"),
        ("COMMENTS_BROWSER_CLICKS", "many", "is no number"),
        ("COMMENTS_REQUESTS", "-1", "is no number"),
        ("CHROMIUM", "/no/such/chromium", "is no program"),
    ],
)
def test_a_wrong_value_is_said_in_one_line(name, value, word):
    with pytest.raises(WrongOption, match=word) as told:
        find_browser(settings(**{name: value}), ())

    assert "\n" not in str(told.value)


def test_always_needs_one(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(WrongOption, match=r"boredcrawl\[browser\]"):
        find_browser(settings(COMMENTS_BROWSER="always"), ())


def test_never_leaves_the_downloader_as_it_is():
    told = settings(COMMENTS_BROWSER="never")
    browser = find_browser(told, ())

    assert not browser.is_ready
    assert HANDLER not in told.getdict("DOWNLOAD_HANDLERS").values()


def test_a_browser_that_is_there_is_known_to_the_downloader_and_sees_the_site_only():
    told = settings(CHROMIUM=shutil.which("true"))
    browser = find_browser(told, ("panda.example", "*.panda.example"))
    rules = told["PLAYWRIGHT_LAUNCH_OPTIONS"]["args"][-1]

    assert browser.is_ready
    assert told["DOWNLOAD_HANDLERS"]["http"] == HANDLER
    assert rules.endswith("MAP * ~NOTFOUND, EXCLUDE panda.example, EXCLUDE *.panda.example")


def test_a_named_program_is_taken(tmp_path):
    program = tmp_path / "my-chromium"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)

    assert find_chromium(str(program)) == str(program)
