"""What `Export-Csv` writes is read as the entries that it was made of."""

import io

import pytest

from readiness.sources.tables import export_csv
from readiness.sources.tables.row_blocks import Row, RowProblem


def rows(text):
    return list(export_csv.rows(io.BytesIO(text.encode())))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("head", ["", "#TYPE Microsoft.ActiveDirectory.Management.ADUser\n"])
def test_a_row_is_an_entry_with_its_line(delimiter, head):
    header = delimiter.join(['"DistinguishedName"', '"SamAccountName"', '"Surname"'])
    row = delimiter.join(['"CN=a,DC=b"', '"ana"', '""'])
    assert rows(f"{head}{header}\n{row}\n") == [
        Row(3 if head else 2, "CN=a,DC=b", {"SamAccountName": [b"ana"]})
    ]


@pytest.mark.parametrize(
    ("name", "cell", "values"),
    [
        ("proxyAddresses", "SMTP:a@b.c;smtp:d@e.f", ["SMTP:a@b.c", "smtp:d@e.f"]),
        ("proxyAddresses", "SMTP:a@b.c, smtp:d@e.f", ["SMTP:a@b.c", "smtp:d@e.f"]),
        ("proxyAddresses", "SMTP:a@b.c smtp:d@e.f", ["SMTP:a@b.c", "smtp:d@e.f"]),
        ("proxyAddresses", "X400:C=US;A= ;P=x;SMTP:a@b.c", ["X400:C=US;A= ;P=x", "SMTP:a@b.c"]),
        ("proxyAddresses", "x400:C=US;DDA:X=y;P=z", ["x400:C=US;DDA:X=y;P=z"]),
        ("proxyAddresses", "smtp:a b@c.d", ["smtp:a b@c.d"]),
        ("MemberOf", r"CN=a\;b,DC=c; CN=d,DC=c", [r"CN=a\;b,DC=c", "CN=d,DC=c"]),
        ("mail", "a@b.c;d@e.f", ["a@b.c;d@e.f"]),
    ],
)
def test_values_that_people_joined_are_parted(name, cell, values):
    [row] = rows(f'"DistinguishedName","{name}"\n"CN=a","{cell}"\n')
    assert isinstance(row, Row)
    assert row.attributes == {name: [value.encode() for value in values]}


def test_a_column_that_is_nearly_what_is_wanted_is_told_as_lost():
    told, _ = rows('"DistinguishedName","UserPrincipleName"\n"CN=a",""\n')
    assert isinstance(told, RowProblem)
    assert (told.line, told.attribute) == (1, "userprincipalname")
    assert "UserPrincipleName: export again with userPrincipalName in its place" in told.message


def test_columns_that_only_resemble_one_another_are_left_in_peace():
    names = (
        "DistinguishedName,userPrincipalName,UserPrincipleName,SID,sAMAccountType,objectCategory,"
        "displayNamePrintable,AccountExpirationDate,otherMailbox,PrimaryGroup,ProxyAddresses"
    )
    assert rows(f"{names}\nCN=a{',' * names.count(',')}\n") == [Row(2, "CN=a", {})]
