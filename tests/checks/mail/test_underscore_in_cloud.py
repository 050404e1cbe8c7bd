import pytest

ID = "address-underscore-in-cloud"


@pytest.mark.parametrize("character", "`|=?/%")
@pytest.mark.parametrize(("attribute", "kind"), [("mail", ""), ("proxyAddresses", "smtp:")])
def test_a_character_that_is_replaced_is_named(bench, character, attribute, kind):
    value = f"{kind}r{character}d@contoso.com"
    [finding] = bench(ID).examine({attribute: value})
    assert (finding.attribute, finding.value) == (attribute, value)
    assert finding.message == f"has {character} before the @, which becomes _ in the cloud"


@pytest.mark.parametrize(
    "value",
    [
        "smtp:o'neil+news&co!#$*^{}~-_@contoso.com",
        "X500:/o=Contoso/cn=ana@contoso.com",
        "sip:r/d@contoso.com",
        "smtp:r/d",
    ],
)
def test_other_characters_types_and_what_is_no_address_pass(bench, value):
    assert not bench(ID).examine({"proxyAddresses": value})
