"""Whoever shares the work of a scan: several processes, or this one alone."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TypeVar

from readiness.pipeline.processes.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from readiness.pipeline.processes.job import Job
    from readiness.pipeline.processes.worker import Task

_T = TypeVar("_T")


class WorkerPool(Protocol):
    """Workers that call methods of theirs."""

    def share(self, method: Callable[..., _T], tasks: Iterable[Task]) -> Iterator[_T]:
        """Call a method of Worker once for each task, by whoever is free; results in any order.

        Raises:
            WorkerDied: after the results of all others.
        """

    def each(self, method: Callable[[Worker], _T]) -> Iterator[_T]:
        """Call a method of every Worker.

        Raises:
            WorkerDied: after the results of all others.
        """


class SingleWorker:
    """This process alone: for small directories, to start others would take longer."""

    def __init__(self, job: Job) -> None:
        """Get ready."""
        self._worker = Worker(job, "0")

    def share(self, method: Callable[..., _T], tasks: Iterable[Task]) -> Iterator[_T]:
        """Call the method for each task, one after the other."""
        return (method(self._worker, *task) for task in tasks)

    def each(self, method: Callable[[Worker], _T]) -> Iterator[_T]:
        """Call the method once."""
        return self.share(method, [()])


@contextmanager
def worker_pool(job: Job, size: int) -> Iterator[WorkerPool]:
    """A pool of so many workers, which end when the context does."""
    if size == 1:
        yield SingleWorker(job)
        return
    # not above: what it takes to run processes is a tenth of the time of a small scan
    from readiness.pipeline.processes.process_pool import ProcessPool  # noqa: PLC0415

    pool = ProcessPool(job, size)
    try:
        yield pool
    finally:
        pool.end()
