"""Which image files are wanted, and how large: the settings, read and judged."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast, get_args

from boredcrawl.archive.image_store import ImageStore, open_store
from boredcrawl.exceptions import WrongOption

if TYPE_CHECKING:
    from scrapy.settings import BaseSettings

Which = Literal["none", "lead", "all"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ImageWishes:
    """What one crawl is to keep of pictures."""

    which: Which
    max_bytes: int
    max_pixels: int
    store: ImageStore

    @classmethod
    def of(cls, settings: BaseSettings) -> ImageWishes:
        """Read the settings; raises `WrongOption` with one sentence."""
        which = settings["IMAGES"]
        if which not in get_args(Which):
            raise WrongOption(f"IMAGES={which!r}: write one of {', '.join(get_args(Which))}")
        if which != "none" and importlib.util.find_spec("imagehash") is None:
            raise WrongOption(f"IMAGES={which} needs: pip install 'boredcrawl[images]'")
        return cls(
            which=cast("Which", which),
            max_bytes=_limit(settings, "IMAGES_MAX_BYTES"),
            max_pixels=_limit(settings, "IMAGES_MAX_PIXELS"),
            store=open_store(settings["ARCHIVE_DIR"], settings["IMAGES_STORE"] or ""),
        )


def _limit(settings: BaseSettings, name: str) -> int:
    try:
        limit = settings.getint(name)
    except ValueError:
        limit = 0
    if limit <= 0:
        raise WrongOption(f"{name}={settings[name]!r} is no number: write -s {name}=25000000")
    return limit
