"""What the sync engine makes of several objects of one person, whichever was read first."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as some

from readiness.cloud.joined import joined
from readiness.cloud.tenant_domains import TenantDomains
from readiness.model.entry import Entry, Kind
from readiness.model.plan import Plan

INITIAL = "contoso.onmicrosoft.com"
PLAN = Plan(verified_domains=("contoso.com",), initial_domain=INITIAL)
DOMAINS = TenantDomains.of(PLAN)
ENABLED, DISABLED, LINKED = "512", "514", "2"


def entry(name, kind=Kind.USER, **attributes):
    values = {"objectGUID": name.encode().ljust(16, b"."), "cn": name} | attributes
    dn = f"CN={name},OU=Staff,DC={name},DC=example"
    return Entry(dn, kind, {key.lower(): value for key, value in values.items() if value})


def record(*entries):
    _, found = joined(entries, PLAN, DOMAINS)
    return found


def test_the_enabled_account_gives_name_anchor_and_state():
    old = entry("old", userAccountControl=DISABLED, userPrincipalName="old@contoso.com")
    new = entry("new", userAccountControl=ENABLED, userPrincipalName="new@contoso.com")
    found = record(old, new)
    assert (found.dn, found.user_principal_name) == (new.dn, "new@contoso.com")
    assert found.account_enabled is True
    assert found.immutable_id == record(new).immutable_id


def test_a_name_is_built_of_the_account_that_has_none_and_not_of_its_mailbox():
    account = entry("ana", userAccountControl=ENABLED, sAMAccountName="ana", mailNickname="a")
    box = entry("box", userAccountControl=DISABLED, userPrincipalName="box@contoso.com")
    assert record(account, box).user_principal_name == f"a@{INITIAL}"


def test_what_no_rule_sends_is_not_sent_by_way_of_another_object():
    account = entry("ana", userAccountControl=ENABLED, msExchUsageLocation="DE")
    box = entry("box", userAccountControl=DISABLED, mailNickname="ana")
    assert record(account, box).usage_location is None
    of_box = entry("box", userAccountControl=DISABLED, mailNickname="a", msExchUsageLocation="DE")
    assert record(account, of_box).usage_location == "DE"


def test_what_only_a_contact_gives_is_probable():
    account = entry("ana", userAccountControl=ENABLED, userPrincipalName="ana@contoso.com")
    contact = entry("gal", Kind.CONTACT, mail="ana@contoso.com", mailNickname="ana.silva")
    found = record(account, contact)
    assert (found.type, found.mail_nickname) == ("user", "ana.silva")
    assert found.certainty_of("mail_nickname") == "probable"
    assert found.certainty_of("user_principal_name") == "documented"


SOME_ENTRIES = some.lists(
    some.builds(
        entry,
        some.sampled_from(["ana", "ben", "zoe", "kim"]),
        some.sampled_from([Kind.USER, Kind.INETORGPERSON, Kind.CONTACT]),
        userAccountControl=some.sampled_from([ENABLED, DISABLED]),
        userPrincipalName=some.sampled_from(["", "a@contoso.com", "b@corp.local", "c@contoso.com"]),
        mailNickname=some.sampled_from(["", "a", "b"]),
        mail=some.sampled_from(["", "a@contoso.com", "b@contoso.com"]),
        proxyAddresses=some.sampled_from(["", "SMTP:a@contoso.com", "smtp:b@corp.local"]),
        msExchRecipientTypeDetails=some.sampled_from(["", LINKED]),
    ),
    min_size=2,
    max_size=4,
    unique_by=lambda one: one.dn,
)


@given(SOME_ENTRIES)
def test_whichever_source_comes_first_the_record_is_the_same(entries):
    records = {record(*order) for order in permutations(entries)}
    assert len(records) == 1
    [found] = records
    name = found.user_principal_name
    assert name is None or name.rpartition("@")[2] in {"contoso.com", INITIAL}
