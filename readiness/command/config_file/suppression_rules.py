"""Reads the [[suppress]] of readiness.toml."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from readiness.command.config_file.toml_lines import suppression_key
from readiness.command.help.suggestions import nearest
from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.gating.suppression import SCOPES, Suppression

if TYPE_CHECKING:
    from readiness.command.config_file.toml_lines import TomlLines

_FINGERPRINT = re.compile(r"v1:[0-9a-f]{32}")
_KEYS = ("check", *SCOPES, "reason", "owner", "expires")


def suppressions(rules: list[Any], lines: TomlLines) -> tuple[Suppression, ...]:
    """The suppressions of a file, in its order.

    Raises:
        UsageError: names the line, and what may stand there.
    """
    return tuple(
        _suppression(suppression_key(number), rule, lines) for number, rule in enumerate(rules)
    )


def _suppression(table: str, rule: object, lines: TomlLines) -> Suppression:
    if not isinstance(rule, dict):  # suppress = [1]
        lines.refuse(("suppress",), "“suppress” is a list of tables: write [[suppress]]")
    for name, value in rule.items():
        if name not in _KEYS:
            hint = nearest(name, _KEYS)
            lines.refuse((table, name), f"[[suppress]] has no key “{name}”{hint}")
        if name != "expires" and not (isinstance(value, str) and value.strip()):
            lines.refuse((table, name), f"{name} is a text in quotes")
    expires = rule.get("expires")
    # a datetime is a date to Python, but a suppression ends with a day
    if expires is not None and (not isinstance(expires, date) or isinstance(expires, datetime)):
        message = "expires is a date without quotes, such as 2027-03-31"
        lines.refuse((table, "expires"), message)
    for name in ("check", "reason"):
        if name not in rule:
            lines.refuse((table,), f"this suppression has no {name}: every one needs it")
    scopes = [name for name in SCOPES if name in rule]
    if len(scopes) != 1:
        lines.refuse((table,), f"a suppression has one of {', '.join(SCOPES)}, to say what for")
    return Suppression(
        rule["check"].strip(),
        scopes[0],
        _scope(scopes[0], rule[scopes[0]].strip(), table, lines),
        rule["reason"],
        rule.get("owner"),
        expires,
        lines.origin(table).place,
    )


def _scope(scope: str, value: str, table: str, lines: TomlLines) -> str:
    """What a suppression is about, folded as the findings are that it is compared with."""
    if scope == "guid":
        try:
            return str(UUID(value))
        except ValueError:
            lines.refuse((table, scope), f"“{value}” is no GUID")
    if scope == "fingerprint":
        if not _FINGERPRINT.fullmatch(value):
            lines.refuse((table, scope), "a fingerprint is v1: and 32 hexadecimal digits")
        return value
    return fold_dn(value)
