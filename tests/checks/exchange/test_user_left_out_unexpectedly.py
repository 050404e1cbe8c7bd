import pytest

ID = "user-left-out-unexpectedly"
MEI = {
    "sAMAccountName": "mei",
    "userAccountControl": "512",
    "msExchRecipientTypeDetails": "8388608",
}
SYSTEM = "exchange-system-recipient"


def test_an_enabled_account_with_a_type_of_exchange_is_found(bench):
    [finding] = bench(ID).examine(MEI, out_of_scope=SYSTEM)
    assert (finding.attribute, finding.value) == ("msExchRecipientTypeDetails", "8388608")


@pytest.mark.parametrize(
    "other",
    [{"userAccountControl": "514"}, {"sAMAccountName": "HealthMailbox12"}],
)
def test_what_belongs_to_exchange_passes(bench, other):
    assert not bench(ID).examine(MEI | other, out_of_scope=SYSTEM)


@pytest.mark.parametrize("reason", [None, "opted-out", "critical-system-object"])
def test_who_arrives_or_is_left_out_for_another_reason_passes(bench, reason):
    assert not bench(ID).examine(MEI, out_of_scope=reason)
