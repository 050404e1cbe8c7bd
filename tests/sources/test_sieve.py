"""What the sieve calls plain is so by the exact reader, and it leaves out nothing."""

import re
from base64 import b64decode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from readiness.patterns import REST
from readiness.sources import sieve
from readiness.sources.form import Slot
from readiness.sources.harvest import Harvest, Page
from readiness.sources.ldif import Change
from readiness.sources.sieve import Profile, Sieve
from tests.writing import STYLES, Pairs, Style, Value, Written, unhurried, written

WANTED = (
    *("cn", "displayName", "mail", "proxyAddresses", "description", "objectGUID", "memberOf"),
    *("homeMDB", "thumbnailPhoto", "title", "adminCount", "l", "info"),
)
SLOTS = {
    "dn": Slot(("[^\\\\\n]+",), is_kept=True),
    "cn": Slot(is_kept=True),
    "displayname": Slot(("[A-Za-zé ]{1,20}+",), is_needed=True),
    "mail": Slot(("[a-z.]+@[a-z.]+", ".{0,20}"), is_needed=True, is_kept=True),
    "proxyaddresses": Slot(("(?:SMTP|smtp):[a-z@.]+|X500:.*",), is_kept=True),
    "description": Slot((".{0,90}+",), is_alone=True),
    "objectguid": Slot(is_octets=True, is_kept=True, is_needed=True),
    "memberof": Slot((rf"(?!CN=Admins,){REST}",)),
    "homemdb": Slot(is_noted=True),
    "thumbnailphoto": Slot(octets_max=3000),
    "title": Slot(("[^\\d]{0,30}",)),
    "info": Slot(),
    "l": Slot(("[A-ZÉ][a-zé]*",)),
}
ABSENT = frozenset({"admincount"})
GUID = bytes(range(16))
CLASSES = [("objectClass", one) for one in ("top", "person", "organizationalPerson", "user")]
ANA: Pairs = [
    *CLASSES,
    ("cn", "Ana"),
    ("description", "Sells things"),
    ("displayName", "Ana Silva"),
    ("memberOf", "CN=Staff,DC=x"),
    ("memberOf", "CN=" + "Very long name " * 8 + ",DC=x"),
    ("proxyAddresses", "SMTP:ana@x.de"),
    ("proxyAddresses", "X500:/o=x" + "/ou=long" * 12),
    ("objectGUID", GUID),
    ("x-unknown", "whatever"),
    ("homeMDB", "CN=DB1"),
    ("mail", "ana@x.de"),
    ("title", "Head of sales"),
    ("l", "Évora"),
    ("thumbnailPhoto", b"\xff" * 40),
]
ODD: dict[str, list[Value]] = {
    "cn": ["", " ", "Zoë", ":x", "a\nb"],
    "displayName": ["", "x" * 30, "Ana1", "Zoé", " Ana", "\u00a0"],
    "mail": ["", "ana", "a@" + "b" * 30, "ANA@x.de", "é@x.de", "<x", "ana@x.de"],
    "proxyAddresses": ["", "smtp:b@x.de", "sip:x", "X500:é", "SMTP:ana@x.de\n"],
    "description": ["", "x" * 95, "é" * 60, "second"],
    "objectGUID": [b"", b"\x01" * 16, "f2953050-cfdc-4d5b-a667-7d6615694d51", b"\xff" * 60],
    "memberOf": ["CN=Admins,DC=x", "CN=é,DC=x", "", "CN=Admins," + "x" * 99],
    "homeMDB": ["", b"\xff", "x" * 100],
    "thumbnailPhoto": [b"\xff" * 3001, b"", "text"],
    "title": ["7", "é" * 20, "x" * 31],
    "adminCount": ["1", "0"],
    "l": ["é", "Évora" + "x" * 80, "x"],
    "objectClass": ["user", "computer", "top"],
    "x-unknown": ["", "é", ":"],
    "x-new": ["y"],
    "mail;lang-de": ["x"],
    "MAIL": ["b@x.de"],
}
PAIR = some.sampled_from(sorted(ODD)).flatmap(
    lambda name: some.tuples(some.just(name), some.sampled_from(ODD[name]))
)


@some.composite
def mutants(draw: some.DrawFn) -> Written:
    """Ana, more or less."""
    pairs = list(ANA)
    for _ in range(draw(some.integers(0, 3))):
        at = draw(some.integers(0, len(pairs) - 1))
        what = draw(some.sampled_from(("drop", "double", "swap", "change", "add", "before")))
        if what == "drop":
            del pairs[at]
        elif what == "double":
            pairs.insert(at, pairs[at])
        elif what == "swap":
            pairs[at], pairs[0] = pairs[0], pairs[at]
        elif what == "change" and pairs[at][0] in ODD:
            pairs[at] = (pairs[at][0], draw(some.sampled_from(ODD[pairs[at][0]])))
        else:
            pairs.insert(at if what == "before" else at + 1, draw(PAIR))
    dns = ("CN=Ana,DC=x", "CN=Zoë,DC=x", "CN=a\\,b,DC=x", "CN=" + "long " * 20 + ",DC=x", "")
    return draw(some.sampled_from(dns)), pairs


DIRECTORIES = some.lists(mutants(), min_size=1, max_size=6)


@pytest.fixture(autouse=True)
def eager(monkeypatch):
    """Every block is a lesson."""
    monkeypatch.setattr(sieve, "_LESSONS", range(10_000))


def harvest(objections=lambda _: ()):
    return Harvest(WANTED, sieve=Sieve(Profile(SLOTS, ABSENT, objections)))


def texts(value):
    """Values as a column has them."""
    values = value if isinstance(value, list) else [value]
    return [one if isinstance(one, str) else one.decode(errors="replace") for one in values]


def assert_plain(values, columns, at):
    """An entry is what the slots say, by the exact reader, and the columns have its values."""
    assert not ABSENT & values.keys()
    for name, slot in SLOTS.items():
        held = values.get(name)
        assert held is not None or not slot.is_needed
        if slot.is_octets:
            assert b64decode(columns[name][at]) == held
        elif held is not None:
            shown = texts(held)
            assert all(re.fullmatch(one, text) for one in slot.patterns for text in shown), name
            assert len(shown) == 1 or not slot.is_alone
            if slot.is_kept:
                assert columns[name][at].split("\n") == shown
            elif slot.is_noted:
                assert columns[name][at]
            if slot.octets_max:
                assert all(len(one) <= slot.octets_max for one in held if isinstance(one, bytes))
        elif slot.is_kept or slot.is_noted:
            assert columns[name][at] == ""


def assert_sifted(reader, content):
    """A block is read the same by the exact reader and by the sieve, which is returned."""
    try:
        exact = Page.exact(content, 7, reader.wanted)
    except Change:
        with pytest.raises(Change):
            reader.sift(content, 7)
        return None
    page = reader.sift(content, 7)
    assert page.lines == exact.lines
    assert page.problems == exact.problems
    plain = page.plain.ordinals if page.plain else ()
    assert sorted([*page.ordinals, *plain]) == list(range(len(exact.records)))
    lines = [exact.line_of(at) for at in range(len(exact.records))]
    assert [page.line_of(at) for at in range(len(exact.records))] == lines
    for at, (dn, values) in zip(page.ordinals, page.records, strict=True):
        name, known = exact.records[at]
        # classes that nobody wants to know are left out by the fast road
        assert (dn, values.keys() | {"objectclass"}) == (name, known.keys() | {"objectclass"})
    for at, number in enumerate(plain):
        dn, values = exact.records[number]
        assert page.plain
        assert_plain({"dn": dn, **values}, page.plain.columns, at)
    return page


@unhurried
@given(DIRECTORIES, DIRECTORIES, STYLES)
def test_what_is_plain_is_plain_by_the_exact_reader(first, second, style):
    reader = harvest()
    assert_sifted(reader, written(first, style))
    assert_sifted(reader, written(second, style))
    assert_sifted(reader, written(first, style))


@settings(max_examples=400, deadline=None)
@given(DIRECTORIES, some.data())
def test_a_damaged_block_is_read_as_by_the_exact_reader(entries, data):
    reader = harvest()
    # the fast roads let small photos pass, whatever they are
    seen = [
        (dn, [pair for pair in pairs if pair[0] != "thumbnailPhoto"])
        for dn, pairs in [("CN=Ana,DC=x", ANA), *entries]
    ]
    content = written(seen, Style())
    assert_sifted(reader, content)
    pieces = ("\n", "\n\n", " ", ":", "\n ", "#", "\ndn: CN=x", "\nchangetype: add", "::", "<", "!")
    for _ in range(data.draw(some.integers(1, 3))):
        at = data.draw(some.integers(0, len(content)))
        content = content[:at] + data.draw(some.sampled_from(pieces)) + content[at:]
    assert_sifted(reader, content)


@pytest.mark.parametrize(
    "style",
    [
        Style(),
        Style(width=None),
        Style(width=None, raw=True),
        Style(changetype=True),
        Style(comment="# Ana, Staff\n"),
        Style(spell=str.lower),
    ],
)
def test_ordinary_entries_are_plain(style):
    reader = harvest()
    content = written([("CN=Ana,DC=x", ANA), ("CN=" + "Zoë " * 30 + ",DC=x", ANA)], style)
    assert_sifted(reader, content)
    page = assert_sifted(reader, content)
    assert page.plain
    assert list(page.plain.ordinals) == [0, 1]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("adminCount", "0"),
        ("mail", "ANA@x.de"),
        ("displayName", "Ana1"),
        ("memberOf", "CN=Admins,DC=x"),
        ("description", "x" * 95),
        ("proxyAddresses", "sip:x"),
        ("thumbnailPhoto", b"\xff" * 5000),
        ("title", "7"),
    ],
)
def test_an_entry_with_an_odd_value_is_not_plain(name, value):
    odd = [pair for pair in ANA if pair[0] != name]
    at = next((i for i, pair in enumerate(ANA) if pair[0] == name), len(odd))
    odd.insert(at, (name, value))
    reader = harvest()
    content = written([("CN=Ana,DC=x", ANA), ("CN=Bob,DC=x", odd), ("CN=Cid,DC=x", ANA)], Style())
    assert_sifted(reader, content)
    page = assert_sifted(reader, content)
    assert page.plain
    assert list(page.plain.ordinals) == [0, 2]
    assert [dn for dn, _ in page.records] == ["CN=Bob,DC=x"]


@pytest.mark.parametrize(
    "line",
    [
        *("homeMDB:: !", "homeMDB:: AAA", "homeMDB:: AAAA\n A", "homeMDB:: AA=A", "homeMDB:< x"),
        *("cn:: !", "cn:: A", "info:: !", "info:: AAA", "info:: AAA=A", "info:<x", "info:\n < x"),
    ],
)
def test_a_broken_value_that_nobody_looks_at_is_told(line):
    name = line.partition(":")[0]
    entry = written([("CN=Ana,DC=x", [*ANA, ("info", "x")])], Style())
    lines = [line if one.startswith(f"{name}:") else one for one in entry.split("\n")]
    reader = harvest()
    for _ in range(2):
        assert_sifted(reader, entry)
    page = assert_sifted(reader, entry + "\n".join(lines))
    assert len(page.problems) == 1


def test_an_entry_to_which_there_is_an_objection_is_left_to_the_others():
    reader = harvest(lambda columns: [at for at, dn in enumerate(columns["dn"]) if "Bob" in dn])
    content = written([(f"CN={one},DC=x", ANA) for one in ("Ana", "Bob", "Cid")], Style())
    assert_sifted(reader, content)
    page = assert_sifted(reader, content)
    assert list(page.plain.ordinals) == [0, 2]
    assert page.plain.columns["dn"] == ["CN=Ana,DC=x", "CN=Cid,DC=x"]
    assert page.records[0][1]["displayname"] == "Ana Silva"


def test_a_file_without_plain_entries_is_hardly_sifted():
    sifter = Sieve(Profile(SLOTS, ABSENT, lambda columns: range(len(columns["dn"]))))
    content = written([("CN=Ana,DC=x", ANA)], Style())
    tried = [sifter.sift(content) is not None for _ in range(200)]
    assert sum(tried[:20]) > 15
    assert sum(tried[-100:]) < 20


@pytest.mark.parametrize(
    "block",
    [
        "dn: CN=a\n" * 20_000,
        "dn: CN=a\n" + " x\n" * 50_000,
        "dn: CN=a\n" + "objectClass: top\n" * 30_000,
        "dn: CN=a\n" + "proxyAddresses: smtp:a@b\n" * 30_000 + "\n",
        "dn: CN=a\nproxyAddresses: smtp:a\n" + " a\n" * 60_000,
        "#\n" * 100_000,
        "\n" * 200_000,
        "dn: CN=a\nmemberOf: " + "a " * 100_000 + "\n\n",
        "dn: CN=a\n" + "x-unknown: a\n" * 60_000,
    ],
    ids=range(9),
)
def test_a_hostile_block_is_sifted_without_delay(block):
    reader = harvest()
    reader.sift(written([("CN=Ana,DC=x", ANA)] * 3, Style()), 1)
    reader.sift(block, 1)
