"""The JSON report of a previous run, read as a stream."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar, get_type_hints

from readiness.directory.identifiers.distinguished_name import domain_of
from readiness.errors import UsageError
from readiness.gating.fingerprint import digest_of
from readiness.model.finding import FindingRow, Severity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_T = TypeVar("_T")
_VERSION = "1"
_WANTED = "which a scan writes with -r report.json"
_LISTS = ("checks", "findings", "out_of_scope")
_SEVERITIES = {severity.label: severity for severity in Severity}


class CheckHeading(NamedTuple):
    """What a check is called in a report."""

    severity: Severity
    title: str


class PreviousReport:
    """A JSON report in a file; what is small of it is in memory."""

    def __init__(self, path: Path) -> None:
        """Read everything but the findings.

        Raises:
            UsageError: it is no report.
        """
        self.path = path
        self._all: dict[str, Any] | None = None
        try:
            head = self._head()
            if head is None:
                head = self._all = json.loads(path.read_text("utf-8-sig"))
        except OSError as error:
            raise UsageError(f"{path} cannot be read: {error.strerror}") from error
        except RecursionError as error:
            what = "its lists and objects are nested too deeply"
            raise UsageError(f"{path} is no JSON report of readiness: {what}") from error
        except ValueError as error:
            raise UsageError(f"{path} is no JSON report of readiness, {_WANTED}") from error
        if not isinstance(head, dict) or "schema_version" not in head:
            raise UsageError(f"{path} is no JSON report of readiness, {_WANTED}")
        version = str(head["schema_version"])
        # a field is added within a version, but changes its meaning with the next one
        if version.partition(".")[0] != _VERSION:
            raise UsageError(
                f"{path} is a report of version {version}, which is read by another release"
            )
        self.head: dict[str, Any] = head

    def findings(self) -> Iterator[FindingRow]:
        """The findings, in the order of that report.

        Raises:
            UsageError: one is not as the schema says.
        """
        return self._listed("findings", _row_of)

    def statuses(self) -> dict[str, str]:
        """What became of each check, by id: `ran`, `crashed`, or why it was skipped.

        Raises:
            UsageError: one is not as the schema says.
        """
        return dict(self._listed("checks", _status_of))

    def headings(self) -> dict[str, CheckHeading]:
        """What each check finds, and how grave that is, by id.

        Raises:
            UsageError: one is not as the schema says.
        """
        return dict(self._listed("checks", _heading_of))

    def places(self) -> frozenset[tuple[str, str]]:
        """The sources of findings, and the domains that their objects are in, in lower case.

        Raises:
            UsageError: a finding is not as the schema says.
        """
        return frozenset(self._listed("findings", _place_of))

    def other_domains(self) -> frozenset[str]:
        """The domains of the directory of objects that may have no finding, in lower case.

        Raises:
            UsageError: an object is not as the schema says.
        """
        summary = self.head.get("summary")
        in_scope = summary.get("by_domain") if isinstance(summary, dict) else None
        found = set(in_scope if isinstance(in_scope, dict) else ())
        return frozenset(found.union(self._listed("out_of_scope", _domain_of)))

    def _listed(self, name: str, make: Callable[[dict[str, Any]], _T]) -> Iterator[_T]:
        """What is made of each item of one of the lists."""
        try:
            if self._all is not None:
                yield from map(make, self._all[name])
                return
            with self.path.open(encoding="utf-8") as file:
                yield from (make(json.loads(line)) for line in _lines_of(file, name))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise UsageError(f"{self.path} is damaged: {type(error).__name__}: {error}") from error

    def _head(self) -> dict[str, Any] | None:
        """What stands before the lists, if the report is laid out as readiness writes it."""
        lines: list[str] = []
        with self.path.open(encoding="utf-8-sig") as file:
            # laid out anew by jq or an editor, it has no finding a line: then all of it is parsed
            if next(file, "") != "{\n":
                return None
            # a report may hold a million findings: only what stands before them is parsed
            for line in file:
                if line.startswith(tuple(f'"{name}": [' for name in _LISTS)):
                    facts = json.loads("{" + "".join(lines).rstrip().rstrip(",") + "}")
                    return facts if isinstance(facts, dict) else None
                lines.append(line)
        return None


def _lines_of(file: Iterator[str], name: str) -> Iterator[str]:
    """The lines of one list of a report that readiness wrote."""
    for line in file:
        if line.startswith(f'"{name}": ['):
            break
    else:
        raise KeyError(name)
    if line.rstrip(",\n").endswith("[]"):
        return
    for line in file:
        if line.startswith("]"):
            return
        yield line.rstrip(",\n")
    raise ValueError("the list of findings has no end")


def _status_of(facts: dict[str, Any]) -> tuple[str, str]:
    status = str(facts["status"])
    # a check that ran has a reason, too, if it could not be asked about one of several sources
    reason = _text(facts.get("status_reason")) if status == "skipped" else None
    return str(facts["id"]), reason or status


def _domain_of(facts: dict[str, Any]) -> str:
    # below the object, for that may be the head of its domain
    return domain_of(f"CN=x,{facts['dn']}").lower()


def _place_of(facts: dict[str, Any]) -> tuple[str, str]:
    return str(facts.get("source", "")), _domain_of(facts)


def _heading_of(facts: dict[str, Any]) -> tuple[str, CheckHeading]:
    return str(facts["id"]), CheckHeading(_SEVERITIES[facts["severity"]], str(facts["title"]))


def _row_of(facts: dict[str, Any]) -> FindingRow:
    facts.setdefault("source", "")
    fields = {
        # what may be None may be missing, too: an earlier release did not know of it
        name: _READ[kind](facts.get(name) if kind in _OPTIONAL else facts[name])
        for name, kind in _FIELDS.items()
    }
    finding = FindingRow(**fields)
    digest_of(finding.fingerprint)  # it raises
    return finding


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _number(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _texts(values: Iterable[object] | None) -> tuple[str, ...]:
    return tuple(map(str, values or ()))


_FIELDS = get_type_hints(FindingRow)
_OPTIONAL: dict[Any, Callable[[Any], Any]] = {
    str | None: _text,
    int | None: _number,
    tuple[str, ...]: _texts,
}
_READ: dict[Any, Callable[[Any], Any]] = {
    str: str,
    Severity: _SEVERITIES.__getitem__,
    **_OPTIONAL,
}
"""What makes a field of a finding of what a report says, by the type of the field."""
