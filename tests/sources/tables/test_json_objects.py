"""What `ConvertTo-Json` writes is read object by object."""

import io
import json
from contextlib import suppress
from typing import IO, cast

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.sources.ldif import utf8_stream
from readiness.sources.ldif.utf8_stream import Unreadable
from readiness.sources.tables import json_objects
from readiness.sources.tables.row_blocks import Row
from tests.writing import unhurried

ANA = {"DistinguishedName": "CN=Ana", "cn": "Ana", "proxyAddresses": ["SMTP:a@b.c", "smtp:d@e.f"]}
BOB = {"DistinguishedName": "CN=Bob", "cn": "B{o}b]", "SamAccountName": "bob"}


def read(text):
    return list(json_objects.rows(io.BytesIO(text.encode())))


@pytest.fixture(params=[1, 2, 7, 1000])
def chunk(request, monkeypatch):
    monkeypatch.setattr(utf8_stream, "_CHUNK_SIZE", request.param)


@pytest.mark.usefixtures("chunk")
@pytest.mark.parametrize("indent", [None, 4])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_objects_are_entries_with_their_lines(indent, end):
    text = json.dumps([ANA, BOB], indent=indent, ensure_ascii=False).replace("\n", end)
    rows = read(text)
    assert rows == [
        Row(
            2 if indent else 1,
            "CN=Ana",
            {"cn": [b"Ana"], "proxyAddresses": [b"SMTP:a@b.c", b"smtp:d@e.f"]},
        ),
        Row(10 if indent else 1, "CN=Bob", {"cn": [b"B{o}b]"], "SamAccountName": [b"bob"]}),
    ]


def test_one_object_needs_no_array():
    assert [row.dn for row in read(json.dumps(ANA))] == ["CN=Ana"]
    assert [row.dn for row in read(f"{json.dumps(ANA)}\n{json.dumps(BOB)}\n")] == [
        "CN=Ana",
        "CN=Bob",
    ]


@pytest.mark.usefixtures("chunk")
@pytest.mark.parametrize("cut", range(2, 200, 11))
def test_an_array_that_is_cut_short_is_never_taken_for_whole(cut):
    text = json.dumps([ANA, BOB], indent=2)
    assert cut < len(text)
    with pytest.raises(Unreadable, match="line"):
        read(text[:cut])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", None),
        ("[1]", "no object"),
        ('[{"DistinguishedName": "CN=a"}, 3]', "no object"),
        ('[{"DistinguishedName": "CN=a"}] x', "follows the end"),
        ('[{"DistinguishedName": tru}]', "damaged"),
        ('[{"DistinguishedName": "CN=a"}, {"a": 1 2}]', "damaged"),
        ('[{"cn": "a"}]', "no DistinguishedName"),
        ('[{"id": "1", "userPrincipalName": "a@b.c"}]', "tenant"),
        ('{"@odata.context": "https://graph.microsoft.com", "value": []}', "tenant"),
        ('{"schema_version": "1.0", "findings": []}', "report of readiness"),
        ('{"readiness_baseline": "1.0", "findings": {}}', "baseline of readiness"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"DistinguishedName": ' + "[" * 100_000, "nested too deeply"),
    ],
    ids=range(13),
)
def test_what_is_no_export_is_told(text, says):
    if says is None:
        assert read(text) == []
        return
    with pytest.raises(Unreadable, match=says) as raised:
        read(text)
    assert "\n" not in str(raised.value)


def test_damage_is_told_before_the_rest_is_read():
    def endless():
        yield b'[{"DistinguishedName": "CN=a", oh}'
        while True:
            yield b" " * 1000

    class Endless(io.RawIOBase):
        chunks = endless()
        asked = 0

        def read(self, _=-1):
            self.asked += 1
            assert self.asked < 10
            return next(self.chunks)

    with pytest.raises(Unreadable, match="damaged"):
        list(json_objects.rows(cast("IO[bytes]", Endless())))


def test_a_number_of_many_digits_is_read_without_delay():
    [row] = read(f'[{{"DistinguishedName": "CN=a", "uSNChanged": {"9" * 100_000}}}]')
    assert isinstance(row, Row)
    assert row.attributes["uSNChanged"] == [b"9" * 100_000]


@unhurried
@given(some.text(alphabet='[]{}":,1 \n\\u', max_size=60))
def test_any_text_is_read_or_told(text):
    with suppress(Unreadable):
        assert read(f'[{{"DistinguishedName": "CN=a"}}{text}')
