"""Checks compare the entries that mention one key, however many these are."""

import tracemalloc
from collections import Counter
from collections.abc import Collection, Iterator
from typing import Any

import pytest

from readiness import (
    USERS,
    Counts,
    Finding,
    JoinCheck,
    Key,
    KeyHolder,
    Kind,
    Plan,
    Scope,
    Severity,
    SharedKeyCheck,
)
from readiness.checking.keyed_check import RELATED
from readiness.storage.rows import Crash
from readiness.uniqueness import comparison
from readiness.uniqueness.comparison import conclude

FEW = 100


class Unique(SharedKeyCheck):
    """A value is held twice."""

    id = "unique"
    severity = Severity.ERROR
    kinds = USERS
    reads = ("mail", "proxyAddresses")
    keys: tuple[Key, ...] = (
        Key("address", "mail", str.lower),
        Key("address", "proxyAddresses", str.lower),
    )


class OfMail(Unique):
    """Two have the same mail."""

    id = "of-mail"
    keys = (Key("address", "mail", str.lower),)


class Joined(JoinCheck):
    """A member is left out."""

    id = "joined"
    severity = Severity.WARNING
    kinds = frozenset(Kind)
    reads = ("member",)
    left = (Key("left-out", "member", str.lower),)
    right = (Key("left-out", "dn", str.lower, scope=Scope.OUT),)

    def compare(self, left, right):
        for holder in (*left, *right):
            yield self.finding(holder, holder.attribute, holder.value, "takes part")


class Fragile(Unique):
    """It breaks."""

    id = "fragile"

    def compare(self, holders):
        yield next(super().compare(holders))
        raise RuntimeError("no luck")

    def conclude(self, counts):
        raise RuntimeError(f"no luck with {counts.entries}")


def row(key, ordinal, *, attribute="mail", space="address", kind=Kind.USER, out_of_scope=False):
    """A mention as it comes from disk."""
    holder = KeyHolder(
        space=space,
        key=key,
        ordinal=ordinal,
        attribute=attribute,
        value=f"{key} of {ordinal}",
        dn=f"CN={ordinal}",
        is_out_of_scope=out_of_scope,
        kind=kind,
    )
    return comparison.holder_row(holder)


@pytest.fixture
def compared(tmp_path):
    """What some checks say about rows, as their id, the place and the message."""

    def comparing(checks, rows, crashes=None):
        made = [check(Plan()) for check in checks]
        crashes = {} if crashes is None else crashes
        found: list[Any] = [*comparison.compare(made, iter(sorted(rows)), tmp_path, crashes)]
        return [(one.check, one.ordinal, one.message, one.related) for one in found]

    return comparing


def test_a_value_that_two_entries_hold_is_a_finding_on_each_of_them(compared):
    assert compared([Unique], [row("a", 1), row("b", 2), row("a", 3)]) == [
        ("unique", 1, "is held by 2 objects", ("CN=3",)),
        ("unique", 3, "is held by 2 objects", ("CN=1",)),
    ]


def test_an_entry_may_hold_a_value_under_several_attributes(compared):
    assert compared([Unique], [row("a", 1), row("a", 1, attribute="proxyAddresses")]) == []


def test_an_entry_that_holds_a_value_twice_has_one_finding(compared):
    rows = [row("a", 1), row("a", 1, attribute="proxyAddresses"), row("a", 2)]
    assert [ordinal for _, ordinal, _, _ in compared([Unique], rows)] == [1, 2]


def test_checks_only_see_the_attributes_that_they_asked_for(compared):
    rows = [row("a", 1), row("a", 2, attribute="proxyAddresses")]
    assert [check for check, *_ in compared([OfMail, Unique], rows)] == ["unique", "unique"]


def test_checks_only_see_the_kinds_that_they_asked_for(compared):
    assert compared([Unique], [row("a", 1), row("a", 2, kind=Kind.GROUP)]) == []


def test_equal_keys_of_two_spaces_do_not_meet(compared):
    assert compared([Unique], [row("a", 1), row("a", 2, space="other")]) == []


def join(*rows):
    return [row("cn=x", ordinal, space="left-out", **given) for ordinal, given in rows]


MEMBER = {"attribute": "member"}
OUT_OF_SCOPE = {"attribute": "dn", "out_of_scope": True}


def test_the_sides_of_a_join_meet(compared):
    found = compared([Joined], join((1, MEMBER), (2, OUT_OF_SCOPE), (3, MEMBER)))
    assert [ordinal for _, ordinal, _, _ in found] == [1, 3, 2]


@pytest.mark.parametrize("side", [MEMBER, OUT_OF_SCOPE])
def test_one_side_of_a_join_does_not_meet_itself(compared, side):
    assert compared([Joined], join((1, side), (2, side))) == []


def test_an_entry_does_not_meet_itself_on_the_other_side(compared):
    assert compared([Joined], join((1, MEMBER), (1, OUT_OF_SCOPE))) == []


def test_a_name_in_scope_is_not_one_that_is_left_out(compared):
    assert compared([Joined], join((1, MEMBER), (2, {"attribute": "dn"}))) == []


def test_the_first_holders_are_named(compared):
    found = compared([Unique], [row("a", ordinal) for ordinal in range(1, FEW + 1)])
    assert len(found) == FEW
    assert {message for _, _, message, _ in found} == {f"is held by {FEW} objects"}
    assert found[0][3] == tuple(f"CN={ordinal}" for ordinal in range(2, RELATED + 2))
    assert found[-1][3] == tuple(f"CN={ordinal}" for ordinal in range(1, RELATED + 1))


def test_mentions_on_disk_are_compared_like_those_in_memory(compared, monkeypatch):
    rows = [row(key, ordinal) for key in "abc" for ordinal in range(50)]
    rows += [row(key, ordinal, attribute="proxyAddresses") for key in "bd" for ordinal in range(3)]
    in_memory = compared([Unique, OfMail], rows)
    monkeypatch.setattr(comparison, "_IN_MEMORY", 7)
    assert compared([Unique, OfMail], rows) == in_memory


def test_mentions_can_be_counted_and_looked_up_wherever_they_are(tmp_path, monkeypatch):
    seen = []

    class Curious(Unique):
        """It looks at everything twice."""

        id = "curious"

        def compare(self, holders: Collection[KeyHolder]) -> Iterator[Finding]:
            first = next(iter(holders))
            other = first._replace(ordinal=-1)
            seen.append((len(holders), first in holders, other in holders, len(list(holders))))
            return iter(())

    for limit in (10, 2):
        monkeypatch.setattr(comparison, "_IN_MEMORY", limit)
        rows = iter([row("a", ordinal) for ordinal in range(4)])
        assert not list(comparison.compare([Curious(Plan())], rows, tmp_path, {}))
    assert seen == [(4, True, False, 4)] * 2


def test_very_many_holders_of_one_key_are_counted_and_the_first_are_named(tmp_path):
    holders = 100_000
    rows = (row("a@contoso.com", ordinal) for ordinal in range(holders))
    findings: Iterator[Any] = comparison.compare([Unique(Plan())], rows, tmp_path, {})
    told = Counter((one.message, len(one.related)) for one in findings)
    assert told == {("is held by 100000 objects", RELATED): holders}


def test_very_many_holders_of_one_key_need_little_memory(tmp_path, monkeypatch):
    monkeypatch.setattr(comparison, "_IN_MEMORY", 1000)
    rows = (row("a@contoso.com", ordinal) for ordinal in range(20_000))
    tracemalloc.start()
    count = sum(1 for _ in comparison.compare([Unique(Plan())], rows, tmp_path, {}))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 3 * 1024 * 1024


def test_a_check_that_crashes_is_told_and_the_others_go_on(compared):
    crashes: dict[str, Crash] = {}
    rows = [row("a", 1), row("a", 2), row("b", 3), row("b", 4)]
    found = compared([Fragile, Unique], rows, crashes)
    assert [ordinal for check, ordinal, _, _ in found if check == "unique"] == [1, 2, 3, 4]
    assert [ordinal for check, ordinal, _, _ in found if check == "fragile"] == [1, 3]
    assert crashes["fragile"][:2] == ("fragile", "CN=1")
    assert "no luck" in crashes["fragile"].error


def test_a_conclusion_that_crashes_is_told():
    crashes: dict[str, Crash] = {}
    checks = [Fragile(Plan()), Unique(Plan())]
    assert not list(conclude(checks, Counts(entries=3), crashes))
    assert crashes["fragile"].error == "RuntimeError: no luck with 3"
