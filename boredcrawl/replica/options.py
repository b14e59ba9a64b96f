"""What a replica is asked to be: the options of the command line, as one object."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

LayoutChoice = Literal["classic", "modern", "mixed"]


@dataclass(frozen=True, kw_only=True)
class Options:
    """How large the world is, what it is made from, and how its markup varies."""

    articles: int = 60
    seed: int = 1
    now: datetime | None = None
    """The replica's fixed clock; None lets it run with the machine's."""
    layout: LayoutChoice = "mixed"
    vary: bool = True
    """Whether markup the dossier could not find differs from article to article."""
    variant: Mapping[str, str] = field(default_factory=dict)
    """Choices of markup that hold for every page, by the name of the variant's field."""
    partial: float = 1 / 6
    """The share of articles that print only their first comments."""
    thread: int = 0
    """The number of comments of one special long thread; 0 for none."""
    crawl_delay: float | None = None
    request_rate: str | None = None
    """What robots.txt asks for: `1/5` is one request in five seconds."""
    log_limit: int = 200_000
    """Requests remembered; older ones are forgotten (the log says how many)."""
