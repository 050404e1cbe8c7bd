"""A snapshot is what a scan would have read."""

from __future__ import annotations

import gzip
import stat

import pytest

from readiness.command.snapshot import declared_suffixes, snapshot
from readiness.errors import SourceError, UsageError
from readiness.sources.export_source import ExportSource
from readiness.sources.live.ldap_source import LiveSource
from tests.live.domain_controller import PASSWORD, READER
from tests.redaction.test_entries import told
from tests.running import run


@pytest.mark.parametrize("name", ["contoso.ldif", "contoso.ldif.gz"])
def test_a_scan_of_the_snapshot_finds_what_a_live_scan_finds(ask, examine, tmp_path, name):
    source = LiveSource(ask())
    live, findings = examine(source)
    written = snapshot(ask(), tmp_path / name)
    offline, again = examine(ExportSource(str(written.path)))
    plain = [one._replace(source="", line=None) for one in again]
    assert [one._replace(source="", line=None) for one in findings] == plain
    assert offline.counts == live.counts
    assert list(offline.out_of_scope()) == list(live.out_of_scope())
    assert [one.findings for one in offline.checks] == [one.findings for one in live.checks]
    assert offline.is_complete
    assert written.entries == source.entries


def test_a_snapshot_is_for_its_owner_alone(ask, tmp_path):
    written = snapshot(ask(), tmp_path / "contoso.ldif")
    assert stat.S_IMODE(written.path.stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == ["contoso.ldif"]


def test_the_same_directory_makes_the_same_file(ask, tmp_path):
    one, other = (snapshot(ask(), tmp_path / name).path for name in ("a.ldif.gz", "b.ldif.gz"))
    assert one.read_bytes() == other.read_bytes()
    assert gzip.decompress(one.read_bytes()).startswith(b"# readiness snapshot of ldaps://dc1")


def test_a_snapshot_knows_the_suffixes_of_the_forest(ask, tmp_path):
    for name in ("contoso.ldif", "contoso.ldif.gz"):
        written = snapshot(ask(), tmp_path / name)
        assert declared_suffixes(written.path) == ("contoso.com", "fabrikam.com")


def test_a_redacted_snapshot_names_nobody_and_is_as_good_for_a_scan(
    controller, authority, ask, examine, tmp_path
):
    done = run(
        *("snapshot", f"ldaps://{controller.ip}", "-o", "contoso.ldif.gz", f"--user={READER}"),
        *(
            "--domain=contoso.com",
            "--identity-model=password-hash-sync",
            "--sync-tool=connect-sync",
        ),
        *("--redact=pseudonyms", f"--ca-file={authority.file}"),
        cwd=tmp_path,
        READINESS_PASSWORD=PASSWORD,
    )
    assert done.returncode == 0, done.stderr
    path = tmp_path / "contoso.ldif.gz"
    plain = snapshot(ask(), tmp_path / "plain.ldif").path.read_bytes()
    assert told(plain, gzip.decompress(path.read_bytes())) == set()
    live, _ = examine(LiveSource(ask()))
    offline, _ = examine(ExportSource(str(path)))
    assert offline.is_complete
    assert {one.id: one.findings for one in offline.checks} == {
        one.id: one.findings for one in live.checks
    }
    assert offline.counts.in_scope == live.counts.in_scope
    assert offline.counts.out_of_scope == live.counts.out_of_scope
    assert declared_suffixes(path) == ("contoso.com", "fabrikam.com")


def test_a_broken_snapshot_is_known_as_incomplete(controller, ask, examine, tmp_path):
    path = tmp_path / "contoso.ldif"

    def interrupt(entries: int, _: int) -> None:
        if entries == 200:
            controller.kill()

    with pytest.raises(SourceError, match="ended early"):
        snapshot(ask(page_size=100), path, interrupt)
    result, _ = examine(ExportSource(str(path)))
    assert not result.is_complete
    assert "ended early" in result.sources[0].problems[0]
    assert result.counts.entries >= 200


def test_a_file_that_cannot_be_written_is_a_usage_error(ask, tmp_path):
    with pytest.raises(UsageError, match="cannot be written"):
        snapshot(ask(), tmp_path / "nowhere/contoso.ldif")
