import pytest

ID = "upn-too-long"
LONGEST_DOMAIN = f"{'d' * 44}.com"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (f"{'a' * 65}@contoso.com", ["65 characters before"]),
        (f"ana@d{LONGEST_DOMAIN}", ["49 characters after"]),
        (f"{'a' * 65}@d{LONGEST_DOMAIN}", ["65 characters before", "49 characters after"]),
    ],
)
def test_each_part_has_a_limit(bench, name, words):
    [finding] = bench(ID).examine({"userPrincipalName": name})
    assert all(part in finding.message for part in words)
    assert finding.proposal is None


@pytest.mark.parametrize(
    "name",
    [
        f"{'a' * 64}@{LONGEST_DOMAIN}",
        f"{'a' * 64}@contoso.com",
        f"{'a' * 65}@contoso@com",
        "ana@contoso.com",
    ],
)
def test_64_and_48_are_allowed_and_a_malformed_name_is_not_measured(bench, name):
    assert not bench(ID).examine({"userPrincipalName": name})
