import pytest

from readiness import Kind

ID = "contact-mail-missing"
OUT_OF_SCOPE = {"kind": Kind.CONTACT, "out_of_scope": "contact-without-mail"}


@pytest.mark.parametrize("given", [{}, {"mail": " "}])
def test_a_contact_without_mail_is_found(bench, given):
    [finding] = bench(ID).examine(given, **OUT_OF_SCOPE)
    assert (finding.attribute, finding.value) == ("mail", given.get("mail"))
    assert finding.proposal is None


def test_the_primary_address_is_proposed(bench):
    addresses = ["smtp:a@fabrikam.com", "SMTP:ana@fabrikam.com"]
    [finding] = bench(ID).examine({"proxyAddresses": addresses}, **OUT_OF_SCOPE)
    assert finding.proposal == "ana@fabrikam.com"


@pytest.mark.parametrize("reason", [None, "conflict-object", "critical-system-object"])
def test_a_contact_that_arrives_or_is_left_out_for_another_reason_passes(bench, reason):
    assert not bench(ID).examine({}, kind=Kind.CONTACT, out_of_scope=reason)
