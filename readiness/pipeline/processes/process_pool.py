"""Processes that share the work; one that dies is told, and never waited for."""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import secrets
import signal
import sys
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from readiness.errors import WorkerDied
from readiness.pipeline.processes.worker import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

    from readiness.pipeline.processes.job import Job
    from readiness.pipeline.processes.worker import Task

_T = TypeVar("_T")


class _Raised(NamedTuple):
    """What a call raised, on its way to the process that raises it again."""

    error: Exception


class ProcessPool:
    """Spawned processes, each at the other end of a pipe."""

    def __init__(self, job: Job, size: int) -> None:
        """Start the processes.

        Raises:
            WorkerDied: the system has not enough of what they need.
        """
        self._processes: dict[Connection, BaseProcess] = {}
        self._exit_code = 0
        """That of a process that died and was not told yet; 0 if there is none."""
        # not fork: threads of libraries do not survive it, and Windows has none
        context = multiprocessing.get_context("spawn")
        try:
            with _one_hash_seed(), _without_main():
                for number in range(size):
                    ours, theirs = context.Pipe()
                    # a daemon: ended with this process, also where nobody comes to call `end`
                    process = context.Process(
                        target=serve, args=(theirs, job, str(number)), daemon=True
                    )
                    process.start()
                    # else this process would hold it open, and never hear that the other one died
                    theirs.close()
                    self._processes[ours] = process
        except OSError as error:
            self.end()
            raise WorkerDied(
                f"{size} worker processes cannot be started: {error.strerror}:"
                " scan again with --jobs 1"
            ) from error

    def share(self, method: Callable[..., _T], tasks: Iterable[Task]) -> Iterator[_T]:
        """Call the method for each task; a process gets a task whenever it has finished one."""
        waiting = iter(tasks)
        task = next(waiting, None)
        idle = list(self._processes)
        busy: set[Connection] = set()
        # ends with a task left where nobody is busy or idle: all of them have died
        while busy or (task is not None and idle):
            while idle and task is not None:
                pipe = idle.pop()
                if self._send(pipe, method, task):
                    busy.add(pipe)
                    task = next(waiting, None)
            for ready in wait(list(busy)) if busy else ():
                pipe = next(known for known in busy if known is ready)
                busy.discard(pipe)
                for result in self._received(pipe):
                    idle.append(pipe)
                    yield result
        if self._exit_code or task is not None:
            raise WorkerDied(self._death_in_words())

    def each(self, method: Callable[[Worker], _T]) -> Iterator[_T]:
        """Call the method of every process that lives."""
        for pipe in list(self._processes):
            if self._send(pipe, method, ()):
                yield from self._received(pipe)
        if self._exit_code:
            raise WorkerDied(self._death_in_words())

    def end(self) -> None:
        """End the processes, whatever they are doing."""
        # all are told before any is waited for
        for process in self._processes.values():
            process.terminate()
        for pipe, process in self._processes.items():
            process.join()
            pipe.close()  # not before: who writes to a closed pipe complains

    def _send(self, pipe: Connection, method: Callable[..., object], task: Task) -> bool:
        """Give a process a task, if it lives."""
        try:
            pipe.send((method, task))
        except OSError:
            self._remove_dead(pipe)
            return False
        return True

    def _received(self, pipe: Connection) -> list[Any]:
        """The result of a process; none if it died over its task. Raises what the call raised."""
        try:
            result = pipe.recv()
        except (EOFError, OSError):
            self._remove_dead(pipe)
            return []
        if isinstance(result, _Raised):
            raise result.error
        return [result]

    def _remove_dead(self, pipe: Connection) -> None:
        process = self._processes.pop(pipe)
        process.join()
        # one that ended with 0 did not do its task, either, and 0 stands for no death
        self._exit_code = process.exitcode or -1

    def _death_in_words(self) -> str:
        code, self._exit_code = self._exit_code, 0
        reason = f"signal {-code}" if code < 0 else f"status {code}"
        return (
            f"a worker process died ({reason}), and what it had read is lost:"
            " scan again with --jobs 1, or with more memory"
        )


@contextmanager
def _one_hash_seed() -> Iterator[None]:
    """Processes that are started here hash texts alike, so that hashes can be compared.

    Not with a seed that is known beforehand: a directory could be made so that many keys collide.
    """
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
    held = {name: getattr(main, name, None) for name in ("__spec__", "__file__")}
    for name in held:
        setattr(main, name, None)
    try:
        yield
    finally:
        for name, value in held.items():
            setattr(main, name, value)


def serve(pipe: Connection, job: Job, process: str) -> None:
    """The life of a process: do what comes through the pipe until nothing more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when to stop
    # what it writes holds what the directory holds, and is for nobody else to read
    os.umask(0o077)
    # as in the process of the command: there is nothing to find
    gc.set_threshold(100_000)
    worker = Worker(job, process)
    while True:
        try:
            method, task = pipe.recv()
        except EOFError:
            return
        try:
            result = method(worker, *task)
        except Exception as error:  # noqa: BLE001 - the parent raises it again
            result = _Raised(error)
        try:
            _answer(pipe, result)
        except BrokenPipeError:  # the parent was killed: nobody is there to read what this says
            return


def _answer(pipe: Connection, result: object) -> None:
    try:
        pipe.send(result)
    except (pickle.PicklingError, TypeError, AttributeError):
        # an exception of a visitor's own may not travel; what it says does
        pipe.send(_Raised(RuntimeError(f"{result}")))
