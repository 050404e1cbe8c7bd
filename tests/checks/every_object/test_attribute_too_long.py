import pytest

ID = "attribute-too-long"


@pytest.mark.parametrize(
    ("attribute", "limit"),
    [
        ("givenName", 64),
        ("middleName", 64),
        ("sn", 64),
        ("title", 128),
        ("department", 64),
        ("company", 64),
        ("streetAddress", 1024),
        ("l", 128),
        ("st", 128),
        ("postalCode", 40),
        ("co", 128),
        ("telephoneNumber", 64),
        ("mobile", 64),
        ("employeeID", 16),
    ],
)
def test_a_value_may_be_as_long_as_the_limit(bench, attribute, limit):
    assert not bench(ID).examine({attribute: "x" * limit})
    [finding] = bench(ID).examine({attribute: "x" * (limit + 1)})
    assert finding.attribute == attribute
    assert finding.message == f"has {limit + 1} characters; at most {limit} are allowed"
    assert finding.proposal is None


def test_characters_count_and_not_octets(bench):
    assert not bench(ID).examine({"sn": "ß" * 64})


def test_every_attribute_is_judged(bench):
    found = bench(ID).examine({"sn": "x" * 65, "department": "x" * 65})
    assert [finding.attribute for finding in found] == ["sn", "department"]


def test_what_has_no_documented_limit_passes(bench):
    assert not bench(ID).examine({"description": "x" * 1025, "info": "x" * 1025})
