"""Keys that are made in bulk are those that are made one by one, and so are their hashes."""

from array import array

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as some

from readiness import fold, fold_proxy
from readiness.columns import kernels
from readiness.directory.distinguished_name import fold_dn
from readiness.directory.source_anchor import fold_case
from readiness.uniqueness.column_keys import LINE_FOLDS, ColumnKeys, hashes_of

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


@pytest.fixture(params=["compiled", "in Python"])
def _however(request, monkeypatch):
    if request.param == "in Python":
        monkeypatch.setattr(kernels, "strange", None)
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
@example(["CN=a\\, b", "CN=c, OU=d"])
@example([",\\, x"])
def test_keys_in_bulk_are_those_made_one_by_one(make, values):
    keys = made(make, values)
    if keys is not None:
        expected = list(map(make, values))
        assert list(keys.exact()) == expected
        assert keys.hashes == hashes_of(expected)


@pytest.mark.usefixtures("_however")
@pytest.mark.parametrize("make", LINE_FOLDS)
def test_ordinary_values_are_made_in_bulk(make):
    keys = made(make, KEYS[make])
    assert keys is not None
    assert list(keys.exact()) == list(map(make, KEYS[make]))


def test_no_key_has_a_hash_that_is_no_hash():
    assert list(array("q", hashes_of(["a", None, ""]))) == [hash("a"), -1, hash("")]
