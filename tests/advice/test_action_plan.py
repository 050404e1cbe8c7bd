"""The plan frees most people with few decisions, and counts what it says."""

import json
from collections import Counter
from typing import Any
from uuid import NAMESPACE_DNS, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.advice.steps.action_step import named_domains
from readiness.advice.steps.decisions import decisions
from readiness.advice.steps.error_patterns import ErrorPatterns
from readiness.advice.steps.obstacles import Part
from tests.running import run, user
from tests.writing import unhurried

A, B, C, D = (Part(name) for name in "abcd")


def chosen(people, total=1000):
    return list(decisions(Counter({frozenset(parts): n for parts, n in people.items()}), total))


def test_the_first_decision_frees_most_people():
    assert chosen({(A,): 10, (B,): 30, (A, B): 5}) == [B, A]


def test_a_decision_that_frees_nobody_alone_opens_the_next_one():
    assert chosen({(A, B): 30, (A, C): 20, (B, C, D): 90}) == [B, A, C, D]


def test_where_nobody_is_freed_by_two_decisions_three_are_made():
    assert set(chosen({(A, B, C): 30})) == {A, B, C}


def test_there_are_at_most_five_decisions():
    assert len(chosen({(Part(f"check-{number}"),): 10 for number in range(9)}, 90)) == 5


def test_no_further_decision_is_looked_for_once_nearly_everybody_is_ready():
    assert chosen({(A,): 50, (B,): 1, (C,): 1}, total=200) == [A]
    assert chosen({(A,): 50, (B,): 2, (C,): 1}, total=200) == [A, B]


def test_nobody_who_waits_means_no_decision():
    assert chosen({}) == []


PARTS = some.frozensets(some.sampled_from([A, B, C, D]), min_size=1)


@unhurried
@given(some.dictionaries(PARTS, some.integers(1, 50), max_size=9))
def test_no_decision_is_made_twice_and_none_frees_fewer_than_another_would(people):
    removed: set[Any] = set()
    for part in decisions(people, 1000):
        assert part not in removed

        def freed(other, gone=frozenset(removed)):
            return sum(n for parts, n in people.items() if parts - gone == {other})

        assert freed(part) == max(map(freed, (A, B, C, D)))
        removed.add(part)


@unhurried
@given(some.lists(some.tuples(some.integers(0, 5000), some.integers(0, 5))))
def test_patterns_remember_every_fact_of_every_object(facts):
    patterns: ErrorPatterns[int] = ErrorPatterns(100, lambda fact: fact)
    expected: dict[int, set[int]] = {}
    for ordinal, fact in facts:
        patterns.add(ordinal, fact)
        expected.setdefault(ordinal, set()).add(fact)
    assert {ordinal: patterns.of(ordinal) for ordinal in expected} == expected
    assert dict(patterns.counted()) == Counter(map(frozenset, expected.values()))


@unhurried
@given(some.lists(some.tuples(some.integers(0, 99), some.integers(0, 9)), max_size=200))
def test_too_many_patterns_become_coarser_and_lose_nobody(facts):
    patterns = ErrorPatterns(4, lambda _: -1)
    for ordinal, fact in facts:
        patterns.add(ordinal, fact)
    assert all(patterns.of(ordinal) for ordinal, _ in facts)
    assert sum(n for _, n in patterns.counted()) == len({ordinal for ordinal, _ in facts})
    assert len(list(patterns.counted())) <= 4 + 11


def test_what_is_forgotten_holds_of_nobody():
    patterns: ErrorPatterns[str] = ErrorPatterns(9, lambda fact: fact)
    patterns.add(7, "a")
    patterns.forget(7)
    patterns.forget(8)
    patterns.forget(1 << 50)
    assert (patterns.of(7), list(patterns.counted())) == (frozenset(), [])


DOMAIN = "--domain=contoso.com"


def person(name, suffix="contoso.com", **values):
    """Somebody whose mail address is as it should be."""
    given = {
        "userPrincipalName": f"{name}@{suffix}",
        "mail": f"{name}@contoso.com",
        "givenName": "A",
    }
    guid = uuid5(NAMESPACE_DNS, name)
    return user(f"CN={name},OU=Staff,DC=contoso,DC=com", guid, **(given | values))


def planned(folder, *records, options=()):
    (folder / "export.ldif").write_text("".join(records))
    done = run("scan", "export.ldif", DOMAIN, "--report=json:-", *options, cwd=folder)
    return json.loads(done.stdout)


def steps(report):
    return [
        (step["check"], step["part"], step["people_ready_before"], step["people_ready_after"])
        for step in report["summary"]["action_plan"]
    ]


LOCAL = [person(name, "corp.local") for name in "abc"]
LAB = [person(name, "lab.local") for name in "de"]


def test_suffixes_are_decided_about_one_by_one(tmp_path):
    report = planned(tmp_path, *LOCAL, *LAB, person("f"))
    assert steps(report) == [
        ("upn-suffix-not-routable", "corp.local", 1, 4),
        ("upn-suffix-not-routable", "lab.local", 4, 6),
    ]
    first = report["summary"]["action_plan"][0]
    assert first["title"] == "Give 3 people a sign-in name in contoso.com instead of corp.local."
    assert (first["action"], first["target"]) == ("give-upn-suffix", "contoso.com")
    assert (first["objects"], first["scripted"], first["decisions"]) == (3, 3, 0)
    assert (first["mode"], first["minutes"]) == ("script", 1)
    assert first["why"].endswith(".")
    assert first["risks"]


@pytest.mark.parametrize(
    ("domains", "said"),
    [
        ({"a.local": 1}, "a.local"),
        ({"a.local": 1, "b.local": 2}, "b.local and a.local"),
        ({f"{n}.local": 1 for n in "edcba"}, "a.local, b.local, c.local and 2 more domains"),
        ({"a.local": 1, "ana smith": 9, "corp": 9}, "a.local and 2 more domains"),
        ({"ana smith": 1}, "1 domain"),
        ({}, "the domains in question"),
    ],
)
def test_a_few_domains_are_named_and_nothing_else_is(domains, said):
    assert named_domains(Counter(domains)) == said


def test_what_several_checks_find_of_a_domain_is_one_decision(tmp_path):
    home = {"homeMDB": "CN=DB1"}
    name = [person(f"n{n}", "emea.example.com") for n in range(2)]
    both = [person("b", "emea.example.com", proxyAddresses="smtp:b@emea.example.com", **home)]
    addresses = [person("a", proxyAddresses="smtp:a@emea.example.com", **home)]
    report = planned(tmp_path, *LAB, *LAB, *name, *both, *addresses)
    first = report["summary"]["action_plan"][0]
    assert (first["part"], first["action"]) == ("emea.example.com", "verify-domain")
    assert (first["people_ready_before"], first["people_ready_after"]) == (0, 4)
    assert (first["objects"], first["decisions"]) == (4, 1)
    checks = ["upn-suffix-not-verified", "proxy-address-domain-not-verified"]
    assert first["checks"] == checks
    assert first["filter"] == {"checks": checks, "domain": "emea.example.com"}
    assert first["title"] == (
        "Verify emea.example.com in the tenant, or give 3 people a sign-in name in a verified"
        " domain and remove the addresses in it from 2 people."
    )
    steps = {check["id"]: check["step"] for check in report["checks"]}
    assert [steps[check] for check in checks] == [1, 1]
    assert report["waves"]["suffix"][0]["ready_after"][0] > 0


def test_a_decision_has_a_command_where_a_plan_offers_ways_to_choose(tmp_path):
    shared = "smtp:info@contoso.com"
    one, other = (
        person(name, proxyAddresses=f"SMTP:{name}@contoso.com\nproxyAddresses: {shared}")
        for name in "ab"
    )
    [step] = planned(tmp_path, one, other)["summary"]["action_plan"]
    assert (step["mode"], step["scripted"]) == ("decision", 0)
    assert step["command"].endswith("--step 1 -o step-1.json")


NAMED_INFO = {"userPrincipalName": "info@contoso.com", "mail": None}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"proxyAddresses": "SMTP:info@contoso.com"}, {"proxyAddresses": "SMTP:info@contoso.com"}),
        (NAMED_INFO, NAMED_INFO),
        (NAMED_INFO, {"mail": "info@contoso.com"}),
        ({"mail": "info@contoso.com"}, {"proxyAddresses": "SMTP:info@contoso.com"}),
    ],
)
def test_a_decision_has_no_command_where_a_plan_would_be_empty(one, other, tmp_path):
    report = planned(tmp_path, person("a", **one), person("b", **other))
    assert [step["command"] for step in report["summary"]["action_plan"]] == [None]
    of_step = ("--step=1", "-o", "plan.json")
    made = run("plan", "make", "export.ldif", DOMAIN, *of_step, cwd=tmp_path)
    assert made.stdout.startswith("Plan: 0 changes")


def test_a_proposal_that_is_taken_needs_a_decision(tmp_path):
    local = [person(name, "corp.local", mail=None) for name in "abc"]
    taken = person("x", userPrincipalName="a@contoso.com")
    [step] = planned(tmp_path, *local, taken)["summary"]["action_plan"]
    assert (step["objects"], step["scripted"], step["decisions"]) == (3, 2, 1)


@pytest.mark.parametrize(("mail", "decided"), [(None, 1), ("{}@contoso.com", 0)])
def test_which_of_two_domains_is_the_target_is_one_decision(tmp_path, mail, decided):
    local = [person(name, "corp.local", mail=mail and mail.format(name)) for name in "abc"]
    two = planned(tmp_path, *local, options=("--domain=fabrikam.com",))
    [step] = two["summary"]["action_plan"]
    assert (step["target"], step["scripted"], step["decisions"]) == ("contoso.com", 3, decided)
    plan = tmp_path / "plan.json"
    run("plan", "make", "export.ldif", DOMAIN, "--domain=fabrikam.com", "-o", plan, cwd=tmp_path)
    assert ("choice" in plan.read_text()) is bool(decided)


def test_a_value_that_many_share_is_one_decision(tmp_path):
    many = [person(f"m{n}", proxyAddresses="smtp:info@contoso.com") for n in range(12)]
    few = [person(f"f{n}", proxyAddresses="smtp:lift@contoso.com") for n in range(2)]
    report = planned(tmp_path, *many, *few)
    assert steps(report) == [
        ("address-duplicate", "smtp:info@contoso.com", 0, 12),
        ("address-duplicate", None, 12, 14),
    ]
    assert [step["decisions"] for step in report["summary"]["action_plan"]] == [1, 2]


def test_whose_errors_are_suppressed_waits_for_no_step(tmp_path):
    rule = "check = 'upn-*'\nou = 'DC=contoso,DC=com'\nreason = 'a lab'\n"
    (tmp_path / "readiness.toml").write_text(f"[[suppress]]\n{rule}")
    report = planned(tmp_path, *LOCAL)
    assert steps(report) == []
    assert report["summary"]["people"] == {"in_scope": 3, "ready": 3, "accepted": 3}


def test_objects_out_of_scope_wait_for_no_step(tmp_path):
    left_out = person("z", "corp.local", adminDescription="User_x")
    assert steps(planned(tmp_path, left_out, person("f"))) == []


def test_each_check_tells_whom_it_blocks_alone(tmp_path):
    both = person("b", "corp.local", mailNickname=".b")
    report = planned(tmp_path, person("a", "corp.local"), both)
    told = {
        check["id"]: (check["objects"], check["people"], check["only_this"], check["step"])
        for check in report["checks"]
    }
    assert told["upn-suffix-not-routable"] == (2, 2, 1, 1)
    assert told["mail-nickname-leading-dot"] == (1, 1, 0, 2)
    assert told["mail-missing"] == (None, None, None, None)


def test_a_shared_value_is_hidden_where_people_are(tmp_path):
    many = [person(f"m{n}", proxyAddresses="smtp:info@contoso.com") for n in range(12)]
    report = planned(tmp_path, *many, options=["--redact=values"])
    assert [part for _, part, *_ in steps(report)] == ["smtp:i***@contoso.com"]
    assert "info@" not in json.dumps(report["summary"])


def test_two_workers_plan_the_same_as_one(tmp_path):
    records = [person(f"p{n}", f"d{n % 7}.local", displayName=f"N{n}") for n in range(500)]
    one, two = (planned(tmp_path, *records, options=["--jobs", jobs]) for jobs in "12")
    for name in ("waves", "summary"):
        assert one[name] == two[name]
