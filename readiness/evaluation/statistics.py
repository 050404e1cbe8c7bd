"""Counts the entries of a batch that are in scope, and what the advice needs to know of them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from readiness.columns import kernels
from readiness.columns.bitset import bits_of, indexes
from readiness.columns.patterns import mismatches
from readiness.evaluation.waves import group_of
from readiness.model.counts import count
from readiness.model.entry import USERS
from readiness.model.values import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.advice.statistics import AdviceStatistics
    from readiness.columns.batch import Batch
    from readiness.evaluation.scoping import ScopedBatch
    from readiness.model.counts import Counts
    from readiness.model.entry import Entry

ESSENTIALS = {
    "displayname": "display_name",
    "userprincipalname": "user_principal_name",
    "mail": "mail",
}
"""What every user needs: the attribute in lower case, and what the JSON report calls it."""
_NAME = "userprincipalname"
_BLANK_OR_INDENTED = mismatches(r"\S.*")


class Statistics:
    """Counts entries by kind, UPN suffix and group."""

    def __init__(self, advice: AdviceStatistics, by: str | None) -> None:
        """Count for the advice, too, and group users by this, if by anything."""
        self._advice = advice
        self._by = by

    def add(self, scoped: ScopedBatch, not_ready: int, counts: Counts) -> None:
        """Count the entries of a batch, some of which, in bits, have errors of their own."""
        batch, entry = scoped.batch, scoped.entry
        users = 0
        for kind, bits in scoped.in_scope().items():
            count(counts.in_scope, kind.value, bits.bit_count())
            if kind in USERS:
                users |= bits
            else:
                self._advice.add_others(batch, bits, counts)
        self._advice.add_others(batch, scoped.out_of_scope, counts)
        if users:
            _count_essentials(batch, users, counts)
            self._count_suffixes(scoped, users, counts)
            self._advice.add_users(batch, users, entry, counts)
        for index in indexes(users if self._by else 0):
            group = group_of(entry(index), self._by)
            if group is not None:
                count(counts.groups, group)
        for index in indexes(not_ready & ~scoped.out_of_scope):
            subject = entry(index)
            group = group_of(subject, self._by) if self._by else None
            counts.mark_not_ready(subject.kind.value, suffix_of(subject), group)

    def _count_suffixes(self, scoped: ScopedBatch, users: int, counts: Counts) -> None:
        column = scoped.batch.columns.get(_NAME)
        named = users & column.present if column else 0
        if column is None or not named:
            return
        names: Iterable[tuple[int, str]]
        if column.present == named and not column.several and not column.odd:
            # only users have names, each of them one: the compiled loop counts without making texts
            names = enumerate(column.lines)
            suffixes = kernels.domains(column.text)
        else:
            names = [(index, _text(column.first(index))) for index in indexes(named)]
            suffixes = Counter(name.rpartition("@")[2] for _, name in names if "@" in name)
        private = set()
        for suffix, number in suffixes.items():
            folded = suffix.lower()
            count(counts.suffixes, folded, number)
            if not self._advice.is_routable(folded):
                private.add(suffix)
        if private:
            for index, name in names:
                _, sign, suffix = name.rpartition("@")
                if sign and suffix in private:
                    self._advice.add_mail_domain(scoped.entry(index), suffix.lower(), counts)


def suffix_of(entry: Entry) -> str | None:
    """The UPN suffix of a user, in lower case; None for one that has none, and for others."""
    if entry.kind not in USERS:
        return None
    name = entry.first("userPrincipalName")
    return name.rpartition("@")[2].lower() if name and "@" in name else None


def _count_essentials(batch: Batch, users: int, counts: Counts) -> None:
    """Count the users, given in bits, who have what every user needs."""
    with_all = users
    for attribute, name in ESSENTIALS.items():
        with_it = users & batch.present(attribute)
        if column := batch.columns.get(attribute):
            # a value that begins with something to see is not blank: few are looked at
            in_doubt = with_it & column.failing(_BLANK_OR_INDENTED)
            with_it &= ~bits_of(
                index for index in indexes(in_doubt) if not _text(column.first(index)).strip()
            )
        count(counts.essentials, name, with_it.bit_count())
        with_all &= with_it
    count(counts.essentials, "all_three", with_all.bit_count())


def _text(value: str | bytes | None) -> str:
    return value if isinstance(value, str) else text(value or b"")
