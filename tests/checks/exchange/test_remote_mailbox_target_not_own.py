import pytest

ID = "remote-mailbox-target-not-own"
REMOTE, TARGET = str(1 << 31), "SMTP:ana@contoso.mail.onmicrosoft.com"


@pytest.mark.parametrize("kind", [1 << 31, 1 << 33, 1 << 34, 1 << 35])
@pytest.mark.parametrize("addresses", [[], ["SMTP:ana@contoso.com"], ["x500:/o=ana"]])
def test_a_target_that_the_mailbox_has_not_got_is_found(bench, kind, addresses):
    [finding] = bench(ID).examine(
        {
            "msExchRecipientTypeDetails": str(kind),
            "targetAddress": TARGET,
            "proxyAddresses": addresses,
        }
    )
    assert (finding.attribute, finding.value) == ("targetAddress", TARGET)


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        (REMOTE, TARGET),
        (REMOTE, "SMTP:ANA@contoso.mail.onmicrosoft.com"),
        ("128", "SMTP:ana@tailspin.com"),  # a mail user, whose mailbox is elsewhere
        ("1", "SMTP:ana@tailspin.com"),
        (REMOTE, "SMTP:ana"),
    ],
)
def test_an_own_target_and_other_recipients_pass(bench, kind, target):
    own = "smtp:ana@contoso.mail.onmicrosoft.com"
    values = {"msExchRecipientTypeDetails": kind, "targetAddress": target, "proxyAddresses": own}
    assert not bench(ID).examine(values)
