"""The decoder of search answers agrees with another one, and does not trust what it gets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ldap3.protocol.rfc4511 import (
    LDAPDN,
    AttributeDescription,
    LDAPMessage,
    LDAPString,
    MessageID,
    PartialAttribute,
    PartialAttributeList,
    ProtocolOp,
    ResultCode,
    SearchResultDone,
    SearchResultEntry,
    Vals,
)
from pyasn1.codec.ber import encoder

from readiness.sources.protocol import ber
from readiness.sources.protocol.ber import Damaged, Done, Raw

NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True).map(str.encode)
VALUES = st.lists(st.binary(max_size=300), max_size=4)
ENTRIES = st.builds(Raw, st.binary(max_size=200), st.lists(st.tuples(NAMES, VALUES), max_size=6))


def encoded(raw: Raw, number: int = 7) -> bytes:
    """An entry as another library sends it."""
    answer = SearchResultEntry()
    answer["object"] = LDAPDN(raw.dn)
    attributes = PartialAttributeList()
    for at, (name, values) in enumerate(raw.attributes):
        attribute = PartialAttribute()
        attribute["type"] = AttributeDescription(name)
        attribute["vals"] = Vals()
        for position, value in enumerate(values):
            attribute["vals"].setComponentByPosition(position, value)
        attributes.setComponentByPosition(at, attribute)
    answer["attributes"] = attributes
    return message("searchResEntry", answer, number)


def message(kind: str, answer: object, number: int) -> bytes:
    whole = LDAPMessage()
    whole["messageID"] = MessageID(number)
    whole["protocolOp"] = ProtocolOp().setComponentByName(kind, answer)
    return bytes(encoder.encode(whole))


@settings(deadline=None)  # the machine may be busy
@given(ENTRIES, st.integers(1, 2**31 - 1))
def test_an_entry_is_decoded_as_it_was_encoded(raw, number):
    octets = encoded(raw, number)
    found, tag, at = ber.message(octets)
    assert (found, tag) == (number, ber.ENTRY)
    decoded = ber.entry(octets, at)
    # a SET has no order: the other library sorts values
    assert decoded.dn == raw.dn
    assert [(n, sorted(v)) for n, v in decoded.attributes] == [
        (n, sorted(v)) for n, v in raw.attributes
    ]


def test_lengths_of_four_octets_are_understood_as_active_directory_writes_them():
    def long(tag: int, content: bytes) -> bytes:
        return bytes([tag, 0x84]) + len(content).to_bytes(4, "big") + content

    attribute = long(0x30, long(4, b"cn") + long(0x31, long(4, b"Ana")))
    octets = long(0x30, b"\x02\x01\x07" + long(0x64, long(4, b"CN=Ana") + long(0x30, attribute)))
    assert ber.message(octets)[:2] == (7, ber.ENTRY)
    assert ber.entry(octets, ber.message(octets)[2]) == Raw(b"CN=Ana", [(b"cn", [b"Ana"])])


@settings(deadline=None)  # the machine may be busy
@given(ENTRIES, st.data())
def test_a_damaged_entry_is_refused_or_read_but_never_crashes(raw, data):
    octets = bytearray(encoded(raw))
    at = data.draw(st.integers(0, len(octets) - 1))
    octets[at] = data.draw(st.integers(0, 255))
    try:
        _, _, start = ber.message(bytes(octets))
        ber.entry(bytes(octets), start)
    except (Damaged, ValueError):
        pass


@settings(deadline=None)  # the machine may be busy
@given(ENTRIES, st.data())
def test_an_entry_that_is_cut_short_is_refused(raw, data):
    octets = encoded(raw)
    cut = data.draw(st.integers(0, len(octets) - 1))
    with pytest.raises((Damaged, ValueError)):
        ber.entry(octets[:cut], ber.message(octets[:cut])[2])


def test_the_end_of_a_search_is_decoded():
    answer = SearchResultDone()
    answer["resultCode"] = ResultCode(32)
    answer["matchedDN"] = LDAPDN(b"DC=contoso")
    answer["diagnosticMessage"] = LDAPString(b"no such thing\0")
    octets = message("searchResDone", answer, 9)
    assert ber.done(octets, ber.message(octets)[2]) == Done(32, "DC=contoso", "no such thing")


def test_the_cookie_of_the_next_page_is_found_among_the_controls():
    value = bytes.fromhex("3009020100040463617468")  # SEQUENCE { 0, "cath" }
    name = ber.PAGED_RESULTS
    control = b"\x04" + bytes([len(name)]) + name + b"\x01\x01\xff" + b"\x04" + bytes([len(value)])
    control = b"\x30" + bytes([len(control) + len(value)]) + control + value
    controls = b"\xa0" + bytes([len(control)]) + control
    done = b"\x65\x07\x0a\x01\x00\x04\x00\x04\x00"
    octets = b"\x30" + bytes([3 + len(done) + len(controls)]) + b"\x02\x01\x09" + done + controls
    assert ber.done(octets, ber.message(octets)[2]) == Done(0, cookie=b"cath")
