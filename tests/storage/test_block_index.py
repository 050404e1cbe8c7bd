"""Entries that may share a key are read again: alone where they are few, or with their block."""

import pytest

from readiness.columns import kernels
from readiness.pipeline.scan import private_folder
from readiness.sources.ldif.partitions import FileRange
from readiness.storage import block_index
from tests.reading import job, scanned

USERS = 40
SHARED = (3, 31)


@pytest.fixture
def export(tmp_path):
    """Users of whom two have the same mail address, with comments and folded lines between."""
    path = tmp_path / "export.ldif"
    path.write_text("".join(map(user, range(USERS))), encoding="utf-8")
    return path


def user(number: int) -> str:
    mail = "ana" if number in SHARED else f"user{number}"
    return (
        f"# {number}\ndn: CN=Zoë {number},\n DC=contoso,DC=com\nobjectClass: user\n"
        f"sAMAccountName: user{number}\nmail: {mail}@contoso.com\n\n"
    )


@pytest.fixture
def lengths(monkeypatch):
    """How many octets were read again at a time."""
    found = []
    block = FileRange.block

    def counted(self, offset, length):
        found.append(length)
        return block(self, offset, length)

    monkeypatch.setattr(FileRange, "block", counted)
    return found


def duplicates(path):
    """The entries with the same address: their DNs and lines."""
    with private_folder() as folder:
        result = scanned(job(folder, select=["address-duplicate"]), path)
        return [(one.dn, one.line) for one in result.findings()]


EXPECTED = [(f"CN=Zoë {number},DC=contoso,DC=com", 7 * number + 2) for number in SHARED]
needs_compiler = pytest.mark.skipif(kernels.columns is None, reason="there is no C compiler")


@needs_compiler
def test_few_entries_are_read_again_alone(export, lengths):
    assert duplicates(export) == EXPECTED
    assert len(lengths) == len(SHARED)
    assert max(lengths) < 2 * len(user(0).encode())


def test_many_entries_are_read_again_with_their_block(export, lengths, monkeypatch):
    monkeypatch.setattr(block_index, "_FEW", USERS)
    assert duplicates(export) == EXPECTED
    assert lengths == [export.stat().st_size]


def test_entries_of_a_file_with_other_line_ends_are_read_with_their_block(export, lengths):
    export.write_bytes(export.read_bytes().replace(b"\n", b"\r\n"))
    assert duplicates(export) == EXPECTED
    assert lengths == [export.stat().st_size]


def test_a_file_that_has_changed_is_read_block_by_block(export, monkeypatch):
    block = FileRange.block

    def changed(self, offset, length):
        return block(self, offset, length) if length > 1000 else b"# nothing\n"

    monkeypatch.setattr(FileRange, "block", changed)
    assert duplicates(export) == EXPECTED
