"""The forecast as a whole: what is contested, and what becomes of the tenant's own objects."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from readiness.cloud.matching.outcome import ADOPTED, Outcome
from readiness.directory.objects.persons import are_one_person
from readiness.model.counts import count
from readiness.model.entry import Kind
from readiness.model.finding import Severity
from readiness.model.key_holder import Identity, KeyHolder
from readiness.storage.sorted_runs import sorted_rows
from readiness.tenant.forecasting.met_objects import State, states_met
from readiness.tenant.forecasting.outcome_row import OutcomeRow
from readiness.tenant.object_store import DELETED, NO_OBJECT, SYNCED, ObjectStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from collections.abc import Set as AbstractSet
    from pathlib import Path

    from readiness.model.counts import Counts
    from readiness.tenant.export import TenantExport

OUTCOMES = "tenant-outcomes"
"""The sorted runs of rows."""


class CloudObjectRow(NamedTuple):
    """An object of the tenant that no object of the directory adopts."""

    state: str
    """`left-alone`, `orphan` or `conflict-partner`."""
    id: str | None
    """None where it is hidden."""
    kind: str
    user_principal_name: str
    display_name: str


@dataclass(frozen=True)
class TenantForecast:
    """What becomes of each object of a directory, and of the tenant's; read anew each time."""

    export: TenantExport
    folder: Path
    contested: AbstractSet[int]
    """The numbers of objects that several adopt."""
    by_outcome: Mapping[str, int]
    unknown: Mapping[str, int]
    """Of how many objects of each kind the export does not tell."""
    states: bytes
    """The State of each object of the tenant, by number."""
    cloud_only: Mapping[str, int]
    """The tenant's objects by what becomes of them."""

    @property
    def is_complete(self) -> bool:
        """Whether the export tells everything that decides."""
        return not self.export.problems and not self.unknown

    @property
    def unpredicted(self) -> int:
        """Of how many objects their own values keep from telling."""
        return self.by_outcome.get(Outcome.UNKNOWN, 0) - sum(self.unknown.values())

    def outcomes(self) -> Iterator[OutcomeRow]:
        """The outcomes in the order of the sources, the leading one of each object first."""
        return _with_contested(rows(self.folder), self.contested)

    def cloud_objects(self) -> Iterator[CloudObjectRow]:
        """The objects of the tenant that nobody adopts, in the order of the export."""
        store = ObjectStore(self.export.folder)
        for number, (met, mark) in enumerate(zip(self.states, store.marks, strict=True)):
            fate = _fate(State(met), is_synced=bool(mark & SYNCED))
            # told before an object is loaded: nearly all are adopted, and none of these is listed
            if fate not in _LISTED or (mark & DELETED and met <= State.LEFT_OUT):
                continue
            if held := store.of(number):
                yield CloudObjectRow(
                    fate, held.id, held.kind.value, held.user_principal_name, held.display_name
                )


_LISTED = frozenset({"left-alone", "orphan", "conflict-partner"})


def rows(folder: Path) -> Iterator[OutcomeRow]:
    """The rows of all processes, in the order of the sources."""
    return map(OutcomeRow.loaded, sorted_rows(folder, OUTCOMES))


def _with_contested(
    found: Iterator[OutcomeRow], contested: AbstractSet[int]
) -> Iterator[OutcomeRow]:
    for row in found:
        if row.outcome in ADOPTED and row.partner and row.partner.number in contested:
            yield contested_row(row)
            row = row._replace(place=row.place + 1)  # noqa: PLW2901 - the same row, one place on
        yield row


def contested_row(row: OutcomeRow) -> OutcomeRow:
    """What is said of an object that adopts what another one adopts, too."""
    name = row.partner and (row.partner.user_principal_name or row.partner.display_name)
    return row._replace(
        outcome=Outcome.CONTESTED.value,
        severity=Severity.ERROR.label,
        reason=(
            f"leads to the tenant's {row.partner and row.partner.kind} “{name}”, and so does that"
            " of another object: whichever is exported first adopts it"
        ),
        before={},
        after={},
        lost_addresses=(),
        password_replaced=None,
    )


def tenant_forecast(
    export: TenantExport, folder: Path, counts: Counts, on_contested: Callable[[OutcomeRow], None]
) -> TenantForecast:
    """The forecast, of the rows that are in a folder; is told every row that is contested."""
    marks = ObjectStore(export.folder).marks
    states, shared = states_met(folder, len(marks))
    contested = _really_contested(folder, shared) if shared else set()
    for number in contested:
        states[number] = State.CONTESTED
    by_outcome = dict(counts.outcomes)
    if contested:
        for row in _with_contested(rows(folder), contested):
            if row.outcome == Outcome.CONTESTED:
                count(by_outcome, row.outcome)
                on_contested(row)
    return TenantForecast(
        export,
        folder,
        frozenset(contested),
        dict(sorted(by_outcome.items())),
        dict(sorted(counts.untold.items())),
        bytes(states),
        dict(sorted(_fates(states, marks).items())),
    )


def _really_contested(folder: Path, shared: AbstractSet[int]) -> set[int]:
    """Those that several adopt who are not one person, whose accounts the sync engine joins."""
    holders: dict[int, list[KeyHolder]] = defaultdict(list)
    for row in rows(folder):
        if row.partner and row.partner.number in shared and row.outcome in ADOPTED:
            identity = Identity(*row.identity) if row.identity else Identity(0)  # type: ignore[arg-type]  # as stored
            holders[row.partner.number].append(
                KeyHolder(
                    "", "", row.ordinal, row.attribute, row.value, row.dn, False, Kind(row.kind),  # noqa: FBT003 - in scope
                    identity,
                )
            )  # fmt: skip
    return {number for number, those in holders.items() if not are_one_person(those)}


def _fates(states: bytes | bytearray, marks: bytes | memoryview) -> Counter[str]:
    """How many of the tenant's objects meet which fate; deleted ones that nobody meets, none."""
    fates: Counter[str] = Counter()
    for (state, mark), number in Counter(zip(states, marks, strict=True)).items():
        is_met = state > State.LEFT_OUT
        if not mark & NO_OBJECT and (is_met or not mark & DELETED):
            fates[_fate(State(state), is_synced=bool(mark & SYNCED))] += number
    return fates


def _fate(state: State, *, is_synced: bool) -> str:
    """What becomes of an object, in the words of the JSON report."""
    if state is State.UNTOUCHED:
        return "orphan" if is_synced else "left-alone"
    if state is State.LEFT_OUT:
        return "left-alone"
    return state.name.lower().replace("_", "-")
