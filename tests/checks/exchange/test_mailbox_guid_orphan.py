import pytest

ID = "mailbox-guid-orphan"
MAILBOX = {"msExchMailboxGuid": bytes(range(16))}


@pytest.mark.parametrize("recipient", [{}, {"msExchRecipientTypeDetails": "128"}])
def test_a_guid_without_a_mailbox_is_found(bench, recipient):
    assert bench(ID).examine({**MAILBOX, **recipient})


@pytest.mark.parametrize("value", ["1", "2", "4", "8", "16", "32", "2147483648", "34359738368"])
def test_the_type_of_a_mailbox_passes(bench, value):
    assert not bench(ID).examine({**MAILBOX, "msExchRecipientTypeDetails": value})


@pytest.mark.parametrize("attributes", [{}, {**MAILBOX, "homeMDB": "CN=DB1"}])
def test_a_mailbox_and_a_user_without_exchange_pass(bench, attributes):
    assert not bench(ID).examine(attributes)
