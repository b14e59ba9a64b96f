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
    """Give when a process began: the boot, the numbering of processes, the ticks since (Linux).

    Containers may share a host's name and number their processes apart.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        numbering = Path("/proc/self/ns/pid").readlink()
    except OSError:
        return None
    # `1234 (a name) with parens) S 1 …`: the 22nd field, counted behind the name.
    return f"{boot}:{numbering}:{stat.rpartition(')')[2].split()[19]}"


def is_dead(process: Process) -> bool:
    """Tell whether a process surely runs no more; of another machine's nobody here knows.

    >>> is_dead(this_process())
    False
    >>> is_dead(this_process()._replace(birth=f"{numbering(this_process())}:1"))
    True
    >>> is_dead(Process("elsewhere", 1, None))
    False
    """
    if not is_of_here(process):
        return False
    try:
        os.kill(process.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    if is_ended(process.pid):
        return True
    born = birth_of(process.pid)
    return born is not None and process.birth is not None and born != process.birth


def is_alive(process: Process) -> bool:
    """Tell whether a process surely still runs, whatever any clock says.

    >>> is_alive(this_process()), is_alive(this_process()._replace(birth=None))
    (True, False)
    """
    return (
        is_of_here(process)
        and process.birth is not None
        and process.birth == birth_of(process.pid)
        and not is_ended(process.pid)
    )


def is_ended(pid: int) -> bool:
    """Tell whether a process has ended and only waits for whoever began it to be told (Linux).

    In a container whose first process never asks, it would wait, and hold its site, for ever.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] in {"Z", "X"}


def is_of_here(process: Process) -> bool:
    """Tell whether a process's number means something on this machine, in this container."""
    if process.host != socket.gethostname():
        return False
    return process.birth is None or numbering(process) == numbering(this_process())


def numbering(process: Process) -> str | None:
    """Give the boot and the numbering of processes a process belongs to."""
    return process.birth and process.birth.rpartition(":")[0]
