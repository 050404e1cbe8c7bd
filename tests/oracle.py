"""The naive engine: every check on every entry, everything in memory, no shortcut anywhere.

It reads record by record, shows each check every entry of its kinds and scope, whatever its `when`
and the table of healthy values say, and keeps keys as they are instead of hashing them. So it says
what `readiness.pipeline.scan` must say, and is as slow as it looks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple

from readiness import (
    Check,
    Entry,
    Finding,
    JoinCheck,
    Key,
    KeyHolder,
    Kind,
    Severity,
    Skip,
    UnmatchedCheck,
    ValueCheck,
    why_kept_out,
)
from readiness.checking.keyed_check import KeyCheck, keys_of
from readiness.directory.objects.persons import attributes_read, identity_of
from readiness.directory.objects.sync_scope import READS, is_below, reason_left_out
from readiness.model.counts import Counts
from readiness.model.key_holder import Identity
from readiness.model.values import is_hidden
from readiness.pipeline.processes.job import Job
from readiness.sources.ldif.record_reader import Record, read_records
from readiness.sources.ldif.utf8_stream import as_utf8
from tests.reading import classes

HELD_BY_ONE = {"userprincipalname", "mail", "proxyaddresses", "samaccountname", "mailnickname"}
"""What is not proposed where no check watches who else holds it."""
OWN = ("objectClass", "objectGUID", "userPrincipalName", "displayName", "mail")


class Answer(NamedTuple):
    """A finding, with all that a report says of it but its fingerprint."""

    severity: Severity
    check: str
    dn: str
    attribute: str
    value: str | None
    message: str
    kind: str
    guid: str | None
    proposal: str | None
    related: tuple[str, ...]
    source: str
    line: int | None

    @property
    def order(self) -> tuple[Any, ...]:
        """What findings of a report are sorted by."""
        return -self.severity, self.check, self.dn.lower(), self.attribute, self.value or ""


@dataclass
class Oracle:
    """What there is to say about some LDIF files."""

    answers: list[Answer] = field(default_factory=list)
    out_of_scope: list[tuple[str, str, str]] = field(default_factory=list)
    entries: int = 0
    in_scope: Counter[str] = field(default_factory=Counter)
    not_ready: Counter[str] = field(default_factory=Counter)
    essentials: Counter[str] = field(default_factory=Counter)
    suffixes: Counter[str] = field(default_factory=Counter)
    suffixes_not_ready: Counter[str] = field(default_factory=Counter)


class Offer(NamedTuple):
    """A finding of one entry, and the keys of its proposal; None if it may not be made."""

    finding: Finding
    keys: tuple[tuple[str, str], ...] | None


def asked(job: Job, *paths: Path) -> Oracle:
    """What the checks say about the entries of these files."""
    checks = list(_checks(job))
    found = Oracle()
    entries = dict(enumerate(_entries(job, checks, paths)))
    offers: list[Offer] = []
    holders: dict[tuple[str, str], set[int]] = {}
    identities: dict[int, Identity] = {}
    for ordinal, (entry, source) in entries.items():
        entry.ordinal = ordinal
        identities[ordinal] = identity_of(entry, paths.index(Path(source)), job.plan)
        if entry.out_of_scope != "excluded-ou":
            offers += (
                Offer(finding, _offered(job, checks, finding, entry))
                for finding in _said(checks, entry)
            )
            for key in _all_keys(checks, entry, identities[ordinal]):
                holders.setdefault(key, set()).add(ordinal)
    for finding, keys in offers:
        for key in keys or ():
            holders.setdefault(key, set()).add(finding.ordinal)
    findings = [
        finding if keys is not None and not any(len(holders[key]) > 1 for key in keys)
        else finding._replace(proposal=None)
        for finding, keys in offers
    ]  # fmt: skip
    matched = set(_matched(checks, [entry for entry, _ in entries.values()], identities))
    findings = [one for one in findings if (one.check, one.ordinal) not in matched]
    findings += _compared(checks, [entry for entry, _ in entries.values()], identities)
    _count(job, found, entries, findings)
    return found


def _checks(job: Job) -> Iterator[Check]:
    """The checks that can run, all of them in this process."""
    for name, check in classes(job.check_files).items():
        if name in job.severities:
            with suppress(Skip):
                yield check(job.plan)


def _entries(job: Job, checks: list[Check], paths: Iterable[Path]) -> Iterator[tuple[Entry, str]]:
    """Every entry, in or out of scope, and the file that it is from."""
    names = {name for check in checks for name in (*check.reads, *check.consults)}
    wanted = frozenset(map(str.lower, {*names, *READS, *OWN, *attributes_read(job.plan)}))
    for path in paths:
        with path.open("rb") as file:
            octets = b"".join(iter(partial(as_utf8(file).read, 1 << 20), b""))
        lines = octets.removeprefix(b"\xef\xbb\xbf").replace(b"\r", b"").decode().split("\n")
        for record in read_records(lines, 1, wanted):
            assert isinstance(record, Record), record
            yield _entry(job, record), str(path)


def _entry(job: Job, record: Record) -> Entry:
    entry = Entry(record.dn, Kind.OTHER, record.values, line=record.line)
    entry.kind = Kind.of(tuple(entry.all("objectClass")))
    excluded = is_below(record.dn, job.exclude)
    excluded = excluded or bool(job.include and not is_below(record.dn, job.include))
    entry.out_of_scope = "excluded-ou" if excluded else reason_left_out(entry)
    return entry


def _said(checks: Iterable[Check], entry: Entry) -> Iterator[Finding]:
    is_kept_out = why_kept_out(entry) is not None
    for check in checks:
        if _is_shown(check, entry) and (check.for_kept_out or not is_kept_out):
            yield from check.examine(entry)


def _is_shown(check: Check, entry: Entry) -> bool:
    is_out = entry.out_of_scope is not None
    return entry.kind in check.kinds and check.scope.holds(out_of_scope=is_out)


def _offered(
    job: Job, checks: Iterable[Check], finding: Finding, entry: Entry
) -> tuple[tuple[str, str], ...] | None:
    """The keys of a proposal; None if some check has something against it."""
    if finding.proposal is None:
        return None
    name = finding.attribute.lower()
    would_be = Entry(entry.dn, entry.kind, {name: finding.proposal}, ordinal=entry.ordinal)
    for check in checks:
        has_a_say = isinstance(check, ValueCheck) and finding.attribute in check.reads
        if has_a_say and _is_shown(check, entry):
            objections = map(partial(_severity, job), check.examine(would_be))
            if any(severity > Severity.INFO for severity in objections):
                return None
    keys = {key for check in checks if entry.kind in check.kinds for key in keys_of(check)}
    folded = (
        (key.space, key.fold(finding.proposal))  # type: ignore[arg-type]  # none takes octets
        for key in keys
        if key.attribute.lower() == name
        and not key.octets
        and key.scope.holds(out_of_scope=entry.out_of_scope is not None)
    )
    watched = tuple((space, text) for space, text in folded if text is not None)
    return watched if watched or name not in HELD_BY_ONE else None


def _severity(job: Job, finding: Finding) -> Severity:
    """What is in force: what somebody set, or the milder of what check and finding say."""
    severity = job.severities[finding.check]
    if finding.severity is None or finding.check in job.set_by_hand:
        return severity
    return min(severity, finding.severity)


def _all_keys(
    checks: Iterable[Check], entry: Entry, identity: Identity
) -> Iterator[tuple[str, str]]:
    for check in checks:
        for key, holder in _held(check, entry, identity):
            assert key in keys_of(check)
            yield holder.space, holder.key


def _values_of(check: Check, entry: Entry, key: Key) -> list[str]:
    """The values that a key is made of: the entry's own, or what the check derives of it."""
    for attribute in check.derived if isinstance(check, KeyCheck) else ():
        if attribute.name == key.attribute:
            return [] if entry.out_of_scope else [*attribute.derive(entry)]
    return [entry.dn] if key.attribute.lower() == "dn" else entry.all(key.attribute)


def _held(check: Check, entry: Entry, identity: Identity) -> Iterator[tuple[Key, KeyHolder]]:
    if entry.kind not in check.kinds or entry.out_of_scope == "excluded-ou":
        return
    for key in keys_of(check):
        if not key.scope.holds(out_of_scope=entry.out_of_scope is not None):
            continue
        shown = _values_of(check, entry, key)
        folded = entry.raw(key.attribute) if key.octets else shown
        for text, value in zip(shown, folded, strict=True):
            name = key.fold(value)  # type: ignore[arg-type]  # as `octets` says
            if name is not None:
                yield (
                    key,
                    KeyHolder(
                        space=key.space,
                        key=name,
                        ordinal=entry.ordinal,
                        attribute=key.attribute,
                        value=name if key.octets else text,
                        dn=entry.dn,
                        is_out_of_scope=entry.out_of_scope is not None,
                        kind=entry.kind,
                        identity=identity,
                    ),
                )


def _compared(
    checks: Iterable[Any], entries: Iterable[Entry], identities: Mapping[int, Identity]
) -> Iterator[Finding]:
    for check in checks:
        for sides in _meetings(check, entries, identities):
            yield from check.compare(*sides)


def _matched(
    checks: Iterable[Check], entries: Iterable[Entry], identities: Mapping[int, Identity]
) -> Iterator[tuple[str, int]]:
    """The checks that take back what they say about an entry, with its ordinal."""
    for check in checks:
        if isinstance(check, UnmatchedCheck):
            for left, _ in _meetings(check, entries, identities):
                yield from ((check.id, holder.ordinal) for holder in left)


def _meetings(
    check: Any, entries: Iterable[Entry], identities: Mapping[int, Identity]
) -> Iterator[list[list[KeyHolder]]]:
    """The holders of each key, by side, where all sides hold it, and more than one entry."""
    groups: dict[tuple[str, str], list[tuple[Key, KeyHolder]]] = {}
    for entry in entries:
        for key, holder in _held(check, entry, identities[entry.ordinal]):
            groups.setdefault((holder.space, holder.key), []).append((key, holder))
    for _, group in sorted(groups.items()):
        sides = _sides(check, sorted(group, key=itemgetter(1)))
        ordinals = {holder.ordinal for side in sides for holder in side}
        if all(sides) and len(ordinals) > 1:
            yield sides


def _sides(check: Any, group: list[tuple[Key, KeyHolder]]) -> list[list[KeyHolder]]:
    keys = (check.left, check.right) if isinstance(check, JoinCheck) else (check.keys,)
    return [[holder for key, holder in group if key in side] for side in keys]


def _count(
    job: Job,
    found: Oracle,
    entries: dict[int, tuple[Entry, str]],
    findings: Iterable[Finding],
) -> None:
    not_ready = set()
    for finding in findings:
        entry, source = entries[finding.ordinal]
        severity = _severity(job, finding)
        if severity is Severity.ERROR:
            not_ready.add(finding.ordinal)
        answer = Answer(
            severity=severity,
            check=finding.check,
            dn=entry.dn,
            attribute=finding.attribute,
            value=finding.value,
            message=finding.message,
            kind=str(entry.kind),
            guid=entry.guid,
            proposal=finding.proposal,
            related=finding.related,
            source=source,
            line=entry.line,
        )
        found.answers.append(answer)
    found.entries = len(entries)
    for ordinal, (entry, _) in entries.items():
        if entry.out_of_scope is not None:
            found.out_of_scope.append((entry.dn, str(entry.kind), entry.out_of_scope))
            continue
        name = entry.first("userPrincipalName")
        # what does not show belongs to no domain
        seen = "".join(mark for mark in name or "" if not is_hidden(mark))
        suffix = seen.rpartition("@")[2].strip().lower() if "@" in seen else None
        is_user = entry.kind in {Kind.USER, Kind.INETORGPERSON}
        suffixes = [suffix] if is_user and suffix else []
        found.in_scope[entry.kind] += 1
        found.essentials.update(_essentials(entry) if is_user else ())
        found.suffixes.update(suffixes)
        if ordinal in not_ready:
            found.not_ready[entry.kind] += 1
            found.suffixes_not_ready.update(suffixes)
    found.out_of_scope.sort(key=lambda row: row[0].lower())


def _essentials(entry: Entry) -> Iterator[str]:
    """What a user has of what every user needs."""
    names = {"displayName": "display_name", "userPrincipalName": "user_principal_name"}
    held = [name for attribute, name in (names | {"mail": "mail"}).items()
            if (entry.first(attribute) or "").strip()]  # fmt: skip
    yield from held
    if len(held) > len(names):
        yield "all_three"


def counts(counts: Counts | Oracle) -> dict[str, object]:
    """The counts that both engines have."""
    return {
        "entries": counts.entries,
        "in_scope": dict(counts.in_scope),
        "not_ready": dict(counts.not_ready),
        "essentials": dict(counts.essentials),
        "suffixes": dict(counts.suffixes),
        "suffixes_not_ready": dict(counts.suffixes_not_ready),
    }
