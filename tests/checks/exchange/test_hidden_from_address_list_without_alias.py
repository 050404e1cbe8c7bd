import pytest

ID = "hidden-from-address-list-without-alias"


@pytest.mark.parametrize("value", ["TRUE", "true"])
def test_a_hidden_user_without_an_alias_is_found(bench, value):
    assert bench(ID).examine({"msExchHideFromAddressLists": value})


@pytest.mark.parametrize(
    "attributes",
    [
        {"msExchHideFromAddressLists": "TRUE", "mailNickname": "ana"},
        {"msExchHideFromAddressLists": "FALSE"},
        {},
    ],
)
def test_an_alias_or_a_user_who_is_not_hidden_passes(bench, attributes):
    assert not bench(ID).examine(attributes)
