"""The generated directory is the same each time, and its problems are found."""

import json
from hashlib import sha256

import pytest

from readiness import Plan
from readiness.storage.temporary_folder import private_folder
from tests.benchmarks.bench import PLAN, table
from tests.benchmarks.directory import blocks, write
from tests.benchmarks.measure import measured
from tests.benchmarks.problems import planted
from tests.benchmarks.tenant import write_tenant
from tests.reading import NOW, job, scanned
from tests.running import run


def digest(users, **given):
    return sha256(b"".join(blocks(users, **given))).hexdigest()[:12]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"style": "ldapsearch", "problems": "normal"}, "9c88d5090383"),
        ({"style": "ldapsearch", "problems": "none"}, "7d43af7ff48c"),
        ({"style": "ldapsearch", "problems": "all"}, "498beb5a9b34"),
        ({"style": "ldapsearch", "problems": "everyday"}, "07b0b637fde4"),
        ({"style": "ldifde", "problems": "normal"}, "b3935317d63d"),
        ({"style": "ldbsearch", "problems": "all"}, "6b03571ec4ba"),
    ],
)
def test_a_directory_never_changes(given, expected):
    assert digest(1500, **given) == expected


def test_another_seed_makes_another_directory():
    assert digest(200, seed=2) != digest(200, seed=1)


def test_several_processes_make_the_same_directory(tmp_path):
    write(tmp_path / "export.ldif", 1100, jobs=2)
    assert (tmp_path / "export.ldif").read_bytes() == b"".join(blocks(1100))


def test_a_user_is_the_same_in_a_directory_of_any_size():
    small, large = b"".join(blocks(1000)), b"".join(blocks(1200))
    assert large.startswith(small)


@pytest.mark.parametrize("problems", ["normal", "all"])
def test_every_planted_problem_is_found(tmp_path, problems):
    path = tmp_path / "export.ldif"
    write(path, 1000, problems=problems)
    with private_folder() as folder:
        result = scanned(job(folder, plan=Plan(now=NOW)), path)
        found = {(one.check, one.dn) for one in result.findings()}
        ran = {one.id for one in result.checks if one.status == "ran"}
    names = (
        (name.partition("/")[0], person.dn) for name, person in planted(1000, problems=problems)
    )
    missed = {one for one in names if one[0] in ran} - found
    assert not missed


def test_everybody_has_a_private_suffix_where_it_is_planted():
    local = b"".join(blocks(100, problems="local"))
    assert local.count(b"\nuserPrincipalName: ") == local.count(b"@corp.contoso.local\n") == 100


def test_nearly_everybody_of_a_directory_is_adopted_in_its_tenant(tmp_path):
    write(tmp_path / "export.ldif", 200, problems="everyday")
    write_tenant(tmp_path / "export.ldif", tmp_path / "tenant")
    options = ("--tenant", "tenant", *PLAN, "-r", "report.json", "--fail-on", "never")
    done = run("scan", "export.ldif", *options, cwd=tmp_path)
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))["tenant"]
    assert done.returncode == 0, done.stderr
    assert told["complete"]
    assert told["cloud_only"]["adopted"] > 180
    assert {"soft-match-smtp", "soft-match-upn", "hard-match"} <= told["by_outcome"].keys()


def test_a_program_that_fails_is_not_measured():
    with pytest.raises(RuntimeError, match="false ended with 1"):
        measured(["false"])


def test_a_program_is_measured():
    one = measured(["sleep", "0"])
    assert one.wall > 0
    assert one.cpu >= 0


def test_the_table_is_markdown():
    lines = list(table([("a", "wall s"), ("long", "1")]))
    assert lines == ["| a    | wall s |", "|------|--------|", "| long | 1      |"]
