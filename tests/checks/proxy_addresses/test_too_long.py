import pytest

ID = "proxy-address-too-long"


@pytest.mark.parametrize("kind", ["SMTP", "X500"])
@pytest.mark.parametrize(("length", "found"), [(256, 0), (257, 1)])
def test_the_type_counts_and_256_characters_pass(bench, kind, length, found):
    value = f"{kind}:".ljust(length, "a")
    assert len(bench(ID).examine({"proxyAddresses": value})) == found


def test_outer_blanks_do_not_count(bench):
    assert not bench(ID).examine({"proxyAddresses": f" {'smtp:'.ljust(256, 'a')} "})


def test_the_length_is_told(bench):
    [finding] = bench(ID).examine({"proxyAddresses": ["smtp:b@c.de", "smtp:".ljust(300, "a")]})
    assert finding.message == "has 300 characters; 256 are allowed"
