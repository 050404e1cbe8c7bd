"""Reads readiness.toml, and says in one line what is wrong with it, and where."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, NoReturn
from uuid import UUID

from readiness.directory.distinguished_name import fold_dn
from readiness.errors import UsageError
from readiness.gating.gate import Budget
from readiness.gating.suppression import SCOPES, Suppression

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

NAME = "readiness.toml"
_HEADER = re.compile(r"\s*\[\[?\s*([\w.\"'-]+)\s*\]")
_KEY = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*[=.]""")
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*%")
_FINGERPRINT = re.compile(r"v1:[0-9a-f]{32}")
_FORMS = {
    "text": "a text in quotes",
    "texts": 'a list of texts, such as ["one", "two"]',
    "number": "a whole number",
    "flag": "true or false",
}
_SUPPRESS = ("check", *SCOPES, "reason", "owner", "expires")
LEVELS = ("error", "warning", "info", "off")


class Key(NamedTuple):
    """A key of the file, and the option of the command line that it stands for."""

    option: str
    form: Literal["text", "texts", "number", "flag"]
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    is_path: bool = False


class Placed(NamedTuple):
    """A value, and where somebody wrote it."""

    value: Any
    where: str


@dataclass(frozen=True)
class Configuration:
    """What a file says; an empty one where there is none."""

    path: Path | None = None
    options: dict[str, Placed] = field(default_factory=dict)
    """The values of options, by the name of the option."""
    severities: dict[str, Placed] = field(default_factory=dict)
    """A level for the id of a check."""
    budgets: dict[str, Placed] = field(default_factory=dict)
    """A Budget for the id of a check, or a severity."""
    suppressions: tuple[Suppression, ...] = ()


def read_configuration(path: Path, keys: Mapping[str, Mapping[str, Key]]) -> Configuration:
    """What a file says; `keys` are those that options stand behind, by table.

    Raises:
        UsageError: names the file, the line, and what may stand there.
    """
    try:
        text = path.read_text("utf-8-sig")
        facts = tomllib.loads(text)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = (at and at[1]) or text.count("\n") + 1
        raise UsageError(f"{path}:{line}: {_AT_LINE.sub('', str(error))}") from error
    return _Reader(path, text, keys).read(facts)


class _Reader:
    """The file while it is read."""

    def __init__(self, path: Path, text: str, keys: Mapping[str, Mapping[str, Key]]) -> None:
        self._path = path
        self._lines = dict(_placed_keys(text))
        self._keys = keys

    def read(self, facts: dict[str, Any]) -> Configuration:
        """Everything."""
        options: dict[str, Placed] = {}
        tables = (*self._keys, "severity", "suppress")
        for name, table in facts.items():
            if name not in tables:
                self._refuse((name,), f"there is no table [{name}]{nearest(name, tables)}")
            if not isinstance(table, list if name == "suppress" else dict):
                brackets = "[[suppress]]" if name == "suppress" else f"[{name}]"
                self._refuse((name,), f"“{name}” is a table: write {brackets}")
            if name in self._keys and isinstance(table, dict):
                options.update(self._options(name, table))
        budgets = facts.get("gate", {}).get("max", {})
        if not isinstance(budgets, dict):
            self._refuse(("gate", "max"), 'max is a table: write max = { "mail-missing" = 50 }')
        return Configuration(
            self._path,
            options,
            {check: self._level(check, one) for check, one in facts.get("severity", {}).items()},
            {target: self._budget(target, one) for target, one in budgets.items()},
            tuple(self._suppressions(facts.get("suppress", []))),
        )

    def _options(self, table: str, facts: dict[str, Any]) -> Iterator[tuple[str, Placed]]:
        known = self._keys[table]
        for name, value in facts.items():
            if (table, name) == ("gate", "max"):
                continue
            if name not in known:
                home = next((other for other, keys in self._keys.items() if name in keys), None)
                hint = f": it belongs to [{home}]" if home else nearest(name, known)
                self._refuse((table, name), f"[{table}] has no key “{name}”{hint}")
            key = known[name]
            self._check(key, (table, name), value)
            found = self._beside(value) if key.is_path else value
            yield key.option, Placed(found, self._where(table, name))

    def _beside(self, value: str | list[str]) -> str | list[str]:
        """Paths: what a file names is beside it."""
        if isinstance(value, list):
            return [str(self._path.parent / one) for one in value]
        return str(self._path.parent / value)

    def _check(self, key: Key, at: tuple[str, ...], value: object) -> None:
        """Refuse a value of the wrong type, or out of range."""
        fits = {
            "text": isinstance(value, str),
            "texts": isinstance(value, list) and all(isinstance(one, str) for one in value),
            "number": isinstance(value, int) and not isinstance(value, bool),
            "flag": isinstance(value, bool),
        }[key.form]
        if not fits:
            self._refuse(at, f"{at[-1]} is {_FORMS[key.form]}")
        if key.choices and value not in key.choices:
            listed = ", ".join(key.choices)
            self._refuse(
                at, f"{at[-1]} is one of {listed}{nearest(str(value), key.choices, listed=False)}"
            )
        if isinstance(value, int) and not (key.least or value) <= value <= (key.most or value):
            most = f" to {key.most:,}" if key.most else " or more"
            self._refuse(at, f"{at[-1]} is a number, {key.least}{most}")

    def _level(self, check: str, value: object) -> Placed:
        at = ("severity", check)
        if value not in LEVELS:
            self._refuse(at, f"the severity of {check} is one of {', '.join(LEVELS)}")
        return Placed(value, self._where(*at))

    def _budget(self, target: str, value: object) -> Placed:
        at = ("gate.max", target) if ("gate.max", target) in self._lines else ("gate", "max")
        budget = budget_of(target, value)
        if budget is None:
            self._refuse(at, f'the budget of {target} is a number, such as 50, or a share: "2%"')
        return Placed(budget, self._where(*at))

    def _suppressions(self, rules: list[Any]) -> Iterator[Suppression]:
        for number, rule in enumerate(rules):
            yield self._suppression(f"suppress {number}", rule)

    def _suppression(self, at: str, rule: dict[str, Any]) -> Suppression:
        for name, value in rule.items():
            if name not in _SUPPRESS:
                hint = nearest(name, _SUPPRESS)
                self._refuse((at, name), f"[[suppress]] has no key “{name}”{hint}")
            if name != "expires" and not (isinstance(value, str) and value.strip()):
                self._refuse((at, name), f"{name} is a text in quotes")
        expires = rule.get("expires")
        if expires is not None and (not isinstance(expires, date) or isinstance(expires, datetime)):
            self._refuse((at, "expires"), "expires is a date without quotes, such as 2027-03-31")
        for name in ("check", "reason"):
            if name not in rule:
                self._refuse((at,), f"this suppression has no {name}: every one needs it")
        scopes = [name for name in SCOPES if name in rule]
        if len(scopes) != 1:
            self._refuse((at,), f"a suppression has one of {', '.join(SCOPES)}, to say what for")
        return Suppression(
            rule["check"],
            scopes[0],
            self._scope(at, scopes[0], rule[scopes[0]].strip()),
            rule["reason"],
            rule.get("owner"),
            expires,
            self._where(at),
        )

    def _scope(self, at: str, scope: str, value: str) -> str:
        """What a suppression is about, comparable."""
        if scope == "guid":
            try:
                return str(UUID(value))
            except ValueError:
                self._refuse((at, scope), f"“{value}” is no GUID")
        if scope == "fingerprint":
            if not _FINGERPRINT.fullmatch(value):
                self._refuse((at, scope), "a fingerprint is v1: and 32 hexadecimal digits")
            return value
        return fold_dn(value)

    def _where(self, *at: str) -> str:
        line = self._lines.get(at) or self._lines.get(at[:1]) or 1
        return f"{self._path}:{line}"

    def _refuse(self, at: tuple[str, ...], message: str) -> NoReturn:
        raise UsageError(f"{self._where(*at)}: {message}")


def _placed_keys(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """The lines of tables and keys; those of the list of suppressions are numbered."""
    table, suppressions = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        header = _HEADER.match(line)
        key = _KEY.match(line)
        if header:
            table = header[1]
            if table == "suppress":
                table = f"suppress {suppressions}"
                suppressions += 1
            yield (table,), number
        elif key:
            name = next(one for one in key.groups() if one is not None)
            yield ((table, name) if table else (name,)), number


def budget_of(target: str, value: object) -> Budget | None:
    """The budget that somebody wrote as a number, or as a text such as `2%`; None if it is none."""
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return Budget(target, value)
    if isinstance(value, str) and value.strip().isdecimal():
        return Budget(target, int(value))
    share = _SHARE.fullmatch(value.strip()) if isinstance(value, str) else None
    return Budget(target, float(share[1]), is_share=True) if share else None


def nearest(name: str, known: Iterable[str], *, listed: bool = True) -> str:
    """The end of a sentence that says what somebody may have meant by a name."""
    known = list(known)
    near = get_close_matches(name, known, 1)
    if near:
        return f": did you mean {near[0]}?"
    return f": it may be {', '.join(known)}" if listed and known else ""
