"""Every role refuses a match; where none that somebody holds is privileged, that is probable."""

import json
from typing import Any

import pytest

from readiness.tenant.export import read_tenant
from tests.running import run
from tests.tenant.exports import CONTEXT, parts_of, write

ANN = {"id": "Ann", "userPrincipalName": "ann@contoso.com"}
HERE = """\
dn: CN=Ann,DC=contoso,DC=com
objectClass: user
cn: Ann
objectGUID:: x4V0iaeB60KXxjftcwd7Hw==
userAccountControl: 512
sAMAccountName: ann
userPrincipalName: ann@contoso.com

"""
READER = {"id": "reader", "displayName": "Reports Reader", "isPrivileged": False}
ADMIN = {"id": "admin", "displayName": "User Administrator", "isPrivileged": True}


def held(role, by="Ann", **more):
    return {"id": "r", "principalId": by, "roleDefinitionId": role, **more}


def export(folder, definitions, assignments, **parts):
    folder.mkdir()
    told = parts_of({"cloud": [ANN], "features": {}}) | parts
    told |= {"roleDefinitions": definitions, "roleAssignments": assignments}
    for name, objects in told.items():
        if objects is not None:
            write(folder / f"{name}.json", objects)


def scan(folder):
    (folder / "here.ldif").write_text(HERE)
    reports = ("-r", "r.json", "-r", "r.html")
    done = run("scan", "here.ldif", "--tenant", "tenant", *reports, cwd=folder)
    return done, json.loads((folder / "r.json").read_text()), (folder / "r.html").read_text()


def test_that_the_role_is_not_privileged_is_said_in_every_report(tmp_path):
    export(tmp_path / "tenant", [READER, ADMIN], [held("reader")])
    done, told, page = scan(tmp_path)
    assert done.returncode == 1
    [row] = told["tenant"]["outcomes"]
    assert (row["outcome"], row["probable"]) == ("soft-blocked-role", True)
    [found] = [one for one in told["findings"] if one["check"] == "tenant-soft-blocked-role"]
    said = "who holds a directory role, though none that is privileged; this is probable, not"
    assert said in found["message"]
    assert said in page


Cases = dict[str, tuple[Any, Any]]
"""Definitions of roles, and assignments."""
EXPANDED = {"id": "reader", "displayName": "Reports Reader", "isPrivileged": False}
THROUGH = [{"groupId": "G", "members": ["ann"]}]
CASES: Cases = {
    "the template is named": ([READER | {"id": "x", "templateId": "Reader"}], [held("reader")]),
    "two roles": ([READER, READER | {"id": "other"}], [held("reader"), held("OTHER")]),
    "expanded": (None, [held("reader", roleDefinition=EXPANDED)]),
    "expanded, and named nowhere else": (None, [held(None, RoleDefinition=EXPANDED)]),
    "through a group": ([READER], [held("reader", by="g")]),
    "expanded without an id": (None, [held("reader", roleDefinition={"IsPrivileged": "False"})]),
}
UNSURE: Cases = {
    "one of two is privileged": ([READER, ADMIN], [held("reader"), held("admin")]),
    "the other one through a group": ([READER, ADMIN], [held("reader"), held("admin", by="g")]),
    "one of two is not told of": ([READER], [held("reader"), held("custom")]),
    "nothing is told": ([], [held("reader")]),
    "told by the endpoint that does not tell": (
        [READER | {"isPrivileged": None}],
        [held("reader")],
    ),
    "told twice, and once privileged": (
        [READER, READER | {"isPrivileged": True}],
        [held("reader")],
    ),
    "of no role": ([READER], [held(None)]),
    "of what is no role": ([READER], [held({"id": "reader"})]),
    "an empty object where it was not expanded": (
        None,
        [held("reader", roleDefinition={"id": None})],
    ),
    "the name of a type": (
        None,
        [held("reader", roleDefinition="Microsoft.Graph.PowerShell.Models.X")],
    ),
}


@pytest.mark.parametrize("case", CASES | UNSURE)
def test_nobody_is_without_a_privileged_role_of_whom_it_is_not_known(case, tmp_path):
    definitions, assignments = (CASES | UNSURE)[case]
    export(tmp_path / "tenant", definitions, assignments, roleGroupMembers=THROUGH)
    told = read_tenant([tmp_path / "tenant"], tmp_path)
    assert told.roles["ann"].is_privileged is (case in UNSURE)
    assert told.problems == ()


PAGE = {
    "@odata.context": f"{CONTEXT}roleManagement/directory/roleAssignments",
    "value": [held("reader")],
}


@pytest.mark.parametrize(
    "parts",
    [
        {"roleEligibilitySchedules": None},
        {"roleGroupMembers": None, "groups": None},
        {"more": {**PAGE, "@odata.nextLink": "https://graph…"}},
    ],
    ids=["eligible", "group", "page"],
)
def test_who_may_hold_further_roles_is_not_said_to_hold_none_that_is_privileged(parts, tmp_path):
    export(tmp_path / "tenant", [READER], [held("reader"), held("reader", by="g")], **parts)
    told = read_tenant([tmp_path / "tenant"], tmp_path)
    assert told.roles["ann"].is_privileged


@pytest.mark.parametrize(
    "about",
    [
        "roleManagement/entitlementManagement/roleAssignments",
        "deviceManagement/roleAssignments(roleDefinition())",
        "roleManagement/directory/roleEligibilityScheduleRequests",
        "identityProtection/riskyUsers",
    ],
)
def test_what_looks_like_roles_or_users_of_the_directory_is_left_aside(about, tmp_path):
    export(tmp_path / "tenant", [READER], [])
    like_both = held("reader", userPrincipalName="ann@contoso.com")
    page = {"@odata.context": f"{CONTEXT}{about}", "value": [like_both]}
    write(tmp_path / "tenant" / "more.json", page)
    told = read_tenant([tmp_path / "tenant"], tmp_path)
    assert told.roles == {}
    assert any("more.json: it holds no known part" in warning for warning in told.warnings)


@pytest.mark.parametrize("name", ["roleDefinitions", "directory", "x"])
@pytest.mark.parametrize(
    "content",
    [
        {"@odata.context": f"{CONTEXT}roleManagement/directory/roleDefinitions", "value": [READER]},
        [READER],
        '"DisplayName";"Id";"IsPrivileged"\n"Reports Reader";"reader";"False"\n',
        '#TYPE Selected\n"Id","Display Name","Is Privileged"\n"READER","Reports Reader","FALSE"\n',
    ],
    ids=["page", "array", "culture", "table"],
)
def test_definitions_of_roles_are_known_by_what_they_hold(name, content, tmp_path):
    export(tmp_path / "tenant", None, [held("reader")])
    if isinstance(content, str):
        (tmp_path / "tenant" / f"{name}.csv").write_text(content, encoding="utf-16")
    else:
        write(tmp_path / "tenant" / f"{name}.json", content)
    told = read_tenant([tmp_path / "tenant"], tmp_path)
    assert not told.roles["ann"].is_privileged
    assert "roleDefinitions" not in told.assumed
