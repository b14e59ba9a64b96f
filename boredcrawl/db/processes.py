"""Processes of this machine: which one we are, and whether another still runs."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from typing import NamedTuple


class Process(NamedTuple):
    """A process, told from all others that have its number before or after it."""

    host: str
    pid: int
    birth: str | None
    """When it began, as its system counts; None where the system does not say."""


def this_process() -> Process:
    """Give the process that asks."""
    return Process(socket.gethostname(), os.getpid(), birth_of(os.getpid()))


def birth_of(pid: int) -> str | None:
    """Give when a process began: the machine's boot and the ticks since then (Linux)."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return None
    # `1234 (a name) with parens) S 1 …`: the 22nd field, counted behind the name.
    return f"{boot}:{stat.rpartition(')')[2].split()[19]}"


def is_dead(process: Process) -> bool:
    """Tell whether a process surely runs no more; of another machine's nobody here knows.

    >>> is_dead(this_process()), is_dead(this_process()._replace(birth="long ago"))
    (False, True)
    >>> is_dead(Process("elsewhere", 1, None))
    False
    """
    if process.host != socket.gethostname():
        return False
    try:
        os.kill(process.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    born = birth_of(process.pid)
    return born is not None and process.birth is not None and born != process.birth
