"""A scan says what the naive engine says, whatever the input and however the work is shared."""

import gzip
import io
import sys
from collections import Counter
from dataclasses import replace
from itertools import islice

import pytest
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as some

from readiness import Plan
from readiness.errors import UsageError
from readiness.pipeline import scan
from readiness.pipeline.completion import joint_findings
from readiness.pipeline.processes.worker import CANDIDATES
from readiness.sources.ldif import block_splitter, partitions
from readiness.storage.sorted_runs import sorted_rows
from readiness.storage.temporary_folder import private_folder
from tests.benchmarks.directory import write
from tests.made_up import DIRECTORY
from tests.oracle import Answer, asked, counts
from tests.reading import NOW, PLAN, SAMPLES, every_sample, job, report, scanned, several_samples
from tests.writing import Style, written

CONTOSO = SAMPLES / "contoso.ldif"
BARE = Plan(now=NOW)
"""A plan that says nothing: many checks skip."""
STYLES = [Style(), Style(width=None, raw=True), Style(spell=str.lower, all_base64=True)]


def answers(result):
    return [Answer(*(getattr(one, name) for name in Answer._fields)) for one in result.findings()]


def assert_same(*paths, **given):
    """The scan and the naive engine say the same about these files."""
    with private_folder() as folder:
        told = job(folder, **given)
        result, oracle = scanned(told, *paths), asked(told, *paths)
        found = answers(result)
        more, less = (
            Counter(found) - Counter(oracle.answers),
            Counter(oracle.answers) - Counter(found),
        )
        assert not more
        assert not less
        assert [one.order for one in found] == sorted(one.order for one in found)
        assert counts(result.counts) == counts(oracle)
        assert [tuple(one) for one in result.out_of_scope()] == oracle.out_of_scope
        assert result.counts.findings_by_check() == Counter(one.check for one in found)
        problems = [problem for source in result.sources for problem in source.problems]
        # what is told of the file itself, and nothing that was lost on the way
        told_of_files = "no objectClass", "of 16 octets"
        assert all(any(words in problem for words in told_of_files) for problem in problems)
        assert not result.trouble


@pytest.mark.parametrize("path", every_sample(), ids=lambda path: path.stem)
def test_every_sample_is_judged_as_by_the_naive_engine(path):
    assert_same(path)


@pytest.mark.parametrize("plan", [BARE, Plan(source_anchor="objectGUID", now=NOW)])
def test_a_directory_is_judged_as_by_the_naive_engine_under_other_plans(plan):
    assert_same(CONTOSO, plan=plan)


def test_many_files_are_judged_as_one_directory():
    assert_same(*several_samples())


@pytest.mark.parametrize("style", ["ldapsearch", "ldifde", "ldbsearch"])
@pytest.mark.parametrize("problems", ["normal", "all"])
def test_a_generated_directory_is_judged_as_by_the_naive_engine(tmp_path, style, problems):
    path = tmp_path / "export.ldif"
    write(path, 400, style=style, problems=problems)
    assert_same(path)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(DIRECTORY, some.sampled_from(STYLES), some.sampled_from([PLAN, BARE]))
def test_any_entries_are_judged_as_by_the_naive_engine(tmp_path_factory, entries, style, plan):
    path = tmp_path_factory.mktemp("any") / "export.ldif"
    path.write_text(written(entries, style), encoding="utf-8")
    assert_same(path, plan=plan)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(DIRECTORY, DIRECTORY, some.sampled_from(["once", "mail", "sam", "employeeID"]))
def test_two_forests_are_joined_as_by_the_naive_engine(tmp_path_factory, one, other, match):
    folder = tmp_path_factory.mktemp("forests")
    paths = folder / "one.ldif", folder / "other.ldif"
    for path, entries in zip(paths, (one, other), strict=True):
        path.write_text(written(entries, Style()), encoding="utf-8")
    try:
        assert_same(*paths, plan=replace(PLAN, match_users=match))
    except UsageError:  # they hold the same objects
        reject()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(DIRECTORY)
def test_containers_are_left_out_as_by_the_naive_engine(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("any") / "export.ldif"
    path.write_text(written(entries, Style()), encoding="utf-8")
    assert_same(
        path,
        include=("dc=contoso,dc=com",),
        exclude=("ou=lab,dc=contoso,dc=com", "cn=lostandfound,dc=contoso,dc=com"),
    )


@pytest.fixture
def small(monkeypatch):
    """Files are read in small ranges and blocks, so that small files have many of them."""
    monkeypatch.setattr(partitions, "_RANGE_MAX", 4000)
    monkeypatch.setattr(partitions, "_RANGE_MIN", 1000)
    monkeypatch.setattr(block_splitter, "BLOCK_SIZE", 700)


@pytest.fixture
def alone(monkeypatch):
    """One process does all the work, whatever the parts."""
    monkeypatch.setattr(scan, "_WORTH_A_POOL", 1 << 30)


def reported(*paths, jobs=1, **given):
    with private_folder() as folder:
        return report(scanned(job(folder, **given), *paths, jobs=jobs))


@pytest.fixture(scope="module")
def export_all(tmp_path_factory):
    path = tmp_path_factory.mktemp("generated") / "export.ldif"
    write(path, 300, problems="all")
    return path


def test_small_ranges_and_blocks_change_nothing(export_all, request):
    whole = [reported(path) for path in (CONTOSO, export_all)]
    request.getfixturevalue("small")
    request.getfixturevalue("alone")
    assert [reported(path, jobs=2) for path in (CONTOSO, export_all)] == whole
    assert_same(CONTOSO)


@pytest.mark.parametrize("jobs", [2, 3])
def test_several_processes_write_the_same_bytes_as_one(export_all, request, jobs):
    paths = [*several_samples(), export_all]
    whole = reported(*paths)
    request.getfixturevalue("small")
    assert reported(*paths, jobs=jobs) == whole


def changed(octets, path, wanted):
    """A report on a file that is called otherwise."""
    return octets.replace(str(path), str(wanted))


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.usefixtures("small")
def test_gzip_and_utf_16_and_standard_input_change_nothing_but_the_name(
    tmp_path, monkeypatch, jobs, export_all
):
    octets = export_all.read_bytes()
    whole = reported(export_all)
    packed, wide = tmp_path / "export.ldif.gz", tmp_path / "export.ldf"
    packed.write_bytes(gzip.compress(octets, 1))
    wide.write_bytes(("\ufeff" + octets.decode().replace("\n", "\r\n")).encode("utf-16-le"))
    assert changed(reported(packed, jobs=jobs), packed, export_all) == whole
    assert changed(reported(wide, jobs=jobs), wide, export_all) == whole
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(octets))))
    piped = reported("-", jobs=jobs).replace('"source":"-"', f'"source":"{export_all}"')
    piped = piped.replace("readiness plan make YOUR-EXPORT ", f"readiness plan make {export_all} ")
    assert piped.replace('"location": "-"', f'"location": "{export_all}"') == whole


def test_a_second_source_keeps_its_own_lines(tmp_path):
    one, two = tmp_path / "one.ldif", tmp_path / "two.ldif"
    one.write_text("\n" * 10 + user("CN=a", userPrincipalName="x@contoso.com"))
    two.write_text("# two\n" + user("CN=b", userPrincipalName="X@contoso.com"))
    with private_folder() as folder:
        result = scanned(job(folder, select=["upn-duplicate"]), one, two)
        found = [(one.dn, one.source, one.line, one.related) for one in result.findings()]
    assert found == [("CN=a", str(one), 11, ("CN=b",)), ("CN=b", str(two), 2, ("CN=a",))]


def user(dn, **values):
    lines = [f"dn: {dn}", "objectClass: user", f"sAMAccountName: {dn[3:]}"]
    for attribute, value in values.items():
        several = value if isinstance(value, list) else [value]
        lines += [f"{attribute}: {one}" for one in several]
    return "\n".join(lines) + "\n\n"


def test_an_entry_that_is_lost_between_two_steps_takes_no_other_with_it(monkeypatch):
    rows = sorted_rows

    def without_the_first_candidate(folder, name):
        return islice(rows(folder, name), name == CANDIDATES, None)

    with private_folder() as folder:
        healthy = answers(scanned(job(folder), CONTOSO))
    monkeypatch.setattr(joint_findings, "sorted_rows", without_the_first_candidate)
    with private_folder() as folder:
        result = scanned(job(folder), CONTOSO)
        missing = Counter(healthy) - Counter(answers(result))
    assert any("lost for 1 of them" in text for text in result.trouble)
    assert len({answer.dn for answer in missing}) == 1
