import pytest

ID = "disabled-account"


@pytest.mark.parametrize("mailbox", [{}, {"msExchRecipientTypeDetails": "1"}])
def test_a_disabled_account_is_found_even_with_a_mailbox_of_its_own(bench, mailbox):
    [finding] = bench(ID).examine({"userAccountControl": "514"} | mailbox)
    assert (finding.attribute, finding.value) == ("userAccountControl", "514")


@pytest.mark.parametrize(
    "mailbox", ["2", "4", "16", "32", "8589934592", "17179869184", "34359738368"]
)
def test_shared_and_resource_mailboxes_are_disabled_by_design(bench, mailbox):
    disabled = {"userAccountControl": "514", "msExchRecipientTypeDetails": mailbox}
    assert not bench(ID).examine(disabled)


@pytest.mark.parametrize(
    "account", [{"userAccountControl": "512"}, {"userAccountControl": "66048"}, {}]
)
def test_an_enabled_account_passes(bench, account):
    assert not bench(ID).examine(account)
