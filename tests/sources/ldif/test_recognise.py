"""What a file is, is told by its beginning."""

import bz2
import gzip
import io
import lzma
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.sources.ldif.recognise import Form, form_of, missing_file
from readiness.sources.ldif.utf8_stream import Unreadable
from tests.writing import unhurried

LDIF = b"dn: CN=a,DC=contoso,DC=com\nobjectClass: user\n\n"
IDFIX = (
    "DISTINGUISHEDNAME,COMMONNAME,OBJECTCLASS,ATTRIBUTE,ERROR,VALUE,UPDATE,PROPOSEDACTION,ACTION\n"
)


def zipped():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("export.ldif", LDIF)
    return file.getvalue()


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (zipped(), "ZIP archive"),
        (lzma.compress(LDIF), "xz"),
        (bz2.compress(LDIF), "bzip2"),
        (b"\x28\xb5\x2f\xfd\x04\x00", "Zstandard"),
        (b"7z\xbc\xaf\x27\x1c\x00", "7-Zip"),
        (b"ElfFile\x00\x00", "event log"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Excel"),
        (b"TDB file\n\x00", "Samba"),
        (bytes(4) + b"\xef\xcd\xab\x89" + bytes(8), "ntds.dit"),
        (LDIF.decode().encode("utf-32"), "UTF-32"),
        (LDIF.decode().encode("utf-32-le"), "UTF-32"),
        (LDIF.decode().encode("utf-32-be"), "UTF-32"),
        (b"<!DOCTYPE html>\n<html>", "HTML"),
        (b"\r\n<HTML><body>", "HTML"),
        (b"<?xml version='1.0'?>", "XML"),
        (IDFIX.encode(), "IdFix"),
        (b"\n\nDistinguishedName : CN=a\nEnabled           : True\n", "on the screen"),
    ],
)
def test_a_wrong_file_is_named_with_what_to_do(head, what):
    with pytest.raises(Unreadable, match=what) as raised:
        form_of(head)
    assert "not an export of a directory: " in str(raised.value)


@pytest.mark.parametrize(
    "head",
    [
        b"check,severity,dn\nmail-missing,error,CN=a\n",
        b"Dear all,\n",
        b"what is this\n",
        b"\x89PNG\r\n\x1a\n\0",
    ],
)
def test_what_is_neither_an_export_nor_known_is_told(head):
    with pytest.raises(Unreadable, match=r"neither LDIF nor a table with a column DN|binary data"):
        form_of(head)


@pytest.mark.parametrize("head", [b"<html>", IDFIX.encode()])
def test_a_wrong_file_is_named_though_it_is_compressed(head):
    with pytest.raises(Unreadable, match=r"HTML|IdFix"):
        form_of(gzip.compress(head))


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("", Form.LDIF),
        ("dn: CN=a\n", Form.LDIF),
        ("dn:: Q049YQ==\n", Form.LDIF),
        ("version: 1\n\ndn: CN=a\n", Form.LDIF),
        ("# extended LDIF\n#\n", Form.LDIF),
        ("# a, b, c\ndn: CN=a\n", Form.LDIF),
        ("what is this, then\ndn: CN=a\n", Form.LDIF),
        ("what is this\n" * 10_000, Form.LDIF),  # the first dn may be further down
        ("DN,objectClass,cn\n", Form.CSVDE),
        ("dn;objectClass;cn\n", Form.CSVDE),
        ("DN,objectClass,,\n", Form.CSVDE),
        ('"DN","objectClass","cn"\n', Form.CSVDE),
        ('"DistinguishedName","Enabled"\n', Form.EXPORT_CSV),
        ("Enabled\tDistinguishedName\n", Form.EXPORT_CSV),
        ('#TYPE Selected.Microsoft.ADUser\n"Enabled","DistinguishedName"\n', Form.EXPORT_CSV),
        ('[\n  {"DistinguishedName": "CN=a"}\n]', Form.JSON),
        ('{"DistinguishedName": "CN=a"}', Form.JSON),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_form_of_an_export_is_told_in_any_encoding(text, form, encoding, end):
    head = text.replace("\n", end).encode(encoding)
    assert form_of(head) is form
    assert form_of(gzip.compress(head)) is form


@unhurried
@given(some.binary(max_size=100) | some.text(max_size=100).map(str.encode))
def test_any_beginning_has_a_form_or_is_refused_in_one_line(head):
    try:
        outcome = form_of(head).kind
    except Unreadable as unreadable:
        outcome = str(unreadable)
    assert outcome
    assert "\n" not in outcome


@pytest.mark.parametrize(
    "location",
    [
        "dc1.contoso.com",
        "dc1.contoso.com:636",
        "https://dc1.contoso.com",
        "https://dc1.contoso.com/",
        "ldaps:dc1.contoso.com",
        "ldap:/dc1.contoso.com",
    ],
)
def test_a_host_where_a_file_was_meant_is_answered_with_its_url(location):
    assert missing_file(location).endswith("write ldaps://dc1.contoso.com")


@pytest.mark.parametrize(
    ("location", "host"),
    [("10.0.0.1", "10.0.0.1"), ("https://10.0.0.1", "10.0.0.1"), ("dc1", "dc1")],
)
def test_an_address_or_a_short_name_is_answered_with_its_url(location, host):
    assert missing_file(location).endswith(f"write ldaps://{host}")


@pytest.mark.parametrize("location", ["export.ldif", "a/b.csv", "x", "exports/dc1.contoso.com"])
def test_a_missing_file_is_no_host(location):
    assert missing_file(location) == "there is no such file"
