"""A plan repairs what a scan found, takes nothing from anybody, and touches nothing forbidden."""

from collections import Counter

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as some

from readiness.model.finding import Severity
from readiness.remediation.repair_plan.change import Confidence, Decision
from readiness.remediation.repair_plan.permitted import ATTRIBUTES
from tests.conftest import scanned
from tests.remediation.planning import (
    PLAN,
    applied,
    edits_of,
    everything_applied,
    findings,
    person,
    planned,
    under,
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "corp.ldif"


def test_a_blank_in_an_address_is_taken_away_mechanically(path):
    addresses = ["SMTP:ana @contoso.com"]
    plan = planned(path, [person(1, userPrincipalName="ana@contoso.com", proxyAddresses=addresses)])
    assert edits_of(plan) == [(1, "proxyAddresses", addresses, ["SMTP:ana@contoso.com"])]
    [change] = plan.changes
    assert (change.confidence, change.decision) == (Confidence.MECHANICAL, Decision.APPLY)


def test_a_bad_name_becomes_the_primary_address_where_that_is_verified(path):
    user = person(1, userPrincipalName="a1@corp.local", proxyAddresses=["SMTP:Ana.Lee@contoso.com"])
    plan = planned(path, [user])
    assert edits_of(plan) == [(1, "userPrincipalName", ["a1@corp.local"], ["Ana.Lee@contoso.com"])]
    assert plan.changes[0].confidence is Confidence.DETERMINISTIC


def test_a_suffix_is_mapped_as_the_administrator_says(path):
    two = under(PLAN, verified_domains=("contoso.com", "contoso.de"))
    directory = [
        person(1, userPrincipalName="ana@corp.local"),
        person(2, userPrincipalName="bob@old.com"),
    ]
    plan = planned(path, directory, two, suffix_map={"corp.local": "contoso.de"})
    assert edits_of(plan) == [
        (1, "userPrincipalName", ["ana@corp.local"], ["ana@contoso.de"]),
        (2, "userPrincipalName", ["bob@old.com"], ["bob@contoso.com"]),
    ]
    assert [one.decision for one in plan.changes] == [Decision.APPLY, Decision.UNDECIDED]


def test_a_mapped_suffix_is_left_even_where_nothing_is_wrong_with_it(path):
    two = under(PLAN, verified_domains=("contoso.com", "contoso.de"))
    plan = planned(
        path,
        [person(1, userPrincipalName="ana@contoso.de")],
        two,
        suffix_map={"contoso.de": "contoso.com"},
    )
    assert edits_of(plan) == [(1, "userPrincipalName", ["ana@contoso.de"], ["ana@contoso.com"])]


def test_the_scan_calls_by_script_what_the_plan_decides_by_a_rule(path):
    names = ("ann@corp.local", "bo @corp.local", "jörg@corp.local", "kim @contoso.com")
    people = [person(number, userPrincipalName=name) for number, name in enumerate(names)]
    longest = person(5, userPrincipalName="eve@contoso.com", displayName="Eve " * 70)
    dotted = person(6, userPrincipalName="fay@contoso.com", mailNickname=".fay")
    mailed = person(7, userPrincipalName="g1@corp.local", mail="gil@contoso.com")
    plan = planned(path, [*people, longest, dotted, mailed])
    by_rule = Counter(
        check
        for change in plan.changes
        for check in change.checks
        if change.confidence is not Confidence.CHOICE
    )
    with scanned(PLAN, path) as result:
        counted = {
            check: blocked.scripted for check, blocked in result.action_plan.by_check.items()
        }
    assert counted == {
        "upn-suffix-not-routable": 3,
        "upn-invalid-character": 2,
        "display-name-too-long": 0,
        "mail-nickname-leading-dot": 1,
    }
    assert {check: by_rule[check] for check in counted} == counted


def test_a_domain_that_could_be_verified_is_a_choice(path):
    plan = planned(path, [person(1, userPrincipalName="ana@fabrikam.com")])
    assert [one.confidence for one in plan.changes] == [Confidence.CHOICE]


@pytest.mark.parametrize("holder", ["userPrincipalName", "mail", "proxyAddresses"])
def test_a_name_that_somebody_keeps_is_given_to_nobody_else(path, holder):
    value = "smtp:ana@contoso.com" if holder == "proxyAddresses" else "ana@contoso.com"
    other = person(2, **{"userPrincipalName": "x@contoso.com", holder: value})
    plan = planned(path, [person(1, userPrincipalName="ana@corp.local"), other])
    assert not [one for one in edits_of(plan) if one[0] == 1]
    assert plan.advice


def test_an_account_name_of_somebody_else_is_no_new_sign_in_name(path):
    # Active Directory takes sAMAccountName@domain for a name, too
    other = person(2, "DC=contoso,DC=com", sAMAccountName="ana", userPrincipalName="b@contoso.com")
    plan = planned(path, [person(1, userPrincipalName="ana@corp.local"), other])
    assert edits_of(plan) == []


def test_a_name_that_the_plan_frees_is_taken_afterwards(path):
    directory = [
        person(1, userPrincipalName="p@corp.local", mail="q@contoso.com"),
        person(2, userPrincipalName="q@contoso.com", proxyAddresses=["SMTP:r@contoso.com"]),
    ]
    directory[0][1].pop("mail")
    directory[0][1]["proxyAddresses"] = ["SMTP:q@contoso.com"]
    plan = planned(path, directory)
    names = [one for one in edits_of(plan) if one[1] == "userPrincipalName"]
    assert [one[0] for one in names] == [2, 1]
    assert plan.changes[1].after == (plan.changes[0].id,)


def test_an_exchange_of_names_is_never_accepted_in_bulk(path):
    directory = [
        person(1, userPrincipalName="ana@old.com"),
        person(2, userPrincipalName="ana@contoso.com"),
    ]
    maps = {"old.com": "contoso.com", "contoso.com": "old.com"}
    both = under(PLAN, verified_domains=("contoso.com", "old.com"))
    plan = planned(path, directory, both, suffix_map=maps)
    assert [one.id for one in plan.changes] == ["0001a", "0002", "0001b"]
    assert not plan.to_apply


def test_of_two_who_would_get_the_same_name_neither_does(path):
    directory = [
        person(1, userPrincipalName="ana@corp.local"),
        person(2, userPrincipalName="ana@other.local"),
    ]
    assert edits_of(planned(path, directory)) == []


@pytest.mark.parametrize(
    "values",
    [
        {"adminCount": "1"},
        {"isCriticalSystemObject": "TRUE"},
        {"isDeleted": "TRUE"},
        {"sAMAccountName": "MSOL_12ab"},
        {"sAMAccountName": "krbtgt"},
        {"adminDescription": "User_left_out"},
        {"objectClass": ["user", "computer", "msDS-GroupManagedServiceAccount"]},
    ],
)
def test_what_no_program_may_change_is_left_to_a_person(path, values):
    plan = planned(path, [person(1, **{"userPrincipalName": "ana@corp.local", **values})])
    assert plan.changes == ()


def test_an_x500_address_is_never_changed(path):
    user = person(
        1,
        userPrincipalName="ana@contoso.com",
        proxyAddresses=["SMTP:ana@contoso.com", "X500:/o=x\u200b"],
    )
    assert not [one for one in edits_of(planned(path, [user])) if one[1] == "proxyAddresses"]


def test_an_object_without_a_guid_cannot_be_addressed(path):
    user = person(1, userPrincipalName="ana@corp.local")
    del user[1]["objectGUID"]
    plan = planned(path, [user])
    assert plan.changes == ()
    assert "objectGUID" in plan.advice[0].text


def test_the_copy_of_an_address_in_other_letters_goes(path):
    addresses = ["SMTP:ana@contoso.com", "smtp:Ana@contoso.com", "smtp:a@contoso.com"]
    user = person(1, userPrincipalName="ana@contoso.com", proxyAddresses=addresses)
    [(_, _, gone, new)] = edits_of(planned(path, [user]))
    assert set(addresses) - set(gone) | set(new) == {"SMTP:ana@contoso.com", "smtp:a@contoso.com"}


def test_an_address_that_is_promoted_is_not_held_twice(path):
    addresses = ["SMTP:ana@corp.local", "smtp:Ana@contoso.com", "smtp:a@contoso.de"]
    directory = [person(1, userPrincipalName="ana@contoso.com", proxyAddresses=addresses)]
    plan = planned(path, directory)
    assert edits_of(plan) == [(1, "proxyAddresses", addresses[:2], ["SMTP:Ana@contoso.com"])]
    [(_, values)] = applied(directory, everything_applied(plan))
    assert sorted(values["proxyAddresses"]) == ["SMTP:Ana@contoso.com", "smtp:a@contoso.de"]


def test_of_several_primary_addresses_a_person_chooses_one(path):
    addresses = ["SMTP:a@contoso.com", "SMTP:b@contoso.com"]
    user = person(1, userPrincipalName="c@contoso.com", proxyAddresses=addresses)
    plan = planned(path, [user])
    choices = [one for one in plan.changes if one.alternatives]
    assert len(choices) == 2
    assert len({one.alternatives for one in choices}) == 1
    assert {one.decision for one in choices} == {Decision.UNDECIDED}


def test_one_of_two_holders_can_give_up_a_secondary_address(path):
    directory = [
        person(
            number,
            userPrincipalName=f"u{number}@contoso.com",
            proxyAddresses=[f"SMTP:u{number}@contoso.com", "smtp:both@contoso.com"],
        )
        for number in (1, 2)
    ]
    plan = planned(path, directory)
    assert edits_of(plan) == [
        (number, "proxyAddresses", ["smtp:both@contoso.com"], []) for number in (1, 2)
    ]
    assert not [
        one
        for one in findings(path, applied(directory, everything_applied(plan)))
        if one.check == "address-duplicate"
    ]


def test_a_usage_location_comes_from_the_country(path):
    user = person(1, userPrincipalName="ana@contoso.com", c="DE", mailNickname="ana")
    plan = planned(path, [user], location_map={"DE": "DE"})
    assert edits_of(plan) == [(1, "msExchUsageLocation", [], ["DE"])]


def test_only_chosen_findings_are_mended(path):
    directory = [
        person(1, userPrincipalName="ana@corp.local", department="Sales\u200b"),
        person(2, "OU=Lab,DC=corp,DC=local", userPrincipalName="bob@corp.local"),
    ]
    only = planned(path, directory, only_checks=frozenset({"attribute-hidden-character"}))
    assert edits_of(only) == [(1, "department", ["Sales\u200b"], ["Sales"])]
    lab = planned(path, directory, only_ous=("ou=lab,dc=corp,dc=local",))
    assert [one[0] for one in edits_of(lab)] == [2]
    first = planned(path, directory, step=1)
    assert {one[1] for one in edits_of(first)} == {"userPrincipalName"}


LETTERS = some.sampled_from("ab")
LOCALS = some.sampled_from(["ana", "bob", "cy", "dée", "e.e.", "f f"])
DOMAINS = some.sampled_from(["contoso.com", "corp.local", "fabrikam.com"])
MAIL = some.builds("{}@{}".format, LOCALS, DOMAINS)
PROXY = some.builds(
    "{}{}".format, some.sampled_from(["SMTP:", "smtp:", "", "X500:/o=", "smtp:smtp:"]), MAIL
)


@some.composite
def directories(draw):
    directory = []
    for number in range(1, draw(some.integers(1, 5)) + 1):
        values = {}
        if draw(some.booleans()):
            values["userPrincipalName"] = draw(MAIL)
        if draw(some.booleans()):
            values["mail"] = draw(MAIL)
        proxies = draw(some.lists(PROXY, max_size=3, unique_by=str.lower))
        if proxies:
            values["proxyAddresses"] = proxies
        if draw(some.integers(0, 5)) == 0:
            values["adminCount"] = "1"
        domain = draw(some.sampled_from(["DC=corp,DC=local", "DC=contoso,DC=com"]))
        directory.append(
            person(number, domain, draw(some.sampled_from(["user", "user", "group"])), **values)
        )
    return directory


NAMESAKES = [
    person(
        1,
        userPrincipalName="ana@corp.local",
        mail="ana@contoso.com",
        proxyAddresses=["ana@corp.local"],
    ),
    person(2, userPrincipalName="ana@corp.local", adminCount="1"),
]
"""The first gets another name; its address, which stays, is then what the second collides with."""
RIVALS = [
    person(1, userPrincipalName="ana@corp.local", proxyAddresses=["SMTP:ana@fabrikam.com"]),
    person(2, userPrincipalName="bob@fabrikam.com"),
    person(3, "DC=contoso,DC=com", userPrincipalName="Bob@fabrikam.com"),
]
"""The address of the first is in no listed domain, and the map leads the others to one name."""


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(directories(), some.booleans())
@example(directory=NAMESAKES, maps=False)
@example(directory=RIVALS, maps=True)
def test_no_plan_harms_a_directory(tmp_path_factory, directory, maps):
    path = tmp_path_factory.mktemp("plan") / "corp.ldif"
    before = findings(path, directory)
    rules = {"suffix_map": {"fabrikam.com": "contoso.com"}} if maps else {}
    plan = everything_applied(planned(path, directory, **rules))
    protected = {values["objectGUID"] for _, values in directory if "adminCount" in values}
    held = {values["objectGUID"]: addresses(values) for _, values in directory}
    after = applied(directory, plan)  # every guard holds in the order of the plan
    kept = {values["objectGUID"]: addresses(values) for _, values in after}
    for change in plan.changes:
        assert change.guid not in protected
        for edit in change.edits:
            assert edit.attribute.lower() in ATTRIBUTES
            assert not any(one.upper().startswith("X500:") for one in (*edit.remove, *edit.add))
            for value in set(map(folded, edit.add)) - held[change.guid]:
                assert value.endswith("@contoso.com")
                keepers = {guid for guid in kept if value in kept[guid]}
                assert keepers == set() if change.id[-1] == "a" else keepers <= {change.guid}
    proposed = {(one.guid, one.check) for one in before if one.proposal}
    mended = {(one.guid, check) for one in plan.to_apply for check in one.checks}
    old_errors = [one for one in before if one.severity is Severity.ERROR]
    old_checks = {(one.guid, one.check) for one in old_errors}
    # of several errors of one value the gravest is told, and the next one once that is mended
    old_values = {(one.guid, one.attribute, one.value) for one in old_errors}
    for finding in findings(path, after):
        if finding.severity is Severity.ERROR:
            what = finding.guid, finding.check
            value = finding.guid, finding.attribute, finding.value
            assert what in old_checks or value in old_values
            assert not (what in proposed and what in mended and finding.proposal)


def addresses(values):
    held = [values.get("userPrincipalName", []), values.get("mail", [])]
    names = [one for some in held for one in (some if isinstance(some, list) else [some])]
    proxies = values.get("proxyAddresses", [])
    return set(map(folded, [*names, *([proxies] if isinstance(proxies, str) else proxies)]))


def folded(value):
    return value.strip().lower().removeprefix("smtp:")
