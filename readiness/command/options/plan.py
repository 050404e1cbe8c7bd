"""The options of [plan]: what will be synchronised, how, and into which tenant."""

from __future__ import annotations

import click

from readiness.command.settings.option import WholeNumber, option

OPTIONS = (
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
    option(
        "--initial-domain",
        table="plan",
        metavar="NAME",
        help="The first domain of the tenant: contoso.onmicrosoft.com.",
    ),
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
        "--match-users",
        table="plan",
        default="once",
        show_default=True,
        metavar="HOW",
        help="How one person's accounts in several forests are told: once (nobody has several),"
        " mail, sid, sam, or an attribute.",
    ),
    option(
        "--exchange-licences",
        table="plan",
        type=click.Choice(["unknown", "everyone", "nobody"]),
        default="unknown",
        show_default=True,
        help="Who gets a licence for Exchange Online.",
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
