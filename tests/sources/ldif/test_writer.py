"""What is written as LDIF is read again as it was."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from readiness.sources.ldif.batch_reader import BatchReader
from readiness.sources.ldif.record_reader import Record, read_records
from readiness.sources.ldif.writer import record, record_in_python

VALUES = st.lists(
    st.one_of(st.binary(max_size=40), st.text(max_size=40).map(str.encode)), min_size=1, max_size=3
)


@settings(deadline=None)  # the machine may be busy
@given(VALUES)
@example([b""])
@example([b" leading", b"trailing ", b":colon", b"<less", b"a\nb", b"a\rb", b"\0", "é".encode()])
def test_every_value_survives(values):
    octets = record("CN=Zoë,DC=contoso".encode(), [(b"description", values)])
    (found,) = read_records(octets.decode("ascii").split("\n"), 1, frozenset({"description"}))
    assert isinstance(found, Record)
    held = found.values["description"]
    read = held if isinstance(held, list) else [held]
    assert [one if isinstance(one, bytes) else one.encode() for one in read] == values
    assert found.dn == "CN=Zoë,DC=contoso"


@settings(deadline=None)  # the machine may be busy
@given(VALUES)
def test_the_fast_reader_reads_the_same(values):
    octets = record(b"CN=Ana,DC=contoso", [(b"description", values)])
    [batch] = BatchReader(["description"], {"description": 0}).read(octets, 1).batches
    assert batch.dn(0) == "CN=Ana,DC=contoso"
    held = batch.values(0).get("description")
    assert (held if isinstance(held, list) else [held]) == values


def test_one_value_takes_one_line_however_long_it_is():
    octets = record(b"CN=Ana", [(b"description", [b"x" * 5000])])
    assert octets == b"dn: CN=Ana\ndescription: " + b"x" * 5000 + b"\n\n"


@pytest.mark.parametrize("name", [b"", b"a\nb", b"a: b", b"1a", "é".encode()])
def test_the_name_of_an_attribute_cannot_carry_anything_else(name):
    for write in (record, record_in_python):
        with pytest.raises(ValueError, match="no name has"):
            write(b"CN=Ana", [(name, [b"x"])])


@settings(deadline=None)  # the machine may be busy
@given(st.binary(max_size=40), VALUES)
def test_the_compiled_writer_and_its_twin_write_the_same(dn, values):
    attributes = [(b"description", values), (b"2.5.4.4;binary", [b"x"]), (b"cn", [])]
    assert record(dn, attributes) == record_in_python(dn, attributes)
