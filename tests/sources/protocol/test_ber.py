"""The decoder of search answers agrees with another one, and does not trust what it gets."""

from __future__ import annotations

from collections.abc import Callable

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
from readiness.sources.protocol.errors import Damaged
from readiness.sources.protocol.operations import LdapEntry, LdapResult
from tests.sources.live import ldap_messages as ldap

Decoder = Callable[[bytes, int], LdapEntry | None]

NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,20}", fullmatch=True).map(str.encode)
VALUES = st.lists(st.binary(max_size=300), max_size=4)
ENTRIES = st.builds(
    LdapEntry, st.binary(max_size=200), st.lists(st.tuples(NAMES, VALUES), max_size=6)
)


def encoded(raw: LdapEntry, number: int = 7) -> bytes:
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


DECODERS = [ber.entry, ber.entry_in_python]


@settings(deadline=None)  # the machine may be busy
@given(ENTRIES, st.integers(1, 2**31 - 1))
def test_an_entry_is_decoded_as_it_was_encoded(raw, number):
    data = encoded(raw, number)
    for decode in DECODERS:
        decoded = decode(data, number)
        assert decoded
        # a SET has no order: the other library sorts values
        assert decoded.dn == raw.dn
        assert [(n, sorted(v)) for n, v in decoded.attributes] == [
            (n, sorted(v)) for n, v in raw.attributes
        ]
        assert decode(data, number - 1) is None


def long(tag: int, content: bytes) -> bytes:
    """An element with a length of four bytes, as Active Directory writes it."""
    return bytes([tag, 0x84]) + len(content).to_bytes(4, "big") + content


@pytest.mark.parametrize("decode", DECODERS)
def test_lengths_of_four_bytes_are_understood(decode):
    attribute = long(0x30, long(4, b"cn") + long(0x31, long(4, b"Ana")))
    data = long(0x30, b"\x02\x01\x07" + long(0x64, long(4, b"CN=Ana") + long(0x30, attribute)))
    assert decode(data, 7) == LdapEntry(b"CN=Ana", [(b"cn", [b"Ana"])])


@settings(deadline=None)  # the machine may be busy
@given(ENTRIES, st.data())
def test_the_compiled_decoder_and_its_twin_agree_on_damage(raw, data):
    damaged = bytearray(encoded(raw))
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    assert outcome(ber.entry, bytes(damaged)) == outcome(ber.entry_in_python, bytes(damaged))


@settings(deadline=None)  # the machine may be busy
@given(ENTRIES, st.data())
def test_an_entry_that_is_cut_short_is_damage(raw, data):
    whole = encoded(raw)
    cut = whole[: data.draw(st.integers(0, len(whole) - 1))]
    assert {outcome(decode, cut) for decode in DECODERS} == {"damaged"}


def outcome(decode: Decoder, data: bytes) -> object:
    """What a decoder makes of some bytes; what is no entry is decided by reading the message."""
    try:
        found = decode(data, 7)
        if found is None:
            ber.message(data)
    except Damaged:
        return "damaged"
    return repr(found)


def test_the_end_of_a_search_is_decoded():
    answer = SearchResultDone()
    answer["resultCode"] = ResultCode(32)
    answer["matchedDN"] = LDAPDN(b"DC=contoso")
    answer["diagnosticMessage"] = LDAPString(b"no such thing\0")
    found = ber.result(ber.message(message("searchResDone", answer, 9)))
    assert found == LdapResult(32, "no such thing", matched=b"DC=contoso")


def test_the_cookie_of_the_next_page_is_found_among_the_controls():
    end = ldap.message(9, ldap.result(ldap.DONE), ldap.page_control(b"cath"))
    assert ber.result(ber.message(end)) == LdapResult(0, cookie=b"cath")


@pytest.mark.parametrize("name", ["cn", "2.5.4.3", "userCertificate;binary", "member;range=0-*"])
def test_a_name_of_an_attribute_is_one(name):
    assert ber.is_name(name.encode())


@pytest.mark.parametrize("name", ["", "1a", "a.b", "2.", "a;", "a;;b", "a b", "a\n", "-a", "é"])
def test_what_cannot_name_an_attribute_is_damage(name):
    data = encoded(LdapEntry(b"CN=Ana", [(name.encode(), [b"x"])]))
    for decode in DECODERS:
        with pytest.raises(Damaged):
            decode(data, 7)
