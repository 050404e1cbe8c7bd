"""The hot path: shows each entry to the checks that could have something to say about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.check import Check, DomainCheck, ValueCheck
from readiness.ledger import OFFERED
from readiness.model import USERS, Entry, Finding, Kind, Mention, Severity, Tally, count
from readiness.programme import ESSENTIALS, Programme, programme
from readiness.scope import is_below, reason_left_out
from readiness.values import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from readiness.ledger import Ledger
    from readiness.model import Values
    from readiness.spill import Spill

EXCLUDED = "excluded-ou"
_REMEMBERED = 50_000
"""So many programmes, and so many domains, are remembered."""


class Crash(NamedTuple):
    """What a check raised that no check may raise, and about which entry."""

    check: str
    dn: str
    error: str

    @classmethod
    def of(cls, check: Check, dn: str, error: Exception) -> Crash:
        """The crash of a check with an exception."""
        return cls(check.id, dn, f"{type(error).__name__}: {error}")


class Located(NamedTuple):
    """A finding and its entry as they go to disk; sorts in the order of the report."""

    rank: int
    """The severity, negative: the highest comes first."""
    check: str
    dn_folded: str
    attribute: str
    value_sorted: str
    place: int
    message: str
    dn: str
    value: str | None
    proposal: str | None
    offered: tuple[int, ...]
    """The hashed keys of the proposal: it is withdrawn if they belong to somebody else."""
    related: tuple[str, ...]
    kind: str
    guid: str | None
    line: int | None
    """Counted from the beginning of the part of the source."""


class Recalled(NamedTuple):
    """An entry that was read again, since it may share a key with another one."""

    place: int
    is_spoilt: bool
    """Whether it has an error apart from all others."""
    kind: str
    suffix: str | None
    guid: str | None
    line: int


class Examiner:
    """Examines entries in any order; what it finds goes to disk."""

    def __init__(
        self,
        checks: Sequence[Check],
        severities: Mapping[str, Severity],
        found: Spill,
        left_out: Spill,
        ledger: Ledger,
        *,
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
    ) -> None:
        """Take the checks that run, the severity of each, and containers in lower case."""
        self.tally = Tally()
        self.crashes: dict[str, Crash] = {}
        self._checks = checks
        self._severities = severities
        self._found = found
        self._left_out = left_out
        self._ledger = ledger
        self._include = include
        self._exclude = exclude
        self._programmes: dict[tuple[object, ...], Programme] = {}
        self._kinds: dict[object, Kind] = {}
        self._clean: dict[tuple[DomainCheck, ...], set[str]] = {}

    def take(
        self, dn: str, values: dict[str, Values], place: int, line_of: Callable[[int], int | None]
    ) -> None:
        """Examine one entry; `line_of` tells where its source has it, if need be."""
        entry = self.entry(dn, values, place)
        reason = entry.left_out
        if reason is not None:
            entry.line = line_of(place)
            count(self.tally.out_of_scope, reason)
            self._left_out.add((dn.lower(), place, dn, entry.kind.value, reason))
            if reason == EXCLUDED:
                return
        programme = self._programme(entry, values)
        self._remember(entry, values, programme)
        is_ready = True
        for finding in self.findings(entry, values, programme):
            if entry.line is None:
                entry.line = line_of(place)
            self.record(finding, entry, self._offer(finding, entry))
            is_ready = is_ready and self._severities[finding.check] < Severity.ERROR
        if reason is None:
            self._count(entry, values, is_ready=is_ready)

    def entry(self, dn: str, values: dict[str, Values], place: int) -> Entry:
        """The entry with its kind, and the reason why it is left out, if it is."""
        classes = values.get("objectclass", ())
        known = tuple(classes) if isinstance(classes, list) else classes
        kind = self._kinds.get(known)
        if kind is None:
            names = known if isinstance(known, tuple) else (known,)
            spelt = tuple(name if isinstance(name, str) else text(name) for name in names)
            kind = self._kinds[known] = Kind.of(spelt)
        entry = Entry(dn, kind, values, place=place)
        if (self._exclude and is_below(dn, self._exclude)) or (
            self._include and not is_below(dn, self._include)
        ):
            entry.left_out = EXCLUDED
        else:
            entry.left_out = reason_left_out(entry)
        return entry

    def findings(
        self, entry: Entry, values: Mapping[str, Values], programme: Programme | None = None
    ) -> Iterator[Finding]:
        """What the checks say about an entry."""
        programme = programme or self._programme(entry, values)
        asked = programme.always
        judged: list[tuple[ValueCheck, str, str]] = []
        for is_sound, checks in programme.gated:
            if not is_sound(entry):
                asked += checks
        for attribute, spelt, is_plain, watchers, domain_checks, clean in programme.tests:
            value = values[attribute]
            for one in value if type(value) is list else (value,):
                if type(one) is not str:
                    one = text(one)  # type: ignore[arg-type]  # noqa: PLW2901 - octets of a text
                if is_plain is not None and not is_plain(one):
                    for check, plain in watchers:
                        if plain(one):
                            continue
                        if isinstance(check, ValueCheck):
                            judged.append((check, spelt, one))
                        else:
                            asked += (check,)
                if domain_checks:
                    at = one.rfind("@")
                    if at >= 0 and one[at + 1 :] not in clean:
                        judged += (
                            (check, spelt, one) for check in _objecting(one, domain_checks, clean)
                        )
        for check in asked if asked is programme.always else dict.fromkeys(asked):
            try:
                yield from check.examine(entry)
            except Exception as error:  # noqa: BLE001 - a check may be anybody's: the scan goes on
                self.crash(check, entry.dn, error)
        for check, attribute, one in judged:
            try:
                yield from check.judge(entry, attribute, one)
            except Exception as error:  # noqa: BLE001 - as above
                self.crash(check, entry.dn, error)

    def is_spoilt(self, entry: Entry, values: Mapping[str, Values]) -> bool:
        """Whether some check calls the entry an error, apart from all other entries."""
        findings = self.findings(entry, values)
        return any(self._severities[one.check] == Severity.ERROR for one in findings)

    def mentions(self, entry: Entry, values: Mapping[str, Values]) -> Iterator[Mention]:
        """The keys of an entry, with all that a check may want to know of it."""
        for attribute, fold, octets, _, _, key in self._programme(entry, values).keys:
            for value in _held(entry, values, attribute):
                folded = fold(_fitting(value, octets=octets))
                if folded is not None:
                    shown = folded if octets else _fitting(value, octets=False)
                    yield Mention(
                        key.space, folded, entry.place, key.attribute, str(shown), entry.dn,
                        entry.kind,
                    )  # fmt: skip

    def record(self, finding: Finding, entry: Entry, offered: tuple[int, ...] | None) -> None:
        """Put a finding on disk, with its proposal if its hashed keys are `offered`."""
        count(self.tally.findings, finding.check)
        self._found.add(located(finding, self._severities[finding.check], entry, offered))

    def crash(self, check: Check, dn: str, error: Exception) -> None:
        """Take note that a check crashed; the first time is enough."""
        self.crashes.setdefault(check.id, Crash.of(check, dn, error))

    def _programme(self, entry: Entry, values: Mapping[str, Values]) -> Programme:
        shape = (entry.kind, entry.left_out is None, *values)
        known = self._programmes.get(shape)
        if known is None:
            if len(self._programmes) == _REMEMBERED:
                self._programmes.clear()
            known = self._programmes[shape] = programme(
                self._checks,
                entry.kind,
                values,
                self._clean.setdefault,
                left_out=entry.left_out is not None,
            )
        return known

    def _remember(self, entry: Entry, values: Mapping[str, Values], programme: Programme) -> None:
        place = entry.place
        hashes = set()
        for attribute, fold, octets, salt, mark, _ in programme.keys:
            value: Values = entry.dn if attribute == "dn" else values[attribute]
            for one in value if type(value) is list else (value,):
                if type(one) is (str if octets else bytes):
                    one = _fitting(one, octets=octets)  # type: ignore[arg-type]  # noqa: PLW2901
                folded = fold(one)
                if folded is not None:
                    hashes.add((hash(folded) ^ salt, place | mark))
        self._ledger.add(hashes)

    def _offer(self, finding: Finding, entry: Entry) -> tuple[int, ...] | None:
        """The hashed keys of a proposal, which are remembered; None if it may not be made."""
        proposal = finding.proposal
        if proposal is None:
            return None
        name = finding.attribute.lower()
        values: dict[str, Values] = {name: proposal}
        would_be = Entry(entry.dn, entry.kind, values, place=entry.place)
        for check in self._checks:
            if isinstance(check, ValueCheck) and entry.kind in check.kinds:
                weight = self._severities[check.id]
                if finding.attribute in check.reads and weight > Severity.INFO:
                    if next(check.examine(would_be), None):
                        return None
        offered = []
        for _, fold, octets, salt, _, _ in self._programme(would_be, values).keys:
            folded = None if octets else fold(proposal)
            if folded is not None:
                offered.append(hash(folded) ^ salt)
                self._ledger.add([(offered[-1], entry.place | OFFERED)])
        return tuple(offered)

    def _count(self, entry: Entry, values: Mapping[str, Values], *, is_ready: bool) -> None:
        tally, kind = self.tally, entry.kind.value
        count(tally.in_scope, kind)
        suffix = suffix_of(entry)
        if suffix is not None:
            count(tally.suffixes, suffix)
        if entry.kind in USERS:
            has_all = True
            for attribute, name in ESSENTIALS.items():
                if attribute in values and not _is_blank(values[attribute]):
                    count(tally.essentials, name)
                else:
                    has_all = False
            if has_all:
                count(tally.essentials, "all_three")
        if not is_ready:
            tally.spoil(kind, suffix)


def located(
    finding: Finding,
    severity: Severity,
    entry: Entry | Recalled | None,
    offered: tuple[int, ...] | None = None,
) -> Located:
    """A finding as it goes to disk; without an entry it is about the whole directory."""
    return Located(
        -severity,
        finding.check,
        finding.dn.lower(),
        finding.attribute,
        finding.value or "",
        finding.place,
        finding.message,
        finding.dn,
        finding.value,
        None if offered is None else finding.proposal,
        offered or (),
        finding.related,
        str(entry.kind) if entry else Kind.OTHER.value,
        entry.guid if entry else None,
        entry.line if entry else None,
    )


def suffix_of(entry: Entry) -> str | None:
    """The UPN suffix of a user, in lower case; None for one that has none, and for others."""
    if entry.kind not in USERS:
        return None
    name = entry.first("userPrincipalName")
    return name.rpartition("@")[2].lower() if name and "@" in name else None


def _objecting(value: str, checks: Sequence[DomainCheck], clean: set[str]) -> Iterator[DomainCheck]:
    """The checks that have something against the domain of a value; others make it clean."""
    objects = False
    judged = True
    for check in checks:
        try:
            domain = check.domain(value)
            judged = judged and bool(domain)
            wrong = domain and check.wrong(domain) is not None
        except Exception:  # noqa: BLE001 - `examine` raises it again, where it is told
            wrong = True
        if wrong:
            objects = True
            yield check
    if judged and not objects:
        if len(clean) == _REMEMBERED:
            clean.clear()
        clean.add(value.rpartition("@")[2])


def _held(entry: Entry, values: Mapping[str, Values], attribute: str) -> Sequence[str | bytes]:
    value: Values = entry.dn if attribute == "dn" else values[attribute]
    return value if isinstance(value, list) else (value,)


def _fitting(value: str | bytes, *, octets: bool) -> str | bytes:
    """A value as octets, or as text."""
    if octets:
        return value if isinstance(value, bytes) else value.encode()
    return value if isinstance(value, str) else text(value)


def _is_blank(value: Values) -> bool:
    first = value[0] if isinstance(value, list) else value
    return not first.strip()
