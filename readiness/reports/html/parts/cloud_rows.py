"""What objects will be in the cloud: one of each kind of change, before and after."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.certainty import Certainty
from readiness.model.entry import USERS
from readiness.pipeline.preview.predictions import CHANGES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from readiness.cloud.record import CloudRecord
    from readiness.pipeline.preview.predictions import Before
    from readiness.pipeline.result import Result

_ROWS = 8
"""So many kinds of change have a row; `readiness preview` lists every object."""
_PRIMARY = "SMTP:"
SURENESS = {
    Certainty.CERTAIN: "certain",
    Certainty.DOCUMENTED: "certain",
    Certainty.PROBABLE: "depends",
    Certainty.DEPENDS: "depends",
    Certainty.NOT_PREDICTABLE: "not-predictable",
}
"""The sign of each certainty: the page draws three."""
_ORDER = list(Certainty)
SHOWN = ("user_principal_name", "primary_smtp", "mail_nickname")
"""The fields of a record that the page shows before and after."""


class Becoming(NamedTuple):
    """A value here, and in the cloud."""

    before: str | None
    after: str | None
    """None where nobody can tell, or where there is none."""
    is_known: bool = True

    @property
    def changes(self) -> bool:
        """Whether something else arrives, or nobody knows what."""
        return not self.is_known or self.before != self.after


class CloudRow(NamedTuple):
    """An object that stands for all those of which the same changes."""

    dn: str
    kind: str
    objects: int
    """So many change in this way."""
    name: Becoming
    address: Becoming
    alias: Becoming
    dropped: tuple[tuple[str, str], ...]
    """The addresses that do not arrive, each with the reason."""
    sureness: str
    """`certain`, `depends` or `not-predictable`: of the least sure of the three values."""
    because: str


class CloudPart(NamedTuple):
    """What will be otherwise in the cloud."""

    counts: dict[str, int]
    rows: list[CloudRow]


def cloud_part(result: Result) -> CloudPart | None:
    """What will be otherwise; None where nobody asked for it."""
    if not result.counts.previewed:
        return None
    # what nobody met is not counted at all
    counts = dict.fromkeys(("objects", *CHANGES), 0) | result.counts.previewed
    first: dict[tuple[object, ...], CloudRow] = {}
    objects: Counter[tuple[object, ...]] = Counter()
    for record, before in result.previewed():
        if before is None:
            continue
        row = _row(record, before)
        kind = _kind_of(row, record)
        if kind:
            objects[kind] += 1
            first.setdefault(kind, row)
    ranked = sorted(first, key=lambda kind: -objects[kind])[:_ROWS]
    return CloudPart(counts, [first[kind]._replace(objects=objects[kind]) for kind in ranked])


def becoming(record: CloudRecord, before: Before | None) -> tuple[Becoming, Becoming, Becoming]:
    """The sign-in name, the primary address and the alias here and there.

    Where nothing differs, it was not kept what an object is today: it is the same.
    """
    there = (record.user_principal_name, record.primary_smtp, record.mail_nickname)
    here = there
    if before is not None:
        primary = (it for it in before.proxy_addresses if it.startswith(_PRIMARY))
        sent = next(primary, "").removeprefix(_PRIMARY) or before.mail
        here = (before.user_principal_name, sent, before.mail_nickname)
    known = (record.certainty_of(field) != Certainty.NOT_PREDICTABLE for field in SHOWN)
    name, address, alias = map(Becoming, here, there, known)
    if record.kind not in USERS:
        name = Becoming(None, None)  # only people sign in
    return name, address, alias


def _row(record: CloudRecord, before: Before) -> CloudRow:
    name, address, alias = becoming(record, before)
    shown = zip(SHOWN, (name, address, alias), strict=True)
    changed = [field for field, value in shown if value.changes]
    reasons = dict(record.because)
    # what nobody knows needs its reason most
    changed.sort(key=lambda field: -_ORDER.index(Certainty(record.certainty_of(field))))
    because = next((reasons[field] for field in changed if field in reasons), "")
    return CloudRow(
        record.dn,
        record.kind,
        1,
        name,
        address,
        alias,
        record.dropped,
        SURENESS[_least_sure(record, changed or SHOWN)],
        because or (record.dropped[0][1] if record.dropped else ""),
    )


def _least_sure(record: CloudRecord, fields: Sequence[str]) -> Certainty:
    return max((Certainty(record.certainty_of(field)) for field in fields), key=_ORDER.index)


def _kind_of(row: CloudRow, record: CloudRecord) -> tuple[object, ...]:
    """What changes, as far as it makes one kind; empty where nothing does that is shown."""
    values = (row.name, row.address, row.alias)
    changes = [it.changes and (it.is_known, it.before is None, it.after is None) for it in values]
    kind = (*changes, bool(row.dropped), bool(record.joined_with))
    return (record.kind, *kind) if any(kind) else ()
