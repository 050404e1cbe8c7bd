import pytest

from readiness import Kind

ID = "inetorgperson-without-password-sync"


@pytest.mark.parametrize(("control", "found"), [("512", 1), ("514", 0)])
def test_an_enabled_inetorgperson_is_found(bench, control, found):
    planned = bench(ID).with_plan(identity_model="password-hash-sync")
    attributes = {"userAccountControl": control}
    assert len(planned.examine(attributes, kind=Kind.INETORGPERSON)) == found


def test_users_are_not_looked_at(bench):
    assert bench(ID).check.kinds == {Kind.INETORGPERSON}
