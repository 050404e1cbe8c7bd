import pytest

ID = "exchange-attributes-without-alias"


@pytest.mark.parametrize(
    "name",
    [
        "msExchRecipientTypeDetails",
        "msExchMailboxGuid",
        "msExchArchiveGUID",
        "homeMDB",
        "legacyExchangeDN",
    ],
)
def test_what_exchange_left_is_named(bench, name):
    [finding] = bench(ID).examine({name: "1"})
    assert finding.message == f"is missing, so that no Exchange attribute synchronises: {name}"


def test_all_attributes_are_one_finding(bench):
    assert len(bench(ID).examine({"homeMDB": "CN=DB1", "legacyExchangeDN": "/o=Contoso"})) == 1


@pytest.mark.parametrize("attributes", [{}, {"mailNickname": "ana", "homeMDB": "CN=DB1"}])
def test_recipients_with_an_alias_and_users_without_exchange_pass(bench, attributes):
    assert not bench(ID).examine(attributes)
