import pytest

from readiness import Kind
from tests.conftest import entry

ID = "address-of-public-folder"
FOLDER = "CN=Info,CN=Microsoft Exchange System Objects,DC=contoso,DC=com"


def folder(dn=FOLDER, kind=Kind.OTHER, **values):
    return entry(values, dn=dn, kind=kind, out_of_scope="not-synchronised-kind")


@pytest.mark.parametrize("kind", [Kind.USER, Kind.GROUP, Kind.CONTACT])
@pytest.mark.parametrize(
    "values",
    [
        {"mail": "info@contoso.com"},
        {"proxyAddresses": "smtp:INFO@contoso.com"},
        {"userPrincipalName": "info@contoso.com"},
    ],
)
def test_an_address_of_a_public_folder_is_found(bench, kind, values):
    held = folder(mail="info@contoso.com", proxyAddresses="SMTP:info@contoso.com")
    [finding] = bench(ID).compare(entry(values, kind=kind), held)
    assert finding.value in values.values()
    assert finding.related == (FOLDER,)


@pytest.mark.parametrize(
    "other",
    [
        folder(mail="info@contoso.com", dn="CN=Info,OU=Staff,DC=contoso,DC=com"),
        folder(mail="info@contoso.com", kind=Kind.USER),
        folder(mail="desk@contoso.com"),
        folder(proxyAddresses="sip:info@contoso.com"),
    ],
)
def test_what_is_no_public_folder_or_has_another_address_passes(bench, other):
    ana = entry({"mail": "info@contoso.com", "proxyAddresses": "sip:info@contoso.com"})
    assert not bench(ID).compare(ana, other)
