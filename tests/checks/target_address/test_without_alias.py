ID = "target-address-without-alias"
TARGET = {"targetAddress": "SMTP:ana@contoso.mail.onmicrosoft.com"}


def test_a_target_without_an_alias_is_found(bench):
    [finding] = bench(ID).examine(TARGET)
    assert finding.value == TARGET["targetAddress"]


def test_a_target_with_an_alias_passes(bench):
    assert not bench(ID).examine({**TARGET, "mailNickname": "ana"})


def test_a_user_without_a_target_passes(bench):
    assert not bench(ID).examine({})
