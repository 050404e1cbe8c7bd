"""What the comparison of two reports says."""

import json

import pytest
from markdown_it import MarkdownIt

from tests.running import CONTOSO, people, run, user

EVE = "a1a2a3a4-b5b6-4c7c-8d9d-000000000003"


@pytest.fixture
def folder(tmp_path):
    """Two reports: ana gets a public suffix, bob goes, eve comes."""
    ana = people("contoso.com").partition("\n\n")[0] + "\n\n"
    eve = user("CN=eve,DC=contoso,DC=com", EVE, userPrincipalName="eve@contoso.local")
    for name, text in (("old", people("contoso.local")), ("new", ana + eve)):
        (tmp_path / "export.ldif").write_text(text)
        assert run("scan", "export.ldif", f"--report={name}.json", cwd=tmp_path).returncode == 1
    return tmp_path


def test_json_has_everything(folder):
    done = run("compare", "old.json", "new.json", "--format=json", cwd=folder)
    facts = json.loads(done.stdout)
    assert done.returncode == 0
    nothing_open = {"not_checked": 0, "not_checked_before": 0}
    assert facts["counts"] == {"new": 2, "fixed": 3, "persisting": 1, **nothing_open}
    assert facts["by_check"] == {
        "mail-missing": {"new": 1, "fixed": 1, "persisting": 1, **nothing_open},
        "upn-suffix-not-routable": {"new": 1, "fixed": 2, "persisting": 0, **nothing_open},
    }
    assert (facts["old"]["ready"], facts["new"]["ready"]) == (0, 1)
    assert facts["new"]["share"] == 0.5
    assert [one["dn"][3:6] for one in facts["new_findings"]] == ["eve", "eve"]
    assert [one["dn"][3:6] for one in facts["fixed_findings"]] == ["ana", "bob", "bob"]
    assert facts["warnings"] == []


def test_text_begins_with_the_readiness(folder):
    done = run("compare", "old.json", "new.json", cwd=folder)
    assert done.stdout.startswith(
        "ready: 0 of 2 (0.0%), then 1 of 2 (50.0%)\n2 new, 3 fixed, 1 persisting\n"
    )
    assert "  +1 -2  upn-suffix-not-routable\n" in done.stdout
    assert "CN=eve,DC=contoso,DC=com" in done.stdout


def test_markdown_hides_people_unless_they_shall_be_shown(folder):
    done = run("compare", "old.json", "new.json", "--format=markdown", cwd=folder)
    page = MarkdownIt("gfm-like", {"linkify": False}).render(done.stdout)
    assert page.startswith("<h1>Readiness trend</h1>")
    assert "2 new, 3 fixed, 1 persisting." in page
    assert "<code>CN=e***," in page
    assert "CN=eve," not in page
    shown = run("compare", "old.json", "new.json", "--format=markdown", "--show-values", cwd=folder)
    assert "CN=eve," in shown.stdout


def test_a_report_differs_from_itself_in_nothing(tmp_path):
    run("scan", CONTOSO, "--report=a.json", cwd=tmp_path)
    done = run("compare", "a.json", "a.json", "--format=json", cwd=tmp_path)
    counts = json.loads(done.stdout)["counts"]
    assert (counts["new"], counts["fixed"]) == (0, 0)
    assert counts["persisting"] > 100


def test_a_pseudonymous_report_can_be_compared(folder):
    options = ["--redact=pseudonyms", "--report=hidden.json"]
    run("scan", "export.ldif", *options, cwd=folder)
    done = run("compare", "new.json", "hidden.json", cwd=folder)
    assert "0 new, 0 fixed, 3 persisting" in done.stdout


def test_an_incomplete_scan_is_told(folder):
    (folder / "export.ldif").write_text(people() + "dn: CN=x\nbroken\n\n")
    run("scan", "export.ldif", "--report=new.json", cwd=folder)
    done = run("compare", "old.json", "new.json", cwd=folder)
    assert "warning: new.json is the report of an incomplete scan" in done.stdout


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"schema_version": "1.0", "findings": []}'])
def test_what_is_no_report_is_refused(folder, text):
    (folder / "new.json").write_text(text)
    done = run("compare", "old.json", "new.json", cwd=folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert "new.json" in done.stderr


def test_a_report_that_is_not_there_is_refused(folder):
    assert run("compare", "old.json", "no.json", cwd=folder).returncode == 2


@pytest.mark.parametrize(
    ("old", "new", "status", "said"),
    [
        ("old", "new", 1, "worse: 1 new error"),
        ("new", "old", 1, "worse: 0.0% of the objects are ready, and were 50.0%"),
        ("new", "new", 0, ""),
    ],
)
def test_a_pipeline_can_fail_on_what_is_worse(folder, old, new, status, said):
    done = run("compare", f"{old}.json", f"{new}.json", "--fail-on=worse", cwd=folder)
    assert done.returncode == status
    assert said in done.stderr
    assert run("compare", f"{old}.json", f"{new}.json", cwd=folder).returncode == 0


def test_an_incomplete_scan_is_worse_than_a_complete_one(folder):
    (folder / "export.ldif").write_text(people() + "dn: CN=x\nbroken\n\n")
    run("scan", "export.ldif", "--report=cut.json", cwd=folder)
    done = run("compare", "old.json", "cut.json", "--fail-on=worse", cwd=folder)
    assert (done.returncode, done.stderr) == (1, "readiness: worse: the new scan is incomplete\n")


@pytest.fixture
def unchecked(folder):
    """The folder with a report of the same export whose checks were all left out but one."""
    (folder / "export.ldif").write_text(people("contoso.local"))
    run("scan", "export.ldif", "--select=mail-missing", "--report=less.json", cwd=folder)
    return folder


def test_a_scan_that_asked_less_is_worse(unchecked):
    done = run("compare", "old.json", "less.json", "--fail-on=worse", cwd=unchecked)
    assert done.returncode == 1
    assert "readiness: worse: the new scan ran 1 of " in done.stderr
    again = run("compare", "less.json", "less.json", "--fail-on=worse", cwd=unchecked)
    assert (again.returncode, again.stderr) == (0, "")


def test_what_was_not_checked_again_is_not_fixed(unchecked):
    done = run("compare", "old.json", "less.json", "--format=json", cwd=unchecked)
    facts = json.loads(done.stdout)
    assert facts["counts"]["not_checked"] == 2
    assert facts["counts"]["fixed"] == 0
    assert {one["check"] for one in facts["not_checked_findings"]} == {"upn-suffix-not-routable"}
    assert facts["fixed_findings"] == []
    for form in ("text", "markdown"):
        told = run("compare", "old.json", "less.json", f"--format={form}", cwd=unchecked).stdout
        assert "0 new, 0 fixed, 2 persisting, 2 not checked again" in told


def test_what_was_not_looked_for_before_is_not_new_and_nothing_became_worse_by_it(unchecked):
    told = run("compare", "less.json", "old.json", "--fail-on=worse", cwd=unchecked)
    assert "0 new, 0 fixed, 2 persisting, 2 not checked before" in told.stdout
    # two errors that nobody had looked for, and nobody ready: no verdict follows from that
    unknown = "ready: unknown (2 of 2 without a known error, not assessed), then 0 of 2 (0.0%)"
    assert unknown in told.stdout
    page = run("compare", "less.json", "old.json", "--format=markdown", cwd=unchecked).stdout
    assert "| Before | 2 | 2 | without a known error, not assessed |" in page
    assert told.returncode == 0
    assert told.stderr == (
        "readiness: the two scans were not asked the same: how much is ready was not compared,"
        " and errors that the old one was not to look for do not count as new\n"
    )
    facts = json.loads(
        run("compare", "less.json", "old.json", "--format=json", cwd=unchecked).stdout
    )
    assert (facts["worse"], facts["new_findings"]) == ([], [])
    assert len(facts["not_checked_before_findings"]) == 2


def test_a_check_that_does_not_apply_any_more_makes_nothing_worse(folder):
    report = json.loads((folder / "new.json").read_text())
    check = next(one for one in report["checks"] if one["status"] == "ran")
    check |= {"status": "skipped", "status_reason": "does-not-apply"}
    (folder / "other.json").write_text(json.dumps(report))
    done = run("compare", "new.json", "other.json", "--fail-on=worse", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")


OPTIONS_THAT_ASK_OTHERWISE = [
    (("--domain=contoso.com",), "verified domains: contoso.com; before: none"),
    (
        ("--include-ou=OU=Staff,DC=contoso,DC=com",),
        "scanned only below: OU=Staff,DC=contoso,DC=com",
    ),
    (("--select=mail-missing",), "checks ran in the old scan only: "),
    (("--set-severity=upn-suffix-not-routable=info",), "had another severity: upn-suffix-not-r"),
    (("--identity-model=federated",), "identity model: federated; before: none"),
    (("--exported-attributes=objectClass,displayName,mail",), "checks ran in the old scan only: "),
]


@pytest.mark.parametrize(("options", "said"), OPTIONS_THAT_ASK_OTHERWISE)
def test_scans_that_were_not_asked_the_same_are_called_neither_better_nor_fixed(
    folder, options, said
):
    (folder / "export.ldif").write_text(people("contoso.local"))
    done = run("scan", "export.ldif", *options, "--report=other.json", cwd=folder)
    assert done.returncode != 2, done.stderr
    for form in ("markdown", "html", "json"):
        told = run("compare", "old.json", "other.json", f"--format={form}", cwd=folder).stdout
        assert said.lower() in told.lower()
        assert ("The two scans were not asked the same." in told) is (form != "json")
        assert "ready than before" not in told
    assert json.loads(told)["counts"]["fixed"] == 0
    back = run("compare", "other.json", "old.json", "--format=json", cwd=folder).stdout
    assert json.loads(back)["counts"]["new"] == 0


def test_what_is_gone_in_a_domain_that_is_given_now_is_not_called_fixed(tmp_path):
    two = people("emea.contoso.com")
    (tmp_path / "export.ldif").write_text(two)
    run("scan", "export.ldif", "--domain=contoso.com", "--report=a.json", cwd=tmp_path)
    (tmp_path / "export.ldif").write_text(two.replace("ana@emea.contoso.com", "ana@contoso.com"))
    domains = ("--domain=contoso.com", "--domain=emea.contoso.com")
    run("scan", "export.ldif", *domains, "--report=b.json", cwd=tmp_path)
    done = run("compare", "a.json", "b.json", "--format=json", cwd=tmp_path)
    facts = json.loads(done.stdout)
    assert facts["by_check"]["upn-suffix-not-verified"]["not_checked"] == 2
    assert facts["asked_otherwise"] == [
        "verified domains: contoso.com, emea.contoso.com; before: contoso.com"
    ]


def test_what_is_gone_with_a_domain_that_is_not_given_any_more_is_not_called_fixed(tmp_path):
    (tmp_path / "export.ldif").write_text(people() + people("fabrikam.com", "Fabrikam"))
    federated = ("--federated-domain=contoso.com", "--identity-model=federated")
    for name, domains in (("a", ("contoso.com", "fabrikam.com")), ("b", ("contoso.com",))):
        given = [f"--domain={domain}" for domain in domains]
        run("scan", "export.ldif", *given, *federated, f"--report={name}.json", cwd=tmp_path)
    facts = json.loads(run("compare", "a.json", "b.json", "--format=json", cwd=tmp_path).stdout)
    assert facts["by_check"]["upn-suffix-not-federated"]["not_checked"] == 2
    assert facts["counts"]["fixed"] == 0


def test_markdown_hides_a_filter_whole_since_it_may_name_anybody(folder):
    report = json.loads((folder / "old.json").read_text())
    report["limits"] = {"filter": ["(|(cn=Garcia, Ana)(cn=Lopez, Eva))"]}
    (folder / "asked.json").write_text(json.dumps(report))
    told = run("compare", "asked.json", "new.json", "--format=markdown", cwd=folder).stdout
    assert "The two scans were not asked the same." in told
    assert not any(name in told for name in ("Garcia", "Ana", "Lopez", "Eva"))


def test_the_same_options_in_another_order_are_the_same(folder):
    for name, domains in (("a", ("a.com", "b.com")), ("b", ("b.com", "a.com"))):
        options = [f"--domain={domain}" for domain in domains]
        run("scan", "export.ldif", *options, f"--report={name}.json", cwd=folder)
    done = run("compare", "a.json", "b.json", "--format=json", cwd=folder)
    assert json.loads(done.stdout)["asked_otherwise"] == []


def compared(folder, old, new):
    """The exit status with `--fail-on worse`, what was said, and the comparison as JSON."""
    options = ("--fail-on=worse", "--format=json")
    done = run("compare", f"{old}.json", f"{new}.json", *options, cwd=folder)
    return done.returncode, done.stderr, json.loads(done.stdout)


def test_what_is_of_a_source_that_was_not_read_again_is_neither_fixed_nor_new(tmp_path):
    ours, theirs = (
        people("contoso.local") + user("CN=eva,DC=contoso,DC=com", EVE, mail="x@contoso.com"),
        people("fabrikam.local").replace("DC=contoso", "DC=fabrikam").replace("a1a2", "b1b2"),
    )
    for name, text in (("a.ldif", ours), ("b.ldif", theirs), ("a-tuesday.ldif", ours)):
        (tmp_path / name).write_text(text)
    for name, sources in (
        ("both", ("a.ldif", "b.ldif")),
        ("one", ("a.ldif",)),
        ("tuesday", ("a-tuesday.ldif",)),
        ("other", ("b.ldif",)),
    ):
        run("scan", *sources, f"--report={name}.json", cwd=tmp_path)
    _, _, facts = compared(tmp_path, "both", "one")
    of_theirs = facts["counts"]["not_checked"]
    assert of_theirs
    assert all(
        "fabrikam" in "".join((one["dn"], *one["related"])) for one in facts["not_checked_findings"]
    )
    assert (facts["counts"]["new"], facts["counts"]["fixed"]) == (0, 0)
    assert facts["asked_otherwise"] == [
        "1 source; before: 2",
        "objects of the domains: contoso.com; before: contoso.com, fabrikam.com",
    ]
    # a source came beside the old one: nobody had looked there, and nothing became worse
    status, said, facts = compared(tmp_path, "one", "both")
    assert (status, facts["counts"]["new"]) == (0, 0)
    assert facts["counts"]["not_checked_before"] == of_theirs
    assert "the two scans were not asked the same" in said
    # another name is the same question, another forest is none, and does not pass for good
    assert compared(tmp_path, "one", "tuesday")[2]["asked_otherwise"] == []
    status, said, facts = compared(tmp_path, "one", "other")
    assert (facts["counts"]["new"], facts["counts"]["fixed"]) == (0, 0)
    assert status == 1
    assert "worse: of 2 errors that came nobody can say whether the old scan" in said


@pytest.mark.parametrize("is_shared", [False, True])
def test_of_dated_exports_of_a_domain_each_the_one_that_is_read_again_is_compared(
    tmp_path, is_shared
):
    theirs = people("fabrikam.local").replace("DC=contoso", "DC=fabrikam").replace("a1a2", "b1b2")
    if is_shared:  # a part of our domain is in their file, too
        theirs += user("CN=eva,DC=contoso,DC=com", EVE, userPrincipalName="eva@contoso.local")
    for name, exports in (
        ("monday", {"a-1.ldif": people("contoso.local"), "b-1.ldif": theirs}),
        ("tuesday", {"a-2.ldif": people("contoso.com")}),
    ):
        for file, text in exports.items():
            (tmp_path / file).write_text(text)
        run("scan", *exports, f"--report={name}.json", cwd=tmp_path)
    _, _, facts = compared(tmp_path, "monday", "tuesday")
    assert bool(facts["fixed_findings"]) is not is_shared
    assert all("DC=contoso," in one["dn"] for one in facts["fixed_findings"])
    _, said, facts = compared(tmp_path, "tuesday", "monday")
    assert ("worse: 2 new errors\n" in said) is not is_shared
    assert facts["counts"]["not_checked_before"]


@pytest.mark.parametrize(
    ("options", "status", "said"),
    [
        (("--stale-days=91",), 1, "worse: 1 new error\n"),
        (("--exclude-ou=OU=Lab,DC=contoso,DC=com",), 1, "worse: 1 new error\n"),
        (("--include-ou=OU=Staff,DC=contoso,DC=com",), 0, ""),
        (("--identity-model=federated",), 1, "worse: of 1 error that came nobody can say"),
    ],
)
def test_a_setting_leaves_open_only_what_it_touches(folder, options, status, said):
    """Eve, who came, has an error and is not in the OU of the staff."""
    (folder / "export.ldif").write_text(people())
    run("scan", "export.ldif", *options, "--report=other.json", cwd=folder)
    code, told, facts = compared(folder, "other", "new")
    assert code == status
    assert facts["asked_otherwise"] != []
    assert said in told


def test_one_ou_in_two_spellings_is_one(folder):
    for name, limit in (("a", "OU=Lab,DC=contoso,DC=com"), ("b", "ou=lab, dc=contoso, dc=com")):
        run("scan", "export.ldif", f"--exclude-ou={limit}", f"--report={name}.json", cwd=folder)
    assert compared(folder, "a", "b")[2]["asked_otherwise"] == []
