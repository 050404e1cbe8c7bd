"""What becomes of an object in a tenant that holds objects already, vector by vector."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.cloud.matching.forecast import forecasts
from readiness.cloud.matching.meeting import Candidate
from readiness.cloud.matching.outcome import FACTS, Outcome
from readiness.model.tenant_object import (
    UNKNOWN_ROLE,
    HeldRole,
    Role,
    TenantKind,
    TenantObject,
    TenantSwitches,
    primary_of,
    smtp_of,
)

FILE = Path(__file__).with_name("tenant_vectors.json")
VECTORS = json.loads(FILE.read_text(encoding="utf-8"))["vectors"]


def candidate(kind, name, addresses, *more):
    return Candidate(kind, name, primary_of(addresses), smtp_of(addresses), *more)


ANN = candidate(
    TenantKind.USER, "ann@contoso.com", ("SMTP:ann@contoso.com",), "x4V0iaeB60KXxjftcwd7Hw=="
)
MAILBOX = TenantObject("s", TenantKind.USER, "old@contoso.com", addresses=("SMTP:Ann@contoso.com",))


def candidate_of(spec):
    return candidate(
        TenantKind(spec.get("kind", "user")),
        spec.get("userPrincipalName", ""),
        tuple(spec.get("proxyAddresses", ())),
        spec.get("anchor", ""),
        spec.get("objectGUID", ""),
        spec.get("objectSid", ""),
        spec.get("displayName", ""),
    )


def tenant_object(spec):
    return TenantObject(
        spec["id"],
        TenantKind(spec.get("kind", "user")),
        spec.get("userPrincipalName", ""),
        addresses=tuple(spec.get("proxyAddresses", ())),
        display_name=spec.get("displayName", ""),
        immutable_id=spec.get("immutableId", ""),
        is_synced=spec.get("synced", False),
        is_guest=spec.get("userType") == "Guest",
        is_deleted=spec.get("deleted", False),
        object_identifier=spec.get("onPremisesObjectIdentifier", ""),
        sid=spec.get("sid", ""),
        role=HeldRole(Role(spec.get("role", "none"))),
    )


def switches(features):
    return TenantSwitches(
        features.get("blockSoftMatch", False),
        features.get("blockTakeover", False),
        features.get("softMatchOnUpn", True),
        features.get("bypass", False),
    )


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: one["id"])
def test_an_object_meets_the_tenant_as_the_page_says(vector):
    cloud = [tenant_object(spec) for spec in vector["cloud"]]
    found = forecasts(candidate_of(vector["onprem"]), cloud, switches(vector["features"]))
    outcomes = [one.outcome for one in found]
    expected = vector["expect"]
    assert outcomes[: len(expected)] == expected or outcomes[:1] == vector.get("also_right"), (
        vector["url"]
    )


def test_a_mismatch_tells_the_same_account_from_another():
    for sid, word in (
        ("S-1-5-21-1", "OnPremiseSecurityIdentifier"),
        ("S-1-5-21-2", "ProxyAddresses"),
    ):
        synced = TenantObject(
            "s",
            TenantKind.USER,
            addresses=("SMTP:ann@contoso.com",),
            immutable_id="other==",
            sid="S-1-5-21-1",
        )
        [found] = forecasts(
            ANN._replace(user_principal_name="", anchor="A", sid=sid),
            [synced],
            TenantSwitches(),
        )
        assert found.outcome is Outcome.ANCHOR_MISMATCH
        assert word in found.reason


@pytest.mark.parametrize("missing", [("proxyAddresses",), ("onPremisesImmutableId",)])
def test_nobody_is_new_where_what_decides_was_not_exported(missing):
    [found] = forecasts(ANN, [], TenantSwitches(), missing=missing)
    assert found.outcome is Outcome.UNKNOWN
    assert missing[0] in found.reason


def test_a_match_is_probable_where_roles_were_not_exported():
    [found] = forecasts(ANN, [MAILBOX._replace(role=UNKNOWN_ROLE)], TenantSwitches())
    assert (found.outcome, found.is_probable) == (Outcome.SOFT_MATCH_SMTP, True)
    [found] = forecasts(ANN, [MAILBOX], TenantSwitches())
    assert not found.is_probable


def test_a_match_by_name_is_probable_with_cloud_sync():
    user = TenantObject("u", TenantKind.USER, "ann@contoso.com")
    [found] = forecasts(ANN, [user], TenantSwitches(), is_cloud_sync=True)
    assert (found.outcome, found.is_probable) == (Outcome.SOFT_MATCH_UPN, True)


def test_a_conflict_names_the_primary_address_first_and_counts_the_others():
    ann = candidate(TenantKind.USER, "", ("smtp:b@x", "SMTP:Ann@x", "smtp:a@x"))
    holder = TenantObject("h", TenantKind.USER, addresses=("smtp:ann@x", "smtp:a@x", "smtp:B@x"))
    [found] = forecasts(ann, [holder], TenantSwitches())
    assert (found.outcome, found.value) == (Outcome.PROXY_QUARANTINED, "SMTP:Ann@x")
    assert "as are 2 more of its addresses: the object arrives without them" in found.reason
    [found] = forecasts(ann, [holder._replace(addresses=("smtp:a@x",))], TenantSwitches())
    assert found.value == "smtp:a@x"
    assert found.reason.endswith("the object arrives without it")


def test_the_order_of_conflicts_is_not_that_of_the_export():
    ann = candidate(TenantKind.USER, "ann@x", ("smtp:a@x", "smtp:b@x", "smtp:c@x"))
    holders = [
        TenantObject("1", TenantKind.USER, addresses=("SMTP:b@x",)),
        TenantObject("2", TenantKind.USER, addresses=("SMTP:a@x",)),
        TenantObject("3", TenantKind.USER, "ann@x", immutable_id="other"),
        TenantObject("4", TenantKind.GROUP, addresses=("SMTP:c@x",)),
    ]
    switches = TenantSwitches(soft_match_on_upn=False)
    told = forecasts(ann, holders, switches)
    assert [found.partner and found.partner.id for found in told] == ["4", "3", "2", "1"]
    assert forecasts(ann, holders[::-1], switches) == told


def test_a_deleted_user_holds_no_name():
    gone = TenantObject(
        "u",
        TenantKind.USER,
        "ann@contoso.com",
        addresses=("SMTP:ann@contoso.com",),
        is_deleted=True,
    )
    assert [one.outcome for one in forecasts(ANN, [gone], TenantSwitches())] == [Outcome.NEW]


def test_a_synchronised_group_is_known_by_its_identifier_or_else_by_its_name():
    here = Candidate(TenantKind.GROUP, display_name="Finance", sid="S-1-5-21-1")
    there = TenantObject("g", TenantKind.GROUP, display_name="Finance", is_synced=True)
    for sid, outcome, is_probable in (
        ("S-1-5-21-1", Outcome.ALREADY_SYNCED, False),
        ("", Outcome.ALREADY_SYNCED, True),
        ("S-1-5-21-2", Outcome.NEW, False),
    ):
        [found] = forecasts(here, [there._replace(sid=sid)], TenantSwitches())
        assert (found.outcome, found.is_probable) == (outcome, is_probable)


def test_an_account_with_another_anchor_is_known_by_its_identifier_alone():
    there = TenantObject("u", TenantKind.USER, "x@contoso.com", immutable_id="B", sid="S-1-5-21-1")
    [found] = forecasts(ANN._replace(sid="S-1-5-21-1"), [there], TenantSwitches())
    assert found.outcome is Outcome.ANCHOR_MISMATCH


def test_what_is_synchronised_already_is_so_whatever_the_tenant_blocks():
    there = TenantObject("u", TenantKind.USER, immutable_id=ANN.anchor, is_synced=True)
    [found] = forecasts(ANN, [there], TenantSwitches(block_takeover=True))
    assert found.outcome is Outcome.ALREADY_SYNCED


def test_every_outcome_has_its_facts():
    assert set(FACTS) == set(Outcome)


ADDRESS = some.sampled_from(["SMTP:a@x", "smtp:a@x", "smtp:b@x", "X500:/o=a"])
OBJECTS = some.builds(
    TenantObject,
    some.text("abc", min_size=1, max_size=2),
    some.sampled_from(TenantKind),
    user_principal_name=some.sampled_from(["", "a@x", "A@X"]),
    addresses=some.lists(ADDRESS, max_size=3).map(tuple),
    immutable_id=some.sampled_from(["", "A", "a"]),
    is_synced=some.booleans(),
    is_guest=some.booleans(),
    is_deleted=some.booleans(),
    role=some.builds(HeldRole, some.sampled_from(Role), some.booleans()),
)


@given(cloud=some.lists(OBJECTS, max_size=4), address=some.sampled_from(["SMTP:a@x", "smtp:b@x"]))
def test_nobody_is_new_who_shares_a_name_or_an_address_with_somebody_living(cloud, address):
    user = candidate(TenantKind.USER, "a@x", (address,), "A")
    outcomes = {one.outcome for one in forecasts(user, cloud, TenantSwitches())}
    shares = any(
        not one.is_deleted and (one.user_principal_name.lower() == "a@x" or one.smtp & user.smtp)
        for one in cloud
    )
    assert not (shares and Outcome.NEW in outcomes)
