"""A finding keeps its identity across runs, and tells nothing about the person."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.gating.fingerprint import Occurrences, digest_of, fingerprint
from tests.writing import unhurried

GUID = "f2953050-cfdc-4d5b-a667-7d6615694d51"


def test_a_fingerprint_never_changes():
    expected = "v1:2e021c01f9b4455f"
    assert fingerprint("upn-missing", GUID, "userPrincipalName", None)[:19] == expected


@unhurried
@given(some.text(), some.text(), some.text(), some.one_of(some.none(), some.text()))
def test_a_fingerprint_is_a_number_of_a_known_version(check, entry, attribute, value):
    assert re.fullmatch(r"v1:[0-9a-f]{32}", fingerprint(check, entry, attribute, value))


def test_text_that_is_no_unicode_has_a_fingerprint():
    assert fingerprint("mail-malformed", GUID, "mail", "\udc80")


def test_it_differs_by_check_entry_attribute_and_value():
    findings = [
        ("mail-malformed", GUID, "mail", "ana@contoso"),
        ("mail-missing", GUID, "mail", "ana@contoso"),
        ("mail-malformed", "cn=ana,dc=contoso,dc=com", "mail", "ana@contoso"),
        ("mail-malformed", GUID, "proxyAddresses", "ana@contoso"),
        ("mail-malformed", GUID, "mail", "bob@contoso"),
    ]
    assert len({fingerprint(*one) for one in findings}) == len(findings)


def test_parts_do_not_run_into_each_other():
    assert fingerprint("a", "bc", "d", "e") != fingerprint("ab", "c", "d", "e")
    assert fingerprint("a", "b", "c", "de") != fingerprint("a", "b", "cd", "e")


def test_letter_case_and_outer_blanks_do_not_matter():
    one = fingerprint("mail-malformed", GUID, "mail", "Ana@contoso")
    assert fingerprint("mail-malformed", GUID, "MAIL", " ana@contoso ") == one


def test_no_value_is_as_good_as_an_empty_one():
    assert fingerprint("a", GUID, "mail", None) == fingerprint("a", GUID, "mail", "")


def test_findings_that_have_all_in_common_are_told_apart_by_their_number():
    found = {fingerprint("a", GUID, "mail", "x", occurrence=number) for number in range(3)}
    assert len(found) == 3
    assert fingerprint("a", GUID, "mail", "x") in found


def test_occurrences_are_numbered_and_begin_again_with_each_entry():
    occurrences = Occurrences()
    numbers = [occurrences.of("a", GUID, same) for same in ("v1:0", "v1:0", "v1:1", "v1:0")]
    assert numbers == [0, 1, 0, 2]
    assert occurrences.of("a", "cn=other", "v1:0") == 0
    assert occurrences.of("b", "cn=other", "v1:0") == 0


@pytest.mark.parametrize("text", ["v2:" + "0" * 32, "v1:" + "0" * 30, "v1", "", "v1:x"])
def test_what_is_no_fingerprint_has_no_digest(text):
    with pytest.raises(ValueError, match=r"."):
        digest_of(text)
