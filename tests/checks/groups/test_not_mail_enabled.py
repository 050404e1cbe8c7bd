import pytest

from readiness import Kind

ID = "group-not-mail-enabled"
OUT_OF_SCOPE = {"kind": Kind.GROUP, "out_of_scope": "group-not-mail-or-security-enabled"}


@pytest.mark.parametrize("given", [{}, {"proxyAddresses": ["X500:/o=Contoso/cn=Sales"]}])
def test_a_distribution_group_without_an_address_is_found(bench, given):
    [finding] = bench(ID).examine(given, **OUT_OF_SCOPE)
    assert (finding.attribute, finding.value) == ("mail", None)


@pytest.mark.parametrize("mail", ["sales", ""])
def test_a_mail_that_is_none_is_shown(bench, mail):
    [finding] = bench(ID).examine({"mail": mail, "proxyAddresses": "SMTP:sales"}, **OUT_OF_SCOPE)
    assert finding.value == mail


def test_secondary_addresses_are_another_check_s_business(bench):
    assert not bench(ID).examine({"proxyAddresses": "smtp:sales@contoso.com"}, **OUT_OF_SCOPE)


@pytest.mark.parametrize("reason", [None, "critical-system-object", "conflict-object", "opted-out"])
def test_a_group_that_arrives_or_is_left_out_for_another_reason_passes(bench, reason):
    assert not bench(ID).examine({}, kind=Kind.GROUP, out_of_scope=reason)
