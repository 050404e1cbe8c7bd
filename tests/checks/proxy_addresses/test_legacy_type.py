import pytest

ID = "proxy-address-legacy-type"


@pytest.mark.parametrize("kind", ["X400", "x400", "MS", "MSMAIL", "CCMAIL", "NOTES", "FAX"])
def test_a_type_of_another_mail_system_is_found(bench, kind):
    [finding] = bench(ID).examine({"proxyAddresses": f"{kind}:anything"})
    assert kind.upper() in finding.message


@pytest.mark.parametrize("kind", ["SMTP", "smtp", "X500", "sip", "EUM", "SPO", "unheard-of"])
def test_other_types_pass(bench, kind):
    assert not bench(ID).examine({"proxyAddresses": f"{kind}:anything"})


def test_a_value_without_a_type_passes(bench):
    assert not bench(ID).examine({"proxyAddresses": "X400"})
