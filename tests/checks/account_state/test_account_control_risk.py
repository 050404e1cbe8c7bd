import pytest

ID = "account-control-risk"


@pytest.mark.parametrize(
    ("control", "name"),
    [
        (0x220, "PASSWD_NOTREQD"),
        (0x280, "ENCRYPTED_TEXT_PWD_ALLOWED"),
        (0x200200, "USE_DES_KEY_ONLY"),
        (0x400200, "DONT_REQ_PREAUTH"),
        (0x80200, "TRUSTED_FOR_DELEGATION"),
    ],
)
def test_each_bit_is_a_finding(bench, control, name):
    [finding] = bench(ID).examine({"userAccountControl": str(control)})
    assert finding.value == str(control)
    assert f"({name})" in finding.message


def test_several_bits_are_several_findings(bench):
    found = bench(ID).examine({"userAccountControl": str(0x6802A0)})
    assert len({finding.message for finding in found}) == 5


@pytest.mark.parametrize("control", [0x200, 0x222, 0x10200, 0x40200, 0x100200, 0x1000200])
def test_disabled_accounts_and_other_bits_pass(bench, control):
    assert not bench(ID).examine({"userAccountControl": str(control)})
