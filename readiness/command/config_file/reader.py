"""Reads readiness.toml, and says in one line what is wrong with it, and where."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from readiness.command.config_file.budgets import FORM, budget_of
from readiness.command.config_file.origin import Placed
from readiness.command.config_file.suppression_rules import suppressions
from readiness.command.config_file.toml_lines import TomlLines
from readiness.command.help.suggestions import near, nearest
from readiness.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from readiness.gating.gate import Budget
    from readiness.gating.suppression import Suppression

NAME = "readiness.toml"
MAPS = ("suffix-map", "usage-location-map")
"""Keys of [plan] that are tables of texts themselves: what a repair plan makes of what."""
LEVELS = ("error", "warning", "info", "off")
"""What the severity of a check may be set to."""
_AT_LINE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)")
_FORMS = {
    "text": "a text in quotes",
    "texts": 'a list of texts, such as ["one", "two"]',
    "text or texts": 'a text in quotes, or a list of texts, such as ["one", "two"]',
    "number": "a whole number",
    "flag": "true or false",
}


class Key(NamedTuple):
    """A key of the file, and the option of the command line that it stands for."""

    option: str
    form: Literal["text", "texts", "text or texts", "number", "flag"]
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    is_path: bool = False
    description: str = ""

    def takes(self, value: object) -> bool:
        """Whether a value is of the form of the key."""
        is_text = isinstance(value, str)
        is_texts = isinstance(value, list) and all(isinstance(item, str) for item in value)
        return {
            "text": is_text,
            "texts": is_texts,
            "text or texts": is_text or is_texts,
            "number": isinstance(value, int) and not isinstance(value, bool),
            "flag": isinstance(value, bool),
        }[self.form]


Keys = dict[str, dict[str, Key]]
"""The keys behind which there are options, by table and name."""


@dataclass(frozen=True)
class ConfigFile:
    """What a file says; an empty one where there is none."""

    path: Path | None = None
    options: Mapping[str, Placed[object]] = field(default_factory=dict)
    """The values of options, by the name of the option."""
    severities: Mapping[str, Placed[str]] = field(default_factory=dict)
    """A level for the id of a check."""
    budgets: Mapping[str, Placed[Budget]] = field(default_factory=dict)
    """What is allowed, by the id of a check or a severity."""
    suppressions: tuple[Suppression, ...] = ()
    maps: Mapping[str, Mapping[str, Placed[str]]] = field(default_factory=dict)
    """The tables of MAPS, by key."""


def read_config_file(path: Path, keys: Keys) -> ConfigFile:
    """What a file says.

    Raises:
        UsageError: names the file, the line, and what may stand there.
    """
    import tomllib  # noqa: PLC0415 - most scans have no such file

    try:
        text = path.read_text("utf-8-sig")
        return _Reader(path, text, keys).read(tomllib.loads(text))
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8: save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        line = (at and at[1]) or text.count("\n") + 1
        raise UsageError(f"{path}:{line}: {_AT_LINE.sub('', str(error))}") from error
    except ValueError as error:  # of int(), which takes no more than 4,300 digits
        raise UsageError(f"{path}: a number in it has too many digits") from error
    except RecursionError as error:
        raise UsageError(f"{path}: its lists and tables are nested too deeply") from error


class _Reader:
    """A file while it is read."""

    def __init__(self, path: Path, text: str, keys: Keys) -> None:
        self._path = path
        self._lines = TomlLines(path, text)
        self._keys = keys

    def read(self, content: dict[str, Any]) -> ConfigFile:
        """Everything."""
        options: dict[str, Placed[object]] = {}
        tables = (*self._keys, "severity", "suppress")
        for name, table in content.items():
            if name not in tables:
                self._lines.refuse((name,), f"there is no table [{name}]{nearest(name, tables)}")
            if not isinstance(table, list if name == "suppress" else dict):
                brackets = "[[suppress]]" if name == "suppress" else f"[{name}]"
                self._lines.refuse((name,), f"“{name}” is a table: write {brackets}")
            if name in self._keys and isinstance(table, dict):
                options.update(self._options(name, table))
        budgets = content.get("gate", {}).get("max", {})
        if not isinstance(budgets, dict):
            self._lines.refuse(
                ("gate", "max"), 'max is a table: write max = { "mail-missing" = 50 }'
            )
        levels = content.get("severity", {})
        return ConfigFile(
            self._path,
            options,
            {check: self._level(check, level) for check, level in levels.items()},
            {target: self._budget(target, value) for target, value in budgets.items()},
            suppressions(content.get("suppress", []), self._lines),
            {name: self._map(name, content.get("plan", {}).get(name, {})) for name in MAPS},
        )

    def _map(self, name: str, content: object) -> dict[str, Placed[str]]:
        """A table of texts in [plan]."""
        if not isinstance(content, dict) or not all(isinstance(v, str) for v in content.values()):
            self._lines.refuse(
                ("plan", name), f'{name} is a table: write [plan.{name}], "old" = "new"'
            )
        # in a table of its own each text has a line; in an inline one they have but one
        return {
            old: Placed(
                new,
                self._lines.origin(f"plan.{name}", old)
                if (f"plan.{name}", old) in self._lines
                else self._lines.origin("plan", name),
            )
            for old, new in content.items()
        }

    def _options(self, table: str, content: dict[str, Any]) -> Iterator[tuple[str, Placed[object]]]:
        known = self._keys[table]
        for name, value in content.items():
            # keys that are tables themselves
            if (table, name) == ("gate", "max") or (table == "plan" and name in MAPS):
                continue
            if name not in known:
                home = next((other for other, keys in self._keys.items() if name in keys), None)
                hint = f": it belongs to [{home}]" if home else nearest(name, known)
                self._lines.refuse((table, name), f"[{table}] has no key “{name}”{hint}")
            key = known[name]
            self._check(key, (table, name), value)
            resolved = self._beside(value) if key.is_path else value
            yield key.option, Placed(resolved, self._lines.origin(table, name))

    def _beside(self, value: str | list[str]) -> str | list[str]:
        """Paths: what a file names is beside it, wherever the command is run."""
        if isinstance(value, list):
            return [str(self._path.parent / item) for item in value]
        return str(self._path.parent / value)

    def _check(self, key: Key, at: tuple[str, str], value: object) -> None:
        """Refuse a value of the wrong form, or out of range."""
        name = at[-1]
        if not key.takes(value):
            self._lines.refuse(at, f"{name} is {_FORMS[key.form]}")
        if key.choices and value not in key.choices:
            choices = ", ".join(key.choices)
            self._lines.refuse(at, f"{name} is one of {choices}{near(str(value), key.choices)}")
        if isinstance(value, int) and not (key.least or value) <= value <= (key.most or value):
            most = f" to {key.most:,}" if key.most else " or more"
            self._lines.refuse(at, f"{name} is a number, {key.least}{most}")

    def _level(self, check: str, level: object) -> Placed[str]:
        at = ("severity", check)
        if not isinstance(level, str) or level not in LEVELS:
            self._lines.refuse(at, f"the severity of {check} is one of {', '.join(LEVELS)}")
        return Placed(level, self._lines.origin(*at))

    def _budget(self, target: str, value: object) -> Placed[Budget]:
        # a table of its own, [gate.max], has a line for each budget; an inline one has but one
        at = ("gate.max", target) if ("gate.max", target) in self._lines else ("gate", "max")
        budget = budget_of(target, value)
        if budget is None:
            self._lines.refuse(at, f"the budget of {target} is {FORM}")
        return Placed(budget, self._lines.origin(*at))
