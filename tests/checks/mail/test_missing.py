import pytest

from readiness import Skip
from tests.conftest import entry

ID = "mail-missing"


@pytest.mark.parametrize("proxies", [[], ["X500:/o=Contoso/cn=ana"], ["sip:ana@contoso.com"]])
def test_a_user_without_mail_and_smtp_address_is_found(bench, proxies):
    [finding] = bench(ID).examine({"proxyAddresses": proxies} if proxies else {})
    assert (finding.attribute, finding.value) == ("mail", None)


@pytest.mark.parametrize(
    "attributes",
    [
        {"mail": "ana@contoso.com"},
        {"proxyAddresses": ["X500:/o=Contoso/cn=ana", "SMTP:ana@contoso.com"]},
        {"proxyAddresses": " smtp:ana@contoso.com"},
    ],
)
def test_either_attribute_is_enough(bench, attributes):
    assert not bench(ID).examine(attributes)


@pytest.mark.parametrize(("control", "found"), [("512", 1), ("514", 0), ("x", 1)])
def test_a_disabled_account_waits_for_no_mail(bench, control, found):
    assert len(bench(ID).examine({"userAccountControl": control})) == found


def test_a_malformed_mail_is_another_check_s_business(bench):
    assert not bench(ID).examine({"mail": " "})


SID = "S-1-5-21-111-222-333-1105"


def test_an_account_whose_mailbox_is_in_another_forest_gets_its_mail_from_there(bench):
    account = entry({"objectSid": SID})
    for reason in (None, "linked-mailbox"):
        mailbox = entry(
            {"msExchMasterAccountSid": SID, "mail": "ana@contoso.com"}, out_of_scope=reason
        )
        assert not bench(ID).compare(account, mailbox)
    assert bench(ID).compare(
        account, entry({"msExchMasterAccountSid": f"{SID}1", "mail": "b@b.com"})
    )


def test_a_plan_that_matches_by_mail_has_a_check_of_its_own_for_that(bench):
    with pytest.raises(Skip):
        bench(ID).with_plan(match_users="mail").examine({})
