"""Processes that share the work, or one alone; one that dies is told, and never waited for."""

from __future__ import annotations

import multiprocessing
import os
import secrets
import signal
import sys
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Protocol

from readiness.errors import ReadinessError
from readiness.pipeline.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from readiness.pipeline.job import Job

Task = tuple[Any, ...]


class Lost(ReadinessError):
    """A process of the team died."""

    status = 3


class Team(Protocol):
    """Those who do the work."""

    size: int

    def share(self, method: str, tasks: Iterable[Task]) -> Iterator[Any]:
        """Call a method of Worker for each task, by whoever is free; results in any order.

        Raises:
            Lost: a process died, after the results of all others.
        """

    def each(self, method: str) -> Iterator[Any]:
        """Call a method of every Worker."""


class Alone:
    """This process, for small inputs: a pool costs more than it brings."""

    size = 1

    def __init__(self, job: Job) -> None:
        """Hire nobody."""
        self._worker = Worker(job, "0")

    def share(self, method: str, tasks: Iterable[Task]) -> Iterator[Any]:
        """Call the method for each task, one after the other."""
        return (getattr(self._worker, method)(*task) for task in tasks)

    def each(self, method: str) -> Iterator[Any]:
        """Call the method once."""
        return self.share(method, [()])


class Crew:
    """Spawned processes, each at the other end of a pipe."""

    def __init__(self, job: Job, size: int) -> None:
        """Start the processes."""
        self.size = size
        self._hands: dict[Connection, BaseProcess] = {}
        self._lost = 0
        context = multiprocessing.get_context("spawn")
        with _one_hash_seed(), _without_main():
            for number in range(size):
                ours, theirs = context.Pipe()
                process = context.Process(
                    target=_serve, args=(theirs, job, str(number)), daemon=True
                )
                process.start()
                theirs.close()
                self._hands[ours] = process

    def share(self, method: str, tasks: Iterable[Task]) -> Iterator[Any]:
        """Call the method for each task; a process gets a task whenever it has finished one."""
        waiting = iter(tasks)
        task = next(waiting, None)
        idle = list(self._hands)
        busy: set[Connection] = set()
        while busy or (task is not None and idle):
            while idle and task is not None:
                hand = idle.pop()
                if self._give(hand, method, task):
                    busy.add(hand)
                    task = next(waiting, None)
            for ready in wait(list(busy)) if busy else ():
                hand = next(one for one in busy if one is ready)
                busy.discard(hand)
                result = self._take(hand)
                if isinstance(result, BaseException):
                    raise result
                if hand in self._hands:
                    idle.append(hand)
                    yield result
        if self._lost or task is not None:
            raise Lost(self._obituary())

    def each(self, method: str) -> Iterator[Any]:
        """Call the method of every process that lives."""
        for hand in list(self._hands):
            result = self._take(hand) if self._give(hand, method, ()) else None
            if hand in self._hands:
                yield result
        if self._lost:
            raise Lost(self._obituary())

    def dismiss(self) -> None:
        """End the processes, whatever they are doing."""
        for process in self._hands.values():
            process.terminate()
        for hand, process in self._hands.items():
            process.join()
            hand.close()  # not before: who writes to a closed pipe complains

    def _give(self, hand: Connection, method: str, task: Task) -> bool:
        try:
            hand.send((method, task))
        except OSError:
            self._bury(hand)
            return False
        return True

    def _take(self, hand: Connection) -> Any:
        try:
            return hand.recv()
        except (EOFError, OSError):
            self._bury(hand)
            return None

    def _bury(self, hand: Connection) -> None:
        process = self._hands.pop(hand)
        process.join()
        self._lost = process.exitcode or -1

    def _obituary(self) -> str:
        status, self._lost = self._lost, 0
        reason = f"signal {-status}" if status < 0 else f"status {status}"
        return (
            f"a worker process died ({reason}), and what it had read is lost:"
            " scan again with --jobs 1, or with more memory"
        )


@contextmanager
def team(job: Job, size: int) -> Iterator[Team]:
    """A team of some processes, which end when the context does."""
    if size == 1:
        yield Alone(job)
        return
    crew = Crew(job, size)
    try:
        yield crew
    finally:
        crew.dismiss()


@contextmanager
def _one_hash_seed() -> Iterator[None]:
    """Processes that are started here hash texts alike, and no two scans do."""
    before = os.environ.get("PYTHONHASHSEED")
    os.environ["PYTHONHASHSEED"] = str(secrets.randbelow(1 << 32))
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONHASHSEED"]
        else:
            os.environ["PYTHONHASHSEED"] = before


@contextmanager
def _without_main() -> Iterator[None]:
    """Processes that are started here import what they need, and not the whole command again."""
    main = sys.modules["__main__"]
    told = {name: getattr(main, name, None) for name in ("__spec__", "__file__")}
    for name in told:
        setattr(main, name, None)
    try:
        yield
    finally:
        for name, value in told.items():
            setattr(main, name, value)


def _serve(hand: Connection, job: Job, name: str) -> None:
    """The life of a process: do what comes through the pipe until nothing more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    os.umask(0o077)
    worker = Worker(job, name)
    while True:
        try:
            method, task = hand.recv()
        except EOFError:
            return
        try:
            result = getattr(worker, method)(*task)
        except Exception as error:  # noqa: BLE001 - the parent raises it again
            result = error
        hand.send(result)
