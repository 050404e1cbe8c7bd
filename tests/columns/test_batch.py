"""A batch says of its entries what they say themselves."""

import marshal
import weakref
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.columns import batch as batch_module
from readiness.columns import kernels
from readiness.columns.batch import Batch
from readiness.columns.bitset import bits_of, bits_where, bytes_of, flags_of, indexes
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


def batch_of(records: list[tuple[str, dict[str, Any]]]) -> Batch:
    return Batch.of(records, range(1, len(records) + 1), WANTED)


def as_bytes(held: Any) -> list[bytes]:
    values = held if isinstance(held, list) else [held]
    return [value if isinstance(value, bytes) else value.encode() for value in values]


@pytest.fixture(params=[0, 100])
def _few(request, monkeypatch):
    """Columns are put side by side at once, or never."""
    monkeypatch.setattr(batch_module, "_FEW", request.param)


@pytest.mark.usefixtures("_few")
@unhurried
@given(RECORDS)
def test_an_entry_has_the_values_of_its_record(records):
    batch = batch_of(records)
    assert batch.size == len(records)
    for index, (dn, values) in enumerate(records):
        held = batch.values(index)
        assert batch.dn(index) == dn
        assert {name: as_bytes(held.get(name)) for name in values} == {
            name: as_bytes(value) for name, value in values.items()
        }
        assert [name in held for name in WANTED] == [
            name == "dn" or name in values for name in WANTED
        ]
        assert all(held.get(name) is None for name in WANTED if name not in held)


@unhurried
@given(RECORDS)
def test_a_batch_that_went_to_disk_comes_back(records):
    batch = batch_of(records)
    again = Batch.loaded(marshal.loads(marshal.dumps(batch.dump())))  # noqa: S302 - our own
    assert list(again.lines) == list(batch.lines)
    for index in range(batch.size):
        for name in WANTED:
            assert again.values(index).get(name) == batch.values(index).get(name)


@unhurried
@given(RECORDS, some.integers(0, 511))
def test_a_column_knows_who_has_what(records, chosen):
    batch = batch_of(records)
    for name, column in batch.columns.items():
        held = [[dn] if name == "dn" else values.get(name) for dn, values in records]
        listed = [None if one is None else as_bytes(one) for one in held]
        assert column.present == bits_where(one is not None for one in listed)
        assert column.several == bits_where(one and one[1:] for one in listed)
        assert [as_bytes(one) for one in column.values] == [
            [one] for several in listed for one in several or ()
        ]
        entries, values = column.held_by(chosen)
        expected = [
            (index, one)
            for index, several in enumerate(listed)
            if chosen >> index & 1
            for one in several or ()
        ]
        assert [(at, as_bytes(one)[0]) for at, one in zip(entries, values, strict=True)] == expected


@unhurried
@given(RECORDS, some.sets(VALUE))
def test_the_entries_with_one_of_some_values_are_found(records, sought):
    for column in batch_of(records).columns.values():
        assert column.holding(sought) == bits_of(
            {at for at, one in zip(column.entries, column.values, strict=True) if one in sought}
        )


@unhurried
@given(RECORDS)
def test_the_lines_of_an_entry_are_its_values_unless_one_of_them_is_odd(records):
    for name, column in batch_of(records).columns.items():
        if not column.is_text:
            continue
        for at, (dn, values) in enumerate(records):
            texts = [text(one) for one in as_bytes(dn if name == "dn" else values.get(name, []))]
            is_odd = any("\n" in one or "\\x" in one for one in texts)
            assert bool(column.odd >> at & 1) is is_odd
            assert column.lines[at] == ("" if is_odd else "\n".join(texts))


@pytest.mark.parametrize("find", [None, kernels.containing])
@pytest.mark.parametrize("sought", ["ki", "i\u0307", "\u00e9", ""])
def test_the_entries_that_contain_a_text_are_found_in_any_case(sought, find, monkeypatch):
    monkeypatch.setattr(kernels, "containing", find)
    # two characters beyond ASCII have small letters in it: the sign of Kelvin, and the dotted I
    for texts in (["KI", "\u212ai", "x"], ["\u0130", "i\u0307", "xki"], ["\u00c9", "aKi", ""]):
        column = batch_of([("CN=a", {"cn": text}) for text in texts]).columns["cn"]
        assert column.containing(sought) == bits_where(sought in text.lower() for text in texts)


@unhurried
@given(RECORDS)
def test_the_domains_of_a_column_are_those_of_its_values(records):
    for column in batch_of(records).columns.values():
        texts = [one if isinstance(one, str) else text(one) for one in column.values]
        # where a value is empty behind its @, there is no domain that anybody could ask about
        expected = {one.rpartition("@")[2] for one in texts if "@" in one}
        assert column.domains - {""} == expected - {""}


@unhurried
@given(RECORDS)
def test_odd_values_never_match(records):
    for column in batch_of(records).columns.values():
        assert column.failing(lambda _: ()) == column.odd
        assert column.failing(lambda lines: range(lines.count("\n"))) == column.present


@pytest.mark.parametrize("bits", [0, 1, 2, 0b1011, 1 << 70 | 1, (1 << 40) - 1])
def test_bits_and_indexes_are_two_ways_to_say_the_same(bits):
    assert bits_of(indexes(bits)) == bits
    assert int.from_bytes(bytes_of(bits), "little") == bits
    assert bits_where(flags_of(bits, 80)) == bits
    assert [at for at, flag in enumerate(flags_of(bits, 80)) if flag] == indexes(bits)


def test_a_batch_is_gone_with_its_last_user() -> None:
    # else its memory waits for a search for garbage, which takes time and comes late
    batch = batch_of([("CN=a", {"mail": "a@x.de"})])
    assert batch.each["mail"] == ["a@x.de"]
    assert batch.values(0).get("mail") == "a@x.de"
    gone = weakref.ref(batch)
    del batch
    assert gone() is None
