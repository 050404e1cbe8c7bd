"""The fast readers lead where the record reader leads, whatever a block holds."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from readiness.columns import kernels
from readiness.sources.ldif import batch_reader, pattern_reader, record_reader
from readiness.sources.ldif.batch_reader import BatchReader
from readiness.sources.ldif.record_reader import ChangeRecord
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
        "\t\n",
        "\r",
        "\r\n",
        "\nmy_attribute: x",
        "\nmail : x",
        "\x00",
        "\u2028",
        "\nobjectClass: top\n s",
        "\nobjectClass: TOP",
        "\ndescription: plain\n not",
        "\ndescription: plain",
        "",
    ]
)


def outcome(read):
    """What a reader finds, in a form that can be compared."""
    try:
        block = read()
    except ChangeRecord as change:
        return ("change", change.line, str(change))
    records = [
        (batch.dn(at), interesting(values_of(batch, at)))
        for batch in block.batches
        for at in range(batch.size)
    ]
    return records, lines_of(block), block.problems, list(block.warnings), block.lines


def values_of(batch, at):
    """The values of an entry of a batch, by attribute."""
    values = batch.values(at)
    return {name: values.get(name) for name in batch.columns if name != "dn" and name in values}


def lines_of(block):
    """The lines of the entries of a block."""
    return [line for batch in block.batches for line in batch.lines]


def interesting(values):
    """The values without those that may be left out."""
    pairs = (
        (name, one)
        for name, value in values.items()
        for one in (value if isinstance(value, list) else [value])
    )
    return held((name, one) for name, one in pairs if not is_dull(name, one))


def is_dull(name, value):
    if name == "jpegphoto":
        return len(value) <= OCTETS["jpegphoto"]
    shown = value if isinstance(value, str) else value.decode(errors="backslashreplace")
    return name == "objectclass" and shown.lower() in {"top", "person", "organizationalperson"}


def assert_same(content, reader=None):
    reader = reader or BatchReader(WANTED, OCTETS)
    expected = outcome(lambda: reader.read_by_record(content, 5))
    assert outcome(lambda: reader.read(content.encode(), 5)) == expected
    assert outcome(lambda: reader.read_in_python(content, 5)) == expected
    # what it has learnt changes nothing
    assert outcome(lambda: reader.read_in_python(content, 5)) == expected


def records_of(block):
    """The entries of a block, with their texts."""
    return [
        (batch.dn(at), values_of(batch, at)) for batch in block.batches for at in range(batch.size)
    ]


@pytest.fixture(params=["compiled", "in Python"])
def fast(request, monkeypatch):
    """Reads by one of the fast readers, and by no other."""
    monkeypatch.setattr(BatchReader, "read_by_record", lambda *_: pytest.fail("read by record"))
    if request.param == "in Python":
        return lambda reader, content, line: reader.read_in_python(content, line)
    if kernels.columns is None:
        pytest.skip("nothing is compiled")
    monkeypatch.setattr(BatchReader, "read_in_python", lambda *_: pytest.fail("read in Python"))
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
@example(["mail:\n : eA==\nmail: b\n"])
def test_any_pieces_of_ldif_are_read_alike(pieces):
    assert_same("dn: CN=a\nmail: a\n" + "".join(pieces))


@unhurried
@given(some.text(alphabet="dn:mail<;#= \n-x", max_size=60))
def test_any_text_is_read_alike(content):
    assert_same(content)


@unhurried
@given(some.lists(some.tuples(ENTRIES, STYLES), min_size=2, max_size=4))
def test_a_reader_that_has_learnt_from_other_blocks_reads_alike(blocks):
    reader = BatchReader(WANTED, OCTETS)
    for entries, style in blocks:
        assert_same(written(entries, style), reader)


def test_well_formed_ldif_is_read_by_the_fast_readers(fast):
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
        assert len(lines_of(fast(BatchReader(WANTED), written(entries, style), 1))) == 2, style


def test_a_spelling_that_comes_late_in_the_file_is_read(fast):
    reader = BatchReader(WANTED)
    first = fast(reader, "dn: CN=a\nmail: a\nsn: x\n\n", 1)
    late = fast(reader, "dn: CN=b\nMAIL: b\nSN: x\nx-new: y\n\n", 5)
    again = fast(reader, "dn: CN=c\nmAiL: c\n\n", 11)
    assert [records_of(block) for block in (first, late, again)] == [
        [("CN=a", {"mail": "a"})],
        [("CN=b", {"mail": "b"})],
        [("CN=c", {"mail": "c"})],
    ]


def test_a_file_with_very_many_names_is_read_record_by_record(monkeypatch, mocker):
    monkeypatch.setattr(pattern_reader, "_LEARNT_MAX", 20)
    reader = BatchReader(WANTED)
    by_record = mocker.spy(BatchReader, "read_by_record")
    many = "".join(f"x-{number}: y\n" for number in range(30))
    block = reader.read_in_python(f"dn: CN=a\n{many}mail: a\n\n", 1)
    assert by_record.call_count == 1
    assert records_of(block) == [("CN=a", {"mail": "a"})]


@pytest.mark.parametrize("name", ["mail", "jpegPhoto", "dn"])
@pytest.mark.parametrize("length", [80, 120])
def test_lines_that_are_too_long_are_told_by_all_readers(monkeypatch, name, length):
    monkeypatch.setattr(record_reader, "LINE_MAX", 100)
    assert_same(f"dn: CN=a\n{name}: {'x' * length}\n\ndn: CN=b\nmail: b\n")


def test_the_line_of_an_entry_is_that_of_its_dn(fast):
    content = "\n# Ana\ndn: CN=a\nmail: a\n b\n\n# Bob\n# too\ndn: CN=b\n\ndn: CN=c\n"
    block = fast(BatchReader(WANTED), content, 101)
    assert lines_of(block) == [103, 109, 111]
    assert block.lines == 11


@unhurried
@given(ENTRIES, STYLES, some.integers(1, 3))
def test_many_entries_become_several_batches(entries, style, most):
    content = written(entries, style)
    with pytest.MonkeyPatch.context() as patch:
        whole = BatchReader(WANTED, OCTETS).read(content.encode(), 5)
        patch.setattr(batch_reader, "_BATCH_MAX", most)
        parts = BatchReader(WANTED, OCTETS).read(content.encode(), 5)
        assert outcome(lambda: parts) == outcome(lambda: whole)
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
    BatchReader(WANTED).read(content.encode(), 1)
    BatchReader(WANTED).read_in_python(content, 1)
