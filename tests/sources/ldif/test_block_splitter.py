"""A file is split into blocks of whole records, whatever its size and state."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.sources.ldif import block_splitter
from readiness.sources.ldif.block_splitter import boundaries, split
from tests.writing import unhurried

ENDS = ["\n", "\r\n"]
TEXT = "".join(f"dn: CN=Zoë {n}\ndescription: {'x' * n * n}\n\n" for n in range(30))


@pytest.fixture(params=[1, 2, 3, 7, 64, 1000, 1 << 20])
def block_size(request, monkeypatch):
    monkeypatch.setattr(block_splitter, "BLOCK_SIZE", request.param)
    return request.param


@pytest.mark.usefixtures("block_size")
@pytest.mark.parametrize("end", ENDS)
def test_blocks_are_the_file_and_hold_whole_records(end):
    octets = TEXT.replace("\n", end).encode()
    found = list(split(io.BytesIO(octets)))
    assert b"".join(block.data for block in found) == octets
    for block in found:
        assert block.data.startswith(b"dn: ")
        assert block.data.endswith(f"{end}{end}".encode())


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
        found = list(split(file, length))
    assert b"".join(block.data for block in found) == octets[:length]


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("near", [1, 8, 100, 4000])
def test_a_range_is_cut_into_whole_records(monkeypatch, end, near):
    monkeypatch.setattr(block_splitter, "BLOCK_SIZE", 4000)
    monkeypatch.setattr(block_splitter, "_TAIL", near)
    octets = TEXT.replace("\n", end).encode()
    found = list(split(io.BytesIO(octets), len(octets)))
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
    assert [(block.data, block.skipped) for block in found if block.data or block.skipped] == [
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
