import pytest

ID = "proxy-address-count"


@pytest.mark.parametrize(("count", "found"), [(1, 0), (300, 0), (301, 1)])
def test_300_addresses_of_any_type_pass(bench, count, found):
    proxies = [f"{'smtp' if n % 2 else 'X500'}:a{n}" for n in range(count)]
    assert len(bench(ID).examine({"proxyAddresses": proxies})) == found
