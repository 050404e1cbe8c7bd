"""What the cloud makes of an object is what Microsoft's pages and rules say, vector by vector."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as some

from readiness.cloud.certainty import Certainty
from readiness.cloud.prediction import CloudObject, predict
from readiness.directory.objects.sync_scope import reason_left_out
from readiness.model.entry import Entry, Kind
from readiness.model.plan import Plan

VECTORS = json.loads(Path(__file__).with_name("vectors.json").read_text(encoding="utf-8"))
INITIAL = "contoso.onmicrosoft.com"
PLAN = Plan(verified_domains=("contoso.com",), initial_domain=INITIAL)
DN = "CN=Ana,OU=Staff,DC=corp,DC=local"


def entry(kind=Kind.USER, dn=DN, **attributes):
    return Entry(dn, kind, {name.lower(): value for name, value in attributes.items()})


def user(**attributes):
    return predict(entry(**{"sAMAccountName": "ana", **attributes}), PLAN)


def folded(value):
    """Addresses compare ignoring case, their types with it."""
    if isinstance(value, list | tuple):
        return sorted(f"{one.partition(':')[0]}:{one.partition(':')[2].lower()}" for one in value)
    return value.lower() if isinstance(value, str) else value


def seen(result: CloudObject) -> dict[str, object]:
    return {
        "mailNickname": result.mail_nickname.value,
        "userPrincipalName": result.user_principal_name.value,
        "mail": result.addresses.mail.value,
        "proxyAddresses": result.addresses.every.value,
        "displayName": result.display_name.value,
    }


@pytest.mark.parametrize("vector", VECTORS["users"], ids=lambda one: one["id"])
def test_a_user_becomes_what_the_page_says(vector):
    attributes = dict(vector["ad"])
    kind = Kind(attributes.pop("objectClass", "user"))
    result = predict(
        entry(kind, **attributes),
        Plan(
            verified_domains=tuple(vector["verified"]),
            initial_domain=vector["initial"],
            exchange_licences="everyone" if vector["licensed"] else "nobody",
        ),
        previous_alias=vector["previous_nickname"],
        taken=set(vector["taken"]),
    )
    for name, expected in vector["expect"].items():
        if "####" in str(expected):  # digits that nobody can predict
            assert result.values()["proxy_addresses"].certainty is Certainty.NOT_PREDICTABLE
            assert "four digits" in result.values()["proxy_addresses"].because
        else:
            assert folded(seen(result)[name]) == folded(expected), vector["url"]


@pytest.mark.parametrize("vector", VECTORS["anchors"], ids=lambda one: one["id"])
def test_an_anchor_is_the_base64_of_the_stored_octets(vector):
    result = user(objectGUID=UUID(vector["guid"]).bytes_le)
    assert result.immutable_id.value == vector["anchor"]
    if "dn" in vector:
        assert result.connector_dn.value == vector["dn"]


@pytest.mark.parametrize("vector", VECTORS["groups"], ids=lambda one: one["id"])
def test_a_group_becomes_what_its_type_and_addresses_make_of_it(vector):
    attributes = {name: one for name, one in vector.items() if name not in {"id", "kind"}}
    group = entry(Kind.GROUP, **{**attributes, "groupType": str(attributes["groupType"])})
    created = None if reason_left_out(group) else predict(group, PLAN).type
    assert created == vector["kind"]


def test_the_chosen_anchor_goes_before_the_object_guid():
    guid, chosen = bytes(range(16)), bytes(15) + b"\x01"
    attributes = {"objectGUID": guid, "mS-DS-ConsistencyGuid": chosen}
    assert user(**attributes).immutable_id.value == "AAAAAAAAAAAAAAAAAAAAAQ=="
    group = predict(entry(Kind.GROUP, **attributes), PLAN)
    assert group.immutable_id.value == "AAECAwQFBgcICQoLDA0ODw=="


def test_without_domains_only_what_is_certain_has_a_value():
    result = predict(
        entry(userPrincipalName="ana@contoso.com", mail="ana@contoso.com", objectGUID=bytes(16)),
        Plan(),
    )
    assert result.user_principal_name.value is None
    assert "--domain" in result.user_principal_name.because
    assert result.licensed.every.value is None
    assert result.immutable_id.value is not None


def test_an_unverified_suffix_is_replaced_and_named():
    result = user(userPrincipalName="ana@corp.local")
    assert result.user_principal_name.value == f"ana@{INITIAL}"
    assert result.user_principal_name.because == "corp.local is not verified"


def test_a_sub_domain_of_a_verified_domain_is_not_verified_by_that():
    assert user(userPrincipalName="ana@hq.contoso.com").user_principal_name.value != (
        "ana@hq.contoso.com"
    )


def test_a_name_with_the_initial_domain_stays():
    name = user(userPrincipalName=f"ana@{INITIAL}").user_principal_name
    assert (name.value, name.because) == (f"ana@{INITIAL}", "")


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("smtp:ana@x.onmicrosoft.com", "reserved domain"),
        ("smtp:ana@x.microsoftonline.com", "reserved domain"),
        ("X400:c=us;a= ;p=Contoso", "legacy type"),
        ("smtp:a na@contoso.com", "malformed"),
        ("ana@contoso.com", "no type"),
    ],
)
def test_an_address_that_does_not_arrive_says_why(address, reason):
    result = user(proxyAddresses=["SMTP:ana@contoso.com", address])
    assert result.addresses.dropped == ((address, reason),)
    assert result.addresses.primary.value == "ana@contoso.com"


def test_an_unverified_address_goes_with_the_licence():
    result = user(proxyAddresses=["SMTP:ana@contoso.com", "smtp:ana@corp.local"])
    assert "smtp:ana@corp.local" in result.addresses.every.value
    assert result.licensed.dropped == (("smtp:ana@corp.local", "domain not verified"),)


def test_an_inetorgperson_without_alias_has_no_addresses():
    person = entry(Kind.INETORGPERSON, proxyAddresses="SMTP:x@contoso.com", userPrincipalName="x@y")
    result = predict(person, PLAN)
    every = result.addresses.every
    assert every == ((), Certainty.PROBABLE, every.because)
    assert result.addresses.dropped == (("SMTP:x@contoso.com", "no alias"),)


def test_an_alias_that_the_cloud_changes_is_not_invented():
    result = user(userPrincipalName="Ana Silva@corp.local")
    assert result.mail_nickname.value is None
    assert result.user_principal_name.value is None
    assert "corp.local is not verified" in result.user_principal_name.because


def test_a_contact_without_alias_takes_its_cn():
    contact = entry(Kind.CONTACT, cn="Ann", mail="ann@fabrikam.com")
    assert predict(contact, PLAN).mail_nickname.value == "Ann"
    spaced = entry(Kind.CONTACT, cn="Ann Lee", mail="ann@fabrikam.com")
    assert "Ann Lee" in predict(spaced, PLAN).mail_nickname.because


@pytest.mark.parametrize(
    ("attributes", "location"),
    [
        ({"msExchUsageLocation": "DE"}, None),
        ({"msExchUsageLocation": "DE", "mailNickname": "ana"}, "DE"),
        ({"c": "DE", "mailNickname": "ana"}, None),
    ],
)
def test_the_usage_location_needs_an_alias(attributes, location):
    assert user(**attributes).usage_location.value == location


@pytest.mark.parametrize(("control", "enabled"), [("512", True), ("514", False), ("66050", False)])
def test_an_account_is_enabled_unless_its_flag_says_otherwise(control, enabled):
    assert user(userAccountControl=control).account_enabled.value is enabled


def test_a_name_is_built_of_account_and_domain_where_there_is_no_upn():
    built = predict(
        entry(dn="CN=Ana,DC=contoso,DC=com", sAMAccountName="ana", mailNickname="a"), PLAN
    ).user_principal_name
    assert built.value == "ana@contoso.com"
    assert "built" in built.because


CLOUD_SYNC = replace(PLAN, sync_tool="cloud-sync")


def by_cloud_sync(kind=Kind.USER, **attributes):
    return predict(entry(kind, **attributes), CLOUD_SYNC)


def test_what_cloud_sync_does_to_blanks_nobody_can_tell():
    trimmed = by_cloud_sync(proxyAddresses=["SMTP:ana@contoso.com "])
    assert trimmed.addresses.every.value is None
    assert "Cloud Sync" in trimmed.addresses.every.because
    assert by_cloud_sync(proxyAddresses=["SMTP:ana@contoso.com"]).addresses.primary.is_known


def test_cloud_sync_is_not_said_to_build_a_name():
    built = by_cloud_sync(sAMAccountName="ana", dn="CN=Ana,DC=contoso,DC=com")
    assert built.user_principal_name.value is None
    assert built.mail_nickname.value is None
    assert "“ana@contoso.com”" in built.user_principal_name.because


def test_of_the_rules_of_entra_connect_none_is_said_of_cloud_sync():
    assert by_cloud_sync(Kind.CONTACT, cn="Ann", mail="a@b.example").mail_nickname.value is None
    person = by_cloud_sync(Kind.INETORGPERSON, proxyAddresses="SMTP:y@contoso.com")
    assert person.addresses.primary.value == "y@contoso.com"
    assert by_cloud_sync(cn="Ana").display_name.certainty is Certainty.PROBABLE


def test_a_contact_whose_address_stands_in_mail_alone_may_arrive_without_it():
    contact = predict(entry(Kind.CONTACT, cn="Ann", mail="ann@fabrikam.com"), PLAN)
    primary, certainty, because = contact.addresses.primary
    assert (primary, certainty) == ("ann@fabrikam.com", Certainty.PROBABLE)
    assert "SMTP:" in because


def test_an_alias_that_is_none_is_not_repeated():
    result = user(mailNickname="ana silva", userPrincipalName="ana@corp.local")
    assert (result.mail_nickname.value, result.user_principal_name.value) == (None, None)


def test_a_primary_address_that_the_cloud_does_not_take_leaves_the_alias_in_doubt():
    result = user(proxyAddresses=[f"SMTP:a@{INITIAL}"], mail="b@contoso.com")
    assert result.mail_nickname[:2] == ("b", Certainty.DEPENDS)


NAMES = some.text(alphabet="aé .@-_,'", max_size=12)
VALUES = some.one_of(
    NAMES, some.sampled_from(["contoso.com", "corp.local", INITIAL]).map("a@{}".format)
)


@given(
    upn=VALUES,
    mail=VALUES,
    alias=NAMES,
    addresses=some.lists(VALUES.map("smtp:{}".format), max_size=4),
)
def test_no_name_in_a_domain_that_is_not_listed_is_ever_predicted(upn, mail, alias, addresses):
    result = user(userPrincipalName=upn, mail=mail, mailNickname=alias, proxyAddresses=addresses)
    name = result.user_principal_name.value
    assert name is None or name.rpartition("@")[2] in {"contoso.com", INITIAL}
    for address in result.licensed.every.value or ():
        assert address.rpartition("@")[2] in {"contoso.com", INITIAL}
