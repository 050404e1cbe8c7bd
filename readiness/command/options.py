"""The options of a scan, each with its environment variable and its key in readiness.toml."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from readiness.command.config_file import NAME, Configuration, Key, read_configuration
from readiness.evaluation.waves import BY
from readiness.gating.gate import LEVELS

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

FILE = click.Path(dir_okay=False, path_type=Path)
_SEVERAL = re.compile(r"\s*[;\n]\s*")
REDACTIONS = ("none", "values", "pseudonyms")


class Text(click.ParamType[str]):
    """A text; an environment variable holds several of them with semicolons between."""

    name = "text"

    def split_envvar_value(self, rv: str) -> Sequence[str]:
        """The texts in the value of an environment variable."""
        return [one for one in _SEVERAL.split(rv.strip()) if one]


class Configurable(click.Option):
    """An option that may also stand in a table of readiness.toml."""

    def __init__(self, *names: Any, table: str | None = None, key: str = "", **given: Any) -> None:
        """Take the table, and the key if it is not the name of the option."""
        super().__init__(*names, **given)
        self.table = table
        long = max(self.opts, key=len).removeprefix("--")
        self.key = key or long
        self.envvar = f"READINESS_{long.upper().replace('-', '_')}" if table else None

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """What an error message calls the option: also the variable, if that is set."""
        hint = super().get_error_hint(ctx)
        is_set = isinstance(self.envvar, str) and self.envvar in os.environ
        return f"{hint} ({self.envvar})" if is_set else hint

    def as_key(self) -> Key:
        """The option as a key of the file."""
        name = self.name or ""
        if self.multiple:
            return Key(name, "texts", is_path=isinstance(self.type, click.Path))
        if self.is_flag:
            return Key(name, "flag")
        if isinstance(self.type, click.IntRange):
            return Key(name, "number", (), self.type.min, self.type.max)
        if isinstance(self.type, click.Choice):
            return Key(name, "text", tuple(map(str, self.type.choices)))
        return Key(name, "text", is_path=isinstance(self.type, click.Path))


def option(*names: str, table: str | None = None, **given: Any) -> Decorator:
    """A Configurable."""
    if given.get("multiple") and "type" not in given:
        given["type"] = Text()
    return click.option(*names, cls=Configurable, table=table, **given)


def flag(*names: str, **given: Any) -> Decorator:
    """An option without a value."""
    return option(*names, is_flag=True, **given)


def keys_of(command: click.Command) -> dict[str, dict[str, Key]]:
    """The keys of readiness.toml behind which there are options, by table."""
    keys: dict[str, dict[str, Key]] = {}
    for one in command.params:
        if isinstance(one, Configurable) and one.table:
            keys.setdefault(one.table, {})[one.key] = one.as_key()
    return keys


def _configure(context: click.Context, _: click.Parameter, given: Path | None) -> Configuration:
    """Make the values of the file the defaults of the other options."""
    path = given or (Path(NAME) if Path(NAME).is_file() else None)
    if path is None:
        return Configuration()
    configuration = read_configuration(path, keys_of(context.command))
    context.default_map = {name: one.value for name, one in configuration.options.items()}
    return configuration


_WHAT = (
    click.option(
        "--config",
        "configuration",
        type=FILE,
        envvar="READINESS_CONFIG",
        is_eager=True,
        callback=_configure,
        metavar="PATH",
        help=f"The configuration; default: {NAME} in the current folder, if there is one.",
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
        type=click.IntRange(1, 64),
        metavar="N",
        help="Worker processes; default: the cores of the machine.",
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
        type=click.IntRange(1, 36500),
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
    click.option(
        "--max",
        "budgets",
        multiple=True,
        envvar="READINESS_MAX",
        type=Text(),
        metavar="ID|SEVERITY=N",
        help="Allow so many findings, or a share of the objects in scope: warning=2%.",
    ),
    click.option(
        "--set-severity",
        multiple=True,
        envvar="READINESS_SET_SEVERITY",
        type=Text(),
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
    flag("--debug", help="Show where an error comes from."),
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
    flag("--password-stdin", help="The password is the first line of standard input."),
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
        type=click.IntRange(1, 50_000),
        default=1000,
        show_default=True,
        metavar="N",
        help="Entries in an answer.",
    ),
    option(
        "--timeout",
        table="live",
        type=click.IntRange(1, 86_400),
        default=60,
        show_default=True,
        metavar="SECONDS",
        help="How long to wait for the server.",
    ),
    option(
        "--rate",
        table="live",
        type=click.IntRange(1),
        metavar="N",
        help="So many entries a second at most.",
    ),
    flag("--forest", table="live", help="Search every domain of the forest."),
    flag("--dry-run", help="Only say what would be asked of a live directory."),
)


def scan_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command all options of a scan."""
    for decorate in reversed((*_WHAT, *_PLAN, *_GATE, *_REPORT, *_LIVE)):
        command = decorate(command)
    return command
