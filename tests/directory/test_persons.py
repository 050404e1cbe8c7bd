"""Which objects of several forests become one, and which do not."""

import pytest

from readiness import Entry, KeyHolder, Kind, Plan, are_joined, are_one_person
from readiness.directory.objects.persons import identity_of

ACCOUNT, OTHER = "S-1-5-21-111-222-333-1105", "S-1-5-21-111-222-333-1106"
SELF = "S-1-5-10"
"""The master account of a shared mailbox, which has none."""
MAIL = "ana@contoso.com"
BY_MAIL, BY_NAME, BY_NUMBER = (Plan(match_users=how) for how in ("mail", "sam", "employeeID"))


def one(domain="contoso.com", *, source=0, plan=Plan(), kind=Kind.USER, **values):  # noqa: B008
    """The holder of some key, in a domain that was read from a source."""
    dn = f"CN=Ana,{','.join(f'DC={label}' for label in domain.split('.'))}"
    entry = Entry(dn, kind, {name.lower(): value for name, value in values.items()})
    ordinal = len(HOLDERS)
    identity = identity_of(entry, source, plan)
    HOLDERS.append(
        KeyHolder("address", MAIL, ordinal, "mail", MAIL, dn, False, kind, identity)  # noqa: FBT003
    )
    return HOLDERS[-1]


HOLDERS: list[KeyHolder] = []


@pytest.mark.parametrize("attribute", ["msExchMasterAccountSid", "msRTCSIP-OriginatorSid"])
def test_an_account_and_the_mailbox_that_names_it_join_whatever_was_chosen(attribute):
    mailbox = {attribute: ACCOUNT, "objectSid": OTHER}
    assert are_joined(one(objectSid=ACCOUNT), one("fabrikam.com", source=1, **mailbox))
    assert are_joined(one(**mailbox), one(objectSid=ACCOUNT))


def test_two_mailboxes_of_one_account_join():
    exchange, skype = {"msExchMasterAccountSid": ACCOUNT}, {"msRTCSIP-OriginatorSid": ACCOUNT}
    assert are_joined(one(**exchange), one(**skype))


def test_a_copy_of_an_account_does_not_join_it():
    assert not are_joined(one(objectSid=ACCOUNT), one("fabrikam.com", source=1, objectSid=ACCOUNT))


@pytest.mark.parametrize("sid", [OTHER, SELF, "", "nonsense"])
def test_a_mailbox_of_somebody_else_or_of_nobody_does_not_join(sid):
    assert not are_joined(one(objectSid=ACCOUNT), one(msExchMasterAccountSid=sid))


def test_a_contact_joins_whoever_has_its_mail_in_another_forest():
    contact = one("fabrikam.com", source=1, kind=Kind.CONTACT, mail=" Ana@contoso.com")
    assert are_joined(contact, one(mail=MAIL))
    assert are_joined(contact, one(kind=Kind.CONTACT, mail=MAIL))
    assert not are_joined(contact, one(mail="ben@contoso.com"))
    assert not are_joined(contact, one(kind=Kind.GROUP, mail=MAIL))


@pytest.mark.parametrize(
    ("domain", "source"), [("fabrikam.com", 0), ("emea.contoso.com", 1), ("contoso.com", 1)]
)
def test_objects_that_may_be_of_one_forest_do_not_join(domain, source):
    contact = one(domain, source=source, kind=Kind.CONTACT, mail=MAIL)
    assert not are_joined(contact, one(mail=MAIL))
    assert not are_joined(one(mail=MAIL), contact)


def test_a_domain_whose_name_ends_alike_is_of_another_forest():
    assert are_joined(one(mail=MAIL), one("mycontoso.com", source=1, kind=Kind.CONTACT, mail=MAIL))


def test_accounts_join_by_what_the_plan_compares_and_nothing_else():
    for plan, held in (
        (BY_MAIL, {"mail": MAIL}),
        (BY_NAME, {"sAMAccountName": "ana"}),
        (BY_NUMBER, {"employeeID": "1105"}),
    ):
        known = one(plan=plan, **held)
        assert are_joined(known, one("fabrikam.com", source=1, plan=plan, **held))
        assert not are_joined(known, one("fabrikam.com", source=1, plan=plan))
        assert not are_joined(one(**held), one("fabrikam.com", source=1, **held))


def test_the_sign_in_name_of_an_account_may_be_the_alias_of_its_mailbox():
    mailbox = one("fabrikam.com", source=1, plan=BY_NAME, sAMAccountName="x1", mailNickname="Ana")
    assert are_joined(one(plan=BY_NAME, sAMAccountName="ana"), mailbox)


def test_accounts_without_anything_to_compare_do_not_join():
    assert not are_joined(one(plan=BY_MAIL), one("fabrikam.com", source=1, plan=BY_MAIL))


def test_a_person_may_be_joined_by_way_of_another_object():
    account = one(objectSid=ACCOUNT)
    contact = one("tailspin.com", source=2, kind=Kind.CONTACT, mail=MAIL)
    mailbox = one("fabrikam.com", source=1, msExchMasterAccountSid=ACCOUNT, mail=MAIL)
    assert not are_joined(account, contact)
    assert are_one_person([account, contact, mailbox])
    assert not are_one_person([account, contact, mailbox, one(objectSid=OTHER)])


def test_one_entry_that_holds_a_key_twice_is_one_person():
    holder = one()
    assert are_one_person([holder, holder._replace(attribute="proxyAddresses")])


def test_what_very_many_objects_hold_is_no_person_s():
    everybody = (one(objectSid=ACCOUNT, msExchMasterAccountSid=ACCOUNT) for _ in range(1000))
    assert not are_one_person(everybody)
    assert next(everybody, None), "not all of them need to be looked at"
