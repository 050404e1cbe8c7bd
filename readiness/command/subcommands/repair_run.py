"""An apply or an undo: what both ask, confirm, carry out and say."""

from __future__ import annotations

import getpass
import socket
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from readiness.command.live.directory import live_directory
from readiness.command.options import scan_options
from readiness.command.settings.option import FILE, WholeNumber
from readiness.command.standard_streams import complain, reader_may_leave
from readiness.errors import UsageError
from readiness.model.values import visible
from readiness.model.wording import counted
from readiness.remediation.applying import journal as journals
from readiness.remediation.applying.applying import (
    PER_SECOND,
    Pace,
    Summary,
    apply,
    second_steps,
)
from readiness.remediation.applying.journal import Head, Result
from readiness.remediation.applying.journal_writer import JournalWriter
from readiness.remediation.directories.rehearsal import Rehearsal
from readiness.remediation.directories.write_access import refuse_unsafe
from readiness.reports.escaping import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from readiness.command.settings.settings import Settings
    from readiness.remediation.directories.directory_writer import DirectoryWriter
    from readiness.remediation.repair_plan.change import Change

STATUSES = {
    0: "everything that was decided is done, or was so already",
    1: "some changes were refused or failed; nothing was changed by these",
    2: "an option or a file is wrong, or the server must not be written to",
    3: "it is not known what became of a change, no server was there, or there is more to do later",
    4: "there is nothing to do",
}
_WORDS = {
    Result.DONE: "applied",
    Result.ALREADY_DONE: "already so",
    Result.REFUSED: "REFUSED",
    Result.FAILED: "FAILED",
    Result.UNKNOWN: "UNKNOWN",
}
WORDS = {
    "--user": "Who writes: ana@contoso.com.",
    "--rate": f"So many changes a second at most.  [default: {PER_SECOND}]",
    "--dry-run": "Read, ask and compare as for real, and write nothing.",
    # nothing is written to a server that is not verified, or readable by others on the way
    **dict.fromkeys(("--insecure", "--allow-cleartext"), ""),
}
"""What the options of a live directory mean to a command that writes to it."""
_MAX_FAILURES = click.option(
    "--max-failures",
    type=WholeNumber(1),
    default=1,
    show_default=True,
    metavar="N",
    help="End with so many changes that were refused or failed.",
)
_YES = click.option("--yes", metavar="CODE", help="Do not ask: the code stands for what is done.")
_JOURNAL = click.option("--journal", type=FILE, metavar="PATH", help="Where it is written down.")


def writing_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of both commands that write: those of a scan, and how carefully to go on."""
    return _YES(_JOURNAL(_MAX_FAILURES(scan_options(command))))


def nothing_to_do(context: click.Context, why: str) -> None:
    """Say so, and end."""
    click.echo(f"Nothing to do: {why}.")
    context.exit(Summary().status)


class RepairRun:
    """An apply or an undo, and how it is to be done."""

    def __init__(self, settings: Settings, url: str, failures: int, *, is_undo: bool) -> None:
        live = settings.live
        # before anything is asked or signed in to
        refuse_unsafe(live_directory(url, live).options.access)
        self._live = live
        self._failures = failures
        # a rate in the file is that of reading, which may be far faster than one may write
        is_given = settings.origins["rate"].kind == "command line"
        self._per_second = (live.rate if is_given else None) or PER_SECOND
        self._action = "undo" if is_undo else "apply"
        self.tolerated: dict[str, frozenset[str]] = {}
        """By the id of a change, the GUIDs of those who held before, too, what is given back."""
        self._made_before: list[str] = []
        """The ids of the changes that stand as made in the journal that is gone on with."""

    def go_on_with(self, path: Path, digest: str, what: str) -> None:
        """Take note of what earlier runs did, and refuse the journal of something else.

        Raises:
            UsageError: it is one.
        """
        found = journals.read(path)
        self._made_before = [record.change for record in found.done]
        head = found.head
        if (head.action, head.plan) != (self._action, digest):
            raise UsageError(f"{path} is the journal of another {what}: name one with --journal")

    def refuse_unconfirmed(self, yes: str | None, codes: Collection[str]) -> None:
        """Refuse what nobody can confirm, or confirms with none of the codes that there may be.

        Raises:
            UsageError: it is so.
        """
        if self._live.dry_run:
            return
        if yes is None and not sys.stdin.isatty():
            raise UsageError("nobody is there to confirm: give --yes and the code")
        if yes is not None and yes.strip().lower() not in codes:
            raise UsageError(
                "--yes: this is not the code of what would be done now: look at it, and at the"
                " code, once more"
            )

    def confirm(self, number: int, yes: str | None, code: str) -> None:
        """Let a person confirm what will be written, by the number of changes or by the code.

        Raises:
            UsageError: nobody did.
        """
        self.refuse_unconfirmed(yes, [code])
        if self._live.dry_run or yes is not None:
            return
        asked = f"{counted(number, 'change')} will be written. Type the number to go on"
        if click.prompt(asked, err=True).strip() != str(number):
            raise UsageError("not confirmed: nothing was changed")

    def carry_out(
        self, writer: DirectoryWriter, stages: Sequence[Sequence[Change]], path: Path, digest: str
    ) -> tuple[Summary, bool]:
        """Do it, or rehearse it; one stage that has something to do, and whether it is the last."""
        every = [change for stage in stages for change in stage]
        later = second_steps(every)
        if self._live.dry_run:
            pace = Pace(None, None)
            summary = apply(
                every,
                Rehearsal(writer),
                None,
                pace=pace,
                tell=_tell("would be "),
                tolerated=self.tolerated,
                made_before=self._made_before,
                completed_by=later,
            )
            self._conclude(summary, "Dry run: nothing was written.")
            return summary, True
        pace = Pace(self._failures, self._per_second)
        head = Head(
            self._action, digest, writer.domain, writer.server, self._user(), socket.gethostname(),
            _now(),
        )  # fmt: skip
        summary = Summary()
        with JournalWriter(path, head, clock=_now) as journal:
            for at, stage in enumerate(stages):
                summary = apply(
                    stage,
                    writer,
                    journal,
                    pace=pace,
                    tell=_tell(),
                    before=summary.results,
                    tolerated=self.tolerated,
                    made_before=self._made_before,
                    completed_by=later,
                )
                # what was done in an earlier run has replicated by now, as far as we can tell
                was_written = summary.count(Result.DONE) > 0
                if summary.status or (was_written and at + 1 < len(stages)):
                    break
        self._conclude(summary, f"Journal: {shown(str(path))}")
        return summary, at + 1 == len(stages)

    def _user(self) -> str:
        """Who writes; whose ticket it is, Kerberos alone knows, so who started the command."""
        if self._live.user:
            return self._live.user
        try:
            return f"{getpass.getuser()} (Kerberos)"
        except (KeyError, OSError):  # a container may know no name of its user
            return "(Kerberos)"

    @staticmethod
    def _conclude(summary: Summary, last: str) -> None:
        numbers = (
            f"{summary.count(Result.DONE):,} applied, {summary.count(Result.ALREADY_DONE):,}"
            f" already so, {summary.count(Result.REFUSED):,} refused,"
            f" {summary.count(Result.FAILED):,} failed, {summary.count(Result.UNKNOWN):,} unknown,"
            f" {summary.not_reached:,} not reached"
        )
        with reader_may_leave():
            click.echo(f"{numbers}\n{last}")
        if summary.interruption:
            complain(summary.interruption)


def _tell(prefix: str = "") -> Callable[[Change, Result, str], None]:
    """Say on the way what becomes of each change."""

    def tell(change: Change, result: Result, message: str) -> None:
        word = f"{prefix if result is Result.DONE else ''}{_WORDS[result]}"
        because = f": {visible(message)}" if message else ""
        with reader_may_leave():
            click.echo(f"{change.id} {word}  {visible(change.dn)}{because}")

    return tell


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
