"""Several forests are scanned together as the sync engine would join them."""

import json

import pytest

from tests.running import run, user

KIM = "S-1-5-21-31-32-33-1201"
IN_RESOURCE_FOREST = "S-1-5-21-41-42-43-2201"
STAFF, MAILBOXES = "CN=kim,OU=People,DC=corp,DC=example", "CN=kim,OU=Boxes,DC=mail,DC=example"
ADDRESS = "kim@fabrikam.com"
NAMES = {"userPrincipalName": ADDRESS, "mail": ADDRESS}
DOMAIN = "--domain=fabrikam.com"


@pytest.fixture
def found(tmp_path):
    """What is found in two forests beyond information, as id, DN and severity."""

    def scanning(ours, theirs, *options):
        (tmp_path / "ours.ldif").write_text(ours)
        (tmp_path / "theirs.ldif").write_text(theirs)
        sources = ("ours.ldif", "theirs.ldif")
        done = run("scan", *sources, "--report=json:-", DOMAIN, *options, cwd=tmp_path)
        assert done.stdout, done.stderr
        report = json.loads(done.stdout)
        assert report["summary"]["by_check"].keys() == {one["check"] for one in report["findings"]}
        return [
            (one["check"], one["dn"], one["severity"])
            for one in report["findings"]
            if one["severity"] != "info"
        ]

    return scanning


def account(**more):
    enabled = {"userAccountControl": 512, "objectSid": KIM}
    return user(STAFF, "11111111-aaaa-4aaa-8aaa-111111111111", **(enabled | more))


def mailbox(**more):
    of_kim = {
        "userAccountControl": 514,
        "objectSid": IN_RESOURCE_FOREST,
        "msExchMasterAccountSid": KIM,
        "mailNickname": "kim",
        "proxyAddresses": f"SMTP:{ADDRESS}",
        **NAMES,
    }
    return user(MAILBOXES, "22222222-bbbb-4bbb-8bbb-222222222222", **(of_kim | more))


def contact(dn=MAILBOXES, **more):
    return user(
        dn,
        "33333333-cccc-4ccc-8ccc-333333333333",
        objectClass="contact",
        sAMAccountName="",
        mailNickname="kim",
        mail=ADDRESS,
        proxyAddresses=f"SMTP:{ADDRESS}",
        targetAddress=f"SMTP:{ADDRESS}",
        **more,
    )


@pytest.mark.parametrize("kind", [1, 2, 1 << 31])
def test_an_account_and_its_mailbox_in_the_resource_forest_are_one_user(found, kind):
    box = mailbox(msExchRecipientTypeDetails=kind, targetAddress=f"SMTP:{ADDRESS}")
    assert not found(account(**NAMES), box)


def test_an_account_without_mail_gets_it_from_its_mailbox(found):
    linked = mailbox(msExchRecipientTypeDetails=2)
    assert not found(account(userPrincipalName=ADDRESS), linked)
    somebody_else_s = mailbox(msExchRecipientTypeDetails=2, msExchMasterAccountSid=f"{KIM}9")
    assert found(account(userPrincipalName=ADDRESS), somebody_else_s) == [
        ("linked-mailbox-without-account", MAILBOXES, "warning"),
        ("mail-missing", STAFF, "warning"),
    ]


def test_a_mailbox_of_somebody_else_that_has_the_names_is_a_conflict(found):
    stranger = mailbox(msExchMasterAccountSid=f"{KIM}9", msExchRecipientTypeDetails=1)
    assert {check for check, *_ in found(account(**NAMES), stranger)} >= {
        "upn-duplicate",
        "address-duplicate",
    }


def test_a_contact_that_stands_for_a_user_of_another_forest_is_one_warning(found):
    assert found(account(**NAMES), contact()) == [("contact-shares-mail", MAILBOXES, "warning")]
    assert not found(account(**NAMES), contact(), "--match-users=mail")


def test_a_contact_of_the_same_forest_is_an_error(found):
    near = contact("CN=kim,OU=Partners,DC=corp,DC=example")
    severities = {severity for _, _, severity in found(account(**NAMES), near)}
    assert severities == {"error"}


def test_contacts_of_one_partner_in_both_forests_join_by_themselves(found):
    partner = contact("CN=kim,OU=Partners,DC=corp,DC=example")
    assert not [one for one in found(partner, contact()) if one[2] == "error"]


def test_two_accounts_of_one_person_are_one_if_the_plan_says_so(found):
    other = mailbox(msExchMasterAccountSid="")
    ours = account(**NAMES)
    assert ("upn-duplicate", STAFF, "error") in found(ours, other)
    assert not found(ours, other, "--match-users=mail")


def test_two_enabled_accounts_of_one_person_are_told(found):
    other = mailbox(msExchMasterAccountSid="", userAccountControl=512)
    assert found(account(**NAMES), other, "--match-users=mail") == [
        ("several-active-accounts", MAILBOXES, "warning"),
        ("several-active-accounts", STAFF, "warning"),
    ]


def test_who_lacks_what_users_are_matched_by_does_not_arrive(found):
    ours = account(userPrincipalName=ADDRESS)
    assert found(ours, mailbox(), "--match-users=employeeID") == [
        ("match-attribute-missing", STAFF, "error")
    ]


def test_how_users_are_matched_is_said_by_a_word_or_an_attribute(tmp_path):
    (tmp_path / "ours.ldif").write_text(account(**NAMES))
    done = run("scan", "ours.ldif", "--match-users=e mail", cwd=tmp_path)
    assert done.returncode == 2
    assert "“e mail” is no name of an attribute" in done.stderr
