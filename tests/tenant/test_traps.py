"""Exports that look like answers and are none: refused, or incomplete, and never “new”."""

import csv
import inspect
import json
import re
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from readiness.errors import ReadinessError, UsageError
from readiness.tenant.export import read_tenant
from readiness.tenant.objects import objects_of
from readiness.tenant.readers.export_file import ExportFile
from readiness.tenant.readers.resources import Resource
from readiness.tenant.readers.values import texts
from tests.running import run
from tests.tenant.exports import CONTEXT, graph_object, parts_of, table, write

ANN = {
    "id": "00000000-0000-0000-0000-00000000000a",
    "userPrincipalName": "ann@contoso.com",
    "displayName": "Ann Lee",
    "proxyAddresses": ["SMTP:ann@contoso.com", "smtp:a2@contoso.com"],
}
HERE = """\
dn: CN=Ann,OU=Staff,DC=contoso,DC=com
objectClass: user
cn: Ann
displayName: Ann Lee-Ray
objectGUID:: x4V0iaeB60KXxjftcwd7Hw==
userAccountControl: 512
sAMAccountName: ann
userPrincipalName: ann@contoso.com
proxyAddresses: SMTP:ann@contoso.com

dn: CN=Bob,OU=Staff,DC=contoso,DC=com
objectClass: user
cn: Bob
displayName: Bob
objectGUID:: AAAAAAAAAAAAAAAAAAAAAQ==
userAccountControl: 512
sAMAccountName: bob
userPrincipalName: bob@contoso.com
mail: bob@contoso.com

"""
HERS = "x4V0iaeB60KXxjftcwd7Hw=="
"""The anchor of Ann."""
WITHOUT_ROLES = ("roleAssignments", "roleEligibilitySchedules", "roleGroupMembers")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "here.ldif").write_text(HERE, encoding="utf-8")
    (tmp_path / "tenant").mkdir()
    return tmp_path


def export(folder, *cloud, features=None, without=(), **parts):
    """A whole tenant in JSON, but for some parts."""
    told = parts_of({"cloud": cloud, "features": features or {}}) | parts
    for name, objects in told.items():
        if name not in without:
            write(folder / "tenant" / f"{name}.json", objects)


def scan(folder, *arguments, tenant="tenant"):
    """The status of a scan, what it said, and what the report says of the tenant."""
    report = folder / "report.json"
    done = run("scan", "here.ldif", "--tenant", tenant, "-r", report, *arguments, cwd=folder)
    told = json.loads(report.read_text()) if report.exists() else {}
    return done, told


def outcomes(told):
    return {row["dn"][3:6]: row["outcome"] for row in told["tenant"]["outcomes"]}


def test_whoever_is_adopted_is_shown_before_and_after(folder):
    work = {"jobTitle": "Clerk", "department": "Sales"}
    export(folder, ANN | work | {"userPrincipalName": "old@contoso.com", "accountEnabled": True})
    known = "displayName: Ann Lee-Ray\ntitle: Head of Sales\ndepartment:  Sales\n"
    (folder / "here.ldif").write_text(HERE.replace("displayName: Ann Lee-Ray\n", known))
    done, told = scan(folder, "--identity-model", "password-hash-sync")
    assert done.returncode == 0
    [ann] = [row for row in told["tenant"]["outcomes"] if "Ann" in row["dn"]]
    assert ann["before"]["user_principal_name"] == "old@contoso.com"
    assert ann["after"]["user_principal_name"] == "ann@contoso.com"
    assert (ann["before"]["display_name"], ann["after"]["display_name"]) == (
        "Ann Lee",
        "Ann Lee-Ray",
    )
    assert (ann["before"]["job_title"], ann["after"]["job_title"]) == ("Clerk", "Head of Sales")
    assert not {"department", "usage_location"} & ann["after"].keys()  # it stays as it is
    assert ann["lost_addresses"] == ["smtp:a2@contoso.com"]
    assert ann["password_replaced"] is True
    assert told["tenant"]["cloud_only"]["adopted"] == 1
    assert "1 address that is only in the cloud will be lost" in told["findings"][0]["message"]
    assert "in the tenant: 1 new, 1 soft-match-smtp" in done.stdout


def test_an_account_that_is_disabled_here_is_told_to_be_blocked_there(folder):
    disabled = HERE.replace("userAccountControl: 512", "userAccountControl: 514")
    (folder / "here.ldif").write_text(disabled)
    export(folder, ANN)
    _, told = scan(folder)
    [said] = [one["message"] for one in told["findings"] if one["check"].startswith("tenant-")]
    assert "cannot sign in any more" in said


def test_two_objects_that_would_adopt_one_are_contested(folder):
    again = HERE.replace("CN=Bob", "CN=Bea").replace("mail: bob@", "proxyAddresses: SMTP:ann@")
    (folder / "here.ldif").write_text(again)
    export(folder, ANN | {"userPrincipalName": "x@contoso.com"})
    done, told = scan(folder)
    assert done.returncode == 1
    assert told["tenant"]["by_outcome"]["contested"] == 2
    assert told["tenant"]["cloud_only"]["contested"] == 1
    assert sum(one["check"] == "tenant-contested" for one in told["findings"]) == 2
    assert told["summary"]["people"]["ready"] == 0


def test_an_error_is_a_finding_that_can_be_suppressed(folder):
    export(folder, ANN | {"role": "eligible"})
    done, told = scan(folder, "--fail-on", "error")
    assert done.returncode == 1
    assert told["summary"]["people"] == {"in_scope": 2, "ready": 1, "accepted": 0}
    [found] = [one for one in told["findings"] if one["check"] == "tenant-soft-blocked-role"]
    assert "Existing Admin Role Conflict" in found["message"]
    (folder / "readiness.toml").write_text(
        '[[suppress]]\ncheck = "tenant-*"\nou = "DC=contoso,DC=com"\nreason = "known"\n'
    )
    assert scan(folder)[0].returncode == 0


def test_orphans_and_what_is_left_alone_are_listed_without_a_finding(folder):
    gone = {"id": "b", "userPrincipalName": "gone@contoso.com", "immutableId": "zz", "synced": True}
    export(folder, gone, {"id": "c", "userPrincipalName": "only@contoso.com"})
    _, told = scan(folder)
    states = {one["id"]: one["state"] for one in told["tenant"]["cloud_only"]["objects"]}
    assert states == {"b": "orphan", "c": "left-alone", "bystander": "left-alone"}
    assert not [one for one in told["findings"] if one["check"].startswith("tenant-")]


def test_the_twin_of_what_is_out_of_scope_is_left_alone(folder):
    system = HERE.replace("cn: Ann", "cn: Ann\nisCriticalSystemObject: TRUE")
    (folder / "here.ldif").write_text(system)
    export(folder, ANN | {"immutableId": "x4V0iaeB60KXxjftcwd7Hw==", "synced": True})
    _, told = scan(folder)
    assert outcomes(told) == {"Bob": "new"}
    assert told["tenant"]["cloud_only"]["left-alone"] == 2


def test_without_any_file_of_roles_the_forecast_is_incomplete(folder):
    export(folder, ANN, without=WITHOUT_ROLES)
    done, told = scan(folder)
    assert done.returncode == 3
    assert not told["tenant"]["complete"]
    [ann] = [row for row in told["tenant"]["outcomes"] if "Ann" in row["dn"]]
    assert ann["probable"]
    done, told = scan(folder, "--assume", "no-roles")
    assert done.returncode == 0
    assert "no-roles" in told["tenant"]["assumed"]
    assert any("no-roles" in waiver for waiver in told["gate"]["waivers"])


def test_a_list_of_eligible_roles_alone_does_not_tell_who_holds_one(folder):
    export(folder, ANN, without=("roleAssignments",))
    [problem] = read_tenant([folder / "tenant"], folder).problems
    assert "who holds a role is unknown" in problem
    waived = read_tenant([folder / "tenant"], folder, ["no-roles"])
    assert (waived.problems, len(waived.waivers)) == ((), 1)


def test_what_an_export_did_not_tell_again_is_not_called_fixed(folder):
    held = {"id": "1", "principalId": ANN["id"], "roleDefinitionId": "2"}
    export(folder, ANN, roleAssignments=[held])
    scan(folder)
    (folder / "report.json").rename(folder / "old.json")
    (folder / "tenant" / "roleAssignments.json").unlink()
    scan(folder, "--assume", "no-roles")
    told = run("compare", "old.json", "report.json", cwd=folder).stdout
    assert "not exported of the tenant, so assumed: " in told
    assert "0 new, 0 fixed, " in told
    assert "1 not checked again" in told


def test_of_an_anchor_without_a_sid_nobody_says_whose_it_is(folder):
    export(folder, ANN | {"immutableId": "abcdefghijklmnopqrstuv==", "synced": True})
    _, told = scan(folder)
    [ann] = [row for row in told["tenant"]["outcomes"] if "Ann" in row["dn"]]
    assert ann["outcome"] == "anchor-mismatch"
    assert ann["reason"].endswith("whether it is the same user, no security identifier tells")


def test_what_a_blocked_match_leaves_taken_is_not_to_be_freed_one_by_one(folder):
    export(folder, ANN, features={"blockSoftMatch": True})
    _, told = scan(folder)
    ann, *more = [row for row in told["tenant"]["outcomes"] if "Ann" in row["dn"]]
    assert ann["outcome"] == "soft-blocked-setting"
    assert ann["reason"].endswith("without the names and addresses of the first")
    # the sign-in name is the partner's, too, and free as soon as the two may match
    assert [row["outcome"] for row in more] == ["proxy-quarantined"]


def test_a_user_without_an_id_is_told_since_nobody_knows_its_roles(folder):
    export(folder, users=[graph_object(ANN) | {"id": None}])
    [problem] = read_tenant([folder / "tenant"], folder).problems
    assert "users.json:" in problem
    assert "id: it is empty" in problem


def test_a_preview_knows_the_domains_of_an_export_and_says_what_it_leaves_to_a_scan(folder):
    ids = {"contoso.com": False, "contoso.onmicrosoft.com": True}
    domains = [{"id": it, "isVerified": True, "isInitial": first} for it, first in ids.items()]
    export(folder, ANN, domains=domains)
    done = run("preview", "here.ldif", "--tenant", "tenant", cwd=folder)
    assert done.returncode == 0
    assert "only what is certain was said" not in done.stderr
    assert "of the tenant only the domains count here" in done.stderr


@pytest.mark.parametrize(("told", "severities"), [(None, ["warning"]), ([], [])])
def test_who_may_have_a_mailbox_is_not_taken_over_in_silence(folder, told, severities):
    users = [graph_object(ANN | {"immutableId": HERS}) | {"assignedLicenses": told}]
    export(folder, users=users)
    _, report = scan(folder, "--report", "page.html")
    found = [it for it in report["findings"] if it["check"] == "tenant-hard-match"]
    assert [it["severity"] for it in found] == severities
    level = next(iter(severities), "info")
    [outcome] = [it for it in report["tenant"]["outcomes"] if it["outcome"] == "hard-match"]
    assert outcome["severity"] == level
    assert f"{level}: </span></span>Found by its anchor" in (folder / "page.html").read_text()


def test_what_was_not_exported_is_assumed_by_name(folder):
    export(folder, ANN, without=("groups", "deletedUsers", "onPremisesSynchronization"))
    _, told = scan(folder)
    assert {"groups", "deletedUsers", "softMatchOnUpnEnabled"} <= set(told["tenant"]["assumed"])


@pytest.mark.parametrize(
    "deleted",
    [
        {"@odata.nextLink": "https://graph…", "value": []},
        [{"id": "d", "userPrincipalName": "bob@contoso.com"}],
    ],
    ids=["page", "column"],
)
def test_nobody_is_new_whose_anchor_a_deleted_user_may_have(folder, deleted):
    export(folder, ANN, deletedUsers=deleted)
    done, told = scan(folder)
    assert (done.returncode, outcomes(told)) == (3, {"Ann": "soft-match-smtp", "Bob": "unknown"})


def test_a_group_that_may_be_there_is_not_called_new(folder):
    group = "dn: CN=Fin,DC=contoso,DC=com\nobjectClass: group\ncn: Fin\ndisplayName: Fin\n"
    more = "sAMAccountName: Fin\ngroupType: -2147483640\nobjectGUID:: AAAAAAAAAAAAAAAAAAAAAg==\n\n"
    contact = "dn: CN=Cy,DC=contoso,DC=com\nobjectClass: contact\ncn: Cy\nmail: cy@fabrikam.com\n"
    (folder / "here.ldif").write_text(HERE + group + more + contact)
    export(folder, ANN, without=("groups", "contacts"))
    done, told = scan(folder)
    assert (done.returncode, outcomes(told)["Fin"]) == (3, "unknown")
    # by kind, in whatever order several processes have met them
    untold = [line for line in told["trouble"] if "1 object cannot be told" in line]
    assert ["no contacts" in untold[0], "no groups" in untold[1]] == [True, True]


PORTAL = (
    "userPrincipalName,displayName,surname,mail,givenName,id,userType,jobTitle,department,"
    "accountEnabled,usageLocation,directorySynced,invitationState,identityIssuer,createdDateTime\n"
    "ann@contoso.com,Ann Lee,Lee,ann@contoso.com,Ann,1,Member,,=3+1,True,DE,False,,,"
    "8/19/2021 1:25:31 PM\n"
)
M365 = (
    "Block credential,City,DirSyncEnabled,Display name,Licenses,Object Id,Proxy addresses,"
    "User principal name\n"
    "False,Berlin,False,Ann Lee,Unlicensed,1,SMTP:ann@contoso.com+smtp:a+b@contoso.com,"
    "ann@contoso.com\n"
)


@pytest.mark.parametrize(
    ("text", "form", "lacks"),
    [
        (PORTAL, "entra-admin-center-csv", "proxyAddresses, onPremisesImmutableId, mailNickname"),
        (M365, "m365-admin-center-csv", "onPremisesImmutableId, mailNickname"),
    ],
    ids=["entra", "m365"],
)
def test_the_table_of_a_portal_never_leads_to_new_or_a_hard_match(folder, text, form, lacks):
    (folder / "users.csv").write_text(text)
    done, told = scan(folder, "--domain", "contoso.com", tenant="users.csv")
    assert done.returncode == 3
    assert f"the export holds no {lacks}" in done.stdout
    assert told["tenant"]["sources"][0]["form"] == form
    assert set(outcomes(told).values()) <= {"unknown", "soft-match-smtp", "soft-match-upn"}
    assert outcomes(told)["Bob"] == "unknown"


def listed(*objects):
    return {"value": list(objects)}


ONE = graph_object(ANN)
MANY = range(20)
REFUSED = {
    "an array became the name of a type": [{**ONE, "proxyAddresses": "System.String[]"}],
    "a list became the name of a type": [
        {**ONE, "proxyAddresses": "System.Collections.Generic.List`1[System.String]"}
    ],
    "a list of Exchange became the name of a type": [
        {**ONE, "proxyAddresses": "System.Collections.ArrayList"}
    ],
    "a list became its picture": [
        {**ONE, "proxyAddresses": "{SMTP:ann@contoso.com, smtp:a2@contoso.com}"}
    ],
    "licences became the name of a type": [
        {
            **ONE,
            "assignedLicenses": "Microsoft.Graph.PowerShell.Models.MicrosoftGraphLicense",
        }
    ],
    "addresses without types": [
        {**ONE, "id": str(at), "proxyAddresses": [f"{at}@contoso.com"]} for at in MANY
    ],
    "types in small letters": [
        {**ONE, "id": str(at), "proxyAddresses": f"smtp:{at}@contoso.com;sip:a@b"} for at in MANY
    ],
    "nothing was asked for": [{**ONE, "mailNickname": None}],
    "there are two rows of one id": [ONE, ONE],
    "there is nobody": [],
    "it is something else": [{"findings": [], "schema_version": "1.0"}],
}


@pytest.mark.parametrize("content", REFUSED.values(), ids=REFUSED)
def test_what_cannot_carry_an_answer_is_refused_with_the_command(folder, content):
    write(folder / "users.json", content)
    done, told = scan(folder, tenant="users.json")
    assert (done.returncode, told, done.stdout) == (2, {}, "")
    assert "readiness tenant-export" in done.stderr
    assert done.stderr.count("\n") == 1


INCOMPLETE = {
    "one page of many": {"@odata.nextLink": "https://graph…", **listed(ONE)},
    "fewer than counted": {"@odata.count": 7, **listed(ONE)},
    "no anchors": listed({name: one for name, one in ONE.items() if "Immutable" not in name}),
    "no sign that properties were asked for": listed(
        {name: one for name, one in ONE.items() if name != "mailNickname"}
    ),
    "no addresses": listed({name: one for name, one in ONE.items() if "proxy" not in name}),
    "no sign of synchronisation": listed(
        {name: one for name, one in ONE.items() if "SyncEnabled" not in name}
    ),
    "addresses that nobody asked for": listed(
        *({**ONE, "id": str(at), "mail": "a@contoso.com", "proxyAddresses": None} for at in MANY)
    ),
    "anchors that nobody asked for": listed(
        *({**ONE, "id": str(at), "onPremisesSyncEnabled": True} for at in MANY)
    ),
    "a word of another language": listed({**ONE, "onPremisesSyncEnabled": "Wahr"}),
}


@pytest.mark.parametrize("content", INCOMPLETE.values(), ids=INCOMPLETE)
def test_what_lacks_something_makes_the_forecast_incomplete(folder, content):
    export(folder)
    write(folder / "tenant" / "users.json", content)
    done, told = scan(folder)
    assert done.returncode == 3
    assert not told["tenant"]["complete"]
    assert told["tenant"]["problems"]
    # a value that cannot be read is one of which nothing is known, and its object is there
    assert outcomes(told)["Bob"] == ("new" if "Wahr" in str(content) else "unknown")


OF_DIRECTORY = {
    "here.ldif": HERE,
    "csvde.csv": 'DN,objectClass,sAMAccountName,userPrincipalName\n"CN=A",user,a,a@b.c\n',
    "ad.csv": '"DistinguishedName","SID","Mail","UserPrincipalName"\n"CN=A","S-1-5","","a@b.c"\n',
    "ad.json": '[{"DistinguishedName": "CN=A", "ObjectGUID": "8", "UserPrincipalName": "a@b.c"}]',
}


@pytest.mark.parametrize("name", OF_DIRECTORY)
def test_a_directory_is_refused_as_an_export_of_a_tenant(folder, name):
    (folder / name).write_text(OF_DIRECTORY[name])
    done, told = scan(folder, tenant=name)
    assert (done.returncode, told, done.stdout) == (2, {}, "")
    assert f"{name}: it is an export of a directory, not of a tenant" in done.stderr


def test_what_a_tenant_repeats_of_the_directory_makes_it_no_directory(tmp_path):
    names = ("DistinguishedName", "SamAccountName", "SecurityIdentifier", "DomainName")
    repeated = {f"onPremises{name}": name for name in names}
    write(tmp_path / "users.json", [ONE | repeated])
    (tmp_path / "recipients.csv").write_text(
        "DistinguishedName,SamAccountName,Guid,ExternalDirectoryObjectId,RecipientTypeDetails\n"
        '"CN=Ann",ann,1,2,UserMailbox\n'
    )
    assert {one.form for one in read_tenant([tmp_path], tmp_path).sources} == {
        "graph-json",
        "exchange-csv",
    }


def test_what_is_no_part_of_a_tenant_is_left_aside_and_told(folder):
    export(folder, ANN)
    (folder / "tenant" / "README.txt").write_text("made on Monday\n")
    write(folder / "tenant" / "all.json", {"users": [ONE]})
    done, told = scan(folder)
    assert told["tenant"]["complete"]
    aside = (
        "README.txt: it holds no known part of a tenant, and is left aside, as is 1 further file"
    )
    assert aside in done.stdout
    (folder / "tenant" / "groups.txt").write_text("")
    assert scan(folder)[0].returncode == 2


def test_the_files_of_two_tenants_are_no_export(folder):
    domains = [
        {"id": f"{name}.onmicrosoft.com", "isVerified": True, "isInitial": True} for name in "ab"
    ]
    export(folder, ANN, domains=domains)
    done, _ = scan(folder)
    assert done.returncode == 2
    assert "a.onmicrosoft.com and b.onmicrosoft.com are both initial domains" in done.stderr


@pytest.mark.parametrize(
    "more", [{}, {"userPrincipalName": "ann@contoso.com", "userType": "Member"}]
)
def test_a_page_of_users_with_their_mappings_alone_is_no_second_export_of_users(folder, more):
    anchor = {"immutableId": "x4V0iaeB60KXxjftcwd7Hw=="}
    export(folder, ANN | anchor)
    mapped = {"id": ANN["id"], "onPremisesObjectIdentifier": ANN["id"]} | more
    page = {"@odata.context": f"{CONTEXT}users(id,onPremisesObjectIdentifier)", "value": [mapped]}
    write(folder / "tenant" / "usersBeta.json", page)
    assert outcomes(scan(folder)[1])["Ann"] == "hard-blocked-mapped"


def test_who_may_be_on_a_page_of_mappings_that_is_missing_is_probably_not_mapped(folder):
    anchor, mapping = {"immutableId": "x4V0iaeB60KXxjftcwd7Hw=="}, "onPremisesObjectIdentifier"
    page = {"@odata.nextLink": "https://graph…", "value": [{"id": "other", mapping: "x"}]}
    export(folder, ANN | anchor, objectIdentifiers=page)
    unasked = graph_object(ANN | anchor)
    del unasked[mapping]
    write(folder / "tenant" / "users.json", [unasked])
    done, told = scan(folder)
    [ann] = [row for row in told["tenant"]["outcomes"] if "Ann" in row["dn"]]
    assert (done.returncode, ann["outcome"], ann["probable"]) == (3, "hard-match", True)


def test_the_recipients_of_exchange_are_no_second_export_of_users(folder):
    export(folder, ANN)
    row = f'"RecipientTypeDetails","ExternalDirectoryObjectId"\n"UserMailbox","{ANN["id"]}"\n'
    (folder / "tenant" / "recipients.csv").write_text(row)
    assert "leave recipients out, or export again" in scan(folder)[0].stderr


def test_a_path_that_is_not_there_is_a_wrong_value_of_the_option(folder):
    done, told = scan(folder, tenant="nosuch")
    assert (done.returncode, told) == (2, {})
    assert "--tenant nosuch: there is no such file or folder" in done.stderr


def test_what_the_export_tells_needs_no_assumption(folder):
    export(folder, ANN)
    assume = ("--assume", "no-roles", "--exported-attributes", "all")
    (folder / "here.ldif").write_text(HERE.replace("bob@contoso.com\nmail", "bob@corp.local\nmail"))
    done, told = scan(folder, *assume)
    assert (done.returncode, told["gate"]["waivers"]) == (1, [])
    assert "--assume no-roles is left aside: the export tells who holds a role" in done.stdout
    assert "here.ldif --exported-attributes all --tenant tenant --step 1 -o" in done.stdout


def test_only_the_option_that_is_missing_is_asked_for(folder):
    renamed = HERE.replace(
        "userPrincipalName: bob@contoso.com", "userPrincipalName: bob@corp.local"
    )
    (folder / "here.ldif").write_text(renamed)
    export(folder, ANN, without=("domains",))
    done, _ = scan(folder, "--domain", "contoso.com")
    assert done.returncode == 3
    assert "initial domain is not known: export the domains, too, or say --initial" in done.stdout


def test_a_name_that_keeps_from_telling_whom_somebody_meets_is_no_fault_of_the_export(folder):
    here = HERE.replace("bob@contoso.com\nmail", "bo b@contoso.com\nmailNickname: bo b\nmail")
    (folder / "here.ldif").write_text(here, encoding="utf-8")
    export(folder, ANN)
    done, told = scan(folder, "--exported-attributes", "all")
    assert (done.returncode, told["verdict"], outcomes(told)["Bob"]) == (1, "not-ready", "unknown")
    assert told["tenant"]["complete"]
    [found] = [one for one in told["findings"] if one["check"] == "tenant-unknown"]
    assert (found["attribute"], found["value"]) == ("userPrincipalName", "bo b@contoso.com")
    assert "characters or a length that no name may have" in found["message"]
    assert "tenant-unknown: Bob: userPrincipalName “bo b@contoso.com” leaves open" in done.stdout
    accepted = ("--accept", "deterministic", "--exported-attributes", "all", "-o", "plan.json")
    made = run("plan", "make", "here.ldif", "--tenant", "tenant", *accepted, cwd=folder)
    assert (made.returncode, "warning: no new suffix" in made.stderr) == (0, False)


def test_nobody_is_ready_of_whom_it_is_unknown_whom_they_meet(folder):
    here = HERE.replace("bob@contoso.com\nmail", "bo b@contoso.com\nmailNickname: bo b\nmail")
    (folder / "here.ldif").write_text(here, encoding="utf-8")
    export(folder, ANN)
    lowered = ("--set-severity", "upn-invalid-character=warning")
    done, told = scan(folder, "--exported-attributes", "all", *lowered)
    assert (done.returncode, told["verdict"]) == (0, "not-assessed")
    assert "What 1 object meets in the tenant cannot be told" in done.stdout


def test_who_is_ready_beside_a_part_of_a_tenant_is_told_what_was_assumed(folder):
    export(folder, ANN, without=("contacts",))
    done, told = scan(folder, "--exported-attributes", "all")
    assert told["verdict"] == "ready"
    number = len(told["tenant"]["assumed"])
    assert f"read but for {number} parts of the tenant, which were not exported" in done.stdout
    rests = "assuming that no contact of the tenant holds one of their addresses (not exported: con"
    assert rests in done.stdout.partition("\n")[0]


def test_a_value_that_cannot_be_read_costs_the_value_and_not_the_object(folder):
    anchored = graph_object(ANN | {"immutableId": "x4V0iaeB60KXxjftcwd7Hw=="})
    export(folder)
    write(folder / "tenant" / "users.json", [anchored | {"onPremisesSyncEnabled": "Wahr"}])
    done, told = scan(folder)
    assert (done.returncode, outcomes(told)["Ann"]) == (3, "unknown")
    assert "users.json:1: onPremisesSyncEnabled: “wahr” is neither true nor false" in done.stdout


@pytest.mark.parametrize("between", [",", "\n"])
def test_a_value_among_many_that_cannot_be_read_is_told_with_its_line(tmp_path, between):
    users = [graph_object(ANN | {"id": str(number)}) for number in range(9)]
    users[6]["accountEnabled"] = "vrai"
    text = between.join(json.dumps(user, indent=2) for user in users)
    text = f"[{text}]" if between == "," else text
    (tmp_path / "users.json").write_text(text)
    (tmp_path / "private").mkdir()
    tenant = read_tenant([tmp_path / "users.json"], tmp_path / "private")
    line = text[: text.index('{\n  "id": "6"')].count("\n") + 1
    assert f"users.json:{line}: accountEnabled: “vrai” is neither" in tenant.problems[0]


def test_of_two_columns_for_a_property_the_last_that_tells_something_counts(tmp_path):
    path = tmp_path / "users.csv"
    path.write_text("id,Mail,WindowsEmailAddress\n1,a@x.test,b@x.test\n2,a@x.test,\n3,,\n")
    (rows,) = ExportFile(path, (path.name,)).rows()
    assert rows.columns["mail"] == ["b@x.test", "a@x.test", None]


def test_a_value_at_the_edge_of_what_can_be_nested_is_read_or_refused(tmp_path):
    limit = sys.getrecursionlimit() - len(inspect.stack(0))
    odd = graph_object({"id": "u"}) | {"accountEnabled": "Wahr", "nested": 0}
    users = json.dumps([odd, odd | {"id": "deep", "nested": "here"}, odd | {"id": "last"}])
    for depth in range(limit - 25, limit):
        nested = users.replace('"here"', "[" * depth + "]" * depth)
        (tmp_path / "users.json").write_text(nested)
        with TemporaryDirectory() as store, suppress(ReadinessError):
            # to tell the lines of the odd values, the users are decoded a second time
            read_tenant([tmp_path / "users.json"], Path(store))


def test_a_page_that_is_missing_in_a_folder_of_pages_is_told(folder):
    export(folder, without=("users",))
    for number, more in ((1, {"@odata.nextLink": "…"}), (3, {})):
        one = graph_object(ANN | {"id": f"u{number}"})
        write(folder / "tenant" / f"users-{number}.json", {**more, **listed(one)})
    done, _ = scan(folder)
    assert done.returncode == 3
    assert "number 2 is missing" in done.stdout


RECIPIENTS = """\
ExternalDirectoryObjectId,DisplayName,Alias,EmailAddresses,RecipientTypeDetails,Title
1,Ann Lee,ann,X500:/o=O;cn=ann SMTP:ann@contoso.com smtp:a2@contoso.com,UserMailbox,Boss
2,All,all,SMTP:all@contoso.com,MailUniversalDistributionGroup,
"""


def recipients_in_json():
    """What Get-EXORecipient writes through ConvertTo-Json: addresses in a list."""
    rows = list(csv.DictReader(RECIPIENTS.splitlines()))
    for row in rows:
        row["EmailAddresses"] = texts(row["EmailAddresses"])
    return json.dumps(rows)


@pytest.mark.parametrize("form", ["csv", "json"])
def test_recipients_of_exchange_match_by_address_and_leave_the_rest_unknown(form, folder):
    content = RECIPIENTS if form == "csv" else recipients_in_json()
    (folder / "tenant" / f"recipients.{form}").write_text(content)
    (folder / "here.ldif").write_text(HERE.replace("cn: Ann", "cn: Ann\ntitle: Clerk"))
    done, told = scan(folder, "--domain", "contoso.com", "--assume", "no-roles")
    assert (done.returncode, outcomes(told)) == (3, {"Ann": "soft-match-smtp", "Bob": "unknown"})
    ann = told["tenant"]["outcomes"][0]
    assert (ann["before"]["job_title"], ann["after"]["job_title"]) == ("Boss", "Clerk")
    assert (ann["lost_addresses"], ann["probable"]) == (["smtp:a2@contoso.com"], True)
    [source] = told["tenant"]["sources"]
    assert (source["form"], source["objects"]) == (f"exchange-{form}", 2)
    why = "1 object cannot be told: the export of the tenant has no users"
    assert why in done.stdout
    assert done.stdout.count("readiness tenant-export") == 2


def test_a_source_is_a_file_or_the_folder_of_files_with_an_object_each(tmp_path):
    (tmp_path / "Users").mkdir()
    for name in ("u", "v"):
        (tmp_path / "Users" / name).mkdir()
        write(tmp_path / "Users" / name / f"{name}.json", ONE | {"id": name})
    write(tmp_path / "domains.json", {"id": "contoso.com", "isVerified": True})
    told = read_tenant([tmp_path], tmp_path).sources
    found = {(source.location, source.objects) for source in told}
    assert found == {(str(tmp_path / "Users"), 2), (str(tmp_path / "domains.json"), 1)}


def test_one_user_of_powershell_is_read_as_one_user(tmp_path):
    write(tmp_path / "users.json", ONE)
    assert read_tenant([tmp_path / "users.json"], tmp_path).sources[0].objects == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--domain", "fabrikam.de"], "--domain fabrikam.de: the export of the tenant"),
        (["--initial-domain", "other.onmicrosoft.com"], "--initial-domain other.onmicrosoft.com"),
        (["--domain", "contoso.com", "--federated-domain", "contoso.com"], "--federated-domain"),
    ],
)
def test_a_plan_that_contradicts_the_export_is_an_error(folder, arguments, said):
    export(folder, ANN)
    done, told = scan(folder, *arguments)
    assert (done.returncode, told) == (2, {})
    assert said in done.stderr


def test_a_report_is_not_written_over_an_export(folder):
    export(folder, ANN)
    done = run(
        *("scan", "here.ldif", "--tenant", "tenant", "-r", "json:tenant/users.json"), cwd=folder
    )
    assert done.returncode == 2
    assert "would overwrite the export" in done.stderr


@pytest.mark.parametrize("mode", ["values", "pseudonyms"])
def test_redaction_hides_what_comes_from_the_tenant(folder, mode):
    gone = {"id": "gone", "userPrincipalName": "carla@contoso.com", "displayName": "Carla Weiss"}
    names = {"userPrincipalName": "annabel@contoso.com", "displayName": "Annabel"}
    export(folder, ANN | names, gone)
    for report in ("r.json", "r.ndjson", "r.html", "r.csv", "r.md"):
        options = ("--tenant", "tenant", "--redact", mode, "-r", report)
        run("scan", "here.ldif", *options, cwd=folder)
        text = (folder / report).read_text()
        for secret in ("annabel", "Annabel", "carla", "Carla", ":a2@", ANN["id"], "Lee-Ray"):
            assert secret not in text, (report, secret)


def test_the_script_asks_for_everything_and_changes_nothing():
    done = run("tenant-export")
    assert done.returncode == 0
    asked = ("onPremisesObjectIdentifier", "proxyAddresses", "onPremisesImmutableId")
    for name in (*asked, "isPrivileged", "isAssignableToRole"):
        assert name in done.stdout
    assert set(re.findall(r"(\w+)-Mg", done.stdout)) == {"Get", "Connect", "Invoke"}
    assert "-Method" not in done.stdout  # without it, Invoke-MgGraphRequest asks with GET


def test_only_what_is_needed_of_an_export_is_kept(tmp_path):
    secret = {"mobilePhone": "+49 170 1", "authenticationEmail": "private@fabrikam.com"}
    write(tmp_path / "users.json", [ONE | secret])
    private = tmp_path / "private"
    private.mkdir()
    read_tenant([tmp_path / "users.json"], private)
    kept = b"".join(file.read_bytes() for file in private.iterdir())
    assert b"ann@contoso.com" in kept
    assert b"170" not in kept
    assert b"private@" not in kept


def test_a_damaged_row_of_a_table_is_told_and_the_others_are_read(tmp_path):
    text = table([ONE, ONE | {"id": "other"}], delimiter=",", joined=";")
    (tmp_path / "users.csv").write_text(text + "half,a,row\r\n", newline="")
    told = read_tenant([tmp_path / "users.csv"], tmp_path)
    assert told.sources[0].objects == 2
    assert any("cells instead of" in problem for problem in told.problems)
    assert csv.field_size_limit() > 0


def test_a_file_that_is_cut_short_is_told_with_its_name(tmp_path):
    (tmp_path / "users.json").write_text(json.dumps([ONE])[:-20])
    with pytest.raises(ReadinessError, match=r"users\.json.*line"):
        read_tenant([tmp_path / "users.json"], tmp_path)


@pytest.mark.parametrize("name", ["groups", "deletedUsers", "roleAssignments"])
def test_an_answer_that_is_an_error_is_no_empty_list(folder, name):
    export(folder, ANN)
    refusal = {"error": {"code": "Authorization_RequestDenied", "message": "no"}}
    (folder / "tenant" / f"{name}.json").write_text(json.dumps(refusal))
    done, told = scan(folder)
    assert done.returncode in {2, 3}
    assert not told
    assert "Graph refused the export (“Authorization_RequestDenied”)" in done.stderr


def test_objects_of_several_kinds_in_one_array_are_told_apart(tmp_path):
    group = {"@odata.type": "#microsoft.graph.group", "id": "1", "displayName": "G"}
    user = {"@odata.type": "#microsoft.graph.user"} | graph_object(ANN)
    path = tmp_path / "objects.json"
    path.write_text(json.dumps([group, user]))
    parts = [rows.resource for rows in ExportFile(path, (path.name,)).rows()]
    assert parts == ["groups", "users"]


def test_deleted_groups_do_not_stand_for_the_living(folder):
    export(folder, ANN, without=("groups",))
    deleted = {"id": "1", "displayName": "G", "deletedDateTime": "2026-11-01T00:00:00Z"}
    page = {"@odata.context": "https://graph.microsoft.com/v1.0/$metadata#groups"}
    (folder / "tenant" / "deletedGroups.json").write_text(json.dumps(page | {"value": [deleted]}))
    _, told = scan(folder)
    assert "groups" in told["tenant"]["assumed"]


def test_a_list_of_another_part_is_no_empty_list_of_what_its_file_is_called(folder):
    export(folder, ANN, without=("groups",))
    write(folder / "tenant" / "groups.json", {"@odata.context": f"{CONTEXT}contacts", "value": []})
    write(folder / "tenant" / "deletedUsers.json", {})
    read = read_tenant([folder / "tenant"], folder)
    assert {"groups", "deletedUsers"} <= set(read.assumed)


def test_nobody_is_new_where_one_object_lacks_its_properties(folder):
    export(folder, ANN)
    poor = {name: f"poor.{name}" for name in ("id", "userPrincipalName", "mailNickname")}
    for objects in ([poor, ONE], [ONE, poor]):
        write(folder / "tenant" / "users.json", objects)
        done, told = scan(folder)
        assert (done.returncode, outcomes(told)["Bob"]) == (3, "unknown")
        assert "the export holds no proxyAddresses, onPremisesImmutableId" in done.stdout


def test_an_object_is_not_said_to_lack_what_only_another_kind_has(tmp_path):
    group = {"@odata.type": "#microsoft.graph.group"} | graph_object({"id": "g", "kind": "group"})
    user = {"@odata.type": "#microsoft.graph.user"} | ONE
    write(tmp_path / "objects.json", [group, user])
    read = read_tenant([tmp_path / "objects.json"], tmp_path)
    assert not any("holds no" in problem for problem in read.problems)


MILLION = 1_000_000
CELLS = {
    "separators": ("smtp:a@b.c" + ";" * MILLION + "x", 1),
    "blanks": ("a" + " " * MILLION + "b;c", 2),
    "letters": ("a" * MILLION, 1),
    "addresses": ("smtp:a@b.c" + ";" * MILLION + "SMTP:x@b.c", 2),
}


@pytest.mark.parametrize("name", CELLS)
def test_a_long_cell_is_read_in_one_go(name):
    cell, number = CELLS[name]  # one step for each pair of characters would never end
    assert len(texts(cell)) == number


def test_a_long_name_of_a_deleted_user_is_read_in_one_go():
    given = {"id": "1", "userPrincipalName": "a" * MILLION, "deletedDateTime": "2026"}
    columns = {name: (value,) for name, value in given.items()}
    (one,) = objects_of(Resource.DELETED_USERS, columns, 1)
    assert len(one.user_principal_name) == MILLION


@pytest.mark.parametrize(("given", "number"), [(True, 0), ("1", 0), ([{}], 0), ({"value": "x"}, 1)])
def test_conflicts_in_another_shape_than_a_list_are_read_or_left(given, number, tmp_path):
    write(tmp_path / "users.json", [ONE | {"onPremisesProvisioningErrors": given}])
    assert len(read_tenant([tmp_path / "users.json"], tmp_path).existing_errors) == number


def test_redaction_keeps_but_known_names_of_properties(folder):
    conflicts = [
        {"propertyCausingError": "anna@contoso.com", "value": "x"},
        {"propertyCausingError": "ProxyAddresses", "value": "y"},
    ]
    export(folder)
    faulty = [ONE | {"onPremisesProvisioningErrors": conflicts}]
    write(folder / "tenant" / "users.json", faulty)
    options = ("--tenant", "tenant", "--redact", "values", "-r", "r.json")
    run("scan", "here.ldif", *options, cwd=folder)
    text = (folder / "r.json").read_text()
    assert "anna" not in text
    assert "ProxyAddresses" in text


@pytest.mark.parametrize(
    ("name", "header", "said"),
    [
        (
            "export",
            "UserPrincipleName,Mail",
            "“UserPrincipleName”, “Mail”; of users it needs id and",
        ),
        ("groups", "Name\u202e,Mail", "“Name\\u202e”, “Mail”; of groups it needs id;"),
        ("all", ",".join(f"{'n' * 99}{n}" for n in range(20)), f"“{'n' * 40}”, 12 more; of users"),
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_of_a_table_of_nothing_known_is_said_what_it_has_and_what_it_would_need(
    name, header, said, is_named, folder
):
    path = folder / "tenant" / f"{name}.csv"
    path.write_text(f"{header}\n{',' * header.count(',')}x\n", encoding="utf-8")
    with pytest.raises(UsageError) as told:
        read_tenant([path if is_named else path.parent], folder)
    assert f"{path}:2: the objects are of no known resource" in str(told.value)
    assert said in str(told.value)
