import pytest

ID = "mail-nickname-leading-dot"


@pytest.mark.parametrize(
    ("value", "proposal"), [(".ana", "ana"), ("..ana.s", "ana.s"), (".", None)]
)
def test_a_leading_dot_is_found_and_removed(bench, value, proposal):
    [finding] = bench(ID).examine({"mailNickname": value})
    assert finding.proposal == proposal


@pytest.mark.parametrize("value", ["ana", "ana.silva", "ana.", ""])
def test_dots_elsewhere_pass(bench, value):
    assert not bench(ID).examine({"mailNickname": value})
