"""What is searched for: as people do, mostly rare words, sometimes common ones, some filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.large_data import VOCABULARY as WORD

if TYPE_CHECKING:
    from bench.large_data import World

RANKS = (0, 5, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 30_000)
"""How common the words are that are searched alone: the commonest, the sixth …"""


def queries(world: World) -> list[str]:
    """Give the searches; words stand for their rank, phrases are said somewhere."""
    said = [world.pool[place : place + length] for place, length in PHRASES]
    return [
        *(WORD[rank] for rank in RANKS),
        *(f"{WORD[a]} {WORD[b]}" for a, b in ((20, 100), (50, 500), (200, 1_000), (5, 5_000))),
        f"{WORD[10]} {WORD[50]} {WORD[200]}",
        *(f'"{" ".join(words)}"' for words in said),
        *(f"{WORD[rank][:4]}*" for rank in (50, 300, 3_000)),
        f"{WORD[100]} -{WORD[500]}",
        f"{WORD[500]} -{WORD[20]}",
        f"{WORD[500]} OR {WORD[1_000]}",
        f"in:title {WORD[100]}",
        f"in:comment {WORD[50]}",
        f"site:two {WORD[200]}",
        f"kind:list {WORD[100]}",
        f'author:"Author 40" {WORD[200]}',
        f'tag:"tag 7" {WORD[200]}',
        f'commenter:"Commenter 3" {WORD[50]}',
        f'commenter:"Commenter 70000" {WORD[10]}',
        f"after:2025-06-01 {WORD[100]}",
        f"before:2021-07-01 {WORD[500]}",
        f"after:2023-03-01 before:2023-04-01 {WORD[300]}",
        'commenter:"Commenter 3"',
        'author:"Author 40" kind:list',
    ]


PHRASES = ((1_000, 2), (20_000, 3), (300_000, 2), (400_000, 4), (500_001, 2))
"""Where in what was said, and how many words."""
