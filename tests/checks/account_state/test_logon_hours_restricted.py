import pytest

ID = "logon-hours-restricted"
OFFICE = b"\x00\xff\x01" * 7


@pytest.mark.parametrize(
    ("hours", "allowed"), [(OFFICE, 63), (bytes(21), 0), (b"\xff" * 20 + b"\xfe", 167)]
)
def test_an_hour_without_sign_in_is_a_restriction(bench, hours, allowed):
    [finding] = bench(ID).examine({"logonHours": hours, "userAccountControl": "512"})
    assert finding.value is None
    assert f"allows {allowed} of 168 hours" in finding.message


@pytest.mark.parametrize("hours", [b"\xff" * 21, b"", b"\x00"])
def test_all_hours_and_no_hours_at_all_are_none(bench, hours):
    assert not bench(ID).examine({"logonHours": hours, "userAccountControl": "512"})


def test_a_disabled_account_and_one_without_hours_pass(bench):
    assert not bench(ID).examine({"logonHours": OFFICE, "userAccountControl": "514"})
    assert not bench(ID).examine({"userAccountControl": "512"})


@pytest.mark.parametrize(
    ("model", "effect"),
    [
        (
            None,
            "pass-through authentication enforces that, password hash synchronisation ignores it",
        ),
        ("password-hash-sync", "ignores that"),
        ("pass-through", "enforces that in the cloud"),
        ("federated", "enforces that in the cloud"),
    ],
)
def test_the_effect_depends_on_the_identity_model(bench, model, effect):
    [finding] = bench(ID).with_plan(identity_model=model).examine({"logonHours": OFFICE})
    assert effect in finding.message
