"""The rules of a repair plan, from the command line and readiness.toml."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from readiness.command.config_file.origin import Origin
from readiness.command.settings.chosen_checks import known_checks, unknown_check
from readiness.command.settings.plan_values import checked_dns
from readiness.directory.addresses.dns_domain import verified_domains
from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.errors import UsageError
from readiness.remediation.making.rules import Rules
from readiness.remediation.repair_plan.change import Confidence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from readiness.command.settings.settings import Settings

_SUFFIX = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
_ACCEPTED = {
    None: frozenset[Confidence](),
    "mechanical": frozenset({Confidence.MECHANICAL}),
    "deterministic": frozenset({Confidence.MECHANICAL, Confidence.DETERMINISTIC}),
}


def rules_of(
    settings: Settings,
    suffixes: tuple[str, ...],
    accept: str | None,
    only_checks: tuple[str, ...],
    only_ous: tuple[str, ...],
) -> Rules:
    """The rules; what stands on the command line goes before the file.

    Raises:
        UsageError: a new suffix is not verified, or a name names nothing.
    """
    listed = verified_domains(settings.plan)
    in_file = settings.maps.get("suffix-map", {})
    given = [(old, placed.value, placed.origin) for old, placed in in_file.items()]
    given += list(_pairs(suffixes))
    suffix_map: dict[str, str] = {}
    named: dict[str, str] = {}
    for old, new, origin in given:
        old_suffix, new_suffix = _suffix(old, origin), _suffix(new, origin)
        if new_suffix not in listed:
            raise UsageError(
                f"{origin.place}: {new_suffix} is not among the verified domains:"
                f" add --domain {new_suffix}"
            )
        # a suffix may stand in the file, too, and what is named later goes before it
        if origin.kind == "command line" and named.setdefault(old_suffix, new_suffix) != new_suffix:
            both = f"{named[old_suffix]} and {new_suffix}"
            raise UsageError(f"{origin.place}: {old_suffix} cannot become both {both}")
        suffix_map[old_suffix] = new_suffix
    locations = settings.maps.get("usage-location-map", {})
    for country, placed in locations.items():
        if not _COUNTRY.fullmatch(placed.value.strip().upper()):
            raise UsageError(
                f"{placed.origin.place}: “{placed.value}” is no usage location for {country}:"
                " write the two letters of a country"
            )
    origin = Origin("command line", "--only-ou")
    checked_dns(only_ous, origin)
    return Rules(
        settings.plan,
        suffix_map,
        {
            country.strip().upper(): placed.value.strip().upper()
            for country, placed in locations.items()
        },
        _ACCEPTED[accept],
        only_checks=frozenset(_checks(settings, only_checks)),
        only_ous=tuple(map(fold_dn, only_ous)),
    )


def _pairs(suffixes: tuple[str, ...]) -> Iterator[tuple[str, str, Origin]]:
    origin = Origin("command line", "--map")
    for pair in suffixes:
        old, equals, new = pair.partition("=")
        if not equals:
            raise UsageError(f"--map {pair}: write OLD=NEW, such as corp.local=contoso.com")
        yield old, new, origin


def _suffix(text: str, origin: Origin) -> str:
    suffix = text.strip().lower().removeprefix("@").removesuffix(".")
    if not _SUFFIX.fullmatch(suffix):
        raise UsageError(f"{origin.place}: “{text}” is no suffix: write it as contoso.com")
    return suffix


def _checks(settings: Settings, patterns: tuple[str, ...]) -> Iterator[str]:
    """The ids that patterns mean."""
    checks = known_checks(settings.scan.check_files) if patterns else {}
    for pattern in patterns:
        found = [name for name in checks if fnmatchcase(name, pattern)]
        if not found:
            raise UsageError(f"--only-check: {unknown_check(pattern, checks)}")
        yield from found
