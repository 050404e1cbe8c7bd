"""A file is cut into blocks of whole records, whatever its size, encoding and state."""

import gzip
import io
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.sources.ldif import block_splitter
from readiness.sources.ldif.block_splitter import Block, boundaries, split
from readiness.sources.ldif.utf8_stream import (
    READ_ERRORS,
    as_utf8,
    is_divisible,
    source_error,
)
from tests.writing import unhurried

ENDS = ["\n", "\r\n"]
TEXT = "".join(f"dn: CN=Zoë {n}\ndescription: {'x' * n * n}\n\n" for n in range(30))


@pytest.fixture(params=[1, 2, 3, 7, 64, 1000, 1 << 20])
def block_size(request, monkeypatch):
    monkeypatch.setattr(block_splitter, "BLOCK_SIZE", request.param)
    return request.param


def recoded(octets):
    """What `as_utf8` makes of a file, read to its end."""
    file = as_utf8(io.BufferedReader(io.BytesIO(octets)))
    return b"".join(iter(lambda: file.read(7), b""))


@pytest.mark.usefixtures("block_size")
@pytest.mark.parametrize("end", ENDS)
def test_blocks_are_the_file_and_hold_whole_records(end):
    octets = TEXT.replace("\n", end).encode()
    found = list(split(io.BytesIO(octets)))
    assert b"".join(block.data for block in found) == octets
    for block in found:
        assert block.data.startswith(b"dn: ")
        assert block.data.endswith((f"{end}{end}").encode())
        assert octets[block.offset :].startswith(block.data)


@pytest.mark.usefixtures("block_size")
def test_the_last_record_needs_no_line_end():
    octets = b"dn: CN=a\n\ndn: CN=b\nmail: x"
    found = list(split(io.BytesIO(octets)))
    assert b"".join(block.data for block in found) == octets
    assert found[-1].data.endswith(b"mail: x")


@pytest.mark.usefixtures("block_size")
def test_a_blank_line_of_another_kind_parts_records_too():
    octets = b"dn: CN=a\r\n\ndn: CN=b\n\r\ndn: CN=c\r\n\r\n"
    text = b"".join(block.data for block in split(io.BytesIO(octets)))
    assert text == octets


def test_nothing_has_no_blocks():
    assert not list(split(io.BytesIO(b"")))


LIKELY = some.lists(some.sampled_from([b"\n", b"\r\n", b"\n\n", b"a", b"dn: "])).map(b"".join)


@unhurried
@given(
    some.binary(max_size=200) | LIKELY,
    some.integers(1, 20),
    some.integers(0, 20),
    some.integers(0, 210),
)
def test_any_octets_are_cut_without_loss(octets, size, near, length):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block_splitter, "BLOCK_SIZE", size)
        patch.setattr(block_splitter, "_TAIL", near)
        file = io.BytesIO(octets)
        found = list(split(file, 1000, length))
    assert b"".join(block.data for block in found) == octets[:length]
    at = 1000
    for block in found:
        assert block.offset == at
        at += len(block.data)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("near", [1, 8, 100, 4000])
def test_a_range_is_cut_into_whole_records(monkeypatch, end, near):
    monkeypatch.setattr(block_splitter, "BLOCK_SIZE", 4000)
    monkeypatch.setattr(block_splitter, "_TAIL", near)
    octets = TEXT.replace("\n", end).encode()
    found = list(split(io.BytesIO(octets), 0, len(octets)))
    assert b"".join(block.data for block in found) == octets
    assert all(block.data.endswith(f"{end}{end}".encode()) for block in found)
    assert len(found) > 2


@pytest.fixture
def small_records(monkeypatch):
    monkeypatch.setattr(block_splitter, "BLOCK_SIZE", 10)
    monkeypatch.setattr(block_splitter, "RECORD_MAX", 50)


@pytest.mark.usefixtures("small_records")
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_record_that_is_too_long_is_passed_over_and_counted(end):
    before, after = "dn: CN=a\n\n", "dn: CN=c\nmail: x\n\ndn: CN=d\n\n"
    giant = "dn: CN=b\n" + "member: CN=x\n" * 40 + "\n"
    octets = (before + giant + after).replace("\n", end).encode()
    found = list(split(io.BytesIO(octets)))
    assert sum(block.skipped for block in found) == giant.count("\n")
    text = b"".join(block.data for block in found).decode().replace(end, "\n")
    assert text == before + after
    for block in found:
        assert octets[block.offset :].startswith(block.data)


@pytest.mark.usefixtures("small_records")
@pytest.mark.parametrize("tail", ["", "\n", "x"])
def test_a_record_that_is_too_long_may_be_the_last(tail):
    octets = ("dn: CN=a\n\ndn: CN=b\n" + "member: CN=x\n" * 40 + tail).encode()
    found = list(split(io.BytesIO(octets)))
    assert [block.data for block in found if block.data] == [b"dn: CN=a\n\n"]
    assert sum(block.skipped for block in found) == octets.count(b"\n") - 2


@pytest.mark.usefixtures("small_records")
def test_a_file_without_any_line_is_passed_over_in_little_memory():
    class Endless(io.RawIOBase):
        left = 100_000

        def read(self, size=-1):
            self.left -= size
            return b"x" * size if self.left > 0 else b""

    [block] = split(Endless())  # type: ignore[arg-type]  # only `read` is called
    assert (block.data, block.skipped) == (b"", 1)


@pytest.mark.usefixtures("small_records")
def test_the_end_of_a_line_that_is_too_long_is_no_record():
    octets = b"dn: CN=a\ncn: " + b"x" * 200 + b"\n\ndn: CN=b\n\n"
    found = list(split(io.BytesIO(octets)))
    assert [(block.data, block.skipped) for block in found if any(block[1:])] == [
        (b"", 3),
        (b"dn: CN=b\n\n", 0),
    ]


@pytest.mark.usefixtures("block_size")
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("step", [1, 10, 100, 5000, 1 << 20])
def test_ranges_begin_with_records_and_cover_the_file(tmp_path, end, step):
    path = tmp_path / "export.ldif"
    octets = TEXT.replace("\n", end).encode()
    path.write_bytes(octets)
    ends = list(boundaries(path, step))
    starts = [0, *ends[:-1]]
    assert ends[-1] == len(octets)
    assert ends == sorted(set(ends))
    assert all(octets[start:].startswith(b"dn: ") for start in starts)
    if step == 1:
        assert len(ends) == 30


@unhurried
@given(some.text(alphabet="a\n\r", max_size=60), some.integers(1, 9), some.integers(1, 9))
def test_ranges_of_any_file_cover_it(tmp_path_factory, text, step, size):
    path = tmp_path_factory.mktemp("file") / "x"
    path.write_bytes(text.encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(block_splitter, "BLOCK_SIZE", size)
        ends = list(boundaries(path, step))
    assert ends == sorted(set(ends))
    assert (ends[-1] if ends else 0) == len(text)
    for end in ends[:-1]:
        assert text[:end].endswith(("\n\n", "\n\r\n"))


def test_an_empty_file_has_no_ranges(tmp_path):
    path = tmp_path / "empty.ldif"
    path.touch()
    assert not list(boundaries(path, 10))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("end", ENDS)
def test_utf_16_becomes_utf_8(encoding, end):
    text = f"dn: CN=Zoë 東 😀{end}{end}"
    mark = "\ufeff".encode(encoding)
    assert recoded(mark + text.encode(encoding)) == text.encode()


def test_utf_8_stays_as_it_is():
    octets = b"dn: CN=Zo\xc3\xab\n\xff\n"
    assert recoded(octets) == octets
    assert recoded(b"\xef\xbb\xbf" + octets) == octets


@pytest.mark.parametrize("text", ["", "d", "dn: CN=a\n\n", "dn: CN=Zoë\r\n" * 1000])
def test_gzip_is_unpacked(text):
    assert recoded(gzip.compress(text.encode())) == text.encode()


def test_gzip_of_several_members_is_unpacked_to_its_end():
    octets = gzip.compress(b"dn: CN=a\n\n") + gzip.compress(b"dn: CN=b\n\n")
    assert recoded(octets) == b"dn: CN=a\n\ndn: CN=b\n\n"


def test_gzip_of_utf_16_is_unpacked():
    octets = gzip.compress("\ufeffdn: CN=Zoë\n\n".encode("utf-16-le"))
    assert recoded(octets) == "dn: CN=Zoë\n\n".encode()


GZIP = gzip.compress(TEXT.encode())


@pytest.mark.parametrize("length", range(3, len(GZIP), 7))
def test_gzip_that_is_cut_short_is_never_taken_for_whole(length):
    with pytest.raises(EOFError):
        recoded(GZIP[:length])


@pytest.mark.parametrize(
    "octets",
    [
        GZIP[:-8] + bytes(8),
        GZIP[:20] + bytes([GZIP[20] ^ 255]) + GZIP[21:],
        GZIP + b"what is this",
        b"\x1f\x8bnothing",
        "\ufeffdn: CN=a".encode("utf-16-le")[:-1],
        b"\xff\xfe\x00\xd8a\x00",
        b"\xfe\xff\xd8",
    ],
)
def test_damage_is_explained_in_one_sentence(octets):
    with pytest.raises(READ_ERRORS) as raised:
        recoded(octets)
    message = str(source_error(raised.value, "export.ldif.gz"))
    assert message.startswith("export.ldif.gz: ")
    assert "copy it again" in message or "export it again" in message


def test_each_error_has_its_words():
    errors = (EOFError(), zlib.error("-3"), gzip.BadGzipFile("x"), PermissionError(13, "denied"))
    words = [str(source_error(error, "x")) for error in errors]
    assert "ends early" in words[0]
    assert "damaged" in words[1]
    assert "damaged" in words[2]
    assert words[3] == "x: cannot be read: denied"


@pytest.mark.parametrize(
    ("octets", "plain"),
    [
        (b"dn: CN=a\n", True),
        (b"", True),
        (b"d", True),
        (b"\xef\xbb\xbfdn: CN=a\n", True),
        (b"\x1f\x8b\x08", False),
        (b"\xff\xfed\x00", False),
        (b"\xfe\xff\x00d", False),
    ],
)
def test_only_plain_files_are_read_in_ranges(tmp_path, octets, plain):
    path = tmp_path / "x"
    path.write_bytes(octets)
    assert is_divisible(path) is plain


def test_folders_and_missing_files_are_not_plain(tmp_path):
    assert not is_divisible(tmp_path)
    assert not is_divisible(tmp_path / "missing")


@unhurried
@given(some.binary(max_size=100))
def test_any_octets_are_read_or_explained(octets):
    with suppress(*READ_ERRORS):
        assert isinstance(recoded(octets), bytes)


def test_a_block_knows_where_it_stands():
    assert Block(3, b"x") == (3, b"x", 0)
