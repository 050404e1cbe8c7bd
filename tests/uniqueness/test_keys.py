"""Keys that are made in bulk are those that are made one by one, and so are their hashes."""

from array import array

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from readiness import fold, fold_proxy
from readiness.columns import kernels
from readiness.directory.identifiers.distinguished_name import fold_dn
from readiness.directory.identifiers.security_identifier import fold_sid
from readiness.directory.identifiers.source_anchor import fold_case
from readiness.uniqueness.column_keys import LINE_FOLDS, OCTET_FOLDS, ColumnKeys, hashes_of

TYPES = ["SMTP:", "smtp:", "Smtp:", "sip:", "SIP:", "X500:", "x400:", "fax:", ":"]
NAMES = ["a@b.test", "Ana", "CN=Ana", "OU=x", ",", ", ", "\\,", "\\, ", "\\\\"]
ODD = [" ", "\t", "\x1f", "\u00a0", "\u00c9", "\u03a3"]
PARTS = some.sampled_from([*TYPES, *NAMES, *ODD])
VALUES = some.lists(some.lists(PARTS, max_size=6).map("".join), min_size=1, max_size=8)
KEYS = {
    fold: ["Ana@Contoso.com", "ana"],
    fold_proxy: ["SMTP:Ana@contoso.com", "smtp:b@contoso.com", "SIP:c", "X500:/o=D", "sip:e:f"],
    fold_dn: ["CN=Doyle\\, Ana, OU=x,  DC=y", "CN=\u00c9", "CN=a,DC=b"],
    fold_case: ["", " A", "\u00c9\u03a3"],
}
SID = bytes.fromhex("010500000000000515000000 01000000 02000000 03000000 52040000")
OCTETS = some.one_of(
    some.sampled_from([SID, bytes(16), b"S-1-5-21-1-2-3-1106", bytes.fromhex("01020000")]),
    some.sampled_from([b"f2953050-cfdc-4d5b-a667-7d6615694d51", b"AAAAAAAAAAAAAAAAAAAAAA==", b""]),
    some.binary(min_size=15, max_size=17),
    some.binary(min_size=28, max_size=28),
)


@pytest.fixture(params=["compiled", "in Python"])
def _however(request, monkeypatch):
    if request.param == "in Python":
        for name in ("is_trim", "bare_proxies", "has_loose_comma"):
            monkeypatch.setattr(kernels, name, None)
        monkeypatch.setattr(kernels, "hashed", kernels.hashed_in_python)


def made(make, values):
    """The keys that are made of values in bulk, if they can be."""
    texts = LINE_FOLDS[make]("".join(f"{value}\n" for value in values))
    return None if texts is None else ColumnKeys.of(texts)


@pytest.mark.usefixtures("_however")
@pytest.mark.parametrize("make", LINE_FOLDS)
@settings(deadline=None, max_examples=40)
@given(VALUES)
@example(["SMTP:smtp:a"])
@example(["smtp:SMTP:a"])
@example(["SMTP:a:b", "smtp::a"])
@example(["a", ""])
@example([" a"])
@example(["a\t"])
@example(["SMTP:a\x7f"])
@example(["sMTP:a", "smtP:b"])
@example(["CN=a\\, b", "CN=c, OU=d"])
@example([",\\, x"])
@example([", a"])
def test_keys_in_bulk_are_those_made_one_by_one(make, values):
    keys = made(make, values)
    if keys is not None:
        expected = list(map(make, values))
        assert list(keys.exact()) == expected
        assert keys.hashes == hashes_of(expected)


@pytest.mark.parametrize("make", OCTET_FOLDS)
@settings(deadline=None, max_examples=40)
@given(some.lists(OCTETS, min_size=1, max_size=4))
def test_keys_of_octets_in_bulk_are_those_made_one_by_one(make, values):
    lines = OCTET_FOLDS[make](values)
    if lines is not None:
        assert list(ColumnKeys.of(lines).exact()) == list(map(make, values))


@pytest.mark.parametrize("make", OCTET_FOLDS)
def test_ordinary_octets_are_folded_in_bulk(make):
    values = [SID, SID[:-1] + b"\1"] if make is fold_sid else [b"an object's GUID"] * 2
    assert OCTET_FOLDS[make](values) == "".join(f"{make(value)}\n" for value in values)


@pytest.mark.usefixtures("_however")
@pytest.mark.parametrize("make", LINE_FOLDS)
def test_ordinary_values_are_made_in_bulk(make):
    keys = made(make, KEYS[make])
    assert keys is not None
    assert list(keys.exact()) == list(map(make, KEYS[make]))


def test_no_key_has_a_hash_that_is_no_hash():
    assert list(array("q", hashes_of(["a", None, ""]))) == [hash("a"), -1, hash("")]
