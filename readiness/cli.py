"""The command line: words in, words and an exit status out."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from contextlib import contextmanager
from datetime import UTC, datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from readiness import __version__
from readiness.doc import doc_of
from readiness.domains import data_date
from readiness.errors import ReadinessError, UsageError
from readiness.model import Severity
from readiness.plan import Plan
from readiness.registry import by_id, installed, local
from readiness.reports import parsed, write_file, writer
from readiness.reports.console import write_console
from readiness.reports.schema import json_schema
from readiness.scan import Order, private_folder, scan
from readiness.sources.export import Export
from readiness.values import visible
from readiness.worker import Brief

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from readiness.check import Check
    from readiness.result import Result
    from readiness.sources import Source

_BUG = 70
_INTERRUPTED = 130
_LEVELS = [severity.label for severity in sorted(Severity, reverse=True)]
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]}, invoke_without_command=True)
@click.option("--version", "shows_version", is_flag=True, help="Show the version; -v tells more.")
@click.option("-v", "--verbose", is_flag=True, help="With --version: everything it rests on.")
@click.pass_context
def cli(context: click.Context, *, shows_version: bool, verbose: bool) -> None:
    """Find what is wrong in a directory before it is synchronised to Microsoft Entra ID."""
    if shows_version:
        click.echo(f"readiness {__version__}")
        if verbose:
            click.echo(f"Python {sys.version.split()[0]}")
            click.echo(f"public suffix list of {data_date()}")
            for package in ("click", "jinja2", "ldap3"):
                click.echo(f"{package} {version(package)}")
    elif context.invoked_subcommand is None:
        click.echo(context.get_help())


@cli.command("scan")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option(
    "-r",
    "--report",
    "reports",
    multiple=True,
    metavar="[FORMAT:]PATH",
    help="Write a report; the ending tells the format; may be repeated.",
)
@click.option(
    "--fail-on",
    type=click.Choice([*_LEVELS, "never"]),
    default="error",
    show_default=True,
    help="The least severity that fails the gate.",
)
@click.option(
    "--domain",
    "verified_domains",
    multiple=True,
    metavar="NAME",
    help="A domain that the tenant has verified; may be repeated.",
)
@click.option("--select", multiple=True, metavar="ID", help="Run only these checks; * works.")
@click.option("--ignore", multiple=True, metavar="ID", help="Run all but these checks; * works.")
@click.option(
    "--set-severity", multiple=True, metavar="ID=LEVEL", help="error, warning, info or off."
)
@click.option("--include-ou", multiple=True, metavar="DN", help="Scan only below it.")
@click.option("--exclude-ou", multiple=True, metavar="DN", help="Do not scan below it.")
@click.option(
    "--check-file",
    "check_files",
    multiple=True,
    type=_FILE,
    metavar="PATH",
    help="A Python file with checks of your own.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="Worker processes; default: the cores of the machine.",
)
@click.option("-q", "--quiet", is_flag=True, help="No summary.")
@click.option("--no-color", is_flag=True, help="No colours.")
@click.option("--no-progress", is_flag=True, help="No progress.")
@click.option("--debug", is_flag=True, help="Show where an error comes from.")
@click.pass_context
def scan_command(context: click.Context, /, **given: Any) -> None:
    """Scan one or several directories together.

    SOURCE is an LDIF file, also .gz, or - for standard input.
    """
    reports = [parsed(report) for report in given["reports"]]
    with private_folder() as folder:
        order = _order(folder, given)
        with _progress(order.sources, shown=not (given["no_progress"] or given["quiet"])) as told:
            result = scan(order, told)
        _write(result, reports, given)
        context.exit(result.gate.status)


def _order(folder: Path, given: dict[str, Any]) -> Order:
    """What the options ask for.

    Raises:
        UsageError: an option is wrong.
    """
    classes = _classes(given["check_files"])
    severities, left_aside = _chosen(classes, given)
    plan = Plan(
        verified_domains=tuple(name.lower().strip(".") for name in given["verified_domains"]),
        now=_now(),
    )
    brief = Brief(
        folder,
        plan,
        severities,
        check_files=tuple(path.absolute() for path in given["check_files"]),
        include=tuple(dn.lower() for dn in given["include_ou"]),
        exclude=tuple(dn.lower() for dn in given["exclude_ou"]),
    )
    fail_on = None if given["fail_on"] == "never" else Severity[given["fail_on"].upper()]
    jobs = given["jobs"] or _cores()
    return Order(brief, [_source(one) for one in given["sources"]], fail_on, jobs, left_aside)


def _cores() -> int:
    """The processors that this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)  # not on macOS and Windows
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _source(location: str) -> Source:
    if location.startswith(("ldap://", "ldaps://")):
        raise UsageError(f"{location}: live directories cannot be scanned yet")
    return Export(location)


def _classes(check_files: tuple[Path, ...] = ()) -> dict[str, type[Check]]:
    return by_id([*installed(), *(check for path in check_files for check in local(path))])


def _chosen(
    classes: dict[str, type[Check]], given: dict[str, Any]
) -> tuple[dict[str, Severity], dict[str, str]]:
    """The severities of the checks that shall run, and why the others shall not."""
    levels = dict(_level(setting, classes) for setting in given["set_severity"])
    selected = _matching(given["select"], classes) or set(classes)
    ignored = _matching(given["ignore"], classes)
    severities: dict[str, Severity] = {}
    left_aside: dict[str, str] = {}
    for name, check in classes.items():
        if name not in selected:
            left_aside[name] = "not selected"
        elif name in ignored:
            left_aside[name] = "ignored"
        elif levels.get(name, check.severity) is None:
            left_aside[name] = "its severity is set to off"
        else:
            severities[name] = levels.get(name) or check.severity
    return severities, left_aside


def _matching(patterns: tuple[str, ...], classes: dict[str, type[Check]]) -> set[str]:
    found = set()
    for pattern in patterns:
        matches = {name for name in classes if fnmatchcase(name, pattern)}
        if not matches:
            raise UsageError(_unknown_check(pattern, classes))
        found |= matches
    return found


def _level(setting: str, classes: dict[str, type[Check]]) -> tuple[str, Severity | None]:
    name, equals, level = setting.partition("=")
    if not equals or level not in (*_LEVELS, "off"):
        raise UsageError(
            f"--set-severity {setting}: write ID=LEVEL with {', '.join(_LEVELS)} or off"
        )
    if name not in classes:
        raise UsageError(_unknown_check(name, classes))
    return name, None if level == "off" else Severity[level.upper()]


def _unknown_check(name: str, classes: dict[str, type[Check]]) -> str:
    near = get_close_matches(name, classes, 1)
    return f"there is no check {visible(name)}" + (
        f": did you mean {near[0]}?" if near else "; “readiness checks” lists them all"
    )


def _now() -> datetime:
    """The time of the scan, which SOURCE_DATE_EPOCH pins.

    https://reproducible-builds.org/specs/source-date-epoch/
    """
    pinned = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        return datetime.now(UTC) if pinned is None else datetime.fromtimestamp(int(pinned), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"SOURCE_DATE_EPOCH is “{pinned}”, not a number of seconds") from error


@contextmanager
def _progress(sources: Sequence[Source], *, shown: bool) -> Iterator[Callable[[int, int], None]]:
    """Tells the person at a terminal how far the scan has come."""
    if not shown or not sys.stderr.isatty():
        yield lambda *_: None
        return
    started = time.monotonic()
    sizes = [source.size for source in sources]
    total = sum(size or 0 for size in sizes) if all(sizes) else 0

    def tell(entries: int, octets: int) -> None:
        rate = entries / max(time.monotonic() - started, 0.001)
        share = f", {min(octets / total, 1):.0%}" if total else ""
        click.echo(f"\r{entries:,} objects, {rate:,.0f} a second{share}\x1b[K", err=True, nl=False)

    try:
        yield tell
    finally:
        click.echo("\r\x1b[K", err=True, nl=False)


def _write(result: Result, reports: list[tuple[str, str]], given: dict[str, Any]) -> None:
    on_stdout = [name for name, path in reports if path == "-"]
    for name, path in reports:
        if path == "-":
            writer(name)(result, sys.stdout)
        else:
            write_file(result, writer(name), path)
    if on_stdout or given["quiet"]:
        return
    coloured = sys.stdout.isatty() and not given["no_color"] and not os.environ.get("NO_COLOR")
    write_console(result, sys.stdout, click.style if coloured else _plain)
    for name, path in reports:
        click.echo(f"{name.upper()} report: {path}")


def _plain(text: str, **_: Any) -> str:
    return text


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--check-file", "check_files", multiple=True, type=_FILE, metavar="PATH")
def checks(form: str, check_files: tuple[Path, ...]) -> None:
    """List every check."""
    classes = _classes(check_files)
    if form == "json":
        click.echo(json.dumps([_facts(check) for check in classes.values()], indent=1))
        return
    width = max(map(len, classes))
    for name, check in classes.items():
        click.echo(f"{name:{width}}  {check.severity.label:7}  {doc_of(check).title}")


def _facts(check: type[Check]) -> dict[str, Any]:
    return {
        "id": check.id,
        "severity": check.severity.label,
        "title": doc_of(check).title,
        "kinds": sorted(check.kinds),
        "reads": list(check.reads),
    }


@cli.command()
@click.argument("check_id", metavar="CHECK-ID")
@click.option("--check-file", "check_files", multiple=True, type=_FILE, metavar="PATH")
def explain(check_id: str, check_files: tuple[Path, ...]) -> None:
    """Say what a check means, why it matters and how to fix what it finds."""
    classes = _classes(check_files)
    if check_id not in classes:
        raise UsageError(_unknown_check(check_id, classes))
    check = classes[check_id]
    doc = doc_of(check)
    click.echo(f"{check.id} ({check.severity.label})\n\n{doc.title}\n")
    for text in (doc.text, doc.fix and f"Fix: {doc.fix}"):
        if text:
            click.echo(click.wrap_text(text, width=88, preserve_paragraphs=True) + "\n")
    click.echo(f"Looks at: {', '.join(sorted(check.kinds))}; reads {', '.join(check.reads)}")
    if doc.prevents:
        click.echo(f"Prevents: {', '.join(doc.prevents)}")
    for url in doc.see:
        click.echo(f"See: {url}")


@cli.command()
def schema() -> None:
    """Print the JSON Schema of the JSON report."""
    click.echo(json.dumps(json_schema(), indent=1))


def main() -> NoReturn:
    """Run the command line; every way out has its exit status."""
    os.umask(0o077)  # reports and temporary files hold personal data
    signal.signal(signal.SIGTERM, _interrupt)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # text streams
    sys.exit(_status())


def _interrupt(*_: object) -> NoReturn:
    raise KeyboardInterrupt


def _status() -> int:
    try:
        status: object = cli.main(standalone_mode=False)
    except ReadinessError as error:
        return _complain(str(error), error.status)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return _complain("interrupted", _INTERRUPTED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _complain("the output was closed before the report was written to it", 3)
    except Exception as error:  # noqa: BLE001 - our own bugs must not look like findings
        return _report_bug(error)
    return status if isinstance(status, int) else 0


def _complain(message: str, status: int) -> int:
    click.echo(f"readiness: {visible(message)}", err=True)
    return status


def _report_bug(error: Exception) -> int:
    if "--debug" in sys.argv:
        traceback.print_exception(error)
    return _complain(
        f"this is a bug: {type(error).__name__}: {error}; please report it with what --debug prints",
        _BUG,
    )
