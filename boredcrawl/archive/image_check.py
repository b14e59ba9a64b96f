"""The image files compared with what the database says of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from boredcrawl.archive.image_store import ImageStore


@dataclass(slots=True)
class Findings:
    """What came of looking at every file."""

    whole: int = 0
    missing: list[str] = field(default_factory=list)
    """Paths that rows name and no file has."""
    damaged: list[str] = field(default_factory=list)
    """Paths whose bytes are not those that were sent."""
    strange: list[str] = field(default_factory=list)
    """Files no row names: left by a killed crawl, whose next visit takes them, or not ours."""

    @property
    def lost(self) -> list[str]:
        """Give the paths whose picture is not there as it was sent."""
        return self.missing + self.damaged


def check(store: ImageStore, expected: Iterable[tuple[str, str]]) -> Findings:
    """Read every file that should be there (path and SHA-256), then look for others."""
    findings, named = Findings(), set()
    for path, sha256 in expected:
        named.add(path)
        data = store.read(path)
        if data is None:
            findings.missing.append(path)
        elif hashlib.sha256(data).hexdigest() != sha256:
            findings.damaged.append(path)
        else:
            findings.whole += 1
    findings.strange += (path for path in store.files() if path not in named)
    return findings
