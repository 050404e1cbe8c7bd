"""`readiness plan`: the file, what people see of it, and what is exported of it."""

import base64
import hashlib
import json
import os
import re
import stat
import subprocess
from contextlib import nullcontext
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from readiness.remediation.repair_plan import plan_file
from tests.remediation.commands import MAKE, changes, export, show
from tests.running import CONTOSO, run, user

GUID = "f2953050-cfdc-4d5b-a667-7d6615694d51"
OTHER = "11111111-132e-4e17-93ae-33d64fb14e9c"


def test_a_plan_is_private_and_the_same_each_time(made, tmp_path):
    again = tmp_path / "again.json"
    assert run(*MAKE, CONTOSO, "--accept", "deterministic", "-o", again).returncode == 0
    assert again.read_bytes() == made.read_bytes()
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


def test_a_plan_from_standard_input_is_that_of_the_file(made, tmp_path):
    piped = tmp_path / "piped.json"
    done = run(*MAKE, "-", "--accept", "deterministic", "-o", piped, stdin=CONTOSO.read_text())
    assert done.returncode == 0
    assert changes(piped) == changes(made)


def test_nothing_that_is_there_is_overwritten(made, tmp_path):
    export = tmp_path / "export.ldif"
    export.write_text(user("CN=a,DC=contoso,DC=com", GUID))
    for target, options in ((made, ()), (export, ("--force",))):
        before = target.read_bytes()
        done = run(*MAKE, export, "-o", target, *options)
        assert done.returncode == 2
        assert str(target) in done.stderr
        assert target.read_bytes() == before


def test_the_diff_shows_what_hides_and_why(made):
    done = show(made)
    assert done.returncode == 0
    assert "- kurt.meyer·@contoso.com" in done.stdout
    assert "Hannah\\xa0Feldman" in done.stdout
    assert "why: userPrincipalName has a dot just before the @" in done.stdout
    assert re.search(r"Plan: \d+ changes on \d+ objects; \d+ to apply", done.stdout)
    assert re.fullmatch(r"[0-9a-f]{12}\n", show(made, "--confirmation").stdout)


def test_a_decision_may_be_edited_by_hand_and_changes_the_code(plan):
    before = show(plan, "--confirmation").stdout
    plan.write_text(plan.read_text("utf-8").replace('"undecided"', '"skip"'), "utf-8")
    after = show(plan, "--confirmation")
    assert after.returncode == 0
    assert after.stdout != before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kurt.meyer@contoso.com", "boss@contoso.com"),
        ('"confidence": "choice"', '"confidence": "mechanical"'),
        ('"after": []', '"after": ["0001"]'),
        ('"decision": "apply"', '"decision": "maybe"'),
        ('"digest"', '"seal"'),
        ('"schema": "readiness-plan/1"', '"schema": "readiness-plan/2"'),
        ("}", ""),
    ],
)
def test_a_plan_that_was_edited_elsewhere_is_refused(plan, tmp_path, old, new):
    text = plan.read_text("utf-8")
    assert old in text
    plan.write_text(text.replace(old, new, 1), "utf-8")
    output = tmp_path / "out.ldif"
    for done in (
        show(plan),
        run("plan", "export", plan, "--format", "ldif", "-o", output),
        run("plan", "review", plan, "--from", plan),
    ):
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
    assert not output.exists()


def test_two_alternatives_cannot_both_be_decided(plan):
    content = json.loads(plan.read_text("utf-8"))
    for change in (one for stage in content["stages"] for one in stage["changes"]):
        change["decision"] = "apply" if change["alternatives"] else change["decision"]
    plan.write_text(json.dumps(content), "utf-8")
    assert show(plan).returncode == 2


def test_every_record_of_the_ldif_is_guarded_and_names_its_object_by_guid(made, tmp_path):
    text = export(made, "ldif", tmp_path / "plan.ldif")
    assert "\r" not in text
    records = text.replace("\n ", "").split("\n\n")
    found = {}
    for record in records:
        if dn := re.search(r"^dn:: (.+)$", record, re.MULTILINE):
            found[base64.b64decode(dn[1]).decode()] = record
    wanted = {f"<GUID={one['guid']}>" for one in changes(made) if one["decision"] == "apply"}
    assert set(found) == wanted
    assert all("replace:" not in record for record in found.values())
    assert all(len(line) <= 76 for line in text.splitlines())


def test_the_rollback_is_the_mirror_of_the_changes(made, tmp_path):
    there = export(made, "ldif", tmp_path / "plan.ldif")
    back = export(made, "rollback", tmp_path / "rollback.ldif")
    for name, other in (("delete: ", "add: "), ("add: ", "delete: ")):
        assert there.count(f"\n{name}") == back.count(f"\n{other}")
    ids = re.compile(r"^# change (\S+)", re.MULTILINE)
    assert ids.findall(back) == ids.findall(there)[::-1]


def test_ldif_for_windows_has_its_line_ends(made, tmp_path):
    text = export(made, "ldif", tmp_path / "plan.ldif", "--crlf")
    assert text.count("\n") == text.count("\r\n") > 0


def test_the_script_has_a_mark_no_data_and_the_checksum_of_its_data(made, tmp_path):
    script = export(made, "powershell", tmp_path / "plan.ps1")
    data = (tmp_path / "plan.data.json").read_bytes()
    assert script.startswith("\ufeff")
    assert hashlib.sha256(data).hexdigest() in script
    assert "contoso.com" not in script
    values = [
        base64.b64decode(value).decode()
        for change in json.loads(data)["changes"]
        for edit in change["edits"]
        for value in (*edit["remove"], *edit["add"])
    ]
    assert "kurt.meyer @contoso.com" in values


def test_markdown_tells_what_a_new_sign_in_name_means(made, tmp_path):
    text = export(made, "markdown", tmp_path / "plan.md")
    assert "Sign-in names change" in text
    assert "## Undecided" in text


def test_maps_stand_in_the_configuration_or_on_the_command_line(tmp_path):
    (tmp_path / "readiness.toml").write_text(
        '[plan]\nverified-domains = ["contoso.com", "contoso.de"]\n'
        '[plan.suffix-map]\n"corp.local" = "contoso.de"\n[plan.usage-location-map]\nDE = "DE"\n'
    )
    (tmp_path / "a.ldif").write_text(
        user("CN=ana,DC=corp,DC=local", GUID, userPrincipalName="ana@corp.local", c="DE")
    )
    make = ("plan", "make", "a.ldif", "--accept", "deterministic")
    assert run(*make, "-o", "one.json", cwd=tmp_path).returncode == 0
    [change] = changes(tmp_path / "one.json")
    assert change["decision"] == "apply"
    assert [edit["add"] for edit in change["edits"]] == [["ana@contoso.de"], ["DE"]]
    given = ("--map", "corp.local=contoso.com")
    assert run(*make, *given, "-o", "two.json", cwd=tmp_path).returncode == 0
    assert changes(tmp_path / "two.json")[0]["edits"][0]["add"] == ["ana@contoso.com"]
    assert run("scan", "a.ldif", "-q", cwd=tmp_path).returncode == 1


@pytest.mark.parametrize(
    "options",
    [
        ("--map", "corp.local=elsewhere.com"),
        ("--map", "corp.local"),
        ("--step", "9"),
        ("--only-check", "no-such-check"),
        ("--only-ou", "nothing"),
        ("--only-ou", "OU=Staf,DC=corp,DC=local"),
    ],
)
def test_what_makes_no_sense_is_refused_in_one_line(tmp_path, options):
    export = tmp_path / "a.ldif"
    export.write_text(user("CN=ana,OU=Staff,DC=corp,DC=local", GUID))
    done = run(*MAKE, export, *options, "-o", tmp_path / "plan.json")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert options[0] in done.stderr
    assert ("did you mean “OU=Staff,DC=corp,DC=local”?" in done.stderr) == ("Staf," in options[1])
    assert not (tmp_path / "plan.json").exists()


def test_of_what_was_not_read_to_its_end_nothing_is_decided_in_advance(tmp_path):
    export = tmp_path / "cut.ldif"
    export.write_text(
        user("CN=ana,DC=corp,DC=local", GUID, userPrincipalName="ana @contoso.com") + "dn: CN=b,DC"
    )
    plan = tmp_path / "plan.json"
    done = run(*MAKE, export, "--accept", "mechanical", "-o", plan)
    assert done.returncode == 3
    assert "--accept was not applied: the scan is incomplete" in done.stderr
    assert {one["decision"] for one in changes(plan)} == {"undecided"}
    assert "--accept decides nothing, since not everything was read" in show(plan).stdout


def test_a_plan_is_held_against_an_export_of_today(tmp_path):
    names = {"ana": GUID, "bob": "0e1f2a3b-4c5d-4e6f-8091-a2b3c4d5e6f7", "cy": OTHER}
    dn = "CN={},DC=contoso,DC=com".format
    before, after = tmp_path / "before.ldif", tmp_path / "after.ldif"
    dan = user("CN=dan,DC=fabrikam,DC=com", str(uuid4()), userPrincipalName="dan @contoso.com")
    before.write_text(
        "".join(user(dn(one), names[one], userPrincipalName=f"{one} @contoso.com") for one in names)
        + dan
    )
    plan = tmp_path / "plan.json"
    assert run(*MAKE, before, "-o", plan).returncode == 0
    now = {"ana": "ana @contoso.com", "bob": "bob@contoso.com", "cy": "cy1@contoso.com"}
    after.write_text(
        "".join(user(dn(one), names[one], userPrincipalName=now[one]) for one in names)
    )
    done = show(plan, "--against", after, "--no-config")
    assert done.returncode == 0, done.stderr
    assert "Drift: 1 still right, 1 already done, 1 stale." in done.stdout
    assert "now: stale: userPrincipalName no longer holds “cy @contoso.com”" in done.stdout
    # of what an export cannot hold it says nothing, least of all that it is stale
    assert "warning: 1 change in other domains: look there, too" in done.stderr
    after.write_text(after.read_text().replace("DC=contoso", "DC=example"))
    done = show(plan, "--against", after, "--no-config")
    assert (done.returncode, done.stdout) == (2, "")
    assert "is of the domain example.com, and no change of the plan is about" in done.stderr


def test_a_name_of_the_tenant_is_given_to_nobody_and_a_rename_there_is_a_choice(tmp_path):
    (tmp_path / "ad.ldif").write_text(
        user("CN=ana,DC=corp,DC=local", GUID, userPrincipalName="ana@corp.local")
        + user(
            "CN=bob,DC=corp,DC=local",
            OTHER,
            userPrincipalName="bob@corp.local",
            **{"mS-DS-ConsistencyGuid:": base64.b64encode(UUID(OTHER).bytes_le).decode()},
        )
    )
    common: dict[str, object] = {
        "accountEnabled": True,
        "onPremisesObjectIdentifier": None,
        "assignedLicenses": [],
        "userType": "Member",
    }
    users = [
        common
        | {
            "id": "11111111-0000-4000-8000-000000000001",
            "userPrincipalName": "ana@contoso.com",
            "mail": None,
            "mailNickname": "ana",
            "displayName": "Another Ana",
            "proxyAddresses": [],
            "onPremisesImmutableId": None,
            "onPremisesSyncEnabled": None,
        },
        common
        | {
            "id": "11111111-0000-4000-8000-000000000002",
            "userPrincipalName": "bob@contoso.onmicrosoft.com",
            "mail": None,
            "mailNickname": "bob",
            "displayName": "bob",
            "proxyAddresses": [],
            "onPremisesImmutableId": base64.b64encode(UUID(OTHER).bytes_le).decode(),
            "onPremisesSyncEnabled": True,
        },
    ]
    context = "https://graph.microsoft.com/v1.0/$metadata#users"
    (tmp_path / "users.json").write_text(json.dumps({"@odata.context": context, "value": users}))
    plan = tmp_path / "plan.json"
    done = run(
        *MAKE, "ad.ldif", "--tenant", "users.json", "--assume", "no-roles",
        "--initial-domain", "contoso.onmicrosoft.com",
        "--accept", "deterministic", "-o", plan, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    [change] = changes(plan)
    assert change["dn"].startswith("CN=bob")
    assert (change["confidence"], change["decision"]) == ("choice", "undecided")
    shown = show(plan).stdout
    assert "people who are in the cloud already" in shown
    assert "belongs to ana@contoso.com in the tenant" in shown


def test_a_plan_that_somebody_sealed_anew_holds_nothing_that_is_forbidden(plan, tmp_path):
    sealed = plan_file.read(plan)
    [stage, *others], forged = sealed.stages, tmp_path / "forged.json"
    change = stage.changes[0]
    for attribute in ("userAccountControl", "mail\nadd: member"):
        edits = (replace(change.edits[0], attribute=attribute),)
        changes = (replace(change, edits=edits), *stage.changes[1:])
        stages = (replace(stage, changes=changes), *others)
        plan_file.write(replace(sealed, stages=stages), forged, is_forced=True)
        done = run("plan", "show", forged)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert "no program changes" in done.stderr


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes have no path here")
def test_a_pipe_with_a_path_is_read_once_and_kept(tmp_path):
    export, pipe = tmp_path / "a.ldif", tmp_path / "pipe"
    export.write_text(
        user("CN=ana,DC=corp,DC=local", GUID, userPrincipalName="ana @contoso.com", displayName="A")
    )
    os.mkfifo(pipe)
    plans = []
    for source in (export, pipe):
        with (
            subprocess.Popen(["/bin/sh", "-c", 'cat "$1" > "$2"', "sh", export, pipe])
            if (source == pipe)
            else nullcontext()
        ):
            plans.append(tmp_path / f"{source.name}.json")
            run(*MAKE, source, "-o", plans[-1])
    first, second = (json.loads(one.read_text())["stages"] for one in plans)
    assert first
    assert [one["id"] for stage in second for one in stage["changes"]] == [
        one["id"] for stage in first for one in stage["changes"]
    ]


def test_plan_alone_says_what_there_is():
    done = run("plan")
    assert done.returncode == 0
    assert "  review  " in done.stdout


def test_a_suffix_that_nobody_has_is_told(tmp_path):
    done = run(*MAKE, CONTOSO, "--map", "contoso.loacl=contoso.com", "-o", tmp_path / "plan.json")
    assert done.returncode == 0
    assert "no sign-in name of anybody in scope ends in “contoso.loacl”" in done.stderr


@pytest.mark.parametrize("output", ["-", "plan.json"])
def test_nothing_is_written_where_there_is_nothing_to_plan(tmp_path, output):
    done = run(*MAKE, "missing.ldif", "-o", output, cwd=tmp_path)
    assert done.returncode == (2 if output == "-" else 3)
    assert not list(tmp_path.iterdir())


def test_what_somebody_wrote_in_a_plan_is_named_where_it_is_wrong(plan):
    whole = plan.read_text(encoding="utf-8")
    plan.write_text("\ufeff" + whole, encoding="utf-8")
    assert run("plan", "show", plan).returncode == 0
    plan.write_text(whole.replace('"undecided"', '"maybe"', 1), encoding="utf-8")
    done = run("plan", "show", plan)
    assert done.returncode == 2
    assert "“maybe” is no decision: write undecided, apply, skip" in done.stderr
    content = json.loads(whole)
    content["stages"][0]["changes"][0]["edits"][0]["add"] = ["\ud800"]
    plan.write_text(json.dumps(content), encoding="utf-8")
    done = run("plan", "export", plan, "--format", "ldif", "-o", plan.with_name("plan.ldif"))
    assert done.returncode == 2
    assert "holds half a character (a lone surrogate)" in done.stderr


@pytest.mark.parametrize(
    ("url", "options", "said"),
    [
        ("ldaps://dc1", ("--yes", "000000000000"), "this is not the code of what would be done"),
        ("ldaps://dc1", (), "nobody is there to confirm: give --yes and the code"),
        (
            "ldaps://dc1",
            ("--base=OU=Staff,DC=contoso,DC=com",),
            "readiness apply takes no --base: that is an option of scan",
        ),
        ("ldaps://dc1", ("--insecure",), "nothing is written to a server that nobody has verified"),
        ("ldaps://dc1", ("--auth=anonymous",), "--auth anonymous signs nobody in"),
        ("ldap://dc1", ("--allow-cleartext",), "nothing is written over an unencrypted connection"),
        ("ldaps://dc1:3269", (), "a global catalogue is read-only: use the port 636"),
        ("ldap://dc1:3268", ("--start-tls",), "a global catalogue is read-only: use the port 636"),
        ("ldaps://dc1,ldaps://dc2", (), "name one domain controller"),
    ],
)
def test_what_cannot_be_applied_is_refused_before_a_server_is_asked(plan, url, options, said):
    done = run("apply", plan, url, "--user=ana", "--no-config", *options, stdin="")
    assert done.returncode == 2
    [line] = done.stderr.splitlines()
    assert said in line


def test_the_help_of_apply_shows_what_matters_to_it_in_its_words():
    told = run("apply", "--help").stdout
    assert "So many changes a second" in told
    assert not [name for name in ("--filter", "--insecure", "entries a second") if name in told]


def test_who_is_no_ordinary_person_is_renamed_by_choice_alone(tmp_path):
    signs = {
        "svc-sap": {},
        "db": {"servicePrincipalName": "MSSQLSvc/db1.contoso.com:1433"},
        "scan,OU=Service Accounts": {},
        "bo": {"memberOf": "CN=Domain Admins,CN=Users,DC=contoso,DC=com"},
        "eva,OU=SVC,OU=Departments": {},
        "ana": {"memberOf": "CN=Sales,CN=Users,DC=contoso,DC=com"},
    }
    (tmp_path / "a.ldif").write_text(
        "".join(
            user(
                f"CN={name},DC=contoso,DC=com",
                f"{number}{GUID[1:]}",
                sAMAccountName=name.partition(",")[0],
                userPrincipalName=f"{name.partition(',')[0]}@contoso.local",
                **more,
            )
            for number, (name, more) in enumerate(signs.items())
        )
    )
    plan = tmp_path / "plan.json"
    options = ("--map", "contoso.local=contoso.com", "--accept", "deterministic", "-o", plan)
    assert run(*MAKE, tmp_path / "a.ldif", *options).returncode == 0
    assert {one["dn"]: (one["confidence"], one["decision"]) for one in changes(plan)} == {
        "CN=svc-sap,DC=contoso,DC=com": ("choice", "undecided"),
        "CN=db,DC=contoso,DC=com": ("choice", "undecided"),
        "CN=scan,OU=Service Accounts,DC=contoso,DC=com": ("choice", "undecided"),
        "CN=bo,DC=contoso,DC=com": ("choice", "undecided"),
        "CN=eva,OU=SVC,OU=Departments,DC=contoso,DC=com": ("deterministic", "apply"),
        "CN=ana,DC=contoso,DC=com": ("deterministic", "apply"),
    }
    said = "needs the new one in its settings"
    assert show(plan).stdout.count(said) == 3
    assert export(plan, "markdown", tmp_path / "plan.md").count(said) == 3
    assert export(plan, "csv", tmp_path / "plan.csv").count(said) == 3
    assert "is in a container for service accounts" in show(plan).stdout
    assert "it administers the domain (memberOf is “CN=Domain Admins" in show(plan).stdout


def test_whoever_cannot_be_helped_is_told_what_is_in_the_way(tmp_path):
    names = ["ana@contoso.local", "ana@contoso.com", "bob@corp.local", "bob@old.local"]
    (tmp_path / "a.ldif").write_text(
        "".join(
            user(
                f"CN={name},DC=contoso,DC=com",
                f"{number}{GUID[1:]}",
                sAMAccountName=f"a{number}",
                userPrincipalName=name,
            )
            for number, name in enumerate(names)
        )
    )
    plan = tmp_path / "plan.json"
    assert run(*MAKE, tmp_path / "a.ldif", "-o", plan).returncode == 0
    shown = show(plan).stdout
    assert "but it belongs to CN=ana@contoso.com,DC=contoso,DC=com: choose another" in shown
    assert "but CN=bob@old.local,DC=contoso,DC=com would get it, too: decide who does" in shown
    assert "is reserved" not in shown


def test_who_keeps_a_name_that_all_others_give_up_needs_no_change(tmp_path):
    names = {"eva": "eva@contoso.com", "nora": "eva@contoso.com"}
    (tmp_path / "a.ldif").write_text(
        "".join(
            user(
                f"CN={name},DC=contoso,DC=com",
                f"{number}{GUID[1:]}",
                sAMAccountName=name,
                userPrincipalName=taken,
                mail=f"{name}@contoso.com",
                proxyAddresses=f"SMTP:{name}@contoso.com",
            )
            for number, (name, taken) in enumerate(names.items())
        )
    )
    plan = tmp_path / "plan.json"
    run(*MAKE, tmp_path / "a.ldif", "-o", plan)
    shown = show(plan).stdout
    assert "eva@contoso.com stays with CN=eva,DC=contoso,DC=com alone" in shown
    assert "0 cannot be fixed here" in shown
    # nobody gives up what is held three times if only one of the others does
    more = user("CN=tom,DC=contoso,DC=com", f"7{GUID[1:]}", userPrincipalName="eva@contoso.com")
    with (tmp_path / "a.ldif").open("a") as file:
        file.write(more)
    run(*MAKE, tmp_path / "a.ldif", "-o", plan, "--force")
    assert "2 cannot be fixed here" in show(plan).stdout
