"""What a distinguished name tells of its entry."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.directory.identifiers.distinguished_name import (
    before_conflict,
    common_name,
    domain_of,
    fold_dn,
)
from tests.writing import unhurried

LOST = "CNF:f2953050-cfdc-4d5b-a667-7d6615694d51"


@pytest.mark.parametrize(
    ("dn", "name"),
    [
        ("CN=Ana Silva,OU=Staff,DC=contoso,DC=com", "Ana Silva"),
        ("cn=ana,DC=contoso,DC=com", "ana"),
        (r"CN=Silva\, Ana,OU=Staff,DC=contoso,DC=com", "Silva, Ana"),
        ("CN=Ana", "Ana"),
        ("OU=Staff,DC=contoso,DC=com", None),
        ("CN=,DC=contoso", None),
        (r"CN=Ana\0A1,DC=contoso", None),
        ("", None),
    ],
)
def test_the_common_name_stands_first(dn, name):
    assert common_name(dn) == name


@pytest.mark.parametrize(
    ("dn", "domain"),
    [
        ("CN=Ana,OU=Staff,DC=contoso,DC=com", "contoso.com"),
        ("CN=Ana,dc=emea,dc=contoso,dc=com", "emea.contoso.com"),
        ("CN=Ana,O=Contoso", ""),
        ("", ""),
    ],
)
def test_the_domain_stands_last(dn, domain):
    assert domain_of(dn) == domain


def test_names_of_one_entry_compare_without_case_and_blanks_after_commas():
    assert fold_dn("CN=Ana, OU=Staff, DC=contoso") == fold_dn("cn=ana,ou=STAFF,dc=Contoso")


def test_a_comma_of_the_name_itself_keeps_its_blank():
    assert fold_dn(r"CN=Silva\, Ana,DC=x") != fold_dn(r"CN=Silva\,Ana,DC=x")


@pytest.mark.parametrize("mark", [r"\0A", r"\0a", "\n"])
def test_the_name_before_a_conflict_is_told(mark):
    lost = f"CN=Ana{mark}{LOST},OU=Staff,DC=contoso,DC=com"
    assert before_conflict(lost) == "CN=Ana,OU=Staff,DC=contoso,DC=com"


def test_a_name_with_a_comma_can_lose_a_conflict():
    assert before_conflict(rf"CN=Silva\, Ana\0A{LOST},DC=x") == r"CN=Silva\, Ana,DC=x"


@pytest.mark.parametrize(
    "dn",
    ["CN=Ana,DC=x", f"CN={LOST},DC=x", rf"CN=Ana,OU=Old\0A{LOST},DC=x", rf"CN=a\\0A{LOST},DC=x"],
)
def test_other_names_lost_no_conflict(dn):
    assert before_conflict(dn) is None


@unhurried
@given(some.text(alphabet="CN=,\\0Aa\nF:x "))
def test_any_text_has_an_answer(dn):
    common_name(dn)
    domain_of(dn)
    before_conflict(dn)
    assert fold_dn(fold_dn(dn)) == fold_dn(dn)
