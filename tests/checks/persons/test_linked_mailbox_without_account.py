import pytest

from readiness import Severity
from tests.conftest import entry

ID = "linked-mailbox-without-account"
ACCOUNT, OTHER = "S-1-5-21-111-222-333-1105", "S-1-5-21-111-222-333-1106"
LINKED = {"msExchRecipientTypeDetails": "2"}


def mailbox(reason="linked-mailbox", **more):
    return entry(LINKED | more, out_of_scope=reason)


def test_a_mailbox_whose_account_nobody_has_is_found(bench):
    [finding] = bench(ID).compare(
        mailbox(msExchMasterAccountSid=ACCOUNT), entry({"objectSid": OTHER})
    )
    assert (finding.attribute, finding.value) == ("msExchRecipientTypeDetails", "2")
    assert finding.message == "stands for a linked mailbox, whose account is in none of the sources"


def test_a_mailbox_whose_account_is_there_passes(bench):
    assert not bench(ID).compare(
        mailbox(msExchMasterAccountSid=ACCOUNT), entry({"objectSid": ACCOUNT})
    )


def test_an_account_that_is_left_out_itself_is_none(bench):
    left_out = entry({"objectSid": ACCOUNT}, out_of_scope="opted-out")
    assert bench(ID).compare(mailbox(msExchMasterAccountSid=ACCOUNT), left_out)


def test_a_mailbox_that_names_no_account_is_found(bench):
    [finding] = bench(ID).compare(mailbox(), entry({"objectSid": ACCOUNT}))
    assert finding.message.endswith("which names no account")


@pytest.mark.parametrize(("control", "severity"), [("512", None), ("514", Severity.WARNING)])
def test_a_disabled_one_is_a_warning_for_its_account_may_be_elsewhere(bench, control, severity):
    [finding] = bench(ID).compare(mailbox(userAccountControl=control))
    assert finding.severity is severity


@pytest.mark.parametrize("reason", [None, "opted-out", "exchange-system-recipient"])
def test_what_is_left_out_for_another_reason_or_not_at_all_passes(bench, reason):
    assert not bench(ID).compare(mailbox(reason))
