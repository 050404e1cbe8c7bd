"""The command line: words in, words and an exit status out."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from readiness import __version__
from readiness.checking.documentation import doc_of
from readiness.command.config_file import NAME
from readiness.command.connection_check import examine_connection
from readiness.command.live_options import is_url, live_options, told
from readiness.command.options import FILE, scan_options
from readiness.command.outputs import (
    Privacy,
    reports_of,
    standard_output,
    write_new_baseline,
    write_reports,
    write_step_summary,
)
from readiness.command.progress import progress
from readiness.command.settings import brief_of, known_checks, order_of, unknown_check
from readiness.command.show_config import settings_of
from readiness.command.snapshot import redactor_of, snapshot
from readiness.directory.dns_domain import data_date
from readiness.errors import ReadinessError, UsageError
from readiness.pipeline.scan import private_folder, scan
from readiness.redaction.report import Redactor, redacted
from readiness.reports.comparison import WRITERS, comparison_of
from readiness.reports.console import write_console
from readiness.reports.escaping import shown
from readiness.reports.schema import json_schema
from readiness.sources.live.search_plan import outline

if TYPE_CHECKING:
    from readiness.checking.check import Check
    from readiness.pipeline.result import Result
    from readiness.reports.formats import Format

_BUG = 70
_INTERRUPTED = 130
_CHECK_FILES = click.option("--check-file", "check_files", multiple=True, type=FILE, metavar="PATH")


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
@scan_options
@click.pass_context
def scan_command(context: click.Context, /, **given: Any) -> None:
    """Scan one or several directories together.

    SOURCE is an LDIF file, also .gz, or - for standard input; or an LDAP URL.
    """
    reports, privacy = reports_of(given), Privacy(given)
    with private_folder() as folder:
        order = order_of(folder, given)
        if given["dry_run"]:
            for url in filter(is_url, given["sources"]):
                for line in told(outline(live_options(url, given, order.job))):
                    click.echo(shown(line))
            return
        with progress(order.sources, shown=not (given["no_progress"] or given["quiet"])) as tell:
            result = scan(order, tell)
        for warning in result.warnings:
            _complain(f"warning: {warning}", 0)
        write_reports(result, reports, privacy)
        write_step_summary(result, privacy)
        if given["write_baseline"] and not write_new_baseline(result, given["write_baseline"]):
            _complain("warning: the scan is incomplete, so it makes no baseline", 0)
        if not given["quiet"] and all(path != "-" for _, path in reports):
            try:
                _summarise(result, privacy, reports, given)
                sys.stdout.flush()
            except BrokenPipeError:
                _discard_output()  # whoever reads has seen enough; the status stays true
        context.exit(result.gate.status)


def _discard_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _summarise(
    result: Result, privacy: Privacy, reports: list[tuple[Format, str]], given: dict[str, Any]
) -> None:
    coloured = sys.stdout.isatty() and not given["no_color"] and not os.environ.get("NO_COLOR")
    write_console(
        redacted(result, privacy.of_console(sys.stdout)),
        sys.stdout,
        click.style if coloured else _plain,
        is_verbose=given["verbose"],
    )
    for form, path in reports:
        click.echo(f"{form.name.upper()} report: {path}")


def _plain(text: str, **_: Any) -> str:
    return text


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@_CHECK_FILES
def checks(form: str, check_files: tuple[Path, ...]) -> None:
    """List every check."""
    classes = known_checks(check_files)
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
@_CHECK_FILES
def explain(check_id: str, check_files: tuple[Path, ...]) -> None:
    """Say what a check means, why it matters and how to fix what it finds."""
    classes = known_checks(check_files)
    if check_id not in classes:
        raise UsageError(unknown_check(check_id, classes))
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


@cli.command()
@click.argument("path", default=NAME, metavar="[PATH]")
def init(path: str) -> None:
    """Write a commented readiness.toml to start from; to - for standard output."""
    text = (Path(__file__).parent / "templates" / NAME).read_text("utf-8")
    if path == "-":
        click.echo(text, nl=False)
        return
    try:
        with Path(path).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as error:
        raise UsageError(f"{path} exists: delete it first, or name another file") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    click.echo(f"{path}: now fill in the [plan], and run “readiness config”")


@cli.command("config")
@scan_options
@click.pass_context
def config_command(context: click.Context, /, **given: Any) -> None:
    """Show what is in force, and where each value comes from.

    Takes the options of scan; a password is never shown.
    """
    for line in settings_of(context, given):
        click.echo(shown(line))


@cli.command("snapshot")
@click.argument("url", metavar="URL")
@click.argument("path", type=FILE, required=False, metavar="[PATH]")
@click.option("-o", "--output", type=FILE, metavar="PATH", help="The file, if not the argument.")
@scan_options
def snapshot_command(*, url: str, path: Path | None, output: Path | None, **given: Any) -> None:
    """Keep what a scan of a live directory would read as an LDIF file.

    Takes the options of scan. A PATH that ends in .gz is compressed. With --redact pseudonyms, a
    scan of the file finds the same, and it names nobody.
    """
    target = path or output
    if target is None or (path and output):
        raise UsageError("name the file to write, once: readiness snapshot URL -o contoso.ldif.gz")
    redactor = redactor_of(given)
    with private_folder() as folder:
        options = live_options(url, given, brief_of(folder, given))
    with progress([], shown=not (given["no_progress"] or given["quiet"])) as tell:
        kept = snapshot(options, target, tell, redactor)
    for warning in kept.warnings:
        _complain(f"warning: {warning}", 0)
    if not given["quiet"]:
        click.echo(
            f"{kept.path}: {kept.entries:,} entries, {kept.octets:,} octets of LDIF;"
            f" {kept.requests:,} requests, {kept.seconds:.1f} s of waiting for the server"
        )


@cli.command()
@click.argument("url", metavar="URL")
@scan_options
@click.pass_context
def doctor(context: click.Context, /, url: str, **given: Any) -> None:
    """Try the way to a live directory step by step.

    Takes the options of scan.
    """
    with private_folder() as folder:
        options = live_options(url, given, brief_of(folder, given))
    is_fine = True
    for step in examine_connection(options):
        click.echo(f"{'ok   ' if step.is_fine else 'FAIL '} {step.name:10} {shown(step.text)}")
        is_fine = is_fine and step.is_fine
    context.exit(0 if is_fine else 3)


@cli.command()
@click.argument("old", type=FILE)
@click.argument("new", type=FILE)
@click.option("--format", "form", type=click.Choice(list(WRITERS)), default="text")
@click.option("--show-values", is_flag=True, help="Show people in Markdown, too.")
def compare(old: Path, new: Path, form: str, *, show_values: bool) -> None:
    """Say what is new, fixed and persisting between two JSON reports."""
    hides = form == "markdown" and not show_values
    comparison = comparison_of(old, new, Redactor() if hides else None)
    WRITERS[form](comparison, standard_output())


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
        _discard_output()
        return _complain("the output was closed before the report was written to it", 3)
    except Exception as error:  # noqa: BLE001 - our own bugs must not look like findings
        return _report_bug(error)
    return status if isinstance(status, int) else 0


def _complain(message: str, status: int) -> int:
    click.echo(f"readiness: {shown(message)}", err=True)
    return status


def _report_bug(error: Exception) -> int:
    if "--debug" in sys.argv:
        traceback.print_exception(error)
    return _complain(
        f"this is a bug: {type(error).__name__}: {error}; report it with what --debug prints",
        _BUG,
    )
