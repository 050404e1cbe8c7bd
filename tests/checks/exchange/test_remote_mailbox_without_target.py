import pytest

ID = "remote-mailbox-without-target"


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("2147483648", "user"),
        ("8589934592", "room"),
        ("17179869184", "equipment"),
        ("34359738368", "shared"),
    ],
)
def test_a_remote_mailbox_of_any_type_is_found(bench, value, what):
    [finding] = bench(ID).examine({"msExchRecipientTypeDetails": value})
    assert finding.message == f"is missing, although the user has a remote {what} mailbox"


@pytest.mark.parametrize("value", ["1", "128", "1073741824", "4294967296", "", "x"])
def test_other_types_pass(bench, value):
    assert not bench(ID).examine({"msExchRecipientTypeDetails": value})


def test_a_target_passes(bench):
    remote = {"msExchRecipientTypeDetails": "2147483648", "targetAddress": "SMTP:a@contoso.com"}
    assert not bench(ID).examine(remote)
