"""What reports advise, from directories small enough to count by hand."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import jsonschema
import pytest

from readiness import Plan
from readiness.advice import Advice
from readiness.advice.choices.candidates import Candidate
from readiness.advice.choices.identity_model import Consequence
from readiness.pipeline.request import ScanRequest
from readiness.pipeline.result import Result
from readiness.pipeline.scan import scan
from readiness.reports.console import write_console
from readiness.reports.json import write_json
from readiness.reports.schema.report import json_schema
from readiness.sources.ldif import partitions
from readiness.storage.temporary_folder import private_folder
from tests.reading import NOW, classes, job, report, scanned, sources

PLAN = Plan(now=NOW)
NUMBERED = replace(PLAN, source_anchor="employeeID")
EXPIRED = "132000000000000000"  # in 2019


def guid(number: int) -> bytes:
    return UUID(int=number).bytes_le


def record(dn: str, **attributes: object) -> str:
    lines = [f"dn: {dn}"]
    for name, values in attributes.items():
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, bytes):
                lines.append(f"{name.replace('_', '-')}:: {base64.b64encode(value).decode()}")
            else:
                lines.append(f"{name.replace('_', '-')}: {value}")
    return "\n".join(lines) + "\n"


def user(number: int, **attributes: object) -> str:
    """A user in scope with an objectGUID of its own and a name in contoso.com."""
    given = {
        "objectClass": "user",
        "sAMAccountName": f"u{number}",
        "userPrincipalName": f"u{number}@contoso.com",
        "objectGUID": guid(number),
        "displayName": f"User {number}",
        "userAccountControl": "512",
        **attributes,
    }
    kept = {name: value for name, value in given.items() if value is not None}
    return record(f"CN=User {number},OU=Staff,DC=contoso,DC=com", **kept)


@contextmanager
def read(
    folder: Path, *records: str, plan: Plan = PLAN, jobs: int = 1, **given: Any
) -> Iterator[Result]:
    """What a scan of one file with these records tells."""
    path = folder / "directory.ldif"
    path.write_text("\n".join(records), encoding="utf-8")
    with private_folder() as private:
        yield scanned(job(private, plan=plan, **given), path, jobs=jobs)


def advice(folder: Path, *records: str, **given: Any) -> Advice:
    with read(folder, *records, **given) as result:
        assert result.is_complete
        return result.advice


def candidate(found: Advice, attribute: str) -> Candidate:
    return next(
        one for one in found.source_anchor.candidates if one.attribute.lower() == attribute.lower()
    )


def consequence(found: Advice, check: str) -> Consequence:
    return next(one for one in found.identity_model.consequences if one.check == check)


def test_coverage_counts_the_users_in_scope_that_have_a_value(tmp_path):
    found = advice(
        tmp_path,
        user(1, employeeID="10001"),
        user(2, employeeID="10002", mS_DS_ConsistencyGuid=guid(2)),
        user(3, objectGUID=None),
        user(4, employeeID=" "),
        user(5, employeeID="10005", isCriticalSystemObject="TRUE"),
        record("CN=Team,DC=contoso,DC=com", objectClass="group", employeeID="10006"),
    )
    assert found.source_anchor.users == 4
    assert candidate(found, "employeeID").users_with_value == 2
    assert candidate(found, "objectGUID").users_with_value == 3
    assert candidate(found, "ms-DS-ConsistencyGuid").users_with_value == 1


def test_values_that_users_share_and_values_that_differ_in_case_are_counted(tmp_path):
    found = advice(
        tmp_path,
        user(1, employeeID="A7"),
        user(2, employeeID="A7"),
        user(3, employeeID="a7"),
        user(4, employeeID="B8"),
        user(5, employeeID="b8"),
        user(6, employeeID="C9"),
    )
    number = candidate(found, "employeeID")
    assert (number.shared_values, number.users_sharing, number.case_twins) == (1, 2, 4)


def test_a_blank_value_is_none_and_is_not_shared(tmp_path):
    number = candidate(
        advice(tmp_path, *(user(one, employeeID=b" ") for one in (1, 2))), "employeeID"
    )
    assert (number.users_with_value, number.shared_values, number.longest) == (0, 0, None)


def test_a_guid_that_two_users_hold_in_either_attribute_is_shared(tmp_path):
    found = advice(
        tmp_path,
        user(1),
        user(2, mS_DS_ConsistencyGuid=guid(1)),
        user(3, mS_DS_ConsistencyGuid=guid(3)),
        user(4, mS_DS_ConsistencyGuid=guid(9)),
        user(5, mS_DS_ConsistencyGuid=guid(9)),
        user(6, objectGUID=guid(7)),
        user(7),
    )
    consistency, own = candidate(found, "ms-DS-ConsistencyGuid"), candidate(found, "objectGUID")
    assert (consistency.shared_values, consistency.users_sharing) == (2, 4)
    assert (own.shared_values, own.users_sharing) == (1, 2)
    assert (found.source_anchor.own, found.source_anchor.foreign) == (1, 3)


def test_a_group_that_has_the_guid_of_a_user_does_not_share_it(tmp_path):
    group = record("CN=T,DC=contoso,DC=com", objectClass="group", objectGUID=guid(1), mail="t@x.de")
    assert candidate(advice(tmp_path, user(1), group), "objectGUID").users_sharing == 0


def test_the_longest_value_counts_three_for_all_but_letters_and_digits(tmp_path):
    found = advice(
        tmp_path,
        user(1, employeeID="12345"),
        user(2, employeeID="a-b"),
        user(3, employeeID="Z" * 57 + "."),
        user(4, employeeID="Y" * 56 + "."),
    )
    number = candidate(found, "employeeID")
    assert (number.longest, number.too_long, number.forbidden) == (60, 1, 0)


def test_a_consistency_guid_of_43_octets_is_too_long(tmp_path):
    found = advice(
        tmp_path,
        user(1, mS_DS_ConsistencyGuid=b"\xff" * 42),
        user(2, mS_DS_ConsistencyGuid=b"\xff" * 43),
    )
    consistency = candidate(found, "ms-DS-ConsistencyGuid")
    assert (consistency.longest, consistency.too_long) == (60, 1)


def test_forbidden_characters_and_names_are_counted(tmp_path):
    found = advice(
        tmp_path,
        user(1, employeeID="E_1000"),
        user(2, employeeID="brandt", mail="Brandt@contoso.com"),
        user(3, employeeID="77", sAMAccountName="77"),
        user(4, employeeID="E-1000"),
    )
    number = candidate(found, "employeeID")
    assert (number.forbidden, number.names) == (1, 1)


def test_the_counts_of_a_planned_attribute_are_those_of_its_checks(tmp_path):
    records = (
        user(1, employeeID="E_1000", sn="Doe"),
        user(2, employeeID="Doe", sn="Doe"),
        user(3, employeeID="A7"),
        user(4, employeeID="a7"),
        user(5),
    )
    with read(tmp_path, *records, plan=replace(NUMBERED, source_anchor="employeeid")) as result:
        number, findings = candidate(result.advice, "employeeID"), result.counts.findings_by_check()
    assert number.attribute == "employeeid"
    assert number.forbidden == findings["source-anchor-invalid"] == 1
    assert number.names == findings["source-anchor-name-based"] == 1
    assert number.case_twins == findings["source-anchor-case-collision"] == 2


def test_express_setup_chooses_the_consistency_guid_when_nobody_has_one(tmp_path):
    found = advice(tmp_path, user(1)).source_anchor
    assert found.express == found.recommended == "ms-DS-ConsistencyGuid"
    assert found.objects_with_consistency_guid == 0


@pytest.mark.parametrize(
    "other",
    [
        record("CN=T,DC=x", objectClass="group", mail="t@x.de", mS_DS_ConsistencyGuid=guid(9)),
        record("CN=C,DC=x", objectClass="container", mS_DS_ConsistencyGuid=guid(9)),
        user(9, isCriticalSystemObject="TRUE", mS_DS_ConsistencyGuid=guid(9)),
        user(9, mS_DS_ConsistencyGuid=guid(9)),
    ],
    ids=["group", "container", "left out", "user"],
)
def test_express_setup_falls_back_when_any_object_has_a_consistency_guid(tmp_path, other):
    found = advice(tmp_path, user(1), other).source_anchor
    assert found.express == "objectGUID"
    assert found.objects_with_consistency_guid == 1


def test_an_object_that_the_scan_excludes_counts_for_express_setup(tmp_path):
    other = record("CN=T,OU=Old,DC=x", objectClass="group", mS_DS_ConsistencyGuid=guid(9))
    found = advice(tmp_path, user(1), other, exclude=("ou=old,dc=x",))
    assert found.source_anchor.express == "objectGUID"


def test_a_planned_attribute_that_is_sound_is_recommended(tmp_path):
    found = advice(
        tmp_path, user(1, employeeID="10001"), user(2, employeeID="10002"), plan=NUMBERED
    )
    assert found.source_anchor.recommended == "employeeID"


def test_a_planned_attribute_that_is_not_sound_is_not_recommended_and_why(tmp_path):
    found = advice(tmp_path, user(1, employeeID="E_1"), user(2), plan=NUMBERED).source_anchor
    assert found.recommended == "ms-DS-ConsistencyGuid"
    assert "1 user has none, 1 value has a forbidden character" in found.reason


def test_cloud_sync_leaves_no_choice(tmp_path):
    found = advice(tmp_path, user(1), plan=replace(PLAN, sync_tool="cloud-sync")).source_anchor
    assert (found.recommended, found.express) == ("ms-DS-ConsistencyGuid", None)


def test_a_directory_without_users_gets_no_advice(tmp_path):
    with read(tmp_path, record("CN=C,DC=x", objectClass="container")) as result:
        assert result.advice.source_anchor.recommended is None
        assert result.sections == ()


STATES = (
    user(1, accountExpires=EXPIRED),
    user(2, accountExpires=EXPIRED, userAccountControl="514"),
    user(3, pwdLastSet="0"),
    user(4, userAccountControl=str(512 + 0x40000)),
    user(5, userWorkstations="PC1"),
    user(6, objectClass="inetOrgPerson"),
    user(7, accountExpires="0", pwdLastSet="133000000000000000"),
    record("DC=contoso,DC=com", objectClass="domainDNS", lockoutThreshold="5"),
)
EXPECTED = {
    "account-expired": 1,
    "must-change-password": 1,
    "smart-card-required": 1,
    "workstations-restricted": 1,
    "inetorgperson-without-password-sync": 1,
    "lockout-policy-conflict": 1,
    "logon-hours-restricted": 0,
    "upn-suffix-not-routable": 0,
}


@pytest.mark.parametrize("model", [None, "password-hash-sync", "pass-through", "federated"])
def test_every_model_is_weighed_whatever_is_planned(tmp_path, model):
    found = advice(tmp_path, *STATES, plan=replace(PLAN, identity_model=model))
    assert {check: consequence(found, check).count for check in EXPECTED} == EXPECTED


def test_what_only_another_model_asks_for_is_counted_and_not_reported(tmp_path):
    with read(tmp_path, *STATES, plan=replace(PLAN, identity_model="pass-through")) as result:
        reported = {finding.check for finding in result.findings()}
        shadowed = consequence(result.advice, "account-expired")
        ran = consequence(result.advice, "workstations-restricted")
        assert result.ready == result.in_scope - 1  # workstations-restricted is an error
    assert "account-expired" not in reported
    assert (shadowed.is_reported, ran.is_reported) == (False, True)


def test_a_shadow_neither_spoils_an_account_nor_reserves_a_proposal(tmp_path):
    with read(tmp_path, user(1, userWorkstations="PC1")) as result:
        assert result.ready == result.in_scope == 1
        assert "workstations-restricted" not in result.counts.findings_by_check()


def test_a_check_that_was_not_selected_is_not_counted(tmp_path):
    path = tmp_path / "directory.ldif"
    path.write_text("\n".join(STATES), encoding="utf-8")
    aside = dict.fromkeys(classes().keys() - {"upn-missing"}, "it is not selected")
    with private_folder() as private:
        told = job(private, plan=PLAN, select=("upn-missing",))
        found = scan(
            ScanRequest(told, sources(path), None, 1, aside, exported_attributes=("all",))
        ).advice
    expired = consequence(found, "account-expired")
    assert (expired.count, expired.why_not_counted) == (None, "it is not selected")
    assert "not counted" in found.identity_model.summary


def test_federation_is_only_counted_when_the_federated_domains_are_known(tmp_path):
    records = (user(1), user(2, userPrincipalName="u2@contoso.de"))
    unknown = consequence(advice(tmp_path, *records), "upn-suffix-not-federated")
    assert (unknown.count, unknown.why_not_counted) == (None, "no federated domain was given")
    plan = replace(
        PLAN, verified_domains=("contoso.com", "contoso.de"), federated_domains=("contoso.de",)
    )
    known = advice(tmp_path, *records, plan=plan)
    assert consequence(known, "upn-suffix-not-federated").count == 1


def test_computers_speak_against_a_cloud_only_model(tmp_path):
    computers = [
        record(f"CN=PC{one},DC=x", objectClass=["user", "computer"], sAMAccountName=f"PC{one}$")
        for one in range(3)
    ]
    found = advice(tmp_path, user(1), *computers).identity_model
    assert found.computers == 3
    assert "does not suit: 3 computers" in found.cloud_only
    assert "worth a thought" in advice(tmp_path, user(1)).identity_model.cloud_only


def test_nothing_special_asks_for_no_more_than_password_hashes(tmp_path):
    found = advice(tmp_path, user(1)).identity_model
    assert found.summary.startswith("Nothing in these accounts asks for more")


SUFFIXES = (
    user(1),
    user(2, userPrincipalName="u2@Corp.Local", mail="u2@contoso.de"),
    user(3, userPrincipalName="u3@corp.local", proxyAddresses=["smtp:u@x.com", "SMTP:u3@Fab.com"]),
    user(4, userPrincipalName="u4@corp.local", mail="u4@contoso.de"),
    user(5, userPrincipalName="u5@corp.local", mail="u5@corp.local"),
    user(6, userPrincipalName="u6@corp.local"),
    user(7, userPrincipalName="u7@old.lan"),
    user(8, userPrincipalName="u8@eu.contoso.com"),
)


def test_the_suffix_table_tells_what_each_suffix_lacks(tmp_path):
    plan = replace(
        PLAN,
        verified_domains=("contoso.com",),
        federated_domains=("eu.contoso.com",),
        declared_suffixes=("Corp.local",),
    )
    local, home, europe, old = advice(tmp_path, *SUFFIXES, plan=plan).upn_suffixes
    assert (local.suffix, local.users, local.ready, local.routable) == ("corp.local", 5, 0, False)
    assert (local.verified, local.federated, local.declared) == (False, False, True)
    assert (local.replacement, local.replacement_users) == ("contoso.de", 2)
    assert (home.suffix, home.users, home.ready, home.verified) == ("contoso.com", 1, 1, True)
    assert (home.replacement, home.declared, home.federated) == (None, False, False)
    assert (europe.suffix, europe.verified, europe.federated) == ("eu.contoso.com", False, True)
    assert (old.suffix, old.replacement, old.replacement_users) == ("old.lan", "contoso.com", 0)


def test_what_nobody_told_is_unknown(tmp_path):
    local, *_, old = advice(tmp_path, *SUFFIXES).upn_suffixes
    assert (local.verified, local.federated, local.declared) == (None, None, None)
    assert old.replacement is None


def test_two_workers_advise_the_same_as_one(tmp_path, monkeypatch):
    monkeypatch.setattr(partitions, "_RANGE_MIN", 1000)
    records = [*STATES, *SUFFIXES] + [
        user(
            number,
            employeeID=f"A{number % 40}",
            mS_DS_ConsistencyGuid=guid(number % 35),
            userPrincipalName=f"u{number}@corp.local",
            mail=f"u{number}@{'fab.com' if number % 3 else 'contoso.de'}",
            accountExpires=EXPIRED if number % 4 else "0",
        )
        for number in range(10, 90)
    ]
    with read(tmp_path, *records, jobs=1) as one, read(tmp_path, *records, jobs=2) as two:
        assert one.advice == two.advice
        assert one.counts == two.counts
        assert candidate(one.advice, "employeeID").users_sharing == 80
        assert report(one) == report(two)


def test_the_json_report_holds_the_advice_and_keeps_its_schema(tmp_path):
    with read(tmp_path, *STATES, *SUFFIXES) as result:
        file = StringIO()
        write_json(result, file)
        written = json.loads(file.getvalue())
        assert written["advice"]["source_anchor"]["recommended"] == "ms-DS-ConsistencyGuid"
    jsonschema.validate(written, json_schema())


def test_the_sections_have_a_cell_for_every_column(tmp_path):
    with read(tmp_path, *STATES, *SUFFIXES) as result:
        sections = result.sections
    assert [one.id for one in sections] == [
        "source-anchor",
        "identity-model",
        "sync-tool",
        "suffixes",
    ]
    assert all(len(row) == len(one.columns) for one in sections for row in one.rows)


def test_a_count_leads_to_its_findings_where_there_are_any(tmp_path):
    with read(tmp_path, *STATES, plan=replace(PLAN, identity_model="pass-through")) as result:
        cells = {row[0]: row[1] for row in result.sections[1].rows}
    assert cells["Enabled accounts that have expired"] == 1
    assert cells["Accounts that may only use certain computers"] == {
        "text": "1",
        "find": {"check": "workstations-restricted"},
    }


def test_the_console_says_which_anchor_to_choose(tmp_path):
    file = StringIO()
    with read(tmp_path, user(1)) as result:
        write_console(result, file)
    assert "Source anchor: ms-DS-ConsistencyGuid is recommended" in file.getvalue()
