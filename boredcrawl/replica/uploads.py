"""The paths of uploaded images, and the size each has."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from boredcrawl.replica.dice import Dice

PATH = re.compile(
    r"^/blog/wp-content/uploads/\d{4}/\d{2}/[\w.-]*?(?P<unique>[0-9a-f]{13})(?P<suffix>[\w-]*)"
    r"\.(?P<ending>jpg|png|webp)$"
)
SIZES = {
    "-cover_675": (1200, 675),
    "-fb2": (1200, 630),
    "__300": (300, 300),
    "__300__300": (300, 300),
    "__400": (400, 300),
}
HEIGHTS = (394, 467, 525, 700, 875)
"""Images of the body are 700 wide and one of these high."""


def upload(dice: Dice, when: datetime, name: str, suffix: str) -> str:
    """Make the path of an upload: folder of the month, name, and a unique ending."""
    unique = f"{dice.getrandbits(52):013x}"
    return f"/blog/wp-content/uploads/{when:%Y/%m}/{name}-{unique}{suffix}"


def dimensions(path: str) -> tuple[int, int] | None:
    """Give width and height of an upload; None where there is no such file.

    The path without its size suffix is no file: whether the real site keeps the originals
    there is unknown, so nothing may rely on it.

    >>> dimensions("/blog/wp-content/uploads/2026/01/cat-6978fac0c3540-cover_675.jpg")
    (1200, 675)
    >>> dimensions("/blog/wp-content/uploads/2026/01/cat.jpg") is None
    True
    """
    match = PATH.match(path)
    if match is None:
        return None
    if match["suffix"].endswith("__700"):
        return 700, HEIGHTS[int(match["unique"], 16) % len(HEIGHTS)]
    return SIZES.get(match["suffix"])
