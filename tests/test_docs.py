"""The docs say what there is, and there is what the docs say."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from boredcrawl import settings, sites
from boredcrawl.cli import app
from boredcrawl.exceptions import ExitCode
from boredcrawl.spiders.options import NAMES

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs/settings.md").read_text(encoding="utf-8")


def own_settings():
    source = Path(settings.__file__).read_text(encoding="utf-8")
    ours = source[source.index("# --- ours") : source.index("# --- the path")]
    return re.findall(r"^([A-Z][A-Z_]+) =", ours, re.MULTILINE)


@pytest.mark.parametrize("name", own_settings())
def test_every_setting_of_ours_is_documented(name):
    assert f"`{name}`" in SETTINGS


@pytest.mark.parametrize("name", re.findall(r"^\| `([A-Z_]+)`", SETTINGS, re.MULTILINE))
def test_every_documented_setting_exists(name):
    assert hasattr(settings, name)


@pytest.mark.parametrize("code", list(ExitCode))
def test_every_exit_code_is_in_the_readme(code):
    assert f"\n| {int(code)} | " in README


@pytest.mark.parametrize("name", [n for n in NAMES if n != "site"])
def test_every_option_of_the_crawl_is_in_the_readme(name):
    assert f"`-a {name}=" in README


@pytest.mark.parametrize("name", sorted(get_command(app).commands))
def test_every_command_is_documented(name):
    docs = [README, *(p.read_text(encoding="utf-8") for p in (ROOT / "docs").glob("*.md"))]

    assert any(f"boredcrawl {name}" in text or f"make {name}" in text for text in docs)


def test_every_card_is_found_by_being_there():
    files = {p.stem for p in Path(sites.__file__).parent.iterdir() if not p.name.startswith("_")}

    assert set(sites.all_cards()) == files - {"base", "generic"}


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))])
def test_every_link_between_docs_leads_somewhere(page):
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)

    assert [link for link in links if not (page.parent / link).exists()] == []
