"""Octets and numbers of Active Directory, against the examples of their documentation."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.model.values import (
    NEVER,
    AccountControl,
    anchor_text,
    filetime,
    generalized_time,
    guid_octets,
    guid_text,
    is_hidden,
    sid_text,
    text,
    to_filetime,
    visible,
)
from tests.writing import unhurried

GUID = "00112233-4455-6677-8899-aabbccddeeff"
STORED = bytes.fromhex("33221100554477668899aabbccddeeff")
EPOCH_OF_UNIX = 116_444_736_000_000_000
"""https://learn.microsoft.com/windows/win32/sysinfo/converting-a-time-t-value-to-a-file-time"""


def test_the_first_three_fields_of_a_guid_are_stored_backwards():
    assert guid_text(STORED) == GUID


@pytest.mark.parametrize(
    "written", [GUID, GUID.upper(), f"{{{GUID}}}", base64.b64encode(STORED).decode()]
)
def test_a_guid_may_be_written_as_text(written):
    assert guid_octets(written.encode()) == STORED


@pytest.mark.parametrize(
    "octets", [b"", b"\x01" * 15, b"\x01" * 17, b"\xff" * 36, b"no guid", b"!" * 22 + b"=="]
)
def test_other_octets_are_no_guid(octets):
    assert guid_octets(octets) is None
    assert guid_text(octets) is None


def test_sixteen_octets_are_a_guid_even_if_they_look_like_text():
    assert guid_octets(b"abcdefghijklmnop") == b"abcdefghijklmnop"


def test_an_anchor_is_the_base64_of_the_stored_octets():
    assert anchor_text(STORED) == "MyIRAFVEd2aImaq7zN3u/w=="


# https://learn.microsoft.com/windows-server/identity/ad-ds/manage/understand-security-identifiers
@pytest.mark.parametrize(
    ("octets", "written"),
    [
        ("0101000000000001 00000000", "S-1-1-0"),
        ("0102000000000005 20000000 20020000", "S-1-5-32-544"),
        (
            "0105000000000005 15000000 dcf4dc3b 833d2b46 828ba628 00020000",
            "S-1-5-21-1004336348-1177238915-682003330-512",
        ),
        ("0101123456789abc 2a000000", "S-1-20015998343868-42"),
    ],
)
def test_a_sid_is_written_as_its_numbers(octets, written):
    assert sid_text(bytes.fromhex(octets)) == written


def test_a_sid_may_be_written_as_text():
    assert sid_text(b"S-1-5-32-544") == "S-1-5-32-544"


@pytest.mark.parametrize("octets", ["", "01", "0102000000000005 20000000", "0101000000000001 0000"])
def test_a_sid_whose_length_does_not_fit_is_none(octets):
    assert sid_text(bytes.fromhex(octets)) is None


def test_a_filetime_counts_from_1601():
    assert filetime(0) == datetime(1601, 1, 1, tzinfo=UTC)
    assert filetime(EPOCH_OF_UNIX) == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("value", [0x7FFFFFFFFFFFFFFF, 1 << 63, -(1 << 63)])
def test_a_time_beyond_the_calendar_is_none(value):
    assert filetime(value) is None


@pytest.mark.parametrize("value", [0, 9_223_372_036_854_775_807])
def test_an_account_that_never_expires_has_one_of_two_values(value):
    assert value in NEVER


@unhurried
@given(some.datetimes(min_value=datetime(1601, 1, 1)).map(lambda one: one.replace(tzinfo=UTC)))  # noqa: DTZ001 - hypothesis wants it naive
def test_a_time_survives_being_a_filetime(moment):
    assert filetime(to_filetime(moment)) == moment


# The forms of https://www.rfc-editor.org/rfc/rfc4517#section-3.3.13
@pytest.mark.parametrize(
    ("value", "hour", "minute", "second"),
    [
        ("20261122023206.0Z", 2, 32, 6),
        ("20261122023206Z", 2, 32, 6),
        ("202611220232Z", 2, 32, 0),
        ("2026112202Z", 2, 0, 0),
        ("20261122023206,123456Z", 2, 32, 6),
        ("20261122023206+0100", 1, 32, 6),
        ("20261122023206-01", 3, 32, 6),
        ("20261122023206.5-0130", 4, 2, 6),
    ],
)
def test_generalized_time_is_read_to_the_second(value, hour, minute, second):
    assert generalized_time(value) == datetime(2026, 11, 22, hour, minute, second, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "20261122023206",
        "20261322023206Z",
        "20261122023260Z",
        "2026-11-22",
        "20261122Z",
        "00010101000000+0100",
        "99991231235959-0100",
        "20261122023206Z ",
    ],
)
def test_a_malformed_time_is_none(value):
    assert generalized_time(value) is None


# https://learn.microsoft.com/troubleshoot/windows-server/active-directory/useraccountcontrol-manipulate-account-properties
@pytest.mark.parametrize(
    ("value", "flags"),
    [
        (512, AccountControl.NORMAL_ACCOUNT),
        (514, AccountControl.NORMAL_ACCOUNT | AccountControl.DISABLED),
        (544, AccountControl.NORMAL_ACCOUNT | AccountControl.PASSWORD_NOT_REQUIRED),
        (66048, AccountControl.NORMAL_ACCOUNT | AccountControl.PASSWORD_NEVER_EXPIRES),
        (262656, AccountControl.NORMAL_ACCOUNT | AccountControl.SMART_CARD_REQUIRED),
        (8388608, AccountControl.PASSWORD_EXPIRED),
        (16777216, AccountControl.TRUSTED_TO_AUTHENTICATE_FOR_DELEGATION),
        (524288, AccountControl.TRUSTED_FOR_DELEGATION),
        (1048576, AccountControl.NOT_DELEGATED),
        (2097152, AccountControl.DES_KEY_ONLY),
        (4194304, AccountControl.NO_PREAUTHENTICATION),
        (128, AccountControl.REVERSIBLE_PASSWORD),
    ],
)
def test_account_control_has_the_documented_bits(value, flags):
    assert AccountControl(value) == flags


def test_bits_without_a_name_do_no_harm():
    assert AccountControl(0x80000200) & AccountControl.NORMAL_ACCOUNT


def test_octets_that_are_no_text_stay_visible():
    assert text(b"M\xfcller") == r"M\xfcller"
    assert text("Müller".encode()) == "Müller"


@pytest.mark.parametrize(
    "character",
    ["\u200b", "\u00a0", "\u00ad", "\ufeff", "\t", "\x00", "\u202e", "\ue000", "\u2028"],
)
def test_what_shows_as_nothing_is_hidden(character):
    assert is_hidden(character)


@pytest.mark.parametrize("character", ["a", " ", "ü", "東", "😀", "!"])
def test_what_shows_is_not_hidden(character):
    assert not is_hidden(character)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("Ana Silva", "Ana Silva"),
        ("", ""),
        (" ", "␠"),
        ("  ana ", "␠␠ana␠"),
        ("ana\u200b", r"ana\u200b"),
        ("ana\u00a0silva", r"ana\xa0silva"),
        ("ana\tsilva", r"ana\x09silva"),
        ("\U000e0001", r"\U000e0001"),
        ("Željko 東 😀", "Željko 東 😀"),
        ("\x1b[31mred", r"\x1b[31mred"),
    ],
)
def test_hidden_characters_are_shown_as_escapes(value, shown):
    assert visible(value) == shown


@unhurried
@given(some.text())
def test_what_is_visible_has_nothing_hidden(value):
    assert not any(map(is_hidden, visible(value)))


@unhurried
@given(some.binary())
def test_any_octets_are_decoded_or_none(octets):
    guid_text(octets)
    sid_text(octets)
    assert isinstance(text(octets), str)
    assert base64.b64decode(anchor_text(octets)) == octets


@unhurried
@given(some.text(alphabet="0123456789.,+-Z"))
def test_any_text_is_a_time_or_none(value):
    found = generalized_time(value)
    assert found is None or found.utcoffset() == timedelta()
