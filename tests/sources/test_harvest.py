"""The fast road through LDIF leads where the exact reader leads, whatever the file holds."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from readiness import Plan
from readiness.place import first_place
from readiness.programme import guards, wanted
from readiness.registry import by_id, installed
from readiness.sources import harvest, ldif
from readiness.sources.harvest import Harvest, Page
from readiness.sources.ldif import Change
from tests.writing import ENTRIES, STYLES, Style, Written, held, unhurried, written

WANTED = ("mail", "proxyAddresses", "displayName", "objectGUID", "description")
GUARDS = {"description": "[A-Za-z]+(?: [a-z]+)*", "mail": r"[a-z]+@[a-z.]+"}
NASTY = some.sampled_from(
    [
        "\n",
        "\n\n",
        " ",
        "\n ",
        ":",
        "::",
        ":<",
        "#",
        "\n#",
        "\ndn: CN=x",
        "\nDN: CN=x",
        "\ndn;x: CN=x",
        "\ndn:: !",
        "\nmail:: !",
        "\nmail: x",
        "\nMAIL: x",
        "\nmail;binary: x",
        "\nmail;range=0-1: x",
        "\njpegPhoto:: !",
        "\njpegPhoto:< file:///x",
        "\njpegPhoto:\n < file:///x",
        "\nx.y: z",
        "\nchangetype: add",
        "\nchangetype: delete",
        "\nChangeType: modify",
        "\nchangetype:: YWRk",
        "\nchangetype: add\n ed",
        "\ncontrol: 1.2 true",
        "\nref: x",
        "\nresult: 4 no",
        "\nprose",
        "\n-",
        "\ttab",
        "\x00",
        "\u2028",
        "\nobjectClass: top\n s",
        "\nobjectClass: TOP",
        "\ndescription: plain\n not",
        "\ndescription: plain",
        "",
    ]
)


def road(read):
    """What a reader finds, in a form that can be compared."""
    try:
        page = read()
    except Change as change:
        return ("change", change.line, str(change))
    lines = [page.line_of(at) for at in range(len(page.records))]
    records = [(dn, interesting(values)) for dn, values in page.records]
    return records, lines, page.problems, page.lines


def interesting(values):
    """The values without those that a guard lets pass."""
    pairs = (
        (name, one)
        for name, value in values.items()
        for one in (value if isinstance(value, list) else [value])
    )
    kept = ((name, one) for name, one in pairs if not is_dull(name, one))
    return held(kept)


def is_dull(name, value):
    text = value if isinstance(value, str) else value.decode(errors="backslashreplace")
    if name == "objectclass":
        return text.lower() in {"top", "person", "organizationalperson"}
    return name in GUARDS and re.fullmatch(GUARDS[name], text) is not None


def assert_same(content, reader=None):
    reader = reader or Harvest(WANTED, GUARDS)
    exact = road(lambda: Page.exact(content, 5, reader.wanted))
    assert road(lambda: reader.read(content, 5)) == exact
    # what it has learnt changes nothing
    assert road(lambda: reader.read(content, 5)) == exact


@unhurried
@given(ENTRIES, STYLES)
def test_well_formed_ldif_is_read_alike(entries, style):
    assert_same(written(entries, style))


@unhurried
@given(ENTRIES, STYLES, some.data())
def test_damaged_ldif_is_read_alike(entries, style, data):
    content = written(entries, style)
    for _ in range(data.draw(some.integers(1, 4))):
        start = data.draw(some.integers(0, len(content)))
        end = data.draw(some.sampled_from([start, start + 1, start + 5]))
        content = content[:start] + data.draw(NASTY) + content[end:]
    assert_same(content)


@unhurried
@given(some.lists(NASTY))
@example(["dn: CN=a\n", "jpegPhoto:: !\n", "mail: b\n"])
@example(["dn: CN=a", "\nChangeType: modify", "\nmail: b\n"])
@example(["dn: CN=a", "\nx.y: z", "\nmail: b\n"])
@example(["dn: CN=a", "\njpegPhoto:\n < file:///x", "\nmail: b\n"])
@example(["dn: CN=a", "\nmail: x", "\njpegPhoto: y", "\nMAIL: z", "\nmail: w\n"])
@example(["dn: CN=a", "\nDN: CN=x", "\nmail: x\n"])
@example(["dn: CN=a", "\ndn;x: CN=x", "\nmail: x\n"])
@example(["dn: CN=a\n\n", " mail: x\n"])
@example(["dn:\nmail:"])
def test_any_pieces_of_ldif_are_read_alike(pieces):
    assert_same("dn: CN=a\nmail: a\n" + "".join(pieces))


@unhurried
@given(some.text(alphabet="dn:mail<;#= \n-x", max_size=60))
def test_any_text_is_read_alike(content):
    assert_same(content)


@unhurried
@given(some.lists(some.tuples(ENTRIES, STYLES), min_size=2, max_size=4))
def test_a_reader_that_has_learnt_from_other_blocks_reads_alike(blocks):
    reader = Harvest(WANTED, GUARDS)
    for entries, style in blocks:
        assert_same(written(entries, style), reader)


def test_well_formed_ldif_takes_the_fast_road():
    entries: list[Written] = [
        ("CN=Ana", [("objectClass", "user"), ("mail", "a@b.c"), ("jpegPhoto", b"\xff" * 200)]),
        ("CN=Zoë", [("objectClass", "user"), ("displayName", "Zoë"), ("description", "")]),
    ]
    for style in (
        Style(),
        Style(width=None),
        Style(width=20),
        Style(all_base64=True),
        Style(raw=True),
        Style(next_line=True, changetype=True),
        Style(comment="# record 1\n"),
        Style(spell=str.lower),
        Style(spell=str.upper),
    ):
        assert not Harvest(WANTED, {}).read(written(entries, style), 1).is_exact, style


def test_a_spelling_that_comes_late_in_the_file_is_read():
    reader = Harvest(WANTED, {})
    first = reader.read("dn: CN=a\nmail: a\nsn: x\n\n", 1)
    late = reader.read("dn: CN=b\nMAIL: b\nSN: x\nx-new: y\n\n", 5)
    again = reader.read("dn: CN=c\nmAiL: c\n\n", 11)
    pages = (first, late, again)
    assert not any(page.is_exact for page in pages)
    assert [page.records for page in pages] == [
        [("CN=a", {"mail": "a"})],
        [("CN=b", {"mail": "b"})],
        [("CN=c", {"mail": "c"})],
    ]


def test_a_file_with_very_many_names_is_read_the_exact_way(monkeypatch):
    monkeypatch.setattr(harvest, "_LEARNT_MAX", 20)
    reader = Harvest(WANTED, {})
    many = "".join(f"x-{number}: y\n" for number in range(30))
    page = reader.read(f"dn: CN=a\n{many}mail: a\n\n", 1)
    assert page.is_exact
    assert page.records == [("CN=a", {"mail": "a"})]


@pytest.mark.parametrize("name", ["mail", "jpegPhoto", "dn"])
@pytest.mark.parametrize("length", [80, 120])
def test_lines_that_are_too_long_are_told_on_both_roads(monkeypatch, name, length):
    monkeypatch.setattr(ldif, "LINE_MAX", 100)
    assert_same(f"dn: CN=a\n{name}: {'x' * length}\n\ndn: CN=b\nmail: b\n")


def test_the_line_of_an_entry_is_that_of_its_dn():
    content = "\n# Ana\ndn: CN=a\nmail: a\n b\n\n# Bob\n# too\ndn: CN=b\n\ndn: CN=c\n"
    page = Harvest(WANTED, {}).read(content, 101)
    assert not page.is_exact
    assert [page.line_of(at) for at in range(3)] == [103, 109, 111]
    assert page.lines == 11


def test_the_place_of_an_entry_tells_its_line_whatever_its_block():
    page = Harvest(WANTED, {}).read("dn: CN=a\n\ndn: CN=b\n", 1)
    assert page.line_of(first_place(3, 7) + 1) == 3


def test_a_guarded_value_that_goes_on_is_not_plain():
    reader = Harvest(WANTED, GUARDS)
    page = reader.read("dn: CN=a\ndescription: plain\n 1\ndescription: plain\n\n", 1)
    assert interesting(page.records[0][1]) == {"description": [b"plain1"]}


@pytest.mark.parametrize("pattern", [r"[^x]*", r"(?s:.*)", r"\S*\s", r"a$", r"(?s).+", r"\Aa"])
def test_a_guard_that_could_look_beyond_its_line_is_not_used(pattern):
    page = Harvest(WANTED, {"mail": pattern}).read("dn: CN=a\nmail: a\n\n", 1)
    assert page.records == [("CN=a", {"mail": "a"})]


def test_the_guards_of_the_built_in_checks_are_read_alike():
    checks = [check(Plan()) for check in by_id(installed()).values() if is_ready(check)]
    reader = Harvest(wanted(checks), guards(checks))
    content = "dn: CN=a\nobjectClass: user\n" + "".join(
        f"{name}: {value}\n"
        for name in wanted(checks)
        for value in ("plain", "Staff of site 7", "ends with a blank ", "Müller", "x" * 3000, "")
    )
    fast = reader.read(content, 1).records[0][1]
    exact = Page.exact(content, 1, reader.wanted).records[0][1]
    patterns = guards(checks)
    for name, value in exact.items():
        missing = [str(one) for one in listed(value) if one not in listed(fast.get(name, []))]
        assert all(re.fullmatch(patterns[name], one) for one in missing), name


def is_ready(check):
    try:
        check(Plan())
    except Exception:  # noqa: BLE001 - whatever keeps it from running
        return False
    return True


def listed(value):
    return value if isinstance(value, list) else [value]


@pytest.mark.parametrize(
    "content",
    [
        "dn: CN=a\n" * 20_000,
        "dn: CN=a\n" + " x\n" * 50_000,
        "dn: CN=a\nmail:" + " \n" * 50_000,
        "#" * 200_000,
        "#\n" * 100_000,
        "\n" * 200_000,
        "dn: CN=a\n" + "mail: a\n" * 30_000,
        "dn: CN=a\n" + "mail: a\nMAIL: b\n" * 15_000,
        "dn: CN=a\nmail: " + "a" * 200_000,
        "dn: CN=a\ndescription: " + "a a " * 50_000,
        "dn:" * 60_000,
    ],
    ids=range(11),
)
def test_a_hostile_block_is_read_without_delay(content):
    Harvest(WANTED, GUARDS).read(content, 1)
