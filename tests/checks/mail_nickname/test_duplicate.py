import pytest

from readiness import Kind
from tests.conftest import entry

ID = "mail-nickname-duplicate"


@pytest.mark.parametrize("kind", [Kind.USER, Kind.GROUP, Kind.CONTACT])
def test_the_same_alias_in_any_case_is_found_on_both(bench, kind):
    pair = entry({"mailNickname": "info"}), entry({"mailNickname": "INFO"}, kind=kind)
    assert len(bench(ID).compare(*pair)) == 2


@pytest.mark.parametrize(("mine", "theirs"), [("ana", "ben"), (" ", "")])
def test_other_and_blank_aliases_pass(bench, mine, theirs):
    assert not bench(ID).compare(entry({"mailNickname": mine}), entry({"mailNickname": theirs}))
