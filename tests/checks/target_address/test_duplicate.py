import pytest

from tests.conftest import entry

ID = "target-address-duplicate"


@pytest.mark.parametrize(
    "other", ["SMTP:ana@contoso.com", "smtp:Ana@contoso.com ", "SMTP:ANA@CONTOSO.COM"]
)
def test_the_same_target_in_any_case_is_found_on_both(bench, other):
    pair = [entry({"targetAddress": value}) for value in ("SMTP:ana@contoso.com", other)]
    assert len(bench(ID).compare(*pair)) == 2


@pytest.mark.parametrize("other", ["SMTP:ben@contoso.com", "X400:ana@contoso.com"])
def test_other_targets_pass(bench, other):
    pair = [entry({"targetAddress": value}) for value in ("SMTP:ana@contoso.com", other)]
    assert not bench(ID).compare(*pair)
