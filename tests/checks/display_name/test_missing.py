import pytest

from readiness import Kind, Severity

ID = "display-name-missing"


def test_the_cn_that_entra_connect_takes_is_said_and_proposed(bench):
    [finding] = bench(ID).examine({})
    assert (finding.attribute, finding.value) == ("displayName", None)
    assert finding.message == "is missing; Entra Connect takes the cn “Ana” instead"
    assert finding.severity is Severity.WARNING
    assert finding.proposal == "Ana"


@pytest.mark.parametrize("name", ["", " ", "\t\n", "\u00a0", "\u200b\ufeff"])
def test_white_space_is_blank(bench, name):
    [finding] = bench(ID).examine({"displayName": name})
    assert (finding.value, finding.message, finding.severity) == (name, "is blank", None)


@pytest.mark.parametrize("name", ["Ana Silva", " Ana ", "\u5c0f\u6797", "-", "0", "\u200bAna"])
def test_what_can_be_seen_is_a_name(bench, name):
    assert not bench(ID).examine({"displayName": name})


@pytest.mark.parametrize(
    ("dn", "proposal"),
    [
        (r"CN=Silva\, Ana,OU=Staff,DC=contoso,DC=com", "Silva, Ana"),
        ("cn=Ana Silva", "Ana Silva"),
        (r"CN=A \"B\" \\C,DC=com", None),
        (r"CN=Ana\0ACNF:1f,DC=com", None),
        (r"CN=Ana\C3\A9,DC=com", None),
        ("OU=Ana,DC=com", None),
        ("", None),
    ],
)
def test_a_cn_is_only_proposed_where_it_is_plain(bench, dn, proposal):
    assert bench(ID).examine({}, dn=dn)[0].proposal == proposal


@pytest.mark.parametrize("kind", [Kind.INETORGPERSON, Kind.CONTACT])
def test_contacts_have_one_too(bench, kind):
    check = bench(ID).check
    assert kind in check.kinds
    assert Kind.GROUP not in check.kinds
