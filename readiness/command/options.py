"""The options of a scan, each with its variable of the environment and its key in the file.

They stand one after the other in one file, though it is long: who looks for an option finds it.
"""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Any

import click

from readiness.command.config_file.reader import NAME
from readiness.command.settings.option import FILE, Names, WholeNumber, flag, option
from readiness.command.settings.resolution import configure, settings_of
from readiness.evaluation.waves import BY
from readiness.gating.gate import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable

REDACTIONS = ("none", "values", "pseudonyms")

_SCAN = (
    # eager: its values are the defaults of all other options
    option(
        "--no-config",
        group="scan",
        is_flag=True,
        is_eager=True,
        envvar="READINESS_NO_CONFIG",
        help=f"Look for no {NAME}.",
    ),
    option(
        "--config",
        "config_file",
        group="scan",
        type=FILE,
        is_eager=True,
        callback=configure,
        envvar="READINESS_CONFIG",
        metavar="PATH",
        help=f"The configuration; default: {NAME} here, or in the nearest folder above.",
    ),
    option("--select", table="scan", multiple=True, metavar="ID", help="Run only these; * works."),
    option("--ignore", table="scan", multiple=True, metavar="ID", help="Do not run these."),
    option("--include-ou", table="scan", multiple=True, metavar="DN", help="Scan only below it."),
    option("--exclude-ou", table="scan", multiple=True, metavar="DN", help="Do not scan below it."),
    option(
        "--check-file",
        "check_files",
        table="scan",
        multiple=True,
        type=FILE,
        metavar="PATH",
        help="A Python file with checks of your own.",
    ),
    option(
        "--jobs",
        table="scan",
        type=WholeNumber(1, 64),
        metavar="N",
        help="Worker processes; default: the cores of the machine.",
    ),
    option(
        "--exported-attributes",
        table="scan",
        type=Names(),
        metavar="LIST|all",
        help="The attributes that the exports were asked for: a,b,c; all, if without a list.",
    ),
    option(
        "--by",
        table="scan",
        type=click.Choice(BY),
        help="Count the users that are ready by group, to plan waves.",
    ),
)
_PLAN = (
    option(
        "--domain",
        "verified_domains",
        table="plan",
        key="verified-domains",
        multiple=True,
        metavar="NAME",
        help="A domain that the tenant has verified; may be repeated.",
    ),
    option(
        "--federated-domain",
        "federated_domains",
        table="plan",
        key="federated-domains",
        multiple=True,
        metavar="NAME",
        help="A verified domain that is federated.",
    ),
    option("--initial-domain", table="plan", metavar="NAME", help="Such as x.onmicrosoft.com."),
    option(
        "--identity-model",
        table="plan",
        type=click.Choice(["password-hash-sync", "pass-through", "federated"]),
        help="How people will sign in.",
    ),
    option(
        "--sync-tool",
        table="plan",
        type=click.Choice(["connect-sync", "cloud-sync"]),
        help="What will synchronise.",
    ),
    option(
        "--source-anchor",
        table="plan",
        default="ms-DS-ConsistencyGuid",
        show_default=True,
        metavar="ATTRIBUTE",
        help="What ties an object to its twin in the cloud.",
    ),
    option(
        "--sign-in-attribute",
        table="plan",
        default="userPrincipalName",
        show_default=True,
        metavar="ATTRIBUTE",
        help="userPrincipalName, or mail for an alternate login ID.",
    ),
    option(
        "--stale-days",
        table="plan",
        type=WholeNumber(1, 36_500),
        default=90,
        show_default=True,
        metavar="DAYS",
        help="An account without a logon for so long is stale.",
    ),
)
_GATE = (
    option(
        "--fail-on",
        table="gate",
        type=click.Choice([*LEVELS, "never"]),
        default="error",
        show_default=True,
        help="The least severity that fails the gate.",
    ),
    flag("--exit-zero", group="gate", help="The same as --fail-on never."),
    option(
        "--max",
        "budgets",
        group="gate",
        multiple=True,
        envvar="READINESS_MAX",
        metavar="ID|SEVERITY=N",
        help="Allow so many findings, or a share of the objects in scope: warning=2%.",
    ),
    option(
        "--set-severity",
        "severities",
        group="gate",
        multiple=True,
        envvar="READINESS_SET_SEVERITY",
        metavar="ID=LEVEL",
        help="error, warning, info or off.",
    ),
    option(
        "--baseline",
        table="gate",
        type=FILE,
        metavar="PATH",
        help="An earlier JSON report, or baseline: only findings that it lacks count.",
    ),
    option(
        "--write-baseline",
        table="gate",
        type=FILE,
        metavar="PATH",
        help="Write the fingerprints of all findings; they tell nothing about people.",
    ),
)
_REPORT = (
    option(
        "-r",
        "--report",
        "reports",
        table="report",
        multiple=True,
        metavar="[FORMAT:]PATH",
        help="Write a report; the ending tells the format; may be repeated.",
    ),
    option(
        "--redact",
        table="report",
        type=click.Choice(REDACTIONS),
        default="none",
        show_default=True,
        help="Hide people in every output.",
    ),
    option(
        "--redact-key-file",
        table="report",
        type=FILE,
        metavar="PATH",
        help="The key of pseudonyms; keep it to get the same ones in the next report.",
    ),
    flag(
        "--show-values",
        table="report",
        help="Show people in what lands in build logs, too: annotations, Markdown, SARIF, JUnit.",
    ),
    flag("-q", "--quiet", table="report", help="No summary."),
    flag("-v", "--verbose", table="report", help="Say why checks did not run."),
    flag("--no-color", table="report", help="No colours."),
    flag("--no-progress", table="report", help="No progress."),
    flag("--debug", group="report", help="Show where an error comes from."),
)
_LIVE = (
    option("--user", table="live", metavar="NAME", help="Who asks: ana@contoso.com."),
    option(
        "--password-file",
        table="live",
        type=FILE,
        metavar="PATH",
        help="The password is the first line of a file. See also READINESS_PASSWORD.",
    ),
    flag(
        "--password-stdin", group="live", help="The password is the first line of standard input."
    ),
    option(
        "--auth",
        table="live",
        type=click.Choice(["simple", "ntlm", "kerberos", "anonymous"]),
        default="simple",
        show_default=True,
        help="How to sign in.",
    ),
    flag("--start-tls", table="live", help="Encrypt an ldap:// connection."),
    option("--ca-file", table="live", type=FILE, metavar="PATH", help="Trust these, in PEM."),
    flag("--insecure", table="live", help="Do not verify the certificate of the server."),
    flag("--allow-cleartext", table="live", help="Send the password unencrypted."),
    option("--base", table="live", metavar="DN", help="Search below it."),
    option("--filter", table="live", metavar="FILTER", help="An LDAP filter."),
    option(
        "--page-size",
        table="live",
        type=WholeNumber(1, 50_000),
        default=1000,
        show_default=True,
        metavar="N",
        help="Entries in an answer.",
    ),
    option(
        "--timeout",
        table="live",
        type=WholeNumber(1, 86_400),
        default=60,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for the server.",
    ),
    option(
        "--rate",
        table="live",
        type=WholeNumber(1, 1_000_000),
        metavar="N",
        help="So many entries a second at most.",
    ),
    flag("--forest", table="live", help="Search every domain of the forest."),
    flag("--dry-run", group="live", help="Only say what would be asked of a live directory."),
)


def scan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command all options of a scan, which it gets as Settings, before its arguments."""

    @click.pass_context
    def with_settings(context: click.Context, /, **given: Any) -> Any:
        settings, arguments = settings_of(context, given)
        return context.invoke(command, settings, **arguments)

    decorated: Callable[..., Any] = update_wrapper(with_settings, command)
    for decorate in reversed((*_SCAN, *_PLAN, *_GATE, *_REPORT, *_LIVE)):
        decorated = decorate(decorated)
    return decorated
