import pytest

ID = "mail-nickname-too-long"


@pytest.mark.parametrize(("length", "found"), [(1, 0), (64, 0), (65, 1)])
def test_64_characters_pass(bench, length, found):
    assert len(bench(ID).examine({"mailNickname": "a" * length})) == found
