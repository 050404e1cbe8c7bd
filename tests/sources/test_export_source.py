"""An export is divided so that every record is read once, wherever the cuts are."""

import gzip
import io
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

from readiness.errors import SourceError
from readiness.sources.export_source import ExportSource
from readiness.sources.ldif import block_splitter
from readiness.sources.ldif import partitions as dividing
from readiness.sources.ldif.file_state import FileState
from readiness.sources.ldif.partitions import BufferedBlocks, FileRange

TEXT = "".join(f"dn: CN=Zoë {n}\r\ncn: {'x' * n}\r\n\r\n" for n in range(40))
OCTETS = TEXT.encode()


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(block_splitter, "BLOCK_SIZE", 50)
    monkeypatch.setattr(dividing, "_RANGE_MIN", 100)
    monkeypatch.setattr(dividing, "_RANGE_MAX", 200)


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "export.ldif"
    path.write_bytes(OCTETS)
    return path


def state_of(path: Path) -> FileState:
    state = FileState.of(path)
    assert state
    return state


def content(partitions):
    return b"".join(block.data for partition in partitions for block in partition.blocks())


@pytest.mark.parametrize("size", range(1, 400, 13))
@pytest.mark.parametrize("workers", [1, 2, 7])
def test_ranges_hold_every_record_once(path, monkeypatch, size, workers):
    monkeypatch.setattr(dividing, "_RANGE_MIN", size)
    monkeypatch.setattr(dividing, "_RANGE_MAX", size)
    monkeypatch.setattr(dividing, "_RANGE_MAX_ALONE", size)
    partitions = list(ExportSource(str(path)).partitions(workers))
    assert content(partitions) == OCTETS
    for partition in partitions:
        assert content([partition]).startswith(b"dn: ")


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("cut", range(0, len(OCTETS), 11))
def test_a_file_may_end_anywhere(path, cut):
    path.write_bytes(OCTETS[:cut])
    assert content(ExportSource(str(path)).partitions(3)) == OCTETS[:cut]


def test_one_worker_reads_a_file_in_one_range(path):
    assert list(ExportSource(str(path)).partitions(1)) == [
        FileRange(path, 0, len(OCTETS), state_of(path))
    ]


def test_a_byte_order_mark_belongs_to_no_range(path):
    path.write_bytes(b"\xef\xbb\xbf" + OCTETS)
    assert content(ExportSource(str(path)).partitions(1)) == OCTETS


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    "octets",
    [
        gzip.compress(OCTETS),
        gzip.compress(OCTETS[:500]) + gzip.compress(OCTETS[500:]),
        ("\ufeff" + TEXT).encode("utf-16-le"),
        ("\ufeff" + TEXT).encode("utf-16-be"),
        gzip.compress(("\ufeff" + TEXT).encode("utf-16-le")),
    ],
)
def test_what_cannot_be_read_in_ranges_comes_in_partitions(path, octets):
    path.write_bytes(octets)
    partitions = list(ExportSource(str(path)).partitions(2))
    assert len(partitions) > 3
    assert not any(isinstance(partition, FileRange) for partition in partitions)
    assert content(partitions) == OCTETS


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("octets", [OCTETS, gzip.compress(OCTETS), TEXT.encode("utf-16")])
def test_standard_input_is_read_to_its_end(monkeypatch, octets):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(octets))))
    partitions = list(ExportSource("-").partitions(2))
    assert not any(isinstance(partition, FileRange) for partition in partitions)
    assert content(partitions) == OCTETS


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_of_a_stream_is_no_part_of_its_text(tmp_path, mark):
    path = tmp_path / "export.ldif.gz"
    path.write_bytes(gzip.compress(mark + OCTETS))
    assert content(ExportSource(str(path)).partitions(2)) == OCTETS


def test_what_was_read_before_a_stream_broke_is_kept(path):
    octets = b"".join(b"dn: CN=%d\ncn: %x\n\n" % (n, n * n * 2654435761) for n in range(100_000))
    path.write_bytes(gzip.compress(octets, 1)[:-60])
    partitions: list[FileRange | BufferedBlocks] = []
    with pytest.raises(SourceError, match="ends early"):
        partitions.extend(ExportSource(str(path)).partitions(2))
    read = content(partitions)
    assert len(read) > len(octets) // 2
    assert octets.startswith(read)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_missing_file_is_told(tmp_path, workers):
    with pytest.raises(SourceError, match=r"there is no such file$"):
        list(ExportSource(str(tmp_path / "missing.ldif")).partitions(workers))


def test_a_folder_is_told(tmp_path):
    with pytest.raises(SourceError, match=r"it is a folder: name the files in it$"):
        list(ExportSource(str(tmp_path)).partitions(1))


def test_a_folder_is_told_with_an_export_in_it(path):
    with pytest.raises(SourceError, match=rf"such as {re.escape(str(path))}$"):
        list(ExportSource(str(path.parent)).partitions(1))


def test_an_empty_file_has_no_partitions_and_is_told(tmp_path):
    empty = tmp_path / "empty.ldif"
    empty.touch()
    source = ExportSource(str(empty))
    assert not list(source.partitions(2))
    assert source.warnings == [f"{empty}: the file is empty; export it again"]
    empty.write_bytes(b"\xef\xbb\xbf")
    assert content(ExportSource(str(empty)).partitions(2)) == b""


def test_partitions_can_be_sent_to_another_process(path):
    for octets in (OCTETS, gzip.compress(OCTETS)):
        path.write_bytes(octets)
        for partition in ExportSource(str(path)).partitions(2):
            again = pickle.loads(pickle.dumps(partition))  # noqa: S301 - just pickled
            assert content([again]) == content([partition])


def test_the_size_is_known_where_it_says_how_much_there_is_to_read(path, tmp_path):
    assert ExportSource(str(path)).size == len(OCTETS)
    path.write_bytes(gzip.compress(OCTETS))
    assert ExportSource(str(path)).size is None
    assert ExportSource("-").size is None
    assert ExportSource(str(tmp_path / "missing")).size is None


def test_a_range_reads_no_further_than_its_end(path):
    end = OCTETS.index(b"\r\n\r\n") + 4
    assert content([FileRange(path, 0, end, state_of(path))]) == OCTETS[:end]


def test_a_source_says_what_it_is():
    assert (ExportSource("-").location, ExportSource("-").kind) == ("-", "ldif")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ("dn: CN=a\n\n", "ldif"),
        ("DN,cn\nCN=a,a\n", "csv"),
        ("DistinguishedName;cn\nCN=a;a\n", "csv"),
        ('[{"DistinguishedName": "CN=a"}]', "json"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_the_kind_of_an_export_is_that_of_its_content(tmp_path, content, kind, encoding, pack):
    path = tmp_path / "export"
    path.write_bytes(pack(content.encode(encoding)))
    source = ExportSource(str(path))
    [partition] = source.partitions(1)
    assert source.kind == kind
    assert b"dn: CN=a\n" in b"".join(block.data for block in partition.blocks())


@pytest.mark.parametrize(
    ("head", "attributes"),
    [
        ("# readiness: attributes=all\n", ("all",)),
        (
            "version: 1\n# readiness: attributes=cn, displayName,Mail\n",
            ("cn", "displayname", "mail"),
        ),
        ("# attributes=all\n", None),
        ("dn: CN=x\ncn: x\n\n# readiness: attributes=all\n", None),
        ("", None),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_export_may_say_what_it_holds(path, head, attributes, encoding):
    path.write_bytes((head + TEXT).encode(encoding))
    source = ExportSource(str(path))
    list(source.partitions(1))
    assert source.declared_attributes == attributes


def test_a_file_on_standard_input_that_gets_shorter_is_told(path):
    program = (
        "import os\n"
        "from readiness.sources.export_source import ExportSource\n"
        "for partition in ExportSource('-').partitions(1):\n"
        "    os.truncate('export.ldif', 0)\n"
    )
    with path.open("rb") as file:
        done = subprocess.run(
            [sys.executable, "-c", program],
            stdin=file,
            capture_output=True,
            text=True,
            cwd=path.parent,
            check=False,
        )
    assert "SourceError: -: the file got shorter" in done.stderr
