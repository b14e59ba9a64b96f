"""Who does the tasks: this process, several on this machine, or those of a Dask scheduler.

A task can be done again at any time and leaves the same, so a worker that dies costs no more than
the task it was at.
"""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

from boredcrawl.collecting import collect_seldom
from boredcrawl.exceptions import ArchiveTrouble, WrongOption
from boredcrawl.reparse.spool import read_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from boredcrawl.reparse.tasks import Done, Task

AHEAD = 2
"""Tasks given out for each worker: one to do, one to go on with."""

TRIES = 4
"""How often a task whose worker died is given to another; a page that kills every worker that
reads it must not do so for ever."""


def work(tasks: Sequence[Task], *, workers: int, scheduler: str | None) -> Iterator[Done]:
    """Have the tasks done, begun in their order; give what came of each when it is done."""
    if scheduler is not None:
        yield from _by_dask(tasks, workers, scheduler)
    elif workers > 1 and len(tasks) > 1:
        yield from _by_processes(tasks, workers)
    else:
        yield from map(read_file, tasks)


def _by_processes(tasks: Sequence[Task], workers: int) -> Iterator[Done]:
    left = deque((task, 1) for task in tasks)
    # Not forked: a fork takes along locks that other threads of this process hold.
    context = multiprocessing.get_context("spawn")
    while left:
        running: dict[Future[Done], tuple[Task, int]] = {}
        with ProcessPoolExecutor(workers, context, initializer=_begin) as pool:
            try:
                while left or running:
                    while left and len(running) < AHEAD * workers:
                        task, tries = left.popleft()
                        running[pool.submit(read_file, task)] = task, tries
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        done = future.result()
                        del running[future]
                        yield done
            except BrokenProcessPool:
                left.extendleft(reversed([_again(*one) for one in running.values()]))


def _begin() -> None:
    collect_seldom()
    _leave_together()


def _read_far_away(task: Task) -> Done:
    # Workers of Dask come and go: each is told with every task.
    collect_seldom()
    return read_file(task)


def _leave_together() -> None:
    """End this process when the one that started it has ended: killed, it cannot tell anybody.

    Without this, the workers of a killed reparse wait for their next task for ever.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait_and_leave() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait_and_leave, daemon=True, name="leave together").start()


def _again(task: Task, tries: int) -> tuple[Task, int]:
    if tries >= TRIES:
        raise ArchiveTrouble(f"{task.place}: {tries} processes died while it was being read")
    return task, tries + 1


def _by_dask(tasks: Sequence[Task], workers: int, scheduler: str) -> Iterator[Done]:
    try:
        import distributed  # noqa: PLC0415  # an extra
    except ImportError as error:
        raise WrongOption("--scheduler needs Dask: pip install 'boredcrawl[dask]'") from error
    dask: Any = distributed  # its calls have no types
    with ExitStack() as stack:
        target: Any = scheduler
        if scheduler == "local":
            target = stack.enter_context(
                # Pages are read in Python: threads of one process would wait for each other.
                dask.LocalCluster(
                    n_workers=workers,
                    threads_per_worker=1,
                    processes=True,
                    dashboard_address=None,
                )
            )
        try:
            client = stack.enter_context(dask.Client(target, timeout="30s"))
        except (OSError, ValueError) as error:
            raise WrongOption(f"--scheduler {scheduler}: nobody answers there ({error})") from error
        left = deque(tasks)
        room = AHEAD * max(workers, len(client.scheduler_info()["workers"]), 1)
        futures = dask.as_completed()
        for _ in range(min(room, len(left))):
            futures.add(_submit(client, left.popleft()))
        for future in futures:
            yield future.result()
            if left:
                futures.add(_submit(client, left.popleft()))


def _submit(client: Any, task: Task) -> Any:
    return client.submit(
        _read_far_away,
        task,
        pure=False,
        retries=TRIES,
        priority=-task.number,
        key=f"reparse-{task.number}",
    )
