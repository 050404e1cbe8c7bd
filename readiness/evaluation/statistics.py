"""Counts the entries of a batch that are in scope, and what the advice needs to know of them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from readiness.columns import kernels
from readiness.columns.bitset import bits_of, indexes
from readiness.columns.patterns import mismatches
from readiness.model.counts import count
from readiness.model.entry import USERS, Kind
from readiness.model.values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from readiness.advice.statistics import AdviceStatistics
    from readiness.columns.batch import Batch
    from readiness.evaluation.scoping import ScopedBatch
    from readiness.model.counts import Counts

ESSENTIALS = {
    "displayname": "display_name",
    "userprincipalname": "user_principal_name",
    "mail": "mail",
}
"""What every user needs: the attribute in lower case, and what the JSON report calls it."""
_NAME = "userprincipalname"
_BLANK_OR_INDENTED = mismatches(r"\S.*")


class Statistics:
    """Counts entries by kind, and what the advice wants to know of them."""

    def __init__(self, advice: AdviceStatistics) -> None:
        """Count for the advice, too."""
        self._advice = advice

    def add(self, scoped: ScopedBatch, counts: Counts) -> None:
        """Count the entries of a batch."""
        batch, entry = scoped.batch, scoped.entry
        users, by_kind = 0, scoped.in_scope()
        self._advice.add_scope(
            batch, reduce(or_, by_kind.values(), 0), by_kind.get(Kind.GROUP, 0), counts
        )
        for kind, bits in by_kind.items():
            count(counts.in_scope, kind.value, bits.bit_count())
            if kind in USERS:
                users |= bits
            else:
                self._advice.add_others(batch, bits, counts)
        self._advice.add_others(batch, scoped.out_of_scope, counts)
        if users:
            _count_essentials(batch, users, counts)
            self._count_mail_domains(scoped, users, counts)
            self._advice.add_users(batch, users, entry, counts)

    def _count_mail_domains(self, scoped: ScopedBatch, users: int, counts: Counts) -> None:
        """Count where users have mail whose UPN suffix nobody can verify."""
        column = scoped.batch.columns.get(_NAME)
        named = users & column.present if column else 0
        if column is None or not named:
            return
        names: Iterable[tuple[int, str]]
        if column.present == named and not column.several and not column.odd:
            # only users have names, each of them one: no text is made to find the suffixes
            names = enumerate(column.lines)
            suffixes = set(kernels.domains(column.text))
        else:
            names = [(index, as_text(column.first(index) or "")) for index in indexes(named)]
            suffixes = {name.rpartition("@")[2] for _, name in names if "@" in name}
        private = {suffix for suffix in suffixes if not self._advice.is_routable(suffix.lower())}
        if private:
            for index, name in names:
                _, sign, suffix = name.rpartition("@")
                if sign and suffix in private:
                    self._advice.add_mail_domain(scoped.entry(index), suffix.lower(), counts)


def _count_essentials(batch: Batch, users: int, counts: Counts) -> None:
    """Count the users, given in bits, who have what every user needs."""
    with_all = users
    for attribute, name in ESSENTIALS.items():
        with_it = users & batch.present(attribute)
        if column := batch.columns.get(attribute):
            # a value that begins with something to see is not blank: few are looked at
            in_doubt = with_it & column.failing(_BLANK_OR_INDENTED)
            firsts = ((index, as_text(column.first(index) or "")) for index in indexes(in_doubt))
            with_it &= ~bits_of(index for index, value in firsts if not value.strip())
        count(counts.essentials, name, with_it.bit_count())
        with_all &= with_it
    count(counts.essentials, "all_three", with_all.bit_count())
