"""Each trigger fires for the entries that it names, whatever their values are made of."""

import pytest

from readiness import (
    UNTIDY_ADDRESSES,
    absent,
    before,
    blank,
    contains,
    differ,
    flag,
    larger,
    present,
    several,
    together,
    unlike,
    where,
    where_domain,
    where_octets,
)
from readiness.checking.triggers.trigger import components
from readiness.columns.batch import Batch

NO_TEXT = b"\xfe\xff"


def fired(trigger, *entries):
    """The indexes of the entries that a trigger fires for, each with its values by attribute."""
    records = [(f"CN={index}", entry) for index, entry in enumerate(entries)]
    bits = Batch.of(records, range(len(entries)), {}).triggered(trigger)
    return [index for index in range(len(entries)) if bits >> index & 1]


@pytest.mark.parametrize(
    ("trigger", "values", "expected"),
    [
        (present("A"), ["x", "", None], [0, 1]),
        (absent("A"), ["x", "", None], [2]),
        (blank("A"), ["x", "", " ", "\u200b ", NO_TEXT, None], [1, 2, 3]),
        (blank("A"), [["x", ""], ["x", "y"]], [0]),
        (several("A"), ["x", ["x", "y"], None], [1]),
        (several("A", 2), [["x", "y"], ["x", "y", "z"], "x"], [1]),
        (larger("A", 8), [["x", "x" * 9], "x" * 8, "x" * 9, "éééé", "ééééé", None], [0, 2, 4]),
        (larger("A", 1), [b"\xfe", NO_TEXT], [1]),
        (flag("A", 6), ["2", "4", "1", "-1", "x", "", NO_TEXT, None], [0, 1, 3]),
        (before("A", 5), ["4", "5", "0", "-1", None], [0]),
        (before("A", 5), ["4", "x", ["9", "3"], NO_TEXT, "9" * 5000], [0, 2]),
        (contains("A", "bc", "X"), ["aBCd", "cb", "x", None], [0, 2]),
        (
            unlike("A", "[1-9][0-9]*+"),
            ["10", "01", "", "1x", ["1", "0"], NO_TEXT, None],
            [1, 2, 3, 4, 5],
        ),
        (unlike("A", "0|5"), [b"0", "05", "5"], [1]),
        (where("A", str.islower), ["x", "X", ["X", "x"], None], [0, 2]),
        (where("A", lambda value: "\\xfe" in value), [NO_TEXT, "x"], [0]),
        (where_domain("A", str.islower), ["x@Y.z", ["1", "x@1@y"], "x@1", "@", NO_TEXT], [0, 1]),
        (where_domain("A", len), ["x@y", "x@", "y", b"\xfe@y", None], [0, 3]),
        (where_octets("A", lambda octets: len(octets) > 1), ["é", "e", NO_TEXT, None], [0, 2]),
    ],
)
def test_a_trigger_fires_for_values(trigger, values, expected):
    assert fired(trigger, *({} if one is None else {"a": one} for one in values)) == expected


def test_attributes_differ_unless_their_case_alone_does():
    entries = [{"a": "x", "b": "X"}, {"a": "x", "b": "y"}, {"a": "x"}, {}, {"a": ["x"], "b": "x"}]
    assert fired(differ("A", "B"), *entries) == [1, 2]
    octets = [{"a": b"\xfeA", "b": b"\xfea"}, {"a": NO_TEXT, "b": NO_TEXT}]
    assert fired(differ("A", "B"), *octets) == [0]


def test_attributes_are_tested_together():
    trigger = together(("A", "B"), lambda a, b: a == b)
    assert fired(trigger, {"a": ["x", "y"], "b": ["x", "y"]}, {"a": "x"}, {}) == [0, 2]
    assert fired(trigger, {"a": NO_TEXT}, {"a": "x\ny", "b": "z"}) == [0, 1]


def test_triggers_are_joined():
    entries = [{"a": "x"}, {"b": "x"}, {"a": "x", "b": "x"}, {}]
    assert fired(present("A") & present("B"), *entries) == [2]
    assert fired(present("A") | present("B"), *entries) == [0, 1, 2]
    assert fired(absent("A") & (absent("B") | present("B")), *entries) == [1, 3]


def test_equal_triggers_are_equal_however_they_are_joined():
    one, two, three = present("a"), absent("b"), several("c")
    assert (one | two) | three == one | (two | three)
    assert hash(present("MAIL")) == hash(present("mail"))
    assert (one | two) != (one & two)
    assert components((one | two) & three) == (one, two, three)


@pytest.mark.parametrize(
    ("mail", "addresses", "is_untidy"),
    [
        (None, None, False),
        ("a@c.test", None, False),
        ("a@c.test", "SMTP:a@c.test", False),
        ("a@c.test", ["SMTP:a@c.test", "smtp:b@c.test", "X500:x"], False),
        (None, "SMTP:a@c.test", True),
        ("a@c.test", "SMTP:A@c.test", False),
        ("a@c.test", "Smtp:a@c.test", True),
        ("a@c.test", ["SMTP:a@c.test", "smtp:a@c.test "], True),
        ("", "SMTP:", True),
        ("a@c.test", "smtp:a@c.test", True),
        ("a@c.test", ["SMTP:a@c.test", "SMTP:b@c.test"], True),
        ("a@c.test", ["SMTP:a@c.test", "smtp:b@c.test", "smtp:B@c.test"], True),
        ("a@c.test", ["SMTP:a@c.test", *(f"smtp:{number}@c.test" for number in range(99))], False),
        ("a@c.test", ["SMTP:a@c.test", *(f"smtp:{number}@c.test" for number in range(100))], True),
    ],
)
def test_addresses_are_tidy_if_one_is_primary_and_the_mail_and_none_comes_twice(
    mail, addresses, is_untidy
):
    given = {"mail": mail, "proxyaddresses": addresses}
    entry = {name: value for name, value in given.items() if value is not None}
    assert fired(UNTIDY_ADDRESSES, entry) == [0] * is_untidy
