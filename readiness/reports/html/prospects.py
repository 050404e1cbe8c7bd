"""What objects become in the cloud and meet in the tenant, as the script of the page reads it.

Lines of JSON behind those of the findings. Rows are short lists, since what one of them repeats is
near: a name, an address and an alias that begin alike take hardly more room than one of them.
"""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Any

from readiness.cloud.matching.outcome import ADOPTED, Outcome
from readiness.reports.html.dn_display import path_of, split
from readiness.reports.html.parts.cloud_rows import SHOWN, SURENESS, becoming
from readiness.reports.html.parts.tenant_rows import WORDS, level_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from readiness.cloud.record import CloudRecord
    from readiness.model.finding import FindingRow
    from readiness.pipeline.preview.predictions import Before
    from readiness.pipeline.result import Result
    from readiness.reports.html.parts.cloud_rows import Becoming
    from readiness.tenant.forecasting.outcome_row import OutcomeRow

MORE = 10_000
"""So many objects without a finding of which something changes are in a page at most."""
_BLOCK = 2048
_SIGNS = {"certain": 0, "depends": 1, "not-predictable": 2}
_QUIET = frozenset({Outcome.NEW, Outcome.ALREADY_SYNCED})
"""What hardly anybody looks for: it is told of objects that are in the page anyway."""
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def has_prospects(result: Result) -> bool:
    """Whether it is known what objects become, and objects can be told apart."""
    # where names are masked, many objects have the same one
    return result.redaction != "values" and bool(result.counts.previewed or result.tenant)


class ObjectNumbers:
    """The numbers of objects, in the order in which the script meets them."""

    def __init__(self) -> None:
        """Know of no object yet."""
        self._numbers: dict[int, int] = {}
        self._added: list[tuple[str, str, str, str, str]] = []
        self._room = MORE

    def noted(self, findings: Iterable[FindingRow]) -> Iterator[FindingRow]:
        """The findings, whose objects are numbered as they pass."""
        for finding in findings:
            # the hash and not the DN: a quarter of a million objects would hold 50 MB of them
            self._numbers.setdefault(hash(finding.dn), len(self._numbers))
            yield finding

    def of(self, dn: str, kind: str, guid: str | None, *, is_wanted: bool) -> int | None:
        """The number of an object; one without a finding is added if it is wanted."""
        known = self._numbers.get(hash(dn))
        if known is not None or not is_wanted or not self._room:
            return known
        self._room -= 1
        rdn, parent = split(dn)
        self._added.append((rdn, parent, path_of(parent), kind, (guid or "").replace("-", "")))
        return self._numbers.setdefault(hash(dn), len(self._numbers))

    def added(self) -> list[tuple[str, str, str, str, str]]:
        """The objects that were added since this was asked last."""
        added, self._added = self._added, []
        return added

    def __len__(self) -> int:
        return len(self._numbers)


def lines(result: Result, numbers: ObjectNumbers) -> Iterator[str]:
    """Lines of JSON: what the script has to know first, and then blocks of rows."""
    outcomes = result.tenant.by_outcome if result.tenant else {}
    words = {name: (*WORDS[Outcome(name)], level_of(Outcome(name))) for name in outcomes}
    yield _encode({"objects": len(numbers), "outcomes": words}) + "\n"
    for name, rows in (
        ("cloud", _cloud(result, numbers) if result.counts.previewed else iter(())),
        ("tenant", _tenant(result, numbers)),
    ):
        while block := list(islice(rows, _BLOCK)):
            yield _encode({"things": numbers.added(), name: block}) + "\n"


def _cloud(result: Result, numbers: ObjectNumbers) -> Iterator[list[Any]]:
    for record, before in result.previewed():
        shown = becoming(record, before)
        is_other = any(value.changes for value in shown) or bool(record.dropped)
        is_wanted = is_other or bool(record.collides_with or record.joined_with)
        number = numbers.of(record.dn, record.kind, record.guid, is_wanted=is_wanted)
        if number is not None:
            yield [number, *_cloud_fields(record, before, shown)]


def _cloud_fields(
    record: CloudRecord, before: Before | None, shown: Iterable[Becoming]
) -> Iterator[Any]:
    reasons = dict(record.because)
    for name, value in zip(SHOWN, shown, strict=True):
        sign = _SIGNS[SURENESS[record.certainty_of(name)]]  # type: ignore[index]  # as stored
        if value.changes:
            yield [value.before, _short(value.before, value.after), sign, reasons.get(name, "")]
        else:
            yield value.before
    licensed = record.with_exchange_licence
    address = licensed.primary_smtp if licensed and before is not None else None
    yield None if address == record.primary_smtp else address
    yield [*record.dropped]
    yield [*record.collides_with]
    yield [*record.joined_with]


def _short(before: str | None, after: str | None) -> str | None:
    """A value of which only the domain differs as that domain, behind an @; another @ as @@."""
    local, at, domain = (after or "").rpartition("@")
    if local and (before or "").rpartition("@")[0] == local:
        return f"@{domain}"
    return f"@{after}" if at and not local else after


def _tenant(result: Result, numbers: ObjectNumbers) -> Iterator[list[Any]]:
    for row in result.tenant_outcomes():
        is_wanted = row.outcome not in _QUIET
        number = numbers.of(row.dn, row.kind, row.guid, is_wanted=is_wanted)
        if number is not None:
            yield [number, *_tenant_fields(row)]


def _tenant_fields(row: OutcomeRow) -> Iterator[Any]:
    partner, after = row.partner, row.after
    yield row.outcome
    yield row.reason
    yield (partner.user_principal_name or partner.display_name) if partner else None
    yield [
        (name, value, after.get(name))
        for name, value in row.before.items()
        if value != after.get(name)
    ]
    yield [*row.lost_addresses]
    yield row.is_probable and row.outcome in ADOPTED
