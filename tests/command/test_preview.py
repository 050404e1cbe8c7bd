"""`readiness preview` says what each object will be in the cloud."""

import csv
import io
import json
import re

import pytest

from tests.running import ROOT, run

SAMPLE = ROOT / "sample_ldif" / "contoso.ldif"
COLLISION = ROOT / "sample_ldif" / "checks" / "cloud-name-collision.ldif"
TENANT = ("--domain", "contoso.com", "--initial-domain", "contoso.onmicrosoft.com")


def previewed(*arguments, status=0):
    result = run("preview", *map(str, arguments), "--no-progress", "--format", "json")
    assert result.returncode == status, result.stderr
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_every_object_in_scope_has_a_line_in_the_order_of_the_file():
    records = previewed(SAMPLE, *TENANT)
    dns = [record["dn"] for record in records]
    assert dns[0].startswith("CN=Katherine Doyle,")
    assert len(dns) == len(set(dns))
    assert all(record["immutable_id"] is None or record["connector_dn"] for record in records)


def test_a_name_that_is_not_kept_says_why():
    [record, *_] = [r for r in previewed(COLLISION, *TENANT) if "Ana Silva" in r["dn"]]
    assert record["user_principal_name"] is None  # another user gets the same one
    assert "four digits" in record["because"]["user_principal_name"]
    assert record["collides_with"] == ["CN=Ana Costa,OU=Staff,DC=contoso,DC=com"]
    assert record["mail_nickname"] == "ana"


def test_without_the_tenant_s_domains_only_what_is_certain_is_printed():
    result = run("preview", str(SAMPLE), "--no-progress", "--format", "json")
    assert "--domain and --initial-domain" in result.stderr
    for line in result.stdout.splitlines():
        record = json.loads(line)
        assert record["user_principal_name"] is None
        for name, certainty in record["certainty"].items():
            assert certainty == "certain" or record[name] is None


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_two_runs_and_any_number_of_workers_print_the_same(jobs):
    assert previewed(SAMPLE, COLLISION, *TENANT, "--jobs", jobs) == previewed(
        SAMPLE, COLLISION, *TENANT
    )


def test_only_changes_leaves_out_who_arrives_as_sent():
    changes = previewed(SAMPLE, *TENANT, "--only-changes")
    assert 0 < len(changes) < len(previewed(SAMPLE, *TENANT))
    assert all(one["because"] or one["dropped"] or one["collides_with"] for one in changes)
    # a group that has no alias here, and gets none there, arrives as it was sent
    assert not [
        one["dn"]
        for one in changes
        if one["type"] == "security-group" and not (one["dropped"] or one["collides_with"])
    ]


def test_whatever_only_changes_lists_can_be_seen_to_change():
    text = run("preview", str(SAMPLE), *TENANT, "--no-progress", "--only-changes").stdout
    marks = ("←", "cannot be told", "dropped", "collides with", "joined with")
    objects = re.split(r"^(?=\S)", text, flags=re.MULTILINE)
    assert [one for one in objects if one and not any(mark in one for mark in marks)] == []


def test_everybody_licensed_has_the_licensed_addresses():
    for record in previewed(SAMPLE, *TENANT, "--exchange-licences", "everyone"):
        if record["type"] == "user":
            licensed = record["with_exchange_licence"]
            assert {name: record[name] for name in licensed} == licensed


def test_the_table_has_a_row_an_object_and_no_formula():
    result = run("preview", str(SAMPLE), *TENANT, "--no-progress", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert len(rows) == len(previewed(SAMPLE, *TENANT))
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row.values())


def test_the_text_says_name_alias_and_what_is_dropped():
    result = run("preview", str(SAMPLE), *TENANT, "--no-progress")
    assert "sign-in name     katherine.doyle@contoso.com" in result.stdout
    assert "dropped" in result.stdout


def test_redaction_hides_people():
    result = run(
        "preview", str(SAMPLE), *TENANT, "--no-progress", "--format", "json", "--redact", "values"
    )
    assert "katherine" not in result.stdout.lower()
    assert json.loads(result.stdout.splitlines()[0])["user_principal_name"] == "k***@contoso.com"


def test_a_source_that_is_cut_short_ends_in_3(tmp_path):
    path = tmp_path / "cut.ldif"
    path.write_bytes(SAMPLE.read_bytes()[:-40])
    result = run("preview", str(path), *TENANT, "--no-progress", "--format", "json")
    assert result.returncode == 3
    assert "cut" in result.stderr


def test_a_scan_counts_what_changes_if_it_is_asked_to(tmp_path):
    path = tmp_path / "report.json"
    run("scan", str(SAMPLE), *TENANT, "--preview", "-q", "-r", str(path))
    counted = json.loads(path.read_text(encoding="utf-8"))["preview"]
    records = previewed(SAMPLE, *TENANT)
    assert counted["objects"] == len(records)
    assert counted["addresses_dropped"] == sum(bool(record["dropped"]) for record in records)
    run("scan", str(SAMPLE), *TENANT, "-q", "-r", str(path))
    assert "preview" not in json.loads(path.read_text(encoding="utf-8"))


def test_the_summaries_say_what_changes_in_words():
    asked = ("scan", str(COLLISION), *TENANT, "--preview", "--no-progress")
    console = run(*asked).stdout
    markdown = run(*asked, "-q", "-r", "markdown:-").stdout
    for text in (console, markdown):
        assert "2 objects get a name or address that another gets, too" in text
    assert "in the cloud:" not in run(*asked[:-2], "--no-progress").stdout


def test_the_json_is_what_any_writer_of_json_would_make_of_it():
    asked = ("preview", str(SAMPLE), str(COLLISION), *TENANT, "--no-progress", "--format", "json")
    for line in run(*asked).stdout.splitlines():
        assert json.dumps(json.loads(line), ensure_ascii=False) == line
