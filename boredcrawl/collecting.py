"""How seldom Python looks for cyclic garbage in a process that reads pages."""

from __future__ import annotations

import gc

SELDOM = 20_000
"""New objects between two looks. A page makes thousands, which all go when it goes: it leaves no
cycle behind (`tests/pages/test_collecting.py`). Python's own 700 look through them for nothing,
which took 6 % of reading (replica, 36 pages, processor time, 22 November 2026)."""

OLDER = 3, 3
"""Looks among the new objects for one among those that outlived a look, and so on: where something
does leave a cycle behind, in the network say, it must not keep many pages waiting."""


def collect_seldom() -> None:
    """Let a process that begins to read pages look for garbage less often; again is nothing.

    What is there by now, modules above all, stays for good and is never looked through again.
    """
    if 0 < gc.get_threshold()[0] < SELDOM:
        gc.collect()
        gc.freeze()
        gc.set_threshold(SELDOM, *OLDER)
