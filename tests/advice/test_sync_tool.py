"""Which tool is advised, from counts and plans."""

import json

import pytest

from readiness import Plan
from readiness.advice.choices.sync_tool import advise, section
from readiness.directory.identifiers.distinguished_name import domain_of_all
from readiness.model.counts import Counts
from tests.running import run, user

SID = "S-1-5-21-51-52-53-1105"
FEW = {"user": 10}


def advice(plan=Plan(), **counts):  # noqa: B008
    counts = {"in_scope": FEW, "domains": {"contoso.com": 10}} | counts
    return advise(plan, Counts(**counts))


def test_a_plain_directory_goes_with_cloud_sync():
    told = advice()
    assert (told.recommended, told.facts) == ("cloud-sync", ())
    assert "can be moved to Cloud Sync" in told.migration


@pytest.mark.parametrize(
    "counts",
    [
        {"linked": 3},
        {"in_scope": {**FEW, "computer": 4}},
        {"domains": {"contoso.com": 150_001}},
        {"large_groups": 1},
    ],
)
def test_what_cloud_sync_does_not_do_asks_for_entra_connect(counts):
    told = advice(**counts)
    assert told.recommended == "connect-sync"
    assert "2.5.79.0" in told.reason
    [fact] = [fact for fact in told.facts if fact.is_beyond_cloud_sync]
    assert fact.subject in told.reason


@pytest.mark.parametrize(
    "plan", [Plan(source_anchor="employeeID"), Plan(identity_model="pass-through")]
)
def test_so_may_the_plan(plan):
    assert advice(plan).recommended == "connect-sync"


def test_limits_may_be_reached():
    assert advice(domains={"contoso.com": 150_000}).recommended == "cloud-sync"


def test_several_forests_can_go_with_cloud_sync_unless_people_are_in_more_than_one():
    domains = {"contoso.com": 5, "emea.contoso.com": 5, "fabrikam.com": 5}
    told = advice(domains=domains)
    assert (told.recommended, told.facts[0].number) == ("cloud-sync", 2)
    assert "does not move" in told.migration
    assert advice(Plan(match_users="mail"), domains=domains).recommended == "connect-sync"


def test_more_objects_than_the_wizard_moves_stop_the_wizard_only():
    told = advice(in_scope={"user": 2001})
    assert told.recommended == "cloud-sync"
    assert "2,001 objects in scope, and at most 2,000 are moved" in told.migration


def test_an_alternate_login_id_stops_the_wizard():
    assert "an alternate login ID" in advice(Plan(sign_in_attribute="mail")).migration


def test_without_users_nothing_is_advised():
    assert advice(in_scope={}).recommended is None


def test_the_table_has_a_cell_for_every_column():
    table = section(advice(linked=1, large_groups=2))
    assert all(len(row) == len(table.columns) for row in table.rows)
    assert table.lead.startswith("No tool is planned yet. Recommended: Entra Connect.")


def test_a_directory_is_counted_for_the_advice(tmp_path):
    kim = {"objectSid": SID, "userPrincipalName": "kim@contoso.com"}
    entries = [
        user("CN=kim,DC=corp,DC=example", **kim),
        user("CN=lee,dc=emea,DC=corp,DC=example"),
        user("CN=box,DC=other,DC=example", msExchMasterAccountSid=SID),
        user("CN=shared,DC=other,DC=example", msExchMasterAccountSid="S-1-5-10"),
    ]
    (tmp_path / "export.ldif").write_text("".join(entries))
    done = run("scan", "export.ldif", "--report=json:-", cwd=tmp_path)
    told = json.loads(done.stdout)["advice"]["sync_tool"]
    facts = {fact["subject"]: fact["number"] for fact in told["facts"]}
    assert facts == {
        "domain trees, as of several forests": 2,
        "objects whose account is in another forest": 1,
    }
    assert told["recommended"] == "connect-sync"


@pytest.mark.parametrize(
    ("dns", "domain"),
    [
        (["CN=a,DC=x,DC=com", "CN=b,OU=c,DC=x,DC=com"], "x.com"),
        (["CN=a,DC=x,DC=com", "CN=b,DC=y,DC=x,DC=com"], None),
        (["CN=b,DC=y,DC=x,DC=com", "CN=a,DC=x,DC=com"], None),
        (["CN=a,DC=x,DC=com", "CN=b,DC=X,DC=com"], None),
        (["CN=a,DC=x,DC=com", "CN=b,CN=Configuration"], None),
        (["CN=a", "CN=b"], None),
    ],
)
def test_a_domain_is_that_of_all_names_or_none(dns, domain):
    assert domain_of_all("".join(f"{dn}\n" for dn in dns)) == domain
