"""The fast road through LDIF leads where the exact reader leads, whatever the file holds."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from readiness.columns import kernels
from readiness.sources.ldif import batch_reader, record_reader
from readiness.sources.ldif.batch_reader import Harvest
from readiness.sources.ldif.record_reader import Change
from tests.writing import ENTRIES, STYLES, Style, Written, held, unhurried, written

WANTED = ("mail", "proxyAddresses", "displayName", "objectGUID", "description")
OCTETS = {"objectguid": 0, "jpegphoto": 3}
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
    records = [
        (batch.dn(at), interesting(batch.values(at)))
        for batch in page.batches
        for at in range(batch.size)
    ]
    return records, lines_of(page), page.problems, page.lines


def lines_of(page):
    """The lines of the entries of a page."""
    return [line for batch in page.batches for line in batch.lines]


def interesting(values):
    """The values without those that may be left out."""
    pairs = (
        (name, one)
        for name, value in values.items()
        for one in (value if isinstance(value, list) else [value])
        if name != "dn"
    )
    return held((name, one) for name, one in pairs if not is_dull(name, one))


def is_dull(name, value):
    if name == "jpegphoto":
        return len(value) <= OCTETS["jpegphoto"]
    shown = value if isinstance(value, str) else value.decode(errors="backslashreplace")
    return name == "objectclass" and shown.lower() in {"top", "person", "organizationalperson"}


def assert_same(content, reader=None):
    reader = reader or Harvest(WANTED, OCTETS)
    exact = road(lambda: reader.read_exactly(content, 5))
    assert road(lambda: reader.read(content.encode(), 5)) == exact
    assert road(lambda: reader.read_in_python(content, 5)) == exact
    # what it has learnt changes nothing
    assert road(lambda: reader.read_in_python(content, 5)) == exact


def records_of(page):
    """The entries of a page, with their texts."""
    return [
        (batch.dn(at), {name: one for name, one in batch.values(at).items() if name != "dn"})
        for batch in page.batches
        for at in range(batch.size)
    ]


@pytest.fixture(params=["compiled", "in Python"])
def fast(request, monkeypatch):
    """Reads by one of the fast roads, and by no other."""
    monkeypatch.setattr(Harvest, "read_exactly", lambda *_: pytest.fail("read exactly"))
    if request.param == "in Python":
        return lambda reader, content, line: reader.read_in_python(content, line)
    if kernels.columns is None:
        pytest.skip("nothing is compiled")
    monkeypatch.setattr(Harvest, "read_in_python", lambda *_: pytest.fail("read in Python"))
    return lambda reader, content, line: reader.read(content.encode(), line)


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
@example(["\ndn: CN=b\ndn: CN=c\n"])
@example(["\ndn: CN=b\nmail: b\ndn: CN=c\nmail: c\n"])
@example(["\ndn: CN=b\n\ndn:\n"])
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
    reader = Harvest(WANTED, OCTETS)
    for entries, style in blocks:
        assert_same(written(entries, style), reader)


def test_well_formed_ldif_takes_the_fast_road(fast):
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
        assert len(lines_of(fast(Harvest(WANTED), written(entries, style), 1))) == 2, style


def test_a_spelling_that_comes_late_in_the_file_is_read(fast):
    reader = Harvest(WANTED)
    first = fast(reader, "dn: CN=a\nmail: a\nsn: x\n\n", 1)
    late = fast(reader, "dn: CN=b\nMAIL: b\nSN: x\nx-new: y\n\n", 5)
    again = fast(reader, "dn: CN=c\nmAiL: c\n\n", 11)
    assert [records_of(page) for page in (first, late, again)] == [
        [("CN=a", {"mail": "a"})],
        [("CN=b", {"mail": "b"})],
        [("CN=c", {"mail": "c"})],
    ]


def test_a_file_with_very_many_names_is_read_the_exact_way(monkeypatch, mocker):
    monkeypatch.setattr(batch_reader, "_LEARNT_MAX", 20)
    reader = Harvest(WANTED)
    exactly = mocker.spy(Harvest, "read_exactly")
    many = "".join(f"x-{number}: y\n" for number in range(30))
    page = reader.read_in_python(f"dn: CN=a\n{many}mail: a\n\n", 1)
    assert exactly.call_count == 1
    assert records_of(page) == [("CN=a", {"mail": "a"})]


@pytest.mark.parametrize("name", ["mail", "jpegPhoto", "dn"])
@pytest.mark.parametrize("length", [80, 120])
def test_lines_that_are_too_long_are_told_on_all_roads(monkeypatch, name, length):
    monkeypatch.setattr(record_reader, "LINE_MAX", 100)
    assert_same(f"dn: CN=a\n{name}: {'x' * length}\n\ndn: CN=b\nmail: b\n")


def test_the_line_of_an_entry_is_that_of_its_dn(fast):
    content = "\n# Ana\ndn: CN=a\nmail: a\n b\n\n# Bob\n# too\ndn: CN=b\n\ndn: CN=c\n"
    page = fast(Harvest(WANTED), content, 101)
    assert lines_of(page) == [103, 109, 111]
    assert page.lines == 11


@pytest.mark.parametrize("chosen", [(), (0,), (1,), (0, 2), (0, 1, 2)])
@pytest.mark.parametrize("head", ["", "mail: no record\n\n"])
def test_some_entries_of_a_block_are_read_again_under_their_numbers(chosen, head):
    content = f"{head}# x\ndn: CN=a\nmail: a\n\ndn: CN=b\nmail: b\n\n\ndn: CN=c\nmail: c\n"
    whole = Harvest(WANTED).read(content.encode(), 1)
    some_of = chosen if whole.is_plain else None
    for page in (
        Harvest(WANTED).read(content.encode(), 1, some_of),
        Harvest(WANTED).read_in_python(content, 1, some_of),
    ):
        assert (page.lines, lines_of(page)) == (whole.lines, lines_of(whole))
        [part], [every] = page.batches, whole.batches
        for number in chosen:
            assert part.dn(number) == every.dn(number)
            assert dict(part.values(number)) == dict(every.values(number))


@unhurried
@given(ENTRIES, STYLES, some.integers(1, 3))
def test_many_entries_become_several_tables(entries, style, most):
    content = written(entries, style)
    with pytest.MonkeyPatch.context() as patch:
        whole = Harvest(WANTED, OCTETS).read(content.encode(), 5)
        patch.setattr(batch_reader, "_TABLE_MAX", most)
        parts = Harvest(WANTED, OCTETS).read(content.encode(), 5)
        assert road(lambda: parts) == road(lambda: whole)
        assert_same(content)
    assert all(batch.size <= most for batch in parts.batches)


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
    Harvest(WANTED).read(content.encode(), 1)
    Harvest(WANTED).read_in_python(content, 1)
