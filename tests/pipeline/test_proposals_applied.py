"""Whoever does all that is proposed has less to do afterwards, and nothing to do twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest

from readiness import Plan, Severity
from readiness.sources.ldif.record_reader import Record, read_records
from readiness.sources.ldif.writer import record
from tests.benchmarks import directory
from tests.checks.test_samples import MADE, plan_of
from tests.conftest import NOW, SAMPLES, scanned

SCANNED = [path for path in sorted(SAMPLES.glob("*.ldif")) if path.stem != "clean"]
OF_CHECKS = [path for path in sorted((SAMPLES / "checks").iterdir()) if path.stem not in MADE]
CONTOSO = Plan(now=NOW, verified_domains=("contoso.com", "contoso.de", "emea.contoso.com"))
ONE_OBJECT_S = {"userprincipalname", "mail", "proxyaddresses", "samaccountname", "mailnickname"}


class Said(NamedTuple):
    """What a finding says of one attribute of one object."""

    dn: str
    check: str
    attribute: str
    value: str | None
    proposal: str | None
    severity: Severity


def said_of(path: Path, plan: Plan) -> list[Said]:
    with scanned(plan, path) as result:
        return [
            Said(one.dn, one.check, one.attribute.lower(), one.value, one.proposal, one.severity)
            for one in result.findings()
        ]


def applied(path: Path, said: list[Said], to: Path) -> None:
    """Write the entries of an export with every proposal in the place of the value in question."""
    proposed: dict[str, list[Said]] = {}
    for one in said:
        if one.proposal is not None:
            proposed.setdefault(one.dn, []).append(one)
    lines = path.read_bytes().removeprefix(b"\xef\xbb\xbf").decode().split("\n")
    names = {line.partition(":")[0].lower() for line in lines}
    with to.open("wb") as file:
        for found in read_records(lines, 1, names):
            assert isinstance(found, Record)
            values = {
                name: list(held) if isinstance(held, list) else [held]
                for name, held in found.values.items()
            }
            for one in proposed.get(found.dn, ()):
                values[one.attribute] = list(changed(values.get(one.attribute, []), one))
            octets = ((name.encode(), [*map(as_octets, held)]) for name, held in values.items())
            file.write(record(found.dn.encode(), octets))


def changed(values: list[str | bytes], said: Said) -> Iterator[str | bytes]:
    """The values of an attribute; a directory holds none twice, whatever its case."""
    assert said.proposal is not None
    proposal = said.proposal.lower()
    for value in values:
        shown = value if isinstance(value, str) else value.decode(errors="replace")
        if shown != said.value and shown.lower() != proposal:
            yield value
    yield said.proposal


def as_octets(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def assert_better(path: Path, plan: Plan, tmp_path: Path) -> None:
    before = said_of(path, plan)
    repaired = tmp_path / "repaired.ldif"
    applied(path, before, repaired)
    after = said_of(repaired, plan)

    # an error may go by another name once the other side of a conflict is repaired
    known = {key for one in before for key in keys_of(one)}
    new = [one for one in after if known.isdisjoint(keys_of(one))]
    assert not [one for one in new if one.severity is Severity.ERROR]
    assert not [one for one in new if "duplicate" in one.check or "taken" in one.check]

    renamed = {(one.dn, one.attribute) for one in before if one.proposal is not None}
    again = [one for one in after if one.proposal is not None and one.attribute in ONE_OBJECT_S]
    assert not [one for one in again if (one.dn, one.attribute) in renamed]


def keys_of(said: Said) -> set[tuple[str | None, ...]]:
    """What tells that something was said before: by the same check, or of the same value."""
    return {(said.dn, said.check), (said.dn, said.attribute, said.value)}


@pytest.mark.parametrize("path", OF_CHECKS, ids=lambda path: path.stem)
def test_the_sample_of_a_check_is_better_for_its_proposals(path, tmp_path):
    plan = plan_of(path.read_text(encoding="utf-8"))
    domains = plan.verified_domains or ("contoso.com",)
    assert_better(path, replace(plan, verified_domains=domains), tmp_path)


@pytest.mark.parametrize("path", SCANNED, ids=lambda path: path.stem)
@pytest.mark.parametrize("plan", [CONTOSO, replace(CONTOSO, sync_tool="cloud-sync"), Plan(now=NOW)])
def test_a_directory_is_better_for_its_proposals(path, plan, tmp_path):
    assert_better(path, plan, tmp_path)


@pytest.mark.parametrize("level", ["all", "local"])
def test_two_thousand_users_are_better_for_their_proposals(level, tmp_path):
    path = tmp_path / "export.ldif"
    path.write_bytes(b"".join(directory.blocks(2000, problems=level)))
    assert_better(path, CONTOSO, tmp_path)
