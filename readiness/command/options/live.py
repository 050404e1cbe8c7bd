"""The options of [live]: how a live directory is asked."""

from __future__ import annotations

import click

from readiness.command.settings.option import FILE, WholeNumber, flag, option

OPTIONS = (
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
    option(
        "--ca-file",
        table="live",
        type=FILE,
        metavar="PATH",
        help="The authorities to trust, in PEM.",
    ),
    flag("--insecure", table="live", help="Do not verify the certificate of the server."),
    flag("--allow-cleartext", table="live", help="Send the password unencrypted."),
    option("--base", table="live", metavar="DN", help="Search only below it."),
    option(
        "--filter",
        table="live",
        metavar="FILTER",
        help="Which objects to ask for, as an LDAP filter.",
    ),
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
