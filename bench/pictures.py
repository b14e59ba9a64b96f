"""The pictures of the README: `python -m bench.pictures`, from an archive made for it.

The replica is crawled three times with changes in between, the reader serves what came of it,
and Chromium looks. Takes a minute or two; the pictures land in docs/pictures/.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright
from sqlalchemy import text

from bench.reader import serving
from bench.reader_archive import make
from boredcrawl.db.asking.bounded import open_bounded

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from sqlalchemy import Engine

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
LARGEST = 200_000
"""Bytes of a picture."""


def addresses(engine: Engine) -> dict[str, str]:
    """Choose what is worth showing."""

    def first(query: str) -> int:
        with engine.connect() as connection:
            return int(connection.execute(text(query)).scalars().first() or 1)

    talked = (
        "SELECT article_id FROM comments WHERE list_item_id IS NULL"
        " GROUP BY 1 ORDER BY count(*) DESC"
    )
    edited = "SELECT article_id FROM article_revisions GROUP BY 1 ORDER BY count(*) DESC, 1"
    most = first(talked)
    return {
        "home": "/",
        "article": f"/articles/{most}",
        "thread": f"/articles/{most}#thread",
        "search": "/search?q=kettle",
        "history": f"/articles/{first(edited)}/history",
        "activity": "/activity?days=60",
    }


def take(browser: Browser, base: str, seen: dict[str, str]) -> None:
    """Take the pictures: each page wide and light, two of them small and dark."""
    small = ("home", "thread")
    for name, address in seen.items():
        shoot(browser, base + address, FOLDER / f"{name}.png", "light", (1200, 800))
        if name in small:
            shoot(browser, base + address, FOLDER / f"{name}-phone.png", "dark", (390, 800))


def shoot(browser: Browser, url: str, file: Path, scheme: str, size: tuple[int, int]) -> None:
    """Take one, in as few colours as it takes to stay small."""
    context = browser.new_context(
        color_scheme=scheme,
        viewport={"width": size[0], "height": size[1]},
    )
    page = context.new_page()
    page.goto(url, wait_until="load")
    page.wait_for_load_state("networkidle")
    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
    context.close()
    for colours in (256, 128, 64, 32):
        taken.quantize(colours, dither=Image.Dither.NONE).save(file, optimize=True)
        if file.stat().st_size <= LARGEST:
            return
    raise SystemExit(f"{file} does not become small enough")


def main() -> None:
    """Make the archive and the pictures."""
    FOLDER.mkdir(exist_ok=True)
    arguments = ["--disable-dev-shm-usage"] + (["--no-sandbox"] if os.geteuid() == 0 else [])
    with tempfile.TemporaryDirectory() as folder:
        engine = open_bounded(make(Path(folder), articles=40, seed=5, rounds=2), seconds=20)
        with serving(engine, Path(folder)) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=arguments
            )
            take(browser, base, addresses(engine))
            browser.close()
        engine.dispose()


if __name__ == "__main__":
    main()
