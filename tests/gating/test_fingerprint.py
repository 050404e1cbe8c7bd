"""A finding keeps its identity across runs, and tells nothing about the person."""

import re

from hypothesis import given
from hypothesis import strategies as some

from readiness.gating.fingerprint import Fingerprints, fingerprint
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


def test_findings_that_have_all_in_common_are_counted():
    prints = Fingerprints()
    first = prints.of("proxy-address-repeated", GUID, "proxyAddresses", "smtp:a@b.c")
    second = prints.of("proxy-address-repeated", GUID, "proxyAddresses", "SMTP:a@b.c")
    assert first == fingerprint("proxy-address-repeated", GUID, "proxyAddresses", "smtp:a@b.c")
    assert second != first


def test_the_count_begins_again_with_each_entry():
    prints = Fingerprints()
    first = prints.of("a", GUID, "mail", "x")
    prints.of("a", "cn=other", "mail", "x")
    assert prints.of("a", GUID, "mail", "x") == first
