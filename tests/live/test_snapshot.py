"""A snapshot is what a scan would have read, and a good one is never lost."""

from __future__ import annotations

import gzip
import json
import stat
from operator import itemgetter
from typing import Any

import pytest

from readiness.command.locations import suffixes_in_file
from tests.live.conftest import report
from tests.live.domain_controller import BASE, FQDN, USERS, WRONG
from tests.live.test_scan import without_sources
from tests.redaction.test_entries import told
from tests.running import run
from tests.sources.live.malices import at_people, closing
from tests.sources.live.malicious_server import serving


@pytest.mark.parametrize("name", ["contoso.ldif", "contoso.ldif.gz"])
def test_a_scan_of_the_snapshot_finds_what_a_live_scan_finds(readiness, tmp_path, name):
    live = report(readiness("scan", "--report=json:-"))
    kept = readiness("snapshot", "-o", name, cwd=tmp_path)
    assert kept.returncode == 0, kept.stderr
    again = report(readiness("scan", "--report=json:-", url=tmp_path / name, user=""))
    assert without_sources(again["findings"]) == without_sources(live["findings"])
    for found in (again, live):
        for step in found["summary"]["action_plan"]:
            del step["command"]  # it names the source
    assert again["summary"] == live["summary"]
    assert again["out_of_scope"] == live["out_of_scope"]
    assert again["complete"]
    assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_a_preview_of_the_snapshot_says_what_a_live_preview_says(readiness, tmp_path):
    tenant = ("--format=json", "--initial-domain=contoso.onmicrosoft.com")
    live = readiness("preview", *tenant)
    assert live.returncode == 0, live.stderr
    assert readiness("snapshot", "-o", "dc.ldif", cwd=tmp_path).returncode == 0
    again = readiness("preview", *tenant, url=tmp_path / "dc.ldif", user="")
    one, other = (
        sorted(map(unordered, map(json.loads, done.stdout.splitlines())), key=itemgetter("dn"))
        for done in (live, again)
    )
    assert len(one) > USERS
    assert any(record["dropped"] for record in one)
    assert other == one


def unordered(value: Any) -> Any:
    """The same with lists sorted, since the values of an attribute have no order."""
    if isinstance(value, dict):
        return {name: unordered(held) for name, held in value.items()}
    return sorted(map(unordered, value)) if isinstance(value, list) else value


def test_the_same_directory_makes_the_same_file_which_knows_its_forest(readiness, tmp_path):
    for name in ("a.ldif.gz", "b.ldif.gz"):
        assert readiness("snapshot", "-o", name, cwd=tmp_path).returncode == 0
    one, other = (tmp_path / name for name in ("a.ldif.gz", "b.ldif.gz"))
    assert one.read_bytes() == other.read_bytes()
    head = gzip.decompress(one.read_bytes()).partition(b"\n\n")[0].split(b"\n")
    assert head[0] == f"# readiness snapshot of ldaps://{FQDN}".encode()
    assert head[2].startswith(b"# readiness: attributes=accountExpires,adminCount,")
    assert suffixes_in_file(one) == ("contoso.com", "fabrikam.com")


def test_a_redacted_snapshot_names_nobody_and_is_as_good_for_a_scan(readiness, tmp_path):
    for options in (("plain.ldif",), ("hidden.ldif.gz", "--redact=pseudonyms")):
        done = readiness("snapshot", *options, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
    plain, hidden = tmp_path / "plain.ldif", tmp_path / "hidden.ldif.gz"
    assert told(plain.read_bytes(), gzip.decompress(hidden.read_bytes())) == set()
    one, other = (
        report(readiness("scan", "--report=json:-", url=path, user="")) for path in (plain, hidden)
    )
    assert other["complete"]
    assert other["summary"]["by_check"] == one["summary"]["by_check"]
    assert other["summary"]["by_kind"] == one["summary"]["by_kind"]
    assert suffixes_in_file(hidden) == ("contoso.com", "fabrikam.com")


def test_half_a_snapshot_is_kept_beside_the_good_one(tmp_path):
    good = tmp_path / "contoso.ldif"
    good.write_text("good")
    with serving(at_people(closing(lambda answer: answer[: len(answer) // 2]))) as server:
        done = run(
            *("snapshot", server.url, "--auth=anonymous", "--allow-cleartext", "--timeout=1"),
            *("-o", "contoso.ldif"),
            cwd=tmp_path,
        )
    assert done.returncode == 3
    assert "ended early" in done.stderr
    assert "what was read is in incomplete-contoso.ldif" in done.stderr
    assert good.read_text() == "good"
    half = run("scan", "incomplete-contoso.ldif", "--report=json:-", cwd=tmp_path)
    assert half.returncode == 3
    assert any("ended early" in one for one in report(half)["sources"][0]["problems"])


def test_a_link_or_file_in_the_way_is_neither_followed_nor_written(tmp_path):
    victim = tmp_path / "victim"
    victim.write_text("precious")
    victim.chmod(0o644)
    for name in ("contoso.ldif.part", "incomplete-contoso.ldif"):
        (tmp_path / name).symlink_to(victim)
    with serving(at_people(closing(lambda answer: answer[: len(answer) // 2]))) as server:
        done = run(
            *("snapshot", server.url, "--auth=anonymous", "--allow-cleartext", "--timeout=1"),
            *("-o", "contoso.ldif"),
            cwd=tmp_path,
        )
    assert done.returncode == 3
    assert victim.read_text() == "precious"
    incomplete = tmp_path / "incomplete-contoso.ldif"
    assert stat.S_IMODE(incomplete.lstat().st_mode) == 0o600
    assert {path.name for path in tmp_path.iterdir()} == {
        "victim", "contoso.ldif.part", "incomplete-contoso.ldif",
    }  # fmt: skip


def test_nothing_is_kept_of_a_directory_that_was_not_read(readiness, tmp_path):
    done = readiness("snapshot", "-o", "a.ldif", READINESS_PASSWORD=WRONG, cwd=tmp_path)
    assert done.returncode == 3
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_is_a_usage_error(readiness, tmp_path):
    done = readiness("snapshot", "-o", "nowhere/a.ldif", f"--base={BASE}", cwd=tmp_path)
    assert done.returncode == 2
    assert "nowhere/a.ldif cannot be written" in done.stderr
