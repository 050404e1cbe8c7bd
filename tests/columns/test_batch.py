"""A table says of its entries what they say themselves."""

import marshal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.columns import column as column_module
from readiness.columns.batch import Batch
from readiness.columns.bitset import bits_of, flags, numbers, octets_of
from readiness.columns.column import TEXT
from readiness.model.values import text
from tests.writing import unhurried

WANTED = {"dn": TEXT, "mail": TEXT, "cn": TEXT, "objectguid": 0}
VALUE = some.one_of(
    some.sampled_from(["", "a", "ana@x.de", "Ana@X.de", " b@x.de ", "@", "a@b@x.de", "é@x.de"]),
    some.sampled_from([b"", b"a", b"two\nlines", b"\xff@x.de", "é".encode()]),
)
HELD = some.one_of(VALUE, some.lists(VALUE, min_size=2, max_size=3))
RECORDS = some.lists(
    some.tuples(
        some.sampled_from(["CN=a", "CN=é", "CN=two\nlines"]),
        some.dictionaries(some.sampled_from(["mail", "cn", "objectguid"]), HELD),
    ),
    max_size=9,
)


def table_of(records: list[tuple[str, dict[str, Any]]]) -> Batch:
    return Batch.of(records, range(1, len(records) + 1), WANTED)


def octets(held: Any) -> list[bytes]:
    values = held if isinstance(held, list) else [held]
    return [one if isinstance(one, bytes) else one.encode() for one in values]


@pytest.fixture(params=[0, 100])
def _often(request, monkeypatch):
    """A column changes its ways after so many questions."""
    monkeypatch.setattr(column_module, "_OFTEN", request.param)


@pytest.mark.usefixtures("_often")
@unhurried
@given(RECORDS)
def test_an_entry_has_the_values_of_its_record(records):
    batch = table_of(records)
    assert batch.size == len(records)
    for at, (dn, values) in enumerate(records):
        held = batch.values(at)
        assert batch.dn(at) == dn
        assert {*held} == {"dn", *values}
        assert {name: octets(held[name]) for name in values} == {
            name: octets(one) for name, one in values.items()
        }
        assert [name in held for name in WANTED] == [
            name == "dn" or name in values for name in WANTED
        ]


@unhurried
@given(RECORDS)
def test_a_table_that_went_to_disk_comes_back(records):
    batch = table_of(records)
    again = Batch.loaded(marshal.loads(marshal.dumps(batch.dump())))  # noqa: S302 - our own
    assert list(again.lines) == list(batch.lines)
    for at in range(batch.size):
        assert dict(again.values(at)) == dict(batch.values(at))


@unhurried
@given(RECORDS, some.integers(0, 511))
def test_a_column_knows_who_has_what(records, chosen):
    batch = table_of(records)
    for name, column in batch.columns.items():
        held = [[dn] if name == "dn" else values.get(name) for dn, values in records]
        listed = [None if one is None else octets(one) for one in held]
        assert column.present == bits_of(at for at, one in enumerate(listed) if one is not None)
        assert column.several == bits_of(at for at, one in enumerate(listed) if one and one[1:])
        assert [octets(one) for one in column.values] == [
            [one] for some in listed for one in some or ()
        ]
        entries, values = column.held_by(chosen)
        expected = [
            (at, one) for at, some in enumerate(listed) if chosen >> at & 1 for one in some or ()
        ]
        assert [(at, octets(one)[0]) for at, one in zip(entries, values, strict=True)] == expected


@unhurried
@given(RECORDS)
def test_the_lines_of_an_entry_are_its_values_unless_one_of_them_is_odd(records):
    for name, column in table_of(records).columns.items():
        if not column.is_text:
            continue
        for at, (dn, values) in enumerate(records):
            texts = [text(one) for one in octets(dn if name == "dn" else values.get(name, []))]
            is_odd = any("\n" in one or "\\x" in one for one in texts)
            assert bool(column.odd >> at & 1) is is_odd
            assert column.lines[at] == ("" if is_odd else "\n".join(texts))


@unhurried
@given(RECORDS, some.sampled_from(["@x.de", "e", "@"]))
def test_the_values_with_an_end_are_found(records, end):
    for column in table_of(records).columns.values():
        expected = [
            at
            for at, one in enumerate(column.values)
            if column.is_text and isinstance(one, str) and one.endswith(end)
        ]
        assert list(column.ending(end)) == expected


@unhurried
@given(RECORDS)
def test_odd_values_never_match(records):
    for column in table_of(records).columns.values():
        assert column.failing(lambda _: ()) == column.odd
        assert column.failing(lambda lines: range(lines.count("\n"))) == column.present


@pytest.mark.parametrize("bits", [0, 1, 2, 0b1011, 1 << 70 | 1])
def test_bits_and_numbers_are_two_ways_to_say_the_same(bits):
    assert bits_of(numbers(bits)) == bits
    assert int.from_bytes(octets_of(bits), "little") == bits
    assert [at for at, flag in enumerate(flags(bits, 80)) if flag] == list(numbers(bits))
