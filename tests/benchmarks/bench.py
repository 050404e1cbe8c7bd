"""Measures the scan of generated directories beside other libraries that only parse them.

`python -m tests.benchmarks.bench [--users 10000,100000] [--workers 1,2] [--problems none,everyday]
[--peers] [--tenant]` writes a table in Markdown to standard output. All programs are whole
processes, which take turns; the file has just been written, so that it is in memory. Ratios of one
run mean more than its seconds.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, get_args

from tests.benchmarks.directory import blocks
from tests.benchmarks.measure import Measured, machine, measured, middle
from tests.benchmarks.problems import ProblemLevel
from tests.benchmarks.tenant import write_tenant

MODULE = [sys.executable, "-m"]
SCAN = [str(Path(sys.executable).with_name("readiness")), "scan", "--quiet", "--no-progress"]
YARDSTICKS = ("python-ldap", "ldif")
"""What the others are compared with: the first of these that is there."""
COLUMNS = (
    "users",
    "entries",
    "what",
    "wall s",
    "CPU s",
    "entries/s",
    "CPU µs/entry",
    "MiB",
    "ratio by wall",
    "by CPU",
)
MEBI = 1024 * 1024
REPORT = "report.json"
PLAN = ("--domain", "contoso.com", "--initial-domain", "contoso.onmicrosoft.com")


class Contender(NamedTuple):
    """A program that is measured."""

    what: str
    command: Sequence[str]
    """The path of the directory is still to come."""
    level: ProblemLevel = "normal"
    against: str | None = None
    """What it is compared with; None for what only parses the directory."""


class Export(NamedTuple):
    """A generated directory."""

    path: Path
    users: int
    entries: int


def contenders(options: argparse.Namespace, folder: Path) -> Iterator[Contender]:
    """Everything that is measured, the peers first."""
    for path in (None, *options.peer_path) if options.peers else ():
        environment = ["env", f"PYTHONPATH={os.pathsep.join((str(path), '.'))}"] if path else []
        command = [*environment, *MODULE, "tests.benchmarks.peers"]
        name = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
        if name:
            for level in options.problems:
                yield Contender(f"{name}, parsing only, {level}", command, level)
    for workers in options.workers:
        what = f"readiness, {workers} worker{'s' if workers > 1 else ''}"
        report = ["--report", str(folder / REPORT), "--fail-on", "never"]
        command = [*SCAN, *report, "--jobs", str(workers)]
        for level in options.problems:
            alone = f"{what}, {level}"
            if not options.tenant:
                yield Contender(alone, command, level)
                continue
            # what the tenant lists is told to both, or they would not ask the same checks
            yield Contender(alone, [*command, *PLAN], level)
            tenant = ["--tenant", str(folder / f"tenant-{level}")]
            yield Contender(f"{alone}, beside a tenant", [*command, *PLAN, *tenant], level, alone)


def export(folder: Path, users: int, level: ProblemLevel) -> Export:
    """Write a directory, and count its entries."""
    path = folder / f"{users}-{level}.ldif"
    entries = 0
    with path.open("wb") as file:
        for part in blocks(users, problems=level, jobs=os.cpu_count() or 1):
            entries += part.count(b"\ndn:") + part.startswith(b"dn:")
            file.write(part)
    return Export(path, users, entries)


def rows(options: argparse.Namespace, users: int) -> Iterator[tuple[str, ...]]:
    """Measure everything on directories of one size."""
    with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
        folder = Path(name)
        entrants = list(contenders(options, folder))
        levels = dict.fromkeys(entrant.level for entrant in entrants)
        exports = {level: export(folder, users, level) for level in levels}
        for level in levels if options.tenant else ():
            write_tenant(exports[level].path, folder / f"tenant-{level}")
        runs: dict[str, list[Measured]] = {}
        for number in range(options.rounds):
            for what, command, level, _ in entrants:
                tell(f"{users:,} users, round {number + 1}: {what}")
                path = exports[level].path
                (folder / REPORT).unlink(missing_ok=True)  # to replace a file may wait for the disk
                runs.setdefault(what, []).append(measured([*command, str(path)]))
        medians = {what: middle(several) for what, several in runs.items()}
        for what, _, level, against in entrants:
            names = (
                [against] if against else [f"{name}, parsing only, {level}" for name in YARDSTICKS]
            )
            yardstick = next((medians[name] for name in names if name in medians), None)
            yield row(exports[level], what, medians[what], yardstick)


def row(made: Export, what: str, one: Measured, yardstick: Measured | None) -> tuple[str, ...]:
    return (
        f"{made.users:,}",
        f"{made.entries:,}",
        what,
        f"{one.wall:.2f}",
        f"{one.cpu:.2f}",
        f"{made.entries / one.wall:,.0f}",
        f"{one.cpu / made.entries * 1e6:.1f}",
        f"{one.memory / MEBI:.0f}",
        f"{yardstick.wall / one.wall:.2f}" if yardstick else "",
        f"{yardstick.cpu / one.cpu:.2f}" if yardstick else "",
    )


def streamed(users: int, workers: int) -> tuple[str, ...]:
    """Measure the scan of a directory that comes through standard input, from the generator."""
    what = f"readiness, {workers} workers, standard input"
    tell(f"{users:,} users: {what}")
    generator = [*MODULE, "tests.benchmarks.directory", str(users)]
    with tempfile.TemporaryDirectory(prefix="readiness-bench-") as name:
        report = Path(name, REPORT)
        generating = subprocess.Popen(generator, stdout=subprocess.PIPE)
        assert generating.stdout is not None
        options = ["--report", str(report), "--fail-on", "never", "--jobs", str(workers)]
        one = measured([*SCAN, *options, "-"], stdin=generating.stdout)
        generating.stdout.close()
        if generating.wait():
            raise RuntimeError(f"the generator ended with {generating.returncode}")
        return row(Export(Path("-"), users, entries_in(report)), what, one, None)


def entries_in(report: Path) -> int:
    """The number of entries that a report in JSON is about, which has a line for its summary."""
    with report.open(encoding="utf-8") as file:
        summary = next(line for line in file if line.startswith('"summary": '))
    entries: int = json.loads(summary.partition(" ")[2].rstrip().rstrip(","))["entries"]
    return entries


def table(lines: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for number, line in enumerate(lines):
        cells = (f"{cell:{width}}" for cell, width in zip(line, widths, strict=True))
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"|{'|'.join('-' * (width + 2) for width in widths)}|"


def tell(what: str) -> None:
    sys.stderr.write(f"{what}\n")


def numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def levels(text: str) -> list[ProblemLevel]:
    known: tuple[ProblemLevel, ...] = get_args(ProblemLevel)
    return [known[known.index(name)] for name in text.split(",")]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.bench")
    parser.add_argument("--users", type=numbers, default=[10_000, 100_000], help="10000,100000")
    parser.add_argument("--workers", type=numbers, default=[1, 2], help="1,2")
    parser.add_argument("--rounds", type=int, default=3, help="the median of so many runs")
    parser.add_argument("--peers", action="store_true", help="libraries that only parse, too")
    parser.add_argument(
        "--peer-path", type=Path, action="append", default=[], help="a folder that has another one"
    )
    parser.add_argument(
        "--problems", type=levels, default=["normal"], help=", ".join(get_args(ProblemLevel))
    )
    parser.add_argument("--tenant", action="store_true", help="beside a tenant with all users, too")
    parser.add_argument("--stream", type=int, metavar="USERS", help="through standard input, too")
    options = parser.parse_args()
    lines: list[tuple[str, ...]] = [COLUMNS]
    for users in options.users:
        lines += rows(options, users)
    if options.stream:
        lines.append(streamed(options.stream, max(options.workers)))
    sys.stdout.write(f"{machine()}; medians of {options.rounds} rounds\n\n")
    sys.stdout.writelines(f"{line}\n" for line in table(lines))


if __name__ == "__main__":
    main()
