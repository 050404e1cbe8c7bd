"""The source for an LDAP URL, from the options of the command line."""

from __future__ import annotations

import os
import stat
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from readiness.command.snapshot import declared_suffixes
from readiness.errors import SourceError, UsageError
from readiness.evaluation.projection import attributes_read
from readiness.sources.live.ldap_source import LiveSource
from readiness.sources.live.options import LiveOptions
from readiness.sources.live.search_filter import EVERYTHING
from readiness.sources.live.search_plan import facts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from readiness.command.settings.settings import LiveSettings
    from readiness.pipeline.job import Job
    from readiness.sources.live.search_plan import Outline


def live_options(url: str, settings: LiveSettings, job: Job) -> LiveOptions:
    """How to search a live directory for what the checks read.

    Raises:
        UsageError: an option is wrong.
    """
    checks, _ = job.checks()
    return LiveOptions(
        (url,),
        user=settings.user,
        auth=settings.auth,
        password=password_of(settings),
        start_tls=settings.start_tls,
        ca_file=settings.ca_file,
        insecure=settings.insecure,
        allow_cleartext=settings.allow_cleartext,
        base=settings.base,
        filter=settings.filter or EVERYTHING,
        attributes=attributes_read(checks, job.by),
        page_size=settings.page_size,
        timeout=settings.timeout,
        rate=settings.rate,
        forest=settings.forest,
    )


def live_source(url: str, settings: LiveSettings, job: Job) -> LiveSource:
    """The source for an LDAP URL.

    Raises:
        UsageError: an option is wrong.
    """
    return LiveSource(live_options(url, settings, job))


def declared(source: str, settings: LiveSettings, job: Job) -> tuple[str, ...]:
    """The UPN suffixes that the forest of a source declares; none where it does not tell.

    Raises:
        UsageError: an option is wrong.
    """
    if not is_url(source):
        # a pipe can be read only once
        return declared_suffixes(Path(source)) if Path(source).is_file() else ()
    try:
        return facts(live_options(source, settings, job)).declared_suffixes
    except SourceError:
        return ()  # the scan will tell why


def is_url(source: str) -> bool:
    """Whether a source is a live directory."""
    return source.lower().startswith(("ldap://", "ldaps://"))


def told(plan: Outline) -> Iterator[str]:
    """What a scan would ask of a live directory, for those who look after it."""
    yield plan.location
    for base, domain in plan.bases:
        yield f"  below:      {base or 'every domain'}{f', at {domain}' if domain else ''}"
    yield f"  filter:     {plan.filter}"
    yield f"  attributes: {', '.join(plan.attributes)}"
    most = f", {plan.pages_at_most:,} at most" if plan.pages_at_most else ""
    yield f"  pages:      {plan.page_size:,} entries each{most}"
    yield "  changes:    none; only searches are sent"
    yield from (f"  warning:    {warning}" for warning in plan.warnings)


def password_of(settings: LiveSettings) -> Callable[[], str] | None:
    """A way to the password, which is never an argument; None if there is none.

    Raises:
        UsageError: it is in two places, or its file is open to others.
    """
    if settings.auth not in ("simple", "ntlm"):
        return None
    path = settings.password_file
    if path and settings.password_stdin:
        raise UsageError("the password comes from --password-file or --password-stdin, not both")
    if path:
        return cache(lambda: _from_file(path))
    if settings.password_stdin:
        return cache(lambda: sys.stdin.readline().rstrip("\r\n"))
    if "READINESS_PASSWORD" in os.environ:
        return lambda: os.environ["READINESS_PASSWORD"]
    if sys.stdin.isatty():
        return cache(lambda: str(click.prompt("Password", hide_input=True, err=True)))
    return None


def _from_file(path: Path) -> str:
    """The first line of a file."""
    try:
        with path.open(encoding="utf-8") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRGRP | stat.S_IROTH):
                click.echo(f"readiness: others can read {path}: chmod 600 {path}", err=True)
            return file.readline().rstrip("\r\n")
    except (OSError, ValueError) as error:
        raise UsageError(f"the password file {path} cannot be read: {error}") from error
