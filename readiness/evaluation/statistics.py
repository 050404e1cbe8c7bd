"""Counts the entries of a table that are in scope, and what the advice wants to know of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from readiness.columns import kernels
from readiness.columns.bitset import indexes
from readiness.columns.patterns import mismatches
from readiness.evaluation.evaluation_plan import ESSENTIALS
from readiness.evaluation.waves import group_of
from readiness.model.counts import count
from readiness.model.entry import USERS
from readiness.model.values import text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from readiness.advice.statistics import AdviceStatistics
    from readiness.columns.batch import Batch
    from readiness.evaluation.scoping import Admission
    from readiness.model.counts import Counts
    from readiness.model.entry import Entry

_NAME = "userprincipalname"
_BLANK_OR_INDENTED = mismatches(r"\S.*")


class Census:
    """Counts entries by kind, UPN suffix and group."""

    def __init__(self, advice: AdviceStatistics, by: str | None) -> None:
        """Count for the advice, too, and group users by this, if by anything."""
        self._advice = advice
        self._by = by

    def take(self, admission: Admission, not_ready: int, counts: Counts) -> None:
        """Count entries that were sorted, of whom some have errors of their own."""
        batch, entry = admission.batch, admission.entry
        users = 0
        for kind, bits in admission.in_scope().items():
            count(counts.in_scope, kind.value, bits.bit_count())
            if kind in USERS:
                users |= bits
            else:
                self._advice.add_others(batch, bits, counts)
        self._advice.add_others(batch, admission.out_of_scope, counts)
        if users:
            _count_essentials(batch, users, counts)
            self._count_suffixes(admission, users, counts)
            self._advice.add_users(batch, users, entry, counts)
        for number in indexes(users if self._by else 0):
            group = group_of(entry(number), self._by)
            if group is not None:
                count(counts.groups, group)
        for number in indexes(not_ready & ~admission.out_of_scope):
            one = entry(number)
            group = group_of(one, self._by) if self._by else None
            counts.mark_not_ready(one.kind.value, suffix_of(one), group)

    def _count_suffixes(self, admission: Admission, users: int, counts: Counts) -> None:
        column = admission.batch.columns.get(_NAME)
        if column is None or not users & column.present:
            return
        if column.present & ~users or column.several or column.odd:
            first = [(one, column.first(one) or "") for one in indexes(users & column.present)]
            names: Iterable[tuple[int, str]] = [
                (one, name if isinstance(name, str) else text(name)) for one, name in first
            ]
            suffixes: Mapping[str, int] = Counter(
                name.rpartition("@")[2] for _, name in names if "@" in name
            )
        else:
            names = enumerate(column.lines)
            suffixes = kernels.domains(column.text)
        private = set()
        for suffix, number in suffixes.items():
            folded = suffix.lower()
            count(counts.suffixes, folded, number)
            if not self._advice.is_routable(folded):
                private.add(suffix)
        if private:
            for number, name in names:
                _, sign, suffix = name.rpartition("@")
                if sign and suffix in private:
                    self._advice.add_mail_domain(admission.entry(number), suffix.lower(), counts)


def _count_essentials(batch: Batch, users: int, counts: Counts) -> None:
    with_all = users
    for attribute, name in ESSENTIALS.items():
        column = batch.columns.get(attribute)
        have = 0
        if column:
            blank = 0
            for number in indexes(users & column.failing(_BLANK_OR_INDENTED)):
                if not (column.first(number) or "").strip():
                    blank |= 1 << number
            have = users & column.present & ~blank
        count(counts.essentials, name, have.bit_count())
        with_all &= have
    count(counts.essentials, "all_three", with_all.bit_count())


def suffix_of(entry: Entry) -> str | None:
    """The UPN suffix of a user, in lower case; None for one that has none, and for others."""
    if entry.kind not in USERS:
        return None
    name = entry.first("userPrincipalName")
    return name.rpartition("@")[2].lower() if name and "@" in name else None
