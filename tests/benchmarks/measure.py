"""Runs a program as whole processes and measures their time and memory."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import IO, NamedTuple

INTERVAL = 0.05
"""Seconds between two looks at the memory."""
KIBI = 1024
_UNUSUAL = ("PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX")
"""Variables of test machines that slow down the start of Python."""


class Measured(NamedTuple):
    """What a run took."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of processor time, user and system, of the process and all that it waited for."""
    memory: int
    """The peak of the anonymous memory of the process tree, in octets; 0 where it is unknown."""


def measured(command: Sequence[str], *, stdin: IO[bytes] | int = subprocess.DEVNULL) -> Measured:
    """Run a command to its end.

    Raises:
        RuntimeError: it failed.
    """
    started = time.perf_counter()
    # what users have: bytecode that an earlier run has left
    settings = {name: one for name, one in os.environ.items() if name not in _UNUSUAL}
    process = subprocess.Popen(command, stdin=stdin, stdout=subprocess.DEVNULL, env=settings)
    peak = 0
    while True:
        pid, status, usage = os.wait4(process.pid, os.WNOHANG)
        if pid:
            break
        peak = max(peak, sum(map(anonymous, tree(process.pid))))
        time.sleep(INTERVAL)
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}")
    return Measured(wall, usage.ru_utime + usage.ru_stime, peak)


def middle(runs: Sequence[Measured]) -> Measured:
    """The medians of several runs."""
    walls, cpus, memories = zip(*runs, strict=True)
    return Measured(median(walls), median(cpus), int(median(memories)))


def tree(pid: int) -> Iterator[int]:
    """A process and its descendants."""
    yield pid
    try:
        children = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return  # it has just ended
    for child in " ".join(children).split():
        yield from tree(int(child))


def anonymous(pid: int) -> int:
    """The memory of a process that is not a copy of a file, in octets."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    found = [line.split()[1] for line in lines.splitlines() if line.startswith("RssAnon:")]
    return int(found[0]) * KIBI if found else 0


def machine() -> str:
    """What it is measured on, in a line."""
    processors = Path("/proc/cpuinfo")
    names = [
        line.partition(": ")[2]
        for line in (processors.read_text().splitlines() if processors.exists() else ())
        if line.startswith("model name")
    ]
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{count} cores ({names[0] if names else sys.platform}), Python {sys.version.split()[0]}"
