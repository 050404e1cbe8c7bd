"""What to do first, as every report that people read tells it."""

from __future__ import annotations

import csv
import html
import json
import re
import shlex

import pytest

from tests.running import CONTOSO, run, user

PEOPLE = 30
OPTIONS = ("--domain=contoso.com", "--show-values", "--no-config")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A firm in which everybody signs in with a domain that no tenant can verify."""
    path = tmp_path_factory.mktemp("firm")
    (path / "export.ldif").write_text(
        "# readiness: attributes=all\n\n"
        + "".join(
            user(
                f"CN=u{number},OU=Staff,DC=contoso,DC=com",
                f"0e1f2a3b-4c5d-4e6f-8091-{number:012}",
                userPrincipalName=f"u{number}@contoso.local",
                mail=f"u{number}@contoso.com",
                proxyAddresses=f"SMTP:u{number}@contoso.com",
                mailNickname=f"u{number}",
            )
            for number in range(PEOPLE)
        )
    )
    reports = [f"--report=r.{ending}" for ending in ("json", "html", "md")]
    done = run("scan", "export.ldif", *OPTIONS, *reports, cwd=path)
    assert done.returncode == 1, done.stderr
    (path / "console.txt").write_text(done.stdout)
    return path


@pytest.fixture(scope="module")
def summary(folder):
    return json.loads((folder / "r.json").read_text())["summary"]


def test_the_headline_promises_what_the_first_steps_reach(summary):
    said = summary["answer"]
    assert said["sentence"] == f"0 of {PEOPLE} people could be synchronised as they should."
    assert said["then"] == "After 1 fix: everybody."
    assert (said["steps"], said["people_ready_after"]) == (1, PEOPLE)
    assert "“contoso.local”" in said["because"]


@pytest.mark.parametrize("name", ["console.txt", "r.html", "r.md"])
def test_every_report_says_what_to_do_first(folder, summary, name):
    text = (folder / name).read_text()
    (step,) = summary["action_plan"]
    assert step["title"] in text
    assert re.search(r"after 1 fix: everybody", text, re.IGNORECASE)
    assert step["command"] == (
        "readiness plan make export.ldif --no-config --exported-attributes all"
        " --domain contoso.com --step 1 -o step-1.json"
    )
    assert step["command"] in re.sub(r"</?span>", "", text)


def test_paper_has_the_plan_and_few_pages(folder, context):
    page = context.new_page()
    page.goto((folder / "r.html").as_uri())
    page.emulate_media(media="print")
    assert page.locator("#plan .step").count() == 2  # today, and the one step
    assert page.locator("#plan .title").is_visible()
    pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
    assert 1 <= len(pages) <= 8


def test_waves_are_told_by_every_grouping_that_tells_something(folder):
    text = (folder / "r.html").read_text()
    assert 'data-waves="ou"' in text
    assert 'data-waves="suffix"' in text
    assert all(f"<span>--by</span> <span>{by}</span>" in text for by in ("ou", "suffix"))
    assert 'data-waves="department"' not in text


def test_a_history_is_drawn_from_its_second_scan_on(folder, tmp_path):
    text = (folder / "export.ldif").read_text()
    (tmp_path / "export.ldif").write_text(text)
    options = (*OPTIONS, "--history=h.jsonl", "--report=r.html")
    run("scan", "export.ldif", *options, cwd=tmp_path)
    assert 'id="trend"' not in (tmp_path / "r.html").read_text()
    (tmp_path / "export.ldif").write_text(text.replace("u1@contoso.local", "u1@contoso.com"))
    later = "1795428000"  # a day after the first scan
    done = run("scan", "export.ldif", *options, cwd=tmp_path, SOURCE_DATE_EPOCH=later)
    assert done.returncode == 1, done.stderr
    page = (tmp_path / "r.html").read_text()
    assert "1 error was put right" in page
    assert 'class="curve c-ready" points="0.00,100.00 100.00,96.67"' in page


@pytest.fixture(scope="module")
def mixed(tmp_path_factory):
    """Most are on one internal suffix, some on another; one has no name, two share an address."""
    path = tmp_path_factory.mktemp("mixed")
    suffixes = ["contoso.local"] * 8 + ["corp.internal"] * 3 + [""]
    entries = []
    for number, suffix in enumerate(suffixes):
        name = f"u{number}@{suffix}" if suffix else None
        address = f"SMTP:{'info' if number in {8, 9} else f'u{number}'}@contoso.com"
        guid = f"0e1f2a3b-4c5d-4e6f-8091-{number:012}"
        dn = f"CN=u{number},OU=Staff,DC=contoso,DC=com"
        entries.append(user(dn, guid, userPrincipalName=name, proxyAddresses=address))
    (path / "export.ldif").write_text("# readiness: attributes=all\n\n" + "".join(entries))
    done = run("scan", "export.ldif", *OPTIONS, "--report=r.json", "--report=r.html", cwd=path)
    assert done.returncode == 1, done.stderr
    return path


def test_a_step_says_which_findings_it_is_about(mixed):
    steps = json.loads((mixed / "r.json").read_text())["summary"]["action_plan"]
    assert steps[0]["filter"] == {"check": "upn-suffix-not-routable", "domain": "contoso.local"}


def test_a_step_leads_to_its_own_objects_and_a_suffix_to_its_step(mixed, context):
    page = context.new_page()
    page.goto((mixed / "r.html").as_uri())
    page.click("#step-1 .show")
    page.locator("#shown", has_text="8 of").wait_for()
    row = page.locator("#suffixes tbody tr", has_text="contoso.local")
    assert row.locator(".gain").inner_text() == "+8"
    row.locator("a").click()
    page.wait_for_url("**#step-1")
    unused = page.locator("#suffixes tbody tr", has_text="nobody has it yet")
    assert "List it in the forest, before step 1" in unused.inner_text()
    nameless = page.locator("#suffixes tbody tr", has_text="No name at all")
    assert "Give 1 person a name" in nameless.inner_text()


def test_what_the_plan_leaves_is_named_one_by_one(tmp_path):
    text = "# readiness: attributes=all\n\n"
    for number in range(6):
        guid = f"0e1f2a3b-4c5d-4e6f-8091-{number:012}"
        dn = f"CN=u{number},DC=contoso,DC=com"
        text += user(dn, guid, userPrincipalName=f"u{number}@a{number}.example.com", mail="")
    (tmp_path / "export.ldif").write_text(text)
    run("scan", "export.ldif", *OPTIONS, "--report=r.json", "--report=r.html", cwd=tmp_path)
    summary = json.loads((tmp_path / "r.json").read_text())["summary"]
    assert len(summary["action_plan"]) == 5
    (rest,) = summary["action_rest"]
    assert (rest["check"], rest["people"]) == ("upn-suffix-not-verified", 1)
    assert rest["title"].startswith("Verify a5.example.com in the tenant, or give 1 person a ")
    assert "Then, one by one" in (tmp_path / "r.html").read_text()
    assert "1 person waits for this alone." in (tmp_path / "r.html").read_text()


def test_every_printed_command_does_what_it_says_of_that_scan(folder, tmp_path):
    (tmp_path / "export.ldif").write_text((folder / "export.ldif").read_text())
    (tmp_path / "odd name").mkdir()
    eve = user("CN=eve,OU=Staff,DC=contoso,DC=com", userPrincipalName="eve@contoso.com")
    (tmp_path / "odd name/second.ldif").write_text(eve)
    account = {"id": "1", "userPrincipalName": "x@contoso.com", "userType": "Member"}
    head = "https://graph.microsoft.com/v1.0/$metadata#users"
    users = json.dumps({"@odata.context": head, "value": [account]})
    (tmp_path / "odd name/users.json").write_text(users)
    options = (
        *("--select=upn-*", "--ignore=upn-too-long", "--set-severity=upn-missing=warning"),
        *("--include-ou=OU=Staff,DC=contoso,DC=com", "--exclude-ou=OU=Lab,DC=contoso,DC=com"),
        *("--initial-domain=contoso.onmicrosoft.com", "--tenant=odd name/users.json", "--preview"),
        *("--assume=no-roles", "--sync-tool=connect-sync", "--jobs=2", "--report=r.json"),
        "--report=page.html",
    )
    sources = ("export.ldif", "odd name/second.ldif")
    done = run("scan", *sources, *OPTIONS, *options, cwd=tmp_path, READINESS_STALE_DAYS="30")
    assert done.returncode == 3, done.stderr  # the export of the tenant lacks properties
    (step,) = json.loads((tmp_path / "r.json").read_text())["summary"]["action_plan"]
    program, *words = shlex.split(step["command"])
    assert program == "readiness"
    repeated = [word for option in options for word in option.split("=", 1)]
    assert [word for word in repeated if word not in words] == [
        *("--preview", "--jobs", "2", "--report", "r.json", "--report", "page.html")
    ]
    assert words[words.index("--stale-days") + 1] == "30"
    page = re.sub(r"</?span>", "", (tmp_path / "page.html").read_text())
    printed = [html.unescape(it) for it in re.findall(r"<pre>readiness (.+?)</pre>", page)]
    assert printed[0] == shlex.join(words)
    assert [" ".join(command.split()[:2]) for command in printed] == [
        *("plan make", "plan export", "plan review", "plan export", "plan export", "plan export"),
        *("waves export.ldif", "waves export.ldif", "preview export.ldif"),
    ]
    for command in printed:
        if command.startswith("plan review"):
            decide(tmp_path / "step-1.csv")
        done = run(*shlex.split(command.partition(" > ")[0]), cwd=tmp_path)
        assert done.returncode == (3 if "export.ldif" in command else 0), (command, done.stderr)
    plan = json.loads((tmp_path / "step-1.json").read_text())
    changes = [change for stage in plan["stages"] for change in stage["changes"]]
    assert [change["decision"] for change in changes] == ["apply"] * PEOPLE
    for name in ("step-1.ps1", "step-1.ldf", "step-1-undo.ldf"):
        assert (tmp_path / name).exists(), name


def decide(path):
    """Decide to apply every change of a table, as somebody does in a spreadsheet."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, rows[0], delimiter=";")
        table.writeheader()
        table.writerows({**row, "Decision": "apply"} for row in rows)


def test_a_command_tells_nobody_who_is_hidden(folder, tmp_path):
    (tmp_path / "export.ldif").write_text((folder / "export.ldif").read_text())
    options = ("--include-ou=OU=Staff,DC=contoso,DC=com", "--redact=pseudonyms", "--no-config")
    asked = ("--domain=contoso.com", *options)
    done = run("scan", "export.ldif", *asked, cwd=tmp_path, READINESS_USER="ana")
    assert "--include-ou YOUR-OU" in done.stdout
    assert "ana" not in done.stdout
    assert "Staff" not in done.stdout


def test_the_headline_the_json_and_the_last_step_agree(tmp_path):
    reports = [tmp_path / f"r.{ending}" for ending in ("json", "html", "md")]
    done = run("scan", CONTOSO, "--domain=contoso.com", *(f"--report={it}" for it in reports))
    summary = json.loads(reports[0].read_text())["summary"]
    said, plan = summary["answer"], summary["action_plan"]
    after = plan[-1]["people_ready_after"]
    assert (said["steps"], said["people_ready_after"]) == (len(plan), after)
    assert said["then"] == f"After {len(plan)} fixes: {after}."
    # and what is left after it is named wherever the steps are
    left = summary["action_rest"][0]["title"]
    for text in (done.stdout, *(path.read_text() for path in reports[1:])):
        assert f"After {len(plan)} fixes: {after}" in text
        assert left in text.split("Then, one by one")[1]
    assert "`" not in reports[1].read_text().split('id="plan"')[1].split("</section>")[0]
