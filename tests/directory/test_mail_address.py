"""Mail addresses and proxy addresses, and how two of them compare."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.directory.addresses.mail_address import (
    ADDRESS,
    PLAIN_ADDRESS,
    address_flaw,
    fold,
    fold_proxy,
    is_sip,
    is_smtp,
    split_proxy,
    tidied_address,
)
from tests.writing import unhurried

PLAIN = re.compile(PLAIN_ADDRESS)
NEARLY = some.text(alphabet="aZ0.-_'@ :+\u00fc\n", max_size=30)


@pytest.mark.parametrize(
    ("value", "parts"),
    [
        ("SMTP:ana@contoso.com", ("SMTP", "ana@contoso.com")),
        ("smtp:ana@contoso.com", ("smtp", "ana@contoso.com")),
        (" SMTP:ana@contoso.com ", ("SMTP", "ana@contoso.com")),
        ("ana@contoso.com", ("", "ana@contoso.com")),
        ("X500:/o=Contoso/cn=a:b", ("X500", "/o=Contoso/cn=a:b")),
        (":ana@contoso.com", ("", "ana@contoso.com")),
        ("", ("", "")),
    ],
)
def test_a_proxy_address_has_a_type_and_an_address(value, parts):
    assert split_proxy(value) == parts


@pytest.mark.parametrize("value", ["SMTP:a@b.c", "smtp:a@b.c", "Smtp:a@b.c", "  smtp:a@b.c"])
def test_smtp_has_any_case(value):
    assert is_smtp(value)


@pytest.mark.parametrize("value", ["sip:a@b.c", "a@b.c", "X400:smtp:", "smt", "", "smtp a@b.c"])
def test_other_addresses_are_not_smtp(value):
    assert not is_smtp(value)


def test_sip_has_any_case():
    assert is_sip("SIP:ana@contoso.com")
    assert not is_sip("SMTP:ana@contoso.com")


@pytest.mark.parametrize(
    ("value", "folded"),
    [("Ana@Contoso.com ", "ana@contoso.com"), ("", None), ("  ", None), ("ÉVA@b.c", "éva@b.c")],
)
def test_addresses_compare_without_case_and_outer_blanks(value, folded):
    assert fold(value) == folded


@pytest.mark.parametrize(
    ("value", "folded"),
    [
        ("SMTP:Ana@contoso.com", "ana@contoso.com"),
        ("smtp:ana@contoso.com", "ana@contoso.com"),
        (" smtp:ana@contoso.com ", "ana@contoso.com"),
        ("ana@contoso.com", "ana@contoso.com"),
        ("X500:/o=Contoso", "x500:/o=contoso"),
        ("SIP:Ana@contoso.com", "sip:ana@contoso.com"),
        ("X400:c=us", None),
        ("smtp:", None),
        ("", None),
    ],
)
def test_a_proxy_address_compares_with_mail_when_it_is_smtp(value, folded):
    assert fold_proxy(value) == folded


@unhurried
@given(some.text(max_size=40))
def test_folding_twice_changes_nothing(value):
    once = fold(value)
    assert once is None or fold(once) == once


@unhurried
@given(NEARLY)
def test_an_address_has_no_flaw_and_everything_else_has(value):
    assert (address_flaw(value) is None) == bool(ADDRESS.fullmatch(value))


@unhurried
@given(some.one_of(NEARLY, some.emails()))
def test_what_is_plain_is_an_address(value):
    if PLAIN.fullmatch(value):
        assert ADDRESS.fullmatch(value)


@unhurried
@given(NEARLY)
def test_a_tidied_address_is_one(value):
    better = tidied_address(value)
    assert better is None or (better != value and ADDRESS.fullmatch(better))


@pytest.mark.parametrize("count", [10_000])
def test_a_hostile_value_is_judged_at_once(count):
    for value in ("a." * count, "a@" + "b-." * count, "-" * count, "a@" + "b" * count + "-"):
        assert PLAIN.fullmatch(value) is None
        assert ADDRESS.fullmatch(value) is None
