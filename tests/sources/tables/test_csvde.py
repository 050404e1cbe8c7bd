"""What csvde writes is read as the entries that it was made of."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.sources.ldif import utf8_stream
from readiness.sources.ldif.block_splitter import Block
from readiness.sources.ldif.utf8_stream import Unreadable
from readiness.sources.tables import csv_rows, csvde
from readiness.sources.tables.row_blocks import Row, RowProblem, blocks
from tests.writing import unhurried

HEADER = "DN,objectClass,cn,proxyAddresses,mail,objectGUID"


def read(*lines, end="\n"):
    return list(csvde.rows(io.BytesIO("".join(line + end for line in (HEADER, *lines)).encode())))


def only(line):
    [row] = read(line)
    assert isinstance(row, Row), row
    return row


def test_a_row_is_an_entry_with_its_line():
    row = only('"CN=Ana,DC=contoso,DC=com",user,Ana,,ana@contoso.com,')
    assert row == Row(
        2,
        "CN=Ana,DC=contoso,DC=com",
        {"objectClass": [b"user"], "cn": [b"Ana"], "mail": [b"ana@contoso.com"]},
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_rows_know_their_lines_whatever_their_values_hold(end):
    rows = read("CN=a,user,a,,,", '"CN=b",user,"two\nlines",,,', "", "CN=c,user,c,,,", end=end)
    assert [(row.line, row.dn) for row in rows] == [(2, "CN=a"), (3, "CN=b"), (6, "CN=c")]
    assert rows[1].attributes["cn"] == [b"two\nlines"]


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("SMTP:a@b.c", [b"SMTP:a@b.c"]),
        ("SMTP:a@b.c;smtp:d@e.f", [b"SMTP:a@b.c", b"smtp:d@e.f"]),
        (r"X400:C=US\;A= \;P=x;smtp:d@e.f", [b"X400:C=US;A= ;P=x", b"smtp:d@e.f"]),
        (r"x500:/cn=a\\b", [rb"x500:/cn=a\b"]),
        (r"x500:\a", [rb"x500:\a"]),
        ("X'536d74703a61';smtp:d@e.f", [b"Smtp:a", b"smtp:d@e.f"]),
    ],
)
def test_several_values_of_a_cell_are_parted(cell, values):
    assert only(f"CN=a,user,a,{cell},,").attributes["proxyAddresses"] == values


def test_the_value_of_an_attribute_that_has_but_one_is_not_parted():
    assert only("CN=a,user,a,,a@b.c;d@e.f,").attributes["mail"] == [b"a@b.c;d@e.f"]


def test_octets_are_written_in_hexadecimal():
    row = only("X'434e3d5a6fc3ab',user,X'5a6fc3ab',,,X'00ff'")
    assert row.dn == "CN=Zoë"
    assert row.attributes["cn"] == ["Zoë".encode()]
    assert row.attributes["objectGUID"] == [b"\x00\xff"]


def test_what_only_looks_like_hexadecimal_is_text():
    assert only("CN=a,user,X'5a6,,,").attributes["cn"] == [b"X'5a6"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("CN=b,user", "has 2 cells instead of 6"),
        ('CN=b,user,"b"x,,,', "is damaged"),
        (",user,b,,,", "has no DN"),
    ],
)
def test_a_damaged_row_costs_itself_alone(line, says):
    rows = read("CN=a,user,a,,,", line, "CN=c,user,c,,,")
    assert [row.line for row in rows] == [2, 3, 4]
    assert isinstance(rows[1], RowProblem)
    assert says in rows[1].message


@pytest.mark.parametrize("tail", ['CN=b,user,"b', "CN=b,us", "CN=b,user,b,,,b"])
def test_a_table_that_is_cut_short_is_told(tail):
    file = io.BytesIO(f"{HEADER}\nCN=a,user,a,,,\n{tail}".encode())
    assert any(isinstance(row, RowProblem) for row in csvde.rows(file))


@unhurried
@given(some.text(alphabet=",;\"'\\X0a\n\r", max_size=60))
def test_any_text_below_a_header_is_read_or_told(text):
    for row in read(text):
        assert isinstance(row, Row | RowProblem)


def test_what_was_read_before_the_damage_is_kept():
    def rows():
        yield Row(2, "CN=a", {})
        raise Unreadable("damaged")

    found: list[Block] = []
    with pytest.raises(Unreadable):
        found.extend(blocks(rows()))
    assert [block.data for block in found] == [b"dn: CN=a\n\n"]


def test_a_line_without_end_is_not_held_in_memory(monkeypatch):
    monkeypatch.setattr(csv_rows, "LINE_MAX", 1000)
    monkeypatch.setattr(utf8_stream, "_CHUNK_SIZE", 100)
    with pytest.raises(Unreadable, match="longer than 1,000 characters"):
        read("x" * 5000)


def test_a_quote_that_is_never_closed_is_told(monkeypatch):
    monkeypatch.setattr(csv_rows, "LINE_MAX", 1000)
    rows = read("CN=a,user,a,,,", '"CN=b,user,b,,,', *["CN=c,user,c,,,"] * 200)
    assert [row.line for row in rows[:2]] == [2, 3]
    assert isinstance(rows[1], RowProblem)


def test_columns_without_a_name_are_passed_over():
    file = io.BytesIO(b"DN,objectClass,,\nCN=a,user,,\n")
    assert list(csvde.rows(file)) == [Row(2, "CN=a", {"objectClass": [b"user"]})]
