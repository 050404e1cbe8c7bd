import pytest

from readiness import Kind

ID = "group-only-secondary-smtp"
SECONDARY = {"proxyAddresses": ["smtp:sales@contoso.com", "X500:/o=Contoso/cn=Sales"]}


@pytest.mark.parametrize("reason", [None, "group-not-mail-or-security-enabled"])
@pytest.mark.parametrize("mail", [{}, {"mail": "sales"}])
def test_a_group_without_a_primary_address_and_mail_is_found(bench, reason, mail):
    [finding] = bench(ID).examine({**SECONDARY, **mail}, kind=Kind.GROUP, out_of_scope=reason)
    assert finding.attribute == "proxyAddresses"


@pytest.mark.parametrize(
    "given",
    [
        {**SECONDARY, "mail": "sales@contoso.com"},
        {"proxyAddresses": ["smtp:sales@contoso.com", "SMTP:team@contoso.com"]},
        {"proxyAddresses": ["X500:/o=Contoso/cn=Sales"]},
        {},
    ],
)
def test_mail_or_a_primary_address_or_none_at_all_passes(bench, given):
    assert not bench(ID).examine(given, kind=Kind.GROUP)


def test_capitals_decide(bench):
    assert bench(ID).examine({"proxyAddresses": "Smtp:sales@contoso.com"}, kind=Kind.GROUP)


def test_a_critical_system_object_is_no_news(bench):
    assert not bench(ID).examine(SECONDARY, kind=Kind.GROUP, out_of_scope="critical-system-object")
