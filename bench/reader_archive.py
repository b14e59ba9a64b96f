"""An archive to look at: the replica crawled, changed, and crawled again, with its pictures."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select, text, update

from boredcrawl.db.engine import open_database
from boredcrawl.db.models import Image, table
from boredcrawl.replica import Replica

if TYPE_CHECKING:
    from sqlalchemy import Engine

ROOT = Path(__file__).parents[1]
IMAGES = table(Image)


def make(folder: Path, *, articles: int, seed: int = 3, rounds: int = 1) -> str:
    """Make an archive in a folder and give the URL of its database."""
    url = f"sqlite:///{folder / 'boredcrawl.db'}"
    with Replica(articles=articles, seed=seed) as replica:
        crawl(replica, url, folder)
        engine = open_database(url)
        for turn in range(rounds):
            change(replica, turn)
            with engine.begin() as connection:
                connection.execute(text("UPDATE frontier SET next_visit_at = discovered_at"))
            crawl(replica, url, folder)
        keep_pictures(engine, folder)
        engine.dispose()
    return url


def change(replica: Replica, turn: int) -> None:
    """Let authors edit, commenters say other things, comments vanish, and people vote."""
    for number in replica.numbers():
        said = replica.truth(number)["comments"]
        replica.change("paragraph", article=number)
        if number % 3 == turn % 3:
            replica.change("title", article=number)
        for place, comment in enumerate(said):
            kind = {0: "edit_comment", 1: "vote", 2: "vote"}.get((place + turn) % 7)
            if kind == "vote":
                replica.change("vote", article=number, comment=comment["id"], by=3 + place % 5)
            elif kind:
                replica.change(kind, article=number, comment=comment["id"])
        if said:
            replica.change("delete_comment", article=number, comment=said[-1]["id"])


def crawl(replica: Replica, url: str, folder: Path, *settings: str) -> None:
    """Crawl as a user does; settings as `NAME=value`."""
    words = ["crawl", "articles", "-a", f"origin={replica.origin}", "-L", "ERROR"]
    words += [word for setting in settings for word in ("-s", setting)]
    environment = {
        **os.environ,
        "SCRAPY_SETTINGS_MODULE": "boredcrawl.settings",
        "BOREDCRAWL_DATABASE_URL": url,
        "BOREDCRAWL_ARCHIVE_DIR": str(folder),
    }
    subprocess.run([sys.executable, "-m", "scrapy", *words], cwd=ROOT, env=environment, check=True)


def keep_pictures(engine: Engine, folder: Path) -> None:
    """Put picture files where the archive has them; of every seventh there is none."""
    with engine.begin() as connection:
        for row in connection.execute(select(IMAGES)).all():
            if row.id % 7 == 0:
                continue
            try:
                with urllib.request.urlopen(row.original_url or row.url, timeout=20) as answer:  # noqa: S310 - the replica's
                    content = answer.read()
            except urllib.error.HTTPError:
                continue  # the site has no such picture either
            digest = hashlib.sha256(content).hexdigest()
            path = Path("images") / digest[:2] / digest
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content)
            connection.execute(
                update(IMAGES)
                .where(IMAGES.c.id == row.id)
                .values(sha256=digest, path=str(path), bytes=len(content))
            )
