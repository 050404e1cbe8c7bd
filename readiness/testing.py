"""Runs one check on entries made by hand, for the tests of checks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from readiness.checking.keyed_check import (
    DerivedAttribute,
    JoinCheck,
    Key,
    KeyCheck,
    SharedKeyCheck,
    UnmatchedCheck,
    keys_of,
)
from readiness.columns.batch import Batch
from readiness.directory.identifiers.distinguished_name import domain_of
from readiness.directory.objects.persons import attributes_read, identity_of
from readiness.model.counts import Counts, count
from readiness.model.entry import Entry, Kind, Values
from readiness.model.key_holder import KeyHolder
from readiness.model.plan import Plan

if TYPE_CHECKING:
    from readiness.checking.check import Check
    from readiness.model.finding import Finding
    from readiness.model.key_holder import Identity

Described = Mapping[str, "str | bytes | Sequence[str | bytes]"]
_NAME_OF_AN_ENTRY = "dn"


class Contradiction(Exception):
    """Raised when a check does something else than it declares."""


def findings(
    check: type[Check], entries: Iterable[Described | Entry], plan: Plan | None = None
) -> list[Finding]:
    """What a check says when these entries are all there is: of each, between them, of them all.

    `findings(DescriptionMissing, [{"sAMAccountName": "ana"}])` has one finding, if the check is
    about users without a description.

    An entry is a dictionary of attributes in any case, each with a value or a list of values, text
    octets. `dn` is made up and `objectClass` is `user` where they are not given. An entry is in
    scope unless `out_of_scope` gives one of the reasons of the report. Each domain of which there
    are entries stands for a source of its own.

    Raises:
        Contradiction: the check reads what is not among its `reads`, or has something to say about
            an entry for which its `when` does not fire: the engine would not have asked it.
        Skip: the check cannot run with the plan.
    """
    made = check(Plan() if plan is None else plan)
    known = [
        entry if isinstance(entry, Entry) else _entry(number, entry)
        for number, entry in enumerate(entries, 1)
    ]
    said = [finding for entry in known for finding in _examined(made, entry)]
    if isinstance(made, UnmatchedCheck):
        matched = set(_matched(made, known))
        said = [finding for finding in said if finding.ordinal not in matched]
    said += chain.from_iterable(_compared(made, known))
    said += made.conclude(_counts(known))
    return said


def _entry(number: int, described: Described) -> Entry:
    """The entry that a dictionary describes."""
    values: dict[str, Values] = {
        name.lower(): value if isinstance(value, str | bytes) else list(value)
        for name, value in described.items()
    }
    values.setdefault("objectclass", "user")
    dn = values.pop(_NAME_OF_AN_ENTRY, f"CN=Entry {number},OU=Staff,DC=contoso,DC=com")
    reason = values.pop("out_of_scope", None)
    entry = Entry(
        str(dn), Kind.OTHER, values, ordinal=number, out_of_scope=str(reason) if reason else None
    )
    entry.kind = Kind.of(tuple(entry.all("objectClass")))
    return entry


def _examined(check: Check, entry: Entry) -> list[Finding]:
    """What a check says about one entry, if the engine would ask it."""
    if entry.kind not in check.kinds or not check.scope.holds(
        out_of_scope=entry.out_of_scope is not None
    ):
        return []
    said = list(check.examine(_Watched(entry, check)))
    if said and check.when is not None and not check.when.entries(_batch(check, entry)) & 1:
        raise Contradiction(f"{check.id} speaks of an entry for which its `when` does not fire")
    return said


def _batch(check: Check, entry: Entry) -> Batch:
    """A batch of one entry, as far as the check looks at it."""
    values = {name.lower(): entry.values(name) for name in (*check.reads, *check.consults)}
    columns = {name: ([0] * len(held), held) for name, held in values.items()}
    return Batch.held([1], {"dn": ([0], [entry.dn]), **columns}, {})


class _Watched(Entry):
    """An entry that refuses to be read outside what a check declares."""

    def __init__(self, entry: Entry, check: Check) -> None:
        known = (*check.reads, *check.consults)
        super().__init__(
            entry.dn,
            entry.kind,
            {name.lower(): held for name in known if (held := entry.values(name))},
            ordinal=entry.ordinal,
            line=entry.line,
            out_of_scope=entry.out_of_scope,
        )
        self._check = check
        self._declared = set(map(str.lower, known))
        self._guid = entry.guid  # every entry has its own at hand

    def _watch(self, name: str) -> None:
        if name.lower() not in self._declared:
            raise Contradiction(f"{self._check.id} reads {name}, which is not among its `reads`")

    def has(self, name: str) -> bool:
        self._watch(name)
        return super().has(name)

    def first(self, name: str) -> str | None:
        self._watch(name)
        return super().first(name)

    def values(self, name: str) -> list[str | bytes]:
        self._watch(name)
        return super().values(name)


def _compared(check: Check, entries: Sequence[Entry]) -> Iterator[Iterator[Finding]]:
    """What a check says about each key that several entries hold, as the engine shows them."""
    # what tells the person of an entry is read of every entry
    read = (*check.reads, *check.consults, *attributes_read(check.plan))
    comparable = {_NAME_OF_AN_ENTRY, *map(str.lower, read), *_derived(check)}
    for key in keys_of(check):
        if key.attribute.lower() not in comparable:
            raise Contradiction(f"{check.id} compares {key.attribute}, which is not in its `reads`")
    match check:
        case SharedKeyCheck():
            for holders in _meetings(check, [check.keys], entries):
                yield check.compare(*holders)
        case JoinCheck():
            for holders in _meetings(check, [check.left, check.right], entries):
                yield check.compare(*holders)


def _matched(check: UnmatchedCheck, entries: Sequence[Entry]) -> Iterator[int]:
    """The ordinals of entries whose keys on the left somebody holds on the right."""
    for left, _ in _meetings(check, [check.left, check.right], entries):
        yield from (holder.ordinal for holder in left)


def _meetings(
    check: Check, sides: Sequence[Sequence[Key]], entries: Sequence[Entry]
) -> Iterator[list[list[KeyHolder]]]:
    """The holders of each key, by side, where all sides hold it, and more than one entry."""
    held: dict[tuple[str, str], list[list[KeyHolder]]] = {}
    domains = list(dict.fromkeys(domain_of(entry.dn) for entry in entries))
    for entry in (entry for entry in entries if entry.kind in check.kinds):
        identity = identity_of(entry, domains.index(domain_of(entry.dn)), check.plan)
        for side, keys in enumerate(sides):
            holding = (_holders(check, entry, identity, key) for key in keys)
            for holder in chain.from_iterable(holding):
                space = held.setdefault((holder.space, holder.key), [[] for _ in sides])
                space[side].append(holder)
    for _, holders in sorted(held.items()):
        ordinals = {holder.ordinal for side in holders for holder in side}
        if all(holders) and len(ordinals) > 1:
            yield [sorted(side) for side in holders]


def _derived(check: Check) -> dict[str, DerivedAttribute]:
    """What a check derives of entries, by the name of the attribute in lower case."""
    derived = check.derived if isinstance(check, KeyCheck) else ()
    return {attribute.name.lower(): attribute for attribute in derived}


def _shown(check: Check, entry: Entry, key: Key) -> list[str]:
    """The values of a key's attribute: the name of the entry, its own, or what is derived of it.

    Raises:
        Contradiction: something is derived of an entry for which `when` does not fire.
    """
    attribute = _derived(check).get(key.attribute.lower())
    if attribute is None:
        is_name = key.attribute.lower() == _NAME_OF_AN_ENTRY
        return [entry.dn] if is_name else entry.all(key.attribute)
    values = [] if entry.out_of_scope else [*attribute.derive(_Watched(entry, check))]
    if values and attribute.when and not attribute.when.entries(_batch(check, entry)) & 1:
        raise Contradiction(f"{check.id} derives {key.attribute} where its `when` does not fire")
    return values


def _holders(check: Check, entry: Entry, identity: Identity, key: Key) -> Iterator[KeyHolder]:
    """What an entry holds under a key; octets are shown as they are compared."""
    is_out_of_scope = entry.out_of_scope is not None
    if not key.scope.holds(out_of_scope=is_out_of_scope):
        return
    shown = _shown(check, entry, key)
    taken: Sequence[str | bytes] = entry.raw(key.attribute) if key.octets else shown
    for value, text in zip(taken, shown, strict=True):
        folded = key.fold(value)  # type: ignore[arg-type]  # of the type that `octets` says
        if folded is not None:
            yield KeyHolder(
                key.space,
                folded,
                entry.ordinal,
                key.attribute,
                folded if key.octets else text,
                entry.dn,
                is_out_of_scope,
                entry.kind,
                identity,
            )


def _counts(entries: Sequence[Entry]) -> Counts:
    counts = Counts(entries=len(entries))
    for entry in entries:
        if entry.out_of_scope is None:
            count(counts.in_scope, entry.kind)
        else:
            count(counts.out_of_scope, entry.out_of_scope)
    return counts
