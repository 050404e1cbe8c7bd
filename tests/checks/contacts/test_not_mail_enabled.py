import pytest

from readiness import Kind

ID = "contact-not-mail-enabled"


@pytest.mark.parametrize(
    "addresses", [[], ["smtp:ana@fabrikam.com"], ["SMTP:ana"], ["X500:/o=Fabrikam/cn=ana@fabrikam"]]
)
def test_a_contact_without_any_address_is_found(bench, addresses):
    given = {"mail": "ana", "proxyAddresses": addresses} if addresses else {"mail": "ana"}
    [finding] = bench(ID).examine(given, kind=Kind.CONTACT)
    assert (finding.attribute, finding.value) == ("mail", "ana")


@pytest.mark.parametrize(
    "given",
    [
        {"mail": "ana@fabrikam.com"},
        {"mail": "ana", "proxyAddresses": ["SMTP:ana@fabrikam.com"]},
        {"mail": " "},
        {},
    ],
)
def test_an_address_in_mail_or_a_primary_one_will_do_and_no_mail_is_another_matter(bench, given):
    assert not bench(ID).examine(given, kind=Kind.CONTACT)
