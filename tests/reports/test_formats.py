"""Every format, as a real reader of it takes what the command writes."""

import csv
import io
import json
import re

import jsonschema
import pytest
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from readiness.reports.csv import COLUMNS
from readiness.reports.formats import FORMATS
from readiness.reports.sarif import RESULTS
from readiness.reports.schema.report import json_schema
from tests.running import CLEAN, CONTOSO, people, run, user
from tests.schemas import schema

NAMES = [form.name for form in FORMATS]
# what an attacker may write into the own attributes
EVIL = [
    "##vso[task.setvariable variable=x]y",
    "##[set-env name=x]y",
    "::set-output name=x::y",
    "<script>alert(1)</script>",
    "]]><!--",
    "| x | `y` | [z](https://evil.example) |",
    "@everyone https://evil.example www.evil.example {0}",
    "=cmd|' /C calc'!A0",
    "\x1b[31mred\u202e\u2028\u0085",
    "%0A::error::x",
]
# a program that reads these wants each value as the directory has it, and escapes it for people
AS_IT_IS = ("json", "html")
# what scripts read line by line: findings alone
WITHOUT_VERDICT = ("csv",)
SHOWING = ["--show-values", "--domain=contoso.com"]


def written(form, *arguments, cwd=None):
    done = run("scan", *arguments, f"--report={form}:-", cwd=cwd)
    assert done.returncode in (0, 1, 3), done.stderr
    # exports made by hand have no GUIDs, which is worth a warning
    assert all(line.startswith("readiness: warning: ") for line in done.stderr.splitlines())
    return done.stdout


@pytest.fixture(scope="module")
def sample():
    """The JSON report of the sample."""
    return json.loads(written("json", CONTOSO, *SHOWING))


@pytest.fixture(scope="module")
def evil(tmp_path_factory):
    """An export in which everything is an attack."""
    path = tmp_path_factory.mktemp("evil") / "evil.ldif"
    entries = []
    for number, text in enumerate(EVIL):
        safe = text.encode().hex()
        entry = user(f"CN=u{number},DC=contoso,DC=com", userPrincipalName="x")
        entries.append(entry.replace("userPrincipalName: x", f"userPrincipalName:: {b64(text)}"))
        dn = f"CN={text.replace(',', '').replace('=', '').replace('+', '')}{safe[:4]},DC=contoso"
        entries.append(user("CN=x", mail="x").replace("dn: CN=x", f"dn:: {b64(dn)}"))
    path.write_text("".join(entries))
    return path


def b64(text):
    import base64  # noqa: PLC0415 - only here

    return base64.b64encode(text.encode()).decode()


def test_the_json_report_is_as_its_schema_says(sample):
    jsonschema.Draft202012Validator(json_schema()).validate(sample)


def test_the_json_report_with_everything_is_as_its_schema_says(tmp_path):
    (tmp_path / "export.ldif").write_text(people("contoso.local"))
    (tmp_path / "readiness.toml").write_text(
        "[scan]\nby = 'department'\n[gate]\nmax = { warning = '5%' }\n[[suppress]]\n"
        "check = 'mail-missing'\nou = 'DC=com'\nreason = 'x'\nexpires = 2027-01-01"
    )
    run("scan", "export.ldif", "--write-baseline=old.json", cwd=tmp_path)
    report = json.loads(
        written("json", "export.ldif", "--baseline=old.json", "--redact=values", cwd=tmp_path)
    )
    jsonschema.Draft202012Validator(json_schema()).validate(report)
    assert report["summary"]["by_group"] == {"(none)": {"users": 2, "ready": 0}}


def test_csv_has_every_finding(sample):
    rows = list(csv.DictReader(io.StringIO(written("csv", CONTOSO, *SHOWING), newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["fingerprint"] for row in rows] == [
        one["fingerprint"] for one in sample["findings"]
    ]
    assert [row["dn"] for row in rows[:9]] == [one["dn"] for one in sample["findings"][:9]]


def test_csv_has_the_line_ends_of_rfc_4180(tmp_path):
    done = run("scan", CLEAN, "--report=out.csv", cwd=tmp_path)
    text = (tmp_path / "out.csv").read_bytes()
    assert done.returncode == 0
    assert text.count(b"\r\n") == text.count(b"\n")


def test_no_cell_of_csv_is_a_formula(evil):
    cells = [
        cell
        for row in csv.reader(io.StringIO(written("csv", evil, *SHOWING), newline=""))
        for cell in row
    ]
    assert any(cell.startswith("'=cmd|") for cell in cells)
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "|", "%")) for cell in cells)


def test_ndjson_says_the_same_as_json(sample):
    lines = [json.loads(line) for line in written("ndjson", CONTOSO, *SHOWING).splitlines()]
    head, *others = lines
    assert head["type"] == "report"
    assert head["summary"] == sample["summary"]
    for kind, name in (
        ("check", "checks"),
        ("finding", "findings"),
        ("out_of_scope", "out_of_scope"),
    ):
        mine = [line for line in others if line["type"] == kind]
        assert mine == [{"type": kind, **one} for one in sample[name]]


def test_sarif_is_as_its_official_schema_says(sample):
    log = json.loads(written("sarif", CONTOSO, *SHOWING))
    jsonschema.Draft7Validator(schema("sarif-2.1.0")).validate(log)
    (ran,) = log["runs"]
    rules = [rule["id"] for rule in ran["tool"]["driver"]["rules"]]
    assert rules == [check["id"] for check in sample["checks"]]
    results = ran["results"]
    assert len(results) == len(sample["findings"]) == ran["properties"]["findings"]
    for result, finding in zip(results, sample["findings"], strict=True):
        assert rules[result["ruleIndex"]] == result["ruleId"] == finding["check"]
        (ordinal,) = result["locations"]
        assert ordinal["physicalLocation"]["region"]["startLine"] == finding["line"]
        assert ordinal["logicalLocations"][0]["fullyQualifiedName"] == finding["dn"]
        assert f"v1:{result['partialFingerprints']['readiness/v1']}" == finding["fingerprint"]


def test_sarif_names_the_export_as_seen_from_the_folder(tmp_path):
    (tmp_path / "an export.ldif").write_text(people())
    for name in ("an export.ldif", tmp_path / "an export.ldif"):
        log = json.loads(written("sarif", name, cwd=tmp_path))
        ordinal = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
        assert ordinal["artifactLocation"]["uri"] == "an%20export.ldif"
    done = run("scan", "-", "--report=sarif:-", stdin=people())
    ordinal = json.loads(done.stdout)["runs"][0]["results"][0]["locations"][0]
    assert ordinal["physicalLocation"]["artifactLocation"]["uri"] == "directory.ldif"


def test_sarif_keeps_to_what_github_shows_and_loses_no_rule(tmp_path):
    crowd = "".join(
        user(f"CN=u{number},DC=contoso,DC=com", userPrincipalName=f"u{number}@contoso.com")
        for number in range(RESULTS + 100)
    )
    (tmp_path / "export.ldif").write_text(
        crowd + user("CN=a,DC=contoso", mail="x y", userPrincipalName="a@x.local")
    )
    log = json.loads(written("sarif", "export.ldif", cwd=tmp_path))
    jsonschema.Draft7Validator(schema("sarif-2.1.0")).validate(log)
    (ran,) = log["runs"]
    assert len(ran["results"]) == ran["properties"]["findingsHere"] == RESULTS
    totals = {rule["id"]: rule["properties"]["findings"] for rule in ran["tool"]["driver"]["rules"]}
    assert ran["properties"]["findings"] == sum(totals.values()) > RESULTS
    assert {result["ruleId"] for result in ran["results"]} == {
        name for name, number in totals.items() if number
    }
    *_, note = ran["invocations"][0]["toolExecutionNotifications"]
    assert "the JSON report has them all" in note["message"]["text"]


def test_sarif_says_what_a_baseline_knows(tmp_path):
    (tmp_path / "export.ldif").write_text(people("contoso.local"))
    run("scan", "export.ldif", "--write-baseline=old.json", "--select=upn-*", cwd=tmp_path)
    log = json.loads(written("sarif", "export.ldif", "--baseline=old.json", cwd=tmp_path))
    jsonschema.Draft7Validator(schema("sarif-2.1.0")).validate(log)
    seen = {(one["ruleId"], one["baselineState"]) for one in log["runs"][0]["results"]}
    assert seen == {("upn-suffix-not-routable", "unchanged"), ("mail-missing", "new")}


def junit(text):
    (suite,) = JUnitXml.fromstring(text.encode())
    return suite, {case.name: case for case in suite}


def test_junit_has_a_case_for_each_check_and_for_the_gate(sample):
    suite, cases = junit(written("junit", CONTOSO, *SHOWING))
    assert set(cases) == {check["id"] for check in sample["checks"]} | {"gate"}
    kinds = {
        name: [type(one).__name__ for one in case.result if type(one).__name__ != "SystemOut"]
        for name, case in cases.items()
    }
    errors = {row["check"] for row in sample["findings"] if row["severity"] == "error"}
    for check in sample["checks"]:
        # a finding may be milder than its check
        fails = check["id"] in errors
        skipped = check["status"] == "skipped"
        expected = ["Failure"] if fails else ["Skipped"] if skipped else []
        assert kinds[check["id"]] == expected
    assert kinds["gate"] == ["Failure"]
    assert suite.tests == len(cases)
    assert suite.failures == sum(kind == ["Failure"] for kind in kinds.values())
    assert suite.skipped == sum(kind == ["Skipped"] for kind in kinds.values())
    failure = cases["upn-duplicate"].result[0]
    assert failure.message.startswith("2 findings: The userPrincipalName belongs to several users")
    assert "CN=" in failure.text


def test_junit_calls_an_incomplete_scan_an_error(tmp_path):
    (tmp_path / "export.ldif").write_text(people() + "dn: CN=x\nbroken\n\n")
    done = run("scan", "export.ldif", "--report=junit:-", cwd=tmp_path)
    assert done.returncode == 3
    assert "export.ldif:" in done.stderr
    _, cases = junit(done.stdout)
    assert [type(one).__name__ for one in cases["gate"].result] == ["Error"]
    assert "export.ldif:" in cases["gate"].result[0].text


def test_markdown_renders_what_it_says(sample):
    text = written("markdown", CONTOSO, *SHOWING)
    page = MarkdownIt("gfm-like", {"linkify": False}).render(text)
    assert page.startswith("<h1>Not ready: ")
    assert page.count("<table>") == 3  # the plan, the checks and the findings
    assert "The gate: <strong>failed</strong>" in page
    assert f"{sample['summary']['by_severity']['error']} findings at or above error" in page
    assert sample["findings"][0]["dn"].partition(",")[0] in page
    assert f"{len(sample['findings'])} " not in page.partition("<table>")[0]


def test_markdown_stays_small(tmp_path):
    crowd = "".join(
        user(f"CN={'u' * 60}{number},DC=contoso,DC=com", mail="x" * 400) for number in range(3000)
    )
    (tmp_path / "export.ldif").write_text(crowd)
    text = written("markdown", "export.ldif", "--show-values", "--by=ou", cwd=tmp_path)
    assert len(text.encode()) < 1024 * 1024
    assert "findings are listed; the JSON report has them all" in text


def test_github_gets_a_command_a_line_and_few_of_them(sample):
    lines = written("github", CONTOSO, *SHOWING).splitlines()
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)
    for level in ("error", "warning", "notice"):
        assert sum(line.startswith(f"::{level}") for line in lines) <= 10
    assert lines[-2].startswith("::error title=readiness::Not ready: ")
    errors = sample["summary"]["by_severity"]["error"]
    last = f"::error title=readiness::gate failed: {errors} findings at or above error"
    assert lines[-1] == last
    first = lines[0].split("::")
    assert first[1].startswith(f"error file={CONTOSO},line=")
    assert "title=" in first[1]


def test_azure_gets_a_command_a_line_and_few_of_them():
    lines = written("azure", CONTOSO, *SHOWING).splitlines()
    assert all(line.startswith("##vso[task.logissue type=") for line in lines)
    assert len(lines) <= 30
    assert f"sourcepath={CONTOSO};linenumber=" in lines[0]


@pytest.mark.parametrize("form", NAMES)
def test_nothing_in_a_value_breaks_out(evil, form):
    text = written(form, evil, *SHOWING)
    commands = text.replace("##vso[task.logissue type", "") if form == "azure" else text
    assert "##vso[" not in commands
    assert "##[" not in commands
    assert not set(text) & {"\x1b", "\u202e", "\x85"} or form in AS_IT_IS
    if form != "github":
        assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    else:
        assert all(line.count("::") == 2 for line in text.splitlines())
    if form == "azure":
        assert all(line.count("##") == 1 for line in text.splitlines())


@pytest.mark.parametrize("form", NAMES)
def test_nothing_in_the_name_of_a_file_breaks_out(tmp_path, form):
    name = "e\x1b]0;PWN\x07\u202e##vso[x]::error::.ldif"
    (tmp_path / name).write_text(people("contoso.local"))
    text = written(form, name, *SHOWING, cwd=tmp_path)
    assert "##vso[x]" not in text
    assert not set(text) & {"\x1b", "\x07", "\u202e"} or form in AS_IT_IS
    assert form != "github" or all(line.count("::") == 2 for line in text.splitlines())


def test_nothing_in_a_value_breaks_out_of_the_summary(evil):
    text = run("scan", evil, *SHOWING).stdout
    assert "##vso[" not in text
    assert "\x1b" not in text
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())


def test_evil_json_is_what_the_directory_says(evil):
    values = {one["value"] for one in json.loads(written("json", evil, *SHOWING))["findings"]}
    assert "##vso[task.setvariable variable=x]y" in values


def test_evil_junit_and_sarif_are_valid(evil):
    _, cases = junit(written("junit", evil, *SHOWING))
    assert "]]>" in cases["upn-malformed"].result[0].text
    log = json.loads(written("sarif", evil, *SHOWING))
    jsonschema.Draft7Validator(schema("sarif-2.1.0")).validate(log)
    texts = [one["message"]["text"] for one in log["runs"][0]["results"]]
    assert any(r"\[z\]" in text for text in texts)
    assert any("{{0}}" in text for text in texts)


def test_markdown_reads_well_as_plain_text(tmp_path):
    (tmp_path / "export.ldif").write_text(people("contoso.local"))
    text = written("markdown", "export.ldif", *SHOWING, cwd=tmp_path)
    assert "`ana@contoso.local`" in text
    assert "&#" not in text


@pytest.mark.parametrize("form", NAMES)
def test_a_gate_that_passes_makes_no_directory_ready(tmp_path, form):
    (tmp_path / "export.ldif").write_text(people("contoso.local"))
    (tmp_path / "readiness.toml").write_text("[gate]\nmax = { error = 60 }\n")
    done = run("scan", "export.ldif", f"--report={form}:-", "--domain=contoso.com", cwd=tmp_path)
    assert done.returncode == 0
    if form in WITHOUT_VERDICT:
        return
    assert re.search("not[- ]ready", done.stdout, re.IGNORECASE)
    if form not in ("json", "ndjson", "sarif"):
        assert "of at most 60 errors" in done.stdout


def test_evil_markdown_makes_no_markup(evil):
    page = MarkdownIt("gfm-like", {"linkify": False}).render(written("markdown", evil, *SHOWING))
    assert "<a " not in page
    assert "<script" not in page
    assert "<!--" not in page
    rows = page.partition("<h2>Findings</h2>")[2].split("<tr>")[2:]
    assert rows
    assert all(row.count("<td") == 5 for row in rows)


@pytest.mark.parametrize("form", NAMES)
def test_two_runs_with_any_number_of_workers_write_the_same(tmp_path, form):
    first, *others = (
        run("scan", CONTOSO, f"--jobs={jobs}", f"--report={form}:-", cwd=tmp_path).stdout
        for jobs in (1, 2)
    )
    assert first
    assert [first] == others


def test_a_report_in_a_file_is_the_same_as_on_standard_output(tmp_path):
    for name, form in (("a.json", "json"), ("a.md", "markdown"), ("a.xml", "junit")):
        run("scan", CONTOSO, f"--report={name}", cwd=tmp_path)
        assert (tmp_path / name).read_text("utf-8") == written(form, CONTOSO)


def test_reports_on_standard_output_are_utf8_whatever_the_terminal_says(tmp_path):
    (tmp_path / "export.ldif").write_text(user("CN=Zoë,DC=contoso,DC=com"), "utf-8")
    done = run("scan", "export.ldif", "--report=json:-", cwd=tmp_path, PYTHONIOENCODING="ascii")
    assert "CN=Zoë," in done.stdout


def test_one_report_at_most_goes_to_standard_output():
    done = run("scan", CLEAN, "--report=json:-", "--report=github")
    assert (done.returncode, done.stdout) == (2, "")
    assert "only one report" in done.stderr
